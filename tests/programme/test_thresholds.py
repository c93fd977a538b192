"""The thresholds are data, and wrong data is told."""

from pathlib import Path

import pytest

from wijkwerk.programme.thresholds import SHIPPED, load_thresholds
from wijkwerk.shared.problems import InputError


def test_the_shipped_thresholds_can_be_read() -> None:
    thresholds = load_thresholds()
    assert (thresholds.on_course, thresholds.off_course, thresholds.fewest_points) == (0.8, 0.2, 5)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("on_course = 0.8", 'on_course = "high"', "answers.on_course"),
        ("on_course = 0.8", "", "answers\\]: key is missing: expected on_course"),
        ("on_course = 0.8", "on_course = 0.1", "off_course < on_course"),
        ("widest = 1.0", "widest = nan", "inf and nan are none"),
        ("fewest_points = 5", "fewest_points = 4.5", "a whole number"),
        ("fewest_points = 5", "fewest_points = true", "a whole number"),
        ("fewest_points = 5", "fewest_points = 2", "two points"),
        ("[trend]", "[trends]", "unknown key: found .trends."),
        ("[trend]", "[trend", "TOML"),
        ("widest = 1.0", "widest = 1.0\nwidth = 2", "answers\\]: unknown key: found .width."),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SHIPPED.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError, match=said):
        load_thresholds(file)


def test_a_file_that_isnt_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="file is missing"):
        load_thresholds(tmp_path / "none.toml")
