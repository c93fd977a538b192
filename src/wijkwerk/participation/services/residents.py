"""What residents do without an account: propose, follow with a receipt, say whether it is solved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wijkwerk.participation.models import Budget, Grant, Idea, Pledge, Process, Project
from wijkwerk.participation.services import budgets, campaigns, ideas, schemes, secrets
from wijkwerk.participation.services.common import RESIDENT, Resident, activity_now
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


def open_budget(process: Process, now: datetime) -> Budget | None:
    """The budget that residents can propose for today; None without one."""
    if not activity_now(process, "propose", now):
        return None
    return process.budgets.filter(state="draft").order_by("pk").first()


def propose(process: Process, now: datetime, **facts: Any) -> tuple[Project, str]:
    """A project, and the receipt by which its proposer follows it: it is kept nowhere. Raises
    TransitionNotAllowed when nothing can be proposed today."""
    budget = open_budget(process, now)
    if budget is None:
        raise TransitionNotAllowed("budget_draft")
    receipt = secrets.new_code()
    command = StepCommand(Resident(), now)
    project = budgets.add_project(
        command, RESIDENT, process, budget,
        receipt=secrets.digest("receipt", "project", receipt), **facts,
    )  # fmt: skip
    return project, receipt


def by_receipt(receipt: str) -> Project | Idea | Pledge | Grant | None:
    """The project, idea, pledge or request that somebody brought in, by their receipt; None when there is none."""
    idea = ideas.by_receipt(receipt)
    if idea is not None:
        return idea
    promise = campaigns.by_receipt(receipt) or schemes.by_receipt(receipt)
    if promise is not None:
        return promise
    if not secrets.tidy(receipt):
        return None
    digests = secrets.digests("receipt", "project", receipt)
    return Project.objects.select_related("process", "budget").filter(receipt__in=digests).first()


def take_back(receipt: str, now: datetime) -> Pledge | Grant:
    """A pledge that wasn't paid, or a request that wasn't decided, is withdrawn. Raises TransitionNotAllowed, also
    for another receipt."""
    grant = schemes.by_receipt(receipt)
    if grant is not None:
        return schemes.withdraw(StepCommand(Resident(), now, grant.version), grant)
    promised = campaigns.by_receipt(receipt)
    if promised is None:
        raise TransitionNotAllowed("state")
    return campaigns.withdraw(StepCommand(Resident(), now, promised.version), promised)


def say(receipt: str, solved: bool, text: str, now: datetime) -> Project | Idea:
    """The author says whether what was carried out is finished. Raises TransitionNotAllowed, also
    for a receipt that is none."""
    submission = by_receipt(receipt)
    if submission is None or isinstance(submission, Pledge | Grant):
        raise TransitionNotAllowed("state")
    command = StepCommand(Resident(), now, submission.version, text)
    if isinstance(submission, Idea):
        return ideas.confirm(command, submission) if solved else ideas.reject(command, submission)
    return budgets.confirm(command, submission) if solved else budgets.reject(command, submission)


def appeal(receipt: str, text: str, now: datetime) -> Idea:
    """The author of what was withheld asks that somebody else looks. Raises TransitionNotAllowed, also for a
    receipt that is none."""
    idea = ideas.by_receipt(receipt)
    if idea is None:
        raise TransitionNotAllowed("state")
    return ideas.appeal(StepCommand(Resident(), now, idea.version, text), idea)
