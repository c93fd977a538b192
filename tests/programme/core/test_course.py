"""On course, at risk, off course, or can't tell yet."""

import math
from dataclasses import replace

import pytest
from target_cases import LIMITS, case, yearly

from wijkwerk.programme.core.answers import Answer, Why
from wijkwerk.programme.core.case import Case
from wijkwerk.programme.core.course import course, courses
from wijkwerk.programme.core.measurement import Direction, Measurement, Milestone, Scale

ON, RISK, OFF, UNKNOWN = Answer
FALLING = (40, 37.2, 34.9, 32.0, 29.1, 25.8, 23.2)  # from 40 to 20 in 14 years, too fast
TODAY = "2018-06-01"


@pytest.mark.parametrize(
    ("values", "target", "more", "today", "answer", "why"),
    [
        (FALLING, 20, {}, TODAY, ON, Why.LIKELY),
        (FALLING, 24, {}, TODAY, ON, Why.REACHED_ALREADY),
        (FALLING, 60, {}, TODAY, OFF, Why.UNLIKELY),
        ((40, 39.8, 40.3, 40.1, 39.9, 40.2, 40.0), 20, {}, TODAY, OFF, Why.UNLIKELY),
        ((40, 38.2, 37.6, 36.2, 34.6, 33.8, 32), 20, {"by": "2026-12-31"}, TODAY, RISK,
         Why.IN_BETWEEN),
        ((40, 30, 45, 28, 44, 27, 41), 36, {}, TODAY, UNKNOWN, Why.TOO_WIDE),
        (FALLING[:4], 20, {}, "2016-06-01", UNKNOWN, Why.TOO_FEW_POINTS),
        (FALLING, 20, {}, "2015-06-01", UNKNOWN, Why.TOO_FEW_POINTS),  # the rest is yet to come
        (FALLING, 20, {}, "2010-06-01", UNKNOWN, Why.TOO_FEW_POINTS),
        ((), 20, {}, TODAY, UNKNOWN, Why.TOO_FEW_POINTS),
        (FALLING, 40, {}, TODAY, UNKNOWN, Why.NO_DIRECTION),
        (FALLING, 40, {"direction": Direction.AT_MOST}, TODAY, ON, Why.REACHED_ALREADY),
        (FALLING, 40, {"direction": Direction.AT_LEAST}, TODAY, OFF, Why.UNLIKELY),
        # The day has come: the figure nearest to it decides.
        (FALLING, 24, {"by": "2017-12-31"}, TODAY, ON, Why.ENDED_REACHED),
        (FALLING, 20, {"by": "2017-12-31"}, TODAY, OFF, Why.ENDED_MISSED),
        (FALLING, 23, {"by": "2017-12-31", "se": 3.0}, TODAY, UNKNOWN, Why.ENDED_IN_DOUBT),
        (FALLING, 15, {"by": "2017-12-31", "se": 3.0}, TODAY, OFF, Why.ENDED_MISSED),
        (FALLING[:3], 20, {"by": "2016-12-31"}, TODAY, UNKNOWN, Why.ENDED_NOT_MEASURED),
        (FALLING[:2], 38, {"by": "2012-12-31"}, TODAY, ON, Why.ENDED_REACHED),
        (FALLING, 40, {"by": "2017-12-31"}, TODAY, UNKNOWN, Why.ENDED_NO_DIRECTION),
        # On its last day there is still time.
        (FALLING, 20, {"by": "2018-06-01"}, TODAY, OFF, Why.UNLIKELY),
        # A last figure of two years ago can be judged, of a day more it can't; not even one that
        # is at the target.
        (FALLING, 20, {}, "2019-12-31", ON, Why.LIKELY),
        (FALLING, 20, {}, "2020-01-01", UNKNOWN, Why.TOO_OLD),
        (FALLING, 24, {}, "2020-01-01", UNKNOWN, Why.TOO_OLD),
        # Scores on a line without any margin: nobody knows how sure that is.
        ((6, 6, 6, 6, 6, 6, 6), 7, {}, TODAY, UNKNOWN, Why.NO_MARGIN),
        ((6, 6.1, 6.2, 6.3, 6.4, 6.5, 6.6), 7, {}, TODAY, UNKNOWN, Why.NO_MARGIN),
        ((6, 6, 6, 6, 6, 6, 6), 7, {"se": 0.1}, TODAY, OFF, Why.UNLIKELY),
    ],
)  # fmt: skip
def test_the_answer_and_its_reason(
    values: tuple[float, ...], target: float, more: dict, today: str, answer: Answer, why: Why
) -> None:
    found = course(case(values, target, **more), today, LIMITS)
    assert (found.answer, found.why) == (answer, why)


def test_two_noisy_points_are_no_judgement_however_far_apart() -> None:
    found = course(case((40, 1), 20), TODAY, LIMITS)
    assert (found.answer, found.probability, found.projection) == (UNKNOWN, None, None)


def test_many_points_in_a_short_time_are_no_trend() -> None:
    weekly = tuple(Measurement(f"2017-{month:02d}-01", 40 - month) for month in range(1, 12))
    found = course(Case("t", weekly, "2025-12-31", 20), TODAY, LIMITS)
    assert (found.answer, found.why) == (UNKNOWN, Why.TOO_SHORT_SPAN)


@pytest.mark.parametrize(
    ("scale", "se", "answer"), [(Scale.COUNT, 0.0, ON), (Scale.COUNT, None, UNKNOWN),
                               (Scale.SHARE, 0.0, UNKNOWN)],
)  # fmt: skip
def test_an_exact_count_that_is_there_is_there(
    scale: Scale, se: float | None, answer: Answer
) -> None:
    found = course(case((18, 34), 34, scale=scale, se=se), "2014-06-01", LIMITS)
    assert found.answer is answer


def test_scores_without_margins_have_no_chance_even_when_they_are_there() -> None:
    found = course(case((6, 6.2, 6.4, 6.6, 6.8, 7.0, 7.2), 7), TODAY, LIMITS)
    assert (found.answer, found.why) == (ON, Why.REACHED_ALREADY)
    assert found.probability is None


def test_the_required_path_is_told_without_a_single_new_figure() -> None:
    found = course(case((40,), 20, by="2021-12-31"), "2016-12-30", LIMITS)
    assert found.required_today == pytest.approx(30, abs=0.01)
    assert [one.day for one in found.path][-1] == "2021-12-31"
    assert all(one.projected is None for one in found.path)


def test_projections_begin_after_the_last_figure_and_widen() -> None:
    found = course(case(FALLING), TODAY, LIMITS)
    drawn = [one.projected for one in found.path if one.projected is not None]
    assert drawn[0].day == "2018-12-31" and drawn[-1] == found.projection
    widths = [one.high80 - one.low80 for one in drawn]
    assert widths == sorted(widths) and widths[0] > 0
    for one in drawn:
        assert one.low95 < one.low80 < one.value < one.high80 < one.high95


def test_a_share_stays_between_nought_and_a_hundred() -> None:
    found = course(case((9, 7.5, 6, 4, 2.5, 1.5), 1, scale=Scale.SHARE), TODAY, LIMITS)
    assert found.projection is not None
    assert found.projection.low95 == found.projection.value == 0
    assert found.projection.high95 > 0


def test_a_count_stays_at_nought_or_more() -> None:
    found = course(case((9, 7.5, 6, 4, 2.5, 1.5), 1, scale=Scale.COUNT), TODAY, LIMITS)
    assert found.projection is not None and found.projection.value == 0


def test_the_next_milestone_has_a_chance_of_its_own() -> None:
    milestones = (
        Milestone("2015-12-31", 34),
        Milestone("2019-12-31", 19),
        Milestone("2022-12-31", 9),
    )
    found = course(case(FALLING, 5, milestones=milestones), TODAY, LIMITS)
    assert found.next_milestone is not None
    assert found.next_milestone.milestone.day == "2019-12-31"
    assert found.next_milestone.probability is not None
    assert found.next_milestone.probability < 0.9
    few = course(case(FALLING[:2], 5, milestones=milestones), TODAY, LIMITS)
    assert few.next_milestone is not None and few.next_milestone.probability is None


@pytest.mark.parametrize(("target", "year"), [(20, 2019), (60, None), (26, 2018), (-70, None)])
def test_the_first_year_is_when_the_projection_gets_there(target: float, year: int | None) -> None:
    assert course(case(FALLING, target), TODAY, LIMITS).first_year == year


def test_the_first_year_is_that_of_the_projection_that_is_drawn() -> None:
    found = course(case(FALLING, 8), TODAY, LIMITS)
    assert found.first_year is not None
    drawn = {int(one.day[:4]): one.projected for one in found.path if one.projected is not None}
    there, before = drawn[found.first_year], drawn[found.first_year - 1]
    assert there is not None and before is not None
    assert there.value <= 8 < before.value


def test_what_was_measured_before_the_baseline_doesnt_count() -> None:
    plain = course(case(FALLING), TODAY, LIMITS)
    early = yearly((90, 10, 70), first=2008)
    more = replace(
        case(FALLING), measurements=(*early, *yearly(FALLING)), baseline_day="2011-12-31"
    )
    assert course(more, TODAY, LIMITS) == plain


def test_a_moving_target_is_judged_by_the_distance() -> None:
    own = yearly((40, 38.1, 36.0, 33.8, 32.1, 29.9, 28.0), 0.3)
    reference = yearly((30, 29.4, 29.1, 28.4, 28.1, 27.4, 27.0), 0.1)
    found = course(Case("t", own, "2025-12-31", reference=reference), TODAY, LIMITS)
    assert (found.answer, found.distance, found.direction) == (ON, True, Direction.AT_MOST)
    assert found.latest is not None
    assert found.latest.value == pytest.approx(1.0)
    assert found.latest.se == pytest.approx((0.3**2 + 0.1**2) ** 0.5)
    assert found.path[-1].required == 0


def test_a_reference_that_runs_as_fast_is_never_reached() -> None:
    own, reference = (40, 38, 36, 34, 32, 30, 28.1), (30, 28, 26.1, 24, 22, 20, 18)
    moving = Case("t", yearly(own), "2025-12-31", reference=yearly(reference))
    assert course(moving, TODAY, LIMITS).answer is OFF
    # Its own figures alone would have reached where the reference was.
    assert course(case(own, 30), TODAY, LIMITS).answer is ON


def test_a_figure_without_one_of_the_reference_nearby_doesnt_count() -> None:
    own = yearly(FALLING)
    other = tuple(replace(one, value=20.0) for one in own if not one.day.startswith("2014"))
    found = course(Case("t", own, "2025-12-31", reference=other), TODAY, LIMITS)
    assert found.used == len(FALLING) - 1
    # And without the reference's figure at the start there is nothing to set out from.
    found = course(Case("t", own, "2025-12-31", reference=other[1:]), TODAY, LIMITS)
    assert (found.used, found.why) == (0, Why.TOO_FEW_POINTS)


def test_several_figures_of_a_day_count_as_one() -> None:
    double = tuple(
        replace(one, value=one.value + extra) for one in yearly(FALLING) for extra in (-1, 1)
    )
    found = course(replace(case(FALLING), measurements=double), TODAY, LIMITS)
    assert found == course(case(FALLING), TODAY, LIMITS)


def test_an_unknown_error_among_known_ones_is_no_certainty() -> None:
    known = case(FALLING, 21, se=1.5)
    half = replace(
        known, measurements=(replace(known.measurements[0], se=None), *known.measurements[1:])
    )
    assert course(half, TODAY, LIMITS).probability == course(known, TODAY, LIMITS).probability


def test_the_answer_is_the_same_alone_and_among_others() -> None:
    cases = [
        replace(case([40 - one * year + (year * one) % 3 for year in range(3 + one)]), key=str(one))
        for one in range(12)
    ]
    together = courses(cases, "2026-06-01", LIMITS)
    assert together == tuple(course(one, "2026-06-01", LIMITS) for one in cases)
    assert courses([], TODAY, LIMITS) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": None}, "either"),
        ({"reference": yearly((1, 2))}, "either"),
        ({"by": "2011-12-31"}, "must come after"),
        ({"by": "2030"}, "not a date"),
        ({"value": float("nan")}, "finite"),
        ({"tolerance": -1.0}, "tolerance"),
        ({"baseline_day": "2012-01-01"}, "baseline"),
    ],
)
def test_a_target_that_contradicts_itself_is_refused(wrong: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(case(FALLING), **wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"on_course": 0.2}, "off_course < on_course"), ({"off_course": 0.0}, "0 < off_course"),
        ({"on_course": 1.0}, "on_course < 1"),
        ({"fewest_points": 2}, "fewest_points is 3 or more"),
        ({"trend_kept": 0.0}, "0 < trend_kept"), ({"trend_kept": 1.1}, "trend_kept <= 1"),
        ({"oldest_years": 0}, "oldest_years is 1 or more"), ({"near_days": -1}, "are 0 or more"),
        ({"widest": -1.0}, "are 0 or more"), ({"shortest_years": -0.1}, "are 0 or more"),
        ({"trend_change": -0.1}, "are 0 or more"),
        ({"widest": math.nan}, "every threshold is a finite number"),
        ({"trend_change": math.inf}, "every threshold is a finite number"),
    ],
)  # fmt: skip
def test_thresholds_that_dont_go_together_are_refused(wrong: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(LIMITS, **wrong)
