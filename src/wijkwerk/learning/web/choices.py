"""Which way of working suits a neighbourhood: eight choices, each with its criterion, lead to advice with reasons and
practice cards of who chose so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.learning.services.practices import current
from wijkwerk.learning.web.practices import practices_table
from wijkwerk.shared import deadlines
from wijkwerk.shared.sentences import listing
from wijkwerk.shared.text import Text
from wijkwerk.ui.filters import filter_form, select
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import language
from wijkwerk.workflow.sections import Section, table_of

YES, NO = "yes", "no"
_MOST_CARDS = 12


@dataclass(frozen=True)
class Option:
    """A way to go, and the municipalities (by code, with their name) that chose it."""

    text: Text
    cities: dict[str, str]


@dataclass(frozen=True)
class Choice:
    """A choice: the ``question`` whose answer decides it, the ``options`` by answer, the answer that holds without
    one ('' none does), and why."""

    code: str
    question: Text
    options: dict[str, Option]
    default: str
    because: Text

    def advised(self, answer: str) -> Option | None:
        """The option that ``answer`` ('' for none) leads to; None when nothing can be advised without one."""
        return self.options.get(answer or self.default)


@cache
def choices() -> tuple[Choice, ...]:
    """The choices that ship."""
    text = (resources.files("wijkwerk.learning.data") / "choices.toml").read_text("utf-8")
    table = tomllib.loads(text)
    codes = table["cities"]
    return tuple(
        Choice(
            row["code"],
            Text(**row["question"]),
            {
                answer: Option(
                    Text(row[answer]["nl"], row[answer]["en"]),
                    {codes[name]: name for name in row[answer]["cities"]},
                )
                for answer in (YES, NO)
            },
            row.get("default", ""),
            Text(**row["because"]),
        )
        for row in table["choice"]
    )


@public
@require_safe
def choice_aid(request: HttpRequest) -> HttpResponse:
    """The questions, and the advice that the answers of the address lead to. Raises BadRequest."""
    answers = {row.code: choice_in(request, row.code, ("", YES, NO), "") for row in choices()}
    advised = [(row, answers[row.code], row.advised(answers[row.code])) for row in choices()]
    codes = {
        code
        for row, answer, option in advised
        if answer and option is not None
        for code in option.cities
    }
    options = [(YES, _("Yes")), (NO, _("No"))]
    questions = [
        select(row.code, row.question.in_(language()), options, answers[row.code], _("Not known"))
        for row in choices()
    ]
    answered = sum(bool(answer) for answer in answers.values())
    columns: dict[Any, Any] = {
        _("Question"): lambda row: row[0].question.in_(language()),
        _("Advice"): lambda row: _advice(row[1], row[2]),
        _("Why"): lambda row: row[0].because.in_(language()),
        _("Who chose so"): lambda row: (
            listing(list(row[2].cities.values()), language()) if row[2] else ""
        ),
    }
    today = deadlines.today(timezone.now())
    cards = list(
        current(today).filter(municipality__in=codes).prefetch_related("uses")[:_MOST_CARDS]
    )
    title = _("What those cities did")
    context = {
        "nav_current": "practices",
        "answer": _(
            "You answered %(n)s of %(all)s questions. Without an answer the usual way is shown."
        )
        % {"n": answered, "all": len(answers)},
        "filters": filter_form(request, _("Answer what you know"), *questions),
        "table": table_of("advice", _("Advice"), advised, columns),
        "sections": [Section("cards", title, table=practices_table("cards-table", title, cards))]
        if cards
        else [],
    }
    response = render(request, "learning/choices.html", context)
    response["Cache-Control"] = "public, max-age=60"
    return response


def _advice(answer: str, option: Option | None) -> dict[str, str]:
    if option is None:
        return {"text": _("No usual way: it depends on the answer.")}
    return {"text": option.text.in_(language()), "note": "" if answer else _("the usual way")}
