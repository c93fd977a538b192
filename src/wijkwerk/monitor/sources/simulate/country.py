"""Simulate a country: a source folder, and beside it what is true.

See docs/method/simulation.md. The folder appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from wijkwerk.monitor.core.group_names import FOCUS
from wijkwerk.monitor.sources.simulate import specials
from wijkwerk.monitor.sources.simulate.definitions import definitions, settings
from wijkwerk.monitor.sources.simulate.deprivation import deprivation, regions
from wijkwerk.monitor.sources.simulate.layout import Ints, Layout, areas, layout
from wijkwerk.monitor.sources.simulate.register import boundary_change, write_rates
from wijkwerk.monitor.sources.simulate.shapes import context, geometry
from wijkwerk.monitor.sources.simulate.truth import (
    EFFECT,
    FIRST_YEAR,
    FULL_AFTER,
    NATIONAL,
    PROGRAMME_AFTER,
    Size,
    selection,
    sized,
)
from wijkwerk.publication.api import new_folder
from wijkwerk.shared.problems import InputError

__all__ = ["NATIONAL", "Size", "simulate", "sized"]
Progress = Callable[[str, float], None]
_README = """SIMULATED. Nothing here is about a real place or a real person.

What is true in this country, to hold an edition against. A build doesn't look here.

figures.parquet  area, period, indicator, truth: the true value in the indicator's unit;
                 without_programme: what it would have been without the programme
areas.parquet    area, focus (chosen on one year's figure), treated (the programme works here)
statuses.parquet area, period, criteria_met (0-4), and whether the area truly is vulnerable (two of:
                 over 40% outside work, convictions three times the country's, both as the mean of
                 two years; over 60% basic schooling; income under 55% of the region's), extended
                 (that, 1,000 residents and half of them with a migration background), long_term
                 (that in four years in a row); null where too few years came before
programme.json   when it starts and what it does to the log-odds of what is bad
"""


def simulate(
    out: Path, size: Size | None = None, seed: int = 1, progress: Progress | None = None
) -> Path:
    """Write the source folder ``out`` of a simulated country; gives it back.

    ``out/truth`` holds what is true (its README.txt says how). The same size and seed give the
    same bytes. Raises InputError when ``out`` holds anything already or can't be written.
    """
    size, tell = size or Size(), progress or (lambda step, share: None)
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise InputError.of(str(out), "folder is not empty", "a new or empty folder")
    with new_folder(out) as making:
        _fill(making, size, seed, tell)
    tell("done", 1.0)
    return out


def _fill(out: Path, size: Size, seed: int, tell: Progress) -> None:
    tell("places", 0.0)
    truth = out / "truth"
    truth.mkdir()
    place = layout(size.municipalities, size.districts, size.neighbourhoods, seed)
    focus, treated = selection(place, size, seed)
    groups = pl.DataFrame(
        {
            "group": "FOCUS",
            "name": FOCUS.nl,
            "area": [place.neighbourhoods[place_number] for place_number in focus],
        }
    )
    groups = groups.sort("area")
    if size.specials:
        groups = pl.concat([groups, regions(place)])
    groups.select("group", "area").write_csv(out / "groups.csv")
    names = groups.select(code="group", name="name", level=pl.lit("group"))
    pl.concat(
        [areas(place), names.unique("code", keep="first", maintain_order=True)], how="diagonal"
    ).write_csv(out / "areas.csv")
    (out / "source.toml").write_text(settings(size.specials, FIRST_YEAR), "utf-8")
    (out / "indicators.toml").write_text(
        definitions(size.indicators, size.specials, FIRST_YEAR, size.years), "utf-8"
    )
    (out / "geometry.geojson").write_text(geometry(place, seed), "utf-8")
    (out / "context.geojson").write_text(context(place), "utf-8")
    moved = boundary_change(out, place) if size.specials else np.empty((0, 2), dtype=np.int64)
    write_rates(
        out,
        truth,
        place,
        size,
        seed,
        treated,
        moved,
        lambda share: tell("registers", 0.05 + 0.85 * share),
    )
    tell("survey, prices, truth", 0.9)
    _write_truth(out, truth, place, size, seed, focus, treated, moved)


def _write_truth(
    out: Path,
    truth: Path,
    place: Layout,
    size: Size,
    seed: int,
    focus: Ints,
    treated: Ints,
    moved: Ints,
) -> None:
    (truth / "README.txt").write_text(_README, "utf-8")
    numbers = np.arange(len(place.neighbourhoods))
    pl.DataFrame(
        {
            "area": list(place.neighbourhoods),
            "focus": np.isin(numbers, focus),
            "treated": np.isin(numbers, treated),
        }
    ).write_parquet(truth / "areas.parquet")
    programme = {
        "simulated": True,
        "seed": seed,
        "first_year_with_effect": FIRST_YEAR + PROGRAMME_AFTER,
        "first_year_with_full_effect": FIRST_YEAR + PROGRAMME_AFTER + FULL_AFTER - 1,
        "effect_on_log_odds": EFFECT,
        "indicators": [f"rate{number + 1:02d}" for number in range(size.indicators)],
    }
    (truth / "programme.json").write_text(json.dumps(programme, indent=1) + "\n", "utf-8")
    rates = truth / "rates.parquet"
    if not size.specials:
        rates.rename(truth / "figures.parquet")
        return
    makers = (specials.strata, specials.answers, specials.prices)
    answers = pl.concat(
        [
            *(make(out, place, size, seed) for make in makers),
            deprivation(out, place, size, seed, moved),
        ]
    )
    registered = pl.read_parquet(rates).with_columns(
        pl.col("area", "period", "indicator").cast(pl.String)
    )
    # The programme does nothing to what the registers don't hold.
    pl.concat([registered, answers.with_columns(without_programme=pl.col("truth"))]).write_parquet(
        truth / "figures.parquet"
    )
    rates.unlink()
