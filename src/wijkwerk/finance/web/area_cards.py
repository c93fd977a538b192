"""What finance says of an area on its page."""

from __future__ import annotations

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _

from wijkwerk.areas.api import level_of, parent_of
from wijkwerk.finance.models import Analysis, Ledger
from wijkwerk.finance.web.analysis_telling import Telling
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.sentences import lower_first
from wijkwerk.ui.money import euros
from wijkwerk.ui.reader import day


def _heading() -> str:
    return _("What does it cost, and what is it worth?")


def stamp() -> str:
    """What changes when a card may."""
    parts = []
    for kind in (Analysis, Ledger):
        public = Count("pk", filter=Q(state="published"))
        row = kind.objects.aggregate(last=Max("pk"), versions=Sum("version"), public=public)
        parts.append(f"{row['last']} {row['versions']} {row['public']}")
    return " ".join(parts)


def area_cards(area: str) -> list[AreaCard]:
    """What was spent in the area, and what it was worth."""
    return [*_ledgers(area), *_analyses(area)]


def _ledgers(area: str) -> list[AreaCard]:
    cards = []
    for ledger in Ledger.objects.filter(state="published"):
        row = next((row for row in ledger.summary["areas"] if row["code"] == area), None)
        if row is None or _tells_another_municipality(area, ledger.municipality):
            continue
        template = (
            _("%(title)s: %(budgeted)s was budgeted here. What was spent isn’t given.")
            if row["spent"] is None
            else _("%(title)s: %(spent)s of %(budgeted)s was spent here.")
        )
        sentence = template % {
            "title": ledger.title,
            "spent": euros(row["spent"]),
            "budgeted": euros(row["budgeted"]),
        }
        if row["per_head"] is not None:
            sentence += " " + _("That is %(amount)s for each inhabitant.") % {
                "amount": euros(row["per_head"])
            }
        sentence += " " + _("It comes from: %(payers)s.") % {"payers": ", ".join(row["payers"])}
        ends = ledger.flows.filter(area=area, ends_on__isnull=False).aggregate(last=Max("ends_on"))[
            "last"
        ]
        if ends:
            sentence += " " + _("The last of it ends on %(day)s.") % {"day": day(ends)}
        cards.append(
            AreaCard(
                sentence, ledger.get_absolute_url(), _("Where the money goes"), heading=_heading()
            )
        )
    return cards


def _tells_another_municipality(area: str, municipality: str) -> bool:
    """Whether the code says that the area lies elsewhere: of another's area a municipality says nothing on its page."""
    code: str | None = area
    while code is not None and level_of(code) != "municipality":
        code = parent_of(code)
    return code is not None and code != municipality


def _analyses(area: str) -> list[AreaCard]:
    return [
        AreaCard(
            _("Costs and benefits of %(title)s %(answer)s")
            % {
                "title": f"{lower_first(str(analysis))}.",
                "answer": Telling(analysis.document, analysis.result).answer(),
            },
            analysis.get_absolute_url(),
            _("Who pays, who gains, and what decides"),
            heading=_heading(),
        )
        for analysis in Analysis.objects.filter(state="published")
        if area in analysis.areas
    ]
