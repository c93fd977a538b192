"""Programme as a Django app: what partners promised until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkwerk.registry.config import CapabilityConfig
from wijkwerk.registry.hooks import Examples, MenuEntry, Question, WorkItem


class ProgrammeConfig(CapabilityConfig):
    """Programmes: in the menu, and as work for bureau, board, council and partners."""

    name = "wijkwerk.programme"
    label = "programme"
    requires = ("designation",)

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

    def work_items(self, user: Any, now: datetime) -> Iterable[WorkItem]:
        """Programmes and organisations of the account."""
        from wijkwerk.programme.web.work_items import work_items

        return work_items(user, now)

    def make_examples(self, examples: Examples) -> None:
        """Read the example programmes into the database."""
        from wijkwerk.programme.examples import read_programmes

        read_programmes(examples.made.get("editions", []), examples.tell)
