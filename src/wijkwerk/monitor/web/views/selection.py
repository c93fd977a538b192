"""An own selection: indicators x areas x years, to look at, share, cite and take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.web import exports, labels
from wijkwerk.monitor.web.area_sets import chosen_sets, set_form
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.figures import cited, figure
from wijkwerk.monitor.web.picks import (
    MOST_PICKED,
    Picks,
    added,
    codes_picked,
    hidden,
    picks_of,
    sets_picked,
    without,
)
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import change_cell, class_cell, value_cell
from wijkwerk.monitor.web.views.picked_charts import (
    PICTURED_AREAS,
    PICTURED_BARS,
    PICTURED_MEASURES,
    last_period,
)
from wijkwerk.served.api import Row
from wijkwerk.ui.lists import page_of, pager
from wijkwerk.ui.query import choice_in

_PER_PAGE = 100
_COLUMNS = 20  # periods beside each other; earlier ones are in the download
MOST_ROWS = 100_000  # of a download
_EACH = 6  # indicators with a picture of their own


@edition_view(cacheable=False)
def selection(visit: EditionContext) -> HttpResponse:
    """The page where a selection is made and shown."""
    http_response = added(visit)
    if isinstance(http_response, HttpResponseRedirect):
        return http_response
    picks = picks_of(visit)
    pairs = [(area, measure) for measure in picks.measures for area in picks.areas]
    part = page_of(visit.request, pairs, _PER_PAGE)
    query = visit.request.GET.urlencode()
    one_by_one = set(codes_picked(visit))
    shown = shown_as(visit, picks)
    context = {
        "areas": [
            {
                "label": area.name,
                "url": visit.url("area", area.code),
                "remove": without(visit, area.code),
            }
            for area in picks.areas
            if area.code in one_by_one
        ],
        "sets": chosen_sets(visit),
        "set_form": set_form(visit),
        "most": MOST_PICKED,
        "message": http_response or "",
        "add_fields": hidden(visit),
        "indicator_form": indicator_form(visit, picks),
        "form": reference_form(visit, *period_fields(picks), groups=False),
        "empty": picks.empty,
        "views": [
            {"label": label, "url": visit.same(show=kind, page=None), "current": kind == shown}
            for kind, label in shows(visit, picks).items()
        ],
        "table": None if picks.empty else table(visit, picks, part.object_list),
        "changes": None if picks.empty else changes_table(visit, picks, part.object_list),
        "pager": pager(visit.request, part),
        "downloads": [
            {
                "label": label,
                "note": note,
                "url": f"{visit.url('download', kind).split('?')[0]}?{query}",
            }
            for kind, label, note in (
                ("xlsx", "Excel", _("a table to read, the same with codes, and an explanation")),
                ("csv", "CSV", _("a row per figure, with codes")),
                ("json", "JSON", ""),
                ("parquet", "Parquet", ""),
                ("sdmx", "SDMX-CSV", ""),
            )
        ],
        "cite": citation(visit),
        "figures": [] if picks.empty else pictures(visit, picks, shown),
        "reference": legend(visit, *picks.measures),
    }
    return visit.render("monitor/selection.html", context, "selection")


def shows(visit: EditionContext, picks: Picks) -> dict[str, str]:
    """The ways in which these picks can be shown, with what each is called."""
    if picks.empty:
        return {}
    mapped = [area for area in picks.areas if area.level not in ("group", "country")]
    return {
        **({"lines": _("Lines")} if len(picks.periods) > 1 else {}),
        "bars": _("Bars"),
        **({"map": _("Map")} if len(mapped) > 1 and visit.catalogue.has_geometry else {}),
        "table": _("Table only"),
    }


def shown_as(visit: EditionContext, picks: Picks) -> str:
    """The way that the address asks for; by itself lines of few areas, bars of many."""
    offered = tuple(shows(visit, picks))
    if not offered:
        return ""
    few = len(picks.areas) <= PICTURED_AREAS and "lines" in offered
    show_asked = choice_in(visit.request, "show", ("", "lines", "bars", "map", "table"), "")
    return show_asked if show_asked in offered else "lines" if few else "bars"


def pictures(visit: EditionContext, picks: Picks, shown: str) -> list[dict[str, Any]]:
    """The pictures of the selection in the way ``shown``, none for the table alone."""
    picked = {
        "area": ",".join(codes_picked(visit)) or None,
        "of": ",".join(sets_picked(visit)) or None,
        "from": picks.start,
        "to": picks.end,
    }
    same = _("The table below holds the same figures.")
    if shown == "lines":
        measures = picks.measures[:PICTURED_MEASURES]
        drawn = {
            "area": ",".join(area.code for area in picks.areas[:PICTURED_AREAS]),
            "indicator": ",".join(measure.id for measure in measures),
            "from": picks.start,
            "to": picks.end,
        }
        alt = _("Lines over the years: a picture per indicator, a line per area.")
        rows = (len(measures) + 1) // 2
        heights = (60 + 250 * rows, 60 + 250 * len(measures), 80 + 220 * len(measures))
        title = _("The selection as lines")
        return [figure(visit, "selection", title, f"{alt} {same}", heights, drawn, lazy=False)]
    kind = {"bars": "bars", "map": "places"}.get(shown)
    if kind is None:
        return []
    tall = 90 + 22 * min(len(picks.areas), PICTURED_BARS)
    heights = (tall, tall, tall) if shown == "bars" else (760, 620, 520)
    figures_found: list[dict[str, Any]] = []
    for measure in picks.measures[:_EACH]:
        period = last_period(picks, measure)
        if period is None:
            continue
        name = visit.text(measure.name)
        if shown == "bars":
            alt = _("A bar per area for %(name)s in %(period)s.")
        else:
            alt = _("Map of %(name)s in %(period)s.")
        figures_found.append(
            figure(
                visit,
                kind,
                f"{name}, {period}",
                f"{alt % {'name': name, 'period': period}} {same}",
                heights,
                {**picked, "indicator": measure.id},
                lazy=bool(figures_found),
            )
        )
    return figures_found


@edition_view(cacheable=False, for_ever=True)
def download(visit: EditionContext, kind: str) -> HttpResponse:
    """The selection as a file: csv, xlsx, json, parquet or sdmx. 404 for another kind."""
    if kind not in exports.KINDS:
        raise Http404(_("There is no such download."))
    picks = picks_of(visit)
    rows = rows_of(visit, picks)
    return exports.response(visit, rows, kind, changes_of(visit, picks, rows))


def rows_of(visit: EditionContext, picks: Picks) -> list[Row]:
    """The figures of a selection, a row per area, indicator and period."""
    if picks.empty:
        return []
    rows = figures.figures(
        visit.serving,
        FigureQuery(
            areas=[area.code for area in picks.areas],
            indicators=[measure.id for measure in picks.measures],
            # All of them is no condition for DuckDB: it would take time.
            periods=None if picks.periods == picks.every else picks.periods,
            against=visit.against,
            limit=MOST_ROWS,
        ),
    )
    shown = set(picks.periods)
    return [row for row in rows if row["period"] in shown]


def changes_of(visit: EditionContext, picks: Picks, rows: list[Row]) -> list[Row]:
    """What happened between the first and the last of the chosen years (rows like CHANGES), out of
    the figures of the selection."""
    spans = {
        measure.id: (chosen[0], chosen[-1])
        for measure in picks.measures
        if (chosen := [period for period in measure.periods if period in picks.periods])
    }
    rows_in_spans = [row for row in rows if row["indicator"] in spans]
    return figures.changes_between(visit.serving, rows_in_spans, spans)


def changes_table(visit: EditionContext, picks: Picks, pairs: Any) -> dict[str, Any] | None:
    """What happened in each area between the chosen years; None with one moment."""
    row_by_cell = {
        (row["area"], row["indicator"]): row
        for row in changes_of(visit, picks, rows_of(visit, picks))
    }
    if not any(row["period_from"] != row["period_to"] for row in row_by_cell.values()):
        return None
    several = len(picks.measures) > 1
    rows = []
    for area, measure in pairs:
        row = row_by_cell.get((area.code, measure.id))
        note_parts = [visit.text(measure.name)] if several else []
        note_parts += [f"{row['period_from']}–{row['period_to']}"] if row else []
        rows.append(
            [
                {
                    "text": area.name,
                    "url": visit.url("series", area.code, measure.id),
                    "note": ", ".join(note_parts),
                },
                "–" if row is None else class_cell(row),
                change_cell(row, measure, visit),
            ]
        )
    return {
        "id": "selection-changes",
        "caption": _("What happened between the chosen years, compared with %(reference)s")
        % {"reference": legend(visit, *picks.measures)},
        "columns": [
            {"label": _("Area")},
            {"label": _("What happened"), "verdict": True},
            {"label": _("Change of the distance"), "number": True},
        ],
        "rows": rows,
    }


def table(visit: EditionContext, picks: Picks, pairs: Any) -> dict[str, Any]:
    """Areas per indicator under each other, with what they are compared with below them; periods beside
    each other."""
    periods = picks.periods[-_COLUMNS:]
    codes = list(dict.fromkeys(area.code for area, _measure in pairs))
    names = list(dict.fromkeys(measure.id for _area, measure in pairs))
    # All periods, as leaving some out costs more than reading those few rows too.
    query = FigureQuery(
        areas=codes,
        indicators=names,
        against=visit.against,
        limit=MOST_ROWS,
        columns=figures.PLACED,
    )
    figure_rows = figures.figures(visit.serving, query)
    row_by_cell = {(row["area"], row["indicator"], row["period"]): row for row in figure_rows}
    several = len(picks.measures) > 1
    rows: list[Any] = []
    for place, (area, measure) in enumerate(pairs):
        rows.append(
            [
                {
                    "text": area.name,
                    "url": visit.url("series", area.code, measure.id),
                    "note": visit.text(measure.name) if several else "",
                },
                *(
                    value_cell(row_by_cell.get((area.code, measure.id, period)), measure, visit)
                    for period in periods
                ),
            ]
        )
        if place + 1 == len(pairs) or pairs[place + 1][1] is not measure:
            own = [row for row in figure_rows if row["indicator"] == measure.id]
            rows += _reference_rows(visit, measure, own, codes, periods, several=several)
    return {
        "id": "selection",
        "caption": _("Own selection"),
        "columns": [
            {"label": _("Area")},
            *({"label": period, "number": True} for period in periods),
        ],
        "rows": rows,
    }


def _reference_rows(
    visit: EditionContext,
    measure: Measure,
    figure_rows: list[Row],
    codes: list[str],
    periods: Sequence[str],
    *,
    several: bool,
) -> list[dict[str, Any]]:
    """A row per area that the picked ones are compared with and that wasn't picked itself."""
    values_by_reference: dict[str, dict[str, float]] = {}
    for row in figure_rows:
        if row["reference_value"] is not None and row["reference"] not in codes:
            values_by_reference.setdefault(row["reference"], {})[row["period"]] = row[
                "reference_value"
            ]
    rows = []
    for code, series in values_by_reference.items():
        note = _("what they are compared with")
        note_text = f"{visit.text(measure.name)}, {note}" if several else note
        cells = [
            {"text": labels.value(series[period], measure, visit.language), "sort": series[period]}
            if period in series
            else "–"
            for period in periods
        ]
        rows.append(
            {"kind": "reference", "cells": [{"text": visit.name(code), "note": note_text}, *cells]}
        )
    return rows


def indicator_form(visit: EditionContext, picks: Picks) -> dict[str, Any]:
    """The choice of indicators, per theme."""
    chosen = {measure.id for measure in picks.measures}
    fields = [
        {
            "name": "indicator",
            "label": visit.text(name),
            "kind": "checks",
            "options": [
                {
                    "value": measure.id,
                    "label": visit.text(measure.name),
                    "selected": measure.id in chosen,
                }
                for measure in visit.catalogue.of_theme(theme)
            ],
        }
        for theme, name in visit.catalogue.themes.items()
        if visit.catalogue.of_theme(theme)
    ]
    return {
        "action": visit.request.path,
        "fields": hidden(visit, "indicator") + fields,
        "label": _("Choose indicators"),
        "submit": _("Use these indicators"),
    }


def period_fields(picks: Picks) -> list[dict[str, Any]]:
    """From and to."""
    if not picks.every:
        return []
    return [
        {
            "name": name,
            "label": label,
            "kind": "select",
            "options": [
                {"value": "", "label": nothing, "selected": not chosen},
                *(
                    {"value": period, "label": period, "selected": period == chosen}
                    for period in picks.every
                ),
            ],
        }
        for name, label, nothing, chosen in (
            ("from", _("From"), _("the first"), picks.start),
            ("to", _("To"), _("the last"), picks.end),
        )
    ]


def citation(visit: EditionContext) -> str:
    """How to cite this selection: the edition never changes, so the address says it all."""
    return cited(visit, _("Own selection"))
