"""The required path is straight, and goes by the milestones."""

import pytest

from wijkwerk.programme.core.measurement import Milestone
from wijkwerk.programme.core.path import Path, years


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
        "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29",
    )  # fmt: skip
    assert years("2024-02-28", "2026-02-28") == ("2025-02-28", "2026-02-28")
