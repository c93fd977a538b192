"""Learning as a Django app: what it registers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import AreaCard, MenuEntry, Question
from wijkwerk.shared.text import Language


class LearningConfig(CapabilityConfig):
    """Learning: in the menu and on the page of an area."""

    name = "wijkwerk.learning"
    label = "learning"
    requires = ("casework", "finance", "participation")

    def menu(self) -> Sequence[MenuEntry]:
        """Where the loop stands still."""
        return (
            MenuEntry(
                "loop",
                _("Where does it stand still?"),
                "learning:loop",
                order=140,
                question=Question.LEARNING,
            ),
        )

    def area_cards(self, area: str, edition: str, language: Language) -> Sequence[AreaCard]:
        """The way to where the loop stands still in the area."""
        from wijkwerk.learning.web.area_cards import area_cards

        return area_cards(area)
