"""The account of a file's rows: what was read is what was used and what was left out, with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Why rows or cells are left out, as the account says after their number. Each has its Dutch
# (site/phrases.py), so a new reason is written here first.
REASONS = (
    "left out by keep",
    "left out by skip",
    "without a code",
    "of series that no figure names",
    "that repeat a code",
    "that repeat another row",
    "that no row looks up",
    "of areas without figures",
    "of areas without a counterpart on these boundaries",
    "that no figure asks for, or that repeat another",
    "notes below the table",
    "notes around the table",
    "joined with another row of their area",
    "of provinces and other regions",
    "around the list",
    "totals",
    "remarks",
    "with an error",
)


@dataclass(frozen=True)
class Account:
    """``read`` items of a file (rows, or cells of figures) of which ``used`` were used; ``left_out``
    has the number per reason of ``REASONS``. ValueError for another reason, and when they don't add up:
    a row was lost without a word."""

    file: str
    read: int
    used: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    what: str = "rows"

    def __post_init__(self) -> None:
        if unnamed := set(self.left_out) - set(REASONS):
            raise ValueError(f"no reason of REASONS: {sorted(unnamed)}")
        total = self.used + sum(self.left_out.values())
        if total != self.read:
            raise ValueError(
                f"{self.file}: {self.read} {self.what} read, {total} accounted for: {dict(self.left_out)}"
            )

    def __str__(self) -> str:
        parts = [f"{times:,} {why}" for why, times in self.left_out.items() if times]
        rest = sum(self.left_out.values())
        why = f" ({'; '.join(parts)})" if parts else ""
        return (
            f"{self.file}: {self.read:,} {self.what} = {self.used:,} used + {rest:,} left out{why}"
        )
