"""How an area stands, and which is furthest behind: by hand, and what must hold for any figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.standing import (
    Course,
    Reading,
    Standing,
    courses,
    furthest_first,
    mean_lags,
    standing,
)
from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES

READINGS = st.builds(
    Reading,
    st.none() | st.floats(-50, 50),
    st.none() | st.floats(-60, 60),
    st.none() | st.sampled_from(CLASSES),
    st.booleans(),
    st.none() | st.sampled_from(["2009", "2011", "2015"]),
)


def test_an_area_by_hand() -> None:
    """Two sure lags, one that is not, one lead and one without a figure."""
    found = standing(
        [
            Reading(7.2, 6.9, "smaller", True, "2011"),
            Reading(5.5, 5.2, "larger", True, "2009"),
            Reading(0.4, -0.1, "smaller", False, "2011"),
            Reading(-1.0, -1.5, "at_or_better", True, "2011"),
            Reading(None, None, "too_few", False, "2015"),
        ]
    )
    assert found == Standing(4, 3, 2, True, 4, 2, 1, 1, 1, ("2009", "2011"))
    assert found.course is Course.UNDECIDED


@pytest.mark.parametrize(
    ("closing", "growing", "course"),
    [
        (1, 0, Course.CATCHING_UP), (0, 1, Course.FALLING_BEHIND), (0, 0, Course.UNDECIDED),
        (2, 1, Course.CATCHING_UP), (2, 2, Course.UNDECIDED), (2, 3, Course.FALLING_BEHIND),
    ],
)  # fmt: skip
def test_the_course_is_by_what_is_sure_alone(closing: int, growing: int, course: Course) -> None:
    sure = [Reading(1.0, 0.5, "smaller", True)] * closing
    sure += [Reading(1.0, 0.5, "larger", True)] * growing
    doubt = [Reading(1.0, None, "larger", False)] * 9
    assert standing([*sure, *doubt]).course is course


@given(st.lists(READINGS, max_size=12))
def test_parts_never_exceed_their_whole(readings: list[Reading]) -> None:
    found = standing(readings)
    assert found.sure <= found.behind <= found.compared <= len(readings)
    assert found.closing + found.growing <= found.told <= len(readings)
    assert found.closing_firm <= found.closing and found.growing_firm <= found.growing
    assert found.told == sum(one.change in TOLD_CLASSES for one in readings)
    assert found.margins or not found.sure


@given(st.lists(READINGS, max_size=12), st.randoms())
def test_the_order_of_indicators_changes_nothing(readings: list[Reading], chance: object) -> None:
    shuffled = list(readings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing(shuffled) == standing(readings)


@given(st.lists(READINGS, max_size=12))
def test_turned_round_who_catches_up_falls_behind(readings: list[Reading]) -> None:
    other = {"smaller": "larger", "larger": "smaller"}
    turned = [
        Reading(one.distance, one.lower, other.get(one.change or "", one.change), one.firm)
        for one in readings
    ]
    opposite = {
        Course.CATCHING_UP: Course.FALLING_BEHIND,
        Course.FALLING_BEHIND: Course.CATCHING_UP,
        Course.UNDECIDED: Course.UNDECIDED,
    }
    assert standing(turned).course is opposite[standing(readings).course]


@given(st.lists(st.lists(READINGS, max_size=6), max_size=20))
def test_every_area_has_one_course(areas: list[list[Reading]]) -> None:
    counts = courses(standing(one) for one in areas)
    assert sum(counts.values()) == len(areas) and set(counts) == set(Course)


def test_sure_lags_decide_then_score_then_lags_then_the_mean() -> None:
    standings = {
        "A": Standing(10, 5, 4, True),
        "B": Standing(10, 9, 8, True),
        "C": Standing(10, 7, 4, True),
        "D": Standing(10, 7, 4, True),
        "E": Standing(10, 9, 4, True),
    }
    lags = {"C": 0.4, "D": 0.6}
    assert furthest_first(standings, {}, lags) == ["B", "E", "D", "C", "A"]
    # The lowest score of the liveable composite is the worst; who has none comes after who has.
    assert furthest_first(standings, {"A": 20.0, "C": 31.0}, lags) == ["B", "A", "C", "E", "D"]


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"),
        st.dictionaries(st.sampled_from("xyz"), st.floats(-40, 40), max_size=3),
        max_size=6,
    )
)
def test_the_mean_lag_is_that_of_numpy(distances: dict[str, dict[str, float]]) -> None:
    found = mean_lags(distances)
    for area, own in distances.items():
        parts = []
        for indicator, distance in own.items():
            all_of_them = np.array(
                [them[indicator] for them in distances.values() if indicator in them]
            )
            spread = np.sqrt(np.mean(all_of_them**2))
            parts.append(distance / spread if spread else 0.0)
        assert found[area] == pytest.approx(np.mean(parts) if parts else 0.0)


def test_a_unit_changes_no_mean_lag() -> None:
    """Euros or thousands of euros: the same order."""
    euros = {"A": {"x": 9000.0, "y": 1.0}, "B": {"x": -3000.0, "y": 4.0}}
    thousands = {area: {**own, "x": own["x"] / 1000} for area, own in euros.items()}
    assert mean_lags(euros) == pytest.approx(mean_lags(thousands))
