"""The account of a file's rows: what was read is what was used and what was left out, with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """``read`` items of a file (rows, or cells of figures) of which ``used`` were used; ``left_out``
    has the number per reason. ValueError when they don't add up: a row was lost without a word."""

    file: str
    read: int
    used: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    what: str = "rows"

    def __post_init__(self) -> None:
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
