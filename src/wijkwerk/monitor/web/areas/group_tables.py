"""What only the page of a group has: its own figures, what became of it, and who belonged to it when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.core.tables import GROUP_METHODS
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.catalogue import Group, Measure
from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.answers import theme_answers, whole_line
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.references import legend, reference_form
from wijkwerk.monitor.web.tables import Cell, Table, change_cell, class_cell, value_cell
from wijkwerk.monitor.web.views.places import by_number
from wijkwerk.served.api import Row
from wijkwerk.shared.sentences import upper_first


def group_sections(visit: EditionContext, group: Group) -> dict[str, Any]:
    """Context of the page of a group beside that of its areas."""
    inside = EditionContext(visit.request, visit.serving, visit.language, visit.against, group.code)
    themes = theme_answers(inside)
    dated = any(membership.valid_from or membership.valid_to for membership in group.memberships)
    return {
        "crumbs": [
            {"label": _("Groups"), "url": visit.url("groups")},
            {"label": upper_first(visit.name(group.code)), "url": ""},
        ],
        "counted_line": whole_line(themes, inside),
        "answer_themes": [theme for theme in themes if theme.total],
        "reference": legend(inside),
        "form": reference_form(inside, groups=False),
        "group_table": _figures(inside, group.code),
        "group_changes": _changes(inside, group.code),
        "members": _memberships(inside, group) if dated else None,
    }


def _figures(visit: EditionContext, group: str) -> dict[str, Any]:
    """Latest pooled value of each measure, its areas' mean, and the range."""
    rows: dict[str, dict[str, Any]] = {}
    for row in figures.group_figures(visit.serving, group=group):
        if row["method"] not in GROUP_METHODS:
            continue
        row_by_method = rows.setdefault(row["indicator"], {})
        before = row_by_method.get(row["method"])
        if before is None or row["period"] > before["period"]:
            row_by_method[row["method"]] = row
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
    row_by_indicator = {
        row["indicator"]: row for row in rows if row["period_from"] != row["period_to"]
    }
    measures = visit.catalogue.measures.values()
    listed = [
        (measure, row_by_indicator[measure.id])
        for measure in measures
        if measure.id in row_by_indicator
    ]
    moved = any(row["joined"] or row["left"] for row in row_by_indicator.values())
    compared = any(row["class"] is not None for row in row_by_indicator.values())
    return {
        "id": "group-changes",
        "caption": _("What became of the group, over the areas that belong to it at both moments"),
        "columns": [
            {"label": _("Indicator")},
            {"label": _("From"), "number": True},
            {"label": _("To"), "number": True},
            *(
                [
                    {"label": _("What happened"), "verdict": True},
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
    span_text = f"{row['period_from']}–{row['period_to']}, {areas}"
    if row["method"] == "unweighted":
        span_text += f", {_('unweighted mean')}"
    return span_text


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
            by_number(visit.name(membership.area)),
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
