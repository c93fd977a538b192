"""The required path is straight, and goes by the milestones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.programme.core.measurement import Milestone
from wijkwerk.programme.core.path import Path, moved_milestones, years


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2009-01-01", 40),
        ("2011-12-31", 40),
        ("2021-06-30", 30),
        ("2030-12-30", pytest.approx(20, abs=0.01)),
        ("2030-12-31", 20),
        ("2035-01-01", 20),
    ],
)
def test_it_goes_straight_from_the_baseline_to_the_target(day: str, value: float) -> None:
    found = Path("2011-12-31", 40, (), "2030-12-31", 20).at(day)
    assert found == (pytest.approx(value, abs=0.01) if isinstance(value, int) else value)


def test_it_goes_by_the_milestones_between() -> None:
    milestones = (
        Milestone("2030-12-31", 99),
        Milestone("2019-12-31", 38),
        Milestone("2000-01-01", 9),
    )
    path = Path("2011-12-31", 40, milestones, "2030-12-31", 20)
    assert path.at("2019-12-31") == 38
    assert path.at("2015-12-31") == pytest.approx(39, abs=0.01)
    assert path.at("2025-07-01") == pytest.approx(29, abs=0.01)
    assert (path.at("2011-12-31"), path.at("2030-12-31")) == (40, 20)


def test_the_years_are_those_of_the_targets_day() -> None:
    assert years("2024-06-01", "2028-02-29") == (
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    )
    assert years("2024-02-28", "2026-02-28") == ("2025-02-28", "2026-02-28")


def following(milestones: list[Milestone], value: float, by: str, decided: str) -> list[float]:
    before = Path("2020-01-01", 0, milestones, "2030-01-01", 40)
    return [
        milestone.value for milestone in moved_milestones(before, (value, by), milestones, decided)
    ]


def test_milestones_follow_a_changed_path() -> None:
    ahead = [Milestone("2024-01-01", 10), Milestone("2028-01-01", 30)]
    # Half of what was promised, on the same day: half of it on the way.
    assert following(ahead, 20, "2030-01-01", "2022-01-01") == [5, 15]
    # Twice the time: after eight of twenty years as much as after four of ten before.
    assert following(ahead, 40, "2040-01-01", "2022-01-01")[1] == 10
    # What had to be reached by now stays, unless it lies beyond what is promised now.
    assert following(ahead, 20, "2030-01-01", "2026-01-01") == [10, 15]
    assert following(ahead, 8, "2030-01-01", "2026-01-01") == [6]
    # What lies after the new last day is gone.
    assert following(ahead, 40, "2028-01-01", "2022-01-01") == [15]
    assert following([Milestone("2024-01-01", 10.5)], 20, "2030-01-01", "2022-01-01") == [5.25]


@given(
    st.lists(st.integers(2021, 2029), min_size=1, unique=True),
    st.floats(-100, 100),
    st.integers(2022, 2045),
    st.integers(2019, 2031),
)
def test_a_milestone_never_asks_more_than_the_end(
    years_of: list[int], value: float, by: int, decided: int
) -> None:
    rows = [Milestone(f"{year}-01-01", 4.5 * (year - 2020)) for year in years_of]
    found = following(rows, value, f"{by}-01-01", f"{decided}-01-01")
    assert all(min(0, value) - 1e-6 <= one <= max(0, value) + 1e-6 for one in found)
