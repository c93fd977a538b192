"""Programme as a Django app: what partners promised until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import (
    AreaCard,
    Examples,
    HomeSetting,
    MenuEntry,
    Promise,
    Question,
    Station,
    WorkItem,
)
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class ProgrammeConfig(CapabilityConfig):
    """Programmes: in the menu, and as work for bureau, board, council and partners."""

    name = "wijkwerk.programme"
    label = "programme"
    requires = ("monitor",)
    after = ("designation",)

    def menu(self) -> Sequence[MenuEntry]:
        """The page of all programmes."""
        return (
            MenuEntry(
                "programmes",
                _("Programmes"),
                "programme:all",
                order=80,
                question=Question.PROGRAMME,
            ),
        )

    def home_settings(self) -> Sequence[HomeSetting]:
        """Which programme the front page is about."""
        from wijkwerk.programme.web.stations import home_settings

        return home_settings()

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """What was promised and is done."""
        from wijkwerk.programme.web.stations import stations

        return stations(request, home)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """Programmes and organisations of the account."""
        from wijkwerk.programme.web.work_items import work_items

        return work_items(user, now)

    def promises(self, municipality: str) -> Sequence[Promise]:
        """Targets and commitments of its public programmes."""
        from wijkwerk.programme.selectors.commitments import promises

        return promises(municipality)

    def loop(self, today: date, language: Language) -> LoopPart:
        """What is behind or has to be decided, and what programmes took up."""
        from wijkwerk.programme.web.loop import loop

        return loop(today)

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """What its programmes promised for the area."""
        from wijkwerk.programme.web.area_cards import area_cards

        return area_cards(area, edition, language)

    def area_stamp(self, edition: str) -> str:
        """The day, and every step of a programme."""
        from wijkwerk.programme.web.area_cards import stamp

        return stamp(edition)

    def make_examples(self, examples: Examples) -> None:
        """Read the example programmes into the database."""
        from wijkwerk.programme.examples import read_programmes

        read_programmes(examples.made.get("editions", []), examples.tell)
