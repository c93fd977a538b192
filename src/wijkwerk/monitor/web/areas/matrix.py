"""Areas × indicators in one table: colour, sign and number say how far, which way and how sure.

A number is how far behind the reference (below zero: ahead); in brackets when its margin reaches over
the reference. ▼ the lag became smaller, ▲ larger; hollow when that isn't sure. As HTML out of a function:
a hundred areas on sixty indicators would take the template engine longer than all the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, groupby, repeat
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.standing import Course, Standing
from wijkwerk.monitor.pictures.maps import steps
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.areas.beside import Beside, Moved, Seen
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.shared.numbers import number, signed
from wijkwerk.ui.components import class_sign, withheld_mark
from wijkwerk.ui.hyphens import with_soft_hyphens

_SIGNS = {
    ("smaller", True): " ▼",
    ("smaller", False): " ▽",
    ("larger", True): " ▲",
    ("larger", False): " △",
    ("equal", True): " =",
    ("equal", False): " =",
}
_LONG_NAME = 14  # letters of a word that doesn't fit the first column of a phone
# The name, the lags and the course: the second and third stay in view as their cells do.
_VERDICTS = ("", ' class="is-verdict"', ' class="is-verdict is-course"')
_COURSE_SIGN = {
    Course.CATCHING_UP: "smaller",
    Course.FALLING_BEHIND: "larger",
    Course.UNDECIDED: "too_few",
}


def matrix(
    visit: EditionContext,
    beside: Beside,
    codes: Sequence[str],
    measures: Sequence[Measure],
    *,
    key: str,
    caption: str,
    columns: Sequence[dict[str, Any]],
    marked: frozenset[str] = frozenset(),
    own: str = "",
) -> SafeString:
    """The table of ``codes`` in this order. ``columns`` are heads as ``ui.lists.headers`` makes them: of
    the name, the lags, the course, the score where there is one, and each of ``measures``; areas in
    ``marked`` stand in bold, ``own`` is the row that others are compared with."""
    distances: dict[str, list[float]] = {measure.id: [] for measure in measures}
    for code in beside.standings:
        for indicator, cell in beside.seen[code].items():
            if cell.distance is not None and indicator in distances:
                distances[indicator].append(cell.distance)
    drawn = [
        (measure.id, _Column(visit, measure, distances[measure.id]).cell) for measure in measures
    ]
    rows = []
    for code in codes:
        cell_of, moved = beside.seen[code].get, beside.moved.get(code, {}).get
        cells = "".join([cell(cell_of(indicator), moved(indicator)) for indicator, cell in drawn])
        kind = ' class="is-reference"' if code == own else ""
        rows.append(
            f"<tr{kind}>{_name(visit, beside, code, marked)}{_verdict(visit, beside, code)}{cells}</tr>"
        )
    return mark_safe(  # noqa: S308  (every text was escaped)
        f'<div class="ww-table__scroll ww-matrix" role="group" tabindex="0"'
        f' aria-labelledby="{key}-caption"><table id="{key}">'
        f'<caption id="{key}-caption">{escape(caption)}</caption>'
        f"<thead>{_heads(visit, beside, measures, columns)}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _heads(
    visit: EditionContext,
    beside: Beside,
    measures: Sequence[Measure],
    columns: Sequence[dict[str, Any]],
) -> str:
    """Themes above, columns below them."""
    first = len(columns) - len(measures)
    spans = "".join(
        f'<th scope="colgroup" colspan="{len(list(own))}">'
        f"{escape(visit.text(visit.catalogue.themes[theme]))}</th>"
        for theme, own in groupby(measures, key=lambda measure: measure.theme)
    )
    heads = []
    for column, kind in zip(columns, chain(_VERDICTS, repeat("")), strict=False):
        label: str = escape(with_soft_hyphens(str(column["label"]), visit.language))
        if column.get("sort_url"):
            label = f'<a class="ww-sort" href="{escape(column["sort_url"])}">{label}</a>'
        state = f' aria-sort="{column["sorted"]}"' if column.get("sorted") else ""
        note = f'<span class="ww-meta">{escape(column["note"])}</span>' if column["note"] else ""
        heads.append(f'<th scope="col"{kind}{state}>{label}{note}</th>')
    above = f'<tr><td colspan="{first}"></td>{spans}</tr>' if spans else ""
    return f"{above}<tr>{''.join(heads)}</tr>"


def _name(visit: EditionContext, beside: Beside, code: str, marked: frozenset[str]) -> str:
    name = escape(with_soft_hyphens(beside.areas[code].name, visit.language, _LONG_NAME))
    inside = f"<strong>{name}</strong>" if code in marked else name
    return f'<th scope="row"><a href="{escape(visit.url("area", code))}">{inside}</a></th>'


def _verdict(visit: EditionContext, beside: Beside, code: str) -> str:
    own = beside.standings[code]
    lags = _("%(n)s of %(total)s") % {"n": own.sure, "total": own.compared}
    score = ""
    if beside.composite is not None:
        value = beside.scores.get(code)
        shown = "–" if value is None else labels.value(value, beside.composite, visit.language)
        score = f"<td>{escape(shown)}</td>"
    return f'<td class="is-verdict">{escape(lags)}</td><td class="is-verdict is-course">{course_cell(own)}</td>{score}'


def course_cell(own: Standing) -> SafeString:
    """Whether an area catches up, with the numbers of changes under it."""
    course_words = {
        Course.CATCHING_UP: _("catching up"),
        Course.FALLING_BEHIND: _("falling behind"),
        Course.UNDECIDED: _("not sure"),
    }[own.course]
    moved = f"▼{own.closing} ▲{own.growing}" if own.told else "–"
    return mark_safe(  # noqa: S308  (words of ours and numbers)
        f'{class_sign(_COURSE_SIGN[own.course])}{escape(course_words)}<span class="ww-meta">{moved}</span>'
    )


class _Column:
    """How the cells of one indicator are drawn: what differs by column is worked out once."""

    def __init__(self, visit: EditionContext, measure: Measure, distances: Sequence[float]) -> None:
        self._judged = measure.judged
        self._limits = steps(distances)
        self._latest, self._decimals = measure.latest, measure.decimals
        self._language = visit.language
        kind = "is" if measure.judged else "is-neutral"
        self._starts = [
            (f'<td class="{kind}-{step}">', f'<td class="{kind}-{step} is-unsure">')
            for step in range(len(self._limits) + 1)
        ]

    def cell(self, figure: Seen | None, change: Moved | None) -> str:
        """The cell of an area."""
        if figure is None:
            return "<td>–</td>"
        _period, _value, _base, status, _reference, distance, lower, upper = figure
        if status != "F":
            return f"<td>{withheld_mark(status, narrow=True)}</td>"
        if distance is None:
            return "<td>–</td>"
        sure = (lower is not None and lower > 0) or (upper is not None and upper < 0)
        # As ``step_of``: a limit itself belongs to the step below it.
        start = self._starts[bisect_left(self._limits, distance)][not sure]
        write = number if self._judged else signed
        text = write(distance, self._decimals, self._language)
        if not sure:
            text = f"({text})"
        if figure.period != self._latest:
            text += "*"
        if change is not None and self._judged:
            text += _SIGNS.get((change.kind, change.firm), "")
        return f"{start}{text}</td>"
