"""The same tables on DuckDB and on Spark, to the last byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wijkwerk.designation.core.scheme import Relative
from wijkwerk.designation.core.tables import KEYS
from wijkwerk.designation.lists.compute import compute
from wijkwerk.monitor.api import Engine, connect

SCORE = """
[[score]]
code = "score"
name = { nl = "S", en = "S" }
parts = { a = 2, c = 1 }
lower_is_worse = ["c"]
scale = "z"
least = 1

[[criterion]]
code = "top"
name = { nl = "T", en = "T" }
measure = "score"
top = 8

[[status]]
"""


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_duckdb_gives_to_the_last_byte(
    decide: Callable[..., Any], two_of_three: str, duck: Engine, tmp_path: Path
) -> None:
    text = (
        two_of_three.replace("[[status]]\n", SCORE.lstrip(), 1)
        .replace('of = ["a", "b", "c"]', 'of = ["a", "b", "c", "top"]')
        .replace('op = ">="\nthreshold = 60', 'threshold = 1.5\nrelative_to = "region"')
        .replace('indicator = "a"', 'indicator = "a"\nperiod = { mean = 2 }')
    )
    draw = np.random.default_rng(9)
    areas = [f"A{number:02d}" for number in range(25)]
    rows: list[tuple[Any, ...]] = [
        (area, str(year), code, None, None, None, "withheld")
        if draw.random() < 0.1
        else (
            area,
            str(year),
            code,
            value := float(draw.integers(0, 800)) / 10,
            value - 3,
            value + 3,
        )
        for area in (*areas, "R")
        for year in range(2010, 2014)
        for code in "abc"
    ]
    absent = [("A01", 2012), ("A01", 2013), ("A02", 2010), ("A02", 2011)]
    found = decide(
        text,
        rows,
        absent=absent,
        changes=[(2012, "A02", "A01")],
        references=[(area, Relative.REGION, "R") for area in areas],
    )
    assert set(found.statuses["result"]) == {"met", "not_met", "unknown"}
    spark = connect("spark", tmp_path / "spark")
    cells = spark.frame(found.engine.collect(found.inputs.cells), "cells")
    there = {**vars(found.inputs), "cells": cells}
    for engine, inputs in ((duck, found.inputs), (spark, type(found.inputs)(**there))):
        (tmp_path / f"{engine.name}-out").mkdir()
        made = compute(found.scheme, inputs, engine)
        for name in ("criteria", "statuses", "held"):
            path = tmp_path / f"{engine.name}-out" / f"{name}.parquet"
            engine.write(getattr(made, name), path, KEYS[name])
    for path in (tmp_path / "duckdb-out").iterdir():
        assert path.read_bytes() == (tmp_path / "spark-out" / path.name).read_bytes(), path.name
