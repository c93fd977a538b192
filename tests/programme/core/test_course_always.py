"""What must always hold of the answers about targets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from target_cases import LIMITS as SHIPPED
from target_cases import case, yearly

from wijkwerk.programme.core.answers import Answer, Course
from wijkwerk.programme.core.course import course
from wijkwerk.programme.core.measurement import Measurement, Milestone

TODAY = "2022-06-01"
LIMITS = replace(SHIPPED, oldest_years=50)  # series of every length are judged on one day
VALUES = st.lists(
    st.floats(0, 100).map(lambda one: round(one, 2)), min_size=5, max_size=10, unique=True
)
TARGETS = st.floats(0, 100).map(lambda one: round(one, 2))
ERRORS = st.one_of(st.none(), st.floats(0.1, 20).map(lambda one: round(one, 2)))
FIRM = (Answer.ON_COURSE, Answer.OFF_COURSE)


def add_days(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def clear(found: Course) -> bool:
    """Not on the very edge of two answers, where rounding of floats decides."""
    assume(found.projection is not None and found.probability is not None)
    assert found.projection is not None and found.probability is not None
    half = (found.projection.high80 - found.projection.low80) / 2
    way = abs(found.path[-1].required - found.path[0].required)
    edges = (LIMITS.on_course, LIMITS.off_course)
    assume(all(abs(found.probability - edge) > 1e-6 for edge in edges))
    return half > 1e-6 and way > 1e-3


@settings(max_examples=40, deadline=None)
@given(VALUES, TARGETS, ERRORS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(values, target, se, random) -> None:
    one = case(values, target, se=se)
    mixed = list(one.measurements)
    random.shuffle(mixed)
    assert course(replace(one, measurements=tuple(mixed)), TODAY, LIMITS) == course(
        one, TODAY, LIMITS
    )


@settings(max_examples=40, deadline=None)
@given(VALUES, TARGETS, ERRORS, st.integers(-5000, 5000))
def test_other_days_at_the_same_distances_give_the_same_answer(values, target, se, days) -> None:
    one = case(values, target, se=se)
    moved = replace(
        one,
        by=add_days(one.by, days),
        measurements=tuple(
            replace(each, day=add_days(each.day, days)) for each in one.measurements
        ),
    )
    found, other = course(one, TODAY, LIMITS), course(moved, add_days(TODAY, days), LIMITS)
    assert (other.answer, other.why, other.probability) == (
        found.answer,
        found.why,
        found.probability,
    )


@settings(max_examples=60, deadline=None)
@given(VALUES, TARGETS, ERRORS, st.floats(0.01, 100), st.floats(-1000, 1000), st.booleans())
def test_another_unit_or_the_other_direction_gives_the_same_answer(
    values, target, se, scale, shift, mirrored
) -> None:
    found = course(case(values, target, se=se), TODAY, LIMITS)
    assume(clear(found))
    factor = -scale if mirrored else scale
    other = course(
        case(
            [value * factor + shift for value in values],
            target * factor + shift,
            se=None if se is None else se * scale,
        ),
        TODAY,
        LIMITS,
    )
    assert other.probability == pytest.approx(found.probability, abs=1e-6)
    assert other.direction is not None and found.direction is not None
    assert (other.direction is found.direction) is not mirrored
    if Answer.CANT_TELL_YET not in (other.answer, found.answer) or other.why is not found.why:
        half = (found.projection.high80 - found.projection.low80) / 2  # type: ignore[union-attr]
        way = abs(target - values[0])
        assume(abs(half / way - LIMITS.widest) > 1e-6)
    assert (other.answer, other.why) == (found.answer, found.why)


@settings(max_examples=80, deadline=None)
@given(VALUES, TARGETS, st.floats(0.1, 5), st.floats(1, 20))
def test_more_noise_never_makes_cant_tell_firm(values, target, se, times) -> None:
    found = course(case(values, target, se=se), TODAY, LIMITS)
    noisier = course(case(values, target, se=se * times), TODAY, LIMITS)
    if found.answer is Answer.CANT_TELL_YET:
        assert noisier.answer is Answer.CANT_TELL_YET
    if found.answer not in FIRM:
        assert noisier.answer not in FIRM


@settings(max_examples=80, deadline=None)
@given(VALUES, TARGETS, ERRORS, st.floats(0, 50))
def test_a_target_further_away_is_never_more_likely(values, target, se, further) -> None:
    assume(target != values[0])
    sign = 1 if target > values[0] else -1
    found = course(case(values, target, se=se), TODAY, LIMITS)
    other = course(case(values, target + sign * further, se=se), TODAY, LIMITS)
    assume(found.probability is not None and other.probability is not None)
    assert found.probability is not None and other.probability is not None
    assert other.probability <= found.probability


@settings(max_examples=60, deadline=None)
@given(VALUES, TARGETS, ERRORS, st.sampled_from(("2012-06-01", "2016-06-01", TODAY, "2027-06-01")))
def test_no_chance_stands_beside_an_answer_that_nobody_can_give(values, target, se, today) -> None:
    milestone = Milestone("2023-12-31", 50.0)
    found = course(case(values, target, se=se, milestones=(milestone,)), today, SHIPPED)
    if found.answer is Answer.CANT_TELL_YET or today > "2025-12-31":
        assert found.probability is None
        assert found.next_milestone is None or found.next_milestone.probability is None


@settings(max_examples=40, deadline=None)
@given(VALUES, TARGETS, ERRORS)
def test_a_later_figure_doesnt_change_what_was_known(values, target, se) -> None:
    one = case(values, target, se=se)
    later = replace(one, measurements=(*one.measurements, Measurement("2024-12-31", 7.0, se)))
    assert course(later, TODAY, LIMITS) == course(one, TODAY, LIMITS)


@settings(max_examples=40, deadline=None)
@given(VALUES, st.lists(st.floats(0, 100), min_size=10, max_size=10), ERRORS)
def test_a_moving_target_that_stands_still_is_a_fixed_one(values, noise, se) -> None:
    still = yearly([50.0] * len(values), 0.0)
    assume(values[0] != 50)
    fixed = course(case(values, 50, se=se), TODAY, LIMITS)
    moving = course(replace(case(values, 50, se=se), value=None, reference=still), TODAY, LIMITS)
    assert moving.probability == pytest.approx(fixed.probability, abs=1e-9)
    assert moving.direction is fixed.direction
