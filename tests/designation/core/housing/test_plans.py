"""The best plan is the best there is, and keeps to everything."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from housing_cases import every_plan, offer, question, small_questions
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.designation.core.housing.obligation import Method, Obligation, Variant
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.solve import Status

SOME = settings(max_examples=40, deadline=None)


@SOME
@given(small_questions())
def test_no_plan_at_all_is_better_than_the_one_found(asked: Obligation) -> None:
    plans = list(every_plan(asked))
    cheap, sparing = best_plan(asked, "cost"), best_plan(asked, "displaced")
    if not plans:
        assert cheap.status is sparing.status is Status.INFEASIBLE
        assert not cheap.exists
        return
    assert cheap.status is sparing.status is Status.OPTIMAL
    assert (cheap.cost, cheap.displaced) == min((cost, away) for cost, away, _ in plans)
    assert (sparing.displaced, sparing.cost) == min((away, cost) for cost, away, _ in plans)


@SOME
@given(small_questions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(asked: Obligation, chance: random.Random) -> None:
    def mixed(rows):
        rows = list(rows)
        chance.shuffle(rows)
        return tuple(rows)

    other = replace(
        asked, stock=mixed(asked.stock), offers=mixed(asked.offers), limits=mixed(asked.limits)
    )
    assert best_plan(other) == best_plan(asked)


@SOME
@given(small_questions(), st.integers(0, 3), st.integers(0, 2))
def test_loosening_a_limit_never_costs_more(asked: Obligation, more: int, later: int) -> None:
    strict = best_plan(asked)
    loose = replace(
        asked,
        share=asked.share + Fraction(more, 20),
        limits=tuple(replace(limit, at_most=limit.at_most + more) for limit in asked.limits),
        deadline=asked.deadline + later,
    )
    if strict.exists:
        plan = best_plan(loose)
        assert plan.exists
        assert plan.cost <= strict.cost


@SOME
@given(small_questions())
def test_parts_add_up(asked: Obligation) -> None:
    plan = best_plan(replace(asked, discount=Fraction(0)))
    if plan.recount is not None:
        years = plan.recount.years
        assert plan.cost == plan.recount.cost == sum(one.cost for one in years)
        assert plan.displaced == sum(one.displaced for one in years)
        assert sum(action.number for action in plan.actions) == sum(one.started for one in years)
        for year in years:
            assert year.total == sum(number for _, number in year.dwellings) + year.premises
        assert years[-1].share <= asked.share


def test_the_cheapest_of_equals_displaces_fewest_and_starts_early() -> None:
    asked = question(
        [offer("a", Method.YOUTH, 5, 10, "1"), offer("a", Method.SALE, 5, 10, "1/2")], share="8/15"
    )
    plan = best_plan(asked)
    assert [(action.year, action.method, action.number) for action in plan.actions] == [
        (2025, Method.SALE, 2)
    ]


def test_whoever_needs_to_do_nothing_does_nothing() -> None:
    asked = question([offer("a", Method.SALE, 5, 10)], share="2/3")
    plan = best_plan(asked)
    assert plan.actions == ()
    assert plan.cost == 0
    assert plan.status is Status.OPTIMAL


def test_a_question_without_any_offer_is_answered() -> None:
    assert best_plan(question([], share="2/3")).status is Status.OPTIMAL
    assert best_plan(question([], share="1/2")).status is Status.INFEASIBLE


def test_what_comes_too_late_is_no_part_of_a_plan() -> None:
    asked = question([offer("a", Method.SALE, 5, -10, lead=2)], share="1/2")
    assert best_plan(asked).status is Status.INFEASIBLE
    assert best_plan(replace(asked, deadline=2027)).exists


def test_later_costs_weigh_less_when_that_is_declared() -> None:
    asked = question([offer("a", Method.SALE, 5, 1000)], share="8/15")
    early, late = best_plan(asked), best_plan(replace(asked, discount=Fraction(1, 4)))
    assert {action.year for action in early.actions} == {2025}
    assert {action.year for action in late.actions} == {2026}
    assert (early.cost, late.cost) == (2000, 1600)
    assert late.recount is not None
    assert late.recount.cost == 2000, "what is paid is another thing"


def test_premises_count_by_the_metre_when_declared() -> None:
    asked = question([offer("a", Method.BUSINESS, 5, 100, m2=150)], share="5/9")
    assert best_plan(asked).status is Status.INFEASIBLE
    plan = best_plan(replace(asked, m2_per_dwelling=Fraction(75)))
    assert [action.number for action in plan.actions] == [2]  # 10 / (15 + 3) = 5/9 needs 225 m2
    assert plan.recount is not None
    assert plan.recount.share == Fraction(10, 19)


def test_new_dwellings_on_cleared_land_wait_for_the_land() -> None:
    asked = question(
        [offer("a", Method.DEMOLITION, 5, 10, lead=1), offer("a", Method.REBUILD, 5, 1)],
        share="8/15",
        rebuilt_per_demolished=Fraction(1, 2),
        deadline=2027,
    )
    plan = best_plan(asked)  # 10 - d <= 8/15 (15 - d + r), r <= d / 2
    done = dict.fromkeys(Method, 0)
    for action in plan.actions:
        done[action.method] += action.number
    assert done[Method.DEMOLITION] == 4
    assert done[Method.REBUILD] == 1
    assert min(one.year for one in plan.actions if one.method is Method.REBUILD) > 2025


def test_a_variant_asks_for_an_exemption() -> None:
    asked = question(
        [offer("a", Method.SALE, 1, 10, "1"), offer("a", Method.DEMOLITION, 4, 50, "1")],
        share="1/2",
    )
    base = best_plan(asked)
    milder = best_plan(Variant("milder", share=Fraction(6, 10)).of(asked))
    later = best_plan(Variant("later", deadline=2028).of(asked))
    other = best_plan(Variant("other", without=(Method.DEMOLITION,)).of(asked))
    assert milder.cost < base.cost
    assert later.cost < base.cost
    assert other.status is Status.INFEASIBLE


@pytest.mark.parametrize("aim", ["cost", "displaced"])
def test_the_same_question_gives_the_same_plan(aim) -> None:
    asked = question(
        [offer("a", Method.SALE, 3, 7, "1/2"), offer("a", Method.YOUTH, 3, 7, "1/2")], share="1/2"
    )
    assert best_plan(asked, aim) == best_plan(asked, aim)
