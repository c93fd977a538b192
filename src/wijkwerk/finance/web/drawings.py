"""Pictures of an analysis in the page itself: how often it comes out where, and how far it moves with each assumption.
The tables of the page say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wijkwerk.finance.web.analysis_telling import Telling

_WIDTH, _ROW, _HALF = 360, 40, 8
_MOST = 12  # bars of a tornado: what moves less is in the table
_LETTERS = 46


def pictures_of(telling: Telling) -> list[tuple[str, SafeString]]:
    """Those of an analysis that it has, with their titles."""
    figures, nothing = telling.figures, _("nothing left")
    pictures = []
    if figures["simulated"] is not None:
        bars = figures["simulated"]["histogram"]
        ends = [telling.money(edge) for edge in (bars["edges"] or [0, 0])]
        title = _("How often what is left lies where")
        pictures.append((title, histogram(bars, title, (ends[0], ends[-1]), nothing)))
    if figures["swings"]:
        title = _("How far what is left moves with each assumption")
        pictures.append((title, tornado(figures["swings"], telling.assumptions, title, nothing)))
    return [picture for picture in pictures if picture[1]]


def tornado(
    rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], title: str, zero: str
) -> SafeString:
    """A bar for each assumption, from what is left when it is low to what is left when it is high; the line is
    nothing left. '' without rows."""
    rows = rows[:_MOST]
    ends = [value for row in rows for value in (row["at_low"][-1], row["at_high"][-1])]
    if not ends or min(ends) == max(ends):
        return SafeString("")
    low, high = min(*ends, 0.0), max(*ends, 0.0)

    def x(value: float) -> float:
        return 4 + (_WIDTH - 8) * (value - float(low)) / (float(high) - float(low))

    parts = []
    for place, row in enumerate(rows):
        top = place * _ROW
        first, last = sorted((x(row["at_low"][-1]), x(row["at_high"][-1])))
        turns = " is-turning" if row["at_low"][-1] * row["at_high"][-1] < 0 else ""
        label = names[row["code"]]
        shown = label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"
        parts.append(
            f'<text x="4" y="{top + 14}">{escape(shown)}</text>'
            f'<rect class="ww-bar-of{turns}" x="{first:.1f}" y="{top + 19}" width="{max(last - first, 1):.1f}"'
            f' height="{2 * _HALF - 2}"/>'
        )
    height = len(rows) * _ROW + 20
    parts.append(
        f'<path class="ww-zero" d="M{x(0):.1f} 0V{height - 16}"/>'
        f'<text x="{min(max(x(0), 20), _WIDTH - 20):.1f}" y="{height - 3}" text-anchor="middle">{escape(zero)}</text>'
    )
    return _svg(height, title, parts)


def histogram(bars: Mapping[str, Any], title: str, ends: Sequence[str], zero: str) -> SafeString:
    """How often the outcome lies where; what lies below nothing has another shape of filling. '' without bars."""
    counts, edges = bars["counts"], bars["edges"]
    if not counts:
        return SafeString("")
    tall, most = 120, max(counts)
    low, high = edges[0], edges[-1]

    def x(value: float) -> float:
        return 4 + (_WIDTH - 8) * (value - float(low)) / (float(high) - float(low))

    parts = []
    for place, number in enumerate(counts):
        left, right = x(edges[place]), x(edges[place + 1])
        top = tall * (1 - number / most)
        kind = " is-loss" if edges[place + 1] <= 0 else ""
        parts.append(
            f'<rect class="ww-bar-of{kind}" x="{left:.1f}" y="{top:.1f}" width="{max(right - left - 0.6, 0.5):.1f}"'
            f' height="{tall - top:.1f}"/>'
        )
    parts.append(f'<text x="4" y="{tall + 16}">{escape(ends[0])}</text>')
    parts.append(
        f'<text x="{_WIDTH - 4}" y="{tall + 16}" text-anchor="end">{escape(ends[1])}</text>'
    )
    if low < 0 < high:
        parts.append(f'<path class="ww-zero" d="M{x(0):.1f} 0V{tall + 4}"/>')
        if 90 < x(0) < _WIDTH - 90:
            parts.append(
                f'<text x="{x(0):.1f}" y="{tall + 16}" text-anchor="middle">{escape(zero)}</text>'
            )
    return _svg(tall + 22, title, parts)


def _svg(height: float, title: str, parts: Sequence[str]) -> SafeString:
    return mark_safe(  # noqa: S308  (numbers, and texts that were escaped)
        f'<svg class="ww-drawing" viewBox="0 0 {_WIDTH} {height:.0f}" role="img"><title>{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )
