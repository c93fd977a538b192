"""How often somebody wants to be reminded, what was sent, and the key of their calendar."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from wijkwerk.programme.models.base import InProgramme, in_programme, only_one
from wijkwerk.shared.classification import data_card
from wijkwerk.workflow.mail import MailChoiceRow, MailSentRow


class NoticeChoice(InProgramme, MailChoiceRow):
    """What an account wants: a mail a day, a week, or none; and its calendar's key as a digest."""

    programme = in_programme("notice_choices")
    feed = models.CharField(max_length=64, blank=True, db_index=True)

    data_card = data_card(
        days=365,
        because="To remind people no more than they want; removed with the account.",
        plain=("id", "programme", "how_often", "language"),
        personal=("actor",),
        secret=("feed",),
    )

    class Meta:
        """One each."""

        constraints: ClassVar[list[Any]] = [only_one("programme", "actor", name="one_choice_each")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.how_often}"


class NoticeSent(InProgramme, MailSentRow):
    """A digest that was sent on a day, so that an interrupted job can be run again."""

    programme = in_programme("notices_sent")

    data_card = data_card(
        days=365,
        because="To send nothing twice, and to show that somebody was reminded.",
        plain=("id", "programme", "on", "number", "sent"),
        personal=("actor",),
    )

    class Meta:
        """One a day."""

        ordering = ("-on", "id")
        constraints: ClassVar[list[Any]] = [
            only_one("programme", "actor", "on", name="one_digest_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.on}"
