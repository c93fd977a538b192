"""A funnel: from who came in to who got out, with a reason for everybody who was lost on the way. What doesn't add up
is said, with where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Step:
    """How many came so far (None: not published), how many were aimed at (None: no target), and how many were lost
    after it, by reason; ``waiting`` are still there, neither lost nor at the next step."""

    code: str
    number: int | None
    target: int | None = None
    lost: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def share_of_target(self) -> float | None:
        """How much of the target was reached; None without either."""
        if self.number is None or not self.target:
            return None
        return self.number / self.target


@dataclass(frozen=True)
class Gap:
    """After a step so many are unexplained: below nought when more are explained than there were. None: it can't be
    known, because a number wasn't published."""

    after: str
    number: int | None


def gaps(steps: Sequence[Step]) -> list[Gap]:
    """After which steps a funnel doesn't close, or can't be checked: number - lost - waiting - next number, which must
    be nought. Of the last step nothing is asked."""
    result = []
    for step, following in pairwise(steps):
        if step.number is None or following.number is None:
            result.append(Gap(step.code, None))
            continue
        left = step.number - sum(step.lost.values()) - step.waiting - following.number
        if left:
            result.append(Gap(step.code, left))
    return result


@dataclass(frozen=True)
class Stock:
    """How many were there at the beginning and the end of a period (stock), and came and left in it (flow)."""

    begin: int
    came: int
    left: int
    end: int

    @property
    def gap(self) -> int:
        """begin + came - left - end: nought when nobody vanished."""
        return self.begin + self.came - self.left - self.end
