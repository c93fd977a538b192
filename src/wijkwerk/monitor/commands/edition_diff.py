"""``wijkwerk edition diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

_SHOWN = 50


def diff_command(
    old: Annotated[Path, typer.Argument(help="The earlier edition.")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    as_json: Annotated[bool, typer.Option("--json", help="Every row as JSON lines.")] = False,
) -> None:
    """Tell every figure that changed between two editions, and why.

    Example: `wijkwerk edition diff editions/demo-0123456789 editions/demo-9876543210`
    """
    from wijkwerk.monitor.editions.diff import diff_editions

    found = diff_editions(old, new)
    if as_json:
        typer.echo(found.write_ndjson(), nl=False)
        return
    console = Console(highlight=False)
    for cause, rows in found.group_by("cause").len().sort("cause").iter_rows():
        console.print(f"{cause}: {rows}")
    table = Table()
    for column in found.columns:
        table.add_column(column)
    for row in found.head(_SHOWN).iter_rows():
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table if found.height else "No figure changed.")
    if found.height > _SHOWN:
        console.print(f"The first {_SHOWN} of {found.height}; --json gives them all.")
