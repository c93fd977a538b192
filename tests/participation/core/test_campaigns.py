"""What a campaign raised and what a fund adds: known figures, and what always holds."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.participation.core.campaigns import (
    Asked,
    Match,
    Money,
    breadth,
    goal_met,
    ledger,
    matched,
    percent_of,
)
from wijkwerk.participation.services.secrets import payment_reference
from wijkwerk.tables.api import with_check_digits

payments = st.lists(st.integers(1, 5_000_00), max_size=30)


def test_de_bruisplaats_raised_118_percent_and_all_its_tasks() -> None:
    assert percent_of(3_555_00, 3_000_00) == 118
    assert percent_of(2_999_99, 3_000_00) == 99
    assert goal_met(3_555_00, 3_000_00, [Asked(12, 12)])
    assert not goal_met(3_555_00, 3_000_00, [Asked(12, 20), Asked(1, 0)])


@pytest.mark.parametrize(
    ("paid", "added"),
    [
        ([100_00], 0),
        ([1_00] * 10, 90_00),  # ten payers of 1: (10 × 1)² = 100
        ([10_00, 40_00], 40_00),  # (√10 + √40)² = 90
        ([1, 1], 2),
        ([], 0),
    ],
)
def test_breadth_is_the_formula_of_quadratic_funding(paid: list[int], added: int) -> None:
    assert breadth(paid) == added


@given(payments)
def test_breadth_is_the_formula_in_high_precision(paid: list[int]) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = sum((Decimal(cents).sqrt() for cents in paid), Decimal(0)) ** 2 - sum(paid)
    assert exact - 1 - Decimal("0.001") < breadth(paid) <= exact + Decimal("1e-20")


@given(
    payments,
    st.sampled_from(Match),
    st.integers(0, 10**7),
    st.integers(1, 10**7),
    st.integers(1, 300),
)
def test_a_fund_adds_nothing_above_its_pot_or_the_goal(
    paid: list[int], rule: Match, pot: int, goal: int, percent: int
) -> None:
    added = matched(paid, rule, pot, goal, percent, most=50_00)
    assert 0 <= added <= pot and (added == 0 or sum(paid) + added <= goal)
    assert matched(list(reversed(paid)), rule, pot, goal, percent, most=50_00) == added


@given(payments, st.integers(1, 5_000_00))
def test_one_payment_more_never_lowers_what_is_added_before_the_limits(
    paid: list[int], more: int
) -> None:
    for rule in (Match.SHARE, Match.BREADTH):
        assert matched([*paid, more], rule, 10**12, 10**13) >= matched(paid, rule, 10**12, 10**13)


def test_a_share_counts_up_to_an_amount_of_each() -> None:
    assert matched([10_00, 200_00], Match.SHARE, 1000_00, 9999_00, 50, 100_00) == 55_00
    assert matched([1], Match.SHARE, 1000_00, 9999_00, 50) == 0  # half a cent is none


@given(st.lists(st.tuples(st.sampled_from(Money), st.integers(1, 10**9))))
def test_what_came_in_is_somewhere(pledges: list[tuple[str, int]]) -> None:
    told = ledger(pledges)
    assert told.received == told.in_hand + told.paid_out + told.given_back
    away = (Money.WITHDRAWN, Money.LAPSED)
    assert told.received + told.promised == sum(
        cents for state, cents in pledges if state not in away
    )


def test_a_payment_reference_has_the_check_digits_of_the_standard() -> None:
    assert with_check_digits("539007547034") == "RF18539007547034"  # the example of ISO 11649
    made = payment_reference()
    number = int("".join(str(int(sign, 36)) for sign in made[4:] + made[:4]))
    assert number % 97 == 1 and len(made) <= 25
