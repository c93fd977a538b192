"""The path of a target: what may be promised at all, and how rows of it are made and told."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wijkwerk.programme.models import Milestone, Proposal, Target, TargetPath
from wijkwerk.workflow.api import TransitionNotAllowed

SIDES = ("at_least", "at_most")


@dataclass(frozen=True)
class Promise:
    """From ``baseline`` on its day to ``value``, or to the level of the area ``reference``, by
    ``due_on``; ``milestones`` are days with what has to be reached on them (with a reference: the
    distance that may be left). ``baseline_error`` is a standard error, None when nobody knows.
    ``baseline`` None: what the edition has."""

    baseline: float | None
    baseline_on: date
    due_on: date
    value: float | None = None
    reference: str = ""
    reference_goal: str = ""
    baseline_error: float | None = None
    milestones: tuple[tuple[date, float], ...] = ()


def check_promise(promise: Promise, scale: str, source: str) -> None:
    """TransitionNotAllowed with what can't be promised: value, day, scale, milestone or reference."""
    check_end(promise.value, promise.reference, promise.reference_goal, scale, source)
    if promise.due_on <= promise.baseline_on:
        raise TransitionNotAllowed("day")
    if promise.baseline is None:
        raise TransitionNotAllowed("baseline")
    check_value(promise.baseline, scale)
    if promise.baseline_error is not None:
        check_value(promise.baseline_error, "count")
    days = [on for on, _value in promise.milestones]
    if len(set(days)) != len(days):
        raise TransitionNotAllowed("milestone")
    for on, value in promise.milestones:
        if not promise.baseline_on < on < promise.due_on:
            raise TransitionNotAllowed("milestone")
        check_value(value, "index" if promise.reference else scale)


def check_end(
    value: float | None, reference: str, reference_goal: str, scale: str, source: str
) -> None:
    """TransitionNotAllowed unless it ends in a value, or at the level of a reference, and not in both."""
    if (value is None) == (not reference):
        raise TransitionNotAllowed("value")
    if value is not None:
        check_value(value, scale)
    if reference and source != "indicator":
        raise TransitionNotAllowed("reference")  # an own count knows no other area
    if (reference and reference_goal not in SIDES) or (not reference and reference_goal):
        raise TransitionNotAllowed("reference")


def check_value(value: float, scale: str) -> None:
    """TransitionNotAllowed scale for a number that a target of this scale can't have."""
    lowest = -math.inf if scale == "index" else 0.0
    highest = 100.0 if scale == "share" else math.inf
    if not math.isfinite(value) or not lowest <= value <= highest:
        raise TransitionNotAllowed("scale")


def add_path(
    target: Target, promise: Promise, since: date, proposal: Proposal | None = None
) -> TargetPath:
    """The next path of a target, with its milestones. TransitionNotAllowed baseline when nobody knows it."""
    if promise.baseline is None:
        raise TransitionNotAllowed("baseline")
    last = target.paths.order_by("-number").first()
    path = TargetPath.objects.create(
        programme=target.programme,
        target=target,
        number=last.number + 1 if last else 1,
        baseline=promise.baseline,
        baseline_on=promise.baseline_on,
        baseline_error=promise.baseline_error,
        value=promise.value,
        reference=promise.reference,
        reference_goal=promise.reference_goal,
        due_on=promise.due_on,
        since=since,
        proposal=proposal,
    )
    Milestone.objects.bulk_create(
        Milestone(programme=target.programme, path=path, on=on, value=value)
        for on, value in sorted(promise.milestones)
    )
    return path


def original_of(paths: Iterable[TargetPath]) -> TargetPath | None:
    """What was promised without a decision of the board: the newest path that has no proposal.

    None when there is none.
    """
    own = [path for path in paths if path.proposal_id is None]
    return max(own, key=lambda path: path.number, default=None)


def newest_of(paths: Iterable[TargetPath]) -> TargetPath | None:
    """What counts now. None without paths."""
    return max(paths, key=lambda path: path.number, default=None)


def told_of(target: Target, path: TargetPath) -> dict[str, Any]:
    """A target with a path of it, as the text of a plan keeps it."""
    return {
        "id": target.pk,
        "pillar": target.goal.pillar.name,
        "goal": target.goal.name,
        "title": target.title,
        "unit": target.unit,
        "baseline": path.baseline,
        "baseline_on": path.baseline_on.isoformat(),
        "value": path.value,
        "reference": path.reference,
        "reference_goal": path.reference_goal,
        "due_on": path.due_on.isoformat(),
        "milestones": [
            [milestone.on.isoformat(), milestone.value] for milestone in path.milestones.all()
        ],
    }
