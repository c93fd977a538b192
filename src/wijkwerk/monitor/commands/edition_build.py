"""``wijkwerk edition build``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.edition import Edition


class EngineChoice(StrEnum):
    """The engines that a build runs on."""

    duckdb = "duckdb"
    spark = "spark"


def build_command(
    source: Annotated[Path, typer.Argument(help="The source folder.")],
    out: Annotated[Path, typer.Option(help="Folder in which the edition appears.")],
    engine: Annotated[
        EngineChoice, typer.Option(help="Where the big tables are computed.")
    ] = EngineChoice.duckdb,
) -> None:
    """Build an edition of SOURCE: checked, computed, protected, explained.

    The edition appears whole or not at all; an interrupted build can simply be run again.

    Example: `wijkwerk edition build examples/outcomemonitor-2013 --out editions`
    """
    with progress_bar() as tell:
        edition = build_edition(source, out, engine.value, tell)
    console = Console(highlight=False)
    counts = Edition.open(edition).manifest["coverage"]
    cells, published = (sum(row[key] for row in counts) for key in ("cells", "published"))
    console.print(f"Edition {edition.name}: {published} of {cells} figures published.")
    console.print(f"Report: {edition / 'report.html'}", soft_wrap=True)
