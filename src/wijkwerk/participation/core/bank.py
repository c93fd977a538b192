"""Payments of a bank statement beside what residents promised: which is which, and what is left over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a payment."""

    CONFIRMED = "confirmed"  # it pays a promise in full
    REVERSED = "reversed"  # the bank took back what paid one
    KNOWN = "known"  # it was taken in before
    ANOTHER_AMOUNT = "another_amount"
    NOT_WAITING = "not_waiting"  # its promise was paid already, or withdrawn
    PASSED_ON = (
        "passed_on"  # the bank took back what isn't confirmed any more, such as what was paid out
    )
    OTHER = "other"  # nothing of this process


@dataclass(frozen=True)
class BankLine:
    """A payment as a statement has it: above 0 cents it came in."""

    key: str
    cents: int
    reference: str
    is_reversal: bool = False


@dataclass(frozen=True)
class Promise:
    """Money that somebody promised, and in which state that is."""

    cents: int
    state: str


_WAITING = ("promised", "lapsed")


def matched(
    lines: Iterable[BankLine], promises: Mapping[str, Promise], earlier: Collection[str]
) -> list[tuple[BankLine, Outcome]]:
    """Each payment with what becomes of it, in the order of the statement; ``promises`` by reference, ``earlier``
    the keys of what was taken in before. A payment of another amount confirms nothing: who paid
    less, or twice, is asked by a person."""
    states = {reference: promise.state for reference, promise in promises.items()}
    taken = set(earlier)
    result = []
    for line in lines:
        outcome = _outcome(line, promises, states, taken)
        if outcome is Outcome.CONFIRMED:
            states[line.reference] = "confirmed"
        elif outcome is Outcome.REVERSED:
            states[line.reference] = "withdrawn"
        if outcome in (Outcome.CONFIRMED, Outcome.REVERSED):
            taken.add(line.key)
        result.append((line, outcome))
    return result


def _outcome(
    line: BankLine, promises: Mapping[str, Promise], states: Mapping[str, str], taken: set[str]
) -> Outcome:
    if line.key in taken:
        return Outcome.KNOWN
    promise = promises.get(line.reference)
    # Money that the city itself sends, such as what it gives back, is no payment of a resident.
    if promise is None or (line.cents <= 0 and not line.is_reversal):
        return Outcome.OTHER
    if abs(line.cents) != promise.cents:
        return Outcome.ANOTHER_AMOUNT
    if line.cents > 0:
        waits = states[line.reference] in _WAITING
        return Outcome.CONFIRMED if waits else Outcome.NOT_WAITING
    return Outcome.REVERSED if states[line.reference] == "confirmed" else Outcome.PASSED_ON
