"""What a council and residents think of the status that an area may get: asked with a last day, before
anybody decides. Only what a group said, never who."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkwerk.designation.models.follow_up import OF_AREA, OfListedArea
from wijkwerk.designation.models.procedure import KEPT, Procedure
from wijkwerk.shared.classification import kept_card
from wijkwerk.ui.fields import line


class Consulted(models.TextChoices):
    """Whose view is asked."""

    COUNCIL = "council", _("The municipal council")
    RESIDENTS = "residents", _("Residents of the area")


class Consultation(OfListedArea):
    """The view of a council or of residents: asked on ``made_on``, wanted by ``until``; ``reasons`` is what
    they think, '' until it is given, and ``answer`` what was done with it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="consultations")
    consulted = models.CharField(_("Whose view"), max_length=20, choices=Consulted.choices)
    until = models.DateField(_("Last day to give a view"))
    given_on = models.DateField(_("Given on"), null=True)
    how = line(
        _("How it was asked"),
        _("For instance: a decision of the council, an evening, a survey. Don’t name persons."),
    )
    participants = models.PositiveIntegerField(
        _("How many people took part"), null=True, blank=True
    )

    data_card = kept_card(KEPT, *OF_AREA, "consulted", "until", "given_on", "how", "participants")

    class Meta(OfListedArea.Meta):
        """Each once about an area."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("area", "consulted"),
                condition=~Q(state="withdrawn"),
                name="one_view_of_each",
            )
        ]
