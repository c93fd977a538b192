"""Published limits, agreement with other implementations, and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core import intervals

counts = st.integers(0, 10_000)
confidences = st.floats(0.5, 0.999)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"), [(65, 100, 0.552544, 0.736358), (1, 100, 0.001767, 0.054486)]
)
def test_wilson_gives_the_published_limits(k: int, n: int, lower: float, upper: float) -> None:
    assert np.allclose(intervals.wilson(k, n), (lower, upper), atol=5e-7)


def test_byar_gives_the_published_limits() -> None:
    assert np.allclose(intervals.byar(65), (50.163188, 82.849139), atol=5e-7)
    assert np.allclose(intervals.rate(10, 100, 100_000), (4787.45, 18391.46), atol=0.005)


def test_counts_below_ten_get_exact_limits_and_from_ten_on_byars() -> None:
    assert np.allclose(intervals.rate(5, 100, 100), (1.623486, 11.668332), atol=5e-7)
    assert np.allclose(intervals.rate(1, 100, 100), (0.025318, 5.571643), atol=5e-7)
    assert np.allclose(intervals.poisson(9), intervals.exact_poisson(9))
    assert np.allclose(intervals.poisson(10), intervals.byar(10))
    assert np.allclose(intervals.poisson(9.5), intervals.byar(9.5))


def test_zero_events_have_a_lower_limit_of_zero_and_an_upper_above_it() -> None:
    lower, upper = intervals.poisson(0)
    assert lower == 0
    assert upper == pytest.approx(-np.log(0.025), abs=1e-9)
    assert np.allclose(intervals.wilson([0, 50], 50), ([0, 0.928652], [0.071348, 1]), atol=5e-7)


def _sheet(folder: Path, file: str, sheet: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(folder / "conformance" / "PHE" / file, data_only=True)
    first, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, first), row, strict=True)) for row in rows]


def _filled(row: dict[str, object], *names: str) -> bool:
    return all(isinstance(row[name], int | float) for name in names)


def test_every_published_proportion_is_reproduced(shared_data: Path) -> None:
    rows = [
        row
        for row in _sheet(shared_data, "testdata_Proportion.xlsx", "testdata_Prop")
        if _filled(row, "Numerator", "Denominator", "lower95_0cl")
    ]
    assert len(rows) >= 16
    for row in rows:
        for confidence, name in ((0.95, "95_0cl"), (0.998, "99_8cl")):
            lower, upper = intervals.wilson(row["Numerator"], row["Denominator"], confidence)  # type: ignore[arg-type]
            scale = row["multiplier"]
            assert lower * scale == pytest.approx(row[f"lower{name}"], rel=1e-9)
            assert upper * scale == pytest.approx(row[f"upper{name}"], rel=1e-9)


def test_every_published_rate_is_reproduced(shared_data: Path) -> None:
    rows = [
        row
        for row in _sheet(shared_data, "testdata_Rate.xlsx", "testdata_Rate")
        if _filled(row, "Numerator", "Denominator", "lower95_0cl")
    ]
    assert len(rows) >= 16
    for row in rows:
        for confidence, name in ((0.95, "95_0cl"), (0.998, "99_8cl")):
            lower, upper = intervals.rate(
                row["Numerator"],  # type: ignore[arg-type]
                row["Denominator"],  # type: ignore[arg-type]
                row["multiplier"],  # type: ignore[arg-type]
                confidence,
            )
            assert lower == pytest.approx(row[f"lower{name}"], rel=1e-9)
            assert upper == pytest.approx(row[f"upper{name}"], rel=1e-9)


@pytest.mark.filterwarnings("ignore")
def test_limits_agree_with_phstatsmethods() -> None:
    peer = pytest.importorskip("PHStatsMethods.confidence_intervals")
    for k, n in ((0, 10), (1, 7), (30, 31), (31, 31), (812, 4000)):
        assert np.allclose(intervals.wilson(k, n, 0.99), peer.wilson(k, n, 0.99), atol=1e-12)
    # Its `byars` takes one minus the confidence (version 0.1.16); the two sides apart are right.
    for count in (1, 9, 10, 11, 99, 12345):
        both = peer.byars_lower(count), peer.byars_upper(count)
        assert np.allclose(intervals.poisson(count), both, rtol=1e-12)
    for count in (1, 5, 9):
        assert np.allclose(intervals.exact_poisson(count), peer.exact(count), rtol=1e-12)


@given(counts, counts, confidences)
def test_wilson_stays_inside_zero_and_one_and_holds_the_share(
    k: int, more: int, confidence: float
) -> None:
    n = k + more
    lower, upper = intervals.wilson(k, n, confidence)
    if n == 0:
        assert np.isnan(lower) and np.isnan(upper)
    else:
        assert 0 <= lower <= k / n <= upper <= 1


@given(counts, st.integers(1, 10_000))
def test_wilson_of_the_others_is_the_mirror_image(k: int, more: int) -> None:
    lower, upper = intervals.wilson(k, k + more)
    other_lower, other_upper = intervals.wilson(more, k + more)
    assert np.allclose((lower, upper), (1 - other_upper, 1 - other_lower), atol=1e-12)


@given(st.floats(0, 1e7), confidences)
def test_limits_of_a_count_hold_it_and_grow_with_confidence(
    count: float, confidence: float
) -> None:
    lower, upper = intervals.poisson(count, confidence)
    assert 0 <= lower <= count <= upper
    wider = intervals.poisson(count, (1 + confidence) / 2)
    assert wider[0] <= lower and wider[1] >= upper


@given(st.floats(-100, 100), st.floats(0, 10), st.floats(-100, 100), st.floats(0, 10))
def test_a_difference_turns_its_sign_with_the_order(
    a: float, wide: float, b: float, wider: float
) -> None:
    first, second = (a, a - wide, a + 2 * wide), (b, b - wider, b + wider)
    lower, upper = intervals.difference(first, second)
    back_lower, back_upper = intervals.difference(second, first)
    assert lower <= a - b <= upper
    assert np.allclose((lower, upper), (-back_upper, -back_lower), atol=1e-9)


def test_a_difference_of_shares_is_newcombes() -> None:
    # Newcombe (1998), method 10: 56/70 against 48/80.
    one, two = intervals.wilson(56, 70), intervals.wilson(48, 80)
    lower, upper = intervals.difference((0.8, *one), (0.6, *two))
    assert np.allclose((lower, upper), (0.0524, 0.3339), atol=5e-5)


def test_ninety_five_percent_intervals_cover_about_ninety_five_percent() -> None:
    draw = np.random.default_rng(1)
    for share, n in ((0.02, 200), (0.3, 50), (0.97, 400)):
        lower, upper = intervals.wilson(draw.binomial(n, share, 20_000), n)
        assert 0.93 < ((lower <= share) & (share <= upper)).mean() < 0.98
    for mean in (3.0, 14.0, 200.0):
        lower, upper = intervals.poisson(draw.poisson(mean, 20_000))
        assert 0.94 < ((lower <= mean) & (mean <= upper)).mean() < 0.99


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_that_cannot_be_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.wilson(1, 2, confidence)
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.exact_poisson(1, confidence)
