"""``wijkwerk source simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _


def simulate_command(
    out: Annotated[Path, typer.Option(help="New or empty folder for the source.")],
    areas: Annotated[int, typer.Option(min=25, max=30_000, help="Neighbourhoods.")] = 300,
    years: Annotated[int, typer.Option(min=4, max=40, help="Years, from 2008 on.")] = 8,
    indicators: Annotated[int, typer.Option(min=2, max=99, help="Registered rates.")] = 6,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same country.")] = 1,
    national: Annotated[
        bool,
        typer.Option(
            "--national",
            help="As large as the Netherlands: 14,500 neighbourhoods, 60 rates, 18 years; "
            "sets aside --areas, --years and --indicators.",
        ),
    ] = False,
) -> None:
    """Make a simulated country of which the truth is known: to learn with, and to test against.

    It has trends, a programme that works in some areas, boundaries that changed, small cells, a
    survey, and areas that were chosen on a bad year. Every page of its reports says that it is
    simulated. What is true lies in OUT/truth; a build doesn't look there.

    Exit codes: 0 the folder is there, 2 OUT isn't empty or can't be written.

    Examples:

        wijkwerk source simulate --out country
        wijkwerk source simulate --out country --areas 500 --years 12 --seed 7
        wijkwerk source simulate --out large --national
    """
    from wijkwerk.monitor.sources.simulate.country import NATIONAL, simulate, sized

    size = NATIONAL if national else sized(areas, years, indicators)
    with progress_bar() as tell:
        simulate(out, size, seed, tell)
    console = Console(highlight=False, emoji=False)
    console.print(
        _(
            "A simulated country of {neighbourhoods} neighbourhoods and {years} years is "
            "in {out}; what is true is in {truth}.",
            neighbourhoods=size.neighbourhoods,
            years=size.years,
            out=out,
            truth=out / "truth",
        ),
        soft_wrap=True,
    )
    console.print(_("Next: wijkwerk edition build {out} --out editions", out=out), soft_wrap=True)
