"""``wijkwerk edition attack``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

_SHOWN = 50


def attack_command(
    edition: Annotated[Path, typer.Argument(help="The edition to attack.")],
    others: Annotated[
        list[Path] | None, typer.Argument(help="Other editions that the intruder has.")
    ] = None,
) -> None:
    """Play the intruder: can anything that EDITION withholds be worked out from what it publishes?

    Ends with exit code 2 when something was recovered: don't publish that edition.

    Example: `wijkwerk edition attack editions/demo-0123456789 editions/demo-9876543210`
    """
    from wijkwerk.monitor.editions.attack import attack

    report = attack(edition, others or ())
    console = Console(highlight=False)
    console.print(
        f"{report.withheld} withheld cells attacked; {report.programmes} linear programmes solved."
    )
    if not report.recovered:
        console.print("Nothing was recovered.")
        return
    table = Table(title=f"{len(report.recovered)} cells recovered", title_justify="left")
    for header in ("area", "period", "indicator", "how"):
        table.add_column(header)
    for one in report.recovered[:_SHOWN]:
        table.add_row(one.area, one.period, one.indicator, one.how)
    console.print(table)
    raise typer.Exit(2)
