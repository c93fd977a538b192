"""Nuisance that a household causes, the measures against it, and the protection of a household that suffers it. The two
are never linked: who reads the one file learns nothing of the other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wijkwerk.casework.core.nuisance import Effect, Step
from wijkwerk.casework.models.households import Organisation, Worker
from wijkwerk.casework.models.plans import Piece, piece_card
from wijkwerk.casework.sealing import SealedField
from wijkwerk.ui.fields import line

STEPS = [
    (Step.AGREEMENT.value, _("Neighbours agree between them")),
    (Step.MEDIATION.value, _("Mediation between neighbours")),
    (Step.WARNING.value, _("A warning of the landlord or the police")),
    (Step.ORDER.value, _("An order: what may not happen any more")),
    (Step.CITY_TEAM.value, _("The team for the worst of the city")),
    (Step.MOVE.value, _("The household that causes it moves")),
]


class Nuisance(Piece):
    """What a household does to its neighbours; of them only how many they are."""

    what = SealedField(
        _("What happens, without names of neighbours?"), lines=True, max_length=1_000
    )
    began_on = models.DateField(_("Since when?"))
    violent = models.BooleanField(_("With threats or violence"), default=False)
    victims = models.PositiveIntegerField(_("How many households suffer it?"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    # Only of what ended by itself; else the last measure says it.
    ended_because = SealedField(_("What happened, or what was wrong?"), max_length=300, null=True)
    is_mistaken = models.BooleanField(_("There was no nuisance: it was wrong"), default=False)

    data_card = piece_card(
        "what",
        "began_on",
        "violent",
        "victims",
        "worker",
        "ended_on",
        "ended_because",
        "is_mistaken",
    )

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"nuisance {self.pk}"


class Measure(Piece):
    """A step against nuisance: whose, on which ground, by when one looks whether it worked."""

    nuisance = models.ForeignKey(Nuisance, on_delete=models.PROTECT, related_name="measures")
    step = models.CharField(_("Which step?"), max_length=10, choices=STEPS)
    what = SealedField(_("What is agreed or ordered?"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Who does it?")
    )
    legal_ground = line(
        _("On which ground in law?"), _("Needed for an order and a move."), most=120, blank=True
    )
    skipped_because = SealedField(
        _("Why is a step passed over?"),
        max_length=300,
        blank=True,
        help_text=_("Only when one is."),
    )
    started_on = models.DateField(pgettext_lazy("first day", "From"))
    review_by = models.DateField(_("When do you look whether it worked?"))
    ends_on = models.DateField(
        _("Until and with"), null=True, blank=True, help_text=_("Needed for an order and a move.")
    )
    effect = models.CharField(
        _("What did it do?"),
        max_length=10,
        blank=True,
        choices=[
            (Effect.STOPPED.value, _("The nuisance stopped")),
            (Effect.LESS.value, _("There is less of it")),
            (Effect.NONE.value, _("Nothing")),
        ],
    )
    ended_on = models.DateField(null=True, blank=True)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    data_card = piece_card(
        "nuisance", "what", "skipped_because", "started_on", "review_by", "ends_on", "effect", "ended_on", "worker",
        plain=("step", "organisation", "legal_ground"),
    )  # fmt: skip

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(review_by__gte=models.F("started_on")),
                name="casework_measure_days",
            )
        ]

    def __str__(self) -> str:
        return f"measure {self.pk}"


class Protection(Piece):
    """How a household that suffers nuisance is protected, and whether it moved because of it, which should never be."""

    text = SealedField(
        _("What protects this household, and whom do they call?"), lines=True, max_length=2_000
    )
    review_on = models.DateField(_("When do you look at it together again?"))
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    has_moved = models.BooleanField(_("The household moved because of the nuisance"), default=False)

    data_card = piece_card("text", "review_on", "worker", "ended_on", "has_moved")

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"protection {self.pk}"
