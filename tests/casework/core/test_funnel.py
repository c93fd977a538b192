"""Funnels: where they don't close, and those that were published."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.casework.core.funnel import Gap, Step, Stock, gaps
from wijkwerk.casework.funnels import published

FEW = st.integers(0, 40)


@given(st.lists(st.tuples(FEW, FEW, FEW), min_size=1, max_size=5), FEW)
def test_a_funnel_closes_when_everybody_is_somewhere(
    steps: list[tuple[int, int, int]], out: int
) -> None:
    numbers = [out]
    for lost, other, waiting in reversed(steps):
        numbers.insert(0, numbers[0] + lost + other + waiting)
    made = [
        Step(str(place), number, lost={"moved": lost, "died": other}, waiting=waiting)
        for place, (number, (lost, other, waiting)) in enumerate(zip(numbers, steps, strict=False))
    ]
    whole = [*made, Step("out", out)]
    assert gaps(whole) == []
    first = whole[0]
    more = Step(first.code, (first.number or 0) + 3, lost=first.lost, waiting=first.waiting)
    assert gaps([more, *whole[1:]]) == [Gap("0", 3)]
    assert all((a.number or 0) >= (b.number or 0) for a, b in pairwise(whole))


@pytest.mark.parametrize(
    ("funnel", "after", "number"),
    [
        ("nijmegen", "Intakes", 60),
        ("nijmegen", "Stayed", 108),
        ("de-boei-not-admitted", "Not admitted", 5),
        ("de-boei", "Indicated", 10),
        ("utrecht", "Contacts", None),
        ("utrecht", "Intakes", None),
    ],
)
def test_what_was_published_and_does_not_add_up_is_named(
    funnel: str, after: str, number: int | None
) -> None:
    assert Gap(after, number) in published("en")[funnel].gaps


def test_what_adds_up_is_not_named_and_targets_are_shares() -> None:
    nijmegen = published("nl")["nijmegen"]
    assert [gap.after for gap in nijmegen.gaps] == ["Intakes", "Gebleven"]  # 258 - 63 = 195
    shares = [step.share_of_target for step in published("nl")["utrecht"].steps]
    assert shares == [pytest.approx(340 / 370), None, pytest.approx(100 / 120)]


def test_stock_and_flow_close() -> None:
    assert Stock(58, 47, 38, 67).gap == 0
    assert Stock(58, 47, 38, 60).gap == 7
