"""The monitor's part of the front page: the answer, the map, and how much was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.monitor.web.answers import counted_in_all, theme_answers
from wijkwerk.monitor.web.areas.beside import beside
from wijkwerk.monitor.web.areas.overview import (
    changes_since,
    compared_with,
    lag_map,
    territory_of,
    verdict,
)
from wijkwerk.monitor.web.edition_context import EditionContext, frame, visit_of
from wijkwerk.monitor.web.home_choice import home_city, home_edition
from wijkwerk.monitor.web.references import legend
from wijkwerk.monitor.web.views.overview import whole_answer
from wijkwerk.registry.hooks import HomePart, Stage, Station
from wijkwerk.shared.numbers import count


def home_part(request: HttpRequest, home: Mapping[str, str]) -> HomePart:
    """The answer in two sentences, and the map."""
    serving = home_edition(request, home)
    if serving is None:
        return HomePart("monitor/_no_edition.html", {})
    visit = visit_of(request, serving)
    return HomePart(
        "monitor/_front.html",
        _told(visit, home),
        styles="monitor/areas.css",
        frame=frame(visit, ""),
    )


def _told(visit: EditionContext, home: Mapping[str, str]) -> dict[str, Any]:
    shown = {"question": _question(visit), "how_sure_url": reverse("monitor:how_sure")}
    place = home_city(visit.serving, home) or next(iter(visit.catalogue.at_level("country")), None)
    territory = None if place is None else territory_of(visit, place.code)
    if place is None or territory is None:
        # Figures of groups alone: what was counted of all of them.
        answered = theme_answers(visit)
        return shown | {
            "answer": [whole_answer(visit, answered)],
            "compared": f"{_compared(legend(visit))} {counted_in_all(answered)}".strip(),
            "areas_url": visit.url("areas"),
        }
    compared = beside(visit, territory.areas)
    return shown | {
        "answer": verdict(visit, compared, territory),
        "compared": f"{_compared(compared_with(visit, compared))} {changes_since(visit, compared)}".strip(),
        "areas_url": f"{visit.url('area', place.code)}#areas",
        **lag_map(visit, compared, territory),
    }


def _compared(reference: str) -> str:
    return _("Compared with: %(reference)s.") % {"reference": reference}


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
