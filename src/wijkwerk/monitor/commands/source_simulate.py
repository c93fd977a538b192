"""``wijkwerk source simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.sources.simulate.country import NATIONAL, simulate, sized


def simulate_command(
    out: Annotated[Path, typer.Option(help="New folder for the source.")],
    areas: Annotated[int, typer.Option(min=25, max=30_000, help="Neighbourhoods.")] = 300,
    years: Annotated[int, typer.Option(min=4, max=40)] = 8,
    indicators: Annotated[int, typer.Option(min=2, max=99, help="Registered rates.")] = 6,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same country.")] = 1,
    national: Annotated[
        bool, typer.Option("--national", help="14,500 neighbourhoods, 60 rates, 18 years.")
    ] = False,
) -> None:
    """Make a simulated country with known truth in OUT: to learn with, and to test against.

    Example: `wijkwerk source simulate --out country --areas 500 --seed 7`
    """
    size = NATIONAL if national else sized(areas, years, indicators)
    simulate(out, size, seed)
    Console(highlight=False).print(
        f"A simulated country in {out}; what is true is in {out / 'truth.parquet'}.",
        soft_wrap=True,
    )
