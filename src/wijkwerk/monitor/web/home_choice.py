"""Which edition and city the front page of the site is about."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord, EditionState
from wijkwerk.monitor.serving.catalogue import Area
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.web.edition_choice import CHOSEN, edition_of_request, title_of
from wijkwerk.registry.hooks import HomeSetting
from wijkwerk.served.api import UnreadableError, WithdrawnError

EDITION, AREA = "edition", "area"  # keys of what can be chosen
_MOST_CHOICES = 400


def home_edition(request: HttpRequest, home: Mapping[str, str]) -> Serving | None:
    """The edition of the front page: the one that a reader took along, else the newest of the series
    that was chosen, else the one that the site shows first. None without one that can be read."""
    edition = edition_of_request(request)
    if CHOSEN not in request.GET and home.get(EDITION):
        edition = next(
            (record.edition for record in _newest_of_each() if record.series == home[EDITION]),
            edition,
        )
    if edition is None:
        return None
    try:
        return library().open(edition)
    except (WithdrawnError, UnreadableError):
        return None


def _newest_of_each() -> list[EditionRecord]:
    """The newest edition of each series that is served."""
    newest: dict[str, EditionRecord] = {}
    for record in library().records():  # newest first
        if record.state == EditionState.SERVED:
            newest.setdefault(record.series, record)
    return list(newest.values())


def home_city(serving: Serving, home: Mapping[str, str]) -> Area | None:
    """The city of the front page: the one that was chosen, else the only one that the edition has.

    None when nobody chose and it has several.
    """
    catalogue = serving.catalogue
    if home.get(AREA) in catalogue.areas:
        return catalogue.areas[home[AREA]]
    cities = catalogue.at_level("municipality")
    return cities[0] if len(cities) == 1 else None


def home_settings() -> list[HomeSetting]:
    """The series of editions, and the cities of the one that is shown first."""
    series = [(record.series, title_of(record)) for record in _newest_of_each()]
    default = library().default()
    cities = default.catalogue.at_level("municipality")[:_MOST_CHOICES] if default else []
    return [
        HomeSetting(EDITION, _("Figures"), _("the edition that the site shows first"), (*series,)),
        HomeSetting(
            AREA,
            _("City"),
            _("the only city of the figures, or all of them"),
            tuple((city.code, city.name) for city in cities),
        ),
    ]
