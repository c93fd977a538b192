"""Boundary conflicts of a household, and the ways out of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.core import ladder, ledger
from wijkwerk.casework.core.pauses import moved_deadline
from wijkwerk.casework.policies import Looking, rows_of
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in
from wijkwerk.casework.services.plans import also_in_draft
from wijkwerk.shared.deadlines import after_working_days

TERM = 10  # working days in which a rung answers, unless another day was agreed


@in_household()
def report(looking: Looking, household: m.Household, /, **facts: Any) -> m.Conflict:
    """Write down a conflict. Raises as ``acting``."""
    worker = worker_in(looking, household)
    conflict = m.Conflict.objects.create(
        written_at=looking.now,
        household=household,
        reported_by=worker,
        reported_at=looking.now,
        **facts,
    )
    audited(looking, "conflict", household, conflict=conflict.pk)
    return conflict


def unsolved(looking: Looking, household: m.Household, conflict: m.Conflict) -> m.Conflict:
    """The conflict as it is now. Raises ActionNotAllowed for one that is solved, or that who looks doesn't see."""
    row = rows_of(looking, m.Conflict, household).filter(pk=conflict.pk, solved_at=None).first()
    if row is None:
        raise ActionNotAllowed(_("Choose a conflict that isn’t solved."))
    return row


def tried(looking: Looking, household: m.Household, conflict: m.Conflict) -> dict[str, Any]:
    """What every way out of a conflict has."""
    return {
        "household": household,
        "conflict": conflict,
        "domain": conflict.domain,
        "person": conflict.person,
        "worker": worker_in(looking, household),
        "written_at": looking.now,
    }


@in_household(director=True)
def time_out(
    looking: Looking,
    household: m.Household,
    /,
    *,
    conflict: m.Conflict,
    tasks: Iterable[m.Task],
    first_day: date,
    last_day: date,
    **facts: Any,
) -> m.TimeOut:
    """An intervention stops for a while, and the clocks of ``tasks`` stand still. Raises as ``acting``,
    ActionNotAllowed for days in the wrong order, or a conflict that is solved."""
    shared = tried(looking, household, unsolved(looking, household, conflict))
    if last_day < first_day:
        raise ActionNotAllowed(_("The last day comes before the first."))
    row = m.TimeOut.objects.create(
        first_day=first_day,
        last_day=last_day,
        **shared,
        **facts,
    )
    row.tasks.set(also_in_draft(m.Task, [task.pk for task in tasks]))
    audited(looking, "time_out", household, conflict=conflict.pk)
    return row


@in_household(director=True)
def deviate(
    looking: Looking, household: m.Household, /, *, conflict: m.Conflict, **facts: Any
) -> m.Deviation:
    """Somebody departs from a rule. Raises as ``acting``, ActionNotAllowed for a solved one, or a day to come."""
    shared = tried(looking, household, unsolved(looking, household, conflict))
    if facts["decided_on"] > looking.day:
        raise ActionNotAllowed(_("This day is yet to come."))
    row = m.Deviation.objects.create(**shared, **facts)
    audited(looking, "deviation", household, conflict=conflict.pk)
    return row


def ledger_of(conflict: m.Conflict) -> list[ledger.Line]:
    """The lines of the bridging budget of a conflict, oldest first."""
    return [
        ledger.Line(ledger.Entry(row.entry), row.cents, row.payer_id)
        for row in conflict.bridgings.all()
    ]


def balance_of(conflict: m.Conflict) -> ledger.Balance:
    """How the bridging budget of a conflict stands."""
    return ledger.balance(ledger_of(conflict))


@in_household(director=True)
def bridge(
    looking: Looking,
    household: m.Household,
    *,
    conflict: m.Conflict,
    entry: str,
    cents: int,
    payer: m.Organisation | None,
    on: date,
) -> m.Bridging:
    """A line in the ledger of the bridging budget, also after the conflict was solved. Raises as ``acting``,
    ActionNotAllowed for a line that doesn't fit, or a conflict that who looks doesn't see."""
    if not rows_of(looking, m.Conflict, household).filter(pk=conflict.pk).exists():
        raise ActionNotAllowed(_("Choose a conflict."))
    row = ledger.Line(ledger.Entry(entry), cents, payer.pk if payer else None)
    try:
        ledger.check(ledger_of(conflict), row)
    except ledger.LedgerError as fault:
        raise ActionNotAllowed(_refusal(fault)) from fault
    created = m.Bridging.objects.create(
        entry=entry,
        cents=cents,
        payer=payer,
        on=on,
        **tried(looking, household, conflict),
    )
    audited(looking, "bridging", household, conflict=conflict.pk)
    return created


def _refusal(fault: ledger.LedgerError) -> str:
    """Why a line doesn't fit, in the reader's language."""
    euros = f"{fault.most // 100},{fault.most % 100:02}"
    return {
        "positive": _("Fill in an amount above nought."),
        "payer": _("An advance has no payer, and every other line has one."),
        "undivided": _("No more can be divided than was advanced: at most € %(euros)s.")
        % {"euros": euros},
        "owed": _("This payer doesn’t owe that much: at most € %(euros)s.") % {"euros": euros},
    }[fault.why]


def steps_of(conflict: m.Conflict) -> list[ladder.Step]:
    """The rungs that were asked about a conflict, oldest first."""
    return [
        ladder.Step(ladder.Rung(row.rung), row.answer_by, row.solved)
        for row in conflict.escalations.all()
    ]


@in_household(director=True)
def escalate(
    looking: Looking,
    household: m.Household,
    *,
    conflict: m.Conflict,
    officer: m.Officer | None = None,
    owner: str = "",
    answer_by: date | None = None,
) -> m.Escalation:
    """Ask the next rung, an officer of the register or somebody else, with a last day for its answer (ten working days,
    unless another was agreed). Raises as ``acting``, ActionNotAllowed while the rung before it may still answer, at
    the top, for a day that passed, for nobody, or for an officer of another rung or whose certificate ended."""
    shared = tried(looking, household, unsolved(looking, household, conflict))
    rung = ladder.next_rung(steps_of(conflict), looking.day)
    if rung is None:
        raise ActionNotAllowed(
            _("The rung before it hasn’t answered yet, or there is none above it.")
        )
    if officer is not None:
        _needs_mandate(officer, rung, looking.day)
        owner = str(officer)
    if not owner:
        raise ActionNotAllowed(_("Say who is asked."))
    last_day = answer_by or after_working_days(looking.day, TERM)
    if last_day <= looking.day:
        raise ActionNotAllowed(_("Choose a day to come."))
    row = m.Escalation.objects.create(
        rung=rung.value,
        owner=owner,
        asked_on=looking.day,
        answer_by=last_day,
        **shared,
    )
    audited(looking, "escalate", household, conflict=conflict.pk, rung=rung.value)
    return row


def _needs_mandate(officer: m.Officer, rung: ladder.Rung, day: date) -> None:
    """Raises ActionNotAllowed for an officer of another rung, or whose certificate ended: with who replaces them."""
    if officer.rung != rung.value:
        label = dict(m.RUNGS)[rung.value]
        raise ActionNotAllowed(
            _("The next rung is: %(rung)s. Choose an officer of it.") % {"rung": label}
        )
    if officer.certified_until < day:
        reason = _("The certificate of this officer ended.")
        if officer.replaced_by is not None:
            reason += " " + _("Ask %(name)s.") % {"name": officer.replaced_by}
        raise ActionNotAllowed(reason)


@in_household(director=True)
def answer_escalation(
    looking: Looking, household: m.Household, *, conflict: m.Conflict, solved: bool, answer: str
) -> m.Escalation:
    """What the rung that was asked last answered; a solution solves the conflict. Raises as ``acting``,
    ActionNotAllowed when nobody was asked."""
    unsolved(looking, household, conflict)
    row = conflict.escalations.filter(answered_on=None).last()
    if row is None:
        raise ActionNotAllowed(_("Nobody was asked."))
    row.solved, row.answer, row.answered_on = solved, answer, looking.day
    row.save()
    if solved:
        _solve(looking, conflict, answer)
    audited(looking, "answer_escalation", household, conflict=conflict.pk, solved=solved)
    return row


@in_household(director=True)
def solve(
    looking: Looking, household: m.Household, *, conflict: m.Conflict, solution: str
) -> m.Conflict:
    """A conflict is solved. Raises as ``acting``, ActionNotAllowed when it was, or isn't seen."""
    row = unsolved(looking, household, conflict)
    _solve(looking, row, solution)
    audited(looking, "solve", household, conflict=conflict.pk)
    return row


def _solve(looking: Looking, conflict: m.Conflict, solution: str) -> None:
    conflict.solved_at, conflict.solution = looking.now, solution
    conflict.save()
    withdrawn = m.Submission.Outcome.WITHDRAWN
    conflict.submissions.filter(outcome="").update(outcome=withdrawn, decided_on=looking.day)


def deadline(task: m.Task) -> date:
    """Until when a task has: its day, moved by the time-outs in which its clock stood still."""
    pauses = [(row.first_day, row.last_day) for row in task.timeouts.all()]
    return moved_deadline(task.started_on, task.due_on, pauses)
