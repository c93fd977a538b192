"""Sentences of the pages say what the counts say."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES
from wijkwerk.monitor.web import labels

COUNTS = st.fixed_dictionaries({kind: st.integers(0, 500) for kind in CLASSES})


@pytest.mark.parametrize(
    ("smaller", "larger", "said"),
    [
        (10, 2, "mostly became smaller"),
        (10, 6, "smaller more often than larger"),
        (5, 5, "as often as larger"),
        (0, 0, "nowhere became smaller or larger"),
        (6, 10, "larger more often than smaller"),
        (2, 10, "mostly became larger"),
    ],
)
def test_the_verdict_follows_the_counts(smaller: int, larger: int, said: str) -> None:
    with translation.override("en"):
        assert said in labels.verdict({"smaller": smaller, "larger": larger})


@given(counts=COUNTS)
def test_every_count_stands_in_the_sentence_and_no_zero_does(counts: dict[str, int]) -> None:
    with translation.override("nl"):
        said = labels.times(counts, "nl")
    numbers = [int(part) for part in said.replace(",", " ").split() if part.isdigit()]
    expected = [counts[kind] for kind in TOLD_CLASSES if counts[kind]]
    assert numbers == expected


@given(moved=st.integers(1, 400), firm=st.integers(0, 400))
def test_no_change_is_called_sure_without_evidence(moved: int, firm: int) -> None:
    firm = min(firm, moved)
    counts = {"smaller": moved, "firm_known": 1, "firm_smaller": firm}
    with translation.override("en"):
        said = labels.certainty(counts)
        assert labels.certainty({"smaller": moved}) == ""  # unknown is not doubtful
    assert ("None" in said) == (firm == 0)
    assert ("All" in said) == (firm == moved)


def test_once_is_said_in_the_singular() -> None:
    with translation.override("en"):
        said = labels.times({"smaller": 10, "larger": 6, "equal": 1}, "en")
    assert said == "10 times smaller, 6 times larger and 1 time virtually equal"
