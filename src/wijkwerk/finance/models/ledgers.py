"""The money of a neighbourhood or a programme: pots, and flows between them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.finance.models.base import card, line, prose
from wijkwerk.ui.fields import EVERYBODY
from wijkwerk.ui.money import CentsField
from wijkwerk.workflow.api import STEP_PERSONAL, STEP_PLAIN, Stepping, StepRow


def _cents(label: Any) -> CentsField:
    return CentsField(label, null=True, blank=True)


class Ledger(Stepping):
    """An open budget: what went where, for whom. It is taken in whole, out of a file, and ``summary`` is what it comes
    to (finance/ledger_summary.py): pages only show."""

    municipality = models.CharField(_("Municipality"), max_length=20)
    title = line(_("Title"), EVERYBODY)
    period = line(_("Period"), blank=True)
    document = line(_("Source"), EVERYBODY, blank=True)
    example = models.BooleanField(_("Example"), default=False)
    summary = models.JSONField(default=dict)

    data_card = card(
        "id", "municipality", "title", "period", "document", "example", "summary", "state", "version",
    )  # fmt: skip

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        """In which municipality it lies."""
        return {"municipality": self.municipality}

    def get_absolute_url(self) -> str:
        """The page that everybody reads."""
        return reverse("finance:ledger", args=[self.pk])


class LedgerStep(StepRow):
    """A step that was made. The database refuses to change or remove one."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="steps")

    data_card = card("ledger", *STEP_PLAIN, personal=STEP_PERSONAL)


class Flow(models.Model):
    """Money from a pot to another, in whole cents by phase."""

    class Kind(models.TextChoices):
        """What money it is."""

        GRANT = "grant", _("Grant")
        REGULAR = "regular", _("Regular budget")
        BENEFITS = "benefits", _("Benefit payments")
        CARE = "care", _("Care")
        INVESTMENT = "investment", _("Investment")
        IN_KIND = "in_kind", _("In kind")
        OWN = "own", _("Own contribution")

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="flows")
    code = models.CharField(_("Code"), max_length=40)
    source = line(_("From whom"))
    target = line(_("To whom"))
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    activity = line(_("Activity"), blank=True)
    area = models.CharField(_("Area"), max_length=20, blank=True)
    requested = _cents(_("Requested"))
    promised = _cents(_("Promised"))
    committed = _cents(_("Committed"))
    paid = _cents(_("Paid"))
    returned = _cents(_("Given back"))
    lapsed = _cents(_("Lapsed"))
    begins_on = models.DateField(_("First day"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    lapses_on = models.DateField(_("Lapses on"), null=True, blank=True, db_index=True)
    needed = prose(_("What is needed to keep it"), blank=True)
    regime = line(_("Account to"), blank=True)
    document = line(_("Source"), blank=True)
    part_of = models.CharField(_("Part of"), max_length=40, blank=True)
    overhead = _cents(_("Of that overhead"))
    post = line(_("Function that is paid from it"), blank=True)

    data_card = card(
        "id", "ledger", "code", "source", "target", "kind", "activity", "area", "requested", "promised",
        "committed", "paid", "returned", "lapsed", "begins_on", "ends_on", "lapses_on", "needed", "regime",
        "document", "part_of", "overhead", "post",
    )  # fmt: skip

    class Meta:
        """As in the file; a code once."""

        ordering = ("id",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("ledger", "code"), name="a_flow_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
