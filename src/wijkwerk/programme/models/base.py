"""What the tables of programme share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.classification import kept_card
from wijkwerk.ui import fields
from wijkwerk.ui.fields import line as line

KEPT = "Promises and decisions must stay checkable for as long as they have effects."
STILL_THERE = {"merged_into": None, "ended_on": None}  # organisations that one can choose
card = partial(kept_card, KEPT)
prose = partial(fields.prose, blank=True)


def figure(label: Any, help_text: Any = "", *, needed: bool = False) -> models.FloatField[Any, Any]:
    """A figure; None when it isn't known, unless it is needed."""
    return models.FloatField(label, null=not needed, blank=not needed, help_text=help_text)


def entered_later() -> models.DateField[Any, Any]:
    """The day on which something of the past was entered; None when it was written down at the time."""
    return models.DateField(_("Entered later, on"), null=True, blank=True, editable=False)


class InProgramme(models.Model):
    """Something that belongs to a programme, as access asks it."""

    programme_id: int
    programme: Any

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def places(self) -> dict[str, str]:
        """Within what it lies: its programme, and the organisation whose own it is."""
        result = {"programme": str(self.programme.slug)}
        own = getattr(self, "organisation", None)
        if own is not None:
            result["organisation"] = str(own.slug)
        return result


def in_programme(related_name: str) -> Any:
    """The programme that a row belongs to."""
    return models.ForeignKey(
        "programme.Programme", on_delete=models.PROTECT, related_name=related_name
    )


def belongs(
    to: str, related_name: str, label: Any = None, *, needed: bool = True, help_text: Any = ""
) -> Any:
    """Another row that this one belongs to; nothing goes away with it. A form offers organisations
    that are still there."""
    return models.ForeignKey(
        f"programme.{to}",
        on_delete=models.PROTECT,
        related_name=related_name,
        null=not needed,
        blank=not needed,
        verbose_name=label,
        help_text=help_text,
        limit_choices_to=STILL_THERE if to == "Organisation" else {},
    )


def only_one(*fields: str, when: models.Q | None = None, name: str) -> Any:
    """A constraint: these fields together stand there once (as far as ``when`` holds)."""
    return models.UniqueConstraint(fields=fields, condition=when, name=name)
