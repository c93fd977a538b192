"""Targets: promised, put right before a plan is locked, and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction

from wijkwerk.programme.core.baseline import nearest, same_figure
from wijkwerk.programme.figures import measured, refuse_unknown
from wijkwerk.programme.models import Goal, Measurement, Organisation, Programme, Target
from wijkwerk.programme.models.targets import Scale, Source
from wijkwerk.programme.services.common import STEPS, in_text
from wijkwerk.programme.services.paths import Promise, add_path, check_promise, check_value
from wijkwerk.programme.thresholds import load_thresholds
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


@dataclass(frozen=True)
class Figure:
    """What a target is about. ``source`` indicator: ``indicator`` and ``area`` are codes in
    ``edition`` ('' is the programme's); count: the programme counts itself. ``scale`` says which
    numbers it can have; ``note`` is the bureau's own."""

    title: str
    source: str
    scale: str = "count"
    unit: str = ""
    edition: str = ""
    indicator: str = ""
    area: str = ""
    owner: Organisation | None = None
    note: str = ""


def add(command: StepCommand, goal: Goal, figure: Figure, promise: Promise) -> Target:
    """A target with its original path. Adding one is always possible; changing it isn't."""
    step = STEPS.step("target", "add")
    role = STEPS.allowed(command, step, goal)
    promise = _checked(goal.programme, figure, promise)

    def make(_programme: object) -> Target:
        target = Target.objects.create(
            programme=goal.programme, goal=goal, state=step.target, **_fields(figure)
        )
        add_path(target, promise, deadlines.today(command.now))
        return target

    return STEPS.begin(step, command, role, goal.programme, make, {"title": figure.title})


def correct(command: StepCommand, target: Target, figure: Figure, promise: Promise) -> Target:
    """Put a target right as long as no plan that holds it is signed or offered. What stood there
    stays to be seen; the board isn't needed.

    Raises TransitionNotAllowed: offered, there_is_one.
    """
    step = STEPS.step("target", "correct")
    role = STEPS.allowed(command, step, target)
    promise = _checked(target.programme, figure, promise)
    with transaction.atomic():
        try:
            with transaction.atomic():
                moved = STEPS.move(target, step, command, role, **_fields(figure))
        except IntegrityError:
            raise TransitionNotAllowed("there_is_one") from None
        if in_text(moved, "targets", "offered"):
            raise TransitionNotAllowed("offered")
        add_path(moved, promise, deadlines.today(command.now))
    return moved


def measure(
    command: StepCommand,
    target: Target,
    on: date,
    value: float,
    error: float | None,
    evidence: str,
    corrects: Measurement | None = None,
    out_of: float | None = None,
) -> Measurement:
    """What was counted on a day, with where that can be seen; ``out_of`` how many there were that day, which
    may be other than at another count.

    ``corrects`` is the count that was wrong: it stays to be seen and counts no more. Raises
    TransitionNotAllowed day for one to come, measured for a second count of a day, corrected for one that
    was put right already, out_of for more than there are.
    """
    step = STEPS.step("target", "measure")
    role = STEPS.allowed(command, step, target)
    if on > deadlines.today(command.now):
        raise TransitionNotAllowed("day")
    if not evidence.strip():
        raise TransitionNotAllowed("evidence")
    check_value(value, target.scale)
    for other in (error, out_of):
        if other is not None:
            check_value(other, "count")
    if out_of is not None and (target.scale != "count" or value > out_of):
        raise TransitionNotAllowed("out_of")
    with transaction.atomic():
        moved = STEPS.move(target, step, command, role)
        standing = moved.measurements.filter(corrections=None)
        if corrects is not None and not standing.filter(pk=corrects.pk).exists():
            raise TransitionNotAllowed("corrected")
        same_day = standing.filter(on=on)
        if corrects is not None:
            same_day = same_day.exclude(pk=corrects.pk)
        if same_day.exists():
            raise TransitionNotAllowed("measured")
        return Measurement.objects.create(
            programme=moved.programme,
            target=moved,
            on=on,
            value=value,
            out_of=out_of,
            error=error,
            evidence=evidence,
            corrects=corrects,
            at=command.now,
        )


def _fields(figure: Figure) -> dict[str, object]:
    return {
        "title": figure.title,
        "source": figure.source,
        "scale": figure.scale,
        "unit": figure.unit,
        "edition": figure.edition,
        "indicator": figure.indicator,
        "area": figure.area,
        "owner": figure.owner,
        "note": figure.note,
    }


def _checked(programme: Programme, figure: Figure, promise: Promise) -> Promise:
    """What can be promised, with the start that the monitor measured. TransitionNotAllowed else."""
    if figure.source not in Source or figure.scale not in Scale:
        raise TransitionNotAllowed("source")
    codes = (figure.indicator, figure.area)
    if not all(codes) if figure.source == "indicator" else any((*codes, figure.edition)):
        raise TransitionNotAllowed("source")
    if figure.owner is not None and figure.owner.ended_on is not None:
        raise TransitionNotAllowed("organisation")
    if figure.source == "indicator":
        promise = _by_the_monitor(programme, figure, promise)
    check_promise(promise, figure.scale, figure.source)
    return promise


def _by_the_monitor(programme: Programme, figure: Figure, promise: Promise) -> Promise:
    """The promise from the figure that the edition has where it begins. TransitionNotAllowed when indicator,
    area or reference are unknown there, it has no such figure, or another than was written down."""
    unsaved = Target(
        programme=programme,
        source=figure.source,
        edition=figure.edition,
        indicator=figure.indicator,
        area=figure.area,
    )
    figures = measured([unsaved], {unsaved.pk: promise.reference})[unsaved.pk]
    refuse_unknown(figures)
    start = nearest(
        (point for point in figures.own.points if point.day < promise.due_on.isoformat()),
        promise.baseline_on.isoformat(),
        load_thresholds().near_days,
    )
    if start is None:
        raise TransitionNotAllowed("baseline_unmeasured")
    if promise.baseline is not None and not same_figure(promise.baseline, start.value):
        raise TransitionNotAllowed("baseline_differs")
    error = promise.baseline_error if start.se is None else start.se
    return replace(
        promise,
        baseline=start.value,
        baseline_on=date.fromisoformat(start.day),
        baseline_error=error,
    )
