"""Projects: written down, begun, followed through the loop, and decided about by the board.

A decision that is due and not taken means: no new money. Nothing has to run for that to be so; it
follows from the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wijkwerk.programme.agreements import signatures_of
from wijkwerk.programme.checks import checks_of
from wijkwerk.programme.core.portfolio import GOING, RUNS
from wijkwerk.programme.evidence import evidence_for
from wijkwerk.programme.figures import Areas, areas_of
from wijkwerk.programme.models import (
    Mark,
    MoneyPeriod,
    Organisation,
    PartySignature,
    Programme,
    Project,
    ReasonKind,
)
from wijkwerk.programme.services import agreements
from wijkwerk.programme.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import (
    ChangedMeanwhileError,
    StepCommand,
    Transition,
    TransitionNotAllowed,
)

FIELDS = (
    "code", "name", "goal", "target", "contribution", "organisation", "areas", "money",
    "money_period", "money_from", "money_until", "after_plan", "stop_criteria", "begins_on", "ends_on",
    "decision_due", "decider", "note",
)  # fmt: skip
UNKNOWN_AREA = "monitor_area"  # as targets are refused
KINDS = ("planned", "done", "checked", "acted")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def is_overdue(project: Project, now: datetime) -> bool:
    """Whether a decision about the project is due and wasn't taken."""
    due = project.decision_due
    return project.state in GOING and due is not None and deadlines.is_over(due, now)


def add(
    command: StepCommand, programme: Programme, facts: Mapping[str, Any], *, runs: bool = False
) -> Project:
    """Write a project down: proposed, or as one that ran already before the programme knew of it.

    ``facts`` holds any of ``FIELDS``; ``code`` and ``name`` have to be there. Raises
    TransitionNotAllowed: code, or what ``fault_in`` finds.
    """
    step = STEPS.step("project", "take_in" if runs else "add")
    role = STEPS.allowed(command, step, programme)
    facts = cleaned(facts)
    why = fault_in(programme, facts, areas_of(programme))
    if why:
        raise TransitionNotAllowed(why)

    def make(current: Programme) -> Project:
        return Project.objects.create(programme=current, state=step.target, **facts)

    try:
        return STEPS.begin(step, command, role, programme, make, _told(facts))
    except TransitionNotAllowed as wrong:
        raise TransitionNotAllowed("code" if wrong.why == "there_is_one" else wrong.why) from None


def edit(command: StepCommand, project: Project, facts: Mapping[str, Any]) -> Project:
    """Change what is known of a project, as far as it may still change (``may_change``).

    Raises TransitionNotAllowed: code, or why these facts can't be.
    """
    step = STEPS.step("project", "edit")
    role = STEPS.allowed(command, step, project)
    with transaction.atomic():
        current = _current(command, step, project)
        changes = changed(current, facts)
        areas = areas_of(current.programme).beside(current.areas)
        why = fault_in(current.programme, changes, areas) or may_change(
            current, changes, command.now
        )
        if why:
            raise TransitionNotAllowed(why)
        code = changes.get("code")
        if code and current.programme.projects.filter(code=code).exists():
            raise TransitionNotAllowed("code")
        return STEPS.move(current, step, command, role, **changes)


def begin(command: StepCommand, project: Project) -> Project:
    """Let it run. The table asks for goal, owner, measurement, stop criteria and a day to decide
    that isn't over."""
    step = STEPS.step("project", "begin")
    role = STEPS.allowed(command, step, project)
    day = project.begins_on or deadlines.today(command.now)
    return STEPS.move(project, step, command, role, begins_on=day)


def mark(command: StepCommand, project: Project, kind: str, on: date, rests_on: str = "") -> Mark:
    """Write down a turn of the loop: planned, done, checked or acted upon, and what shows it. What was
    checked rests on one of ``checks_of`` the project.

    Raises TransitionNotAllowed: reasons, outcome, day, no_check.
    """
    step = STEPS.step("project", "mark")
    role = STEPS.allowed(command, step, project)
    if not command.text.strip():
        raise TransitionNotAllowed("reasons")
    if kind not in KINDS:
        raise TransitionNotAllowed("outcome")
    if not EARLIEST <= on <= deadlines.today(command.now):
        raise TransitionNotAllowed("day")
    if (kind == "checked") != (rests_on in checks_of(project)):
        raise TransitionNotAllowed("no_check")
    with transaction.atomic():
        moved = STEPS.move(project, step, command, role)
        return Mark.objects.create(
            programme_id=moved.programme_id,
            project=moved,
            kind=kind,
            on=on,
            text=command.text,
            rests_on=rests_on,
        )


def ask_owner(command: StepCommand, project: Project) -> Project:
    """Ask its owner to go on with it after the money."""
    today = deadlines.today(command.now)
    return STEPS.make_step("project", "ask_owner", command, project, embedding_asked_on=today)


def sign(
    command: StepCommand, project: Project, organisation: Organisation, mark: str
) -> PartySignature:
    """The owner agrees to go on with it, as it was read. Raises as ``agreements.sign``."""

    def decided_by_the_board(_command: StepCommand, _project: Project, _role: str) -> None:
        """Embedding is a decision of its own."""

    signed: PartySignature = agreements.sign(
        command, project, organisation, mark, decided_by_the_board
    )
    return signed


def decide(
    command: StepCommand,
    project: Project,
    action: str,
    evidence: str,
    due: date | None = None,
    evaluation: str = "",
    reason_kind: str = "",
    bridging_ended: str = "",
) -> Project:
    """The board's decision: continue or pause (until a new day to decide), embed, or stop; or what
    the bureau knows: nobody can tell whether it still runs (not_known).

    ``evidence`` says on what it rests, ``evaluation`` is the id of one that it rests on as well ('' none);
    ``command.text`` why. ``due`` is needed for what goes on, ``reason_kind`` for what stops, and for both that
    and what is embedded which functions between parties end with it. Raises TransitionNotAllowed: state,
    evidence, no_evaluation, day, reason_kind, bridging; all_signed until the owner agreed to be embedded.
    """
    if action not in ("continue", "pause", "embed", "stop", "not_known"):
        raise TransitionNotAllowed("state")
    step = STEPS.step("project", action)
    role = STEPS.allowed(command, step, project)
    if not evidence.strip():
        raise TransitionNotAllowed("evidence")
    if evaluation and evaluation not in {row.id for row in evidence_for(project, "en")}:
        raise TransitionNotAllowed("no_evaluation")
    changes: dict[str, Any] = {"evidence": evidence, "evaluation": evaluation}
    if action in ("continue", "pause"):
        if due is None or not deadlines.today(command.now) < due <= LATEST:
            raise TransitionNotAllowed("day")
        changes["decision_due"] = due
    if action == "stop":
        if reason_kind not in ReasonKind.values:
            raise TransitionNotAllowed("reason_kind")
        changes["reason_kind"] = reason_kind
    if action in ("stop", "embed"):
        if not bridging_ended.strip():
            raise TransitionNotAllowed("bridging")
        changes["bridging_ended"] = bridging_ended
    if action == "embed":
        signature = signatures_of(project).last()
        changes["owner_agreed_on"] = signature and deadlines.today(signature.at)
    return STEPS.move(project, step, command, role, **changes)


def fault_in(programme: Programme, facts: Mapping[str, Any], areas: Areas) -> str:
    """Why these facts can't be: something of another programme, an area that doesn't exist among
    ``areas``, or days before others; ''."""
    if areas.unknown(facts.get("areas", ())):
        return UNKNOWN_AREA
    for name in ("goal", "target"):
        referred = facts.get(name)
        if referred is not None and referred.programme_id != programme.pk:
            return "stranger_here"
    money = facts.get("money")
    if money is not None and not 0 <= money < 1_000_000_000_000:
        return "value"
    if facts.get("money_period", MoneyPeriod.IN_ALL) not in MoneyPeriod.values:
        return "outcome"
    days = [facts.get(name) for name in ("begins_on", "ends_on", "money_until", "decision_due")]
    if any(day is not None and not EARLIEST <= day <= LATEST for day in days):
        return "day"
    first, last = facts.get("begins_on"), facts.get("ends_on")
    if first is not None and last is not None and last < first:
        return "day"
    return ""


def cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` with texts trimmed (a blank isn't known, and counts as missing), lines ended in one
    way, and areas sorted."""
    result = {}
    for name, value in facts.items():
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        result[name] = sorted(set(value)) if name == "areas" else value
    return result


def changed(project: Project, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``facts`` that differ from what is known of the project."""
    return {
        name: value
        for name, value in cleaned(facts).items()
        if (_key(value) != _key(getattr(project, _column(name))))
    }


def may_change(project: Project, changes: Mapping[str, Any], now: datetime) -> str:
    """Why ``changes`` can't be made by editing; '' when they can.

    Once it runs, stop criteria stay as they were agreed (who had none may still write them down
    once) and only the board puts off a decision. While a decision is overdue there is no new money.
    """
    if project.state not in RUNS:
        return ""
    if "stop_criteria" in changes and project.stop_criteria.strip():
        return "stop_criteria"
    if "decision_due" in changes and project.decision_due is not None:
        due = changes["decision_due"]
        if due is None or due > project.decision_due:
            return "later_decision"
    if is_overdue(project, now):
        more = "money" in changes and (changes["money"] or 0) > (project.money or 0)
        until = changes.get("money_until", project.money_until)
        longer = until is not None and (project.money_until is None or until > project.money_until)
        last = changes.get("ends_on", project.ends_on)
        goes_on = project.ends_on is not None and (last is None or last > project.ends_on)
        # The same amount every year is more than once; who pays is another payer.
        other = bool(changes.get("money_from")) or "money_period" in changes
        if more or longer or goes_on or other:
            return "no_new_money"
    return ""


def _current(command: StepCommand, step: Transition, project: Project) -> Project:
    """The project as it is now, with its programme locked; it must be what was seen."""
    programme = STEPS.locked(project.programme_id)
    current = Project.objects.select_for_update().get(pk=project.pk)
    if current.version != command.version:
        raise ChangedMeanwhileError
    STEPS.check(step, current.state, programme, current, command)
    return current


def _column(name: str) -> str:
    return f"{name}_id" if name in ("goal", "target", "organisation") else name


def _key(value: Any) -> Any:
    return getattr(value, "pk", value)


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("code", "name") if name in facts}
