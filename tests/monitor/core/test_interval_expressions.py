"""The column expressions give what the numpy functions give, and null where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import polars as pl
import pytest

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import intervals

EVENTS = [0.0, 1.0, 5.0, 9.0, 9.5, 10.0, 65.0, 100.0, 1234.25, 0.3]
BASES = [10.0, 1.0, 100.0, 9.0, 20.0, 10.0, 100.0, 4000.0, 5000.0, 2.0]


def _computed(
    make: Callable[[Any], tuple[Any, Any]], frame: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    table = ibis.memtable(frame.to_arrow())
    lower, upper = make(table)
    pyarrow = ibis.duckdb.connect().to_pyarrow(
        table.select(place=table.place, lower=lower, upper=upper).order_by("place")
    )
    return tuple(
        np.array([np.nan if x is None else x for x in pyarrow[name].to_pylist()])
        for name in ("lower", "upper")
    )  # type: ignore[return-value]


def _frame(**columns: list[float | None]) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    return pl.DataFrame(
        {"place": list(range(size)), **columns},
        schema={"place": pl.Int64, **dict.fromkeys(columns, pl.Float64)},
    )


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
def test_expressions_equal_the_numpy_functions(confidence: float) -> None:
    z = intervals.z_of(confidence)
    frame = _frame(k=EVENTS, n=BASES, v=[x / 7 + 0.1 for x in EVENTS])
    k, n, v = (frame[name].to_numpy() for name in ("k", "n", "v"))
    pairs = [
        (
            _computed(lambda t: limits.wilson(t.k, t.n, z), frame),
            intervals.wilson(k, n, confidence),
        ),
        (_computed(lambda t: limits.poisson(t.k, z), frame), intervals.poisson(k, confidence)),
        (
            _computed(lambda t: limits.rate(t.k, t.n, 100, z), frame),
            intervals.rate(k, n, 100, confidence),
        ),
        (
            _computed(lambda t: limits.normal(t.k, t.v, z), frame),
            intervals.normal(k, v, confidence),
        ),
        (
            _computed(lambda t: limits.dobson(t.n, t.v, t.k, z), frame),
            intervals.dobson(n, v, k, confidence),
        ),
        (
            _computed(
                lambda t: limits.difference((t.k, t.k - 1, t.k + 2), (t.n, t.n - 3, t.n + 1)), frame
            ),
            intervals.difference((k, k - 1, k + 2), (n, n - 3, n + 1)),
        ),
    ]
    for found, expected in pairs:
        assert np.allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True)


def test_nothing_known_gives_null_and_never_zero() -> None:
    frame = _frame(k=[None, 1.0, None, 1.0], n=[10.0, None, None, 0.0])
    for found in (
        _computed(lambda t: limits.wilson(t.k, t.n), frame),
        _computed(lambda t: limits.rate(t.k, t.n), frame),
    ):
        assert np.isnan(found).all()
    assert np.isnan(_computed(lambda t: limits.poisson(t.k), frame)[0][[0, 2]]).all()


def test_zero_and_all_are_valid_counts() -> None:
    lower, upper = _computed(
        lambda t: limits.wilson(t.k, t.n), _frame(k=[0.0, 7.0, 7.000001], n=[7.0, 7.0, 7.0])
    )
    assert lower[0] == 0
    assert list(upper[1:]) == [1, 1]
    assert not np.isnan(lower).any()
