"""The ladder against nuisance, and the order in which the worst comes first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.casework.core.nuisance import (
    Case,
    Effect,
    Step,
    Tried,
    in_order,
    is_skipping,
    next_step,
)

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("tried", "due"),
    [
        ([], Step.AGREEMENT),
        ([Tried(Step.AGREEMENT, DAY)], None),  # has until today
        ([Tried(Step.AGREEMENT, BEFORE)], Step.MEDIATION),  # nobody said that it worked
        ([Tried(Step.AGREEMENT, AFTER, Effect.LESS)], Step.MEDIATION),
        ([Tried(Step.WARNING, AFTER, Effect.NONE)], Step.ORDER),
        ([Tried(Step.CITY_TEAM, BEFORE, Effect.STOPPED)], None),
        ([Tried(Step.MOVE, BEFORE, Effect.NONE)], Step.MOVE),
    ],
)
def test_the_next_step_comes_once_the_last_was_tried(tried: list[Tried], due: Step | None) -> None:
    assert next_step(tried, DAY) is due


def test_passing_over_a_step_is_seen() -> None:
    assert is_skipping([], Step.ORDER, DAY)
    assert not is_skipping([], Step.AGREEMENT, DAY)
    assert not is_skipping([Tried(Step.WARNING, BEFORE)], Step.MEDIATION, DAY)
    assert not is_skipping([Tried(Step.WARNING, AFTER)], Step.MOVE, DAY)  # nothing is due


@given(st.lists(st.sampled_from([*Effect, None]), max_size=10))
def test_following_the_ladder_never_goes_down_or_over_a_step(effects: list[Effect | None]) -> None:
    tried: list[Tried] = []
    for effect in effects:
        due = next_step(tried, DAY)
        if due is None:
            break
        assert not is_skipping(tried, due, DAY)
        tried.append(Tried(due, BEFORE, effect))
    places = [list(Step).index(row.step) for row in tried]
    assert places == [min(place, len(Step) - 1) for place in range(len(places))]


def case(key: int, **facts: object) -> Case:
    row = {"violent": False, "victims": 1, "highest": None, "began_on": DAY} | facts
    return Case(key, **row)  # type: ignore[arg-type]


def test_violence_comes_before_steps_before_victims_before_time() -> None:
    rows = [
        case(1),
        case(2, began_on=BEFORE),
        case(3, victims=2),
        case(4, highest=Step.AGREEMENT),
        case(5, highest=Step.MOVE, victims=9),
        case(6, violent=True),
    ]
    for order in (rows, rows[::-1]):
        assert [row.key for row in in_order(order)] == [6, 5, 4, 3, 2, 1]
