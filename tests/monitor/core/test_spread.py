"""The range of all areas, and where one lies in it: against numpy, and what must hold for any figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.spread import FEWEST, Spread, Values

FIGURES = st.lists(st.floats(-1e4, 1e4).map(lambda value: round(value, 3)), min_size=1, max_size=40)


def of_values(values: list[float]) -> Values:
    every = np.array(values)
    ends = np.quantile(every, [0, 0.25, 0.75, 1])
    return Values(len(values), float(every.mean()), float(every.var()), *map(float, ends))


def test_by_hand() -> None:
    """Five areas at 2, 4, 6, 8 and 10 percent beside a city of 6: less is better, so 10 is 4 behind."""
    found = of_values([2, 4, 6, 8, 10]).against(6, 1)
    assert found == Spread(5, pytest.approx(np.sqrt((16 + 4 + 0 + 4 + 16) / 5)), -4, -2, 2, 4)
    assert found.standardised(4) == pytest.approx(4 / np.sqrt(8))
    assert found.tells


@given(FIGURES, st.floats(-1e4, 1e4), st.sampled_from([-1, 1]))
def test_against_numpy(values: list[float], reference: float, sign: int) -> None:
    distances = sign * (np.array(values) - reference)
    found = of_values(values).against(reference, sign)
    assert found.scale == pytest.approx(np.sqrt((distances**2).mean()), abs=1e-6)
    ends = np.quantile(distances, [0, 0.25, 0.75, 1])
    got = [found.lowest, found.lower_quarter, found.upper_quarter, found.highest]
    assert got == pytest.approx(list(ends), abs=1e-6)


@given(FIGURES.filter(lambda values: len(values) >= FEWEST), st.floats(0.01, 1e3))
def test_a_unit_changes_nothing(values: list[float], unit: float) -> None:
    """Euros or thousands of them: an area lies as far from the reference in scales."""
    plain = of_values(values).against(0, 1)
    other = of_values([unit * value for value in values]).against(0, 1)
    if plain.scale < 1e-3:
        return
    assert other.standardised(unit * values[0]) == pytest.approx(
        plain.standardised(values[0]), rel=1e-6, abs=1e-9
    )


def test_too_few_or_all_alike_tell_nothing() -> None:
    assert not of_values([1.0] * (FEWEST - 1)).against(0, 1).tells
    assert not of_values([3.0] * FEWEST).against(3, 1).tells
