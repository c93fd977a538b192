"""The photo that came with what somebody brought in: small, and without anything about where it was taken."""

from __future__ import annotations

from django.db import models

from wijkwerk.participation.models.base import InProcess, card, in_process
from wijkwerk.participation.models.ideas import Idea


class Photo(InProcess):
    """A JPEG that the site made itself out of what was sent. Who may read its idea sees it."""

    process = in_process("photos")
    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="photo")
    image = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    data_card = card("id", "process", "idea", "width", "height", personal=("image",))

    def __str__(self) -> str:
        return str(self.idea)
