"""An election over money: what can be chosen, what was voted, and by which rule it is counted.

Amounts are integers of the smallest part of the currency (``Election.unit`` of them make one). Nothing
here is rounded: what isn't whole is a Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum


class BallotKind(StrEnum):
    """What a voter writes on a ballot."""

    APPROVAL = "approval"  # which projects are good
    POINTS = "points"  # how many points each gets
    RANKING = "ranking"  # which is best, second best, …


class Utility(StrEnum):
    """What a project that is carried out is worth to who voted for it (once, or a point's worth)."""

    COST = "cost"  # what it costs: a larger project counts for more
    EQUAL = "equal"  # as much as any other


class Completion(StrEnum):
    """When raising everybody's share stops, since equal shares alone leave money unspent.

    ``BUDGET``: at the last share whose winners fit in the budget. ``EXHAUSTIVE``: the same, but already
    at the first share after which no other project fits in what is left.
    """

    BUDGET = "budget"
    EXHAUSTIVE = "exhaustive"


@dataclass(frozen=True)
class Candidate:
    """A project on the ballot and what it costs."""

    code: str
    cost: int
    title: str = ""


@dataclass(frozen=True)
class Ballot:
    """One voter's ballot: what each project got. A project that isn't there got nothing."""

    code: str
    votes: Mapping[str, int]


class ElectionError(ValueError):
    """An election that can't be counted: ``code`` says what is wrong, ``about`` with which project or
    ballot ('' for the whole)."""

    def __init__(self, code: str, about: str = "") -> None:
        self.code, self.about = code, about
        super().__init__(f"{code}: {about}" if about else code)


@dataclass(frozen=True)
class Election:
    """Projects, ballots and the budget. ``unit`` is how many of its amounts make one euro: by one of
    those at a time the shares are raised."""

    budget: int
    candidates: tuple[Candidate, ...]
    ballots: tuple[Ballot, ...]
    kind: BallotKind = BallotKind.APPROVAL
    unit: int = 1
    title: str = ""

    def check(self) -> None:
        """Raise ElectionError for what can't be counted: no budget, a cost below 1, a code that
        stands twice, a vote for a project that isn't there, a vote below 1."""
        if self.budget < 1 or self.unit < 1:
            raise ElectionError("no budget")
        costs: dict[str, int] = {}
        for candidate in self.candidates:
            if candidate.code in costs:
                raise ElectionError("project twice", candidate.code)
            if candidate.cost < 1:
                raise ElectionError("project without cost", candidate.code)
            costs[candidate.code] = candidate.cost
        codes: set[str] = set()
        for ballot in self.ballots:
            if ballot.code in codes:
                raise ElectionError("ballot twice", ballot.code)
            codes.add(ballot.code)
            if not ballot.votes.keys() <= costs.keys():
                raise ElectionError("vote for an unknown project", ballot.code)
            if any(value < 1 for value in ballot.votes.values()):
                raise ElectionError("vote below one", ballot.code)
            if self.kind is BallotKind.APPROVAL and any(v != 1 for v in ballot.votes.values()):
                raise ElectionError("approval that isn't one", ballot.code)

    @property
    def costs(self) -> dict[str, int]:
        """What each project costs."""
        return {candidate.code: candidate.cost for candidate in self.candidates}

    def support(self) -> dict[str, int]:
        """On how many ballots each project stands."""
        ballots_by_project = dict.fromkeys(self.costs, 0)
        for ballot in self.ballots:
            for code in ballot.votes:
                ballots_by_project[code] += 1
        return ballots_by_project

    def votes(self) -> dict[str, int]:
        """What each project got on all ballots together: votes, or points."""
        votes_by_project = dict.fromkeys(self.costs, 0)
        for ballot in self.ballots:
            for code, value in ballot.votes.items():
                votes_by_project[code] += value
        return votes_by_project

    def without(self, codes: Iterable[str]) -> Election:
        """The same election as if these projects had not been on the ballot; every voter stays, since
        the budget is everybody's."""
        out = frozenset(codes)
        return replace(
            self,
            candidates=tuple(
                candidate for candidate in self.candidates if candidate.code not in out
            ),
            ballots=tuple(
                Ballot(
                    ballot.code, {code: v for code, v in ballot.votes.items() if code not in out}
                )
                for ballot in self.ballots
            ),
        )


def ranked(order: Sequence[str], places: int) -> dict[str, int]:
    """A ranking as votes (Borda): of ``places`` places the first gives ``places``, the next one fewer.

    Raises ElectionError when a project stands twice, or more were ranked than there are places.
    """
    if len(set(order)) != len(order):
        raise ElectionError("project twice on a ballot")
    if len(order) > places:
        raise ElectionError("more ranked than there are places")
    return {code: places - place for place, code in enumerate(order)}


@dataclass(frozen=True)
class Rule:
    """How ballots are counted: version, worth of a project, when raising stops, least support, and
    the order drawn by lot for what stays equal (codes; what isn't named comes after, by its code)."""

    version: str = "1"
    utility: Utility = Utility.COST
    completion: Completion = Completion.BUDGET
    least_support: int = 0
    lots: tuple[str, ...] = field(default=())

    def lot(self, code: str) -> tuple[int, str]:
        """Sorts what stays equal after cost and votes."""
        return (self.lots.index(code) if code in self.lots else len(self.lots), code)
