"""Committees: as good as the best of all that are possible, and nobody visits the own city."""

from __future__ import annotations

from itertools import chain, combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.learning.core.committees import Member, Visited, compose, described

CITIES, THEMES = ("a", "b", "c"), ("x", "y")


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Member], list[Visited]]:
    themes = st.frozensets(st.sampled_from(THEMES))
    members = [
        Member(
            key,
            draw(themes),
            draw(st.sampled_from(("", *CITIES))),
            draw(st.frozensets(st.sampled_from(CITIES), max_size=1)),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        for key in range(draw(st.integers(1, 4)))
    ]
    visits = [
        Visited(
            key,
            draw(st.sampled_from(CITIES)),
            draw(themes),
            draw(st.integers(1, 3)),
            draw(st.booleans()),
        )
        for key in range(draw(st.integers(1, 2)))
    ]
    return members, visits


def cheapest(members: list[Member], visits: list[Visited]) -> int:
    """By trying every committee with every chair."""
    options = []
    for visit in visits:
        able = [member for member in members if not member.bars(visit.city)]
        sets = chain.from_iterable(combinations(able, size) for size in range(visit.size + 1))
        options.append(
            [
                ([member.key for member in going], chair)
                for going in sets
                for chair in (None, *(member.key for member in going if member.chairs))
            ]
        )
    costs = []
    for choice in product(*options):
        chosen = {visit.key: going for visit, (going, _chair) in zip(visits, choice, strict=True)}
        chair = {visit.key: at for visit, (_going, at) in zip(visits, choice, strict=True)}
        costs.append(described(members, visits, chosen, chair).cost)
    return min(costs)


@given(rounds())
@settings(deadline=None, max_examples=40)
def test_nothing_possible_is_better(table: tuple[list[Member], list[Visited]]) -> None:
    members, visits = table
    answer = compose(members, visits)
    assert answer.proven
    assert answer.cost == cheapest(members, visits)
    by_key = {member.key: member for member in members}
    for committee, visit in zip(answer.committees, visits, strict=True):
        assert not any(by_key[key].bars(visit.city) for key in committee.members)
        assert len(committee.members) + committee.seats_short == visit.size
        assert committee.chair is None or by_key[committee.chair].chairs
        assert committee.chair is None or committee.chair in committee.members


def test_chairs_rotate_and_themes_are_covered() -> None:
    members = [
        *(Member(key, frozenset({"x"}), f"c{key}", chairs=True) for key in range(3)),
        *(Member(key, frozenset({"y"})) for key in range(3, 9)),
    ]
    visits = [Visited(key, f"c{key % 3}", frozenset("xy"), 3) for key in range(6)]
    answer = compose(members, visits)
    chairs = [committee.chair for committee in answer.committees]
    assert all(before != after for before, after in pairwise(chairs))
    assert sorted(map(chairs.count, range(3))) == [2, 2, 2]
    assert not any(committee.themes_missing for committee in answer.committees)
    assert all(committee.chair != number % 3 for number, committee in enumerate(answer.committees))
    assert compose(members, []).committees == ()
