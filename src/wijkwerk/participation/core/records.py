"""A count as plain values, for keeping, pages, the API and the command line; nothing in it is rounded
but amounts that are written with two decimals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wijkwerk.participation.core.counting import BallotAccount, Count, ProjectAccount
from wijkwerk.participation.core.elections import Rule


def money(amount: Fraction | int, unit: int) -> str:
    """In whole ones and hundredths, as 12.50; halves upwards."""
    cents = (Fraction(amount) * 100 / unit * 2 + 1) // 2
    return f"{cents // 100}.{cents % 100:02d}"


def record_of(counted: Count) -> dict[str, Any]:
    """A count as plain values: amounts as texts with two decimals, exact fractions as "n/d"."""
    unit = counted.unit
    return {
        "rule": _rule(counted.rule),
        "ballots": counted.ballots,
        "budget": money(counted.budget, unit),
        "first_share": str(counted.first_share / unit),
        "share": str(counted.share / unit),
        "steps": counted.steps,
        "spent": money(counted.spent, unit),
        "voters_with_a_winner": counted.covered,
        "winners": list(counted.winners),
        "winners_at_first": list(counted.at_first),
        "winners_by_most_votes": list(counted.most_votes.winners),
        "spent_by_most_votes": money(counted.most_votes.spent, unit),
        "voters_with_a_winner_by_most_votes": counted.most_votes_covered,
        "projects": [_project(account, unit) for account in counted.accounts],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "method": "equal shares, add1",
        "version": rule.version,
        "utility": rule.utility.value,
        "stop": rule.completion.value,
        "least_support": rule.least_support,
        "lots": list(rule.lots),
    }


def _project(account: ProjectAccount, unit: int) -> dict[str, Any]:
    return {
        "code": account.code,
        "title": account.title,
        "cost": money(account.cost, unit),
        "outcome": account.outcome.value,
        "supporters": account.supporters,
        "votes": account.votes,
        "rate": None if account.rate is None else str(account.rate / unit),
        "paid_in_full": account.full,
        "paid_what_was_left": account.rest,
        "supporters_had_left": money(account.left, unit),
        "supporters_with_money": account.able,
        "missing": money(account.missing, unit),
        "wins_by_most_votes": account.by_most_votes,
        "equal_but_for_the_lot": list(account.tied),
    }


def share_record(account: BallotAccount, unit: int) -> dict[str, Any]:
    """Where the share of a ballot went, as plain values."""
    paid = {code: money(amount, unit) for code, amount in account.paid}
    return {"paid": paid, "left": money(account.left, unit)}


@dataclass(frozen=True)
class VoterShare:
    """Where the share of one voter went, in euros: by project, what was left, and of how much."""

    paid: tuple[tuple[str, Fraction], ...]
    left: Fraction
    share: Fraction


def voter_share(votes: Mapping[str, int], record: Mapping[str, Any]) -> VoterShare:
    """Where the share of who voted ``votes`` went, by a count that was kept: the same as in that count."""
    share = left = Fraction(record["share"])
    rates = {
        project["code"]: Fraction(project["rate"])
        for project in record["projects"]
        if project["rate"]
    }
    paid = []
    for code in record["winners"]:
        amount = min(rates[code] * votes.get(code, 0), left)
        if amount:
            paid.append((code, amount))
            left -= amount
    return VoterShare(tuple(paid), left, share)
