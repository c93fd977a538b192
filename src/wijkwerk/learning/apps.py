"""Learning as a Django app: what it registers."""

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


class LearningConfig(CapabilityConfig):
    """Learning: in the menu, on the front page and that of an area, and as work for visitors."""

    name = "wijkwerk.learning"
    label = "learning"
    requires = ("participation", "evaluation", "programme")
    after = ("casework", "finance")

    def menu(self) -> Sequence[MenuEntry]:
        """Where the loop stands still, what became of advice, and what stands in the way."""
        return (
            MenuEntry(
                "loop",
                _("Where does it stand still?"),
                "learning:loop",
                order=140,
                question=Question.LEARNING,
            ),
            MenuEntry(
                "barriers",
                _("What stands in the way"),
                "learning:barriers",
                order=142,
                question=Question.LEARNING,
            ),
            MenuEntry(
                "practices",
                _("What worked elsewhere"),
                "learning:practices",
                order=143,
                question=Question.LEARNING,
            ),
            MenuEntry(
                "visits",
                _("Visitation"),
                "learning:visitrounds",
                order=144,
                question=Question.LEARNING,
            ),
            MenuEntry(
                "advice",
                _("What became of advice"),
                "learning:advices",
                order=145,
                question=Question.LEARNING,
            ),
        )

    def stations(self, request: Any, home: Mapping[str, str]) -> Sequence[Station]:
        """How much waits in the loop."""
        from wijkwerk.learning.web.work_items import stations

        return stations()

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """What has to be checked or asked."""
        from wijkwerk.learning.web.work_items import work_items

        return work_items(user, now)

    def barrier_form(self, user: Any, now: datetime, *, title: str, text: str, rule: str) -> str:
        """Where a barrier is reported, for who may."""
        from wijkwerk.learning.web.barriers import form_address

        return form_address(user, now, title=title, text=text, rule=rule)

    def limits(self) -> Mapping[str, Limit]:
        """Wrong codes of owners of recommendations from one address."""
        return {"advice-code": Limit(10, 60, 3600)}

    def loop(self, today: date, language: Language) -> LoopPart:
        """Recommendations until who gave them closed them, barriers until they are solved, and which evaluations a
        practice card tells."""
        from wijkwerk.learning.web.own_loop import loop

        return loop()

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """The way to where the loop stands still in the area, and to what was tried in areas like it."""
        from wijkwerk.learning.web.area_cards import area_cards

        return area_cards(area, edition)

    def make_examples(self, examples: Examples) -> None:
        """The advice, the barriers, the practice cards and the visitation of the sources."""
        from wijkwerk.learning.examples import (
            make_barriers,
            make_examples,
            make_practices,
            make_visitation,
        )

        make_examples(examples.tell)
        make_barriers(examples.tell)
        make_practices(examples.tell)
        make_visitation(examples.tell)
