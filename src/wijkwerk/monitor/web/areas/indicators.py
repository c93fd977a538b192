"""'How does it stand': the indicators of one area by theme, what matters most on top.

A row: the figure with its margin and line over the years, the distance to the reference with its margin,
and what the distance did, with how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.standing import Reading, Standing, standing
from wijkwerk.monitor.core.tables import UNTOLD_CLASSES
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.answers import Stated
from wijkwerk.monitor.web.areas.trend_line import trend_line
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.lines import Line
from wijkwerk.monitor.web.tables import break_note, interval
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import lower_first, moment
from wijkwerk.ui.components import class_sign, class_words, evidence_label, withheld_mark

_COLUMNS = (*figures.PLACED, "base")
_ASYMMETRY = 1.25  # of a longer side to a shorter one: more, and '±' would mislead
_BAR = 100


@dataclass(frozen=True)
class History:
    """One measure of an area: all its figures by period, the last with a value (or else the last), and
    the change."""

    measure: Measure
    rows: tuple[Row, ...]
    line: Line

    @property
    def is_lag(self) -> bool:
        """Whether the area is behind on it."""
        return self.measure.judged and (self.line.of("distance") or 0) > 0

    @property
    def is_sure(self) -> bool:
        """Whether the lag is beyond its margin."""
        return self.is_lag and (self.line.of("distance_lower") or 0) > 0

    @property
    def counts(self) -> bool:
        """Whether it counts in a standing: not without a better side, nor made of others."""
        return self.measure.judged and self.measure.kind != "composite"


def histories(visit: EditionContext, own: Area) -> list[History]:
    """The measures of an area that have rows, in the edition's order; one question to each table."""
    query = FigureQuery(areas=[own.code], against=visit.against, columns=_COLUMNS, limit=50_000)
    rows: dict[str, list[Row]] = {}
    for row in figures.figures(visit.serving, query):
        rows.setdefault(row["indicator"], []).append(row)
    moved = {row["indicator"]: row for row in figures.changes(visit.serving, query)}
    return [
        History(
            measure,
            tuple(rows[measure.id]),
            Line(own, _last(rows[measure.id]), moved.get(measure.id)),
        )
        for measure in visit.catalogue.measures.values()
        if measure.id in rows
    ]


def _last(rows: Sequence[Row]) -> Row:
    """The last row with a value, or else the last."""
    return next((row for row in reversed(rows) if row["value"] is not None), rows[-1])


def standing_of(several: Sequence[History]) -> Standing:
    """How the area stands over its indicators."""
    return standing(
        Reading(
            history.line.of("distance"),
            history.line.of("distance_lower"),
            history.line.changed("class"),
            history.line.changed("evidence") == "firm",
            history.line.changed("period_from"),
        )
        for history in several
        if history.counts
    )


def in_order(several: Sequence[History]) -> list[History]:
    """Sure lags first, then other lags, no lag, no better side, no figure; the relatively largest
    distance first."""

    def key(history: History) -> tuple[int, float]:
        far = history.line.of("distance_relative")
        if history.line.of("distance") is None:
            return 4, 0.0
        place = (
            3
            if not history.measure.judged
            else 0
            if history.is_sure
            else 1
            if history.is_lag
            else 2
        )
        return place, -(
            far if history.measure.judged else abs(far or 0)
        ) if far is not None else 0.0

    return sorted(several, key=key)


def by_theme(visit: EditionContext, several: Sequence[History]) -> list[tuple[str, list[History]]]:
    """Themes with their measures: the one with most sure lags first, then as the edition has them."""
    parts = {theme: [] for theme in visit.catalogue.themes}  # type: dict[str, list[History]]
    for history in in_order(several):
        parts.setdefault(history.measure.theme, []).append(history)
    order = sorted(
        (theme for theme, own in parts.items() if own),
        key=lambda theme: (
            -sum(history.is_sure for history in parts[theme]),
            -sum(history.is_lag for history in parts[theme]),
        ),
    )
    return [(theme, parts[theme]) for theme in order]


def indicators_table(
    visit: EditionContext,
    several: Sequence[History],
    caption: str,
    published: Mapping[str, Stated],
) -> SafeString:
    """The table as HTML: a function and no template, since a page has hundreds of cells."""
    widest = max(
        (
            abs(limit)
            for history in several
            if history.measure.unit == "%"
            for limit in (history.line.of("distance"), history.line.of("distance_upper"))
            if limit is not None
        ),
        default=0.0,
    )
    body = []
    for theme, own in by_theme(visit, several):
        name = escape(visit.text(visit.catalogue.themes[theme]))
        url = escape(visit.url("theme", theme))
        body.append(
            f'<tbody><tr class="ww-stand__theme"><th colspan="4" scope="rowgroup">'
            f'<a href="{url}">{name}</a></th></tr>'
            + "".join(
                _row(visit, history, widest, published.get(history.measure.id)) for history in own
            )
            + "</tbody>"
        )
    heads = "".join(
        f'<th scope="col">{escape(label)}</th>'
        for label in (_("Indicator"), _("Figure and trend"), _("Distance"), _("Development"))
    )
    return mark_safe(  # noqa: S308  (every text was escaped)
        f'<table class="ww-stand" id="stand"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>{''.join(body)}</table>"
    )


def _row(visit: EditionContext, history: History, widest: float, published: Stated | None) -> str:
    measure, line = history.measure, history.line
    name = visit.text(measure.name)
    beside = [str(line.of("period") or "")]
    if line.of("reference_value") is not None:
        shown = labels.value(line.of("reference_value"), measure, visit.language)
        beside.append(f"{visit.name(line.of('reference'))} {shown}")
    return (
        f'<tr><th scope="row"><a href="{escape(visit.url("series", line.area.code, measure.id))}">'
        f"{escape(name)}</a>{_meta(' · '.join(part for part in beside if part))}</th>"
        f'<td class="ww-stand__figure">{_figure(visit, history)}</td>'
        f'<td class="ww-stand__distance">{_distance(visit, history, widest)}</td>'
        f'<td class="ww-stand__course">{_development(visit, history, published)}</td></tr>'
    )


def _meta(text: str) -> str:
    return f'<span class="ww-meta">{escape(text)}</span>' if text else ""


def _figure(visit: EditionContext, history: History) -> str:
    row = history.line.figure
    if row is None or row["conf_status"] != "F":
        return str(withheld_mark(row["conf_status"] if row else "M"))
    if row["value"] is None:
        return str(withheld_mark("M"))
    points = [
        (each["period"], each["value"], each["lower"], each["upper"])
        for each in history.rows
        if each["value"] is not None
    ]
    reference = [
        (each["period"], each["reference_value"])
        for each in history.rows
        if each["reference_value"] is not None
    ]
    shown = labels.value(row["value"], history.measure, visit.language)
    trend_text = _("From %(first)s (%(start)s) to %(value)s (%(end)s).") % {
        "first": labels.value(points[0][1], history.measure, visit.language),
        "start": points[0][0],
        "value": shown,
        "end": points[-1][0],
    }
    notes = [_margin(visit, row, history.measure), *labels.status_notes(row)]
    return (
        f"{trend_line(points, reference, trend_text)}<span><strong>{escape(shown)}</strong>"
        f"{_meta('; '.join(note for note in notes if note))}</span>"
    )


def _margin(visit: EditionContext, row: Row, measure: Measure) -> str:
    """'±0,4', or '13,2 tot 13,9' when one side of the margin is clearly longer."""
    if row["lower"] is None or row["upper"] is None:
        return ""
    below, above = row["value"] - row["lower"], row["upper"] - row["value"]
    if max(below, above) > _ASYMMETRY * min(below, above):
        return interval(row, measure, visit)
    return f"±{number((below + above) / 2, measure.decimals, visit.language)}"


def _distance(visit: EditionContext, history: History, widest: float) -> str:
    line, measure = history.line, history.measure
    if line.of("distance") is None:
        return "–"
    lag_text = labels.lag(line.of("distance"), measure, visit.language)
    lower, upper = line.of("distance_lower"), line.of("distance_upper")
    note = ""
    if lower is not None and upper is not None:
        note = _("margin %(low)s to %(high)s") % {
            "low": number(lower, measure.decimals, visit.language),
            "high": number(upper, measure.decimals, visit.language),
        }
    bar = ""
    if measure.unit == "%" and widest:
        long = abs(line.of("distance")) / widest * _BAR
        kind = "neutral" if not measure.judged else "behind" if history.is_lag else "ahead"
        whisker = ""
        if lower is not None and upper is not None:
            ends = sorted(abs(end) / widest * _BAR for end in (lower, upper))
            start = 0.0 if lower < 0 < upper else ends[0]
            whisker = f'<path d="M{start:.1f} 4H{ends[1]:.1f}"/>'
        bar = (
            f'<svg class="ww-lag is-{kind}" viewBox="0 0 {_BAR} 8" preserveAspectRatio="none"'
            f' aria-hidden="true"><rect width="{long:.1f}" height="8"/>{whisker}</svg>'
        )
    return f"<span>{escape(lag_text)}</span>{_meta(note)}{bar}"


def development_words(kind: str) -> str:
    """What a lag did, in the words of the page."""
    return {
        "smaller": _("Catching up"),
        "larger": _("Falling further behind"),
        "equal": _("Virtually the same"),
        "at_or_better": _("No lag"),
        "not_judged": _("No better or worse side"),
    }.get(kind) or class_words(kind)


def _development(visit: EditionContext, history: History, published: Stated | None) -> str:
    change = history.line.change
    if (change is None or change["class"] in UNTOLD_CLASSES) and published is not None:
        kind, notes = published.kind, [_("by the publication")]
        return f"{class_sign(kind)}<span><strong>{escape(development_words(kind))}</strong>{_meta(notes[0])}</span>"
    if change is None:
        return "–"
    kind = change["class"]
    markup = f"<strong>{escape(development_words(kind))}</strong>"
    if kind in UNTOLD_CLASSES and kind != "not_judged":
        return f"{class_sign(kind)}<span>{escape(class_words(kind))}</span>"
    if kind != "not_judged":
        markup += f", {escape(lower_first(evidence_label(labels.evidence_of(change))))}"
    notes = [_size(visit, history, change), break_note(change)]
    other = visit.name(change["reference"])
    notes.append(
        labels.apart(change, history.line.area.name, other, history.measure, visit.language)
    )
    return (
        f"{class_sign(kind)}<span>{markup}{''.join(_meta(note) for note in notes if note)}</span>"
    )


def _size(visit: EditionContext, history: History, change: Row) -> str:
    """How much the distance moved since when; of what has no better side how much it moved itself."""
    kind, since = change["class"], moment(change["period_from"], visit.language)
    amount = change["own_change"] if kind == "not_judged" else change["distance_change"]
    if amount is None:
        return ""
    size = labels.moved(abs(amount), history.measure, visit.language).lstrip("+")
    values = {"size": size, "moment": since}
    if kind == "not_judged":
        text = (
            _("%(size)s higher than in %(moment)s")
            if amount > 0
            else _("%(size)s lower than in %(moment)s")
        )
        return text % values
    if kind == "smaller" or (kind == "at_or_better" and amount < 0):
        return _("%(size)s smaller since %(moment)s") % values
    if kind == "larger":
        return _("%(size)s larger since %(moment)s") % values
    return _("since %(moment)s") % values


def people_behind(several: Sequence[History]) -> tuple[float, str] | None:
    """The largest number of people behind one of the latest figures, with its period; None when no
    figure counts people."""
    bases: list[tuple[float, str]] = [
        (float(history.line.of("base")), str(history.line.of("period")))
        for history in several
        if history.line.of("base") is not None and not history.measure.kind.startswith("survey")
    ]
    return max(bases, default=None)


def size(visit: EditionContext, own: Area | None) -> list[dict[str, Any]]:
    """Inhabitants and dwellings, as far as the edition has them."""
    if own is None:
        return []
    return [
        {"label": label, "value": number(amount, 0, visit.language)}
        for label, amount in ((_("Inhabitants"), own.inhabitants), (_("Dwellings"), own.dwellings))
        if amount is not None
    ]


def facts(visit: EditionContext, own: Area, several: Sequence[History]) -> list[dict[str, Any]]:
    """Inhabitants and dwellings, and what the edition has of who lives there and how: its indicators
    without a better side."""
    facts_found = size(visit, own)
    people = people_behind(several)
    if own.inhabitants is None and people is not None:
        facts_found.insert(
            0,
            {
                "label": _("People in the figures"),
                "value": number(people[0], 0, visit.language),
                "note": people[1],
            },
        )
    for history in several:
        if not history.measure.judged and history.line.of("value") is not None:
            facts_found.append(
                {
                    "label": visit.text(history.measure.name),
                    "value": labels.value(
                        history.line.of("value"), history.measure, visit.language
                    ),
                    "note": str(history.line.of("period")),
                }
            )
    return facts_found[:_MOST_FACTS]


_MOST_FACTS = 6
