"""A target's course as lines of its picture and as rows of the table beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.core.case import series
from wijkwerk.programme.core.measurement import HALF_WIDTH_95, Measurement, Milestone
from wijkwerk.programme.core.path import Path
from wijkwerk.programme.models import TargetPath
from wijkwerk.programme.selectors.targets import TargetStatus, case_of, start_of
from wijkwerk.programme.thresholds import load_thresholds
from wijkwerk.programme.web.public.picture import Line, Row
from wijkwerk.programme.web.target_labels import amount, is_percentage
from wijkwerk.shared.numbers import NOTHING
from wijkwerk.ui.reader import day


class Drawing:
    """What is drawn of a target on ``today`` (ISO date). With a moving target every figure is a
    distance: the own value minus that of the reference."""

    def __init__(self, stand: TargetStatus, today: str) -> None:
        self.stand = stand
        case = case_of(stand.target, stand.path, stand.measured)
        near = load_thresholds().near_days
        self.points: tuple[Measurement, ...] = (
            () if case is None else series(case, today, near).points
        )
        days = {point.day for point in stand.measured.own.points}
        counts = stand.target.source == "count" and bool(days)
        # What was only written down as the start isn't shown as measured; with counts it is the first.
        self.known = tuple(point for point in self.points if counts or point.day in days)
        self.promised = self._corners(stand.path)
        # A value and a distance don't go into one picture.
        alike = bool(stand.path.reference) == bool(stand.original.reference)
        self.original = self._corners(stand.original) if stand.changed and alike else ()
        self.ahead = [
            point.projected
            for point in (stand.course.path if stand.course else ())
            if point.projected
        ]

    def _corners(self, path: TargetPath) -> tuple[Row, ...]:
        stand = self.stand
        first = start_of(stand.target, path, stand.measured).used
        start = Row(first.day, first.value)
        end = Row(path.due_on.isoformat(), path.value or 0.0)
        if path.reference:
            if not self.points:
                return ()
            start = Row(self.points[0].day, self.points[0].value)
        steps = sorted(
            (milestone.on.isoformat(), milestone.value) for milestone in path.milestones.all()
        )
        return (start, *(Row(*step) for step in steps), end)

    def lines(self) -> list[Line]:
        """Lines of the picture, in the order of its legend."""
        changed = self.stand.changed
        lines = [
            Line(
                "measured",
                _("Measured"),
                tuple(_measured(measurement) for measurement in self.known),
            ),
            Line("original", _("Promised at first"), self.original),
            Line("promised", _("Promised now") if changed else _("Promised"), self.promised),
        ]
        if self.ahead and self.points:
            last = self.points[-1]
            start = Row(last.day, last.value, last.value, last.value)
            lines.append(
                Line(
                    "expected",
                    _("Expected"),
                    (
                        start,
                        *(
                            Row(
                                projection.day,
                                projection.value,
                                projection.low80,
                                projection.high80,
                            )
                            for projection in self.ahead
                        ),
                    ),
                    (
                        start,
                        *(
                            Row(
                                projection.day,
                                projection.value,
                                projection.low95,
                                projection.high95,
                            )
                            for projection in self.ahead
                        ),
                    ),
                )
            )
        return [line for line in lines if line.rows]

    def rows(self) -> list[tuple[str, Row | None, float | None, float | None, Row | None]]:
        """Per day: what was measured, promised now, promised at first, and is expected (80%).

        None where there is nothing of that on the day.
        """
        points = {measurement.day: _measured(measurement) for measurement in self.known}
        ahead = {
            projection.day: Row(
                projection.day, projection.value, projection.low80, projection.high80
            )
            for projection in self.ahead
        }
        corners = [corner.day for corner in (*self.promised, *self.original)]
        now, before = _through(self.promised), _through(self.original)
        return [
            (
                day_shown,
                points.get(day_shown),
                now.at(day_shown) if now else None,
                before.at(day_shown) if before else None,
                ahead.get(day_shown),
            )
            for day_shown in sorted({*points, *ahead, *corners})
        ]

    def table(self) -> dict[str, Any]:
        """The same as the picture, a row per day."""
        changed = bool(self.original)
        labels = [
            _("Measured"),
            _("Margin of it"),
            _("Promised now") if self.stand.changed else _("Promised"),
            *([_("Promised at first")] if changed else []),
            _("Expected"),
            _("Margin of that"),
        ]
        rows = [
            [
                {"text": day(day_shown), "sort": day_shown},
                self._text(measured),
                self._margin(measured),
                self._amount(now),
                *([self._amount(before)] if changed else []),
                self._text(ahead),
                self._margin(ahead),
            ]
            for day_shown, measured, now, before, ahead in self.rows()
        ]
        return {
            "id": "course",
            "caption": _("Measured, promised and expected"),
            "columns": [
                {"label": _("Day")},
                *({"label": label, "number": True} for label in labels),
            ],
            "rows": rows,
            "tall": len(rows) > 30,
            "note": _(
                "The margin of what was measured holds the true value with a chance of 95 "
                "percent, that of what is expected with a chance of 80 percent."
            ),
        }

    def _text(self, row: Row | None) -> str:
        return NOTHING if row is None else self._amount(row.value)

    def _amount(self, value: float | None) -> str:
        """A value, or with a moving target a distance: in points where values are percentages."""
        moving = bool(self.stand.path.reference)
        points = moving and is_percentage(self.stand.target)
        return amount(value, self.stand.target, bare=not points, distance=moving)

    def _margin(self, row: Row | None) -> str:
        if row is None or row.low is None or row.high is None:
            return NOTHING
        low, high = (
            amount(bound, self.stand.target, bare=True, distance=bool(self.stand.path.reference))
            for bound in (row.low, row.high)
        )
        return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _through(corners: tuple[Row, ...]) -> Path | None:
    """The line through the corners of a path, which can be asked on any day."""
    if len(corners) < 2:
        return None
    first, last = corners[0], corners[-1]
    steps = [Milestone(corner.day, corner.value) for corner in corners[1:-1]]
    return Path(first.day, first.value, steps, last.day, last.value)


def _measured(measurement: Measurement) -> Row:
    if not measurement.se:
        return Row(measurement.day, measurement.value)
    return Row(
        measurement.day,
        measurement.value,
        measurement.value - HALF_WIDTH_95 * measurement.se,
        measurement.value + HALF_WIDTH_95 * measurement.se,
    )
