"""The frontier holds every plan that no other beats, and no other."""

from fractions import Fraction
from itertools import pairwise

import pytest
from housing_cases import every_plan, offer, question, small_questions
from hypothesis import given, settings

from wijkwerk.designation.core.housing.frontier import frontier
from wijkwerk.designation.core.housing.obligation import Method, Obligation
from wijkwerk.designation.core.housing.solve import Status

WIDE = question(
    [offer("a", Method.YOUTH, 9, 10, "0.1"), offer("a", Method.SALE, 9, 1, "0.9")],
    family=20,
    other=5,
    share="2/5",
)


def undominated(plans) -> list[tuple[int, Fraction]]:
    """By holding every plan against every other."""
    pairs = {(cost, away) for cost, away, _ in plans}
    return sorted(
        pair
        for pair in pairs
        if not any(other != pair and other[0] <= pair[0] and other[1] <= pair[1] for other in pairs)
    )


@settings(max_examples=30, deadline=None)
@given(small_questions())
def test_it_is_what_a_search_through_every_plan_finds(asked: Obligation) -> None:
    found = frontier(asked, most=None)
    assert [(point.cost, point.displaced) for point in found.points] == undominated(
        every_plan(asked)
    )
    assert found.complete


def test_it_goes_from_cheap_to_sparing() -> None:
    points = frontier(WIDE, most=None).points
    assert len(points) > 5
    for one, other in pairwise(points):
        assert one.cost < other.cost
        assert one.displaced > other.displaced


def test_a_bounded_number_has_both_ends_and_says_that_there_may_be_more() -> None:
    every, few = frontier(WIDE, most=None), frontier(WIDE, most=4)
    assert 2 <= len(few.points) <= 4
    assert not few.complete
    pairs = [(point.cost, point.displaced) for point in every.points]
    assert {(point.cost, point.displaced) for point in few.points} <= set(pairs)
    assert (few.points[0].cost, few.points[-1].cost) == (pairs[0][0], pairs[-1][0])


def test_one_may_stop_half_way_and_is_told_so() -> None:
    found = frontier(WIDE, most=None, go_on=lambda searches: searches < 4)
    assert len(found.points) == 4
    assert not found.complete


def test_without_a_plan_there_is_no_frontier() -> None:
    found = frontier(question([], share="1/10"))
    assert (found.points, found.status, found.complete) == ((), Status.INFEASIBLE, True)


def test_a_frontier_of_one_point_is_refused() -> None:
    with pytest.raises(ValueError, match="two ends"):
        frontier(WIDE, most=1)


def test_points_one_household_apart_are_all_found() -> None:
    asked = question(
        [offer("a", Method.SALE, 9, 1, "1"), offer("a", Method.YOUTH, 9, 5)], share="7/15"
    )
    found = frontier(asked, most=None)
    assert [(point.cost, point.displaced) for point in found.points] == [
        (3, 3),
        (7, 2),
        (11, 1),
        (15, 0),
    ]
