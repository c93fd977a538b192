"""Difference-in-differences against published numbers, an independent package and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.reference import castle_doctrine, mpdta
from wijkwerk.evaluation.core.differences import (
    covariance,
    earlier_trends,
    event_study,
    group_time,
    overall,
    two_by_two,
)
from wijkwerk.evaluation.core.panel import NEVER, Panel, solve_two_way
from wijkwerk.evaluation.core.two_way import bacon, imputation, two_way_regression


@pytest.fixture(scope="module")
def counties(shared_data: Path) -> tuple[Panel, list[int]]:
    return mpdta(shared_data / "reference")


def test_effects_by_cohort_and_period_are_those_of_r_did(counties: tuple[Panel, list[int]]) -> None:
    panel, years = counties
    found = {
        (years[one.cohort], years[one.period]): round(one.effect, 4)
        for one in group_time(panel)
        if years[one.cohort] == 2004
    }
    assert found == {
        (2004, 2004): -0.0105,
        (2004, 2005): -0.0704,
        (2004, 2006): -0.1373,
        (2004, 2007): -0.1008,
    }


@pytest.mark.parametrize(
    ("controls", "estimate", "error"),
    [("never", -0.039951, 0.012034), ("not_yet", -0.039764, 0.012052)],
)
def test_overall_effect_and_error(
    counties: tuple[Panel, list[int]], controls: str, estimate: float, error: float
) -> None:
    told = overall(counties[0], controls)  # type: ignore[arg-type]
    assert told is not None and told.standard_error is not None
    assert round(told.estimate, 6) == estimate
    assert round(told.standard_error, 6) == error


def test_event_study(counties: tuple[Panel, list[int]]) -> None:
    found = {since: round(one.estimate, 5) for since, one in event_study(counties[0]).items()}
    assert found == {
        -3: 0.03051, -2: -0.00056, -1: -0.02446, 0: -0.01993, 1: -0.05096, 2: -0.13726, 3: -0.10081,
    }  # fmt: skip


def test_imputation_and_the_two_way_regression(counties: tuple[Panel, list[int]]) -> None:
    panel = counties[0]
    imputed, plain = imputation(panel), two_way_regression(panel)
    assert imputed is not None and round(imputed.estimate, 6) == -0.047710
    assert (round(plain.estimate, 6), round(plain.standard_error, 6)) == (-0.036549, 0.013265)
    parts = bacon(panel)
    assert [(one.kind, round(one.weight, 6), round(one.estimate, 6)) for one in parts] == [
        ("treated_never", 0.862774, -0.040740),
        ("earlier_later", 0.083301, -0.019784),
        ("later_earlier", 0.053924, 0.004604),
    ]
    assert sum(one.weight for one in parts) == pytest.approx(1)
    assert sum(one.weight * one.estimate for one in parts) == pytest.approx(plain.estimate)


def test_a_panel_with_cohorts_of_one_gives_the_published_numbers_and_no_margin() -> None:
    panel = castle_doctrine()
    sizes = {int(one): int((panel.start == one).sum()) for one in panel.cohorts}
    assert (sizes, int((~panel.treated).sum())) == ({5: 1, 6: 13, 7: 4, 8: 2, 9: 1}, 29)
    plain = two_way_regression(panel)
    assert (round(plain.estimate, 6), round(plain.standard_error, 6)) == (0.081812, 0.058874)
    assert {one.kind: (round(one.weight, 6), round(one.estimate, 6)) for one in bacon(panel)} == {
        "earlier_later": (0.059763, -0.005542),
        "later_earlier": (0.031898, 0.070321),
        "treated_never": (0.908339, 0.087962),
    }
    found = overall(panel)
    assert found is not None and round(found.estimate, 6) == 0.110383
    # What others print as its error; with cohorts of one it measures no chance, so we give none.
    assert round(float(np.sqrt((found.influence**2).sum())) / panel.areas, 6) == 0.038724
    assert (found.standard_error, found.lower, found.p) == (None, None, None)


def test_one_cohort_gives_what_pyfixest_gives(counties: tuple[Panel, list[int]]) -> None:
    # feols("lemp ~ treated | county + year", clustered by county), pyfixest 0.60.0: those of 2006 and never.
    panel, years = counties
    kept = (panel.start == years.index(2006)) | ~panel.treated
    pair = Panel(panel.values[kept], panel.start[kept])
    plain = two_way_regression(pair)
    assert (round(plain.estimate, 6), round(plain.standard_error, 6)) == (-0.022570, 0.020848)
    found = two_by_two(pair)
    assert found is not None and round(found.estimate, 6) == -0.022570
    events = event_study(pair, base="universal")
    assert {since: round(one.estimate, 6) for since, one in events.items()} == {
        -3: -0.003769,
        -2: 0.002751,
        0: -0.004595,
        1: -0.041224,
    }


def test_an_independent_package_finds_the_same_with_gaps_and_clusters() -> None:
    pandas = pytest.importorskip("pandas")
    diff_diff = pytest.importorskip("diff_diff")
    chance = np.random.default_rng(7)
    start = np.repeat([2.0, 3.0, NEVER], [8, 6, 30])
    values = chance.normal(size=(44, 6)).cumsum(axis=1)
    rows = [
        {"unit": unit, "time": period + 1, "y": values[unit, period],
         "first": 0 if np.isinf(start[unit]) else int(start[unit]) + 1}
        for unit in range(44) for period in range(6)
    ]  # fmt: skip
    theirs = diff_diff.CallawaySantAnna(control_group="never_treated").fit(
        pandas.DataFrame(rows), outcome="y", unit="unit", time="time", first_treat="first"
    )
    ours = overall(Panel(values, start))
    assert ours is not None
    assert ours.estimate == pytest.approx(theirs.overall_att)
    assert ours.standard_error == pytest.approx(theirs.overall_se, rel=1e-6)


def _panel(seed: int, areas: int = 24, periods: int = 6, effect: float = 0.0) -> Panel:
    chance = np.random.default_rng(seed)
    start = np.full(areas, NEVER)
    start[:4], start[4:9] = 3, 4
    values = chance.normal(size=(areas, periods)) + chance.normal(size=(areas, 1))
    values += effect * (np.arange(periods)[None, :] >= start[:, None])
    return Panel(values, start)


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-100, 100),
    drift=st.floats(-5, 5),
    scale=st.floats(0.01, 50),
)
def test_the_unit_and_the_level_of_areas_and_periods_dont_matter(
    seed: int, shift: float, drift: float, scale: float
) -> None:
    panel = _panel(seed)
    moved = Panel(scale * (panel.values + shift + drift * np.arange(6)[None, :] ** 2), panel.start)
    ours, theirs = overall(panel), overall(moved)
    assert ours is not None and theirs is not None
    assert theirs.estimate == pytest.approx(scale * ours.estimate, rel=1e-6, abs=1e-7 * scale)
    assert theirs.standard_error == pytest.approx(scale * (ours.standard_error or 0), rel=1e-6)
    imputed, again = imputation(panel), imputation(moved)
    assert imputed is not None and again is not None
    assert again.estimate == pytest.approx(scale * imputed.estimate, rel=1e-6, abs=1e-7 * scale)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_areas_doesnt_matter(seed: int) -> None:
    panel = _panel(seed)
    order = np.random.default_rng(seed).permutation(panel.areas)
    ours, theirs = overall(panel), overall(Panel(panel.values[order], panel.start[order]))
    assert ours is not None and theirs is not None
    assert (theirs.estimate, theirs.upper) == pytest.approx((ours.estimate, ours.upper))


def test_a_known_effect_without_noise_is_found_exactly() -> None:
    start = np.array([2.0, 3.0, 3.0, NEVER, NEVER, NEVER])
    values = np.arange(6.0)[:, None] * 10 + np.array([0.0, 1, 3, 2, 7])[None, :]
    values += -4 * (np.arange(5)[None, :] >= start[:, None])
    panel = Panel(values, start)
    found = overall(panel)
    imputed = imputation(panel)
    assert found is not None and found.estimate == pytest.approx(-4)
    assert imputed is not None and imputed.estimate == pytest.approx(-4)
    assert all(
        one.estimate == pytest.approx(0 if since < 0 else -4)
        for since, one in event_study(panel).items()
    )


def test_a_cohort_of_one_has_no_standard_error() -> None:
    panel = _panel(3)
    alone = Panel(panel.values, np.where(np.arange(24) == 8, 2.0, panel.start))
    found = overall(alone)
    assert found is not None
    assert found.standard_error is found.lower is found.p is None
    effects = event_study(alone)
    assert effects[3].standard_error is None  # of that one area alone
    single = two_by_two(Panel(panel.values, np.where(np.arange(24) == 0, 3.0, NEVER)))
    assert single is not None and single.standard_error is None


def test_what_misses_a_figure_is_left_out_of_that_comparison_alone() -> None:
    panel = _panel(5)
    values = panel.values.copy()
    values[0, 5] = values[20, 1] = np.nan
    found = {(one.cohort, one.period): one for one in group_time(Panel(values, panel.start))}
    assert found[3, 5].treated == 3 and found[3, 4].treated == 4
    assert found[3, 5].controls == 15
    untouched = {(one.cohort, one.period): one for one in group_time(panel)}
    assert found[3, 4].effect == untouched[3, 4].effect
    assert found[3, 5].effect != untouched[3, 5].effect


def test_areas_that_were_treated_as_one_make_the_margin_wider() -> None:
    chance = np.random.default_rng(11)
    shared = np.repeat(chance.normal(size=(12, 4)), 4, axis=0)
    values = shared + 0.05 * chance.normal(size=(48, 4))
    start = np.where(np.arange(48) < 16, 2.0, NEVER)
    apart = two_by_two(Panel(values, start))
    together = two_by_two(Panel(values, start, np.repeat(np.arange(12), 4)))
    assert apart is not None and together is not None
    assert apart.estimate == together.estimate
    assert (together.standard_error or 0) > 1.5 * (apart.standard_error or 1)


def test_two_by_two_is_the_difference_of_mean_changes_with_welchs_margin() -> None:
    from scipy import stats

    panel = _panel(1)
    start = np.where(np.arange(24) < 6, 3.0, NEVER)
    change = panel.values[:, 3:].mean(axis=1) - panel.values[:, :3].mean(axis=1)
    found = two_by_two(Panel(panel.values, start))
    told = stats.ttest_ind(change[:6], change[6:], equal_var=False)
    margin = told.confidence_interval(0.95)
    assert found is not None
    assert found.estimate == pytest.approx(change[:6].mean() - change[6:].mean())
    assert (found.lower, found.upper) == pytest.approx((margin.low, margin.high), rel=1e-6)
    assert found.p == pytest.approx(told.pvalue, rel=1e-6)
    with pytest.raises(ValueError, match="same period"):
        two_by_two(panel)


def test_trends_that_differed_are_seen_and_those_that_didnt_are_not() -> None:
    chance = np.random.default_rng(2)
    start = np.where(np.arange(60) < 20, 4.0, NEVER)
    values = chance.normal(size=(60, 6))
    alike = earlier_trends(Panel(values, start))
    apart = values + np.where(start[:, None] == 4, 1.5 * np.arange(6)[None, :], 0)
    differed = earlier_trends(Panel(apart, start))
    assert alike is not None and alike.freedom == 3 and alike.p > 0.05
    assert differed is not None and differed.p < 0.001
    chosen = earlier_trends(Panel(values, start), periods=[-2])
    assert chosen is not None and chosen.freedom == 1
    assert earlier_trends(Panel(values[:, 3:], start - 3)) is None  # one period before


def test_the_covariance_has_the_variances_of_the_intervals() -> None:
    panel = _panel(9)
    effects = list(event_study(panel, base="universal").values())
    matrix = covariance(panel, effects)
    assert np.linalg.eigvalsh(matrix).min() > -1e-12
    for place, one in enumerate(effects):
        if one.standard_error:
            assert matrix[place, place] > 0.99 * one.standard_error**2


def test_two_way_effects_are_those_of_least_squares() -> None:
    chance = np.random.default_rng(4)
    values = chance.normal(size=(7, 5))
    used = chance.random((7, 5)) < 0.7
    used[0], used[:, 0] = True, True
    area, period = solve_two_way(values, used)
    rows, columns = np.nonzero(used)
    design = np.zeros((len(rows), 12))
    design[np.arange(len(rows)), rows] = design[np.arange(len(rows)), 7 + columns] = 1
    fitted = design @ np.linalg.lstsq(design, values[used], rcond=None)[0]
    assert area[rows] + period[columns] == pytest.approx(fitted)
