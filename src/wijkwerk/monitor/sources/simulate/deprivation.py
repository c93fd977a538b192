"""Figures that national schemes list areas by, in a simulated country, with what is true of them.

Work, convictions, schooling, income, residents and origin hang together through how deprived a
neighbourhood is; a few are so very much. Cities form regions, as groups whose code begins with
REGION.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from wijkwerk.monitor.sources.simulate.layout import Floats, Ints, Layout
from wijkwerk.monitor.sources.simulate.register import with_old_boundaries
from wijkwerk.monitor.sources.simulate.truth import FIRST_YEAR, Size

CITIES_PER_REGION = 4
# Level on the log-odds, how much deprivation adds, own noise, share of the inhabitants in the base.
_RATES = {
    "outside_work": (-1.27, 0.55, 0.20, 0.60),
    "convictions": (-4.60, 0.80, 0.25, 0.80),
    "basic_schooling": (-0.85, 0.70, 0.25, 0.40),
    "migration_background": (-1.40, 0.70, 0.40, 1.00),
    "non_western": (-2.00, 0.75, 0.40, 1.00),
}
_INCOME = 310_000.0


def regions(place: Layout) -> pl.DataFrame:
    """Group, its name and area: the cities of each region."""
    number = len(place.municipalities) // CITIES_PER_REGION or 1
    cities = range(len(place.municipalities))
    regions_of_cities = [1 + city * number // len(cities) for city in cities]
    return pl.DataFrame(
        {
            "group": [f"REGION{region}" for region in regions_of_cities],
            "name": [f"Regio {region}" for region in regions_of_cities],
            "area": list(place.municipalities),
        }
    )


def deprivation(out: Path, place: Layout, size: Size, seed: int, moved: Ints) -> pl.DataFrame:
    """Write ``observations-deprivation.parquet`` and ``truth/statuses.parquet``; gives the truth."""
    rng = np.random.default_rng([seed, 20])
    number, years = size.neighbourhoods, np.arange(size.years)
    own = (
        rng.normal(0, 0.6, number)
        + rng.normal(0, 0.3, len(place.municipalities))[place.municipality]
    )
    own[rng.random(number) < 0.1] += 2.0
    slope = rng.normal(0, 0.04, number)
    depth = own[:, None] + slope[:, None] * years + rng.normal(0, 0.08, (number, size.years))
    people = np.round(
        place.inhabitants[:, None] * np.exp(rng.normal(0, 0.01, number))[:, None] ** years
    )
    true: dict[str, Floats] = {}
    rows = []
    for name, (level, weight, noise, share) in _RATES.items():
        odds = level + weight * depth + rng.normal(0, noise, number)[:, None]
        true[name] = 1 / (1 + np.exp(-odds))
        base = np.maximum(np.round(people * share), 1.0)
        count = rng.binomial(base.astype(np.int64), true[name]).astype(float)
        rows.append(_long(place, size, name, numerator=count, denominator=base))
    observations = pl.concat(rows, how="diagonal")
    if moved.size:
        observations = pl.DataFrame(with_old_boundaries(observations.to_arrow(), place, moved))
    income = _INCOME * np.exp(-0.35 * depth + rng.normal(0, 0.05, number)[:, None])
    earners = np.maximum(np.round(people * 0.6), 1.0)
    error = 0.4 * income / np.sqrt(earners)
    true["income"] = income
    observations = pl.concat(
        [
            observations,
            _long(
                place,
                size,
                "income",
                value=rng.normal(income, error).round(0),
                base=earners,
                variance=(error**2).round(2),
            ),
            _long(place, size, "population", value=people),
        ],
        how="diagonal",
    )
    observations.write_parquet(out / "observations-deprivation.parquet")
    _statuses(place, size, true, people, earners).write_parquet(out / "truth" / "statuses.parquet")
    shown = {**{name: 100 * true[name] for name in _RATES}, "income": income, "population": people}
    return pl.concat(_long(place, size, name, truth=values) for name, values in shown.items())


def _long(place: Layout, size: Size, indicator: str, **columns: Floats) -> pl.DataFrame:
    """A row per neighbourhood and year; columns have the shape (neighbourhoods, years)."""
    periods = [str(FIRST_YEAR + year) for year in range(size.years)]
    return pl.DataFrame(
        {
            "area": np.repeat(np.array(place.neighbourhoods), size.years),
            "period": periods * len(place.neighbourhoods),
            "indicator": indicator,
            **{name: values.ravel() for name, values in columns.items()},
        }
    )


def _statuses(
    place: Layout, size: Size, true: dict[str, Floats], people: Floats, earners: Floats
) -> pl.DataFrame:
    """Who truly meets what under limits that a national law has (as told in truth/README.txt).

    Written out by hand here, year by year, so that an engine of rules can be held against it.
    Null where a mean of two years or a row of years has too little before it.
    """
    two_years = {
        name: np.concatenate(
            [np.full((size.neighbourhoods, 1), np.nan), (values[:, 1:] + values[:, :-1]) / 2],
            axis=1,
        )
        for name, values in true.items()
    }
    nation = (true["convictions"] * np.round(people * 0.8)).sum(0) / np.round(people * 0.8).sum(0)
    nation = np.concatenate([[np.nan], (nation[1:] + nation[:-1]) / 2])
    of_city = dict(regions(place).select("area", "group").iter_rows())
    region = np.array(
        [of_city[place.municipalities[number_of_city]] for number_of_city in place.municipality]
    )
    regional = np.empty_like(true["income"])
    for name in np.unique(region):
        inside = region == name
        regional[inside] = (true["income"][inside] * earners[inside]).sum(0) / earners[inside].sum(
            0
        )
    met = (
        (two_years["outside_work"] > 0.40).astype(int)
        + (two_years["convictions"] >= 3 * nation)
        + (true["basic_schooling"] > 0.60)
        + (true["income"] < 0.55 * regional)
    )
    vulnerable = met >= 2
    extended = vulnerable & (people >= 1000) & (true["migration_background"] >= 0.5)
    rows = []
    for number, area in enumerate(place.neighbourhoods):
        streak = 0
        for year in range(size.years):
            streak = streak + 1 if extended[number, year] else 0
            has_two_years = year > 0  # a mean of two years needs the year before
            rows.append(
                (
                    area,
                    str(FIRST_YEAR + year),
                    int(met[number, year]) if has_two_years else None,
                    bool(vulnerable[number, year]) if has_two_years else None,
                    bool(extended[number, year]) if has_two_years else None,
                    streak >= 4 if year > 3 or (has_two_years and streak < year) else None,
                )
            )
    schema = {
        "area": pl.String,
        "period": pl.String,
        "criteria_met": pl.Int64,
        "vulnerable": pl.Boolean,
        "extended": pl.Boolean,
        "long_term": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
