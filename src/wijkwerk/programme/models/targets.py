"""Targets: the figure, the path that was promised, every path since, what was measured, and the
board's decisions about changing one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    in_programme,
    kept,
    line,
    only_one,
    prose,
)
from wijkwerk.ui.fields import LineField
from wijkwerk.workflow.api import Stepping

SOURCES = ("indicator", "count")  # out of an edition, or counted by the programme
SCALES = ("share", "count", "index")  # 0..100; from 0 up; anything


class Target(InProgramme, Stepping):
    """A promise in a figure. How it runs stands in its paths; the newest counts, the first stays."""

    programme = in_programme("targets")
    goal = belongs("Goal", "targets")
    title = line()
    source = models.CharField(max_length=10)
    scale = models.CharField(max_length=10, default="count")
    unit = line(blank=True)
    edition = LineField(max_length=200, blank=True)  # '' is the programme's
    indicator = LineField(max_length=100, blank=True)
    area = LineField(max_length=40, blank=True)
    owner = belongs("Organisation", "owned_targets", needed=False)
    note = prose()  # the bureau's own; never public

    data_card = kept(
        "id",
        "state",
        "version",
        "programme",
        "goal",
        "title",
        "source",
        "scale",
        "unit",
        "edition",
        "indicator",
        "area",
        "owner",
        "note",
    )

    class Meta:
        """In the programme's order."""

        ordering = ("goal__pillar__place", "goal__place", "id")
        constraints: ClassVar[list[Any]] = [only_one("goal", "title", name="a_target_once")]

    def __str__(self) -> str:
        return self.title


class TargetPath(InProgramme):
    """From where to where a target goes, as promised on a day. Number 1 is the original; a change
    adds one, by the proposal that the board accepted. Never changed."""

    programme = in_programme("paths")
    target = belongs("Target", "paths")
    number = models.PositiveSmallIntegerField()
    baseline = models.FloatField()
    baseline_on = models.DateField()
    baseline_error = models.FloatField(null=True, blank=True)  # standard error; null: not known,
    # or counted in full when the programme counts it itself
    value = models.FloatField(null=True, blank=True)  # null: the level of the reference
    reference = LineField(max_length=40, blank=True)  # area of the moving target
    reference_goal = models.CharField(max_length=10, blank=True)  # at_least, at_most: which side
    due_on = models.DateField()
    since = models.DateField()
    proposal = belongs("Proposal", "paths", needed=False)

    data_card = kept(
        "id",
        "programme",
        "target",
        "number",
        "baseline",
        "baseline_on",
        "baseline_error",
        "value",
        "reference",
        "reference_goal",
        "due_on",
        "since",
        "proposal",
    )

    class Meta:
        """The original first."""

        ordering = ("target", "number")
        constraints: ClassVar[list[Any]] = [
            only_one("target", "number", name="a_path_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, reference="")
                | (Q(value__isnull=True) & ~Q(reference="")),
                name="a_value_or_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} path {self.number}"


class Milestone(InProgramme):
    """What a path has to have reached at an earlier day, such as the end of a plan."""

    programme = in_programme("milestones")
    path = belongs("TargetPath", "milestones")
    on = models.DateField()
    value = models.FloatField()

    data_card = kept("id", "programme", "path", "on", "value")

    class Meta:
        """In order of time."""

        ordering = ("on", "id")
        constraints: ClassVar[list[Any]] = [only_one("path", "on", name="a_milestone_once")]

    def __str__(self) -> str:
        return f"{self.path_id} {self.on}"


class Measurement(InProgramme):
    """A count of the programme itself, with what shows it. A mistake is corrected by a newer one."""

    programme = in_programme("measurements")
    target = belongs("Target", "measurements")
    on = models.DateField()
    value = models.FloatField()
    error = models.FloatField(null=True, blank=True)  # standard error; null: counted in full
    evidence = prose(blank=False)  # where it can be seen: a document, an address
    corrects = belongs("Measurement", "corrections", needed=False)
    at = models.DateTimeField()

    data_card = kept(
        "id", "programme", "target", "on", "value", "error", "evidence", "corrects", "at"
    )

    class Meta:
        """In order of time."""

        ordering = ("target", "on", "id")

    def __str__(self) -> str:
        return f"{self.target_id} {self.on}: {self.value}"


class Meeting(InProgramme):
    """A meeting of the board, with the domains that were there."""

    programme = in_programme("meetings")
    on = models.DateField()
    title = line()
    present = models.ManyToManyField("programme.Domain", related_name="meetings")

    data_card = kept("id", "programme", "on", "title", "present")

    class Meta:
        """The newest first."""

        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.title


class Proposal(InProgramme, Stepping):
    """To change a target's path or to drop the target, with reasons and the board's decision."""

    programme = in_programme("proposals")
    target = belongs("Target", "proposals")
    kind = models.CharField(max_length=10)  # change or drop
    value = models.FloatField(null=True, blank=True)
    reference = LineField(max_length=40, blank=True)
    reference_goal = models.CharField(max_length=10, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reasons = prose(blank=False)
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    meeting = belongs("Meeting", "proposals", needed=False)
    votes_for = models.ManyToManyField("programme.Domain", related_name="proposals_for")
    votes_against = models.ManyToManyField("programme.Domain", related_name="proposals_against")
    answer = prose()
    decided_on = models.DateField(null=True, blank=True)

    data_card = kept(
        "id",
        "state",
        "version",
        "programme",
        "target",
        "kind",
        "value",
        "reference",
        "reference_goal",
        "due_on",
        "reasons",
        "made_on",
        "outcome",
        "meeting",
        "votes_for",
        "votes_against",
        "answer",
        "decided_on",
    )

    class Meta:
        """The newest first; one open at a time about a target."""

        ordering = ("-id",)
        constraints: ClassVar[list[Any]] = [
            only_one("target", when=Q(state="made"), name="one_open_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.kind}"
