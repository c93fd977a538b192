"""Targets: the figure, the path that was promised, every path since, what was measured, and the
board's decisions about changing one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.programme.models.base import (
    InProgramme,
    belongs,
    card,
    entered_later,
    figure,
    in_programme,
    line,
    only_one,
    prose,
)
from wijkwerk.ui.fields import LineField
from wijkwerk.workflow.api import Stepping


class Source(models.TextChoices):
    """Where the figures of a target come from."""

    COUNT = "count", _("own counts")
    INDICATOR = "indicator", _("an indicator of the monitor")


class Scale(models.TextChoices):
    """Which figures a target can have."""

    COUNT = "count", _("a number or amount, from 0")
    SHARE = "share", _("a share, 0 to 100")
    INDEX = "index", _("any number")


class Side(models.TextChoices):
    """On which side of another area's level a target has to be."""

    AT_LEAST = "at_least", _("at least as high as the other area")
    AT_MOST = "at_most", _("at most as high as the other area")

    __empty__ = _("not needed")


class Rung(models.TextChoices):
    """What was done last about a target that is off course."""

    TALK = "talk", _("The bureau talked with who looks after it")
    AGREE = "agree", _("It was agreed how it will be reached")
    SEEK = "seek", _("Another organisation is looked for")
    OTHER_PARTNER = "other_partner", _("Another organisation helps to reach it")
    BOARD = "board", _("It lies before the board")
    MINISTER = "minister", _("It lies before the minister")

    __empty__ = _("Nothing")


class Target(InProgramme, Stepping):
    """A promise in a figure. How it runs stands in its paths; the newest counts, the first stays.
    ``rung`` is how far the ladder was climbed while it is off course, ``next_step_on`` what comes next."""

    programme = in_programme("targets")
    goal = belongs("Goal", "targets", _("Goal"))
    title = line(_("Target"), _("What will be so, in one line."))
    source = models.CharField(_("Measured by"), max_length=10, choices=Source)
    scale = models.CharField(_("Kind of number"), max_length=10, choices=Scale, default=Scale.COUNT)
    unit = line(_("Unit"), _("Such as schools, dwellings or %."), blank=True)
    edition = LineField(
        _("Edition"),
        max_length=200,
        blank=True,
        help_text=_("Only when it isn’t the programme’s."),
    )
    indicator = LineField(
        _("Indicator"),
        max_length=100,
        blank=True,
        help_text=_("Its code in the edition, when it comes from the monitor."),
    )
    area = LineField(_("Code of the area"), max_length=40, blank=True)
    owner = belongs(
        "Organisation", "owned_targets", _("Organisation that looks after it"), needed=False
    )
    rung = models.CharField(
        _("What is done because it is off course"), max_length=20, blank=True, choices=Rung.choices
    )
    next_step_on = models.DateField(_("Next step"), null=True, blank=True)
    note = prose(_("Note of the bureau"), _("Never public."))

    data_card = card(
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
        "rung",
        "next_step_on",
        "note",
    )

    class Meta:
        """In the programme's order."""

        ordering = ("goal__pillar__place", "goal__place", "id")
        constraints: ClassVar[list[Any]] = [only_one("goal", "title", name="a_target_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that everybody sees."""
        return reverse("programme:target", args=[self.programme.slug, self.pk])


class TargetPath(InProgramme):
    """From where to where a target goes, as promised on a day. Number 1 is the original; a change
    adds one, by the proposal that the board accepted. Never changed."""

    programme = in_programme("paths")
    target = belongs("Target", "paths")
    number = models.PositiveSmallIntegerField()
    baseline = figure(
        _("Value at the start"),
        _("Empty when it comes from the monitor: then the monitor’s figure of that day counts."),
        needed=True,
    )
    baseline_on = models.DateField(_("Day of the start"))
    baseline_error = figure(
        _("Standard error of the start"), _("0 when counted in full; empty when not known.")
    )
    value = figure(_("Value to reach"), _("Empty when the target is the level of another area."))
    reference = LineField(
        _("Or the level of this area"),
        max_length=40,
        blank=True,
        help_text=_("The code of an area in the edition, such as NL."),
    )
    reference_goal = models.CharField(
        _("Then it has to be"), max_length=10, blank=True, choices=Side
    )
    due_on = models.DateField(_("Last day"))
    since = models.DateField()
    proposal = belongs("Proposal", "paths", needed=False)

    data_card = card(
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

    data_card = card("id", "programme", "path", "on", "value")

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
    on = models.DateField(_("Day of the count"))
    value = figure(_("Counted"), needed=True)
    out_of = figure(
        _("Out of how many"),
        _("How many there were that day, such as all schools. Leave empty when that says nothing."),
    )
    error = figure(_("Standard error"), _("0 when counted in full; empty when not known."))
    evidence = prose(_("Where this can be seen"), _("A document or an address."), blank=False)
    corrects = belongs("Measurement", "corrections", _("Corrects this count"), needed=False)
    at = models.DateTimeField()

    data_card = card(
        "id", "programme", "target", "on", "value", "out_of", "error", "evidence", "corrects", "at"
    )

    class Meta:
        """In order of time."""

        ordering = ("target", "on", "id")

    def __str__(self) -> str:
        return f"{self.target_id} {self.on}: {self.value}"


class Meeting(InProgramme):
    """A meeting of the board, with the domains that were there, each by who sits there unless one of
    ``substitutes`` was there instead."""

    programme = in_programme("meetings")
    on = models.DateField(_("Day"))
    title = line(_("Name"), _("Such as: board of March 2026."))
    present = models.ManyToManyField(
        "programme.Domain", related_name="meetings", verbose_name=_("Present")
    )
    substitutes = models.ManyToManyField(
        "programme.Seat",
        related_name="meetings",
        verbose_name=_("Substitutes who were there"),
        blank=True,
    )

    entered_on = entered_later()

    data_card = card("id", "programme", "on", "title", "present", "substitutes", "entered_on")

    class Meta:
        """The newest first."""

        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.title


def _votes(label: Any, related_name: str) -> Any:
    return models.ManyToManyField(
        "programme.Domain", related_name=related_name, verbose_name=label, blank=True
    )


class Proposal(InProgramme, Stepping):
    """To change a target's path or to drop the target, with reasons and the board's decision."""

    class Kind(models.TextChoices):
        """What is proposed."""

        CHANGE = "change", _("Change the target")
        DROP = "drop", _("Drop the target")

    programme = in_programme("proposals")
    target = belongs("Target", "proposals")
    kind = models.CharField(_("Proposal"), max_length=10, choices=Kind)
    value = figure(_("New value to reach"))
    reference = LineField(_("Or the level of this area"), max_length=40, blank=True)
    reference_goal = models.CharField(
        _("Then it has to be"), max_length=10, blank=True, choices=Side
    )
    due_on = models.DateField(_("New last day"), null=True, blank=True)
    reasons = prose(blank=False)
    made_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    meeting = belongs("Meeting", "proposals", _("Meeting"), needed=False)
    votes_for = _votes(_("For"), "proposals_for")
    votes_against = _votes(_("Against"), "proposals_against")
    answer = prose()
    decided_on = models.DateField(null=True, blank=True)

    data_card = card(
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
