"""A line over the years as small as a word: the area with its margin, its reference dashed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Point = tuple[str, float, float | None, float | None]  # period, value, limits of its margin
_WIDTH, _HEIGHT, _EDGE = 112, 34, 4
_MOMENT = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d\d))?")


def year_of(period: str) -> float | None:
    """A period as a place on the axis of time: 2012.75 for 2012-10; None for what isn't one."""
    match = _MOMENT.match(period)
    if match is None:
        return None
    part = (int(match[2]) - 1) / 4 if match[2] else (int(match[3]) - 1) / 12 if match[3] else 0.0
    return int(match[1]) + part


def trend_line(
    own: Sequence[Point], reference: Sequence[tuple[str, float]], label: str
) -> SafeString:
    """The drawing, with ``label`` for who can't see it; '' with fewer than two moments."""
    moments = {*(point[0] for point in own), *(point[0] for point in reference)}
    times = {period: year_of(period) for period in moments}
    points = [point for point in own if times[point[0]] is not None]
    if len({point[0] for point in points}) < 2:
        return SafeString("")
    beside = [point for point in reference if times[point[0]] is not None]
    years = [
        float(times[period] or 0)
        for period in (*(point[0] for point in points), *(point[0] for point in beside))
    ]
    amounts = [amount for point in points for amount in point[1:] if amount is not None]
    amounts += [value for _period, value in beside]
    first, last, low, high = min(years), max(years), min(amounts), max(amounts)

    def x(period: str) -> float:
        return _EDGE + (float(times[period] or 0) - first) / (last - first) * (_WIDTH - 2 * _EDGE)

    def y(amount: float) -> float:
        share = (amount - low) / (high - low) if high > low else 0.5
        return _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)

    def path(places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{across:.1f},{down:.1f}" for across, down in places)

    margins = [(period, lower, upper) for period, _value, lower, upper in points
               if lower is not None and upper is not None]  # fmt: skip
    band = [(x(period), y(upper)) for period, _lower, upper in margins]
    band += [(x(period), y(lower)) for period, lower, _upper in reversed(margins)]
    line = [(x(period), y(value)) for period, value, *_limits in points]
    drawn = [
        f'<polygon class="is-band" points="{path(band)}"/>' if len(margins) > 1 else "",
        f'<polyline class="is-reference" points="{path([(x(p), y(v)) for p, v in beside])}"/>'
        if len(beside) > 1
        else "",
        f'<polyline class="is-own" points="{path(line)}"/>',
        f'<circle cx="{line[-1][0]:.1f}" cy="{line[-1][1]:.1f}" r="2.5"/>',
    ]
    return mark_safe(  # noqa: S308  (numbers, and a label that is escaped)
        f'<svg class="ww-trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-label="{escape(label)}">{"".join(drawn)}</svg>'
    )
