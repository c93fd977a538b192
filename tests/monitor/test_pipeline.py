"""From a source to its tables: what must hold for any source, on both engines."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.disclosure import protected
from wijkwerk.monitor.editions.build import KEYS as EDITION_KEYS
from wijkwerk.monitor.engine import EngineName, connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.read import read_source

TABLES = (
    "computed", "figures", "changes", "groups", "group_changes", "classes", "warnings",
    "liveability",
)  # fmt: skip
KEYS = {
    "computed": ["area", "period", "indicator"],
    "figures": ["area", "period", "indicator", "reference"],
    "changes": ["area", "indicator", "reference"],
    "groups": ["group", "period", "indicator", "method"],
    "group_changes": ["group", "indicator", "method"],
    "classes": ["group", "indicator", "reference", "class", "origin"],
    "warnings": ["area", "indicator"],
    "liveability": ["area", "period", "composite", "dimension"],
}
Frames = dict[str, pl.DataFrame]


def _computed(folder: Path, workspace: Path, engine: EngineName = "duckdb") -> Frames:
    shutil.rmtree(workspace, ignore_errors=True)
    reading = workspace / "reading"
    reading.mkdir(parents=True)
    source = read_source(folder, reading)
    running = connect(engine, workspace / "running")
    result = compute(source, running)
    return {
        name: running.collect(getattr(result, name)).sort(KEYS[name], nulls_last=True)
        for name in TABLES
    }


@pytest.fixture(scope="module")
def frames(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """Every table of the simulated country, unprotected."""
    return _computed(country, tmp_path_factory.mktemp("work") / "duckdb")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_columns_and_one_row_per_key(frames: Frames, table: str) -> None:
    expected = tables.COMPUTED if table == "computed" else tables.EDITION_TABLES[table]
    assert set(expected) <= set(frames[table].columns)
    assert frames[table].height > 0
    assert not frames[table].select(KEYS[table]).is_duplicated().any()


def test_limits_hold_their_value(frames: Frames) -> None:
    known = frames["computed"].filter(pl.col("lower").is_not_null() & pl.col("value").is_not_null())
    assert known.height > 3000
    slack = 1e-9
    assert (known["lower"] <= known["value"] + slack).all()
    assert (known["upper"] >= known["value"] - slack).all()
    shares = known.filter(pl.col("interval_method") == "wilson")
    assert shares["lower"].min() >= 0  # type: ignore[operator]
    assert shares["upper"].max() <= 100  # type: ignore[operator]


def test_every_kind_of_indicator_has_its_own_interval(frames: Frames) -> None:
    found = set(frames["computed"]["interval_method"].unique())
    assert {"wilson", "dobson", "taylor", "normal", "delta"} <= found


def test_class_counts_add_up_to_the_number_of_areas(frames: Frames) -> None:
    computed = frames["classes"].filter(pl.col("origin") == "computed")
    per = computed.group_by("group", "indicator", "reference").agg(
        pl.col("count").sum(), pl.col("class").n_unique().alias("classes")
    )
    assert (
        per["classes"].is_between(len(tables.ALWAYS_COUNTED), len(tables.ALWAYS_COUNTED) + 1).all()
    )
    everyone = per.filter((pl.col("group") == "") & (pl.col("reference") == ""))
    counted = (
        frames["changes"]
        .filter(pl.col("level") == "neighbourhood")
        .group_by("indicator")
        .agg(pl.col("area").n_unique().alias("areas"))
    )
    both = everyone.join(counted, on="indicator")
    assert both.height == everyone.height
    assert (both["count"] == both["areas"]).all()
    assert (computed["firm"] <= computed["count"]).all()


def test_a_pooled_value_lies_between_its_lowest_and_highest_member(frames: Frames) -> None:
    known = frames["groups"].filter(
        pl.col("indicator").str.starts_with("rate") & (pl.col("measured") == pl.col("areas"))
    )
    assert known.height > 0
    assert (known["value"] >= known["minimum"] - 1e-9).all()
    assert (known["value"] <= known["maximum"] + 1e-9).all()


def test_a_lag_is_positive_whatever_the_direction(frames: Frames) -> None:
    known = frames["figures"].filter(pl.col("distance").is_not_null())
    above = pl.col("value") - pl.col("reference_value")
    # Higher is better for prices and satisfaction; the simulated rates are what is bad.
    good = pl.col("indicator").is_in(["price", "price_index", "satisfied", "development"])
    bad = pl.col("indicator").str.starts_with("rate")
    assert known.filter(good & ((pl.col("distance") + above).abs() > 1e-9)).is_empty()
    assert known.filter(bad & ((pl.col("distance") - above).abs() > 1e-9)).is_empty()
    assert known.filter(bad).height > 1000


def test_districts_are_the_sums_of_their_neighbourhoods(frames: Frames) -> None:
    rates = frames["computed"].filter(pl.col("indicator").str.starts_with("rate"))
    parts = (
        rates.filter((pl.col("level") == "neighbourhood") & pl.col("numerator").is_not_null())
        .group_by("parent", "period", "indicator")
        .agg(pl.col("numerator", "denominator").sum())
    )
    both = rates.join(
        parts, left_on=["area", "period", "indicator"], right_on=["parent", "period", "indicator"]
    )
    assert both.height == 288  # 16 districts, 3 years, 6 rates
    assert (both["numerator"] - both["numerator_right"]).abs().max() < 1e-5  # type: ignore[operator]


def test_ninety_five_percent_intervals_cover_the_simulated_truth(
    frames: Frames, country: Path
) -> None:
    truth = pl.read_parquet(country / "truth" / "figures.parquet")
    known = frames["computed"].filter(
        (pl.col("interval_method") == "wilson") & (pl.col("obs_status") == "A")
    )
    both = known.join(truth, on=["area", "period", "indicator"])
    covered = ((both["lower"] <= both["truth"]) & (both["truth"] <= both["upper"])).mean()
    assert both.height > 1000
    assert covered is not None and 0.93 < covered < 0.975


SOURCE = """
[source]
id = "small"
title = { nl = "Klein", en = "Small" }
publisher = "test"
licence = "CC0"
base_period = "2019"
"""
INDICATORS = """
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }
[[indicator]]
id = "benefit"
name = { nl = "Uitkering", en = "Benefit" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
scale = 100
"""


def _small(folder: Path, rows: list[tuple[str, str, float, int]], rename: dict[str, str]) -> Path:
    """A source of two cities and six neighbourhoods, with ``rename`` applied to its codes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(SOURCE, "utf-8")
    (folder / "indicators.toml").write_text(INDICATORS, "utf-8")
    areas = [("NL", "country", "")]
    areas += [(f"GM000{city}", "municipality", "NL") for city in (1, 2)]
    areas += [
        (f"BU000{city}000{place}", "neighbourhood", f"GM000{city}")
        for city in (1, 2)
        for place in (1, 2, 3)
    ]

    def named(code: str) -> str:
        return rename.get(code, code)

    lines = ["code,name,level,parent"]
    lines += [f"{named(code)},{code},{level},{named(above)}" for code, level, above in areas]
    (folder / "areas.csv").write_text("\n".join(lines) + "\n", "utf-8")
    lines = ["area,period,indicator,numerator,denominator"]
    lines += [f"{named(area)},{period},benefit,{k},{n}" for area, period, k, n in rows]
    (folder / "observations.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _observed(seed: int) -> list[tuple[str, str, float, int]]:
    """Counts with decimals, as moved counts have: their sums in another order end differently."""
    draw = random.Random(seed)
    rows = []
    for city in (1, 2):
        for place in (1, 2, 3):
            for period in ("2019", "2020", "2021"):
                n = draw.randint(0, 900)
                rows.append((f"BU000{city}000{place}", period, round(draw.uniform(0, n), 5), n))
    return rows


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_shuffled_rows_give_the_same_tables(tmp_path: Path, seed: int) -> None:
    rows = _observed(seed)
    expected = _computed(_small(tmp_path / "a", rows, {}), tmp_path / "wa")
    random.Random(seed + 1).shuffle(rows)
    found = _computed(_small(tmp_path / "b", rows, {}), tmp_path / "wb")
    for name in TABLES:
        assert found[name].equals(expected[name]), name


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10_000))
def test_other_codes_give_the_same_figures(tmp_path: Path, seed: int) -> None:
    rows = _observed(seed)
    codes = [f"BU000{city}000{place}" for city in (1, 2) for place in (1, 2, 3)]
    others = [f"BU000{city}777{place}" for city in (1, 2) for place in (1, 2, 3)]
    random.Random(seed).shuffle(others)
    rename = dict(zip(codes, others, strict=True)) | {"GM0001": "GM0888"}
    expected = _computed(_small(tmp_path / "a", rows, {}), tmp_path / "wa")
    found = _computed(_small(tmp_path / "b", rows, rename), tmp_path / "wb")
    back = {new: old for old, new in rename.items()}
    for name in ("computed", "figures", "changes", "classes"):
        texts = [
            column for column in ("area", "parent", "reference") if column in found[name].columns
        ]
        renamed = found[name].with_columns(pl.col(texts).replace(back)).sort(KEYS[name])
        assert renamed.equals(expected[name].sort(KEYS[name])), name


def _same(frame: pl.DataFrame, other: pl.DataFrame, keys: list[str]) -> None:
    """Equal but for the last digits of floating-point numbers."""
    joined = frame.join(
        other, on=keys, how="full", suffix="_other", nulls_equal=True, coalesce=True
    )
    assert frame.height == other.height == joined.height
    for name in set(frame.columns) - set(keys):
        first, second = joined[name], joined[f"{name}_other"]
        if first.dtype.is_float():
            assert (first.is_null() == second.is_null()).all(), name
            gap = (first - second).abs() / first.abs().clip(1.0)
            assert gap.fill_null(0.0).max() <= 1e-9, name  # type: ignore[operator]
        else:
            assert first.eq_missing(second.cast(first.dtype)).all(), name


def _written(folder: Path, workspace: Path, engine: EngineName) -> tuple[Path, pl.DataFrame]:
    """The protected tables as an edition has them, and the counts behind them."""
    reading, written = workspace / "reading", workspace / "written"
    reading.mkdir(parents=True)
    written.mkdir()
    source, running = read_source(folder, reading), connect(engine, workspace / "running")
    result = protected(source, running)
    for name, columns in tables.EDITION_TABLES.items():
        table = getattr(result, name)
        typed = table.select(**{one: table[one].cast(kind) for one, kind in columns.items()})
        running.write(typed, written / f"{name}.parquet", EDITION_KEYS[name])
    return written, running.collect(result.computed).sort(KEYS["computed"])


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_duckdb_gives_to_the_last_byte(
    country: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    work = tmp_path_factory.mktemp("engines")
    expected, counts = _written(country, work / "duckdb", "duckdb")
    found, same_counts = _written(country, work / "spark", "spark")
    _same(counts, same_counts.select(counts.columns), KEYS["computed"])
    for name in tables.EDITION_TABLES:
        one, other = (pl.read_parquet(part / f"{name}.parquet") for part in (expected, found))
        _same(one, other, list(EDITION_KEYS[name]))
        same_bytes = (expected / f"{name}.parquet").read_bytes() == (
            found / f"{name}.parquet"
        ).read_bytes()
        assert same_bytes, name
