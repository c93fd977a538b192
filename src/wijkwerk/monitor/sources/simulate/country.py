"""Simulate a country: what is true is written down beside what is measured.

See docs/method/simulation.md. Every block of numbers has a generator of its own, seeded with the
country's seed and the block's number, so that the order of making doesn't matter and the same seed
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from wijkwerk.monitor.sources.simulate.definitions import definitions, settings
from wijkwerk.monitor.sources.simulate.layout import Floats, Ints, Layout, areas, geometry, layout
from wijkwerk.shared.problems import InputError, Problem

Progress = Callable[[str, float], None]
FIRST_YEAR = 2008
PROGRAMME_AFTER = 3  # the programme starts in the fourth year
EFFECT = (
    -0.35
)  # on the log-odds of what is bad, in full after four years, where the programme works
# Five-year bands, the last one open: as registers deliver them.
AGE_BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
_WAVES = 3  # a survey is held every third year


@dataclass(frozen=True)
class Size:
    """How large the country is; indicators are registered rates beside the special ones."""

    municipalities: int = 12
    districts: int = 60
    neighbourhoods: int = 300
    years: int = 8
    indicators: int = 6
    specials: bool = True  # survey, balance, standardised, mean, boundary changes, geometry


NATIONAL = Size(342, 3400, 14_500, 18, 60, specials=False)


def sized(neighbourhoods: int, years: int, indicators: int) -> Size:
    """A country with about five neighbourhoods to a district and five districts to a city."""
    districts = max(1, neighbourhoods // 5)
    return Size(max(1, districts // 5), districts, neighbourhoods, years, indicators)


def simulate(
    out: Path, size: Size | None = None, seed: int = 1, progress: Progress | None = None
) -> Path:
    """Write the source folder ``out`` of a simulated country; gives it back.

    ``truth.parquet`` beside the source holds area, period, indicator, truth (the true value in the
    indicator's unit) and treated. Raises InputError when ``out`` holds anything already.
    """
    size = size or Size()
    if out.exists() and any(out.iterdir()):
        raise InputError(
            [Problem(str(out), None, None, "folder is not empty", None, "a new or empty folder")]
        )
    out.mkdir(parents=True, exist_ok=True)
    place = layout(size.municipalities, size.districts, size.neighbourhoods, seed)
    focus, treated = _selection(place, size, seed)
    areas(place).write_csv(out / "areas.csv")
    pl.DataFrame({"group": "FOCUS", "area": [place.neighbourhoods[one] for one in focus]}).sort(
        "area"
    ).write_csv(out / "groups.csv")
    (out / "source.toml").write_text(settings(size.specials, FIRST_YEAR), "utf-8")
    (out / "indicators.toml").write_text(
        definitions(size.indicators, size.specials, FIRST_YEAR, size.years), "utf-8"
    )
    moved = _boundary_change(out, place, size) if size.specials else np.array([], dtype=np.int64)
    _registered(out, place, size, seed, treated, moved)
    if size.specials:
        _strata(out, place, size, seed)
        _answers(out, place, size, seed)
        _prices(out, place, size, seed)
        (out / "geometry.geojson").write_text(geometry(place), "utf-8")
    return out


def true_odds(place: Layout, size: Size, seed: int, indicator: int) -> Floats:
    """True log-odds (neighbourhoods, years) of a registered indicator, without the programme."""
    rng = np.random.default_rng([seed, 2, indicator])
    city = rng.normal(0, 0.3, len(place.municipalities))[place.municipality]
    own = rng.normal(0, 0.35, len(place.neighbourhoods))
    level, slope = rng.uniform(-2.6, -1.2), rng.uniform(-0.05, 0.02)
    drift = rng.normal(0, 0.015, len(place.neighbourhoods))
    years = np.arange(size.years)
    return np.asarray((level + city + own)[:, None] + (slope + drift)[:, None] * years[None, :])


def _programme(treated: Ints, size: Size, neighbourhoods: int) -> Floats:
    """What the programme adds to the log-odds, (neighbourhoods, years)."""
    years = np.arange(size.years)
    growth = np.clip((years - PROGRAMME_AFTER + 1) / 4, 0, 1)
    effect = np.zeros((neighbourhoods, size.years))
    effect[treated] = EFFECT * growth
    return effect


def _selection(place: Layout, size: Size, seed: int) -> tuple[Ints, Ints]:
    """Focus areas, chosen on one noisy year, and the half of them where the programme works.

    Choosing on a noisy year makes regression to the mean: some will look better for no reason.
    """
    share = 1 / (1 + np.exp(-true_odds(place, size, seed, 0)[:, 0]))
    rng = np.random.default_rng([seed, 3])
    base = place.inhabitants
    noisy = rng.binomial(base.astype(np.int64), share) / np.maximum(base, 1)
    large = np.flatnonzero(base >= 300)
    number = max(2, min(40, len(place.neighbourhoods) // 15))
    focus = large[np.argsort(-noisy[large], kind="stable")][:number]
    return focus, np.sort(focus)[::2]


def _registered(
    out: Path, place: Layout, size: Size, seed: int, treated: Ints, moved: Ints
) -> None:
    """Observations and truth of the registered rates, an indicator at a time."""
    people = np.repeat(place.inhabitants[:, None], size.years, axis=1)
    programme = _programme(treated, size, len(place.neighbourhoods))
    codes = np.array(place.neighbourhoods, dtype=object)
    years = np.array([str(FIRST_YEAR + number) for number in range(size.years)], dtype=object)
    in_programme = np.zeros(len(codes), dtype=bool)
    in_programme[treated] = True
    columns = {
        "area": pa.dictionary(pa.int32(), pa.string()),
        "period": pa.dictionary(pa.int32(), pa.string()),
        "indicator": pa.dictionary(pa.int32(), pa.string()),
    }
    counts = {"numerator": pa.float64(), "denominator": pa.float64()}
    truths = {"truth": pa.float64(), "treated": pa.bool_()}
    with (
        pq.ParquetWriter(
            out / "observations-register.parquet", pa.schema(columns | counts)
        ) as seen,
        pq.ParquetWriter(out / "truth.parquet", pa.schema(columns | truths)) as true,
    ):
        for number in range(size.indicators):
            rng = np.random.default_rng([seed, 4, number])
            odds = true_odds(place, size, seed, number) + programme
            share = 1 / (1 + np.exp(-odds))
            # Not everybody is in every register: a share of the inhabitants is the base.
            base = np.maximum(np.round(people * (0.5 + 0.5 * rng.random())), 1.0)
            count = rng.binomial(base.astype(np.int64), share).astype(float)
            missing = rng.random(share.shape) < (0.002 if size.specials else 0.0)
            area = np.repeat(np.arange(len(codes)), size.years)
            year = np.tile(np.arange(size.years), len(codes))
            key = [
                pa.DictionaryArray.from_arrays(area.astype(np.int32), pa.array(codes)),
                pa.DictionaryArray.from_arrays(year.astype(np.int32), pa.array(years)),
                pa.DictionaryArray.from_arrays(
                    np.zeros(area.size, np.int32), pa.array([f"rate{number + 1:02d}"])
                ),
            ]
            true.write_table(
                pa.table(
                    [*key, share.ravel() * 100, np.repeat(in_programme, size.years)],
                    schema=pa.schema(columns | truths),
                )
            )
            table = pa.table(
                [*key, count.ravel(), base.ravel()], schema=pa.schema(columns | counts)
            )
            keep = ~missing.ravel()
            if moved.size:
                table = _with_old_boundaries(table.filter(pa.array(keep)), place, moved, size)
            elif not keep.all():
                table = table.filter(pa.array(keep))
            seen.write_table(table.cast(pa.schema(columns | counts)))


def _boundary_change(out: Path, place: Layout, size: Size) -> Ints:
    """Some neighbourhoods were one before the change: writes the table from old to new codes.

    The first two neighbourhoods of every tenth district were a single one, with its own old code,
    until the third year. Gives the numbers of the neighbourhoods concerned, in pairs.
    """
    pairs = []
    rows = []
    for district in range(0, len(place.districts), 10):
        inside = np.flatnonzero(place.district == district)[:2]
        if inside.size < 2:
            continue
        pairs.append(inside)
        people = place.inhabitants[inside]
        share = float(people[0] / people.sum())
        for one, weight in zip(inside, (share, 1 - share), strict=True):
            rows.append(
                (
                    str(FIRST_YEAR),
                    str(FIRST_YEAR + 3),
                    _old_code(place, district),
                    place.neighbourhoods[one],
                    weight,
                )
            )
    folder = out / "correspondence"
    folder.mkdir()
    pl.DataFrame(
        rows,
        schema=["vintage_from", "vintage_to", "area_from", "area_to", "weight"],
        orient="row",
    ).write_csv(folder / "until-2010.csv")
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _old_code(place: Layout, district: int) -> str:
    return f"BU{place.districts[district][2:]}99"


def _with_old_boundaries(table: pa.Table, place: Layout, pairs: Ints, size: Size) -> pa.Table:
    """``table`` in which the pairs are one neighbourhood in the first three years."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    frame = frame.with_columns(pl.col("area", "period", "indicator").cast(pl.String))
    old = {
        place.neighbourhoods[one]: _old_code(place, int(place.district[one]))
        for one in pairs.ravel()
    }
    early = (pl.col("period") < str(FIRST_YEAR + 3)) & pl.col("area").is_in(list(old))
    merged = (
        frame.filter(early)
        .with_columns(pl.col("area").replace(old))
        .group_by("area", "period", "indicator", maintain_order=True)
        .agg(pl.col("numerator", "denominator").sum(), pl.len().alias("parts"))
        .filter(pl.col("parts") == 2)
        .drop("parts")
    )
    return pl.concat([frame.filter(~early), merged]).to_arrow()


def _strata(out: Path, place: Layout, size: Size, seed: int) -> None:
    """Events by age and sex: a rate that must be standardised, since ages differ."""
    rng = np.random.default_rng([seed, 5])
    bands = len(AGE_BANDS)
    old = rng.normal(0, 0.6, len(place.neighbourhoods))
    profile = np.exp(-(((np.arange(bands)[None, :] - 8 - 3 * old[:, None]) / 7) ** 2))
    profile /= profile.sum(axis=1, keepdims=True)
    risk = 0.02 + 0.38 * (np.arange(bands) / bands) ** 2
    own = np.exp(rng.normal(0, 0.15, len(place.neighbourhoods)))
    rows = []
    for year in (0, size.years - 1):
        for sex in ("female", "male"):
            people = np.maximum(np.round(place.inhabitants[:, None] * profile / 2), 1)
            chance = np.clip(
                risk[None, :] * own[:, None] * (1.1 if sex == "female" else 1.0), 0, 0.95
            )
            events = rng.binomial(people.astype(np.int64), chance)
            rows.append(
                pl.DataFrame(
                    {
                        "area": np.repeat(np.array(place.neighbourhoods), bands),
                        "period": str(FIRST_YEAR + year),
                        "indicator": "medicine",
                        "numerator": events.ravel().astype(float),
                        "denominator": people.ravel(),
                        "age": list(AGE_BANDS) * len(place.neighbourhoods),
                        "sex": sex,
                    }
                )
            )
    pl.concat(rows).write_parquet(out / "observations-strata.parquet")


def _answers(out: Path, place: Layout, size: Size, seed: int) -> None:
    """Respondents with weights: satisfied or not, and whether the neighbourhood got better."""
    rng = np.random.default_rng([seed, 6])
    liking = rng.normal(0.9, 0.5, len(place.neighbourhoods))
    rows = []
    for year in range(0, size.years, _WAVES):
        asked = np.minimum(12, np.maximum(place.inhabitants // 20, 0)).astype(np.int64)
        who = np.repeat(np.arange(len(place.neighbourhoods)), asked)
        satisfied = rng.random(who.size) < 1 / (1 + np.exp(-liking[who]))
        mood = rng.normal(liking[who] - 0.9 + 0.05 * year, 1)
        weight = rng.uniform(0.5, 2, who.size).round(3)
        for indicator, value in (
            ("satisfied", satisfied.astype(float)),
            ("development", (mood > 0.6).astype(float) - (mood < -0.6).astype(float)),
        ):
            rows.append(
                pl.DataFrame(
                    {
                        "area": np.array(place.neighbourhoods)[who],
                        "period": str(FIRST_YEAR + year),
                        "indicator": indicator,
                        "value": value,
                        "weight": weight,
                        "stratum": np.array(place.municipalities)[place.municipality[who]],
                    }
                )
            )
    pl.concat(rows).write_parquet(out / "observations-survey.parquet")


def _prices(out: Path, place: Layout, size: Size, seed: int) -> None:
    """Mean selling prices with their variance and the number of sales."""
    rng = np.random.default_rng([seed, 7])
    level = 220_000 * np.exp(rng.normal(0, 0.25, len(place.neighbourhoods)))
    growth = rng.normal(0.02, 0.01, len(place.neighbourhoods))
    rows = []
    for year in range(size.years):
        sales = rng.poisson(place.inhabitants / 60)
        sold = np.flatnonzero(sales > 0)
        true = level[sold] * np.exp(growth[sold] * year)
        error = 0.3 * true / np.sqrt(sales[sold])
        rows.append(
            pl.DataFrame(
                {
                    "area": np.array(place.neighbourhoods)[sold],
                    "period": str(FIRST_YEAR + year),
                    "indicator": "price",
                    "value": rng.normal(true, error).round(0),
                    "base": sales[sold].astype(float),
                    "variance": (error**2).round(2),
                }
            )
        )
    pl.concat(rows).write_parquet(out / "observations-price.parquet")
