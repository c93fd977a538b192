"""Commitments: who promised what by when, what was reported, and who checked it."""

from __future__ import annotations

from django.db import models

from wijkwerk.programme.models.base import InProgramme, belongs, in_programme, kept, line, prose
from wijkwerk.workflow.api import Stepping


class Commitment(InProgramme, Stepping):
    """What an organisation promised. ``due_on`` moves only by an agreement that is kept as a step;
    ``promised_for`` is the day of the first promise."""

    programme = in_programme("commitments")
    organisation = belongs("Organisation", "commitments")
    goal = belongs("Goal", "commitments", needed=False)
    target = belongs("Target", "commitments", needed=False)
    title = line()
    quantity = models.FloatField(null=True, blank=True)
    unit = line(blank=True)
    evidence = prose()  # what will show that it was done
    promised_for = models.DateField()
    due_on = models.DateField(db_index=True)
    next_step_on = models.DateField(null=True, blank=True)  # talk, board: the date that was set
    kept_on = models.DateField(null=True, blank=True)
    note = prose()  # the bureau's own; never public

    data_card = kept(
        "id", "state", "version", "programme", "organisation", "goal", "target", "title",
        "quantity", "unit", "evidence", "promised_for", "due_on", "next_step_on", "kept_on",
        "note",
    )  # fmt: skip

    class Meta:
        """What is due first, first."""

        ordering = ("due_on", "id")

    def __str__(self) -> str:
        return self.title


class Report(InProgramme, Stepping):
    """What an organisation says it did about a commitment, until somebody else checked it."""

    programme = in_programme("reports")
    commitment = belongs("Commitment", "reports")
    organisation = belongs("Organisation", "reports")
    quantity = models.FloatField(null=True, blank=True)
    text = prose(blank=False)
    evidence = prose(blank=False)
    final = models.BooleanField(default=False)  # says that it is done
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    answer = prose()
    checked_on = models.DateField(null=True, blank=True)

    data_card = kept(
        "id", "state", "version", "programme", "commitment", "organisation", "quantity",
        "text", "evidence", "final", "made_on", "outcome", "answer", "checked_on",
    )  # fmt: skip

    class Meta:
        """The newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.made_on}"
