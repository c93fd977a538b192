"""What follows from a list, and what it may do to the people who live there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.web.list_context import ListContext, list_view
from wijkwerk.designation.web.views.rule import version
from wijkwerk.designation.web.watching import own_table, watching
from wijkwerk.shared.numbers import count, number
from wijkwerk.shared.sentences import moment


@list_view()
def effects(visit: ListContext) -> HttpResponse:
    """Consequences and side effects of the list of a year."""
    told = lists().effects()
    rules = visit.rules
    level = visit.serving.levels[0]
    numbers = {
        row["status"]: row["met"]
        for row in questions.counts(visit.serving, visit.year)
        if row["level"] == level
    }
    active = {one.code for one in rules.active()}
    due = sum(
        1 for one in rules.consequences
        if one.status in active and (one.deadline or one.within_years) and numbers.get(one.status)
    )  # fmt: skip
    known = version(visit.serving.scheme, rules, visit.language, visit.year)["consequences"]
    shown = [
        (one, text)
        for one, text in zip(rules.consequences, known, strict=True)
        if one.status in active
    ]
    said = ngettext(
        "This list brings %(n)s kind of consequence; %(due)s of them with a date.",
        "This list brings %(n)s kinds of consequences; %(due)s of them with a date.",
        len(shown),
    ) % {"n": count(len(shown), visit.language), "due": count(due, visit.language)}
    roles = [part["role"] for one in told["effects"] for part in one["watch"]]
    watched = watching(visit, roles)
    voices = told["voices"].get(visit.serving.id, [])
    language = visit.language
    answered = {one["question"] for one in voices if one["answered"]}
    context: dict[str, Any] = {
        "tab": "effects",
        "first": f"{said} {_('A list also has side effects; this page names them.')}",
        "table": {
            "id": "consequences",
            "caption": _("What follows from a status in %(year)s") % {"year": visit.year},
            "columns": [
                {"label": _("What")}, {"label": _("Kind")}, {"label": _("Status")},
                {"label": _("Areas"), "number": True}, {"label": _("By")},
            ],
            "rows": [
                [
                    text["text"], text["kind"], visit.status(one.status),
                    number(numbers.get(one.status, 0), 0, language), text["by"] or _("no date"),
                ]
                for one, text in shown
            ],
            "empty": _("The scheme names no consequences."),
        },
        "effects": [
            {
                "name": one["name"][language],
                "what": one["what"][language],
                "shows": one["shows"][language],
                "watch": [
                    {"text": part["text"][language],
                     "worse": _("higher is a bad sign") if part["worse"] == "higher"
                     else _("lower is a bad sign"),
                     "figure": watched.of_role(part["role"])}
                    for part in one["watch"]
                ],
                "questions": [
                    {"text": text[language], "answered": code in answered}
                    for code, text in one["questions"]
                ],
            }
            for one in told["effects"]
        ],
        "own": own_table(watched),
        "voices": [
            {
                "question": _question(told["effects"], one["question"], language),
                "answer": one["answer"],
                "done": one["done"],
                "date": moment(one["date"], language),
                "asked": _("%(answered)s of %(asked)s residents answered")
                % {"answered": one["answered"], "asked": one["asked"]},
                "how": one["how"],
            }
            for one in voices
        ],
    }  # fmt: skip
    return visit.render("designation/effects.html", context)


def _question(effects: list[dict[str, Any]], code: str, language: str) -> str:
    for one in effects:
        for known, text in one["questions"]:
            if known == code:
                return str(text[language])
    return code
