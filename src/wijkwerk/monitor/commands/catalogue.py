"""``wijkwerk catalogue``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from wijkwerk.shared.language import gettext as _

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


def list_command(
    theme: Annotated[str | None, typer.Option(help="Only the definitions of this theme.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the shipped definitions: id, kind, which way is better, minimum base and source.

    Exit codes: 0 done, 2 there is no such theme.

    Examples:

        wijkwerk catalogue list
        wijkwerk catalogue list --theme safety
    """
    from wijkwerk.monitor.sources.shipped import entries
    from wijkwerk.monitor.sources.toml import catalogue
    from wijkwerk.shared.problems import InputError

    themes = catalogue("theme")
    if theme is not None and theme not in themes:
        raise InputError.of(
            "catalogue", "unknown theme", f"one of {', '.join(themes)}", value=theme
        )
    found = [entry for entry in entries() if theme in (None, entry["theme"])]
    if as_json:
        typer.echo(json.dumps(found, indent=1, ensure_ascii=False))
        return
    for one in found:
        better = one["direction"].removesuffix("_is_better")  # higher, lower, neutral
        base = str(one.get("minimum_base", "-"))
        typer.echo(
            f"{one['id']:27} {one['kind']:12} {better:6} {one['unit']:8} {base:>4}  "
            f"{one['name']['nl']} ({one['source']})"
        )


def show_command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a definition.")],
    as_json: AsJson = False,
) -> None:
    """Show one definition whole, and the lines that take it over in an own source.

    Exit codes: 0 done, 2 there is no such definition.

    Examples:

        wijkwerk catalogue show vsv
        wijkwerk catalogue show liveability_composite
    """
    from wijkwerk.config.api import hint
    from wijkwerk.monitor.sources.shipped import entries
    from wijkwerk.shared.problems import InputError

    every = {entry["id"]: entry for entry in entries()}
    if name not in every:
        raise InputError.of(
            "catalogue",
            "unknown id",
            "an id of `wijkwerk catalogue list`",
            value=name,
            suggestion=hint(name, [*every]),
        )
    one = every[name]
    if as_json:
        typer.echo(json.dumps(one, indent=1, ensure_ascii=False))
        return
    for key, value in one.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        typer.echo(f"{key}: {text}")
    kind = "composite" if one["kind"] == "composite" else "indicator"
    typer.echo(
        _(
            '\nIn indicators.toml:\n\n[[{kind}]]\nid = "{name}"\ncatalogue = "{name}"',
            kind=kind,
            name=name,
        )
    )
