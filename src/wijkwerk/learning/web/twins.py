"""Areas that are alike, in what they differ, and what was tried there: a page and its API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.learning.core.twins import Part, Twin
from wijkwerk.learning.services.twins import LEVELS, Tried, tried_in, twins_of
from wijkwerk.learning.web.practices import level_label, result_of
from wijkwerk.monitor.display import Serving, home_edition, indicator_name, place_name, place_url
from wijkwerk.shared.numbers import number, percent, signed
from wijkwerk.shared.sentences import listing
from wijkwerk.ui.filters import filter_form, select
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import language
from wijkwerk.workflow.sections import Section, Table, table_of

_WITH, _WITHOUT = "with", "without"
_NAMED = 3  # parts that a twin is explained by in a line


class Question(NamedTuple):
    """Which areas are asked for, as the address says; ``indicators`` without any is all of them."""

    serving: Serving
    area: str
    indicators: tuple[str, ...]
    trend: bool

    def twins(self) -> list[Twin]:
        """The answer."""
        return twins_of(self.serving, self.area, indicators=self.indicators, trend=self.trend)


def question_of(request: HttpRequest, area: str) -> Question:
    """What an address asks. Raises Http404 for an area that isn't there or has no twins, BadRequest for a choice
    that isn't there."""
    serving = home_edition(request, {})
    own = None if serving is None else serving.catalogue.areas.get(area)
    if serving is None or own is None or own.level not in LEVELS:
        raise Http404(_("There is no such area."))
    indicators = tuple(dict.fromkeys(request.GET.getlist("indicator")))
    if not set(indicators) <= set(serving.catalogue.measures):
        raise BadRequest(_("A choice in the address doesn't exist."))
    trend = choice_in(request, "trend", (_WITH, _WITHOUT), _WITH) == _WITH
    return Question(serving, area, indicators, trend)


@public
@require_safe
def twins(request: HttpRequest, area: str) -> HttpResponse:
    """The areas most like this one, what each differs in, and what was tried there."""
    question = question_of(request, area)
    rows = question.twins()
    codes = [row.area for row in rows]
    tried = tried_in(codes, language())
    name = _name(question, area)
    context = {
        "nav_current": "practices",
        "area": name,
        "area_url": place_url(area),
        "answer": _answer(question, rows),
        "filters": _filters(request, question),
        "table": _twins_table(question, rows) if rows else None,
        "sections": [*_explained(question, rows[:1]), *_tried(question, codes, tried)],
    }
    response = render(request, "learning/twins.html", context)
    response["Cache-Control"] = "public, max-age=60"
    return response


def _name(question: Question, code: str) -> str:
    catalogue = question.serving.catalogue
    own = place_name(catalogue, code, language())
    around = catalogue.lineage(code)
    city = next((row for row in around if row.level == "municipality"), None)
    return f"{own} ({city.name})" if city is not None and city.name else own


def _part(question: Question, part: Part) -> str:
    name = indicator_name(question.serving.catalogue, part.indicator, language())
    return _("%(name)s (its change)") % {"name": name} if part.trend else name


def _answer(question: Question, rows: list[Twin]) -> str:
    if not rows:
        return _("No area shares enough figures with this one to be called alike.")
    nearest = rows[0]
    return ngettext(
        "Most alike is %(name)s: it differs %(far)s standard deviations on average, over %(n)s figure.",
        "Most alike is %(name)s: it differs %(far)s standard deviations on average, over %(n)s figures.",
        len(nearest.parts),
    ) % {
        "name": _name(question, nearest.area),
        "far": number(nearest.distance, 2, language()),
        "n": len(nearest.parts),
    }


def _filters(request: HttpRequest, question: Question) -> dict[str, Any]:
    catalogue = question.serving.catalogue
    options = [
        {
            "value": measure.id,
            "label": measure.name.in_(language()),
            "selected": measure.id in question.indicators,
            "group": catalogue.themes[measure.theme].in_(language()),
        }
        for theme in catalogue.themes
        for measure in catalogue.of_theme(theme)
    ]
    asked_for = request.GET
    trend = [(_WITH, _("Latest figures and their change")), (_WITHOUT, _("Latest figures alone"))]
    edition = {"name": "edition", "kind": "hidden", "value": catalogue.id}
    return filter_form(
        request,
        _("Alike in what?"),
        select("trend", _("Compared by"), trend, asked_for.get("trend"), ""),
        {
            "name": "indicator",
            "kind": "checks",
            "label": _("On which figures?"),
            "hint": _("Without a choice all of them count."),
            "options": options,
        },
        *([edition] if asked_for.get("edition") else []),
    )


def _twins_table(question: Question, rows: list[Twin]) -> Table:
    columns: dict[Any, Any] = {
        _("Area"): lambda row: {"text": _name(question, row.area), "url": place_url(row.area)},
        _("Difference"): lambda row: number(row.distance, 2, language()),
        _("Figures compared"): lambda row: len(row.parts),
        _("Differs most in"): lambda row: listing(
            [_part(question, part) for part in row.parts[:_NAMED]], language()
        ),
    }
    numbers = [_("Difference"), _("Figures compared")]
    return table_of("twins", _("Areas that are most alike"), rows, columns, numbers)


def _explained(question: Question, rows: list[Twin]) -> Iterator[Section]:
    for row in rows:
        title = _("What sets %(name)s apart") % {"name": _name(question, row.area)}
        columns: dict[Any, Any] = {
            _("Figure"): lambda part: _part(question, part),
            _("Higher or lower there"): lambda part: signed(part.apart, 2, language()),
            _("Part of the difference"): lambda part: percent(part.share, language()),
        }
        numbers = [_("Higher or lower there"), _("Part of the difference")]
        table = table_of("apart", title, row.parts, columns, numbers)
        note = _("In standard deviations between the areas of this level.")
        yield Section("explained", title, table=table, note=note)


def _tried(question: Question, codes: list[str], tried: dict[str, Tried]) -> Iterator[Section]:
    """What was tried, and how many barriers by rules were lifted."""
    lines: list[dict[str, Any]] = []
    for code in codes:
        for card in tried[code].practices:
            yielded = f"{result_of(card)} {_('Strength of evidence')}: {level_label(card)}."
            what = {"text": card.title, "url": card.get_absolute_url()}
            lines.append({"area": code, "what": what, "helped": yielded})
        for row in tried[code].judgements:
            what = {"text": row.title, "url": row.url}
            lines.append({"area": code, "what": what, "helped": row.answer})
    title = _("What was tried there, and did it help?")
    columns: dict[Any, Any] = {
        _("Area"): lambda row: _name(question, row["area"]),
        _("What"): lambda row: row["what"],
        _("Did it help there?"): lambda row: row["helped"],
    }
    if lines:
        yield Section("tried", title, table=table_of("tried-table", title, lines, columns))
    else:
        yield Section("tried", title, _("This site knows of nothing that was tried there."))
    met = [code for code in codes if tried[code].rules_met]
    if met:
        title = _("How much room was there to experiment?")
        room: dict[Any, Any] = {
            _("Area"): lambda code: _name(question, code),
            _("Rules in the way"): lambda code: tried[code].rules_met,
            _("Lifted"): lambda code: tried[code].rules_lifted,
        }
        numbers = [_("Rules in the way"), _("Lifted")]
        yield Section("room", title, table=table_of("room-table", title, met, room, numbers))
