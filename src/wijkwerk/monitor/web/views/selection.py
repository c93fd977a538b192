"""An own selection: indicators x areas x years, to look at, share, cite and take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.serving.store import Row
from wijkwerk.monitor.web import exports
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.figures import cited, figure
from wijkwerk.monitor.web.picks import MOST_PICKED, Picks, added, hidden, picks_of, without
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import change_cell, class_cell, value_cell
from wijkwerk.ui.lists import page_of, pager

_PER_PAGE = 100
_COLUMNS = 20  # periods beside each other; earlier ones are in the download
MOST_ROWS = 100_000  # of a download
PICTURED_AREAS, PICTURED_MEASURES = 6, 9


@edition_view(kept=False)
def selection(visit: EditionContext) -> HttpResponse:
    """The page where a selection is made and shown."""
    http_response = added(visit)
    if isinstance(http_response, HttpResponseRedirect):
        return http_response
    picks = picks_of(visit)
    pairs = [(area, measure) for measure in picks.measures for area in picks.areas]
    part = page_of(visit.request, pairs, _PER_PAGE)
    asked = visit.request.GET.urlencode()
    context = {
        "areas": [
            {
                "label": area.name,
                "url": visit.url("area", area.code),
                "remove": without(visit, area.code),
            }
            for area in picks.areas
        ],
        "most": MOST_PICKED,
        "message": http_response or "",
        "add_fields": hidden(visit),
        "indicator_form": indicator_form(visit, picks),
        "form": reference_form(visit, *period_fields(picks), groups=False),
        "empty": picks.empty,
        "table": None if picks.empty else table(visit, picks, part.object_list),
        "changes": None if picks.empty else changes_table(visit, picks, part.object_list),
        "pager": pager(visit.request, part),
        "downloads": [
            {"label": label, "url": f"{visit.url('download', kind).split('?')[0]}?{asked}"}
            for kind, label in (
                ("csv", "CSV"),
                ("xlsx", "Excel"),
                ("json", "JSON"),
                ("parquet", "Parquet"),
                ("sdmx", "SDMX-CSV"),
            )
        ],
        "cite": citation(visit),
        "figure": None,
        "reference": legend(visit),
    }
    if not picks.empty and len(picks.periods) > 1:
        context["figure"] = figure(
            visit,
            "selection",
            _("The selection as a picture"),
            _(
                "Lines over the years, a small picture per indicator and a line per area. The table "
                "below holds the same figures."
            ),
            (420, 620, 620),
            {
                "area": ",".join(area.code for area in picks.areas[:PICTURED_AREAS]),
                "indicator": ",".join(measure.id for measure in picks.measures[:PICTURED_MEASURES]),
                "from": picks.start,
                "to": picks.end,
            },
            lazy=False,
        )
    return visit.render("monitor/selection.html", context, "selection")


@edition_view(kept=False, for_ever=True)
def download(visit: EditionContext, kind: str) -> HttpResponse:
    """The selection as a file: csv, xlsx, json, parquet or sdmx."""
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
    known = [row for row in rows if row["indicator"] in spans]
    return figures.changes_between(visit.serving, known, spans)


def changes_table(visit: EditionContext, picks: Picks, pairs: Any) -> dict[str, Any] | None:
    """What happened in each area between the chosen years; None with one moment."""
    known = {
        (row["area"], row["indicator"]): row
        for row in changes_of(visit, picks, rows_of(visit, picks))
    }
    if not any(row["period_from"] != row["period_to"] for row in known.values()):
        return None
    several = len(picks.measures) > 1
    rows = []
    for area, measure in pairs:
        row = known.get((area.code, measure.id))
        said = [visit.text(measure.name)] if several else []
        said += [f"{row['period_from']}–{row['period_to']}"] if row else []
        rows.append(
            [
                {
                    "text": area.name,
                    "url": visit.url("series", area.code, measure.id),
                    "note": ", ".join(said),
                },
                "–" if row is None else class_cell(row),
                change_cell(row, measure, visit),
            ]
        )
    return {
        "id": "selection-changes",
        "caption": _("What happened between the chosen years, compared with %(reference)s")
        % {"reference": legend(visit)},
        "columns": [
            {"label": _("Area")},
            {"label": _("What happened")},
            {"label": _("Change of the distance"), "number": True},
        ],
        "rows": rows,
    }


def table(visit: EditionContext, picks: Picks, pairs: Any) -> dict[str, Any]:
    """Areas per indicator under each other, periods beside each other."""
    periods = picks.periods[-_COLUMNS:]
    codes = list(dict.fromkeys(area.code for area, _measure in pairs))
    names = list(dict.fromkeys(measure.id for _area, measure in pairs))
    # All periods, as leaving some out costs more than reading those few rows too; and measured
    # values don't depend on a reference.
    asked = FigureQuery(areas=codes, indicators=names, limit=MOST_ROWS, columns=figures.MEASURED)
    known = {
        (row["area"], row["indicator"], row["period"]): row
        for row in figures.figures(visit.serving, asked)
    }
    several = len(picks.measures) > 1
    return {
        "id": "selection",
        "caption": _("Own selection"),
        "columns": [
            {"label": _("Area")},
            *({"label": period, "number": True} for period in periods),
        ],
        "rows": [
            [
                {
                    "text": area.name,
                    "url": visit.url("series", area.code, measure.id),
                    "note": visit.text(measure.name) if several else "",
                },
                *(
                    value_cell(known.get((area.code, measure.id, period)), measure, visit)
                    for period in periods
                ),
            ]
            for area, measure in pairs
        ],
    }


def indicator_form(visit: EditionContext, picks: Picks) -> dict[str, Any]:
    """The choice of indicators, per theme."""
    chosen = {measure.id for measure in picks.measures}
    fields = [
        {
            "name": "indicator",
            "label": visit.text(name),
            "kind": "checks",
            "options": [
                {"value": one.id, "label": visit.text(one.name), "selected": one.id in chosen}
                for one in visit.catalogue.of_theme(theme)
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
                *({"value": one, "label": one, "selected": one == chosen} for one in picks.every),
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
