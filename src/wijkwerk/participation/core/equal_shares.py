"""The Method of Equal Shares with completion by add1: exact, in integers.

Every voter gets the same share of the budget, and pays with it for projects on their own ballot alone. The project
goes first that asks the least for what it is worth to its supporters; they pay alike, who has too little
pays what is left. As that leaves money unspent, everybody's share is raised by one euro at a time until
the winners would cost more than there is.

Source: Peters, Pierczyński, Skowron, 'Proportional Participatory Budgeting with Additive Utilities'
(NeurIPS 2021); add1 as in the city of Wieliczka (2023) and on equalshares.net.

How it is exact and quick: what a voter has left is the share less the rates paid so far, or nothing once they
paid all they had. Rates are Fractions, of which there are as many as winners. What every voter has left
is kept beside them as a 64-bit integer of 2**-k euros with a bound on its error: what differs by more
than the bound is decided by those, what doesn't is computed in Fractions. No float is used anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd, lcm
from operator import mul
from typing import Any

import numpy as np

from wijkwerk.participation.core.elections import Completion, Election, Rule, Utility

_BITS = 61  # sums of what voters have stay below 2**_BITS
_Ints = Any  # numpy array of int64


@dataclass(frozen=True)
class Purchase:
    """A project that its supporters pay for: ``rate`` is what each pays for each vote on their ballot
    (less who had less), in parts of ``Election.unit``; ``tied`` with which others it was equal in
    all but the lot."""

    code: str
    rate: Fraction
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharesResult:
    """Winners in the order in which they were paid for, at the ``share`` at which raising stopped,
    ``steps`` euros above the first one. ``at_first``: the winners before any raising."""

    share: Fraction
    steps: int
    purchases: tuple[Purchase, ...]
    at_first: tuple[str, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        """Codes, in the order in which they were paid for."""
        return tuple(purchase.code for purchase in self.purchases)


@dataclass
class _Tables:
    """An election as arrays. Ballots that are the same count as one, with how many there are."""

    weights: _Ints  # ballots × projects, votes
    copies: _Ints  # ballots
    costs: list[int]
    worth: list[int]  # of a vote for a project: its cost, or 1
    supporters: list[_Ints]  # of a project: rows of ``weights``
    votes: list[_Ints]  # of a project: what those gave
    supporter_copies: list[_Ints]  # of a project: of those rows
    people: list[int]  # of a project: on how many ballots it stands
    all_votes: list[int]  # of a project: votes on all ballots
    order: list[int]  # place of each project among equals: by cost, votes, lot
    most_votes: int = 1
    plain: bool = True  # every vote is one
    single: bool = True  # no two ballots are the same
    worth_bits: int = 0


def equal_shares(
    election: Election, rule: Rule, going_on: Callable[[int], None] = lambda step: None
) -> SharesResult:
    """The winners. Equal rates are decided by lower cost, then more votes, then ``rule.lots``.

    Projects with less than ``rule.least_support`` aren't here any more (``counting.count`` does it).
    ``going_on`` is told each step. Raises ElectionError for what can't be counted.
    """
    election.check()
    voters = len(election.ballots)
    if not voters:
        return SharesResult(Fraction(0), 0, (), ())
    tables = _tables(election, rule)
    supported = {number for number, rows in enumerate(tables.supporters) if len(rows)}
    first = Fraction(election.budget, voters)
    best: _Run | None = None
    at_first: tuple[int, ...] = ()
    step = 0
    while True:
        going_on(step)
        run = _Run(tables, first + step * election.unit).made()
        spent = sum(tables.costs[number] for number in run.bought)
        if spent > election.budget:
            break
        if best is None:
            at_first = tuple(run.bought)
        best = run
        left = election.budget - spent
        rest = supported - set(run.bought)
        if not rest:
            break
        if rule.completion is Completion.EXHAUSTIVE and all(tables.costs[p] > left for p in rest):
            break
        step += 1
    # The first share never buys more than the budget: together the voters have no more.
    assert best is not None
    codes = [candidate.code for candidate in election.candidates]
    return SharesResult(
        best.share,
        int((best.share - first) / election.unit),
        tuple(
            Purchase(codes[number], rate, tuple(sorted(codes[other] for other in tied)))
            for number, rate, tied in zip(best.bought, best.rates, best.tied, strict=True)
        ),
        tuple(codes[number] for number in at_first),
    )


def _tables(election: Election, rule: Rule) -> _Tables:
    place = {candidate.code: number for number, candidate in enumerate(election.candidates)}
    same: dict[tuple[tuple[int, int], ...], int] = {}
    for ballot in election.ballots:
        key = tuple(sorted((place[code], value) for code, value in ballot.votes.items()))
        same[key] = same.get(key, 0) + 1
    same.pop((), None)  # who voted for nothing has a share, and pays for nothing
    weights = np.zeros((len(same), len(place)), dtype=np.int64)
    for row, key in enumerate(same):
        for column, value in key:
            weights[row, column] = value
    copies = np.fromiter(same.values(), dtype=np.int64, count=len(same))
    supporters = [np.flatnonzero(weights[:, number]) for number in range(len(place))]
    votes = [weights[rows, number] for number, rows in enumerate(supporters)]
    of_each = [copies[rows] for rows in supporters]
    all_votes = [int((gave * of).sum()) for gave, of in zip(votes, of_each, strict=True)]
    costs = [candidate.cost for candidate in election.candidates]
    ranked = sorted(
        range(len(place)),
        key=lambda p: (costs[p], -all_votes[p], rule.lot(election.candidates[p].code)),
    )
    order = [0] * len(place)
    for number, candidate in enumerate(ranked):
        order[candidate] = number
    worth = costs if rule.utility is Utility.COST else [1] * len(costs)
    highest = int(weights.max()) if weights.size else 1
    return _Tables(
        weights=weights,
        copies=copies,
        costs=costs,
        worth=worth,
        supporters=supporters,
        votes=votes,
        supporter_copies=of_each,
        people=[int(of.sum()) for of in of_each],
        all_votes=all_votes,
        order=order,
        most_votes=highest,
        plain=highest == 1,
        single=bool((copies == 1).all()),
        worth_bits=max(worth, default=1).bit_length(),
    )


@dataclass
class _Rate:
    """What supporters pay for each vote: ``above / below``. Of those (``rows``) the ``poor`` pay all
    they have."""

    above: int
    below: int
    rows: _Ints
    poor: _Ints


@dataclass
class _Run:
    """Equal shares at one share."""

    tables: _Tables
    share: Fraction
    bought: list[int] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        tables = self.tables
        # Exactly: the share and what was paid for each vote are integers of one in ``parts``.
        self.parts, self.whole = self.share.denominator, self.share.numerator
        self.paid: list[int] = []
        # What all voters have together, and what a project costs, fit in 64 bits at this scale.
        everything = int(self.share + 1) * (int(tables.copies.sum()) + 1)
        most = max(*tables.costs, everything) * (1 if tables.plain else max(tables.all_votes))
        self.scale = 1 << max(_BITS - most.bit_length(), 0)
        self.left = np.full(len(tables.copies), int(self.share * self.scale), dtype=np.int64)
        self.alive = np.ones(len(tables.copies), dtype=bool)
        self.error = 1  # what a voter has lies within this of ``left``

    def made(self) -> _Run:
        """Buy until nobody can pay for anything more."""
        # What each project asks at least for what it is worth; that never falls while voters pay.
        asks = [
            (self._ask(self.tables.costs[p] * self.scale // votes, p), p)
            for p, votes in enumerate(self.tables.all_votes)
            if votes
        ]
        heapify(asks)
        while (chosen := self._next(asks)) is not None:
            self._buy(*chosen)
        return self

    def _ask(self, rate: int, number: int) -> int:
        """A rate for each bit of worth, rounded down; comparable between projects."""
        return (rate << self.tables.worth_bits) // self.tables.worth[number]

    def _next(self, asks: list[tuple[int, int]]) -> tuple[int, _Rate, tuple[int, ...]] | None:
        """Take out the project that asks least: its number, rate and what equals it but for the lot;
        None when all are too dear. What can't be paid any more is taken out for good."""
        looked: list[tuple[int, int]] = []
        lows: dict[int, int] = {}
        best: int | None = None  # no less than what the cheapest asks
        while asks and (best is None or asks[0][0] <= best):
            _, number = heappop(asks)
            bounds = self._bounds(number)
            if bounds is None:
                continue
            low, high = bounds
            looked.append((self._ask(low, number), number))
            lows[number] = low
            if high is not None:
                most = self._ask(high, number) + 1
                best = most if best is None else min(best, most)
        if not looked:
            return None
        near = [number for ask, number in looked if best is None or ask <= best]
        rates = {number: self._rate(number, lows[number]) for number in near}
        chosen, equal = near[0], near
        if len(near) > 1:
            worth = self.tables.worth
            each = {p: Fraction(rate.above, rate.below * worth[p]) for p, rate in rates.items()}
            least = min(each.values())
            equal = [number for number in near if each[number] == least]
            chosen = min(equal, key=self.tables.order.__getitem__)
        for entry in looked:
            if entry[1] != chosen:
                heappush(asks, entry)
        return chosen, rates[chosen], self._equal_but_for_lot(chosen, equal)

    def _equal_but_for_lot(self, chosen: int, equal: Sequence[int]) -> tuple[int, ...]:
        costs, votes = self.tables.costs, self.tables.all_votes
        return tuple(
            other
            for other in equal
            if other != chosen and (costs[other], votes[other]) == (costs[chosen], votes[chosen])
        )

    def _bounds(self, number: int) -> tuple[int, int | None] | None:
        """Between what the rate lies (None: no upper bound); None when supporters can't pay it."""
        tables = self.tables
        rows, gave, copies = (
            tables.supporters[number],
            tables.votes[number],
            tables.supporter_copies[number],
        )
        left = self.left[rows]
        price = tables.costs[number] * self.scale
        pockets = left if tables.single else left * copies
        people = tables.people[number]
        unsure = self.error * people
        together = int(pockets.sum())
        if together + unsure < price:
            return None
        if together - unsure < price and not self._together(number):
            return None
        # For any group of poor voters, who pay all they have, (price - theirs) / votes of the others is
        # no more than the rate; the group of those who can't pay that makes it higher, until it is it.
        paid, votes, poor = 0, tables.all_votes[number], None
        while True:
            rate = (price - paid) // votes
            now = left < rate if tables.plain else left < rate * gave
            short = int(pockets[now].sum())
            rich = tables.all_votes[number] - int((gave * copies)[now].sum())
            if rich <= 0:
                return (price - paid - unsure) // votes, None
            if (short, rich) == (paid, votes):
                break
            paid, votes, poor = short, rich, now
        low = max((price - paid - (unsure if poor is not None else 0)) // votes, 0)
        high = rate + unsure // votes + 1
        most = high * gave
        enough = int((np.minimum(left, most) * copies).sum()) >= price + unsure
        return low, high if enough else None

    def _payers(self, number: int) -> tuple[_Ints, _Ints, _Ints, _Ints]:
        """Of a project's supporters who have something: rows, what they gave, copies, what they have."""
        rows, gave = self.tables.supporters[number], self.tables.votes[number]
        alive = self.alive[rows]
        if not alive.all():
            rows, gave = rows[alive], gave[alive]
        return rows, gave, self.tables.copies[rows], self.left[rows]

    def _together(self, number: int) -> bool:
        """Whether a project's supporters can pay it together, exactly."""
        rows, _, copies, _ = self._payers(number)
        return self._sum_of_left(rows, copies) >= self.tables.costs[number] * self.parts

    def _sum_of_left(self, rows: _Ints, copies: _Ints) -> int:
        """What voters (who all have something) have left together, in ``parts``, exactly."""
        total = self.whole * int(copies.sum())
        if self.bought and len(rows):
            spent_shares = copies @ self.tables.weights[np.ix_(rows, self.bought)]
            total -= sum(map(mul, self.paid, spent_shares.tolist()))
        return total

    def _rate(self, number: int, low: int) -> _Rate:
        """The rate of a project that can be paid, exactly; ``low`` is no more than that."""
        rows, gave, copies, left = self._payers(number)
        votes = gave * copies
        poor = left < low * gave - self.error
        price = self.tables.costs[number] * self.parts
        while True:
            short = self._sum_of_left(rows[poor], copies[poor]) if poor.any() else 0
            rich = int(votes[~poor].sum())
            rate = _Rate(price - short, self.parts * rich, rows, poor)
            now = poor | self._below(rate, gave, left)
            if (now == poor).all():
                return rate
            poor = now

    def _below(self, rate: _Rate, gave: _Ints, left: _Ints) -> _Ints:
        """Which voters have less than ``rate`` for each vote they gave; near it, exactly."""
        due = gave * (rate.above * self.scale // rate.below)
        slack = self.error + self.tables.most_votes + 1
        below: _Ints = left < due - slack
        unsure = np.flatnonzero(~below & (left < due + slack))
        if len(unsure):
            # Voters who paid for the same have the same left.
            answers: dict[tuple[int, ...], bool] = {}
            paid = self.tables.weights[np.ix_(rate.rows[unsure], self.bought)].tolist()
            for voter, spent_shares, votes in zip(unsure, paid, gave[unsure].tolist(), strict=True):
                key = (votes, *spent_shares)
                if key not in answers:
                    has = self.whole - sum(map(mul, self.paid, spent_shares))
                    answers[key] = has * rate.below < rate.above * votes * self.parts
                below[voter] = answers[key]
        return below

    def _buy(self, number: int, rate: _Rate, tied: tuple[int, ...]) -> None:
        rich = rate.rows[~rate.poor]
        self.alive[rate.rows[rate.poor]] = False
        self.left[rate.rows[rate.poor]] = 0
        self.left[rich] -= self.tables.weights[rich, number] * (
            rate.above * self.scale // rate.below
        )
        self.error += self.tables.most_votes
        more = rate.below // self.parts  # parts of a part
        more //= gcd(more, rate.above)
        self.paid = [amount * more for amount in self.paid]
        self.whole *= more
        self.paid.append(rate.above * self.parts * more // rate.below)
        self.parts *= more
        self.bought.append(number)
        self.tied.append(tied)

    @property
    def rates(self) -> list[Fraction]:
        """What was paid for each vote for each project that was bought."""
        return [Fraction(paid, self.parts) for paid in self.paid]


def payments(election: Election, result: SharesResult) -> tuple[int, list[dict[str, int]]]:
    """What each ballot paid for each winner, in the order of ``election.ballots``: integers of which
    the first value says how many make one part of ``Election.unit``. Together they pay each winner's
    cost, and nobody more than the share."""
    parts = lcm(
        result.share.denominator, *(purchase.rate.denominator for purchase in result.purchases)
    )
    share = int(result.share * parts)
    rates = {purchase.code: int(purchase.rate * parts) for purchase in result.purchases}
    place = {code: number for number, code in enumerate(rates)}
    paid_by_ballot: list[dict[str, int]] = []
    for ballot in election.ballots:
        left, paid = share, {}
        for code in sorted(ballot.votes.keys() & place.keys(), key=place.__getitem__):
            paid[code] = amount = min(rates[code] * ballot.votes[code], left)
            left -= amount
            if not left:
                break
        paid_by_ballot.append(paid)
    return parts, paid_by_ballot
