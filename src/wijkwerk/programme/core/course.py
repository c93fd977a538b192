"""Is a target on course? Its required path beside a projection of the measurements so far.

The method, its reasons and how often it was right: docs/method/programme-on-course.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy import special

from wijkwerk.programme.core.answers import Ahead, Answer, Course, PathPoint, Projection, Why
from wijkwerk.programme.core.case import DAYS_OF_A_YEAR, Case, Series, series
from wijkwerk.programme.core.measurement import Measurement, Milestone, Scale, is_old
from wijkwerk.programme.core.path import Path, years
from wijkwerk.programme.core.thresholds import Thresholds
from wijkwerk.programme.core.trend import Floats, Trends, chance_above, fit, strengthened
from wijkwerk.shared.comparing import comparable
from wijkwerk.shared.dates import day_number, year_of

_ROUNDING = 1e-9  # what differs by less, as a share of the value, is equal
_LEAP = 1e-3  # how far, as a share of their range, figures on a line lie from it by leap days
_FURTHEST = 100  # years ahead in which a projection is followed


def course(case: Case, today: str, thresholds: Thresholds) -> Course:
    """The answer about one target on ``today`` (ISO date). See ``courses``."""
    return courses([case], today, thresholds)[0]


def courses(cases: Sequence[Case], today: str, thresholds: Thresholds) -> tuple[Course, ...]:
    """The answers about ``cases`` on ``today`` (ISO date), in their order.

    The answer about a target depends on its own measurements up to ``today`` alone, never on the
    other targets. Method: a straight trend with Student-t margins (trend.py).
    Raises ValueError for a ``today`` that is no date.
    """
    day_number(today)
    all_series = [series(case, today, thresholds.near_days) for case in cases]
    together: dict[int, list[int]] = defaultdict(list)
    for at, case_series in enumerate(all_series):
        if _can_be_projected(case_series, today, thresholds):
            together[len(case_series.points)].append(at)
    answers: list[Course | None] = [None] * len(all_series)
    # Series of the same length go together, so that no sum depends on who stands beside it.
    for places in together.values():
        block = [all_series[at] for at in places]
        for at, answer in zip(places, _Block(block, thresholds).judged(today), strict=True):
            answers[at] = answer
    return tuple(
        _without_trend(all_series[at], today, thresholds) if answer is None else answer
        for at, answer in enumerate(answers)
    )


def _can_be_projected(case_series: Series, today: str, thresholds: Thresholds) -> bool:
    return (
        case_series.direction is not None
        and today <= case_series.case.by
        and not _is_too_old(case_series, today, thresholds)
        and len(case_series.points) >= thresholds.fewest_points
        and case_series.span >= thresholds.shortest_years
    )


def _is_too_old(case_series: Series, today: str, thresholds: Thresholds) -> bool:
    # A start alone is too few, however old.
    return len(case_series.points) > 1 and is_old(
        case_series.points[-1].day, today, thresholds.oldest_years
    )


def _without_trend(case_series: Series, today: str, thresholds: Thresholds) -> Course:
    answer = Answer.CANT_TELL_YET
    last = case_series.points[-1] if case_series.points else None
    if today > case_series.case.by:
        answer, why = _ended(case_series, thresholds)
    elif _is_too_old(case_series, today, thresholds):
        why = Why.TOO_OLD
    elif case_series.points and case_series.direction is None:
        why = Why.NO_DIRECTION
    elif (
        last is not None
        and last.se == 0
        and case_series.case.scale is Scale.COUNT
        and _at_target(case_series, last)
    ):
        # An exact count that is there is there: all schools joined.
        answer, why = Answer.ON_COURSE, Why.REACHED_ALREADY
    elif len(case_series.points) < thresholds.fewest_points:
        why = Why.TOO_FEW_POINTS
    else:
        why = Why.TOO_SHORT_SPAN
    following, path = _next_milestone(case_series, today), _path(case_series)
    return Course(
        case_series.case.key,
        answer,
        why,
        case_series.case.moving,
        case_series.direction,
        len(case_series.points),
        case_series.span,
        last,
        None if path is None else path.at(today),
        ()
        if path is None
        else tuple(PathPoint(day, path.at(day), None) for day in _days(case_series)),
        None,
        None,
        None if following is None else Ahead(following, None),
        None,
    )


def _at_target(case_series: Series, measured: Measurement) -> bool:
    return case_series.direction is not None and case_series.direction.reaches(
        measured.value, case_series.limit
    )


def _ended(case_series: Series, thresholds: Thresholds) -> tuple[Answer, Why]:
    """The day has come: the measurement nearest to it decides, with its own error."""
    by = day_number(case_series.case.by)
    near = [
        (abs(day_number(each.day) - by), -day_number(each.day), each)
        for each in case_series.points[1:]
        if abs(day_number(each.day) - by) <= thresholds.near_days
    ]
    if not near:
        return Answer.CANT_TELL_YET, Why.ENDED_NOT_MEASURED
    if case_series.direction is None:
        return Answer.CANT_TELL_YET, Why.ENDED_NO_DIRECTION
    nearest = min(near)[2]
    chance = 1.0 if _at_target(case_series, nearest) else 0.0
    if nearest.se:
        chance = float(
            special.ndtr(
                case_series.direction.sign * (nearest.value - case_series.limit) / nearest.se
            )
        )
    if chance >= thresholds.on_course:
        return Answer.ON_COURSE, Why.ENDED_REACHED
    if chance <= thresholds.off_course:
        return Answer.OFF_COURSE, Why.ENDED_MISSED
    return Answer.CANT_TELL_YET, Why.ENDED_IN_DOUBT


def _days(case_series: Series) -> tuple[str, ...]:
    return years(case_series.points[0].day, case_series.case.by) if case_series.points else ()


def _path(case_series: Series) -> Path | None:
    if not case_series.points:
        return None
    start, case = case_series.points[0], case_series.case
    return Path(start.day, start.value, case.milestones, case.by, case_series.target)


def _next_milestone(case_series: Series, today: str) -> Milestone | None:
    ahead = sorted(
        each for each in case_series.case.milestones if today < each.day < case_series.case.by
    )
    return ahead[0] if ahead else None


def _errors(case_series: Series) -> list[float]:
    """Standard errors; an unknown one among known ones is taken as large as the largest."""
    most = max((each.se for each in case_series.points if each.se is not None), default=0.0)
    return [most if each.se is None else each.se for each in case_series.points]


class _Block:
    """Series of the same length, with their trends."""

    def __init__(self, block: list[Series], thresholds: Thresholds) -> None:
        self.block, self.thresholds = block, thresholds
        self.starts = np.array([day_number(case_series.points[0].day) for case_series in block])
        self.sign = np.array(
            [case_series.direction.sign if case_series.direction else 0 for case_series in block]
        )
        days = np.array(
            [[day_number(each.day) for each in case_series.points] for case_series in block]
        )
        values = np.array([[each.value for each in case_series.points] for case_series in block])
        errors = np.array([_errors(case_series) for case_series in block])
        time = (days - self.starts[:, None]) / DAYS_OF_A_YEAR
        self.trends: Trends = fit(time, values, errors**2)

    def judged(self, today: str) -> list[Course]:
        """The answers, in the order of the block."""
        ends = [case_series.case.by for case_series in self.block]
        limits = np.array([case_series.limit for case_series in self.block])
        chance = self._chance(ends, limits)
        milestones = [_next_milestone(case_series, today) for case_series in self.block]
        at_next = self._chance(
            [
                end if milestone is None else milestone.day
                for milestone, end in zip(milestones, ends, strict=True)
            ],
            np.array([0.0 if milestone is None else milestone.value for milestone in milestones]),
        )
        first = self._first_years(today, limits)
        _, scale = self._at(self.trends, self._time(ends))
        widths = self.trends.half_width(scale, 0.8)
        drawn = self._projections()
        judged_courses = []
        for at, case_series in enumerate(self.block):
            after = drawn[at]
            blind = self._without_margin(at)
            answer, why = self._answer(case_series, float(chance[at]), float(widths[at]), blind)
            following = milestones[at]
            # What can't be told has no chance, and neither has what nobody knows a margin of.
            silent = blind or answer is Answer.CANT_TELL_YET
            ahead = None
            if following is not None:
                ahead = Ahead(following, None if silent else float(at_next[at]))
            path = _path(case_series)
            assert path is not None
            judged_courses.append(
                Course(
                    case_series.case.key,
                    answer,
                    why,
                    case_series.case.moving,
                    case_series.direction,
                    len(case_series.points),
                    case_series.span,
                    case_series.points[-1],
                    path.at(today),
                    tuple(
                        PathPoint(day, path.at(day), after.get(day)) for day in _days(case_series)
                    ),
                    after.get(case_series.case.by),
                    None if silent else float(chance[at]),
                    ahead,
                    first[at],
                )
            )
        return judged_courses

    def _without_margin(self, at: int) -> bool:
        """Whether no error is known and no scatter tells one: then a line is no more than a line."""
        points = self.block[at].points
        values = [each.value for each in points]
        # Years of 365 and 366 days bend a line a little: that is no scatter.
        least = max(_LEAP * (max(values) - min(values)), _ROUNDING * max(map(abs, values)))
        scatter = float(self.trends.wobble[at])
        return all(each.se is None for each in points) and scatter <= least**2

    def _answer(
        self, case_series: Series, chance: float, half_width: float, without_margin: bool
    ) -> tuple[Answer, Why]:
        reached_already = _at_target(case_series, case_series.points[-1])
        if without_margin and not reached_already:
            return Answer.CANT_TELL_YET, Why.NO_MARGIN
        if chance >= self.thresholds.on_course:
            return Answer.ON_COURSE, Why.REACHED_ALREADY if reached_already else Why.LIKELY
        if chance <= self.thresholds.off_course:
            return Answer.OFF_COURSE, Why.UNLIKELY
        if half_width > self.thresholds.widest * case_series.way:
            return Answer.CANT_TELL_YET, Why.TOO_WIDE
        return Answer.AT_RISK, Why.IN_BETWEEN

    def _at(self, trends: Trends, time: Floats) -> tuple[Floats, Floats]:
        return trends.at(time, self.thresholds.trend_kept, self.thresholds.trend_change)

    def _time(self, days: Sequence[str]) -> Floats:
        numbers = np.array([day_number(day) for day in days])
        return np.asarray((numbers - self.starts) / DAYS_OF_A_YEAR)

    def _chance(self, days: Sequence[str], limits: Floats) -> Floats:
        """The chance of being on the promised side of ``limits`` on ``days``."""
        mean, scale = self._at(self.trends, self._time(days))
        return chance_above(self.sign * mean, scale, self.sign * limits, self.trends.freedom)

    def _projections(self) -> list[dict[str, Projection]]:
        """Per series the projection on the target's day of every year after the last measurement."""
        wanted = [
            (at, day)
            for at, case_series in enumerate(self.block)
            for day in _days(case_series)
            if day > case_series.points[-1].day
        ]
        result: list[dict[str, Projection]] = [{} for _ in self.block]
        if not wanted:
            return result
        rows = np.array([at for at, _ in wanted])
        trends = self.trends.rows(rows)
        numbers = np.array([day_number(day) for _, day in wanted])
        time = np.asarray((numbers - self.starts[rows]) / DAYS_OF_A_YEAR)
        mean, scale = self._at(trends, time)
        narrow, broad = trends.half_width(scale, 0.8), trends.half_width(scale, 0.95)
        limits = np.array([case_series.limits for case_series in self.block])[rows]
        figures = np.stack([mean, mean - narrow, mean + narrow, mean - broad, mean + broad], axis=1)
        inside = np.clip(figures, limits[:, :1], limits[:, 1:]).tolist()
        for (at, day), each in zip(wanted, inside, strict=True):
            result[at][day] = Projection(day, *each)
        return result

    def _first_years(self, today: str, limits: Floats) -> list[int | None]:
        """The first year, from today's on, in which the projection is at the target."""
        trends, number = self.trends, day_number(today)
        now, _ = self._at(trends, self._time([today] * len(self.block)))
        last, _ = self._at(trends, trends.last)
        at_target = comparable(self.sign * (now - limits)) >= 0
        coming = self.sign * trends.slope > 0
        slope = np.where(coming, trends.slope, 1.0)
        ahead = strengthened((limits - last) / slope, self.thresholds.trend_kept)
        days = self.starts + (trends.last + ahead) * DAYS_OF_A_YEAR
        soon = coming & (days < number + _FURTHEST * DAYS_OF_A_YEAR)
        return [
            year_of(number)
            if at_target[at]
            # Rounding of a day that is met exactly doesn't make it the next one.
            else year_of(int(np.ceil(days[at] - 1e-6)))
            if soon[at]
            else None
            for at in range(len(self.block))
        ]
