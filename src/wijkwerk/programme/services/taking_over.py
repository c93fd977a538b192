"""Taking an approved plan of another capability over in a programme: its figures become targets, its actions
commitments, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from wijkwerk.programme.models import Goal, Organisation, Programme
from wijkwerk.programme.services import commitments, targets
from wijkwerk.programme.services.paths import Promise
from wijkwerk.registry.hooks import ApprovedPlan, PlannedAction, PlannedFigure
from wijkwerk.workflow.api import StepCommand


def take_over(
    command: StepCommand,
    programme: Programme,
    plan: ApprovedPlan,
    goal: Goal,
    figures: Sequence[PlannedFigure],
    actions: Mapping[PlannedAction, Organisation],
) -> int:
    """Make a target of each of ``figures`` and a commitment of each of ``actions``, by the organisation that is
    given; how many were made. What was taken over before is passed over. Raises TransitionNotAllowed."""
    number = 0
    with transaction.atomic():
        targets_there, promised_there = taken_over(programme)
        for figure in figures:
            if figure.title in targets_there:
                continue
            about = targets.Figure(figure.title, "count", scale="share", unit=figure.unit)
            path = Promise(
                figure.baseline,
                figure.baseline_on,
                figure.due_on,
                figure.value,
                baseline_error=0.0,
                milestones=figure.milestones,
            )
            targets.add(command, goal, about, path)
            number += 1
        for action, organisation in actions.items():
            if action.title in promised_there:
                continue
            evidence = f"{action.evidence}\n\n{plan.title}: {action.owner}"
            promised = commitments.Promise(
                organisation, action.title, action.due_on, evidence, goal=goal
            )
            commitments.promise(command, programme, promised)
            number += 1
    return number


def taken_over(programme: Programme) -> tuple[set[str], set[str]]:
    """The titles of the targets and commitments that a programme has: what bears one isn't made again."""
    return (
        set(programme.targets.values_list("title", flat=True)),
        set(programme.commitments.values_list("title", flat=True)),
    )
