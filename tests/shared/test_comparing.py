"""What a reader sees as equal is equal, however it was computed."""

from __future__ import annotations

import ibis
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.comparing import DECIMALS, comparable, equal


def _column(value: float | None) -> float | None:
    """``value`` compared as a column."""
    found = ibis.memtable({"value": [value, 0.0]}, schema={"value": "float64"})
    table = found.mutate(value=comparable(found.value)).to_pyarrow()
    return table["value"][0].as_py()


@pytest.mark.parametrize("base", [586, 1072, 242, 1644, 1301, 832, 551, 1114])
def test_a_share_by_way_of_a_count_is_the_share(base: int) -> None:
    by_count = (3 / 100 * base) / base * 100
    assert equal(by_count, 3.0)
    assert _column(by_count) == _column(3.0) == 3.0


def test_a_difference_that_means_something_stays_one() -> None:
    assert not equal(3.0, 3.00001)
    assert comparable(33 - 27.4) == 5.6
    assert not comparable(33 - 27.4) > 5.6


@given(st.floats(-1e9, 1e9))
def test_numbers_arrays_and_their_own_result_agree(value: float) -> None:
    once = comparable(value)
    assert comparable(np.array([value]))[0] == once
    assert comparable(once) == once
    assert abs(once - value) <= 0.5 * 10**-DECIMALS * (1 + 1e-6) + abs(value) * 1e-15
    assert comparable(-value) == -once


@pytest.mark.parametrize(
    "value", [0.0, -0.0, 3.0000000000000004, -2.5e-7, 0.0244140625, -12.3456785, 1e8 / 3]
)
def test_columns_agree_with_numbers(value: float) -> None:
    assert _column(value) == comparable(value)


def test_unknown_stays_unknown_and_zero_has_no_sign() -> None:
    assert np.isnan(comparable(np.array([np.nan]))[0])
    assert np.isnan(comparable(float("nan")))
    assert _column(None) is None
    assert not np.signbit(comparable(-1e-9))
    assert isinstance(comparable(3), int)
