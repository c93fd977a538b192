"""A bank statement of who pays: which tranches it pays, and what somebody has to look at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from wijkwerk.access.api import held_for
from wijkwerk.finance.models import Tranche
from wijkwerk.finance.services import agreements
from wijkwerk.tables.api import Payment, Statement, with_check_digits
from wijkwerk.workflow.api import StepCommand

_REFERENCE = re.compile(r"RF[0-9]{2}WT([0-9]{1,18})")
Outcomes = list[tuple[Payment, "Outcome"]]


class Outcome(StrEnum):
    """What becomes of a payment."""

    PAYS = "pays"  # a tranche that was released, in full
    KNOWN = "known"  # it was written down before
    ANOTHER_AMOUNT = "another_amount"
    NOT_RELEASED = "not_released"
    TWICE = "twice"  # the tranche was paid already
    OWN_RELEASE = "own_release"  # who takes the statement in released it
    TAKEN_BACK = "taken_back"  # by the bank
    OTHER = "other"  # of no tranche


def reference_of(tranche: Tranche) -> str:
    """By which a bank statement knows its payment (a creditor reference, ISO 11649)."""
    return with_check_digits(f"WT{tranche.pk}")


@dataclass(frozen=True)
class Awaited:
    """A tranche as payments meet it."""

    cents: int
    state: str
    released_by_reader: bool = False
    # Days and keys ('' for one that somebody wrote down) of what was paid, also of what came back.
    payments: Collection[tuple[date, str]] = ()

    def knows(self, payment: Payment) -> bool:
        """Whether this very payment was written down before: by its key, or by hand on its day."""
        return (payment.booked_on, "") in self.payments or any(
            key == payment.key for _day, key in self.payments
        )


def matched(payments: Iterable[Payment], tranches: Mapping[str, Awaited]) -> Outcomes:
    """Each payment with what becomes of it, in the order of the statement; ``tranches`` by payment reference. What
    goes out is below 0. Another amount pays nothing, and no tranche is paid twice."""
    paid: set[str] = set()
    result = []
    for payment in payments:
        outcome = _outcome(payment, tranches.get(payment.reference), payment.reference in paid)
        if outcome is Outcome.PAYS:
            paid.add(payment.reference)
        result.append((payment, outcome))
    return result


def _outcome(payment: Payment, tranche: Awaited | None, paid_here: bool) -> Outcome:
    if tranche is None:
        return Outcome.OTHER
    if payment.is_reversal or payment.cents > 0:
        return Outcome.TAKEN_BACK
    if -payment.cents == tranche.cents and tranche.knows(payment):
        return Outcome.KNOWN
    if paid_here or tranche.state == "paid":
        return Outcome.TWICE
    if tranche.state != "payable":
        return Outcome.NOT_RELEASED
    if -payment.cents != tranche.cents:
        return Outcome.ANOTHER_AMOUNT
    return Outcome.OWN_RELEASE if tranche.released_by_reader else Outcome.PAYS


def look(command: StepCommand, statements: Sequence[Statement]) -> Outcomes:
    """What would become of the payments; nothing is written. Of tranches where this account doesn't pay nothing is
    told: they are OTHER."""
    payments = [payment for statement in statements for payment in statement.payments]
    rows = _tranches(command.user, command.now, {payment.reference for payment in payments})
    awaited = {
        reference: Awaited(
            row.amount,
            row.state,
            row.state == "payable"
            and "other_than_released"
            not in agreements.conditions(row.agreement, row, command.user, command.now),
            [(payment.paid_on, payment.key) for payment in row.payments.all()],
        )
        for reference, row in rows.items()
    }
    return matched(payments, awaited)


def take_in(command: StepCommand, statements: Sequence[Statement]) -> Outcomes:
    """Write down what was paid: all of it, or nothing. Taking the same statement in again changes nothing. Raises
    RefusedError, ChangedMeanwhileError, TransitionNotAllowed."""
    with transaction.atomic():
        result = look(command, statements)
        references = {row.reference for row, outcome in result if outcome is Outcome.PAYS}
        rows = _tranches(command.user, command.now, references)
        for payment, outcome in result:
            if outcome is Outcome.PAYS:
                row = rows[payment.reference]
                pay = StepCommand(
                    command.user, command.now, row.version, decisions=command.decisions
                )
                agreements.pay(
                    pay,
                    row,
                    paid_on=payment.booked_on,
                    reference=payment.reference,
                    key=payment.key,
                )
    return result


def _tranches(user: Any, now: datetime, references: Iterable[str]) -> dict[str, Tranche]:
    """By payment reference, of the municipalities where this account pays."""
    numbers = [int(match[1]) for match in map(_REFERENCE.fullmatch, references) if match]
    rows = Tranche.objects.filter(
        pk__in=numbers,
        agreement__municipality__in=held_for(user, "finance.pay", "municipality", now),
    )
    return {
        reference_of(row): row
        for row in rows.select_related("agreement").prefetch_related("payments")
    }
