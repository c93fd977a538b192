"""One indicator of one area over the years, and what a composite of it is made of."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.tables import UNTOLD_CLASSES
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.serving.spreads import ranked
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.areas.addresses import place_view
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.figures import figure
from wijkwerk.monitor.web.lines import area_of, group_line, measure_of
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import series_table
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import areas


@place_view(stamp=lambda edition, code: "")
def series(visit: EditionContext, code: str, indicator: str) -> HttpResponse:
    """One indicator of one area over the years, with how to cite it."""
    own, measure = area_of(visit, code), measure_of(visit, indicator)
    query = FigureQuery(areas=[code], indicators=[indicator], against=visit.against)
    rows = figures.figures(visit.serving, query)
    change = next(iter(figures.changes(visit.serving, query)), None)
    with_value = [row for row in rows if row["value"] is not None]
    name = visit.text(measure.name)
    other = visit.name(change["reference"]) if change else ""
    context = {
        "crumbs": [
            *crumbs(visit, own)[:-1],
            {"label": own.name, "url": visit.url("area", code)},
            {"label": name, "url": ""},
        ],
        "area": own,
        "measure": measure,
        "name": name,
        "lines": series_lines(visit, own, measure, with_value, change),
        "apart": labels.apart(change, own.name, other, measure, visit.language) if change else "",
        "change": change,
        "evidence": labels.evidence_of(change)
        if change is not None and change["class"] not in UNTOLD_CLASSES
        else "",
        "indicator_url": visit.url("indicator", indicator),
        "method_url": visit.url("method", indicator),
        "table": series_table(
            visit,
            measure,
            rows,
            _("%(name)s in %(area)s") % {"name": name, "area": own.name},
            group_line(visit, own, measure),
        ),
        "form": reference_form(visit, groups=False),
        "reference": legend(visit, measure),
        "figure": figure(
            visit,
            "trend",
            _("Over the years"),
            _(
                "Line of %(name)s in %(area)s, with its margin, beside the reference and the group it "
                "belongs to. The table below holds the same figures."
            )
            % {"name": name, "area": own.name},
            (350, 350, 290),
            {"area": code, "indicator": indicator},
            method=visit.url("method", indicator),
            lazy=False,
        )
        | {"cite": citation(visit, own, measure, with_value[-1] if with_value else None)},
        "breaks": [
            {"period": series_break["period"], "reason": series_break["reason"][visit.language]}
            for series_break in measure.definition["breaks"]
        ],
        "selection_url": visit.url("selection", area=code, indicator=indicator),
    }
    return visit.render("monitor/series.html", context, "areas")


def crumbs(visit: EditionContext, own: Area) -> list[dict[str, str]]:
    """The areas above this one, and itself."""
    above = [
        {"label": ancestor.name, "url": visit.url("area", ancestor.code)}
        for ancestor in reversed(visit.catalogue.lineage(own.code))
    ]
    return [
        {"label": _("Areas"), "url": visit.url("areas")},
        *above,
        {"label": own.name, "url": ""},
    ]


def series_lines(
    visit: EditionContext, own: Area, measure: Measure, with_value: list[Row], change: Row | None
) -> list[str]:
    """The answer: where it stands now, and what the distance did."""
    if not with_value:
        return [_("No figure of this area is published.")]
    last = with_value[-1]
    names = {
        "area": own.name,
        "period": last["period"],
        "value": labels.value(last["value"], measure, visit.language),
    }
    sentences = [_("In %(period)s it was %(value)s in %(area)s.") % names]
    if last["distance"] is not None:
        lag = labels.lag(last["distance"], measure, visit.language)
        sentences.append(
            _("Compared with %(reference)s: %(lag)s.")
            % {"reference": visit.name(last["reference"]), "lag": lag}
        )
    if (
        change is not None
        and change["distance_change"] is not None
        and last["distance"] is not None
    ):
        # Larger or smaller would say too much of who is ahead, or where neither side is better.
        distances = {row["period"]: row["distance"] for row in with_value}
        start, end = change["period_from"], change["period_to"]
        before, after = (
            labels.lag(distances.get(period), measure, visit.language) for period in (start, end)
        )
        sentences.append(
            _("Between %(start)s and %(end)s that went from %(before)s to %(after)s.")
            % {"start": start, "end": end, "before": before, "after": after}
        )
    return sentences


def liveability(visit: EditionContext, code: str) -> list[dict[str, Any]]:
    """Per composite its latest dimensions: score, weight and what each contributes."""
    return [
        _composite(visit, composite, parts)
        for composite, parts in latest_parts(visit, code).items()
    ]


def latest_parts(visit: EditionContext, code: str) -> dict[str, list[Row]]:
    """Per composite the rows of its dimensions at the last moment."""
    latest: dict[str, list[Row]] = {}
    for row in figures.liveability(visit.serving, code):
        latest_rows = latest.get(row["composite"])
        if latest_rows is None or row["period"] > latest_rows[0]["period"]:
            latest[row["composite"]] = [row]
        elif row["period"] == latest_rows[0]["period"]:
            latest_rows.append(row)
    return latest


def dimension_names(visit: EditionContext, measure: Measure) -> dict[str, str]:
    """The dimensions of a composite, by id."""
    dimensions = measure.definition.get("dimensions") or []
    return {dimension["id"]: dimension["name"][visit.language] for dimension in dimensions}


def _composite(visit: EditionContext, composite: str, parts: list[Row]) -> dict[str, Any]:
    measure = visit.catalogue.measures[composite]
    names = dimension_names(visit, measure)
    name, first = visit.text(measure.name), parts[0]
    level = visit.catalogue.areas[first["area"]].level

    def shown(amount: float | None, decimals: int) -> str:
        return "–" if amount is None else number(amount, decimals, visit.language)

    beside = ranked(visit.serving, level).get((composite, first["period"]), 0)
    return {
        "name": name,
        "period": first["period"],
        "rank": first["rank"] if beside > 1 else None,  # first of one is no place
        "ranked": areas(beside, visit.language, level),
        "rank_lowest": first["rank_lowest"],
        "rank_highest": first["rank_highest"],
        "url": visit.url("series", first["area"], composite),
        "figure": figure(
            visit,
            "parts",
            _("What makes up the score"),
            _(
                "A bar per dimension of %(name)s: what it adds to the score. The table holds the same."
            )
            % {"name": name},
            (60 + 30 * len(parts),) * 3,
            {"area": first["area"], "indicator": composite},
            half=True,
        ),
        "table": {
            "id": f"composite-{composite}",
            "caption": _("%(name)s in %(period)s, by dimension")
            % {"name": name, "period": first["period"]},
            "columns": [
                {"label": _("Dimension")},
                {"label": _("Score, 0 to 100"), "number": True},
                {"label": _("Weight"), "number": True},
                {"label": _("Contribution"), "number": True},
            ],
            "rows": [
                [
                    names.get(row["dimension"], row["dimension"]),
                    shown(row["score"], 1),
                    shown(row["weight"], 2),
                    shown(row["contribution"], 1),
                ]
                for row in parts
            ],
        },
    }


def citation(visit: EditionContext, own: Area, measure: Measure, row: Row | None) -> str:
    """How to cite the latest figure, with the edition that can be recomputed."""
    catalogue = visit.catalogue
    shown = "" if row is None else labels.value(row["value"], measure, visit.language)
    period = "" if row is None else row["period"]
    address_of_series = visit.url("series", own.code, measure.id, edition=catalogue.id)
    address = visit.request.build_absolute_uri(address_of_series)
    return (
        f"{catalogue.source['publisher']}, {visit.text(catalogue.title)}, "
        f"{_('edition')} {catalogue.id}: {visit.text(measure.name)}, {own.name} ({own.code}), "
        f"{period}: {shown}. {address}"
    )
