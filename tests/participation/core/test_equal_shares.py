"""Equal shares: published winners, a naive count beside it, and what must always hold."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.participation.core.counting import Outcome, ballot_accounts, count
from wijkwerk.participation.core.elections import (
    Ballot,
    BallotKind,
    Candidate,
    Completion,
    Election,
    ElectionError,
    Rule,
    Utility,
    ranked,
)
from wijkwerk.participation.core.equal_shares import equal_shares, payments
from wijkwerk.participation.core.most_votes import Skipping, most_votes
from wijkwerk.participation.core.pabulib import read_pabulib

# The reference leaves out one of the 31 winners that it counts itself; pabutools gives it too.
NOT_LISTED = {"Netherlands_Amsterdam_166.pb": {"12467"}}
QUICK = (
    "Netherlands_Amsterdam_166.pb",
    "Netherlands_Amsterdam_267.pb",
    "Netherlands_Amsterdam_489.pb",
    "Netherlands_Amsterdam_605.pb",
    "Netherlands_Amsterdam_622.pb",
)


def references(folder: Path) -> dict[str, tuple[int, set[str]]]:
    """Steps and winners by file."""
    found = {}
    for line in (folder / "reference" / "mes_add1_reference.txt").read_text().splitlines():
        steps = re.search(r"steps (\d+)", line)
        assert steps is not None
        found[line.split()[0]] = (int(steps[1]), set(re.findall(r"'(\w+)'", line)))
    return found


@pytest.mark.parametrize("name", QUICK)
def test_winners_are_those_of_the_reference(name: str, shared_data: Path) -> None:
    steps, winners = references(shared_data)[name]
    file = read_pabulib((shared_data / "pabulib" / name).read_text("utf-8"), name)
    result = equal_shares(file.election, Rule())
    assert (result.steps, set(result.winners)) == (steps, winners | NOT_LISTED.get(name, set()))


def test_assen_2024_is_as_the_city_decided(shared_data: Path) -> None:
    name = "Netherlands_Assen_2024.pb"
    file = read_pabulib((shared_data / "pabulib" / name).read_text("utf-8"), name)
    counted = count(file.election, Rule())
    assert counted.steps == 843
    assert round(float(counted.first_share), 2) == 1190.48
    assert (
        set(counted.winners)
        == set(file.selected or ())
        == {"2", "3", "5", "6", "9", "11", "12", "13", "14"}
    )
    assert (len(counted.at_first), counted.spent) == (7, 76_700)


def an_election(costs: dict[str, int], votes: list[str], budget: int, **more: Any) -> Election:
    """Ballots as "abc": approvals of projects with names of a letter."""
    return Election(
        budget,
        tuple(Candidate(code, cost) for code, cost in costs.items()),
        tuple(Ballot(str(n), dict.fromkeys(one, 1)) for n, one in enumerate(votes)),
        **more,
    )


def test_a_worked_example_by_hand() -> None:
    # 60 euros, six voters, 10 each. a and b have five voters, so b, which costs less, goes first: they
    # pay 4 each, then 6 each for a. c (12): its one voter has 10, and 11 after raising once; with 12
    # all three would cost 62, which is more than there is.
    election = an_election({"a": 30, "b": 20, "c": 12}, ["ab"] * 5 + ["c"], 60)
    counted = count(election, Rule())
    assert counted.winners == ("b", "a")
    assert (counted.first_share, counted.steps, counted.share) == (10, 1, 11)
    account = counted.account("c")
    assert (account.outcome, account.left, account.missing, account.able) == (
        Outcome.TOO_DEAR, 11, 1, 1,
    )  # fmt: skip
    assert counted.account("a").rate == 6 and counted.account("a").full == 5
    where = ballot_accounts(election, Rule())
    assert where[0].paid == (("b", 4), ("a", 6)) and where[0].left == 1
    assert where[5].paid == () and where[5].left == 11


def test_the_two_stop_rules_differ_and_the_count_names_which() -> None:
    election = an_election(
        {"a": 50, "b": 49, "c": 30, "d": 21}, ["ab", "ab", "ac", "c", "cd", "d", "b"], 100
    )
    by = {
        stop: count(election, Rule(completion=stop))
        for stop in (Completion.BUDGET, Completion.EXHAUSTIVE)
    }
    assert by[Completion.BUDGET].steps > by[Completion.EXHAUSTIVE].steps
    assert all(counted.rule.completion is stop for stop, counted in by.items())


def test_a_minority_gets_its_part_where_most_votes_gives_it_nothing() -> None:
    costs = dict.fromkeys("abcdef", 10)
    election = an_election(costs, ["abc"] * 6 + ["def"] * 4, 30)
    assert set(most_votes(election, Rule()).winners) == set("abc")
    assert len(set(equal_shares(election, Rule()).winners) & set("def")) == 1


def test_points_and_rankings_weigh() -> None:
    ballots = (Ballot("1", {"a": 3, "b": 1}), Ballot("2", {"b": 4}), Ballot("3", {"a": 1}))
    candidates = (Candidate("a", 10), Candidate("b", 10))
    election = Election(15, candidates, ballots, BallotKind.POINTS)
    # With shares of 6 (raised once) b is paid at min(6, r) + min(6, 4r) = 10, so r = 4; a at r = 4 as
    # well, but b has more points. The first voter then has 2 left, too little for a with the 6 of the third.
    # With 7 both would win, which costs more than there is.
    result = equal_shares(election, Rule())
    assert (result.share, result.winners, result.purchases[0].rate) == (6, ("b",), 4)
    assert ranked(["x", "y"], 3) == {"x": 3, "y": 2}
    with pytest.raises(ElectionError):
        ranked(["x", "x"], 3)


def test_what_stays_equal_is_decided_by_lot_and_said() -> None:
    election = an_election({"a": 10, "b": 10}, ["a", "b"], 10)
    # Raised to 10 each, both would cost 20; below that nobody can pay. So nothing wins; with 20 both do.
    assert equal_shares(election, Rule()).winners == ()
    twin = an_election({"a": 10, "b": 10, "c": 5}, ["ab", "ab"], 10)
    first = equal_shares(twin, Rule(lots=("b", "a"))).purchases[0]
    assert (first.code, first.tied) == ("b", ("a",))
    assert equal_shares(twin, Rule()).purchases[0].code == "a"


def test_too_little_support_and_exclusions_are_told_apart() -> None:
    election = an_election({"a": 5, "b": 5, "c": 5}, ["ab", "ab", "c"], 15)
    counted = count(election, Rule(least_support=2), ["b"])
    assert [one.outcome for one in counted.accounts] == [
        Outcome.WON, Outcome.EXCLUDED, Outcome.NO_SUPPORT,
    ]  # fmt: skip
    assert counted.account("b").supporters == 2  # what was voted stays visible


def test_most_votes_skips_or_stops() -> None:
    election = an_election({"a": 6, "b": 6, "c": 4}, ["ab", "ab", "a", "c"], 10)
    assert most_votes(election, Rule()).winners == ("a", "c")
    assert most_votes(election, Rule(), Skipping.STOP).winners == ("a",)
    assert most_votes(election, Rule(), threshold=2).winners == ("a",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"budget": 0}, "no budget"),
        ({"candidates": (Candidate("a", 1), Candidate("a", 2))}, "project twice"),
        ({"candidates": (Candidate("a", 0),)}, "project without cost"),
        ({"ballots": (Ballot("1", {"z": 1}),)}, "vote for an unknown project"),
        ({"ballots": (Ballot("1", {"a": 2}),)}, "approval that isn't one"),
        ({"ballots": (Ballot("1", {}), Ballot("1", {}))}, "ballot twice"),
    ],
)
def test_what_cannot_be_counted_is_refused(change: dict[str, Any], code: str) -> None:
    facts = {"budget": 10, "candidates": (Candidate("a", 5),), "ballots": (Ballot("1", {"a": 1}),)}
    with pytest.raises(ElectionError) as fault:
        equal_shares(Election(**{**facts, **change}), Rule())
    assert fault.value.code == code


# What must always hold.


@st.composite
def elections(draw: st.DrawFn, most: int = 6, kind: BallotKind = BallotKind.APPROVAL) -> Election:
    codes = "abcdef"[: draw(st.integers(1, most))]
    costs = {code: draw(st.integers(1, 30)) for code in codes}
    votes = st.integers(1, 1 if kind is BallotKind.APPROVAL else 4)
    ballots = draw(
        st.lists(st.dictionaries(st.sampled_from(codes), votes, max_size=4), min_size=1, max_size=8)
    )
    return Election(
        draw(st.integers(1, 60)),
        tuple(Candidate(code, cost) for code, cost in costs.items()),
        tuple(Ballot(str(n), one) for n, one in enumerate(ballots)),
        kind,
    )


any_election = st.sampled_from(list(BallotKind)[:2]).flatmap(lambda kind: elections(kind=kind))
any_rule = st.builds(
    Rule, utility=st.sampled_from(list(Utility)), completion=st.sampled_from(list(Completion))
)


def naive(election: Election, rule: Rule) -> tuple[int, list[str]]:
    """Equal shares in plain Fractions, as the method page says it."""

    def worth(code: str) -> int:
        return election.costs[code] if rule.utility is Utility.COST else 1

    def rate(code: str, left: list[Fraction]) -> Fraction | None:
        payers = [
            (left[n], one.votes[code])
            for n, one in enumerate(election.ballots)
            if code in one.votes
        ]
        cost = election.costs[code]
        if sum((has for has, _ in payers), Fraction(0)) < cost:
            return None
        payers.sort(key=lambda one: one[0] / one[1])
        paid, votes = Fraction(0), sum(vote for _, vote in payers)
        for has, vote in payers:
            if votes and has * votes >= vote * (cost - paid):
                return (cost - paid) / votes
            paid, votes = paid + has, votes - vote
        return None

    def at(share: Fraction) -> list[str]:
        left, won = [share] * len(election.ballots), list[str]()
        while True:
            rates = {
                c: rate(c, left) for c in election.costs if c not in won and election.support()[c]
            }
            able = {c: r for c, r in rates.items() if r is not None}
            if not able:
                return won
            best = min(
                able,
                key=lambda c: (able[c] / worth(c), election.costs[c], -election.votes()[c], c),
            )
            for n, one in enumerate(election.ballots):
                left[n] -= min(left[n], able[best] * one.votes.get(best, 0))
            won.append(best)

    first = Fraction(election.budget, len(election.ballots))
    step, best = 0, at(first)
    supported = {code for code, number in election.support().items() if number}
    while True:
        spent = sum(election.costs[code] for code in best)
        rest = supported - set(best)
        fits = any(election.costs[code] <= election.budget - spent for code in rest)
        if not rest or (rule.completion is Completion.EXHAUSTIVE and not fits):
            return step, best
        following = at(first + step + 1)
        if sum(election.costs[code] for code in following) > election.budget:
            return step, best
        step, best = step + 1, following


@given(any_election, any_rule)
@settings(max_examples=60)
def test_a_naive_count_in_fractions_says_the_same(election: Election, rule: Rule) -> None:
    result = equal_shares(election, rule)
    assert (result.steps, list(result.winners)) == naive(election, rule)


@given(any_election, any_rule, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_order_makes_no_difference_and_the_budget_is_never_passed(
    election: Election, rule: Rule, chance: Any
) -> None:
    result = equal_shares(election, rule)
    candidates, ballots = list(election.candidates), list(election.ballots)
    chance.shuffle(candidates)
    chance.shuffle(ballots)
    other = Election(election.budget, tuple(candidates), tuple(ballots), election.kind)
    again = equal_shares(other, rule)
    assert (again.winners, again.share) == (result.winners, result.share)
    assert sum(election.costs[code] for code in result.winners) <= election.budget
    parts, paid = payments(election, result)
    for code in result.winners:
        assert sum(one.get(code, 0) for one in paid) == election.costs[code] * parts
    assert all(sum(one.values()) <= result.share * parts for one in paid)


@given(elections(most=5))
@settings(max_examples=40)
def test_no_group_that_agrees_is_passed_over(election: Election) -> None:
    """EJR+ with cost utilities, at the first share: when a group agrees on a project that didn't win
    and its shares pay for it and for all T that one of them got, somebody got more than T."""
    winners = set(equal_shares(election, Rule()).at_first)
    voters, budget, costs = len(election.ballots), election.budget, election.costs
    got = [sum(costs[c] for c in winners & one.votes.keys()) for one in election.ballots]
    for code in set(costs) - winners:
        fans = [n for n, one in enumerate(election.ballots) if code in one.votes]
        for group in chain.from_iterable(combinations(fans, k) for k in range(1, len(fans) + 1)):
            share = Fraction(budget * len(group), voters)
            most = max(got[n] for n in group)
            assert most + costs[code] > share, (code, group)
