"""The calculator of a housing obligation: a few numbers in the address, the best plan or why there is none.
Nothing is kept here; a municipality keeps a plan with its plan of measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.designation.calculating import Question, Way, answer
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web.stock import MOST_YEARS, AreaStock, beginning, stock_of
from wijkwerk.designation.web.views.housing import actions_table, path_table
from wijkwerk.served.api import NotServedError
from wijkwerk.shared.numbers import number
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now

# Of each method: how many dwellings a year and at what cost the form begins with.
WAYS = {
    "conversion_youth": (10, 45_000), "conversion_senior": (10, 60_000), "sale": (10, -20_000),
    "new_dwellings": (10, 190_000), "demolition": (0, 80_000),
}  # fmt: skip
# What the form begins with, the least and the most of each number.
NUMBERS = {
    "all": (1000, 1, 100_000), "family": (600, 0, 100_000), "share": (40, 0, 100),
    "first": (0, 2000, 2100), "years": (8, 1, MOST_YEARS),
}  # fmt: skip
MOST_A_YEAR, MOST_COST = 10_000, 1_000_000


class WrongNumberError(Exception):
    """A number of the form can't be used; the message says which and what is expected."""


@public
@require_safe
def calculate(request: HttpRequest) -> HttpResponse:
    """The form, and the answer when it was filled in. 404 when the site has no example."""
    example = lists().housing()
    if example is None:
        raise Http404(_("This site has no example of a plan."))
    language = language_now()
    names = {code: example["methods"][code][language] for code in WAYS}
    serving = _list_of(request)
    stock = None if serving is None else stock_of(serving, request.GET["area"])
    context: dict[str, Any] = {
        "nav_current": "lists",
        "form": _form(request, names, _begins(serving, stock)),
        "stock": "" if stock is None else stock.sentence(),
        "status": 200,
    }
    if request.GET.keys() - {"list", "area"}:
        try:
            outcome = answer(_question(request, names, language))
        except WrongNumberError as wrong:
            context |= {"wrong": str(wrong), "status": 400}
        else:
            context |= {
                "first": outcome["sentence"][language],
                "why": outcome["why"][language],
                "path": path_table(outcome, language) if outcome["exists"] else None,
                "actions": actions_table(outcome, language, False) if outcome["exists"] else None,
            }
    status = context.pop("status")
    return render(request, "designation/calculate.html", context, status=status)


def labels() -> dict[str, str]:
    """What the numbers are called."""
    return {
        "all": _("All dwellings"),
        "family": _("Of these social family dwellings"),
        "share": _("Highest share allowed, in percent"),
        "first": _("First year of work"),
        "years": _("In how many years"),
    }


def aims() -> dict[str, str]:
    """Which plan is the best one."""
    return {
        "cost": _("the cheapest"),
        "displaced": _("by which the fewest households have to move"),
    }


def _list_of(request: HttpRequest) -> ListServing | None:
    """The list that the calculator was opened from; None without one that everybody may read."""
    if not request.GET.get("area"):
        return None
    try:
        return lists().open(request.GET.get("list", ""))
    except NotServedError:
        return None


def _begins(serving: ListServing | None, stock: AreaStock | None) -> dict[str, int]:
    year = timezone.now().year
    if serving is None:
        return {"first": year}
    limit, until = None, None
    for consequence in serving.rules(serving.years[-1]).consequences:
        if consequence.limit is not None and consequence.unit == "%":
            limit = consequence.limit
            until = int(consequence.deadline[:4]) if consequence.deadline else None
    return beginning(stock, limit, until, year)


def _form(request: HttpRequest, names: dict[str, str], begins: dict[str, int]) -> dict[str, Any]:
    """The form as ``ui/components/filter_form.html`` takes it, filled in as it was sent."""
    usual = {name: str(begin) for name, (begin, _least, _most) in NUMBERS.items()}
    usual |= {name: str(value) for name, value in begins.items()}
    fields: list[dict[str, Any]] = [
        {
            "name": name,
            "label": label,
            "kind": "text",
            "value": request.GET.get(name, usual[name])[:20],
        }
        for name, label in labels().items()
    ]
    for code, (a_year, cost) in WAYS.items():
        fields += [
            {
                "name": f"n_{code}",
                "label": _("%(method)s: how many a year") % {"method": names[code]},
                "kind": "text",
                "value": request.GET.get(f"n_{code}", str(a_year))[:20],
            },
            {
                "name": f"c_{code}",
                "label": _("%(method)s: euros each") % {"method": names[code]},
                "kind": "text",
                "value": request.GET.get(f"c_{code}", str(cost))[:20],
                **({"hint": _("Below 0: it brings in money.")} if code == "sale" else {}),
            },
        ]
    aim = request.GET.get("aim", "")
    options = [
        {"value": value, "label": label, "selected": value == aim}
        for value, label in aims().items()
    ]
    fields += [
        {"name": "aim", "label": _("Which plan"), "kind": "select", "options": options},
        *(
            {"name": name, "kind": "hidden", "value": request.GET[name][:200]}
            for name in ("list", "area")
            if name in request.GET
        ),
    ]
    return {
        "action": reverse("designation:calculate"),
        "fields": fields,
        "label": _("The numbers of your area"),
        "submit": _("Calculate"),
    }


def _question(request: HttpRequest, names: dict[str, str], language: Language) -> Question:
    """What is asked; WrongNumberError for the first number that can't be."""
    named = labels()

    def whole_number(name: str, label: str, begin: int, least: int, most: int) -> int:
        text = request.GET.get(name, str(begin)).strip()
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        if digits.isascii() and digits.isdigit() and len(digits) <= 9:
            value = int(sign + digits)
            if least <= value <= most:
                return value
        raise WrongNumberError(
            _("%(field)s: fill in a whole number from %(least)s to %(most)s.")
            % {
                "field": label,
                "least": number(least, 0, language),
                "most": number(most, 0, language),
            }
        )

    numbers = {
        name: whole_number(
            name, named[name], timezone.now().year if name == "first" else begin, least, most
        )
        for name, (begin, least, most) in NUMBERS.items()
    }
    if numbers["family"] > numbers["all"]:
        raise WrongNumberError(_("There can’t be more social family dwellings than dwellings."))
    ways = []
    for code, (a_year, cost) in WAYS.items():
        many = whole_number(f"n_{code}", names[code], a_year, 0, MOST_A_YEAR)
        each = whole_number(f"c_{code}", names[code], cost, -MOST_COST, MOST_COST)
        if many:
            ways.append(Way(code, many, each))
    aim = request.GET.get("aim", "cost")
    return question_of(numbers, ways, aim if aim in aims() else "cost")


def question_of(numbers: Mapping[str, int], ways: Iterable[Way], aim: str) -> Question:
    """What is asked, out of the numbers that were filled in."""
    return Question(
        numbers["all"],
        numbers["family"],
        numbers["share"],
        numbers["first"],
        numbers["years"],
        tuple(ways),
        aim,
    )
