"""Units that people typed, in the words of the reader."""

from __future__ import annotations

import pytest

from wijkwerk.shared.numbers import decimals_together, with_unit
from wijkwerk.shared.text import Language
from wijkwerk.shared.units import unit_label


@pytest.mark.parametrize(
    ("unit", "shown", "language", "label"),
    [
        ("scholen", "34", "en", "schools"),
        ("scholen", "1", "nl", "school"),
        ("mensen", "1,000", "en", "people"),
        ("mensen", "1.000", "nl", "mensen"),
        ("homes", "2", "nl", "woningen"),
        ("Scholen", "1,0", "nl", "school"),
        ("roosters", "2", "en", "roosters"),
        ("", "2", "en", ""),
    ],
)
def test_a_unit_is_in_the_language_of_the_reader(
    unit: str, shown: str, language: Language, label: str
) -> None:
    assert unit_label(unit, shown, language) == label


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([10.1, 8.0], 1), ([10.0, 8.0, None], 0), ([0.57], 2), ([10.1, 0.04], 2), ([], 0), ([0.0, 2.5], 1)],
)  # fmt: skip
def test_numbers_of_one_sentence_have_as_many_decimals(
    values: list[float | None], decimals: int
) -> None:
    assert decimals_together(values) == decimals


def test_points_are_points_in_dutch_as_well() -> None:
    assert with_unit(3, "points", "nl") == "3 punten"
    assert with_unit(1, "points", "en") == "1 point"
    assert with_unit(2.5, "score", "nl") == "2,50 punten"
