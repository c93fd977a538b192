"""``wijkwerk casework erase``: what no law keeps any more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.registry.language import gettext as _


@casework_commands.command()
def erase(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be erased.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Erase what is kept of households longer than a law says, and say how many rows of which table.

    How long is a table of its own, on the page of the register (`/nl/casework/register`); a file of one's own is
    WIJKWERK_CASEWORK_RETENTION. Let it run each night. Backups still have what was erased: keep them no longer than you
    need. Exit codes: 0 done, 2 something is wrong.

    Examples:

        wijkwerk casework erase --dry-run
        wijkwerk casework erase
    """
    open_database(data)
    from wijkwerk.casework.services.erasure import erase as erase_past

    report = erase_past(datetime.now(UTC), dry_run=dry_run)
    for table, number in sorted(report.erased.items()):
        typer.echo(f"{table:<14} {number:>8}")
    total = sum(report.erased.values())
    if dry_run:
        typer.echo(_("Would be erased: {number} rows.", number=total))
    else:
        typer.echo(_("Erased: {number} rows.", number=total))
    if report.needed:
        typer.echo(
            _(
                "Past their term, and still needed by what is newer: {number} rows.",
                number=report.needed,
            )
        )
