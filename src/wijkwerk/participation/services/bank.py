"""Bank statements taken in: promises that were paid are confirmed, what the bank took back is undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from wijkwerk.participation.core.bank import BankLine, Outcome, Promise, matched
from wijkwerk.participation.models import BankPayment, Pledge, Process
from wijkwerk.participation.services.common import STEPS
from wijkwerk.tables.api import Payment, Statement
from wijkwerk.workflow.api import StepCommand

_STEPS = {Outcome.CONFIRMED: "confirm", Outcome.REVERSED: "reverse"}


@dataclass(frozen=True)
class TakenIn:
    """What becomes of each payment of some statements."""

    rows: tuple[tuple[Payment, Outcome], ...]

    def of(self, outcome: Outcome) -> tuple[int, int]:
        """How many payments, and how much together in cents."""
        cents = [payment.cents for payment, became in self.rows if became is outcome]
        return len(cents), sum(cents)


def look(process: Process, statements: Iterable[Statement]) -> TakenIn:
    """What would become of the payments; nothing is written."""
    payments = [payment for statement in statements for payment in statement.payments]
    references = {payment.reference for payment in payments} - {""}
    pledges = Pledge.objects.filter(process=process, reference__in=references)
    promises = {
        str(reference): Promise(amount or 0, state)
        for reference, amount, state in pledges.values_list("reference", "amount", "state")
    }
    keys = {payment.key for payment in payments}
    taken = set(BankPayment.objects.filter(key__in=keys).values_list("key", flat=True))
    lines = [BankLine(row.key, row.cents, row.reference, row.is_reversal) for row in payments]
    outcomes = matched(lines, promises, taken)
    return TakenIn(
        tuple(
            (payment, outcome) for payment, (_line, outcome) in zip(payments, outcomes, strict=True)
        )
    )


def take_in(command: StepCommand, process: Process, statements: Iterable[Statement]) -> TakenIn:
    """Confirm what was paid and undo what the bank took back: all of it, or nothing. Taking the same statement in
    again changes nothing. Raises RefusedError, ChangedMeanwhileError, TransitionNotAllowed."""
    statements = tuple(statements)
    for action in _STEPS.values():
        STEPS.allowed(command, STEPS.step("pledge", action), process)
    with transaction.atomic():
        STEPS.locked(process.pk)  # what is looked at next stays so until it is written
        result = look(process, statements)
        for outcome, action in _STEPS.items():
            chosen = {row.reference: row for row, became in result.rows if became is outcome}
            _make(command, process, action, chosen)
    return result


def _make(
    command: StepCommand, process: Process, action: str, payments: dict[str, Payment]
) -> None:
    """The step with every pledge of ``payments`` (by reference), campaign by campaign."""
    pledges = Pledge.objects.filter(process=process, reference__in=payments)
    by_campaign: dict[int, list[Pledge]] = defaultdict(list)
    for pledge in pledges.select_related("campaign"):
        by_campaign[pledge.campaign_id].append(pledge)
    for rows in by_campaign.values():
        numbers = [row.pk for row in rows]
        campaign = rows[0].campaign
        # The rows of move_all are chosen by number: their state changes on the way.
        STEPS.move_all("pledge", action, command, campaign, Pledge.objects.filter(pk__in=numbers))
        BankPayment.objects.bulk_create(
            BankPayment(
                process=process,
                pledge=row,
                key=payments[row.reference or ""].key,
                amount=payments[row.reference or ""].cents,
                booked_on=payments[row.reference or ""].booked_on,
            )
            for row in rows
        )
