"""The housing obligation: an example plan, and what sparing households costs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.designation.serving.library import lists
from wijkwerk.served.api import PAGE_SECONDS
from wijkwerk.shared.numbers import number, percent
from wijkwerk.shared.text import Language
from wijkwerk.ui.pictures.style import SIZES, WIDTHS
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import language as language_now

_HEIGHTS = {"large": 380, "medium": 380, "small": 310}
_KINDS = ("frontier", "share")


@public
@require_safe
def housing(request: HttpRequest) -> HttpResponse:
    """The example of a housing obligation, as it ships. 404 when the site has no example."""
    example = lists().housing()
    if example is None:
        raise Http404(_("This site has no example of a plan."))
    language = language_now()
    context = {
        "nav_current": "lists",
        "first": example["sentence"][language],
        "sparing": example["sparing"][language],
        "figures": [
            _figure(
                "share",
                _("The share over the years"),
                _(
                    "Line of the share of social family dwellings at the end of each year; the "
                    "table below holds the same."
                ),
            ),
            _figure(
                "frontier",
                _("Cost against households that have to move"),
                _(
                    "Per plan its cost and the households that have to move; the table below "
                    "holds the same."
                ),
            ),
        ],
        "path": path_table(example, language),
        "actions": actions_table(example, language),
        "frontier": _frontier(example, language),
        "complete": example["complete"],
    }
    return render(request, "designation/housing.html", context)


@public
@require_safe
def picture(request: HttpRequest, kind: str) -> HttpResponse:
    """A picture of the example. 404 for a picture that isn't there."""
    example = lists().housing()
    if example is None or kind not in _KINDS:
        raise Http404(_("There is no such picture."))
    size = choice_in(request, "size", SIZES, "large")
    answer = HttpResponse(
        example["pictures"][f"{kind}-{language_now()}-{size}"], content_type="image/svg+xml"
    )
    answer["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    return answer


def _figure(kind: str, title: str, alt: str) -> dict[str, Any]:
    def drawn(size: str) -> dict[str, Any]:
        width = next(WIDTHS[known_size] for known_size in SIZES if known_size == size)
        return {
            "url": f"{reverse('designation:housing_picture', args=[kind])}?size={size}",
            "width": width + 8,
            "height": _HEIGHTS[size],
        }

    return {
        "id": kind,
        "title": title,
        "alt": alt,
        "heading": 2,
        "lazy": True,
        **drawn("large"),
        "middle": drawn("medium"),
        "narrow": drawn("small"),
    }


def path_table(document: dict[str, Any], language: Language) -> dict[str, Any]:
    """The cheapest plan year by year."""
    return {
        "id": "path",
        "caption": _("The plan with the fewest moves, year by year")
        if document.get("aim") == "displaced"
        else _("The cheapest plan, year by year"),
        "columns": [
            {"label": _("End of")},
            {"label": _("Share"), "number": True},
            {"label": _("Social family dwellings"), "number": True},
            {"label": _("All dwellings"), "number": True},
            {"label": _("Started"), "number": True},
            {"label": _("Cost in euros"), "number": True},
            {"label": _("Households that move"), "number": True},
        ],
        "rows": [
            [
                str(row["year"]),
                _share(row["share"], language),
                *(
                    number(row[name], 0, language)
                    for name in ("social_family", "all", "started", "cost", "displaced")
                ),
            ]
            for row in document["path"]
        ],
    }


def _share(share: float, language: Language) -> str:
    return f"{number(100 * share, 1, language)}%" if share else percent(share, language)


def actions_table(
    document: dict[str, Any], language: Language, estates: bool = True
) -> dict[str, Any]:
    """What the plan starts each year; with ``estates`` in which."""
    return {
        "id": "actions",
        "caption": _("What the plan with the fewest moves starts, and when")
        if document.get("aim") == "displaced"
        else _("What the cheapest plan starts, and when"),
        "columns": [
            {"label": _("Year")},
            *([{"label": _("Estate")}] if estates else []),
            {"label": _("Method")},
            {"label": _("Number"), "number": True},
            {"label": _("Cost in euros"), "number": True},
            {"label": _("Households that move"), "number": True},
        ],
        "rows": [
            [
                str(row["year"]),
                *([row["estate"]] if estates else []),
                document["methods"][row["method"]][language],
                *(number(row[name], 0, language) for name in ("number", "cost", "displaced")),
            ]
            for row in document["actions"]
        ],
        "tall": len(document["actions"]) > 15,
    }


def _frontier(document: dict[str, Any], language: Language) -> dict[str, Any]:
    return {
        "id": "points",
        "caption": _("From the cheapest plan to the one that moves the fewest households"),
        "columns": [
            {"label": _("Plan")},
            {"label": _("Cost in euros"), "number": True},
            {"label": _("Households that move"), "number": True},
            {"label": _("Euros per household spared"), "number": True},
            {"label": _("Share"), "number": True},
        ],
        "rows": [
            [
                str(row["point"]),
                number(row["cost"], 0, language),
                number(row["displaced"], 0, language),
                "–"
                if row["euros_per_household"] is None
                else number(row["euros_per_household"], 0, language),
                _share(row["share"], language),
            ]
            for row in document["frontier"]
        ],
    }
