"""Up to six areas beside each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.areas.spine import spine_figure
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.figures import figure
from wijkwerk.monitor.web.picks import Picks, added, hidden, picks_of, without
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import Cell, value_cell
from wijkwerk.monitor.web.views.picked_charts import has_lines
from wijkwerk.served.api import Row
from wijkwerk.shared.sentences import listing

MOST = 6
Latest = dict[tuple[str, str], Row]  # by indicator and area


@edition_view(cacheable=False)
def compare(visit: EditionContext) -> HttpResponse:
    """The latest figures of the areas that were picked, and lines of one indicator."""
    http_response = added(visit)
    if isinstance(http_response, HttpResponseRedirect):
        return http_response
    picks = picks_of(visit, MOST)
    measure = picks.measures[0] if picks.measures else first_measure(visit)
    options = [
        {
            "value": choice.id,
            "label": visit.text(choice.name),
            "selected": choice is measure,
            "group": visit.text(visit.catalogue.themes[choice.theme]),
        }
        for choice in visit.catalogue.measures.values()
        if choice.periods
    ]
    context: dict[str, Any] = {
        "areas": [
            {
                "label": area.name,
                "url": visit.url("area", area.code),
                "remove": without(visit, area.code),
            }
            for area in picks.areas
        ],
        "most": MOST,
        "full": len(picks.areas) >= MOST,
        "message": http_response or "",
        "add_fields": hidden(visit),
        "form": reference_form(
            visit,
            {"name": "indicator", "label": _("Lines of"), "kind": "select", "options": options},
            groups=False,
        ),
        "reference": legend(visit),
        "answer": "",
        "table": None,
        "figure": None,
        "spine": None,
    }
    if picks.areas:
        latest = latest_of(visit, picks)
        context["reference"] = legend(visit, *measures_in(visit, latest))
        context["answer"] = behind(visit, picks, latest)
        context["table"] = table(visit, picks, latest)
        context["spine"] = spine_figure(visit, picks.areas)
    if picks.areas and measure is not None and has_lines(visit, picks, measure):
        name = visit.text(measure.name)
        context["figure"] = figure(
            visit,
            "lines",
            name,
            _(
                "Lines of %(name)s over the years, one per area. The selection of these areas has the "
                "same figures as a table."
            )
            % {"name": name},
            (360, 380, 400),
            {"area": ",".join(area.code for area in picks.areas), "indicator": measure.id},
            method=visit.url("method", measure.id),
            lazy=False,
        )
    if picks.areas and measure is not None:
        context["selection_url"] = visit.url(
            "selection", area=",".join(area.code for area in picks.areas), indicator=measure.id
        )
    return visit.render("monitor/compare.html", context, "compare")


def first_measure(visit: EditionContext) -> Any:
    """The first measure with figures over the years, or else the first with figures."""
    with_periods = [measure for measure in visit.catalogue.measures.values() if measure.periods]
    return next(
        (measure for measure in with_periods if len(measure.periods) > 1),
        next(iter(with_periods), None),
    )


def latest_of(visit: EditionContext, picks: Picks) -> Latest:
    """The latest figure of each measure and area."""
    codes = [area.code for area in picks.areas]
    rows = figures.latest_figures(visit.serving, codes, visit.against)
    return {(row["indicator"], row["area"]): row for row in rows}


def measures_in(visit: EditionContext, latest: Latest) -> list[Measure]:
    """The measures of which ``latest`` has figures."""
    names = dict.fromkeys(measure for measure, _area in latest)
    return [visit.catalogue.measures[name] for name in names]


def behind(visit: EditionContext, picks: Picks, latest: Latest) -> str:
    """On how many indicators each area is behind; '' when none can be compared."""
    sentences = []
    for area in picks.areas:
        lags = [
            row["distance"]
            for (measure, code), row in latest.items()
            if code == area.code
            and row["distance"] is not None
            and visit.catalogue.measures[measure].judged
        ]
        if lags:
            sentences.append(
                ngettext(
                    "%(name)s on %(behind)s of %(known)s indicator",
                    "%(name)s on %(behind)s of %(known)s indicators",
                    len(lags),
                )
                % {"name": area.name, "behind": sum(lag > 0 for lag in lags), "known": len(lags)}
            )
    if not sentences:
        return ""
    areas = listing(sentences, visit.language)
    return _("Behind %(reference)s: %(areas)s.") % {
        "reference": legend(visit, *measures_in(visit, latest)),
        "areas": areas,
    }


def table(visit: EditionContext, picks: Picks, latest: Latest) -> dict[str, Any]:
    """Measures under each other, areas beside each other, at the latest moment of each."""
    codes = [area.code for area in picks.areas]
    references = {row["reference"] for row in latest.values() if row["reference_value"] is not None}
    only = references.pop() if len(references) == 1 else None
    beside = only is not None and only not in codes
    rows = []
    for measure in visit.catalogue.measures.values():
        cells: list[Cell] = []
        for code in codes:
            row = latest.get((measure.id, code))
            lag = None
            if row is not None and row["distance"] is not None:
                lag = labels.lag(row["distance"], measure, visit.language)
            cells.append(value_cell(row, measure, visit, lag))
        if any(cell is not None for cell in cells):
            period = next(
                latest[measure.id, code]["period"] for code in codes if (measure.id, code) in latest
            )
            name = {
                "text": visit.text(measure.name),
                "url": visit.url("indicator", measure.id),
                "note": period,
            }
            if beside:
                cells.append(_reference_cell(visit, measure, codes, latest))
            rows.append([name, *cells])
    return {
        "id": "compare",
        "stacked": True,
        "caption": _("Latest figures, with the distance to %(reference)s")
        % {"reference": legend(visit, *measures_in(visit, latest))},
        "columns": [
            {"label": _("Indicator")},
            *({"label": area.name, "number": True} for area in picks.areas),
            *(
                [{"label": visit.name(only), "number": True, "note": _("compared with")}]
                if beside
                else []
            ),
        ],
        "rows": rows,
    }


def _reference_cell(
    visit: EditionContext, measure: Measure, codes: list[str], latest: Latest
) -> Cell:
    """The figure that the areas are compared with, at the moment of theirs."""
    values = {
        row["reference_value"]
        for code in codes
        if (row := latest.get((measure.id, code))) is not None
        and row["reference_value"] is not None
    }
    if len(values) != 1:  # of different moments
        return "–"
    value = values.pop()
    return {"text": labels.value(value, measure, visit.language), "sort": value}
