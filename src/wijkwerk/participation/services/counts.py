"""Counting a budget's ballots, and what may be published of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wijkwerk.access.encrypted_fields import UnreadableError
from wijkwerk.participation.core.counting import count
from wijkwerk.participation.core.elections import (
    Ballot,
    BallotKind,
    Candidate,
    Completion,
    Election,
    Rule,
    Utility,
)
from wijkwerk.participation.core.pabulib import write_pabulib
from wijkwerk.participation.core.records import record_of
from wijkwerk.participation.models import Budget, CountResult, Exclusion, Project
from wijkwerk.participation.policies import COUNTED, ballots_may_be_published
from wijkwerk.participation.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

CENTS = 100
# On the ballot, whatever became of it since.
ON_BALLOT = ("admitted", "awarded", "not_chosen", "delivered", "confirmed")


def rule_of(budget: Budget) -> Rule:
    """How this budget is counted. Lots are drawn beforehand: the order of the ballot."""
    codes = budget.projects.filter(state__in=ON_BALLOT).order_by("pk").values_list("pk", flat=True)
    return Rule(
        utility=Utility(budget.utility),
        completion=Completion(budget.completion),
        least_support=budget.least_support,
        lots=tuple(map(str, codes)),
    )


def election_of(budget: Budget) -> Election:
    """The frozen ballots, in an order that tells nothing: that of what is on them."""
    projects = budget.projects.filter(state__in=ON_BALLOT)
    votes = sorted(
        sorted((int(code), value) for code, value in votes_cast.items())
        for votes_cast in budget.ballots.values_list("votes", flat=True)
    )
    return Election(
        budget=budget.amount,
        candidates=tuple(
            Candidate(str(project.pk), int(project.cost or 0), project.title)
            for project in projects
        ),
        ballots=tuple(
            Ballot(str(number), {str(code): value for code, value in votes_cast})
            for number, votes_cast in enumerate(votes, 1)
        ),
        kind=BallotKind(budget.kind),
        unit=CENTS,
        title=budget.title,
    )


def count_votes(command: StepCommand, budget: Budget) -> CountResult:
    """Count, by another member of the committee than who closed the box."""
    with transaction.atomic():
        return _count(command, STEPS.make_step("budget", "count", command, budget))


def exclude(command: StepCommand, budget: Budget, project: Project) -> CountResult:
    """Take a project off the ballot, with reasons, and count again; the counts before it stay.

    Raises TransitionNotAllowed: excluded_already.
    """
    with transaction.atomic():
        moved = STEPS.make_step("budget", "exclude", command, budget)
        if project.budget_id != moved.pk or Exclusion.objects.filter(project=project).exists():
            raise TransitionNotAllowed("excluded_already")
        today = deadlines.today(command.now)
        Exclusion.objects.create(budget=moved, project=project, on=today, because=command.text)
        return _count(command, moved)


def _count(command: StepCommand, budget: Budget) -> CountResult:
    try:
        election = election_of(budget)
    except UnreadableError:
        raise TransitionNotAllowed("sealed_elsewhere") from None
    excluded = [str(pk) for pk in budget.exclusions.values_list("project", flat=True)]
    result: dict[str, Any] = record_of(count(election, rule_of(budget), excluded))
    result["excluded"] = excluded
    causes: dict[str, int] = {}
    for cause in budget.paper_ballots.exclude(cause="").values_list("cause", flat=True):
        causes[cause] = causes.get(cause, 0) + 1
    result["rejected_paper"] = causes
    return CountResult.objects.create(
        budget=budget,
        number=budget.counts.count() + 1,
        on=deadlines.today(command.now),
        result=result,
    )


def ballots_file(budget: Budget) -> str | None:
    """The ballots as Pabulib writes them; None before the count, of so few that they would point
    at people, and when they were sealed with a key that is gone."""
    last = budget.counts.order_by("-number").first()
    if budget.state not in COUNTED or last is None:
        return None
    if not ballots_may_be_published(last.result["ballots"]):
        return None
    try:
        election = election_of(budget)
    except UnreadableError:
        return None
    rule = last.result["rule"]
    meta = {
        "unit": budget.process.title,
        "instance": str(budget.closes_on.year),
        "rule": "equalshares/add1",
        "date_begin": budget.opens_on.strftime("%d.%m.%Y"),
        "date_end": budget.closes_on.strftime("%d.%m.%Y"),
        "max_length": str(budget.most),
        "language": "nl",
        "comment": (
            f"#1: utility {rule['utility']}, stop rule {rule['stop']}, least support"
            f" {rule['least_support']}, rule version {rule['version']}. #2: excluded:"
            f" {', '.join(last.result['excluded']) or 'none'}."
        ),
    }
    return write_pabulib(election, meta, last.result["winners"])
