"""Small questions for the tests of the housing obligation, and a search through every plan."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    Action,
    Limit,
    Method,
    Obligation,
    Offer,
    Stock,
    present_value,
)
from wijkwerk.designation.core.housing.recount import recount

CHANGING = (Method.YOUTH, Method.SALE, Method.DEMOLITION)


def offer(
    estate: str, method: Method, capacity: int, cost: int, displaced: str = "0", **more
) -> Offer:
    changing = method in (*CHANGING, Method.SENIOR)
    return Offer(
        estate,
        "flat" if changing else "",
        method,
        more.get("first", 2025),
        more.get("last"),
        capacity,
        cost,
        more.get("lead", 0),
        Fraction(displaced),
        more.get("m2", 0),
    )


def question(
    offers, *, family=10, other=5, share="1/2", start=2025, deadline=2026, **more
) -> Obligation:
    stock = more.pop("stock", None) or (
        Stock("a", FAMILY, "flat", family, family, more.pop("protected", 0), more.pop("kept", 0)),
        Stock("a", "private_rent", "flat", other, other),
    )
    return Obligation(start, deadline, Fraction(share), stock, tuple(offers), **more)


def every_plan(asked: Obligation) -> Iterator[tuple[int, Fraction, tuple[Action, ...]]]:
    """(cost, displaced, actions) of every plan that the recount has nothing against."""
    choices = []
    for one in asked.offers:
        for year in asked.years():
            late = year + one.lead > asked.deadline or year < one.first
            if not late and (one.last is None or year <= one.last):
                choices.append((one, year))
    for numbers in itertools.product(*(range(one.capacity + 1) for one, _ in choices)):
        actions = tuple(
            Action(year, one.estate, one.type, one.method, number)
            for (one, year), number in zip(choices, numbers, strict=True)
            if number
        )
        counted = recount(asked, actions)
        if not counted.breaks:
            cost = sum(
                number * present_value(one.cost, asked.discount, year - asked.start)
                for (one, year), number in zip(choices, numbers, strict=True)
            )
            yield cost, counted.displaced, actions


@st.composite
def small_questions(draw: st.DrawFn, limits: int = 0) -> Obligation:
    """Questions with at most a few thousand plans: two years, three or four offers;
    at least ``limits`` limits (0 or 1)."""
    family, other = draw(st.integers(2, 8)), draw(st.integers(0, 6))
    methods = draw(st.lists(st.sampled_from(list(Method)), min_size=1, max_size=3, unique=True))
    offers = [
        offer(
            "a",
            method,
            draw(st.integers(1, 2)),
            draw(st.integers(-3, 9)),
            draw(st.sampled_from(["0", "1/4", "1/2", "1"])),
            lead=draw(st.integers(0, 1)),
            m2=draw(st.integers(20, 200)) if method is Method.BUSINESS else 0,
        )
        for method in methods
    ]
    found = draw(
        st.lists(
            st.builds(
                Limit,
                st.just("x"),
                st.sampled_from(["cost", "displaced", "dwellings"]),
                st.sampled_from(["year", "total"]),
                st.integers(0, 12).map(Fraction),
            ),
            min_size=limits,
            max_size=1,
        )
    )
    return question(
        offers,
        family=family,
        other=other,
        kept=draw(st.integers(0, 2)),
        protected=draw(st.integers(0, 2)),
        share=draw(st.sampled_from(["2/5", "1/2", "3/5", "7/10", "4/5"])),
        limits=tuple(found),
        m2_per_dwelling=draw(st.sampled_from([None, Fraction(75), Fraction(100)])),
        rebuilt_per_demolished=draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 2)])),
        discount=draw(st.sampled_from([Fraction(0), Fraction(1, 5)])),
        milestones=draw(st.sampled_from([(), ((2025, Fraction(9, 10)),)])),
    )
