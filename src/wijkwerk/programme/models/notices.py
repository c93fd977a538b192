"""How often somebody wants to be reminded, what was sent, and the key of their calendar."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from wijkwerk.programme.models.base import InProgramme, in_programme, only_one
from wijkwerk.shared.classification import data_card


class NoticeChoice(InProgramme):
    """What an account wants: a mail a day, a week, or none; and its calendar's key as a digest."""

    programme = in_programme("notice_choices")
    actor = models.CharField(max_length=60)
    how_often = models.CharField(max_length=10, default="weekly")  # daily, weekly, never
    feed = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = data_card(
        days=365, because="To remind people no more than they want; removed with the account.",
        plain=("id", "programme", "how_often"), personal=("actor",), secret=("feed",),
    )  # fmt: skip

    class Meta:
        """One each."""

        constraints: ClassVar[list[Any]] = [only_one("programme", "actor", name="one_choice_each")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.how_often}"


class NoticeSent(InProgramme):
    """A digest that was sent on a day, so that an interrupted job can be run again."""

    programme = in_programme("notices_sent")
    actor = models.CharField(max_length=60)
    on = models.DateField()
    number = models.PositiveSmallIntegerField()  # of things in it

    data_card = data_card(
        days=365, because="To send nothing twice, and to show that somebody was reminded.",
        plain=("id", "programme", "on", "number"), personal=("actor",),
    )  # fmt: skip

    class Meta:
        """One a day."""

        ordering = ("-on", "id")
        constraints: ClassVar[list[Any]] = [
            only_one("programme", "actor", "on", name="one_digest_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.on}"
