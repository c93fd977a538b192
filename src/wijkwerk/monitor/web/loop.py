"""Early signals of the figures, as what the loop hands to programmes."""

from __future__ import annotations

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
            serving = library().open(record.edition)
        except NotServedError:
            continue
        catalogue, since = serving.catalogue, deadlines.today(record.registered_at)
        for row in serving.store.rows(_SIGNALS, []):
            measure = catalogue.measures.get(row["indicator"])
            if measure is None or row["area"] not in catalogue.areas:
                continue
            area = row["area"]
            handed_over.append(
                HandedOver(
                    Link.WARNING,
                    (f"{area}/{row['indicator']}",),
                    _("%(area)s: %(indicator)s, %(period)s")
                    % {
                        "area": catalogue.areas[area].name,
                        "indicator": measure.name.in_(language),
                        "period": row["period"],
                    },
                    since,
                    _("the programme of the area"),
                    place_url(area, record.edition, row["indicator"]),
                    (area,),
                )
            )
    return LoopPart(gives=(Link.WARNING,), handed_over=tuple(handed_over))
