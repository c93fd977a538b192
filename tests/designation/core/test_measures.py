"""The plan checker says what lacks and what isn't allowed."""

from dataclasses import replace

import pytest

from wijkwerk.designation.core.measures import (
    ActionPlan,
    Catalogue,
    Grade,
    HousingPart,
    Planned,
    check_plan,
)
from wijkwerk.designation.plan_files import read_catalogue

CATALOGUE = read_catalogue()
WHOLE = Planned("renovation", "Municipality, housing", "2029-12-31", 1000, "Study", line=3)
ANSWERS = {code: "Because." for code, _ in CATALOGUE.structural}
PLAN = ActionPlan("Plan", (WHOLE,), "2030-12-31", True, ANSWERS, HousingPart(40, 2030, ("sale",)))


def codes(plan: ActionPlan, status: str = "long_term", **more) -> set[tuple[str, str]]:
    found = check_plan(plan, status, CATALOGUE, more.get("share", 40), more.get("deadline", 2030))
    return {(one.code, one.about) for one in found if one.grade is not Grade.REMARK}


def test_the_law_has_twenty_two_measures_in_five_clusters() -> None:
    assert [cluster.count for cluster in CATALOGUE.clusters] == [3, 5, 3, 10, 1]
    assert len(CATALOGUE.measures) == 22
    assert set(CATALOGUE.unnamed().values()) == {0}


def test_measures_that_are_counted_but_not_named_are_told() -> None:
    few = replace(CATALOGUE, measures=CATALOGUE.measures[:4])
    assert few.unnamed() == {
        "building": 0,
        "moving_in": 4,
        "safety": 3,
        "children": 10,
        "follow_up": 1,
    }


def test_a_whole_plan_lacks_nothing() -> None:
    assert codes(PLAN) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"owner": ""}, "no owner"),
        ({"deadline": ""}, "no date"),
        ({"deadline": "2029-02-30"}, "not a date"),
        ({"deadline": "2031-01-01"}, "after the end"),
        ({"money": None}, "no money"),
        ({"evidence": ""}, "no evidence"),
        ({"measure": "renovatoin"}, "unknown measure"),
    ],
)
def test_what_lacks_of_a_measure_is_told_with_its_line(change, code) -> None:
    broken = replace(WHOLE, **change)
    plan = check_plan(replace(PLAN, measures=(broken,)), "long_term", CATALOGUE, 40, 2030)
    wrong = [one for one in plan if one.grade is not Grade.REMARK]
    assert [(one.code, one.about, one.line) for one in wrong] == [(code, broken.measure, 3)]


def test_nothing_for_free_is_an_amount() -> None:
    assert codes(replace(PLAN, measures=(replace(WHOLE, money=0),))) == set()


def test_a_measure_for_a_graver_status_is_not_allowed() -> None:
    plan = replace(PLAN, measures=(replace(WHOLE, measure="forced_move"),), housing=None)
    assert ("not for this status", "forced_move") in codes(plan, "vulnerable")
    assert ("not for this status", "forced_move") not in codes(plan, "extended")


def test_demolition_may_stand_in_a_plan_of_the_second_status() -> None:
    plan = replace(PLAN, measures=(replace(WHOLE, measure="demolition"),), housing=None)
    assert ("not for this status", "demolition") not in codes(plan, "extended")


def test_a_measure_on_a_protected_ground_needs_a_reason() -> None:
    plan = replace(PLAN, measures=(replace(WHOLE, measure="no_integration_benefit"),))
    assert codes(plan) == {("protected ground", "no_integration_benefit")}
    argued = replace(plan.measures[0], reason="Article so-and-so")
    assert codes(replace(plan, measures=(argued,))) == set()


def test_the_fund_pays_only_for_what_is_shown_to_be_structural() -> None:
    some = {**ANSWERS, "afterwards": "  "}
    assert codes(replace(PLAN, structural=some)) == {("not shown to be structural", "afterwards")}
    without_money = replace(PLAN, structural={}, fund=False, housing=None)
    assert codes(without_money, "extended") == set()


def test_money_for_a_status_that_gets_none_is_refused() -> None:
    assert ("no money for this status", "") in codes(replace(PLAN, housing=None), "vulnerable")


def test_the_housing_obligation_is_part_of_the_plan() -> None:
    assert codes(replace(PLAN, housing=None)) == {("no housing part", "")}
    assert codes(replace(PLAN, housing=HousingPart(40.1, 2030, ("sale",)))) == {
        ("share too high", "")
    }
    assert codes(replace(PLAN, housing=HousingPart(40, 2031, ("sale",)))) == {
        ("share too late", "")
    }
    assert codes(replace(PLAN, housing=HousingPart(40, 2030, ("magic",)))) == {
        ("unknown method", "magic")
    }
    assert codes(replace(PLAN, housing=HousingPart(40, 2030))) == {("no method", "")}


def test_a_plan_without_measures_is_no_plan() -> None:
    assert codes(replace(PLAN, measures=())) == {("no measures", "")}


def test_what_is_good_to_know_is_told_apart() -> None:
    state = replace(WHOLE, measure="higher_penalties")
    plan = check_plan(replace(PLAN, measures=(WHOLE, WHOLE, state)), "vulnerable", CATALOGUE)
    remarks = {one.code for one in plan if one.grade is Grade.REMARK}
    assert remarks >= {
        "the state decides",
        "more than once",
        "cluster left out",
        "status without a plan",
        "housing not asked",
    }


def test_the_gravest_comes_first_and_every_word_is_in_two_languages() -> None:
    broken = replace(PLAN, measures=(replace(WHOLE, measure="x"), replace(WHOLE, owner="")))
    plan = check_plan(broken, "long_term", CATALOGUE, 40, 2030)
    order = [list(Grade).index(one.grade) for one in plan]
    assert order == sorted(order)
    for one in plan:
        assert all((one.what.nl, one.what.en, one.do.nl, one.do.en))


def test_a_status_that_nobody_knows_is_a_mistake_of_the_caller() -> None:
    empty = Catalogue(CATALOGUE.title, (), (), ())
    with pytest.raises(KeyError):
        check_plan(PLAN, "long_term", empty)
