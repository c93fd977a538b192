"""What the tables of participation share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models

from wijkwerk.shared.classification import kept_card
from wijkwerk.ui import fields
from wijkwerk.ui.money import CentsField as CentsField

KEPT = "Decisions of residents, and what became of them, must stay checkable for as long as they have effects."
line = partial(fields.line, most=200)
prose = partial(fields.prose, most=10_000)
card = partial(kept_card, KEPT)


class InProcess(models.Model):
    """Something that belongs to a process, as access asks it."""

    process_id: int
    process: Any

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: the municipality of its process."""
        return dict(self.process.places)


def in_process(related_name: str) -> Any:
    """The process that a row belongs to."""
    return models.ForeignKey(
        "participation.Process", on_delete=models.PROTECT, related_name=related_name
    )
