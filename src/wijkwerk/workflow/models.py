"""What the tables of every capability that works in steps share."""

from __future__ import annotations

from django.db import models

from wijkwerk.ui.fields import ParagraphsField


class Stepping(models.Model):
    """Something that goes from state to state. ``version`` counts what was done to it: who acts on
    an older one than there is, is told."""

    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """No table of its own."""

        abstract = True


class StepRow(models.Model):
    """A step that was made. The capability's migration makes the table append-only.

    ``place`` is the code of the municipality, programme or organisation that the thing belonged to.
    """

    machine = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    place = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    text = ParagraphsField(blank=True)

    class Meta:
        """Oldest first."""

        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.machine} {self.object_id}: {self.action}"


# The fields of StepRow as a data card wants them.
STEP_PLAIN = (
    "id", "machine", "object_id", "action", "source", "target", "at", "role", "place", "outcome",
    "text",
)  # fmt: skip
STEP_PERSONAL = ("actor",)
