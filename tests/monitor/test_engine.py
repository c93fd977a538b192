"""The engine: what it writes, and what it says when Spark can't be had."""

from __future__ import annotations

import math
import random
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.engine import available, connect
from wijkwerk.shared.problems import InputError


def test_the_same_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    numbers = list(range(200_000))
    files = []
    for turn in range(2):
        random.Random(turn).shuffle(numbers)
        engine = connect("duckdb", tmp_path / f"work{turn}")
        frame = pl.DataFrame(
            {"key": numbers, "value": [math.sin(number) for number in numbers]}
        ).with_columns(text=pl.col("key").cast(pl.String))
        path = tmp_path / f"{turn}.parquet"
        engine.write(engine.materialise(engine.frame(frame, "rows"), "step"), path, ["key"])
        files.append(path.read_bytes())
    assert files[0] == files[1]
    assert pl.read_parquet(path)["key"].is_sorted()


def test_what_is_no_finite_number_is_no_figure_and_zero_has_no_sign(tmp_path: Path) -> None:
    engine = connect("duckdb", tmp_path)
    values = [math.nan, math.inf, -math.inf, None, -0.0, -1e-12, 1 / 3]
    frame = pl.DataFrame({"key": range(len(values)), "value": values}, strict=False)
    engine.write(engine.frame(frame, "rows"), tmp_path / "out.parquet", ["key"])
    found = pl.read_parquet(tmp_path / "out.parquet")["value"].to_list()
    assert found[:4] == [None] * 4
    assert [math.copysign(1, one) for one in found[4:6]] == [1, 1]
    assert found[6] == 0.333333333


def test_a_number_is_written_as_a_number_of_its_own_kind(tmp_path: Path) -> None:
    engine = connect("duckdb", tmp_path)
    table = engine.frame(pl.DataFrame({"key": [1], "base": [123.0]}), "rows")
    # DuckDB makes a decimal of this product, though it stands for a floating-point number.
    rounded = table.mutate(base=(table.base / 5).round() * 5.0)
    engine.write(rounded, tmp_path / "out.parquet", ["key"])
    parquet = pl.read_parquet(tmp_path / "out.parquet")
    assert parquet.schema["base"] == pl.Float64
    assert parquet["base"][0] == 125


def test_a_step_gives_back_what_was_put_in(tmp_path: Path) -> None:
    engine = connect("duckdb", tmp_path)
    frame = pl.DataFrame({"key": [1, 2], "text": ["a'b", None]})
    table = engine.materialise(engine.frame(frame, "rows"), "it's")
    assert engine.collect(table).sort("key").equals(frame)


def test_another_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="duckdb or spark"):
        connect("trino", tmp_path)  # type: ignore[arg-type]


def test_without_java_a_build_says_what_to_install_before_it_starts(
    tmp_path: Path, examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as wrong:
        build_edition(examples / "outcomemonitor-2013", tmp_path / "out", "spark")
    (problem,) = wrong.value.problems
    assert problem.code == "Java is not installed"
    assert "default-jre-headless" in str(problem)
    assert not (tmp_path / "out").exists()


def test_a_java_home_without_java_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InputError, match=str(tmp_path)):
        available("spark")
