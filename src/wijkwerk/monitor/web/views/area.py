"""The portrait of an area, and one series of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.areas.api import MOST_DWELLINGS, MOST_INHABITANTS
from wijkwerk.monitor.core.tables import UNTOLD_CLASSES
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Area, Measure
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.serving.neighbours import neighbours, twins
from wijkwerk.monitor.serving.store import Row
from wijkwerk.monitor.web import area_cards, labels
from wijkwerk.monitor.web.answers import Stated, stated_of
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.figures import figure
from wijkwerk.monitor.web.lines import Line, area_of, group_line, latest_lines, measure_of
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import measures_table, series_table
from wijkwerk.shared.numbers import number

_STANDS_OUT = 3
_PICTURED = 2  # lines per theme; the page of each series has its own


@edition_view(stamp=area_cards.stamp)
def area(visit: EditionContext, code: str) -> HttpResponse:
    """Every theme of one area: how far behind, which way, what stands out."""
    own = area_of(visit, code)
    latest = latest_lines(visit, own)
    published = stated_of(visit, code)
    context = {
        "crumbs": crumbs(visit, own),
        "area": own,
        "level": labels.level_word(own.level),
        "cards": area_cards.cards(visit.catalogue.id, code, visit.language),
        "stats": size(visit, own),
        "too_large": bool(own.flagged),
        "most": {
            "inhabitants": number(MOST_INHABITANTS, 0, visit.language),
            "dwellings": number(MOST_DWELLINGS, 0, visit.language),
        },
        "summary": summary(visit, latest, published),
        "published": [
            {
                "name": visit.text(measure.name),
                "url": visit.url("indicator", measure.id),
                "text": published[measure.id].text,
            }
            for measure in visit.catalogue.measures.values()
            if measure.id in published
        ],
        "stands_out": stands_out(visit, own, latest),
        "themes": themes(visit, latest, published),
        "signals": signals(visit, code),
        "liveability": liveability(visit, code),
        "neighbours": links(visit, neighbours(visit.serving, code)),
        "twins": links(visit, twins(visit.serving, code)),
        "parts": links(visit, list(visit.catalogue.children.get(code, ()))[:200]),
        "groups": [
            {"label": visit.name(group.code), "url": visit.url("group", group.code)}
            for group in visit.catalogue.groups.values()
            if code in group.areas
        ],
        "earlier_groups": [
            {
                "label": visit.name(group.code),
                "url": visit.url("group", group.code),
                "note": _("until %(period)s") % {"period": membership.valid_to},
            }
            for group in visit.catalogue.groups.values()
            for membership in group.memberships
            if membership.area == code and code not in group.areas and membership.valid_to
        ],
        "form": reference_form(visit, groups=False),
        "reference": legend(visit),
        "as_reference_url": visit.url("home", against=code),
        "compare_url": visit.url("compare", area=code),
        "selection_url": visit.url("selection", area=code),
    }
    return visit.render("monitor/area.html", context, "areas")


@edition_view()
def series(visit: EditionContext, code: str, indicator: str) -> HttpResponse:
    """One indicator of one area over the years, with how to cite it."""
    own, measure = area_of(visit, code), measure_of(visit, indicator)
    asked = FigureQuery(areas=[code], indicators=[indicator], against=visit.against)
    rows = figures.figures(visit.serving, asked)
    change = next(iter(figures.changes(visit.serving, asked)), None)
    known = [row for row in rows if row["value"] is not None]
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
        "lines": series_lines(visit, own, measure, known, change),
        "apart": labels.apart(change, own.name, other, measure, visit.language) if change else "",
        "change": change,
        "change_told": change is not None and change["class"] not in UNTOLD_CLASSES,
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
        | {"cite": citation(visit, own, measure, known[-1] if known else None)},
        "breaks": [
            {"period": one["period"], "reason": one["reason"][visit.language]}
            for one in measure.definition["breaks"]
        ],
        "selection_url": visit.url("selection", area=code, indicator=indicator),
    }
    return visit.render("monitor/series.html", context, "areas")


def crumbs(visit: EditionContext, own: Area) -> list[dict[str, str]]:
    """The areas above this one, and itself."""
    above = [
        {"label": one.name, "url": visit.url("area", one.code)}
        for one in reversed(visit.catalogue.lineage(own.code))
    ]
    return [
        {"label": _("Areas"), "url": visit.url("areas")},
        *above,
        {"label": own.name, "url": ""},
    ]


def series_lines(
    visit: EditionContext, own: Area, measure: Measure, known: list[Row], change: Row | None
) -> list[str]:
    """The answer: where it stands now, and what the distance did."""
    if not known:
        return [_("No figure of this area is published.")]
    last = known[-1]
    names = {
        "area": own.name,
        "period": last["period"],
        "value": labels.value(last["value"], measure, visit.language),
    }
    said = [_("In %(period)s it was %(value)s in %(area)s.") % names]
    if last["distance"] is not None:
        lag = labels.lag(last["distance"], measure, visit.language)
        said.append(
            _("Compared with %(reference)s: %(lag)s.")
            % {"reference": visit.name(last["reference"]), "lag": lag}
        )
    if change is not None and change["distance_change"] is not None:
        moved = labels.moved(change["distance_change"], measure, visit.language)
        said.append(
            _("Between %(start)s and %(end)s the distance changed by %(moved)s.")
            % {"start": change["period_from"], "end": change["period_to"], "moved": moved}
        )
    return said


def themes(
    visit: EditionContext, latest: dict[str, Line], published: Mapping[str, Stated]
) -> list[dict[str, Any]]:
    """Per theme a table of its measures and the lines of the first of them."""
    result = []
    for theme, text in visit.catalogue.themes.items():
        own = [(one, latest[one.id]) for one in visit.catalogue.of_theme(theme) if one.id in latest]
        if own:
            name = visit.text(text)
            pictured = [
                figure(
                    visit,
                    "trend",
                    visit.text(measure.name),
                    _(
                        "Line of %(name)s over the years, beside the reference and the group it belongs "
                        "to; its own page has the table."
                    )
                    % {"name": visit.text(measure.name)},
                    (300, 300, 280),
                    {"area": line.area.code, "indicator": measure.id},
                    half=True,
                    brief=True,
                )
                for measure, line in own[:_PICTURED]
                if len(measure.periods) > 1
            ]
            result.append(
                {
                    "name": name,
                    "url": visit.url("theme", theme),
                    "table": measures_table(visit, f"theme-{theme}", own, name, published),
                    "figures": pictured,
                }
            )
    return result


def summary(
    visit: EditionContext, latest: dict[str, Line], published: Mapping[str, Stated]
) -> dict[str, Any]:
    """The first line: on how many of the measures with a better side it lags, and which way those
    go; ``closed`` and ``widened`` are by what a publication says, where the figures don't tell a
    change."""
    judged = [line for measure, line in latest.items() if visit.catalogue.measures[measure].judged]
    known = [line for line in judged if line.of("distance") is not None]
    behind = [line for line in known if line.of("distance") > 0]
    sure = [line for line in behind if (line.of("distance_lower") or 0) > 0]
    closing = [line for line in behind if line.changed("class") == "smaller"]
    growing = [line for line in behind if line.changed("class") == "larger"]
    said = [
        one.kind
        for indicator, one in published.items()
        if indicator not in latest or latest[indicator].changed("class") in (None, *UNTOLD_CLASSES)
    ]
    return {
        "known": len(known),
        "behind": len(behind),
        "margins": any(line.of("distance_lower") is not None for line in behind),
        "sure": len(sure),
        "closing": len(closing),
        "closing_firm": sum(line.changed("evidence") == "firm" for line in closing),
        "growing": len(growing),
        "growing_firm": sum(line.changed("evidence") == "firm" for line in growing),
        "closed": said.count("smaller"),
        "widened": said.count("larger"),
        "stayed": said.count("equal"),
    }


def stands_out(visit: EditionContext, own: Area, latest: dict[str, Line]) -> list[str]:
    """The largest relative lags and changes that are beyond doubt, as sentences."""
    said = []
    sure = [
        (indicator, line)
        for indicator, line in latest.items()
        if (line.of("distance_lower") or 0) > 0
        and line.of("distance_relative") is not None
        and visit.catalogue.measures[indicator].judged
    ]
    sure.sort(key=lambda pair: (-pair[1].of("distance_relative"), pair[0]))
    for indicator, line in sure[:_STANDS_OUT]:
        measure = visit.catalogue.measures[indicator]
        said.append(
            _("%(measure)s: %(value)s, %(lag)s %(reference)s (%(period)s).")
            % {
                "measure": visit.text(measure.name),
                "value": labels.value(line.of("value"), measure, visit.language),
                "lag": labels.lag(line.of("distance"), measure, visit.language),
                "reference": visit.name(line.of("reference")),
                "period": line.of("period"),
            }
        )
    for indicator, line in latest.items():
        if line.changed("evidence") == "firm" and line.changed("class") in ("smaller", "larger"):
            measure = visit.catalogue.measures[indicator]
            grew = line.changed("class") == "larger"
            text = (
                _("%(measure)s: the distance surely became larger, by %(size)s.")
                if grew
                else _("%(measure)s: the distance surely became smaller, by %(size)s.")
            )
            size = labels.moved(line.changed("distance_change"), measure, visit.language)[1:]
            said.append(text % {"measure": visit.text(measure.name), "size": size})
            other = visit.name(line.changed("reference"))
            both = labels.apart(line.change or {}, own.name, other, measure, visit.language)
            if both:
                said[-1] = f"{said[-1]} {both}"
    return said[: 3 * _STANDS_OUT]


def size(visit: EditionContext, own: Area) -> list[dict[str, str]]:
    """Inhabitants and dwellings."""
    return [
        {"label": label, "value": number(amount, 0, visit.language)}
        for label, amount in ((_("inhabitants"), own.inhabitants), (_("dwellings"), own.dwellings))
        if amount is not None
    ]


def signals(visit: EditionContext, code: str) -> list[dict[str, str]]:
    """Early-warning signals of this area."""
    return [
        {
            "measure": visit.text(visit.catalogue.measures[row["indicator"]].name),
            "period": row["period"],
            "url": visit.url("series", code, row["indicator"]),
        }
        for row in figures.warnings(visit.serving, [code])
        if row["indicator"] in visit.catalogue.measures
    ]


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
        held = latest.get(row["composite"])
        if held is None or row["period"] > held[0]["period"]:
            latest[row["composite"]] = [row]
        elif row["period"] == held[0]["period"]:
            held.append(row)
    return latest


def dimension_names(visit: EditionContext, measure: Measure) -> dict[str, str]:
    """The dimensions of a composite, by id."""
    dimensions = measure.definition.get("dimensions") or []
    return {dimension["id"]: dimension["name"][visit.language] for dimension in dimensions}


def _composite(visit: EditionContext, composite: str, parts: list[Row]) -> dict[str, Any]:
    measure = visit.catalogue.measures[composite]
    names = dimension_names(visit, measure)
    name, first = visit.text(measure.name), parts[0]

    def shown(amount: float | None, decimals: int) -> str:
        return "–" if amount is None else number(amount, decimals, visit.language)

    return {
        "name": name,
        "period": first["period"],
        "rank": first["rank"],
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


def links(visit: EditionContext, codes: list[str]) -> list[dict[str, str]]:
    """Areas as links."""
    return [
        {"label": visit.name(code), "url": visit.url("area", code)}
        for code in codes
        if code in visit.catalogue.areas
    ]


def citation(visit: EditionContext, own: Area, measure: Measure, row: Row | None) -> str:
    """How to cite the latest figure, with the edition that can be recomputed."""
    catalogue = visit.catalogue
    shown = "" if row is None else labels.value(row["value"], measure, visit.language)
    period = "" if row is None else row["period"]
    address = visit.request.build_absolute_uri(visit.url("series", own.code, measure.id))
    return (
        f"{catalogue.source['publisher']}, {visit.text(catalogue.title)}, "
        f"{_('edition')} {catalogue.id}: {visit.text(measure.name)}, {own.name} ({own.code}), "
        f"{period}: {shown}. {address}"
    )
