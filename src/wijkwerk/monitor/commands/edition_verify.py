"""``wijkwerk edition verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.editions.verify import verify_edition


def verify_command(
    edition: Annotated[Path, typer.Argument(help="The edition's folder.")],
    source: Annotated[
        Path | None, typer.Option(help="Compute anew from this folder and compare every byte.")
    ] = None,
) -> None:
    """Hold EDITION against its manifest, and with --source against a computation anew.

    Example: `wijkwerk edition verify editions/demo-0123456789 --source demo`
    """
    console = Console(highlight=False)
    found = verify_edition(edition, source)
    for one in found:
        console.print(f"{one.file}: {one.kind}; {one.detail}", style="red", markup=False)
    if found:
        raise typer.Exit(2)
    console.print("Every file is as it should be.")
