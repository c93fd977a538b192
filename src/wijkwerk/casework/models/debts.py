"""Requests for help with debts, each with the term of the law for the first talk."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.casework.models.households import Worker
from wijkwerk.casework.models.plans import Piece, piece_card


class DebtRequest(Piece):
    """The household asked for help with its debts; ``talk_by`` as the law's term ended when it was written down."""

    asked_on = models.DateField(_("When did the household ask for help?"))
    is_threatened = models.BooleanField(
        _("The home, energy or water are about to be lost"),
        default=False,
        help_text=_(
            "Then the first talk is within three working days, otherwise within four weeks."
        ),
    )
    talk_by = models.DateField()
    talked_on = models.DateField(_("When was the first talk?"), null=True, blank=True)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    data_card = piece_card("asked_on", "is_threatened", "talk_by", "talked_on", "worker")

    class Meta:
        """The first that is due first."""

        ordering = ("talk_by", "id")

    def __str__(self) -> str:
        return f"request {self.pk}"
