"""Early signals of the figures, as what the loop hands to programmes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionState
from wijkwerk.monitor.web.edition_context import place_url
from wijkwerk.registry.loop import HandedOver, Link, LoopPart
from wijkwerk.served.api import NotServedError
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Language

_SIGNALS = "SELECT area, indicator, period FROM warnings WHERE signal ORDER BY area, indicator"


def loop(language: Language) -> LoopPart:
    """Every signal of the newest edition of each series that is served, since the day that it is."""
    newest = {
        record.series: record
        for record in reversed(library().records())
        if record.state == EditionState.SERVED
    }
    handed_over: list[HandedOver] = []
    for record in newest.values():
        try:
            library().open(record.edition)  # one that was damaged since hands over nothing
        except NotServedError:
            continue
        since = deadlines.today(record.registered_at)
        handed_over += _signals_of(record.edition, since, language)
    return LoopPart(gives=(Link.WARNING,), handed_over=tuple(handed_over))


@lru_cache(maxsize=16)  # an edition never changes, and a national one has thousands
def _signals_of(edition: str, since: date, language: Language) -> tuple[HandedOver, ...]:
    serving = library().open(edition)
    catalogue, waits_for = serving.catalogue, _("the programme of the area")
    return tuple(
        HandedOver(
            Link.WARNING,
            (f"{row['area']}/{row['indicator']}",),
            _("%(area)s: %(indicator)s, %(period)s")
            % {
                "area": catalogue.areas[row["area"]].name,
                "indicator": catalogue.measures[row["indicator"]].name.in_(language),
                "period": row["period"],
            },
            since,
            waits_for,
            place_url(row["area"], edition, row["indicator"]),
            (row["area"],),
        )
        for row in serving.store.rows(_SIGNALS, [])
        if row["indicator"] in catalogue.measures and row["area"] in catalogue.areas
    )
