"""What lists say of an area on the monitor's own page: its status after decisions, with the way to why."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import ListServing, lists
from wijkwerk.designation.web.decided import ruling_label
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.text import Language


def stamp(edition: str) -> str:
    """The lists of an edition that everybody may read, and what was decided about them."""
    return " ".join(f"{one.id} {one.decisions.stamp}" for one in _lists_of(edition))


def area_cards(area: str, edition: str, language: Language) -> list[AreaCard]:
    """Per list of the edition that has the area: its status in the last year, and the list's page."""
    found = []
    for serving in _lists_of(edition):
        held = questions.held_of(serving, area)
        if held:
            found.append(
                AreaCard(
                    _line(serving, held[-1]["year"], area, held[-1]["status"], language),
                    reverse("designation:area", args=[serving.id, area]),
                    _("Why, and what follows from it"),
                )
            )
    return found


def _lists_of(edition: str) -> list[ListServing]:
    return [serving for serving in lists().all() if serving.edition == edition]


def _line(serving: ListServing, year: int, area: str, status: str, language: Language) -> str:
    said = {"": _("not on the list"), "unknown": _("can’t be determined")}.get(
        status
    ) or serving.scheme.label(status, year, language)
    ruling = serving.decisions.ruling(year, area)
    if ruling is not None:
        said += f" ({ruling_label(serving.decisions.of_year[year], ruling, language)})"
    title = serving.scheme.title.in_(language)
    if year in serving.decisions.drafts:
        title = _("Draft: %(title)s") % {"title": title}
    return _("%(title)s, list of %(year)s: %(status)s.") % {
        "title": title,
        "year": year,
        "status": said,
    }
