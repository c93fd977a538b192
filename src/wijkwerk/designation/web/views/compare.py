"""Two years, or two lists: who enters, who leaves, and why."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.core.moments import year_before
from wijkwerk.designation.serving.comparison import NothingToCompareError
from wijkwerk.designation.serving.comparison import compare as compare_servings
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web import labels
from wijkwerk.designation.web.list_context import ListContext, list_view
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.numbers import count
from wijkwerk.ui.query import number_in

_SHOWN = 500  # rows of the table


@list_view()
def compare(visit: ListContext) -> HttpResponse:
    """The list of this year held against another year or another list.

    Raises BadRequest for a year that the other list hasn't got.
    """
    other = _other(visit)
    years = other.years
    usual = year_before(years, visit.year) if other.id == visit.serving.id else visit.year
    usual = usual if usual in years else years[0]
    against = number_in(visit.request, "against", 0, 9999, usual)
    if against not in years:
        raise BadRequest(_("This list has no such year."))
    rows: list[dict[str, Any]] = []
    problem = ""
    try:
        rows = compare_servings(other, against, visit.serving, visit.year)
    except NothingToCompareError:
        problem = (
            _("Choose another year: comparing a list with itself says nothing.")
            if other.id == visit.serving.id and against == visit.year
            else _("These two have no status in common.")
        )
    context = {
        "tab": "compare",
        "first": problem or first_line(visit, rows, against, other.id),
        "form": form(visit, other.id, against, years),
        "table": None if problem else table(visit, rows, against),
        "more": len(rows) > _SHOWN,
        "other": other.scheme.title.in_(visit.language) if other.id != visit.serving.id else "",
    }
    return visit.render("designation/compare.html", context)


def _other(visit: ListContext) -> ListServing:
    name = visit.request.GET.get("with") or visit.serving.id
    if name == visit.serving.id:
        return visit.serving
    if name not in lists().ids():
        raise BadRequest(_("There is no list with this id."))
    try:
        return lists().open(name)
    except NotServedError as gone:
        raise BadRequest(_("There is no list with this id.")) from gone


def first_line(visit: ListContext, rows: list[dict[str, Any]], against: int, other: str) -> str:
    """How many enter and leave, per status."""
    parts = []
    for status in dict.fromkeys(row["status"] for row in rows):
        own = [row["change"] for row in rows if row["status"] == status]
        enter, leave, unclear = (own.count(change) for change in ("entered", "left", "unclear"))
        part = _("%(status)s: %(enter)s in, %(leave)s out") % {
            "status": visit.status(status),
            "enter": count(enter, visit.language),
            "leave": count(leave, visit.language),
        }
        if unclear:
            part += ngettext(
                "; for %(n)s area this can’t be determined",
                "; for %(n)s areas this can’t be determined",
                unclear,
            ) % {"n": count(unclear, visit.language)}
        parts.append(part)
    if other != visit.serving.id:
        template = _(
            "From the list of %(before)s by the other rule to that of %(after)s: %(what)s."
        )
    else:
        template = _("From %(before)s to %(after)s: %(what)s.")
    return template % {
        "before": against,
        "after": visit.year,
        "what": "; ".join(parts) or _("nothing changed"),
    }


def form(visit: ListContext, other: str, against: int, years: list[int]) -> dict[str, Any]:
    """The other list, and its year."""
    servings: list[ListServing] = lists().all()
    return {
        "action": visit.request.path,
        "label": _("Choose what to compare with"),
        "submit": _("Compare"),
        "fields": [
            {
                "name": "with",
                "label": _("Compare with the list"),
                "kind": "select",
                "options": [
                    {
                        "value": serving.id,
                        "label": f"{serving.scheme.title.in_(visit.language)} ({serving.id})",
                        "selected": serving.id == other,
                    }
                    for serving in servings
                ],
            },
            {
                "name": "against",
                "label": _("of the year"),
                "kind": "select",
                "options": [
                    {"value": str(year), "label": str(year), "selected": year == against}
                    for year in reversed(years)
                ],
            },
        ],
    }


def table(visit: ListContext, rows: list[dict[str, Any]], against: int) -> dict[str, Any]:
    """A row per area that changed."""
    changes = {"entered": _("enters"), "left": _("leaves"), "unclear": _("can’t be determined")}
    return {
        "id": "changes",
        "caption": _("What changed from %(before)s to %(after)s")
        % {"before": against, "after": visit.year},
        "columns": [
            {"label": _("Area")},
            {"label": _("Status")},
            {"label": _("Change"), "verdict": True},
            {"label": _("Then")},
            {"label": _("Now")},
            {"label": _("Why")},
        ],
        "rows": [
            [
                {"text": row["name"] or row["area"], "url": visit.url("area", row["area"])},
                visit.status(row["status"]),
                changes[row["change"]],
                _result(row, "before"),
                _result(row, "after"),
                {
                    "text": labels.cause_labels(row["cause"]),
                    "note": labels.codes(row["criteria"], visit.rules, visit.language),
                },
            ]
            for row in rows[:_SHOWN]
        ],
        "sortable": True,
        "filter": len(rows) > 15,
        "empty": _("Nothing changed."),
    }


def _result(row: dict[str, Any], when: str) -> str:
    """Whether the rule is met; where a decision made the difference, whether it is on the list: it may
    be off although the rule is met."""
    result = row[when] or ""
    if row["cause"] == "decision" and result in ("met", "not_met"):
        return _("on the list") if result == "met" else _("not on the list")
    return labels.result_label(result) or "–"
