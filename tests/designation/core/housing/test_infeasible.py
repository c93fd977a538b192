"""Why there is no plan: the limits that clash, and how far each would have to give."""

from dataclasses import replace
from fractions import Fraction

import pytest
from housing_cases import every_plan, offer, question, small_questions
from hypothesis import given, settings

from wijkwerk.designation.core.housing.infeasible import Giving, explain, lowest_share
from wijkwerk.designation.core.housing.obligation import Limit, Method, Obligation, Offer
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.programme import programme
from wijkwerk.designation.core.housing.recount import recount

BUDGET = Limit("budget", "cost", "total", Fraction(20))
SALE = offer("a", Method.SALE, 5, 10, "1")


def giving(found, group: str) -> Giving:
    return next(one for one in found.givings if one.group == group)


def test_a_budget_that_is_too_small_is_told_with_the_amount() -> None:
    found = explain(question([SALE], share="1/2", limits=(BUDGET,)))
    assert found.clash == ("share", "limit:budget")
    assert giving(found, "limit:budget") == Giving("limit:budget", True, Fraction(10))
    assert giving(found, "share").by == Fraction(8, 15)
    assert giving(found, "capacity:sale").enough is False
    assert found.together == ("limit:budget",)
    assert found.later is None
    assert found.later_known


def test_a_limit_per_year_gives_the_same_in_every_year() -> None:
    year = Limit("calm", "displaced", "year", Fraction(1))
    found = explain(question([SALE], share="1/2", limits=(year,)))
    assert giving(found, "limit:calm").by == 1  # three in two years: two in one of them
    assert found.later == 2027


def test_dwellings_kept_for_residents_are_counted() -> None:
    found = explain(question([SALE], share="1/2", kept=9))
    assert found.clash == ("share", "kept")
    assert giving(found, "kept").by == 2


def test_dwellings_that_may_not_be_demolished_are_counted() -> None:
    down = offer("a", Method.DEMOLITION, 10, 1)
    found = explain(question([down], share="1/2", protected=7))
    assert found.clash == ("share", "protected")
    assert giving(found, "protected").by == 2  # 5 / 10 needs five, three were free


def test_a_capacity_that_is_too_small_is_told_in_dwellings() -> None:
    found = explain(question([offer("a", Method.SALE, 1, 10)], share="1/2"))
    assert found.clash == ("share", "capacity:sale")
    assert giving(found, "capacity:sale").by == 1
    assert found.later == 2027


def test_two_limits_that_must_both_give_are_told_together() -> None:
    calm = Limit("calm", "displaced", "total", Fraction(1))
    found = explain(question([SALE], share="1/2", limits=(BUDGET, calm)))
    assert giving(found, "limit:calm").enough is False
    assert giving(found, "limit:budget").enough is False
    assert found.together == ("limit:budget", "limit:calm")


def test_what_no_limit_stops_is_the_stock_itself() -> None:
    found = explain(question([], share="1/2"))
    assert found.clash == ("share",)
    assert found.together == ("share",)
    assert giving(found, "share").by == Fraction(2, 3)


def test_there_is_nothing_to_explain_when_there_is_a_plan() -> None:
    with pytest.raises(ValueError, match="there is a plan"):
        explain(question([SALE], share="1/2"))


@settings(max_examples=25, deadline=None)
@given(small_questions())
def test_a_clash_is_one_and_no_part_of_it_is(asked: Obligation) -> None:
    if best_plan(asked).exists:
        return
    found = explain(asked)
    assert found.clash
    assert not best_plan(only(asked, found.clash)).exists
    for one in found.clash:
        rest = tuple(other for other in found.clash if other != one)
        assert best_plan(only(asked, rest)).exists


def only(asked: Obligation, groups: tuple[str, ...]) -> Obligation:
    """The question with no other limits than those named, made by changing the question."""

    def free(one: Offer) -> Offer:
        return one if f"capacity:{one.method}" in groups else replace(one, capacity=100)

    return replace(
        asked,
        share=asked.share if "share" in groups else Fraction(1),
        milestones=asked.milestones if "milestone" in groups else (),
        limits=tuple(limit for limit in asked.limits if f"limit:{limit.code}" in groups),
        offers=tuple(free(one) for one in asked.offers),
        stock=tuple(
            replace(
                one,
                kept=one.kept if "kept" in groups else 0,
                protected=one.protected if "protected" in groups else 0,
            )
            for one in asked.stock
        ),
    )


@settings(max_examples=25, deadline=None)
@given(small_questions(limits=1))
def test_giving_as_much_as_is_told_is_enough_and_less_is_not(asked: Obligation) -> None:
    if best_plan(asked).exists:
        return
    one = giving(explain(asked), "limit:x")

    def given_way(by: Fraction) -> bool:
        wider = tuple(replace(limit, at_most=limit.at_most + by) for limit in asked.limits)
        return best_plan(replace(asked, limits=wider)).exists

    assert one.enough is given_way(Fraction(1000))
    if one.enough:
        assert one.by is not None
        assert given_way(one.by)
        assert not given_way(one.by - 1)


@settings(max_examples=25, deadline=None)
@given(small_questions())
def test_the_lowest_share_is_what_a_search_through_every_plan_finds(asked: Obligation) -> None:
    free = replace(asked, share=Fraction(1))
    shares = [recount(free, actions).share for _, _, actions in every_plan(free)]
    found, proven = lowest_share(programme(asked))
    assert proven
    assert found == (min(shares) if shares else None)
