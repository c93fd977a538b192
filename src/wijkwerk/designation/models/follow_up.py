"""What follows for an area from a published decision: a plan of measures, a request for an exemption from
the obligation, a sanction. Kept for ever; nobody's name stands in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.designation.models.procedure import KEPT, ListedArea, OfMunicipality, Procedure
from wijkwerk.shared.classification import kept_card
from wijkwerk.ui.fields import EVERYBODY, line, prose

OF_AREA = (
    "id", "procedure", "area", "municipality", "reasons", "made_on", "state", "version", "outcome",
    "answer", "answered_on",
)  # fmt: skip


def percent(label: Any, help_text: Any = "", *, needed: bool = False) -> Any:
    """A share from 0 to 100; None when it isn't known, unless it is needed."""
    return models.FloatField(
        label,
        null=not needed,
        blank=not needed,
        help_text=help_text,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class OfListedArea(OfMunicipality):
    """Something about an area of a published decision."""

    area_id: int
    area = models.ForeignKey(ListedArea, on_delete=models.PROTECT, verbose_name=_("Area"))

    class Meta:
        """The newest first."""

        abstract = True
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.area.name


class AreaPlan(OfListedArea):
    """A plan of measures for an area: ``status`` and the obligation (``limit_percent``, by the end of
    ``limit_year``) are those by which it was made. ``answer`` says why it was approved or sent back,
    ``structural`` holds an answer per question of the fund."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="plans")
    status = models.CharField(max_length=60)
    limit_percent = percent(_("Social family housing: at most (%)"))
    limit_year = models.PositiveSmallIntegerField(null=True)
    title = line(_("Name of the plan"), EVERYBODY)
    ends_on = models.DateField(_("Last day of the plan"))
    share_percent = percent(
        _("Share of social family housing that the plan reaches (%)"),
        _("Only where the share has to go down."),
    )
    share_year = models.PositiveSmallIntegerField(
        _("Reached by the end of (year)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    methods = models.JSONField(default=list)
    housing = models.JSONField(
        default=dict
    )  # the plan of the calculator that was chosen, {} for none
    asks_fund = models.BooleanField(
        _("Ask for money from the national fund"),
        default=False,
        help_text=_("The fund pays only for a plan that shows that it is structural."),
    )
    structural = models.JSONField(default=dict)
    sent_on = models.DateField(_("Sent in"), null=True)
    master_plan = prose(_("Master plan"), blank=True)
    fund_outcome = models.CharField(max_length=20, blank=True)
    fund_answer = prose(_("Decision of the fund"), blank=True)
    fund_on = models.DateField(null=True)

    data_card = kept_card(
        KEPT,
        *OF_AREA, "status", "limit_percent", "limit_year", "title", "ends_on", "share_percent",
        "share_year", "methods", "housing", "asks_fund", "structural", "sent_on", "master_plan",
        "fund_outcome", "fund_answer", "fund_on",
    )  # fmt: skip

    class Meta(OfListedArea.Meta):
        """One that is being made or judged at a time, about an area."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("area",),
                condition=Q(state__in=("draft", "sent", "sent_back")),
                name="one_plan_in_the_making",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees once it was approved."""
        return reverse("designation:area-plan", args=[self.pk])


class PlannedMeasure(models.Model):
    """A measure of a plan: by which organisation, by when, for how much, and why it would work."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(_("Measure"), max_length=60)  # its code in the catalogue
    owner = line(
        _("Who is responsible"), _("An organisation and a function, never a name."), most=200
    )
    deadline = models.DateField(_("Last day"))
    money = models.PositiveBigIntegerField(
        _("Money (euros)"), help_text=_("0 when it costs nothing.")
    )
    evidence = prose(_("Why this would work"), _("Name a study or figures of your own."), most=2000)
    reason = prose(
        _("Why it is lawful and needed"),
        _("Needed for a measure that touches a protected ground."),
        blank=True,
        most=2000,
    )
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    data_card = kept_card(
        KEPT, "id", "plan", "measure", "owner", "deadline", "money", "evidence", "reason", "done_on"
    )

    class Meta:
        """What is due first, first."""

        ordering = ("deadline", "id")

    def __str__(self) -> str:
        return self.measure


class Exemption(OfListedArea):
    """A request to be let off the obligation in part: a share of ``asked_percent`` instead of
    ``limit_percent``; ``granted_percent`` is what was granted when that is only a part of it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="exemptions")
    limit_percent = percent(_("Social family housing: at most (%)"), needed=True)
    asked_percent = percent(
        _("Share that is asked for (%)"),
        _("The highest share of social family housing that the area may keep."),
        needed=True,
    )
    granted_percent = percent(_("Share that was granted (%)"))

    data_card = kept_card(KEPT, *OF_AREA, "limit_percent", "asked_percent", "granted_percent")

    class Meta(OfListedArea.Meta):
        """One that waits at a time, about an area."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("area",), condition=Q(state="asked"), name="one_request_for_exemption"
            )
        ]


class Sanction(OfListedArea):
    """What a municipality is held to when it doesn't meet the obligation: announced first, so that it
    can respond (``answer``) until ``respond_by``."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sanctions")
    respond_by = models.DateField(_("Last day to respond"))
    imposed_on = models.DateField(_("Imposed"), null=True)
    lifted_on = models.DateField(_("Lifted"), null=True)

    data_card = kept_card(KEPT, *OF_AREA, "respond_by", "imposed_on", "lifted_on")

    class Meta(OfListedArea.Meta):
        """One at a time about an area."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=("area",),
                condition=Q(state__in=("announced", "responded", "imposed")),
                name="one_sanction",
            )
        ]
