"""The registered rates of a simulated country as observations, with their truth beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from wijkwerk.monitor.sources.simulate.layout import Ints, Layout
from wijkwerk.monitor.sources.simulate.truth import FIRST_YEAR, Rate, Size, rate

# From this year on the boundaries are as they are now.
NEW_BOUNDARIES = FIRST_YEAR + 3
_MISSING = 0.002  # share of the cells that the register lost
_KEY = {
    "area": pa.dictionary(pa.int32(), pa.string()),
    "period": pa.dictionary(pa.int32(), pa.string()),
    "indicator": pa.dictionary(pa.int32(), pa.string()),
}
_SEEN = pa.schema({**_KEY, "numerator": pa.float64(), "denominator": pa.float64()})
TRUE = pa.schema({**_KEY, "truth": pa.float64(), "without_programme": pa.float64()})


def write_rates(
    out: Path,
    truth: Path,
    place: Layout,
    size: Size,
    seed: int,
    treated: Ints,
    moved: Ints,
    tell: Callable[[float], None],
) -> None:
    """Write ``observations-register.parquet`` and, into ``truth``, ``rates.parquet``.

    An indicator at a time, so that memory holds areas x years of one. ``moved`` are the pairs of
    neighbourhoods that were one before ``NEW_BOUNDARIES``.
    """
    codes = np.array(place.neighbourhoods, dtype=object)
    years = np.array([str(FIRST_YEAR + number) for number in range(size.years)], dtype=object)
    area = np.repeat(np.arange(len(codes)), size.years).astype(np.int32)
    year = np.tile(np.arange(size.years), len(codes)).astype(np.int32)
    with (
        pq.ParquetWriter(out / "observations-register.parquet", _SEEN) as observations,
        pq.ParquetWriter(truth / "rates.parquet", TRUE) as true,
    ):
        for number in range(size.indicators):
            simulated_rate = rate(place, size, seed, number, treated)
            name = pa.array([f"rate{number + 1:02d}"])
            key = [
                pa.DictionaryArray.from_arrays(area, pa.array(codes)),
                pa.DictionaryArray.from_arrays(year, pa.array(years)),
                pa.DictionaryArray.from_arrays(np.zeros(area.size, np.int32), name),
            ]
            shares = [simulated_rate.share.ravel() * 100, simulated_rate.without.ravel() * 100]
            true.write_table(pa.table([*key, *shares], schema=TRUE))
            observations.write_table(
                _registered(simulated_rate, key, place, size, seed, number, moved)
            )
            tell((number + 1) / size.indicators)


def _registered(
    simulated_rate: Rate,
    key: list[pa.Array],
    place: Layout,
    size: Size,
    seed: int,
    number: int,
    moved: Ints,
) -> pa.Table:
    table = pa.table(
        [*key, simulated_rate.count.ravel(), simulated_rate.base.ravel()], schema=_SEEN
    )
    if not size.specials:
        return table
    rng = np.random.default_rng([seed, 10, number])
    table = table.filter(pa.array(rng.random(simulated_rate.base.size) >= _MISSING))
    return with_old_boundaries(table, place, moved).cast(_SEEN)


def boundary_change(out: Path, place: Layout) -> Ints:
    """Some neighbourhoods were one before the change: writes the table from old to new codes.

    The first two neighbourhoods of every tenth district were a single one, with its own old code,
    until the third year. Weights are by inhabitants. Gives the numbers of the neighbourhoods
    concerned, in pairs.
    """
    pairs, rows = [], []
    for district in range(0, len(place.districts), 10):
        inside = np.flatnonzero(place.district == district)[:2]
        if inside.size < 2:
            continue
        pairs.append(inside)
        people = place.inhabitants[inside]
        share = float(people[0] / people.sum())
        rows += [
            (_old_code(place, district), place.neighbourhoods[number], weight)
            for number, weight in zip(inside, (share, 1 - share), strict=True)
        ]
    folder = out / "correspondence"
    folder.mkdir()
    pl.DataFrame(rows, schema=["area_from", "area_to", "weight"], orient="row").select(
        pl.lit(str(FIRST_YEAR)).alias("vintage_from"),
        pl.lit(str(NEW_BOUNDARIES)).alias("vintage_to"),
        pl.all(),
    ).write_csv(folder / f"until-{NEW_BOUNDARIES - 1}.csv")
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _old_code(place: Layout, district: int) -> str:
    return f"BU{place.districts[district][2:]}99"


def with_old_boundaries(table: pa.Table, place: Layout, pairs: Ints) -> pa.Table:
    """``table`` in which the pairs are one neighbourhood in the years before the change."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    frame = frame.with_columns(pl.col("area", "period", "indicator").cast(pl.String))
    old = {
        place.neighbourhoods[number]: _old_code(place, int(place.district[number]))
        for number in pairs.ravel()
    }
    early = (pl.col("period") < str(NEW_BOUNDARIES)) & pl.col("area").is_in(list(old))
    merged = (
        frame.filter(early)
        .with_columns(pl.col("area").replace(old))
        .group_by("area", "period", "indicator", maintain_order=True)
        .agg(pl.col("numerator", "denominator").sum(), pl.len().alias("parts"))
        .filter(pl.col("parts") == 2)
        .drop("parts")
    )
    return pl.concat([frame.filter(~early), merged]).to_arrow()
