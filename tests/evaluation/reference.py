"""Published data that our numbers are held against, as panels."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from wijkwerk.evaluation.core.panel import NEVER, Numbers, Panel


def mpdta(folder: Path) -> tuple[Panel, list[int]]:
    """County employment (R did): the panel, and its years."""
    rows = list(csv.DictReader((folder / "mpdta.csv").open()))
    years = sorted({int(row["year"]) for row in rows})
    counties = sorted({row["countyreal"] for row in rows})
    place = {county: at for at, county in enumerate(counties)}
    values = np.full((len(counties), len(years)), np.nan)
    start = np.full(len(counties), NEVER)
    for row in rows:
        first = int(float(row["first.treat"]))
        values[place[row["countyreal"]], years.index(int(row["year"]))] = float(row["lemp"])
        if first:
            start[place[row["countyreal"]]] = years.index(first)
    return Panel(values, start), years


def proposition_99(folder: Path) -> tuple[Numbers, Numbers, int, list[str]]:
    """Cigarette sales: California, the other states, the column of 1989, and their names."""
    rows = list(csv.DictReader((folder / "prop99.csv").open(), delimiter=";"))
    years = sorted({int(row["Year"]) for row in rows})
    states = sorted({row["State"] for row in rows})
    values = np.zeros((len(states), len(years)))
    for row in rows:
        values[states.index(row["State"]), years.index(int(row["Year"]))] = float(
            row["PacksPerCapita"]
        )
    own = states.index("California")
    donors = np.delete(values, own, axis=0)
    return values[own], donors, years.index(1989), [one for one in states if one != "California"]


def castle_doctrine() -> Panel:
    """Homicides (logarithm of the rate) by state, 2000 to 2010, and the year in which a law on self-defence
    came into force there (Cheng and Hoekstra 2013, as the package causaldata has them)."""
    rows = list(csv.DictReader((Path(__file__).with_name("castle.csv")).open()))
    years = [name for name in rows[0] if name.isdigit()]
    values = np.array([[float(row[year]) for year in years] for row in rows])
    start = [years.index(row["began"]) if row["began"] else NEVER for row in rows]
    return Panel(values, np.array(start, dtype=np.float64))
