"""How strong the evidence for a practice is, and which card may take the place of which. See
docs/method/practice-evidence.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

WEAKEST, STRONGEST = 1, 5  # levels of the Maryland scale
OFTEN = 2  # other places where it has to have helped before that says something


class Reason(StrEnum):
    """What raises or lowers the level that an evaluation gives."""

    HELPED_ELSEWHERE = "helped_elsewhere"
    FAILED_ELSEWHERE = "failed_elsewhere"
    CARRIER = "carrier"


@dataclass(frozen=True)
class Strength:
    """The level: 0 when no evaluation could tell anything, else 1 (weakest) to 5; with the reasons that raised
    and lowered it."""

    level: int
    up: tuple[Reason, ...]
    down: tuple[Reason, ...]


def strength(evaluated: int, *, carrier: bool, used: Sequence[tuple[str, bool | None]]) -> Strength:
    """How strong the evidence is, out of the level of its evaluation (0: none, or nothing could be known).

    ``used`` has where it was used again, and whether it helped there (None: not known yet). A step up when it
    helped in two other places or more and nowhere failed; a step down when it failed in as many as it helped
    or more (inconsistency, as GRADE has it), and one when it depends on a person (indirectness). Use without an
    evaluation is no evidence.
    """
    helped = {place for place, answer in used if answer}
    failed = {place for place, answer in used if answer is False}
    up = (Reason.HELPED_ELSEWHERE,) if len(helped) >= OFTEN and not failed else ()
    down = tuple(
        reason
        for reason, holds in (
            (Reason.FAILED_ELSEWHERE, bool(failed) and len(failed) >= len(helped)),
            (Reason.CARRIER, carrier),
        )
        if holds
    )
    if evaluated < WEAKEST:
        return Strength(0, (), down)
    level = min(STRONGEST, max(WEAKEST, evaluated + len(up) - len(down)))
    return Strength(level, up, down)


def makes_circle(replaced_by: Mapping[int, int], old: int, new: int) -> bool:
    """Whether the chain of what took whose place comes back to ``old`` when ``new`` takes its place."""
    passed = {old}
    at: int | None = new
    while at is not None:
        if at in passed:
            return True
        passed.add(at)
        at = replaced_by.get(at)
    return False
