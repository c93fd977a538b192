"""Sentences of the pages say what the counts say."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.tables import CLASSES, TOLD_CLASSES
from wijkwerk.monitor.web import labels
from wijkwerk.ui.components import evidence_label

COUNTS = st.fixed_dictionaries({kind: st.integers(0, 500) for kind in CLASSES})


@pytest.mark.parametrize(
    ("smaller", "larger", "said"),
    [
        (10, 2, "mostly became smaller"),
        (10, 6, "smaller more often than larger"),
        (64, 65, "about as often as larger"),
        (65, 64, "about as often as larger"),
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
    if counts["larger"] > counts["smaller"] > 0:  # what came most comes first
        expected[:2] = [counts["larger"], counts["smaller"]]
    assert numbers == expected


@given(moved=st.integers(1, 400), firm=st.integers(0, 400))
def test_no_change_is_called_sure_without_evidence(moved: int, firm: int) -> None:
    firm = min(firm, moved)
    counts = {"smaller": moved, "firm_known": 1, "firm_smaller": firm}
    with translation.override("en"):
        said = labels.certainty(counts, "en")
        assert labels.certainty({"smaller": moved}, "en") == ""  # unknown is not doubtful
    assert said == {
        (True, False, False): "This change isn’t sure: it may be chance.",
        (False, False, True): "This change is sure.",
    }.get((firm == 0, False, moved == firm) if moved == 1 else (False, True, False), said)
    assert ("may be chance" in said) == (firm < moved)
    assert ("None" in said) == (firm == 0 and moved > 1)
    assert ("All" in said) == (firm == moved and moved > 1)


def test_once_is_said_in_the_singular() -> None:
    with translation.override("en"):
        said = labels.times({"smaller": 10, "larger": 6, "equal": 1}, "en")
    assert said == "smaller in 10 cases, larger in 6 cases and virtually equal in 1 case"


COUNTED = [
    ({"smaller": 3}, "In alle 3 gebieden werd de afstand kleiner.",
     "In all 3 areas the distance became smaller."),
    ({"larger": 1}, "In het enige gebied werd de afstand groter.",
     "In the only area the distance became larger."),
    ({"larger": 23, "smaller": 12, "equal": 4, "at_or_better": 1},
     "In 23 van de 40 gebieden werd de afstand groter, in 12 kleiner, bij 4 bleef de afstand vrijwel "
     "gelijk en in 1 is er geen achterstand (meer).",
     "In 23 of the 40 areas the distance became larger, in 12 smaller, in 4 it stayed virtually equal "
     "and in 1 there is no lag (any more)."),
    ({"at_or_better": 15, "smaller": 3, "larger": 2},
     "In 15 van de 20 gebieden is er geen achterstand (meer). In 3 gebieden werd de afstand kleiner en "
     "in 2 groter.",
     "In 15 of the 20 areas there is no lag (any more). In 3 areas the distance became smaller and in 2 "
     "larger."),
    ({"at_or_better": 7, "larger": 1, "equal": 1},
     "In 7 van de 9 gebieden is er geen achterstand (meer). In 1 gebied werd de afstand groter en bij 1 "
     "bleef de afstand vrijwel gelijk.",
     "In 7 of the 9 areas there is no lag (any more). In 1 area the distance became larger and in 1 it "
     "stayed virtually equal."),
    ({"smaller": 24, "not_reported": 16},
     "In 24 van de 40 gebieden werd de afstand kleiner en voor 16 noemt de publicatie geen aantal.",
     "In 24 of the 40 areas the distance became smaller and for 16 the publication gives no count."),
    ({"smaller": 1, "too_few": 2},
     "In 1 van de 3 gebieden werd de afstand kleiner en in 2 zijn er te weinig waarnemingen.",
     "In 1 of the 3 areas the distance became smaller and in 2 there are too few observations."),
    ({}, "Er zijn geen cijfers om te tellen.", "There are no figures to count."),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "nl", "en"), COUNTED)
def test_what_happened_in_how_many_areas(counts: dict[str, int], nl: str, en: str) -> None:
    for language, words in (("nl", nl), ("en", en)):
        with translation.override(language):
            assert labels.counted(counts, language) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("smaller", "sure", "nl"),
    [
        (1, 0, "Deze verandering is niet zeker: het kan toeval zijn."),
        (1, 1, "Deze verandering is zeker."),
        (5, 0, "Geen van deze veranderingen is zeker: ze kunnen toeval zijn."),
        (5, 1, "Van deze 5 veranderingen is er 1 zeker. De andere kunnen toeval zijn."),
        (5, 3, "Van deze 5 veranderingen zijn er 3 zeker. De andere kunnen toeval zijn."),
        (5, 4, "Van deze 5 veranderingen zijn er 4 zeker. De andere kan toeval zijn."),
        (2, 1, "Van deze 2 veranderingen is er 1 zeker. De andere kan toeval zijn."),
        (5, 5, "Al deze veranderingen zijn zeker."),
    ],
)
def test_how_sure_the_changes_are(smaller: int, sure: int, nl: str) -> None:
    with translation.override("nl"):
        assert (
            labels.certainty({"smaller": smaller, "firm_known": 1, "firm_smaller": sure}, "nl")
            == nl
        )


def test_thousands_stand_apart_in_every_sentence_that_counts() -> None:
    counts = {"smaller": 55_829, "larger": 14_494, "too_few": 219_657, "firm_known": 1}
    counts["firm_smaller"] = 1_234
    with translation.override("nl"):
        said = " ".join(
            [
                labels.times(counts, "nl"),
                labels.certainty(counts, "nl"),
                labels.untold(counts, "nl"),
                labels.counted(counts, "nl"),
            ]
        )
    for text in ("55.829", "14.494", "219.657", "1.234", "70.323", "289.980"):
        assert text in said, text
    assert not re.search(r"\d{4}", said)


@pytest.mark.parametrize(
    ("evidence", "lower", "words"),
    [
        ("firm", -2.0, "Zeker"),
        ("cannot_tell", -2.0, "Niet zeker"),
        ("cannot_tell", None, "Niet te bepalen"),
    ],
)
def test_a_change_without_a_margin_cannot_be_told_and_one_in_its_margin_is_not_sure(
    evidence: str, lower: float | None, words: str
) -> None:
    with translation.override("nl"):
        shown = labels.evidence_of({"evidence": evidence, "lower": lower, "upper": lower})
        assert evidence_label(shown) == words


def test_how_often_is_told_by_cases_not_by_times() -> None:
    with translation.override("nl"):
        said = labels.times({"smaller": 1, "larger": 25, "equal": 5}, "nl")
    assert said == "groter bij 25 cijfers, kleiner bij 1 cijfer en vrijwel gelijk bij 5 cijfers"
