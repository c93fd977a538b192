"""``wijkwerk edition verify``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.options import EngineChoice, EngineOption
from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language

_MEANING = {
    "changed": "File of the edition changed",
    "missing": "File of the edition missing",
    "unexpected": "File that doesn't belong to the edition",
    "input": "Other input",
    "key": "Can't be verified here",
    "method": "Other method",
    "software": "Other software",
}


def verify_command(
    edition: Annotated[Path, typer.Argument(help="The edition's folder.")],
    source: Annotated[
        Path | None, typer.Option(help="Compute anew from this folder and compare every byte.")
    ] = None,
    engine: EngineOption = EngineChoice.duckdb,
    as_json: Annotated[bool, typer.Option("--json", help="Differences as JSON.")] = False,
) -> None:
    """Is EDITION what it says it is? Every file is held against its manifest.

    With --source the edition is computed anew from that folder and every byte is compared. When
    the source has changed since, the files that changed are named.

    Exit codes: 0 all is as it should be, 2 something differs.

    Examples:

        wijkwerk edition verify editions/demo-0123456789
        wijkwerk edition verify editions/demo-0123456789 --source demo
    """
    from wijkwerk.monitor.editions.verify import verify_edition

    with progress_bar() as tell:
        differences = verify_edition(edition, source, engine.value, tell)
    if as_json:
        typer.echo(
            json.dumps(
                [asdict(difference) for difference in differences], indent=1, ensure_ascii=False
            )
        )
    else:
        console = Console(highlight=False, emoji=False)
        for difference in differences:
            line = f"{in_language(_MEANING[difference.kind])}: {difference.file}: {in_language(difference.detail)}."
            console.print(line, style="red", markup=False)
        if not differences and source is None:
            console.print(_("Every file is as the manifest says."))
        elif not differences:
            console.print(_("Computing anew from the source gives the same bytes, file by file."))
    if differences:
        raise typer.Exit(2)
