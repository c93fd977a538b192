"""What every command that mails takes: look only, and as if it were another day."""

from __future__ import annotations

from typing import Annotated

import typer

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show the mails of today; send and write nothing.")
]
DayOption = Annotated[
    str | None, typer.Option("--on", help="As if it were this day (2026-01-31); with --dry-run.")
]
