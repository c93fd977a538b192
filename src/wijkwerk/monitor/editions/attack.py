"""The intruder: what can be worked out from an edition's own files about what it withholds.

Uses nothing but published files, all of them (``attack_register``), and no rule of the plan that
protects them. What the site and the API tell besides (other references, selections, groups of
one's own) is worked out from the same files, so it can tell no more. A withheld cell counts
as recovered when it is known, or known to be no more than a few in a narrower range than the limits
allow (docs/method/disclosure.md says what is tried and what is assumed).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.editions.attack_register import unread
from wijkwerk.monitor.editions.attack_remade import made_otherwise
from wijkwerk.monitor.editions.attack_sums import Attack
from wijkwerk.monitor.editions.edition import Edition

Progress = Callable[[float], None]


@dataclass(frozen=True, order=True)
class Recovered:
    """A withheld cell that the intruder has, and how."""

    indicator: str
    period: str
    area: str
    how: str


@dataclass(frozen=True)
class AttackReport:
    """What was tried and what was found; ``recovered`` and ``unread`` are empty when it holds.

    ``unread``: published parts that the intruder can't read or account for, so that nobody knows what
    they tell.
    """

    edition: str
    others: tuple[str, ...]
    withheld: int
    programmes: int  # linear programmes solved
    recovered: tuple[Recovered, ...]
    unread: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Was everything read, and nothing had from it?"""
        return not self.recovered and not self.unread


def attack(
    edition: Path, others: Sequence[Path] = (), progress: Progress | None = None
) -> AttackReport:
    """Attack ``edition``, with ``others`` (earlier or later editions) as further knowledge.

    ``progress`` is told the share that is done. Raises InputError when a folder isn't an edition.
    """
    other_editions = [Edition.open(path) for path in others]
    opened = Edition.open(edition)
    target = Attack(opened, progress)
    how: dict[tuple[str, str, str], str] = {}
    for area, period, indicator, way in target.finds(other_editions):
        how.setdefault((indicator, period, area), way)
    return AttackReport(
        edition=target.edition.id,
        others=tuple(other_edition.id for other_edition in other_editions),
        withheld=target.withheld,
        programmes=target.programmes,
        recovered=tuple(sorted(Recovered(*cell, way) for cell, way in how.items())),
        unread=(*unread(opened), *made_otherwise(opened)),
    )
