"""Finding one's way: areas from large to small, and groups."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.tables import GROUP_METHODS
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Group, Measure
from wijkwerk.monitor.serving.store import Row
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.answers import theme_answers, whole_line
from wijkwerk.monitor.web.edition_context import EditionContext, edition_view
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import Cell, Table, change_cell, class_cell, value_cell
from wijkwerk.shared.numbers import number
from wijkwerk.shared.sentences import upper_first
from wijkwerk.ui.lists import page_of, pager


@edition_view()
def areas(visit: EditionContext) -> HttpResponse:
    """The top of the hierarchy, to go down from; and the way to one's own neighbourhood."""
    catalogue = visit.catalogue
    tops = [area for area in catalogue.areas.values() if area.parent not in catalogue.areas]
    if len(tops) == 1 and catalogue.children.get(tops[0].code):
        below = [catalogue.areas[code] for code in catalogue.children[tops[0].code]]
    else:
        below, tops = tops, []
    below = sorted(below, key=lambda one: (labels.level_word(one.level), _by_number(one.name)))
    part = page_of(visit.request, below, 200)
    context = {
        "top": {"label": tops[0].name, "url": visit.url("area", tops[0].code)} if tops else None,
        "areas": [
            {
                "label": one.name,
                "url": visit.url("area", one.code),
                "note": labels.level_word(one.level),
            }
            for one in part.object_list
        ],
        "pager": pager(visit.request, part),
        "counts": [
            {
                "level": label if amount > 1 else labels.level_word(level),
                "number": number(amount, 0, visit.language),
            }
            for level, label in labels.level_labels().items()
            if (amount := len(catalogue.at_level(level)))
        ],
        "locate_url": visit.url("geojson", level=catalogue.report_level)
        if catalogue.has_geometry
        else "",
        "groups": [
            {
                "label": upper_first(visit.name(one.code)),
                "url": visit.url("group", one.code),
                "note": _("%(n)s areas") % {"n": len(one.areas)},
            }
            for one in catalogue.groups.values()
        ],
    }
    return visit.render("monitor/areas.html", context, "areas")


def _by_number(name: str) -> list[tuple[int, int, str]]:
    """A key that puts 'Stad 2' before 'Stad 10'."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]


@edition_view()
def groups(visit: EditionContext) -> HttpResponse:
    """All groups of areas of the edition."""
    catalogue = visit.catalogue
    listed = [
        {
            "label": upper_first(visit.name(one.code)),
            "url": visit.url("group", one.code),
            "note": _("%(n)s areas") % {"n": len(one.areas)},
        }
        for one in catalogue.groups.values()
    ] + [
        {"label": one.name, "url": visit.url("area", one.code), "note": _("published as a group")}
        for one in catalogue.at_level("group")
        if not catalogue.is_made_of_areas(one.code)
    ]
    return visit.render("monitor/groups.html", {"groups": listed}, "groups")


@edition_view()
def group(visit: EditionContext, group: str) -> HttpResponse:
    """A group: what happened in its areas, its own figures, and which areas it has."""
    found = visit.catalogue.groups.get(group)
    if found is None:
        raise Http404(_("This edition has no such group."))
    name = upper_first(visit.name(group))
    inside = EditionContext(visit.request, visit.serving, visit.language, visit.against, group)
    themes = theme_answers(inside)
    members = ((visit.name(code), code) for code in found.areas)
    dated = any(membership.valid_from or membership.valid_to for membership in found.memberships)
    context = {
        "crumbs": [{"label": _("Groups"), "url": visit.url("groups")}, {"label": name, "url": ""}],
        "group": found,
        "name": name,
        "answer": whole_line(themes, inside),
        "themes": themes,
        "reference": legend(inside),
        "form": reference_form(inside),
        "table": _figures(inside, group),
        "changes": _changes(inside, group),
        "members": _memberships(inside, found) if dated else None,
        "areas": [
            {"label": label, "url": visit.url("area", code)}
            for label, code in sorted(
                members, key=lambda member: (_by_number(member[0]), member[1])
            )
        ],
    }
    return visit.render("monitor/group.html", context, "groups")


def _figures(visit: EditionContext, group: str) -> dict[str, Any]:
    """Latest pooled value of each measure, its areas' mean, and the range."""
    rows: dict[str, dict[str, Any]] = {}
    for row in figures.group_figures(visit.serving, group=group):
        if row["method"] not in GROUP_METHODS:
            continue
        held = rows.setdefault(row["indicator"], {})
        before = held.get(row["method"])
        if before is None or row["period"] > before["period"]:
            held[row["method"]] = row
    cells = []
    for measure in visit.catalogue.measures.values():
        by_method = rows.get(measure.id)
        if by_method is None:
            continue
        any_row = by_method.get("pooled") or by_method["unweighted"]

        def shown(column: str, row: dict[str, Any] = any_row, measure: Any = measure) -> str:
            return labels.value(row[column], measure, visit.language)

        cells.append(
            [
                {
                    "text": visit.text(measure.name),
                    "note": any_row["period"],
                    "url": visit.url("indicator", measure.id, group=group),
                },
                value_cell(by_method["pooled"], measure, visit)
                if "pooled" in by_method
                else {"text": "–", "note": _("can't be combined")},
                value_cell(by_method.get("unweighted"), measure, visit),
                _("%(low)s to %(high)s") % {"low": shown("minimum"), "high": shown("maximum")}
                if any_row["minimum"] is not None
                else "–",
                shown("worst_five"),
                labels.value(any_row["reference_value"], measure, visit.language),
            ]
        )
    return {
        "id": "group",
        "caption": _("Figures of the group at the latest moment"),
        "columns": [
            {"label": _("Indicator")},
            {"label": _("All people together"), "number": True},
            {"label": _("Mean of the areas"), "number": True},
            {"label": _("Range of the areas"), "number": True},
            {"label": _("Five worst"), "number": True},
            {"label": _("Reference"), "number": True},
        ],
        "rows": cells,
    }


def _changes(visit: EditionContext, group: str) -> Table:
    """What became of the group over the same areas, and what joining and leaving did apart."""
    rows = figures.group_changes(visit.serving, group=group, against=visit.against)
    told = {row["indicator"]: row for row in rows if row["period_from"] != row["period_to"]}
    known = visit.catalogue.measures.values()
    listed = [(one, told[one.id]) for one in known if one.id in told]
    moved = any(row["joined"] or row["left"] for row in told.values())
    compared = any(row["class"] is not None for row in told.values())
    return {
        "id": "group-changes",
        "caption": _("What became of the group, over the areas that belong to it at both moments"),
        "columns": [
            {"label": _("Indicator")},
            {"label": _("From"), "number": True},
            {"label": _("To"), "number": True},
            *(
                [
                    {"label": _("What happened")},
                    {"label": _("Change of the distance"), "number": True},
                ]
                if compared
                else []
            ),
            *(
                [
                    {"label": _("Areas joined"), "number": True},
                    {"label": _("Areas left"), "number": True},
                ]
                if moved
                else []
            ),
        ],
        "rows": [
            [
                {
                    "text": visit.text(measure.name),
                    "note": _over(row),
                    "url": visit.url("indicator", measure.id, group=group),
                },
                *(_end(row, name, measure, visit) for name in ("value_from", "value_to")),
                *([_class(row), change_cell(row, measure, visit)] if compared else []),
                *(
                    (_effect(row, name, measure, visit) for name in ("joined", "left"))
                    if moved
                    else ()
                ),
            ]
            for measure, row in listed
        ],
        "note": _(
            "Areas that joined or left change the figure of the group though nothing happened "
            "in any area. So what they did to the group as a whole stands apart."
        )
        if moved
        else "",
    }


def _over(row: Row) -> str:
    """Over which areas and between which moments."""
    areas = ngettext("%(n)s area", "%(n)s areas", row["same"]) % {"n": row["same"]}
    said = f"{row['period_from']}–{row['period_to']}, {areas}"
    if row["method"] == "unweighted":
        said += f", {_('unweighted mean')}"
    return said


def _end(row: Row, name: str, measure: Measure, visit: EditionContext) -> Cell:
    if row[name] is None:
        return {"withheld": "N"} if row["conf_status"] != "F" else None
    return {"text": labels.value(row[name], measure, visit.language), "sort": row[name]}


def _class(row: Row) -> Cell:
    return "–" if row["class"] is None else class_cell(row)


def _effect(row: Row, name: str, measure: Measure, visit: EditionContext) -> Cell:
    """How many areas joined or left, and how much that moved the group as a whole."""
    if not row[name]:
        return "–"
    effect = row[f"{name}_effect"]
    note = (
        _("effect can't be told")
        if effect is None
        else labels.moved(effect, measure, visit.language)
    )
    return {"text": str(row[name]), "note": note, "sort": row[name]}


def _memberships(visit: EditionContext, group: Group) -> Table:
    """Every area that is or was in the group, with dates; who left comes last."""
    rows = sorted(
        group.memberships,
        key=lambda membership: (
            not membership.current,
            _by_number(visit.name(membership.area)),
            membership.valid_from or "",
        ),
    )
    return {
        "id": "members",
        "caption": _("Areas of the group, with the time that they belong to it"),
        "columns": [{"label": _("Area")}, {"label": _("From")}, {"label": _("Until")}],
        "rows": [
            [
                {
                    "text": visit.name(row.area),
                    "url": visit.url("area", row.area),
                    "note": "" if row.current else _("not in the group now"),
                },
                row.valid_from or _("always"),
                row.valid_to or _("now"),
            ]
            for row in rows
        ],
    }
