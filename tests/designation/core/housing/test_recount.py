"""The recount finds everything that a plan doesn't keep to."""

from fractions import Fraction

import pytest
from housing_cases import offer, question

from wijkwerk.designation.core.housing.obligation import Action, Limit, Method, Obligation
from wijkwerk.designation.core.housing.recount import recount

ASKED = question(
    [
        offer("a", Method.SALE, 4, 10, "1/2"),
        offer("a", Method.DEMOLITION, 8, 50, "1"),
        offer("a", Method.REBUILD, 8, 100, lead=1),
        offer("a", Method.NEW, 3, 70, first=2026),
    ],
    share="1/2",
    kept=2,
    protected=4,
    limits=(Limit("calm", "displaced", "year", Fraction(6)),),
    milestones=((2025, Fraction(3, 5)),),
)


def plan(*actions: tuple[int, Method, int]) -> list[Action]:
    changing = (Method.SALE, Method.DEMOLITION)
    return [
        Action(year, "a", "flat" if method in changing else "", method, number)
        for year, method, number in actions
    ]


def rules(asked: Obligation, actions: list[Action]) -> set[str]:
    return {one.rule for one in recount(asked, actions).breaks}


def test_it_goes_through_the_years_as_a_clerk_would() -> None:
    found = recount(
        ASKED,
        plan((2025, Method.SALE, 2), (2025, Method.DEMOLITION, 3), (2025, Method.REBUILD, 1)),
    )
    before, first, second = found.years
    assert (before.year, before.family, before.total, before.started) == (2024, 10, 15, 0)
    assert (first.family, first.total, first.cost, first.displaced) == (5, 12, 270, 4)
    assert dict(first.dwellings) == {"social_family": 5, "private_rent": 5, "owner_occupied": 2}
    assert dict(second.dwellings)["private_rent"] == 6
    assert second.share == found.share == Fraction(5, 13)
    assert (found.cost, found.displaced) == (270, 4)
    assert found.breaks == ()


@pytest.mark.parametrize(
    ("rule", "actions"),
    [
        ("share", [(2025, Method.SALE, 1)]),
        ("capacity", [(2025, Method.SALE, 5), (2026, Method.SALE, 1)]),
        ("kept", [(2025, Method.SALE, 4), (2025, Method.DEMOLITION, 4), (2026, Method.SALE, 1)]),
        ("protected", [(2025, Method.DEMOLITION, 6), (2026, Method.DEMOLITION, 1)]),
        ("room", [(2025, Method.SALE, 4), (2025, Method.REBUILD, 1)]),
        ("limit:calm", [(2025, Method.DEMOLITION, 7)]),
        ("no such offer", [(2025, Method.NEW, 1)]),
        ("no such offer", [(2025, Method.SENIOR, 1)]),
        ("no such offer", [(2024, Method.SALE, 1)]),
        ("too late to count", [(2026, Method.REBUILD, 1)]),
        ("less than nothing", [(2025, Method.SALE, -1)]),
    ],
)
def test_each_rule_that_is_broken_is_named(rule, actions) -> None:
    assert rule in rules(ASKED, plan(*actions))


def test_more_dwellings_than_there_are_is_named() -> None:
    few = question([offer("a", Method.SALE, 9, 1)], family=2, other=0, share="1")
    assert rules(few, plan((2025, Method.SALE, 3))) >= {"stock"}


def test_an_empty_area_has_no_share_to_bring_down() -> None:
    asked = question([offer("a", Method.DEMOLITION, 9, 1)], family=2, other=0, share="2/5")
    found = recount(asked, plan((2025, Method.DEMOLITION, 2)))
    assert (found.share, found.breaks) == (0, ())
