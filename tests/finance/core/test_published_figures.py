"""Figures that others published, to the digits that they printed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.finance.core.analysis import Analysis, Kind, Line, accounts, flows
from wijkwerk.finance.core.discounting import Rates
from wijkwerk.finance.core.returns import (
    internal_rates,
    payback_year,
    ratio,
    value_of_public_funds,
)
from wijkwerk.finance.register import shipped_rates

GREEN_BOOK = shipped_rates()["green-book"].rates
DUTCH = shipped_rates()["nl-2020"].rates


def present_value(amounts: list[float], rates: Rates) -> float:
    """The worth now of amounts, by year from year 0."""
    return float(np.array(amounts) @ rates.factors(len(amounts) - 1))


def annuity(years: int, rates: Rates, *, begin: bool = False) -> float:
    """The worth now of a euro in each of so many years: at their end, or at their beginning."""
    factors = rates.factors(years)
    return float(factors[:-1].sum() if begin else factors[1:].sum())


@pytest.mark.parametrize(
    ("year", "factor"),
    [
        (1, 0.9662), (5, 0.8420), (10, 0.7089), (20, 0.5026), (30, 0.3563), (31, 0.3459), (50, 0.1973),
        (75, 0.0942), (100, 0.0508), (125, 0.0274),
    ],
)  # fmt: skip
def test_green_book(year: int, factor: float) -> None:
    assert round(GREEN_BOOK.factors(130)[year], 4) == factor


@pytest.mark.parametrize(
    ("year", "factor"),
    [
        (1, 0.977995), (5, 0.894712), (10, 0.800510), (15, 0.716226), (20, 0.640816), (30, 0.512980),
    ],
)  # fmt: skip
def test_dutch_rate(year: int, factor: float) -> None:
    assert round(DUTCH.factors(30)[year], 6) == factor


def test_annuities() -> None:
    assert round(annuity(10, DUTCH), 6) == 8.866216
    assert round(annuity(10, DUTCH, begin=True), 6) == 9.065706
    assert round(annuity(15, DUTCH), 6) == 12.612166


def test_a_worked_example() -> None:
    amounts = [-500_000.0] + [45_000.0] * 15
    assert round(present_value(amounts, DUTCH), 2) == 67_547.45
    benefits = present_value([0.0] + [45_000.0] * 15, DUTCH)
    assert round(ratio(benefits, 500_000.0) or 0, 6) == 1.135095
    (rate,) = internal_rates(amounts)
    assert round(100 * rate, 6) == 4.009364
    assert payback_year(amounts, DUTCH) == 13


# wsipp.wa.gov/BenefitCost/Program/32, /40, /663: by perspective, cost, then what they print.
WSIPP = [
    ("probation", (8_017, 1_507, 19_378, 1_890), 3_470, 30_792, 27_322, 8.87),
    ("institutions", (8_399, 791, 28_159, 2_208), 3_530, 39_557, 36_027, 11.21),
    ("substance use", (35, 117, 56, -1_709), 4_231, -1_501, -5_732, -0.35),
]


@pytest.mark.parametrize(("programme", "parts", "cost", "benefits", "net", "printed"), WSIPP)
def test_sums_and_signs_of_the_washington_institute(
    programme: str, parts: tuple[int, ...], cost: int, benefits: int, net: int, printed: float
) -> None:
    parties = ("taxpayers", "participants", "others", "indirect")
    lines = [
        Line(party, Kind.EFFECT, {"value": float(part)}, {party: 1.0})
        for party, part in zip(parties, parts, strict=True)
    ]
    lines.append(Line("cost", Kind.COST, {"value": float(cost)}, {"taxpayers": 1.0}))
    *each, together = accounts(Analysis(parties, tuple(lines), DUTCH))
    assert together.gains == benefits
    assert together.pays == cost
    assert together.net == net == sum(account.net for account in each)
    assert round(ratio(together.gains, together.pays) or 0, 2) == printed


def test_sums_of_perry_preschool_to_age_27() -> None:
    participants = 738 + 21_485 - 2_653
    public = 6_872 + 283 + 8_846 + 70_381 - 868 + 2_918
    assert participants == 19_570
    assert public == 88_432  # printed as 88,433: its parts were rounded
    assert round(108_002 / 12_356, 2) == 8.74
    assert round(88_433 / 12_356, 2) == 7.16
    assert 108_002 - 12_356 == 95_646


def perry() -> Analysis:
    """Flows a year from age 3, in dollars of 1992: table 1B."""
    rows = [
        ("cost", Kind.COST, 6_444, 3, 4, "public"), ("care", Kind.EFFECT, 385, 3, 4, "participants"),
        ("school", Kind.EFFECT, 747, 5, 17, "public"), ("adult", Kind.EFFECT, 89, 20, 25, "public"),
        ("wage", Kind.EFFECT, 2_142, 18, 27, "participants"), ("wage2", Kind.EFFECT, 1_070, 28, 65, "participants"),
        ("tax", Kind.EFFECT, 714, 18, 27, "public"), ("tax2", Kind.EFFECT, 357, 28, 65, "public"),
        ("crime", Kind.EFFECT, 8_923, 18, 27, "public"), ("crime2", Kind.EFFECT, 1_565, 28, 65, "public"),
        ("college", Kind.EFFECT, -225, 20, 25, "public"), ("lost", Kind.EFFECT, -392, 18, 27, "participants"),
        ("lost2", Kind.EFFECT, -31, 28, 65, "participants"), ("saved", Kind.EFFECT, 431, 18, 27, "public"),
        ("saved2", Kind.EFFECT, 34, 28, 65, "public"),
    ]  # fmt: skip
    lines = tuple(
        Line(code, kind, {"value": float(amount)}, {party: 1.0}, first - 3, last - 3)
        for code, kind, amount, first, last, party in rows
    )
    return Analysis(
        ("participants", "public"), lines, Rates.flat(0.03), public=frozenset({"public"})
    )


def test_flows_of_perry_preschool() -> None:
    participants, public, together = accounts(perry())
    assert round(participants.net) == 22_124
    assert round(public.net) == 72_974
    assert round(together.net) in (95_098, 95_099)  # 95,098.61
    by_year = flows(perry())
    (total,) = internal_rates(by_year.sum(axis=1))
    (alone,) = internal_rates(by_year[:, 1])
    assert round(100 * total, 3) == 15.853
    # The publication splits 16% over parties (12 and 4); the public flows by themselves return more.
    assert round(100 * alone, 3) == 14.404


def test_the_value_of_public_funds() -> None:
    assert value_of_public_funds(119.0, 10.0) == 11.9
    assert value_of_public_funds(5.0, -1.0) == np.inf
    assert value_of_public_funds(-5.0, 0.0) is None


def test_flows_without_two_signs_have_no_rate_and_others_may_have_two() -> None:
    assert internal_rates([-1.0, -2.0]) == ()
    assert internal_rates([]) == ()
    assert np.allclose(internal_rates([-100.0, 230.0, -132.0]), [0.1, 0.2])
    assert payback_year([-100.0, 50.0], DUTCH) is None
    assert payback_year([1.0, 1.0], DUTCH) == 0


@pytest.mark.parametrize("steps", [(), ((2, 0.1),), ((1, 0.1), (1, 0.2)), ((1, -1.0),)])
def test_rates_that_are_none(steps: tuple[tuple[int, float], ...]) -> None:
    with pytest.raises(ValueError, match="rate"):
        Rates(steps)


amounts = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


@given(amounts, st.floats(0, 1), st.sampled_from([GREEN_BOOK, DUTCH]))
def test_discounting_doesnt_depend_on_how_flows_are_split(
    flow: list[float], share: float, rates: Rates
) -> None:
    first = [share * amount for amount in flow]
    second = [amount - part for amount, part in zip(flow, first, strict=True)]
    together = present_value(first, rates) + present_value(second, rates)
    assert together == pytest.approx(present_value(flow, rates), rel=1e-9, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.005, 0.9), st.integers(1, 60), st.floats(1, 1e6))
def test_the_internal_rate_is_that_of_a_loan(rate: float, years: int, amount: float) -> None:
    loan = [-amount * annuity(years, Rates.flat(rate))] + [amount] * years
    (found_rate,) = internal_rates(loan)
    assert found_rate == pytest.approx(rate, rel=1e-6)
