"""Visits behind the front door, street by street: what a round adds up to, and how many doors were reached.

Doors are counted, never listed: who was reached and who refused stays on the paper of who rang, until the round ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Tally:
    """What a round came to, in doors: ``spoken`` for the first time; ``visited`` and ``refused`` of all who were
    spoken; ``nobody``: no answer this time."""

    spoken: int = 0
    visited: int = 0
    refused: int = 0
    nobody: int = 0


@dataclass(frozen=True)
class Reach:
    """How far a street, or a campaign, has come: of ``doors`` so many were spoken, visited, refused."""

    doors: int
    spoken: int
    visited: int
    refused: int

    @property
    def left(self) -> int:
        """Doors at which nobody was spoken yet."""
        return self.doors - self.spoken

    @property
    def contact_rate(self) -> Fraction:
        """Spoken, as a share of all doors."""
        return Fraction(self.spoken, self.doors)

    @property
    def visit_rate(self) -> Fraction:
        """Visited, as a share of all doors; not of those that were spoken."""
        return Fraction(self.visited, self.doors)


def reach(doors: int, rounds: Iterable[Tally]) -> Reach:
    """What the rounds in a street with so many doors came to."""
    rows = list(rounds)
    return Reach(
        doors,
        sum(row.spoken for row in rows),
        sum(row.visited for row in rows),
        sum(row.refused for row in rows),
    )


def together(streets: Iterable[Reach]) -> Reach | None:
    """Streets as one; None without any."""
    rows = list(streets)
    if not rows:
        return None
    return Reach(
        sum(row.doors for row in rows),
        sum(row.spoken for row in rows),
        sum(row.visited for row in rows),
        sum(row.refused for row in rows),
    )


def misfit(doors: int, rounds: Iterable[Tally], added: Tally) -> str:
    """Why a round can't be so in this street: 'doors' (more were spoken, or gave no answer, than were left), 'spoken'
    (more let you in or refused than were ever spoken), 'nothing' (an empty round); '' when it fits."""
    before = reach(doors, rounds)
    if added == Tally():
        return "nothing"
    if added.spoken + added.nobody > before.left:
        return "doors"
    if (
        before.visited + before.refused + added.visited + added.refused
        > before.spoken + added.spoken
    ):
        return "spoken"
    return ""
