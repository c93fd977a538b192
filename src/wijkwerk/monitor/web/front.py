"""The monitor's part of the front page: the answer, the map, and how much was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.web.answers import theme_answers
from wijkwerk.monitor.web.edition_context import EditionContext, frame, visit_of
from wijkwerk.monitor.web.furthest import furthest_sentence
from wijkwerk.monitor.web.home_choice import home_city, home_edition
from wijkwerk.monitor.web.lists import chosen_areas
from wijkwerk.monitor.web.references import legend
from wijkwerk.monitor.web.views.overview import headline_map, whole_answer
from wijkwerk.registry.hooks import HomePart, Stage, Station
from wijkwerk.shared.numbers import count


def home_part(request: HttpRequest, home: Mapping[str, str]) -> HomePart:
    """The answer in two sentences, and the map."""
    serving = home_edition(request, home)
    if serving is None:
        return HomePart("monitor/_no_edition.html", {})
    visit = visit_of(request, serving)
    return HomePart("monitor/_front.html", _told(visit, home), frame=frame(visit, ""))


def _told(visit: EditionContext, home: Mapping[str, str]) -> dict[str, Any]:
    themes = theme_answers(visit)
    city = home_city(visit.serving, home)
    return {
        "question": _question(visit),
        "answer": [
            sentence
            for sentence in (
                whole_answer(visit, themes),
                furthest_sentence(visit, chosen_areas(visit).areas),
            )
            if sentence
        ],
        "compared": _("Compared with: %(reference)s.") % {"reference": legend(visit)},
        "how_sure_url": reverse("monitor:how_sure"),
        "areas_url": visit.url("area", city.code) if city else visit.url("areas"),
        **headline_map(visit, themes),
    }


def _question(visit: EditionContext) -> str:
    return {
        "district": _("Are our districts catching up?"),
        "municipality": _("Are our cities catching up?"),
        "group": _("How do the groups stand beside what they are compared with?"),
    }.get(visit.catalogue.report_level, _("Are our neighbourhoods catching up?"))


def stations(request: HttpRequest, home: Mapping[str, str]) -> list[Station]:
    """How much was measured, and until when."""
    serving = home_edition(request, home)
    if serving is None:
        return []
    visit = visit_of(request, serving)
    measured = [measure for measure in visit.catalogue.measures.values() if measure.periods]
    if not measured:
        return []
    last = max(measure.periods[-1] for measure in measured)
    text = ngettext(
        "indicator, the newest figures are of %(last)s",
        "indicators, the newest figures are of %(last)s",
        len(measured),
    )
    return [
        Station(
            Stage.MEASURED,
            count(len(measured), visit.language),
            text % {"last": last},
            visit.url("themes"),
        )
    ]
