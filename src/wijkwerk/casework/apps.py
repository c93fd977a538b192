"""Casework as a Django app: what it registers. Nothing of a household stands on a page of another capability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import Examples, Limit, MenuEntry, WorkItem
from wijkwerk.registry.loop import LoopPart
from wijkwerk.shared.text import Language


class CaseworkConfig(CapabilityConfig):
    """Casework: as work for who has households, and in the foot of every page for households themselves."""

    name = "wijkwerk.casework"
    label = "casework"
    requires = ("monitor",)
    after = ("evaluation",)

    def footer(self) -> Sequence[MenuEntry]:
        """Where a household sees who looked."""
        return (MenuEntry("looked", _("Who looked at my file?"), "casework:looked", order=300),)

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """What waits for an account, in numbers."""
        from wijkwerk.casework.web.work_items import work_items

        return work_items(user, now)

    def loop(self, today: date, language: Language) -> LoopPart:
        """Rules that collide in many households."""
        from wijkwerk.casework.web.loop import loop

        return loop(today)

    def limits(self) -> Mapping[str, Limit]:
        """Wrong codes of households from one address, and names that somebody tries in an emergency."""
        return {"household-code": Limit(10, 60, 3600), "emergency": Limit(3, 300, 86_400)}

    def make_examples(self, examples: Examples) -> None:
        """A made-up neighbourhood team, with its accounts."""
        from wijkwerk.casework.examples import make_team

        make_team(examples.tell)
