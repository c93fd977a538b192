"""May money be combined, and does an activity earn its own keep."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.finance.core.combining import Rule, Verdict, may_combine
from wijkwerk.finance.core.earning import Activity
from wijkwerk.finance.register import combining_rules, kinds_of_money, purposes

RULES = [
    Rule("pair", ("a", "b"), Verdict.NO, 2006, until=2010, exceptions=("war",)),
    Rule("only", ("c",), Verdict.NO, 2006, purpose="school", until=2010),
    Rule("free", ("a", "c"), Verdict.YES, 2006, until=2010),
    Rule("if", ("d",), Verdict.CONDITION, 2006, until=2010),
    Rule("then", ("a", "d"), Verdict.YES, 2006),
]


@pytest.mark.parametrize(
    ("money", "purpose", "year", "verdict"),
    [
        ("ab", "", 2006, Verdict.NO), ("ab", "war", 2006, Verdict.UNKNOWN), ("ab", "", 2011, Verdict.UNKNOWN),
        ("ab", "", 2005, Verdict.UNKNOWN), ("ac", "", 2010, Verdict.YES), ("ac", "school", 2010, Verdict.NO),
        ("c", "", 2010, Verdict.YES), ("d", "", 2010, Verdict.CONDITION), ("ad", "", 2006, Verdict.CONDITION),
        ("ad", "", 2007, Verdict.UNKNOWN), ("bc", "", 2010, Verdict.UNKNOWN), ("abc", "", 2010, Verdict.NO),
    ],
)  # fmt: skip
def test_the_verdict(money: str, purpose: str, year: int, verdict: Verdict) -> None:
    for order in permutations(money):
        assert may_combine(order, purpose, year, RULES).verdict is verdict


def test_a_rule_of_another_year_says_what_it_was() -> None:
    parts = {part.money: part for part in may_combine("ad", "", 2007, RULES).parts}
    pair = parts["a", "d"]
    assert (pair.rule, pair.verdict, pair.was) == ("then", Verdict.UNKNOWN, Verdict.YES)
    assert may_combine("aa", "", 2007, RULES).parts == ()


def test_rules_that_ship_speak_of_what_is_there() -> None:
    for each in combining_rules().values():
        assert set(each.rule.money) <= set(kinds_of_money())
        assert each.rule.purpose in {"", *purposes()}
    rules = [each.rule for each in combining_rules().values()]
    assert may_combine(["bdu_physical", "gsb_social"], "", 2006, rules).verdict is Verdict.NO
    assert may_combine(["awbz"], "many_problems", 2006, rules).verdict is Verdict.CONDITION


def test_the_gift_shop() -> None:
    shop = Activity(turnover=100_000, fixed=200_000)
    assert shop.coverage == Fraction(1, 2)
    assert (shop.break_even, shop.left_without, shop.months_of_reserve) == (200_000, -100_000, 0)
    helped = Activity(100_000, 200_000, subsidy=100_000, reserve=350_000)
    assert (helped.left_with_subsidy, helped.months_of_reserve) == (0, 3)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 99))
def test_at_break_even_nothing_is_left(turnover: int, fixed: int, percent: int) -> None:
    activity = Activity(turnover, fixed, Fraction(percent, 100))
    there = activity.break_even
    assert there - fixed - there * Fraction(percent, 100) == 0
    assert (
        (turnover >= there) == (activity.left_without >= 0) == (activity.months_of_reserve is None)
    )
    assert activity.coverage is not None and (activity.coverage >= 1) == (turnover >= there)


def test_what_is_no_activity() -> None:
    assert Activity(0, 0).coverage is None
    for wrong in ({"fixed": -1}, {"variable": Fraction(1)}):
        with pytest.raises(ValueError, match=r"below 0|between 0 and 1"):
            Activity(**{"turnover": 1, "fixed": 1, **wrong})  # type: ignore[arg-type]
