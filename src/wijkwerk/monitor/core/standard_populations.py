"""Standard populations for direct standardisation, and the age labels that sources use.

A standard population is kept per single year of age, each five-year band spread evenly over its
years, so that any grouping of ages finds its weight: '0', '1-4', '0-14', '75+'.
"""

from __future__ import annotations

import polars as pl

LAST_YEAR = 100  # stands for 100 and older
# Persons per band of five years, from 0-4 up to 95 and older.
_BANDS = {
    # European Standard Population 2013 (Eurostat).
    "esp2013": (
        5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
        7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 800, 200,
    ),
    # World Standard Population 2000-2025 (World Health Organization), per 100,000; 95 and older
    # holds the last two bands.
    "who2000": (
        8860, 8690, 8600, 8470, 8220, 7930, 7610, 7150, 6590, 6040,
        5370, 4550, 3720, 2960, 2210, 1520, 910, 440, 150, 45,
    ),
}  # fmt: skip
# European Standard Population 1976: one band of 1,000 from 85 on; not to be split further.
_ESP1976 = (
    8000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000, 7000,
    6000, 5000, 4000, 3000, 2000, 1000, 1000,
)  # fmt: skip
NAMES = ("esp1976", "esp2013", "who2000")
_EDGES = (0, 1, *range(5, LAST_YEAR, 5))


def weights_by_year(name: str) -> list[float]:
    """Weight of each year of age, 0 to ``LAST_YEAR``; ValueError for a name that isn't known."""
    if name not in NAMES:
        raise ValueError(f"no standard population {name!r}: {', '.join(NAMES)}")
    bands = _ESP1976 if name == "esp1976" else _BANDS[name]
    weights = [0.0] * (LAST_YEAR + 1)
    for place, persons in enumerate(bands):
        for year in range(place * 5, place * 5 + 5):
            weights[year] = persons / 5
    return weights


def standard_population(name: str | None = None) -> pl.DataFrame:
    """``age``, ``weight``, ``total``: every label of an age band a source may use. None: esp2013.

    Bands start at 0, 1 or a multiple of five and end before the next such age ('0-4', '00-04',
    '0 tot 5 jaar', '1-4', '15-64', '90+', '90 jaar of ouder', '90 and over'), or are one year.
    Which bands a source uses must follow from its rows; ``standardise`` checks that they fit.
    """
    weights = weights_by_year(name or "esp2013")
    rows: dict[str, float] = {}
    for low in _EDGES:
        rows |= dict.fromkeys(_open_labels(low), sum(weights[low:]))
        for end in _EDGES:
            if end > low:
                rows |= dict.fromkeys(_closed_labels(low, end), sum(weights[low:end]))
    for year in range(LAST_YEAR):
        for label in (str(year), f"{year} jaar", f"{year:02d}"):
            rows[label] = weights[year]
    rows |= dict.fromkeys(_open_labels(LAST_YEAR), weights[LAST_YEAR])
    positive = {label: weight for label, weight in rows.items() if weight > 0}
    return pl.DataFrame(
        {"age": sorted(positive), "weight": [positive[label] for label in sorted(positive)]},
        schema={"age": pl.String, "weight": pl.Float64},
    ).with_columns(total=pl.lit(sum(weights)))


def standard_table(standards: dict[str, str | None]) -> pl.DataFrame:
    """``standard_population`` per indicator (id → name of its standard), with ``indicator``."""
    schema = {"indicator": pl.String, "age": pl.String, "weight": pl.Float64, "total": pl.Float64}
    empty = pl.DataFrame(schema=schema)
    pieces = [
        standard_population(standards[standard]).select(
            pl.lit(standard).alias("indicator"), pl.all()
        )
        for standard in sorted(standards)
    ]
    return pl.concat([empty, *pieces])


def _open_labels(low: int) -> tuple[str, ...]:
    return (
        f"{low}+",
        f"{low} +",
        f"{low} jaar of ouder",
        f"{low} jaar en ouder",
        f"{low} and over",
    )


def _closed_labels(low: int, end: int) -> tuple[str, ...]:
    last = end - 1
    return (
        f"{low}-{last}",
        f"{low:02d}-{last:02d}",
        f"{low} - {last}",
        f"{low}-{last} jaar",
        f"{low} tot {end} jaar",
        f"{low} tot {end}",
        f"{low} t/m {last}",
        f"{low} t/m {last} jaar",
    )
