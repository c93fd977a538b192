"""Assessments as pages ask for them: who may see which scores, and how far people agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wijkwerk.programme.core.agreement import Agreement, Scored, agreement
from wijkwerk.programme.frames import Frame, frames
from wijkwerk.programme.models import Assessment, Score
from wijkwerk.programme.policies import scores_for
from wijkwerk.workflow.api import actor_of


@dataclass(frozen=True)
class Given:
    """A score as it is shown: under the number of a person (from 1), never a name."""

    criterion: str
    person: int
    value: int
    reason: str
    round: int


@dataclass(frozen=True)
class Result:
    """What counts of an assessment: of every person the newest score of each criterion."""

    frame: Frame
    people: int
    given: tuple[Given, ...]
    first: Agreement  # of the first round, each alone
    last: Agreement  # of what counts


def sees_scores(assessment: Assessment, user: Any) -> bool:
    """Whether an account may see what others gave: not before it scored itself, as long as
    everybody still scores alone."""
    return assessment.state != "open" or assessment.scores.filter(scores_for(user)).exists()


def has_scored(assessment: Assessment, user: Any, round_: int) -> bool:
    """Whether an account scored in this round."""
    return assessment.scores.filter(actor=actor_of(user), round=round_).exists()


def result(assessment: Assessment) -> Result:
    """What was given, and how far people agree: in the first round, and now."""
    rows = list(Score.objects.filter(assessment=assessment).order_by("id"))
    people = numbered(rows)
    newest = {(row.criterion, row.actor): row for row in rows}  # the second round after the first
    frame = frames()[assessment.frame]
    order = {criterion.id: at for at, criterion in enumerate(frame.criteria)}
    counts = sorted(
        newest.values(),
        key=lambda newest_score: (order[newest_score.criterion], people[newest_score.actor]),
    )
    scores_given = tuple(
        Given(count.criterion, people[count.actor], count.value, count.reason, count.round)
        for count in counts
    )
    return Result(
        frame,
        len(people),
        scores_given,
        _agreement(frame, [row for row in rows if row.round == 1], people),
        _agreement(frame, counts, people),
    )


def numbered(rows: list[Score]) -> dict[str, int]:
    """A number for each person, from 1. It follows from what they gave alone, first round first: so
    it stays when others look again, and says nothing of who scored when (the history tells by
    which role)."""
    rounds = sorted({row.round for row in rows})
    scores_by_actor: dict[str, dict[int, list[tuple[str, int, str]]]] = {}
    for row in rows:
        own = scores_by_actor.setdefault(row.actor, {number: [] for number in rounds})
        own[row.round].append((row.criterion, row.value, row.reason))

    def place(actor: str) -> list[str]:
        return [
            hashlib.sha256(json.dumps(sorted(scores_of_round)).encode()).hexdigest()
            for scores_of_round in scores_by_actor[actor].values()
        ]

    return {actor: at for at, actor in enumerate(sorted(scores_by_actor, key=place), 1)}


def _agreement(frame: Frame, rows: Iterable[Score], people: dict[str, int]) -> Agreement:
    return agreement(
        [Scored(row.criterion, str(people[row.actor]), float(row.value)) for row in rows],
        frame.level,
    )
