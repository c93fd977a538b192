"""Steering groups: what is brought to them, who may decide it, and what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wijkwerk.access.api import require
from wijkwerk.audit.api import record
from wijkwerk.casework import models as m
from wijkwerk.casework.core import ladder
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, directs, rows_of, sees
from wijkwerk.casework.services.common import (
    WRITE,
    ActionNotAllowed,
    audited,
    in_household,
)
from wijkwerk.casework.services.conflicts import steps_of, tried, unsolved
from wijkwerk.registry.loop import rule_key

TERM = timedelta(days=14)  # in which a group decides, unless another day was agreed


def seats_of(looking: Looking) -> QuerySet[m.Seat]:
    """The seats that somebody has now, in any group."""
    workers = [worker.pk for worker in looking.workers]
    return m.Seat.objects.filter(in_force(looking.now), worker__in=workers).select_related(
        "group__organisation", "worker__organisation"
    )


def undecided(looking: Looking, group: m.Group | None = None) -> QuerySet[m.Submission]:
    """What waits for the groups in which somebody has a seat, of households of which they see that: a seat alone
    opens none."""
    groups = [group] if group else [seat.group_id for seat in seats_of(looking)]
    return m.Submission.objects.filter(sees(looking), group__in=groups, outcome="").select_related(
        "household", "worker__organisation", "conflict"
    )


@in_household(director=True)
def submit(
    looking: Looking,
    household: m.Household,
    /,
    *,
    conflict: m.Conflict,
    group: m.Group,
    question: str,
    decide_by: date | None = None,
) -> m.Submission:
    """Bring a deadlock to a group, which decides within two weeks, unless another day was agreed. Raises as ``acting``,
    ActionNotAllowed while the first way is still open, for one that waits already, or a day that passed."""
    shared = tried(looking, household, unsolved(looking, household, conflict))
    last_days = list(conflict.timeouts.values_list("last_day", flat=True))
    if not ladder.first_way_failed(steps_of(conflict), last_days, looking.day):
        raise ActionNotAllowed(
            _(
                "First try it without the group: ask the local rung, or suspend what makes it worse. "
                "When that has failed, the group takes it up."
            )
        )
    if conflict.submissions.filter(outcome="").exists():
        raise ActionNotAllowed(_("This waits for a group already."))
    last_day = decide_by or looking.day + TERM
    if last_day <= looking.day:
        raise ActionNotAllowed(_("Choose a day to come."))
    row = m.Submission.objects.create(group=group, question=question, decide_by=last_day, **shared)
    audited(looking, "submit", household, submission=row.pk, group=group.pk)
    return row


@in_household()
def decide(
    looking: Looking,
    household: m.Household,
    /,
    *,
    submission: m.Submission,
    outcome: str,
    decision: str,
    in_meeting: bool,
    dossier: m.Organisation | None = None,
    fetches: str = "",
    payer: m.Organisation | None = None,
) -> m.Submission:
    """Who has a seat writes down what the group decided. Raises as ``acting``, ActionNotAllowed for who has none there
    or brought it or directs, for what was decided or isn't seen, for a decision without a file, who fetches and a
    payer, or one that binds an organisation without a seat."""
    row = rows_of(looking, m.Submission, household).filter(pk=submission.pk, outcome="").first()
    seat = None if row is None else seats_of(looking).filter(group=row.group_id).first()
    if row is None or seat is None:
        raise ActionNotAllowed(_("Choose something that waits for a group in which you sit."))
    if row.worker.user_id == seat.worker.user_id or directs(looking, household):
        raise ActionNotAllowed(_("Who brought it or directs the plan doesn’t decide about it."))
    if outcome == m.Submission.Outcome.DECIDED:
        if dossier is None or payer is None or not fetches:
            raise ActionNotAllowed(
                _("A decision says in whose file it stands, who fetches and brings, and who pays.")
            )
        for organisation in (dossier, payer):
            _needs_seat(row.group, organisation, looking)
        row.dossier, row.fetches, row.payer = dossier, fetches, payer
    row.outcome, row.decision, row.in_meeting = outcome, decision, in_meeting
    row.decided_on, row.decided_by = looking.day, seat
    row.save()
    audited(looking, "group_decision", household, submission=row.pk, outcome=outcome)
    return row


def _needs_seat(group: m.Group, organisation: m.Organisation, looking: Looking) -> None:
    """Raises ActionNotAllowed for an organisation that nobody in the group can bind."""
    seats = group.seats.filter(in_force(looking.now), worker__organisation=organisation)
    if not seats.exists():
        raise ActionNotAllowed(
            _("Nobody in this group can bind %(name)s: ask it to take a seat, or the next rung.")
            % {"name": organisation}
        )


@in_household(director=True)
def withdraw_submission(
    looking: Looking, household: m.Household, *, submission: m.Submission
) -> None:
    """The director takes back what waits for a group. Raises as ``acting``, ActionNotAllowed for what doesn't wait or
    isn't seen."""
    rows = rows_of(looking, m.Submission, household).filter(pk=submission.pk, outcome="")
    number = rows.update(outcome=m.Submission.Outcome.WITHDRAWN, decided_on=looking.day)
    if not number:
        raise ActionNotAllowed(_("Choose something that waits for a group."))
    audited(looking, "submission_withdrawn", household, submission=submission.pk)


def decide_rule(
    looking: Looking, group: m.Group, *, law: str, article: str, decision: str
) -> m.RuleDecision:
    """What a group does about a rule that comes back. Raises Seat.DoesNotExist for who has no seat there, RefusedError
    without the role."""
    seat = seats_of(looking).filter(group=group).first()
    if seat is None:
        raise m.Seat.DoesNotExist
    require(looking.user, WRITE, seat.worker, looking.now)
    with transaction.atomic():
        row = m.RuleDecision.objects.create(
            group=group,
            law=law,
            article=article,
            decision=decision,
            decided_on=looking.day,
            decided_by=seat,
        )
        actor = looking.user.actor
        record(
            actor, "casework.rule_decision", "group", group.pk, looking.now, after={"id": row.pk}
        )
    return row


def rule_decisions(group: m.Group) -> dict[str, list[m.RuleDecision]]:
    """What a group decided about rules, by what names a rule, the newest first."""
    result: dict[str, list[m.RuleDecision]] = {}
    for row in group.rule_decisions.select_related("decided_by__worker__organisation"):
        result.setdefault(rule_key(row.law, row.article), []).append(row)
    return result


def yearly_counts(group: m.Group, year: int) -> dict[str, Any]:
    """How many were brought to a group in a year, and how many it decided in a meeting and outside it: numbers."""
    brought = group.submissions.filter(written_at__year=year)
    decided = group.submissions.filter(decided_on__year=year).exclude(
        outcome=m.Submission.Outcome.WITHDRAWN
    )
    return {
        "brought": brought.count(),
        "in_meeting": decided.filter(in_meeting=True).count(),
        "outside": decided.filter(in_meeting=False).count(),
        "waiting": group.submissions.filter(outcome="").count(),
    }
