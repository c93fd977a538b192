"""Most votes: the projects with the most votes first, while the money lasts. As most cities count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wijkwerk.participation.core.elections import Election, Rule


class Skipping(StrEnum):
    """What happens at a project that doesn't fit in what is left: the next one that fits is taken, or
    it ends there."""

    SKIP = "skip"
    STOP = "stop"


@dataclass(frozen=True)
class VotesResult:
    """Winners in the order in which they were taken, and ``tied``: pairs (taken, left out) that were
    equal in all but the lot while only one of them fitted."""

    winners: tuple[str, ...]
    spent: int
    tied: tuple[tuple[str, str], ...] = ()


def most_votes(
    election: Election, rule: Rule, skipping: Skipping = Skipping.SKIP, threshold: int = 1
) -> VotesResult:
    """The winners: by votes (or points), then the lower cost, then the lot. A project with fewer
    than ``threshold`` votes doesn't win. Raises ElectionError for what can't be counted."""
    election.check()
    votes, costs = election.votes(), election.costs
    order = sorted(
        (code for code in costs if votes[code] >= threshold),
        key=lambda code: (-votes[code], costs[code], rule.lot(code)),
    )
    left, winners = election.budget, []
    out: list[str] = []
    for code in order:
        if costs[code] <= left:
            winners.append(code)
            left -= costs[code]
        elif skipping is Skipping.STOP:
            out = order[order.index(code) :]
            break
        else:
            out.append(code)
    key = {code: (votes[code], costs[code]) for code in order}
    tied = tuple((a, b) for a in winners for b in out if key[a] == key[b])
    return VotesResult(tuple(winners), election.budget - left, tied)
