"""Participation as a Django app: what it registers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import (
    AreaCard,
    Examples,
    Limit,
    MenuEntry,
    Question,
    Station,
    WorkItem,
)
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class ParticipationConfig(CapabilityConfig):
    """Participation: in the menu, on the page of an area, and as work for who handles it."""

    name = "wijkwerk.participation"
    label = "participation"
    requires = ("monitor",)
    after = ("programme",)

    def menu(self) -> Sequence[MenuEntry]:
        """The page of all processes."""
        return (
            MenuEntry(
                "participation",
                _("Participation"),
                "participation:processes",
                order=90,
                question=Question.PARTICIPATION,
            ),
        )

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """What residents asked, and which answers are late."""
        from wijkwerk.participation.web.stations import stations

        return stations(request, home)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """Processes of the account's municipalities, with what waits in them."""
        from wijkwerk.participation.web.work_items import work_items

        return work_items(user, now)

    def loop(self, today: date, language: Language) -> LoopPart:
        """Ideas and their answers."""
        from wijkwerk.participation.web.loop import loop

        return loop()

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """What residents can do in an area."""
        from wijkwerk.participation.web.work_items import area_cards

        return area_cards(area)

    def limits(self) -> Mapping[str, Limit]:
        """Wrong codes of letters and receipts from one address (a library has many visitors), and what residents
        bring in without an account, where every one counts."""
        return {
            "voting-code": Limit(30, 15, 900),
            "contribution": Limit(30, 60, 3600),
            "photo": Limit(30, 60, 3600),
        }

    def make_examples(self, examples: Examples) -> None:
        """A made-up neighbourhood budget, counted, with its ballots."""
        from wijkwerk.participation.examples import make_budget

        make_budget(examples.tell)
