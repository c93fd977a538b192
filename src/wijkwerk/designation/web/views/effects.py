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
from wijkwerk.shared.sentences import by_count, moment
from wijkwerk.shared.text import Language


@list_view()
def effects(visit: ListContext) -> HttpResponse:
    """Consequences and side effects of the list of a year."""
    effects_document = lists().effects()
    rules = visit.rules
    level = visit.serving.levels[0]
    numbers = {
        row["status"]: row["met"]
        for row in questions.counts(visit.serving, visit.year)
        if row["level"] == level
    }
    active = {status.code for status in rules.active()}
    due = sum(
        1
        for consequence in rules.consequences
        if consequence.status in active
        and (consequence.deadline or consequence.within_years)
        and numbers.get(consequence.status)
    )
    consequence_texts = version(visit.serving.scheme, rules, visit.language, visit.year)[
        "consequences"
    ]
    shown = [
        (consequence, text)
        for consequence, text in zip(rules.consequences, consequence_texts, strict=True)
        if consequence.status in active
    ]
    sentence = consequences_label(len(shown), due, visit.language)
    roles = [part["role"] for effect in effects_document["effects"] for part in effect["watch"]]
    watched = watching(visit, roles)
    voices = effects_document["voices"].get(visit.serving.id, [])
    language = visit.language
    answered = {voice["question"] for voice in voices if voice["answered"]}
    context: dict[str, Any] = {
        "tab": "effects",
        "first": f"{sentence} {_('A list also has side effects; this page names them.')}",
        "table": {
            "id": "consequences",
            "caption": _("What follows from a status in %(year)s") % {"year": visit.year},
            "columns": [
                {"label": _("What")},
                {"label": _("Kind")},
                {"label": _("Status")},
                {"label": _("Areas"), "number": True, "verdict": True},
                {"label": _("By")},
            ],
            "rows": [
                [
                    text["text"],
                    text["kind"],
                    visit.status(consequence.status),
                    number(numbers.get(consequence.status, 0), 0, language),
                    text["by"] or _("no date"),
                ]
                for consequence, text in shown
            ],
            "empty": _("The scheme names no consequences."),
        },
        "effects": [
            {
                "name": effect["name"][language],
                "what": effect["what"][language],
                "shows": effect["shows"][language],
                "watch": [
                    {
                        "text": part["text"][language],
                        "worse": _("higher is a bad sign")
                        if part["worse"] == "higher"
                        else _("lower is a bad sign"),
                        "figure": watched.of_role(part["role"]),
                    }
                    for part in effect["watch"]
                ],
                "questions": [
                    {"text": text[language], "answered": code in answered}
                    for code, text in effect["questions"]
                ],
            }
            for effect in effects_document["effects"]
        ],
        "own": own_table(watched),
        "voices": [
            {
                "question": _question(effects_document["effects"], voice["question"], language),
                "answer": voice["answer"],
                "done": voice["done"],
                "date": moment(voice["date"], language),
                "asked": _("%(answered)s of %(asked)s residents answered")
                % {"answered": voice["answered"], "asked": voice["asked"]},
                "how": voice["how"],
            }
            for voice in voices
        ],
    }
    return visit.render("designation/effects.html", context)


def consequences_label(kinds: int, due: int, language: Language) -> str:
    """How many kinds of consequences a list has, and how many of them must be done by a date."""
    if not kinds:
        return _("This list has no consequences of its own.")
    sentence = ngettext(
        "This list has %(n)s kind of consequence.",
        "This list has %(n)s kinds of consequences.",
        kinds,
    ) % {"n": count(kinds, language)}
    if not due:
        return sentence
    return f"{sentence} " + by_count(
        due,
        kinds,
        none="",
        one=_("1 of them has a deadline."),
        some=_("%(n)s of them have a deadline."),
        every=_("All of them have a deadline."),
        only=_("It has a deadline."),
    ) % {"n": count(due, language)}


def _question(effects: list[dict[str, Any]], code: str, language: str) -> str:
    for effect in effects:
        for question_code, text in effect["questions"]:
            if question_code == code:
                return str(text[language])
    return code
