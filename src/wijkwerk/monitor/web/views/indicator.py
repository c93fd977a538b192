"""A page per indicator: all areas of a set, how far behind they are and which way they go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.tables import GROUP_METHODS
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.answers import answer_of, stated
from wijkwerk.monitor.web.edition_context import MOST_AREAS, EditionContext, edition_view
from wijkwerk.monitor.web.figures import figure
from wijkwerk.monitor.web.lines import ORDERS, Line, lines_of, measure_of, period_of
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.monitor.web.maps import map_block
from wijkwerk.monitor.web.references import counts_published, legend, reference_form
from wijkwerk.monitor.web.tables import areas_table, groups_table
from wijkwerk.served.api import Row
from wijkwerk.shared.numbers import count
from wijkwerk.shared.sentences import by_count
from wijkwerk.ui.lists import headers, page_of, pager, sorted_by
from wijkwerk.ui.reader import language

_FEWEST_RANKS = 3
PICTURED = 25  # rows of the list that a picture shows


@edition_view()
def indicator(visit: EditionContext, indicator: str) -> HttpResponse:
    """The page of one indicator."""
    measure = measure_of(visit, indicator)
    period = period_of(visit, measure)
    chosen = chosen_areas(visit)
    lines = lines_of(visit, measure, chosen.areas, period)
    rows, order = sorted_by(visit.request, lines, ORDERS, "-lag")
    part = page_of(visit.request, rows)
    name = visit.text(measure.name)
    answer = answer_of(visit, measure)
    context = {
        "crumbs": [
            {"label": _("Themes"), "url": visit.url("themes")},
            {
                "label": visit.text(visit.catalogue.themes[measure.theme]),
                "url": visit.url("theme", measure.theme),
            },
            {"label": name, "url": ""},
        ],
        "measure": measure,
        "name": name,
        "description": measure.definition["description"][visit.language],
        "method_url": visit.url("method", measure.id),
        "period": period,
        "reference": legend(visit, measure),
        "counts_published": counts_published(visit, answer),
        "chosen": chosen,
        "answer": answer,
        "stated": stated(visit, measure),
        "form": reference_form(visit, period_field(visit, measure, period), area_fields(visit)),
        "table": areas_table(
            visit,
            measure,
            list(part),
            headers(visit.request, _columns(measure), order),
            _caption(name, period, chosen.label),
        ),
        "pager": pager(visit.request, part),
        "groups": groups_table(
            visit,
            measure,
            latest_groups(visit, measure),
            _("Groups of areas: %(name)s") % {"name": name},
        ),
        "figures": pictures(visit, measure, list(part)[:PICTURED]),
        "map": map_block(visit, measure, chosen, period, lines),
        "coverage": coverage(rows),
        "selection_url": visit.url("selection", indicator=measure.id),
        "downloads": downloads(visit, measure),
    }
    return visit.render("monitor/indicator.html", context, "themes")


def downloads(visit: EditionContext, measure: Measure) -> list[dict[str, str]]:
    """All years of all areas of the level that the edition is about; none where those are too many."""
    level = visit.catalogue.report_level
    if not 1 < len(visit.catalogue.at_level(level)) <= MOST_AREAS:
        return []
    several = labels.level_labels()[level]
    query = {"of": f":{level}", "indicator": measure.id}
    return [
        {
            "label": _("Spreadsheet: all %(areas)s, all years") % {"areas": several},
            "url": visit.url("download", "xlsx", **query),
        },
        {"label": "CSV", "url": visit.url("download", "csv", **query)},
    ]


def _caption(name: str, period: str | None, areas: str) -> str:
    """What a table of areas shows; without figures there is no moment that it is about."""
    if period is None:
        return _("%(name)s, %(areas)s") % {"name": name, "areas": areas}
    return _("%(name)s in %(period)s, %(areas)s") % {"name": name, "period": period, "areas": areas}


def coverage(lines: Sequence[Line]) -> str:
    """How many areas have a figure, and of how many it is withheld."""
    if not any(line.figure for line in lines):
        return _("No figures per area were published of this indicator.")
    measured = sum(line.of("value") is not None for line in lines)
    withheld = sum(line.of("conf_status") not in (None, "F") for line in lines)
    if withheld == len(lines):
        return _("The figures of all areas are withheld.")
    sentence = by_count(
        measured,
        len(lines),
        none=_("None of the %(total)s areas has a figure."),
        one=_("1 of the %(total)s areas has a figure."),
        some=_("%(measured)s of the %(total)s areas have a figure."),
        every=_("All %(total)s areas have a figure."),
        only=_("The only area has a figure."),
    ) % {
        "measured": count(measured, language()),
        "total": count(len(lines), language()),
    }
    if not withheld:
        return sentence
    rest = ngettext(
        "The figure of %(n)s area is withheld.",
        "The figures of %(n)s areas are withheld.",
        withheld,
    )
    return f"{sentence} {rest % {'n': count(withheld, language())}}"


def pictures(
    visit: EditionContext, measure: Measure, lines: Sequence[Line]
) -> list[dict[str, Any]]:
    """The pictures of the page: lags, changes apart, small multiples, ranks; those with nothing to
    show are left out."""
    name, reference = visit.text(measure.name), legend(visit, measure)
    parameters = {
        name: visit.request.GET.get(name) for name in ("within", "level", "period", "sort", "page")
    }
    query = {"indicator": measure.id, **parameters}
    values = {"name": name, "reference": reference}
    tall = 90 + 22 * len(lines)
    shown = {
        "lags": sum(line.of("distance") is not None for line in lines) > 1,
        "apart": any(line.changed("own_change") is not None for line in lines),
        "multiples": len(measure.periods) > 1,
        "ranks": sum(line.of("rank") is not None for line in lines) > _FEWEST_RANKS,
    }
    far = _("How far behind, with the margin")
    if not measure.judged:
        far = _("How far from the reference, with the margin")
    drawn = [
        figure(
            visit,
            "lags",
            far,
            _(
                "Per area the distance of %(name)s to %(reference)s, with its margin. The table below "
                "holds the same figures."
            )
            % values,
            (tall, tall, tall),
            query,
            method=visit.url("method", measure.id),
            lazy=False,
        ),
        figure(
            visit,
            "apart",
            _("Own change and the change of the reference"),
            _(
                "Per area its own change of %(name)s and that of %(reference)s. The table below holds "
                "the same figures."
            )
            % values,
            (tall + 30, tall + 30, tall + 50),
            query,
        ),
        figure(
            visit,
            "multiples",
            _("Over the years"),
            _(
                "Small pictures per area with the line of %(name)s and the line of %(reference)s. The "
                "page of each area has these figures as a table."
            )
            % values,
            (520, 980, 820),
            query,
        ),
        figure(
            visit,
            "ranks",
            _("The rank, and the range it may lie in"),
            _(
                "Per area a dot at its rank and a bar over the ranks that fit its margin as well. The "
                "table above holds the same."
            ),
            (tall, tall, tall),
            query,
        ),
    ]
    return [picture for picture in drawn if shown[picture["id"].split("-")[0]]]


def period_field(visit: EditionContext, measure: Measure, period: str | None) -> dict[str, Any]:
    """The choice of a period."""
    return {
        "name": "period",
        "label": _("Period"),
        "kind": "select",
        "options": [
            {"value": period_shown, "label": period_shown, "selected": period_shown == period}
            for period_shown in reversed(measure.periods)
        ],
    }


def area_fields(visit: EditionContext) -> dict[str, Any]:
    """The choice of the areas inside one municipality."""
    catalogue = visit.catalogue
    within = visit.request.GET.get("within") or ""
    own = [{"value": "", "label": _("those of the group"), "selected": within == ""}]
    return {
        "name": "within",
        "label": _("Areas in"),
        "kind": "select",
        "options": own
        + [
            {
                "value": municipality.code,
                "label": municipality.name,
                "selected": municipality.code == within,
            }
            for municipality in catalogue.at_level("municipality")
            if catalogue.children.get(municipality.code)
        ],
    }


def latest_groups(visit: EditionContext, measure: Measure) -> list[Row]:
    """Groups of areas at their latest period, pooled and unweighted."""
    latest: dict[tuple[str, str], Row] = {}
    for row in figures.group_figures(visit.serving, indicator=measure.id):
        if row["method"] not in GROUP_METHODS:
            continue
        latest_row = latest.get((row["group"], row["method"]))
        if latest_row is None or row["period"] > latest_row["period"]:
            latest[row["group"], row["method"]] = row
    return list(latest.values())


def _columns(measure: Measure) -> list[tuple[str, str, bool, str]]:
    unit = labels.distance_unit_label(measure)
    return [
        ("name", _("Area"), False, ""),
        ("value", _("Value"), True, _("with margin")),
        ("lag", _("Distance"), True, unit),
        ("", _("What happened"), False, ""),
        ("change", _("Change of the distance"), True, unit),
        ("", _("Area itself"), True, unit),
        ("", _("Reference"), True, unit),
        ("rank", _("Rank"), True, _("with range")),
    ]
