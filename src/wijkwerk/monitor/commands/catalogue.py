"""``wijkwerk catalogue``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from wijkwerk.registry.language import gettext as _

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
    listed = [entry for entry in entries() if theme in (None, entry["theme"])]
    if as_json:
        typer.echo(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    for entry in listed:
        better = entry["direction"].removesuffix("_is_better")  # higher, lower, neutral
        base = str(entry.get("minimum_base", "-"))
        typer.echo(
            f"{entry['id']:27} {entry['kind']:12} {better:6} {entry['unit']:8} {base:>4}  "
            f"{entry['name']['nl']} ({entry['source']})"
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
    definition = every[name]
    if as_json:
        typer.echo(json.dumps(definition, indent=1, ensure_ascii=False))
        return
    for key, value in definition.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        typer.echo(f"{key}: {text}")
    kind = "composite" if definition["kind"] == "composite" else "indicator"
    typer.echo(
        _(
            '\nIn indicators.toml:\n\n[[{kind}]]\nid = "{name}"\ncatalogue = "{name}"',
            kind=kind,
            name=name,
        )
    )
