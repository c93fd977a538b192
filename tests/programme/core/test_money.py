"""Money within a period: typed values, and what holds for any amounts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.programme.core.money import Amount, Money, add_up

TODAY = "2026-03-02"
DAYS = st.none() | st.sampled_from(["2020-01-01", "2026-03-01", TODAY, "2026-03-03", "2040-12-31"])
AMOUNTS = st.lists(
    st.builds(Amount, st.integers(0, 10**9).map(Decimal), st.booleans(), DAYS, st.integers(1, 4))
)


def test_only_what_runs_on_the_day_is_added_up_and_never_over_periods() -> None:
    amounts = [
        Amount(Decimal(5), until="2020-01-01"),  # in all: its last day doesn't matter
        Amount(Decimal(18), True, TODAY),
        Amount(Decimal(120), True, "2026-03-03", 2),
        Amount(Decimal(9), True, "2026-03-01"),  # over
        Amount(Decimal(60), True, None),
        Amount(Decimal(70), True, None, 2),
        Amount(Decimal(0), True, None),
    ]
    undated = (Decimal(70), Decimal(70), Decimal(60))
    assert add_up(amounts, TODAY) == Money(Decimal(5), Decimal(258), TODAY, undated)
    assert add_up([], TODAY) == Money()


@given(AMOUNTS, st.randoms())
def test_neither_order_nor_equal_amounts_taken_together_make_a_difference(
    amounts: list[Amount], chance: object
) -> None:
    apart = [
        Amount(amount.euros, amount.a_year, amount.until)
        for amount in amounts
        for _ in range(amount.projects)
    ]
    chance.shuffle(apart)  # type: ignore[attr-defined]
    money = add_up(amounts, TODAY)
    assert add_up(apart, TODAY) == money
    assert (money.a_year > 0) == (money.holds_until is not None)
    assert money.holds_until is None or money.holds_until >= TODAY
