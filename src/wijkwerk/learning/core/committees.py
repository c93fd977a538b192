"""Who visits whom: committees out of a pool, by rules, as even as can be. See docs/method/committees.md.

An integer programme, solved by HiGHS (by way of scipy). What can't be had isn't silently dropped: every lack is a
variable with a price, so that a round that doesn't close still gets the best there is, with what lacks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

SECONDS = 8.0  # after which the best that was found counts
# What each lack and each unevenness costs; the higher ones come first.
SEAT, CHAIR, GUEST, THEME, AGAIN, MOST_CHAIRED, MOST_VISITS = 2000, 2000, 500, 200, 20, 3, 1


@dataclass(frozen=True)
class Member:
    """Somebody of the pool: what they know of, their ``city`` ('' none) and others that they don't visit."""

    key: int
    themes: frozenset[str]
    city: str = ""
    conflicts: frozenset[str] = frozenset()
    chairs: bool = False
    guest: bool = False

    def bars(self, city: str) -> str:
        """Why they don't visit ``city``: 'own', 'conflict', or '' when they may."""
        if city and city == self.city:
            return "own"
        return "conflict" if city in self.conflicts else ""


@dataclass(frozen=True)
class Visited:
    """A visit to compose a committee for, of ``size`` members; ``guest``: one of them is a guest."""

    key: int
    city: str
    themes: frozenset[str]
    size: int
    guest: bool = False


@dataclass(frozen=True)
class Committee:
    """Who goes on a visit, with the chair (None: nobody can), and what lacks."""

    visit: int
    members: tuple[int, ...]
    chair: int | None
    seats_short: int
    themes_missing: tuple[str, ...]
    guest_missing: bool
    chaired_before: bool  # the visit before had the same chair


@dataclass(frozen=True)
class Composition:
    """The committees in the order of the visits, what they cost together, and whether nothing better is possible."""

    committees: tuple[Committee, ...]
    cost: int
    proven: bool


@dataclass
class _Programme:
    """Variables (all whole numbers) and rows of the integer programme."""

    costs: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def variable(self, cost: float = 0, upper: float = 1) -> int:
        """A new one, at least 0."""
        self.costs.append(cost)
        self.upper.append(upper)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], low: float = -np.inf, high: float = np.inf) -> None:
        """A sum that has to lie between two bounds."""
        number = len(self.low)
        self.entries += [(number, column, factor) for column, factor in terms.items()]
        self.low.append(low)
        self.high.append(high)

    def solve(self, seconds: float) -> tuple[np.ndarray, bool]:
        """The value of every variable, and whether it is proven to be the best."""
        rows, columns, factors = zip(*self.entries, strict=True)
        matrix = csr_matrix((factors, (rows, columns)), shape=(len(self.low), len(self.costs)))
        answer = milp(
            np.array(self.costs),
            constraints=LinearConstraint(matrix, np.array(self.low), np.array(self.high)),
            integrality=np.ones(len(self.costs)),
            bounds=Bounds(0, np.array(self.upper)),
            options={"time_limit": seconds},
        )
        assert answer.x is not None, answer.message  # every lack has a variable: always feasible
        return np.round(answer.x), answer.status == 0


def compose(
    members: Sequence[Member], visits: Sequence[Visited], seconds: float = SECONDS
) -> Composition:
    """The committees of all visits together.

    Never: who is of the city, or has a conflict with it; more than ``size`` members. As far as can be, the first
    before the last: every seat filled and a chair, a guest where one is asked, every theme of the visit known by a
    member, not the same chair twice in a row, chairs that chair as often, members that go as often. The order of
    ``members`` decides between what costs as much.
    """
    if not visits:
        return Composition((), 0, True)
    programme = _Programme()
    goes = {
        (member.key, visit.key): programme.variable()
        for visit in visits
        for member in members
        if not member.bars(visit.city)
    }
    leads = {
        (member.key, visit.key): programme.variable()
        for visit in visits
        for member in members
        if member.chairs and (member.key, visit.key) in goes
    }
    for visit in visits:
        able = [member for member in members if (member.key, visit.key) in goes]

        def seats(of: Sequence[Member], number: int = visit.key) -> dict[int, float]:
            return {goes[member.key, number]: 1.0 for member in of}

        programme.row(
            seats(able) | {programme.variable(SEAT, visit.size): 1.0}, visit.size, visit.size
        )
        chairing = {leads[member.key, visit.key]: 1.0 for member in able if member.chairs}
        programme.row(chairing | {programme.variable(CHAIR): 1.0}, 1, 1)
        for member in able:
            if member.chairs:
                leading, going = leads[member.key, visit.key], goes[member.key, visit.key]
                programme.row({leading: 1.0, going: -1.0}, high=0)
        for theme in sorted(visit.themes):
            able_to = seats([member for member in able if theme in member.themes])
            programme.row(able_to | {programme.variable(THEME): 1.0}, low=1)
        if visit.guest:
            guests = seats([member for member in able if member.guest])
            programme.row(guests | {programme.variable(GUEST): 1.0}, low=1)
    for before, after in pairwise(visits):
        for member in members:
            pair = [leads.get((member.key, visit.key)) for visit in (before, after)]
            if pair[0] is not None and pair[1] is not None:
                again = programme.variable(AGAIN)
                programme.row({pair[0]: 1.0, pair[1]: 1.0, again: -1.0}, high=1)
    for price, table in ((MOST_CHAIRED, leads), (MOST_VISITS, goes)):
        most = programme.variable(price, len(visits))
        for member in members:
            own = {column: 1.0 for (key, _visit), column in table.items() if key == member.key}
            if own:
                programme.row({**own, most: -1.0}, high=0)
    values, proven = programme.solve(seconds)
    chosen = {
        visit.key: [
            member.key
            for member in members
            if (place := goes.get((member.key, visit.key))) is not None and values[place]
        ]
        for visit in visits
    }
    chair: dict[int, int | None] = dict.fromkeys(chosen)
    for (key, number), place in leads.items():
        if values[place]:
            chair[number] = key
    return described(members, visits, chosen, chair, proven)


def described(
    members: Sequence[Member],
    visits: Sequence[Visited],
    chosen: Mapping[int, Sequence[int]],
    chair: Mapping[int, int | None],
    proven: bool = False,
) -> Composition:
    """What lacks when these members go, and what it costs: also of committees that somebody changed."""
    by_key = {member.key: member for member in members}
    committees: list[Committee] = []
    for visit in visits:
        going = [by_key[key] for key in chosen[visit.key]]
        covered = frozenset().union(*(member.themes for member in going))
        before = committees[-1].chair if committees else None
        committees.append(
            Committee(
                visit.key,
                tuple(member.key for member in going),
                chair[visit.key],
                visit.size - len(going),
                tuple(sorted(visit.themes - covered)),
                visit.guest and not any(member.guest for member in going),
                before is not None and before == chair[visit.key],
            )
        )
    went = [key for committee in committees for key in committee.members]
    chaired = [committee.chair for committee in committees if committee.chair is not None]
    cost = sum(
        SEAT * committee.seats_short
        + CHAIR * (committee.chair is None)
        + GUEST * committee.guest_missing
        + THEME * len(committee.themes_missing)
        + AGAIN * committee.chaired_before
        for committee in committees
    )
    cost += MOST_CHAIRED * max(map(chaired.count, chaired), default=0)
    cost += MOST_VISITS * max(map(went.count, went), default=0)
    return Composition(tuple(committees), cost, proven)
