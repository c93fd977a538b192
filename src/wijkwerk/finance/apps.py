"""Finance as a Django app: what it registers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import AreaCard, AreaLine, Examples, MenuEntry, Question, WorkItem
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class FinanceConfig(CapabilityConfig):
    """Finance: in the menu, on the page of an area, and as work for who handles money."""

    name = "wijkwerk.finance"
    label = "finance"
    requires = ("evaluation",)

    def menu(self) -> Sequence[MenuEntry]:
        """Where money goes, and what it is worth."""
        return (
            MenuEntry(
                "ledgers",
                _("Where the money goes"),
                "finance:ledgers",
                order=115,
                question=Question.MONEY,
            ),
            MenuEntry(
                "agreements",
                _("Paid by result"),
                "finance:agreements",
                order=118,
                question=Question.MONEY,
            ),
            MenuEntry(
                "analyses",
                _("Costs and benefits"),
                "finance:analyses",
                order=120,
                question=Question.MONEY,
            ),
        )

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """What waits for somebody who handles money."""
        from wijkwerk.finance.web.work_items import work_items

        return work_items(user, now)

    def loop(self, today: date, language: Language) -> LoopPart:
        """Results that were claimed."""
        from wijkwerk.finance.web.loop import loop

        return loop()

    def money_notices(
        self, municipality: str, today: date, *, simulated: bool
    ) -> Sequence[AreaLine]:
        """Money of public budgets that is about to lapse, and functions whose money ends."""
        from wijkwerk.finance.web.work_items import money_notices

        return money_notices(municipality, today, simulated=simulated)

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """What is known of money in the area."""
        from wijkwerk.finance.web.area_cards import area_cards

        return area_cards(area)

    def area_stamp(self, edition: str) -> str:
        """What everybody may read of it."""
        from wijkwerk.finance.web.area_cards import stamp

        return stamp()

    def make_examples(self, examples: Examples) -> None:
        """Analyses and open budgets, of the sources and made up."""
        from wijkwerk.finance.examples import make_examples, make_ledgers

        make_examples(examples.tell)
        make_ledgers(examples.tell)
