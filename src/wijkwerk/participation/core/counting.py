"""Counting an election: winners by equal shares, by most votes beside it, and why.

A pure function of frozen ballots and a rule: whoever has both gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wijkwerk.participation.core.elections import Election, Rule
from wijkwerk.participation.core.equal_shares import SharesResult, equal_shares, payments
from wijkwerk.participation.core.most_votes import VotesResult, most_votes


class Outcome(StrEnum):
    """What became of a project on the ballot."""

    WON = "won"
    TOO_DEAR = "too_dear"  # its supporters had too little left to pay for it
    NO_SUPPORT = "no_support"  # fewer supporters than the rule asks, or none
    EXCLUDED = "excluded"  # an event took it off the ballot


@dataclass(frozen=True)
class ProjectAccount:
    """Why a project won or didn't. Amounts in parts of ``Election.unit``.

    ``supporters``: ballots with it; ``votes``: votes or points. Of a winner: ``rate`` is what a vote
    paid, ``full`` how many supporters paid that and ``rest`` how many what they had left. Of another:
    ``left`` is what its supporters still had together at the end, ``able`` how many of them had
    something, ``missing`` what lacked to the cost.
    """

    code: str
    title: str
    cost: int
    outcome: Outcome
    supporters: int
    votes: int
    by_most_votes: bool
    rate: Fraction | None = None
    full: int = 0
    rest: int = 0
    left: Fraction = Fraction(0)
    able: int = 0
    missing: Fraction = Fraction(0)
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """An election counted. ``share`` is what each voter had, ``first_share`` before it was raised
    ``steps`` times. ``covered``: voters with at least one winner on their ballot."""

    rule: Rule
    budget: int
    unit: int
    ballots: int
    first_share: Fraction
    share: Fraction
    steps: int
    spent: int
    covered: int
    winners: tuple[str, ...]
    at_first: tuple[str, ...]
    most_votes: VotesResult
    most_votes_covered: int
    accounts: tuple[ProjectAccount, ...]

    def account(self, code: str) -> ProjectAccount:
        """The account of a project. Raises KeyError when it wasn't on the ballot."""
        for account in self.accounts:
            if account.code == code:
                return account
        raise KeyError(code)


@dataclass(frozen=True)
class BallotAccount:
    """Where the share of one ballot went: (project, amount) in the order of the winners, what was
    left of it, and of how much."""

    paid: tuple[tuple[str, Fraction], ...]
    left: Fraction
    share: Fraction


def ballot_accounts(
    election: Election, rule: Rule, excluded: Iterable[str] = ()
) -> list[BallotAccount]:
    """Where the share of each ballot went, in the order of the ballots. Raises ElectionError."""
    counted, result = _equal_shares(election, rule, excluded, lambda step: None)
    parts, paid = payments(counted, result)
    return [
        BallotAccount(
            tuple((code, Fraction(amount, parts)) for code, amount in paid_votes.items()),
            result.share - Fraction(sum(paid_votes.values()), parts),
            result.share,
        )
        for paid_votes in paid
    ]


def count(
    election: Election,
    rule: Rule,
    excluded: Iterable[str] = (),
    going_on: Callable[[int], None] = lambda step: None,
) -> Count:
    """Winners and the account of every project. ``excluded`` projects are counted as if they weren't
    on the ballot; so are those with less support than the rule asks. ``going_on`` is told each step.
    Raises ElectionError."""
    out = frozenset(excluded)
    counted, result = _equal_shares(election, rule, out, going_on)
    beside = most_votes(counted, rule)
    costs, winners, chosen = election.costs, frozenset(result.winners), frozenset(beside.winners)
    ledgers = _ledgers(counted, result)
    bought = {purchase.code: purchase for purchase in result.purchases}
    support, votes = election.support(), election.votes()

    def account(code: str, title: str) -> ProjectAccount:
        ledger = ledgers.get(code)
        if code in bought:
            outcome = Outcome.WON
        elif code in out:
            outcome = Outcome.EXCLUDED
        else:
            outcome = Outcome.NO_SUPPORT if ledger is None else Outcome.TOO_DEAR
        dear = outcome is Outcome.TOO_DEAR and ledger is not None
        return ProjectAccount(
            code=code,
            title=title,
            cost=costs[code],
            outcome=outcome,
            supporters=support[code],
            votes=votes[code],
            by_most_votes=code in chosen,
            rate=bought[code].rate if code in bought else None,
            full=ledger.full if ledger else 0,
            rest=ledger.rest if ledger else 0,
            left=ledger.left if dear and ledger else Fraction(0),
            able=ledger.able if dear and ledger else 0,
            missing=costs[code] - ledger.left if dear and ledger else Fraction(0),
            tied=bought[code].tied if code in bought else (),
        )

    number = len(election.ballots)
    return Count(
        rule=rule,
        budget=election.budget,
        unit=election.unit,
        ballots=number,
        first_share=Fraction(election.budget, number) if number else Fraction(0),
        share=result.share,
        steps=result.steps,
        spent=sum(costs[code] for code in winners),
        covered=_covered(election, winners),
        winners=result.winners,
        at_first=result.at_first,
        most_votes=beside,
        most_votes_covered=_covered(election, chosen),
        accounts=tuple(
            account(candidate.code, candidate.title) for candidate in election.candidates
        ),
    )


def _equal_shares(
    election: Election, rule: Rule, excluded: Iterable[str], going_on: Callable[[int], None]
) -> tuple[Election, SharesResult]:
    """The election without what doesn't take part, and its result."""
    election.check()
    least = max(rule.least_support, 1)
    small = {code for code, number in election.support().items() if number < least}
    counted = election.without(small.union(excluded))
    return counted, equal_shares(counted, rule, going_on)


@dataclass
class _Ledger:
    full: int = 0
    rest: int = 0
    left: Fraction = Fraction(0)
    able: int = 0


def _ledgers(counted: Election, result: SharesResult) -> dict[str, _Ledger]:
    """By project with support: how its supporters paid, and what they have left at the end."""
    parts, paid = payments(counted, result)
    rates = {purchase.code: int(purchase.rate * parts) for purchase in result.purchases}
    share = int(result.share * parts)
    ledgers: dict[str, _Ledger] = {}
    left: dict[str, int] = {}
    for ballot, paid_votes in zip(counted.ballots, paid, strict=True):
        rest = share - sum(paid_votes.values())
        for code, votes in ballot.votes.items():
            ledger = ledgers.setdefault(code, _Ledger())
            if code not in rates:
                left[code] = left.get(code, 0) + rest
                ledger.able += rest > 0
            elif paid_votes.get(code) == rates[code] * votes:
                ledger.full += 1
            elif code in paid_votes:
                ledger.rest += 1
    for code, amount in left.items():
        ledgers[code].left = Fraction(amount, parts)
    return ledgers


def _covered(election: Election, winners: frozenset[str]) -> int:
    return sum(not winners.isdisjoint(ballot.votes) for ballot in election.ballots)
