"""Who hears by mail how it stands with what they brought in: the one table with an address of a resident."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from wijkwerk.access.encrypted_fields import EncryptedField
from wijkwerk.participation.core.retention import FINISHED_DAYS
from wijkwerk.participation.models.base import InProcess, in_process
from wijkwerk.shared.classification import data_card


class Follower(InProcess):
    """An address that follows an idea, project or pledge (``machine`` and ``object_id``, as steps name it).
    Nothing is mailed before ``confirmed_on``; steps up to ``told_step`` were told; on ``remove_on`` the row
    is removed."""

    process = in_process("followers")
    machine = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    address = EncryptedField(max_length=600)
    language = models.CharField(max_length=2, default="nl")
    confirmed_on = models.DateField(null=True)
    told_step = models.PositiveBigIntegerField()
    remove_on = models.DateField(db_index=True)

    data_card = data_card(
        days=FINISHED_DAYS,
        because="Who asked for mails gets them until what they brought in is finished; then the address goes.",
        plain=("id", "process", "machine", "object_id", "language", "confirmed_on", "told_step", "remove_on"),
        secret=("address",),
    )  # fmt: skip

    class Meta:
        """One address of each, and one beside it that didn't say yes yet."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("machine", "object_id"),
                condition=models.Q(confirmed_on=None),
                name="a_follower_asked_once",
            ),
            models.UniqueConstraint(
                fields=("machine", "object_id"),
                condition=models.Q(confirmed_on__isnull=False),
                name="a_follower_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.machine} {self.object_id}"
