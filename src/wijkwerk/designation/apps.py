"""Designation as a Django app: lists of areas by a rule, and the procedure about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import (
    ApprovedPlan,
    AreaCard,
    Examples,
    MenuEntry,
    Preparation,
    Question,
    Station,
    WorkItem,
)
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class DesignationConfig(CapabilityConfig):
    """Lists: in the menu, on the page of an area, and as work for who decides about them."""

    name = "wijkwerk.designation"
    label = "designation"
    requires = ("monitor",)

    def menu(self) -> Sequence[MenuEntry]:
        """The page of all lists."""
        return (
            MenuEntry("lists", _("Lists"), "designation:start", order=70, question=Question.LISTS),
        )

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """How many areas are on the list."""
        from wijkwerk.designation.web.stations import stations

        return stations(request, home)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """The procedures, for who may see any; what the own municipality has to do by a day."""
        from django.urls import reverse
        from django.utils.translation import gettext

        from wijkwerk.access.api import may
        from wijkwerk.designation.policies import WORK
        from wijkwerk.designation.web.coming import coming_work

        if may(user, WORK, None, now):
            yield WorkItem(
                gettext("Procedures about lists"), reverse("designation:work-procedures")
            )
            yield from coming_work(user, now)

    def loop(self, today: date, language: Language) -> LoopPart:
        """Areas on lists, for programmes."""
        from wijkwerk.designation.web.loop import loop

        return loop(language)

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """Its status on each list of the edition."""
        from wijkwerk.designation.web.area_cards import area_cards

        return area_cards(area, edition, language)

    def area_stamp(self, edition: str) -> str:
        """The lists of the edition, and what was decided about them."""
        from wijkwerk.designation.web.area_cards import stamp

        return stamp(edition)

    def approved_plans(self, municipality: str, language: Language) -> Sequence[ApprovedPlan]:
        """Plans of measures that were approved, with their housing plans."""
        from wijkwerk.designation.handing_over import approved_plans

        return approved_plans(municipality, language)

    def prepare(self, preparation: Preparation) -> str:
        """Make the serving files of the lists in WIJKWERK_LISTS."""
        from django.conf import settings

        from wijkwerk.designation.serving.prepare import prepare_lists

        prepare_lists(settings.LISTS, settings.SERVING / "lists", preparation.tell)
        return ""

    def make_examples(self, examples: Examples) -> None:
        """Build the lists of the example editions."""
        from wijkwerk.designation.examples import build_lists

        examples.made["lists"] = build_lists(
            examples.made.get("editions", []), examples.lists, examples.tell
        )
