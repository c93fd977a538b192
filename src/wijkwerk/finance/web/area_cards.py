"""What finance says of an area on its page."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from wijkwerk.finance.models import Analysis
from wijkwerk.finance.web.analysis_telling import Telling
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.sentences import lower_first


def stamp() -> str:
    """What changes when a card may."""
    rows = Analysis.objects.aggregate(last=Max("pk"), versions=Max("version"))
    published = Analysis.objects.filter(state="published").count()
    return f"{rows['last']} {rows['versions']} {published}"


def area_cards(area: str) -> list[AreaCard]:
    """Analyses of what was done in the area."""
    return [
        AreaCard(
            _("Costs and benefits of %(title)s %(answer)s")
            % {
                "title": f"{lower_first(str(analysis))}.",
                "answer": Telling(analysis.document, analysis.result).answer(),
            },
            analysis.get_absolute_url(),
            _("Who pays, who gains, and what decides"),
            heading=_("What does it cost, and what is it worth?"),
        )
        for analysis in Analysis.objects.filter(state="published")
        if area in analysis.areas
    ]
