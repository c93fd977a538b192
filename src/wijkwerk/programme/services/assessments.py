"""Assessments: several people hold something against a frame of criteria, first each by themselves,
then again after a discussion, and somebody writes the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as with_other

from django.db import transaction

from wijkwerk.programme.frames import Frame, frames
from wijkwerk.programme.models import Assessment, Plan, Programme, Project, Score
from wijkwerk.programme.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import LONGEST_TEXT, StepCommand, TransitionNotAllowed, actor_of


def frame_of(assessment: Assessment) -> Frame:
    """The frame of an assessment: its criteria, with the one scale that they are scored on."""
    return frames()[assessment.frame]


def round_of(assessment: Assessment) -> int:
    """1 while everybody scores alone, 2 after the discussion."""
    return 1 if assessment.state == "open" else 2


def start(
    command: StepCommand,
    programme: Programme,
    frame: str,
    subject: str,
    plan: Plan | None = None,
    project: Project | None = None,
) -> Assessment:
    """Let people score something: a plan, a project, or the programme as ``subject`` says.

    Raises TransitionNotAllowed: outcome, stranger_here.
    """
    step = STEPS.step("assessment", "open")
    role = STEPS.allowed(command, step, programme)
    if frame not in frames():
        raise TransitionNotAllowed("outcome")
    if any(part is not None and part.programme_id != programme.pk for part in (plan, project)):
        raise TransitionNotAllowed("stranger_here")

    def create(current: Programme) -> Assessment:
        return Assessment.objects.create(
            programme=current,
            state=step.target,
            frame=frame,
            subject=subject,
            plan=plan,
            project=project,
            begins_on=deadlines.today(command.now),
        )

    return STEPS.begin(step, command, role, programme, create, {"frame": frame})


def score(
    command: StepCommand, assessment: Assessment, scores: Mapping[str, tuple[int, str]]
) -> Assessment:
    """One person's scores with reasons, for every criterion, once in each round.

    Who scores meanwhile doesn't stand in the way: scores are added, nothing is changed, so the
    version that was seen doesn't matter; the round does. Raises TransitionNotAllowed: state,
    criteria, scored.
    """
    step = STEPS.step("assessment", "score")
    role = STEPS.allowed(command, step, assessment)
    round_seen = round_of(assessment)
    with transaction.atomic():
        STEPS.locked(assessment.programme_id)
        current = Assessment.objects.get(pk=assessment.pk)
        moved = STEPS.move(current, step, with_other(command, version=current.version), role)
        if round_of(moved) != round_seen:
            raise TransitionNotAllowed("state")
        frame = frame_of(moved)
        if set(scores) != {criterion.id for criterion in frame.criteria} or not all(
            frame.lowest <= value <= frame.highest and 0 < len(reason.strip()) <= LONGEST_TEXT
            for value, reason in scores.values()
        ):
            raise TransitionNotAllowed("criteria")
        actor = actor_of(command.user)
        if moved.scores.filter(actor=actor, round=round_seen).exists():
            raise TransitionNotAllowed("scored")
        Score.objects.bulk_create(
            Score(
                programme_id=moved.programme_id,
                assessment=moved,
                criterion=criterion.id,
                value=scores[criterion.id][0],
                reason=scores[criterion.id][1],
                actor=actor,
                round=round_seen,
                at=command.now,
            )
            for criterion in frame.criteria
        )
    return moved


def discuss(command: StepCommand, assessment: Assessment) -> Assessment:
    """Open the scores for everybody who takes part, to talk about where they differ."""
    return STEPS.make_step("assessment", "discuss", command, assessment)


def conclude(command: StepCommand, assessment: Assessment) -> Assessment:
    """Write what comes out of it. From now on the public sees it."""
    return STEPS.make_step("assessment", "conclude", command, assessment, conclusion=command.text)
