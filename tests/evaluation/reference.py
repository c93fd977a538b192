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
