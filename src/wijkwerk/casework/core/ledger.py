"""The ledger of a bridging budget: help first, who pays is settled later. In whole cents; it closes when all that was
advanced is divided, and each payer's share was received or given up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Entry(StrEnum):
    """What a line of the ledger is."""

    ADVANCE = "advance"  # the budget pays for help
    SHARE = "share"  # a payer owes this part of it
    RECEIVED = "received"  # that payer paid to the budget
    WRITTEN_OFF = "written_off"  # the budget gives up what that payer owes


@dataclass(frozen=True)
class Line:
    """A line: so many cents (above 0), of a payer; an advance has none."""

    entry: Entry
    cents: int
    payer: int | None = None


class LedgerError(ValueError):
    """A line that doesn't fit; ``why`` is positive, payer, undivided or owed."""

    def __init__(self, why: str, most: int = 0) -> None:
        self.why, self.most = why, most
        super().__init__(f"{why}: at most {most}")


@dataclass(frozen=True)
class Balance:
    """How a ledger stands, in cents; ``owed`` by payer, without those who owe nothing any more."""

    advanced: int
    divided: int
    received: int
    written_off: int
    owed: dict[int, int]

    @property
    def undivided(self) -> int:
        """What was advanced and is nobody's share yet."""
        return self.advanced - self.divided

    @property
    def is_closed(self) -> bool:
        """Whether everything is settled."""
        return not self.undivided and not self.owed


def balance(lines: Iterable[Line]) -> Balance:
    """How a ledger stands."""
    sums: Counter[Entry] = Counter()
    owed: Counter[int] = Counter()
    for line in lines:
        sums[line.entry] += line.cents
        if line.payer is not None:
            owed[line.payer] += line.cents if line.entry is Entry.SHARE else -line.cents
    return Balance(
        sums[Entry.ADVANCE],
        sums[Entry.SHARE],
        sums[Entry.RECEIVED],
        sums[Entry.WRITTEN_OFF],
        {payer: cents for payer, cents in owed.items() if cents},
    )


def check(lines: Iterable[Line], line: Line) -> None:
    """Whether ``line`` fits after ``lines``. Raises LedgerError: no more is divided than was advanced, and no more
    received or given up than a payer owes."""
    if line.cents <= 0:
        raise LedgerError("positive")
    if (line.payer is None) != (line.entry is Entry.ADVANCE):
        raise LedgerError("payer")
    stand = balance(lines)
    if line.entry is Entry.SHARE and line.cents > stand.undivided:
        raise LedgerError("undivided", stand.undivided)
    if line.entry in (Entry.RECEIVED, Entry.WRITTEN_OFF) and line.payer is not None:
        most = stand.owed.get(line.payer, 0)
        if line.cents > most:
            raise LedgerError("owed", most)
