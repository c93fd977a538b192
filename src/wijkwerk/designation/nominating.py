"""The writes of a round of nominations, and its file for ``wijkwerk designate``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet

from wijkwerk.access.api import Place, municipalities
from wijkwerk.designation.core.nominating import (
    CONDITIONS,
    HIGHEST,
    LEAST_ASSESSORS,
    LOWEST,
    MACHINES,
    may_judge,
)
from wijkwerk.designation.models import Nomination, NominationRound, PlanScore, RoundStep
from wijkwerk.designation.policies import WORK
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import (
    Machines,
    StepCommand,
    TransitionNotAllowed,
    Workflow,
    actor_of,
    read_table,
)

FILE = Path(__file__).with_name("nomination.toml")


@cache
def machines() -> Machines:
    """The machines that ship with Wijkwerk. Raises InputError with everything that is wrong in the file."""
    table = read_table(FILE, MACHINES, CONDITIONS, {})
    table.settle()
    return table.machines


def start(command: StepCommand, criteria: Mapping[str, Any], **facts: Any) -> NominationRound:
    """Open a round for plans. ``criteria``: what the scheme scores. Raises TransitionNotAllowed day unless the
    last days come after today, the one after the other; InputError for a scheme without nominations."""
    step = STEPS.step("round", "start")
    role = STEPS.allowed(command, step, Place(""))
    if not criteria:
        raise InputError.of("scheme", "scores no plans", "a scheme with nominations")
    if not deadlines.today(command.now) <= facts["plans_until"] < facts["scores_until"]:
        raise TransitionNotAllowed("day")

    def make(_nothing: None) -> NominationRound:
        return NominationRound.objects.create(state=step.target, **facts)

    after = {"scheme": facts["scheme"], "year": facts["year"]}
    return STEPS.begin(step, command, role, None, make, after)


def have_scored(command: StepCommand, round: NominationRound) -> NominationRound:
    """No more plans: assessors begin."""
    return STEPS.make_step("round", "score", command, round)


def close(command: StepCommand, round: NominationRound) -> NominationRound:
    """No more scores: everybody sees the plans and the means."""
    return STEPS.make_step("round", "close", command, round)


def withdraw_round(command: StepCommand, round: NominationRound) -> NominationRound:
    """Stop the round, and say why."""
    return STEPS.make_step("round", "withdraw", command, round)


def nominate(
    command: StepCommand, round: NominationRound, area: tuple[str, str, str], title: str, plan: str
) -> Nomination:
    """A municipality's plan for an area of its own (code, name, municipality)."""
    step = STEPS.step("nomination", "make")
    code, name, municipality = area
    role = STEPS.allowed(command, step, Place(municipality))

    def make(current: NominationRound) -> Nomination:
        return Nomination.objects.create(
            round=current,
            area=code,
            area_name=name,
            municipality=municipality,
            title=title,
            plan=plan,
            state=step.target,
            made_on=deadlines.today(command.now),
        )

    return STEPS.begin(step, command, role, round, make, {"area": code})


def withdraw_nomination(command: StepCommand, nomination: Nomination) -> Nomination:
    """The municipality takes its plan back."""
    return STEPS.make_step("nomination", "withdraw", command, nomination)


def score(
    command: StepCommand,
    nomination: Nomination,
    criteria: Mapping[str, Any],
    scores: Mapping[str, int],
) -> PlanScore:
    """What a peer of another municipality gives a plan, once and for all. ``criteria``: what has to be scored.

    Raises TransitionNotAllowed: scores unless each has a whole number from LOWEST to HIGHEST.
    """
    step = STEPS.step("score", "give")
    own = min(municipalities(command.user, step.permission, command.now), default="")
    role = STEPS.allowed(command, step, Place(own))
    if set(scores) != set(criteria) or not all(
        LOWEST <= value <= HIGHEST for value in scores.values()
    ):
        raise TransitionNotAllowed("scores")

    def make(current: NominationRound) -> PlanScore:
        return PlanScore.objects.create(
            round=current,
            nomination=nomination,
            actor=actor_of(command.user),
            municipality=own,
            scores=dict(scores),
            reasons=command.text,
            state=step.target,
            given_on=deadlines.today(command.now),
        )

    # The reasons stand with the scores, which are hidden until one scored oneself: not in the history.
    silent = replace(command, text="")
    return STEPS.begin(step, silent, role, nomination.round, make, of=nomination)


def plans_to_score(user: Any, round: NominationRound, now: datetime) -> QuerySet[Nomination]:
    """The plans of a round that ``user`` may still score: none after its last day, none of an own city."""
    own = municipalities(user, WORK, now)
    plans = round.nominations.filter(state="sent")
    is_possible = round.state == "scoring" and not deadlines.is_over(round.scores_until, now)
    if not (is_possible and municipalities(user, "nomination.score", now)):
        return plans.none()
    return plans.exclude(municipality__in=own).exclude(scores__actor=actor_of(user))


def conditions(round: NominationRound, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions hold now, for ``user`` and the nomination that it is about (None: not there yet)."""
    over = deadlines.is_over(round.plans_until, now)
    fulfilled = {"plans_over"} if over else set()
    if round.state == "open" and not over:
        fulfilled.add("plans_open")
    if round.state == "scoring" and not deadlines.is_over(round.scores_until, now):
        fulfilled.add("scoring")
    sent = round.nominations.filter(state="sent").annotate(number=Count("scores"))
    if (
        deadlines.is_over(round.scores_until, now)
        or not sent.filter(number__lt=LEAST_ASSESSORS).exists()
    ):
        fulfilled.add("scores_in")
    if isinstance(subject, Nomination):
        # Every role counts: who works for a city doesn't judge it as the peer of another.
        own = municipalities(user, WORK, now)
        fulfilled |= {"other_city"} if may_judge(own, subject.municipality) else set()
        if not subject.scores.filter(actor=actor_of(user)).exists():
            fulfilled.add("not_scored")
    return fulfilled


# Why somebody scored so is told with the scores.
STEPS = Workflow(
    machines=machines,
    root=NominationRound,
    link="round",
    steps=RoundStep,
    conditions=conditions,
    place=lambda subject: str(subject.municipality),
    private=frozenset({"plan", "scores", "reasons"}),
    shown_places=frozenset({"municipality"}),
)


def nominations_csv(round: NominationRound, criteria: Mapping[str, Any]) -> str:
    """The plans with every score, as ``wijkwerk designate --nominations`` reads them: assessors as numbers in
    the order in which they began."""
    names: dict[str, str] = {}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["area", "year", "plan", "assessor", "assessor_municipality", *criteria])
    scores = PlanScore.objects.filter(round=round, nomination__state="sent")
    for score in scores.select_related("nomination"):
        assessor = names.setdefault(score.actor, f"A{len(names) + 1}")
        plan = score.nomination
        # A title that a spreadsheet would take for a formula stays text.
        title = f"'{plan.title}" if plan.title[:1] in "=+-@" else plan.title
        rows.writerow(
            [
                plan.area,
                round.year,
                title,
                assessor,
                score.municipality,
                *(score.scores.get(code, "") for code in criteria),
            ]
        )
    return text.getvalue()
