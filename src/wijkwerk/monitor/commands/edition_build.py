"""``wijkwerk edition build``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.options import EngineChoice, EngineOption
from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _


def build_command(
    source: Annotated[Path, typer.Argument(help="The source folder.")],
    out: Annotated[Path, typer.Option(help="Folder in which the edition appears.")],
    engine: EngineOption = EngineChoice.duckdb,
) -> None:
    """Build an edition of SOURCE: checked, computed, protected, explained.

    The edition appears in OUT under its own name, whole or not at all. An interrupted build can
    simply be run again. The same source gives the same edition; when it is there already, it
    stays as it is.

    Exit codes: 0 the edition is there, 2 the source has errors or OUT can't be written.

    Examples:

        wijkwerk edition build examples/outcomemonitor-2013 --out editions
        wijkwerk edition build my-source --out editions --engine spark
    """
    from wijkwerk.monitor.editions.build import build_edition
    from wijkwerk.monitor.editions.edition import EDITION, Edition
    from wijkwerk.publication.api import key_file, software

    console = Console(highlight=False, emoji=False)
    with progress_bar() as tell:
        before = {path.name for path in out.iterdir()} if out.is_dir() else set()
        key = key_file()
        new_key = key is not None and not key.exists()
        edition = build_edition(source, out, engine.value, tell)
    manifest = Edition.open(edition).manifest
    cells, published, withheld = (
        sum(row[key] for row in manifest["coverage"]) for key in ("cells", "published", "withheld")
    )
    if edition.name in before:
        console.print(
            _("Edition {name} was there already, and is whole: it stays.", name=edition.name)
        )
        made_with, versions_here = manifest["versions"], software(EDITION)
        other = sorted(name for name in versions_here if made_with.get(name) != versions_here[name])
        if other:
            console.print(
                _(
                    "It was made with other versions of {other} than are here.",
                    other=", ".join(other),
                )
            )
    else:
        console.print(_("Edition {name} is ready.", name=edition.name))
    console.print(
        _(
            "{published} of {cells} figures published; {withheld} withheld (by the "
            "publisher, too small, or to protect those); the rest was never measured.",
            published=published,
            cells=cells,
            withheld=withheld,
        )
    )
    if new_key:
        console.print(
            _(
                "A key was made that digests of what went in are made with: {key}. Keep it "
                "secret, and a copy of it: without it nobody can show which files an edition "
                "was made of.",
                key=key,
            ),
            soft_wrap=True,
        )
    console.print(_("Report:  {file}", file=edition / "report.html"), soft_wrap=True)
    console.print(
        _("Is it safe? wijkwerk edition attack {edition}", edition=edition), soft_wrap=True
    )
