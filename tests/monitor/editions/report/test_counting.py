"""Areas per class in a sentence: every area is told, once."""

import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from report_facts import AW40, CITY, FOCUS, counts, indicator

from wijkwerk.monitor.editions.report.counting import count_paragraph, count_sentence
from wijkwerk.monitor.editions.report.grammar import Voice
from wijkwerk.monitor.web import labels
from wijkwerk.shared.text import LANGUAGES, Language

NL, EN = Voice(indicator(), "nl"), Voice(indicator(), "en")
NUMBERS = st.lists(st.integers(0, 60), min_size=5, max_size=5).filter(any)


@pytest.mark.parametrize(
    ("numbers", "nl", "en"),
    [
        ((12, 23, 4, 1, 0),
         "In 23 van de 40 buurten van de groep FOCUS werd de afstand groter, in 12 kleiner, in 4 "
         "bleef de afstand vrijwel gelijk en in 1 is er geen achterstand.",
         "In 23 of the 40 neighbourhoods of the group FOCUS the distance became larger, in 12 "
         "smaller, in 4 it stayed virtually equal and in 1 there is no lag."),
        ((2, 2, 1, 15, 0),
         "In 15 van de 20 buurten van de groep FOCUS is er geen achterstand, in 2 werd de afstand "
         "kleiner, in 2 groter en in 1 bleef de afstand vrijwel gelijk.",
         "In 15 of the 20 neighbourhoods of the group FOCUS there is no lag, in 2 the distance "
         "became smaller, in 2 larger and in 1 it stayed virtually equal."),
        ((0, 3, 5, 0, 2),
         "In 5 van de 10 buurten van de groep FOCUS bleef de afstand vrijwel gelijk, in 3 werd de "
         "afstand groter en in 2 zijn er te weinig waarnemingen.",
         "In 5 of the 10 neighbourhoods of the group FOCUS the distance stayed virtually equal, in "
         "3 it became larger and in 2 there are too few observations."),
        ((0, 0, 0, 0, 3),
         "In alle 3 buurten van de groep FOCUS zijn er te weinig waarnemingen.",
         "In all 3 neighbourhoods of the group FOCUS there are too few observations."),
        ((1, 0, 0, 0, 0),
         "In 1 buurt van de groep FOCUS werd de afstand kleiner.",
         "In 1 neighbourhood of the group FOCUS the distance became smaller."),
    ],
)  # fmt: skip
def test_the_largest_class_comes_first(numbers: tuple[int, ...], nl: str, en: str) -> None:
    assert count_sentence(counts(*numbers), NL) == nl
    assert count_sentence(counts(*numbers), EN) == en


def test_the_reference_is_named_where_it_is_the_same_for_all() -> None:
    own = counts(3, 1, 0, 0, 0, group=None, own_municipality=True)
    city = counts(3, 1, 0, 0, 0, group=None, reference=CITY)
    assert count_sentence(own, NL) == (
        "In 3 van alle 4 buurten werd de afstand tot de eigen gemeente kleiner en in 1 groter."
    )
    assert count_sentence(city, NL) == (
        "In 3 van alle 4 buurten werd de afstand tot Grotestad kleiner en in 1 groter."
    )


@pytest.mark.parametrize(
    ("names", "nl", "en"),
    [
        (("Overschie", "Vreewijk"), "De afstand werd groter in Overschie en Vreewijk.",
         "The distance became larger in Overschie and Vreewijk."),
        (("Overschie",), "De afstand werd groter in onder meer Overschie.",
         "The distance became larger in Overschie, among others."),
    ],
)  # fmt: skip
def test_of_a_class_all_areas_are_named_or_some(names: tuple[str, ...], nl: str, en: str) -> None:
    of_two = replace(counts(3, 2, 0, 0, 0, group=AW40, total=5), names={"larger": names})
    assert nl in count_paragraph(of_two, NL)
    assert en in count_paragraph(of_two, EN)
    with override("nl"):
        assert labels.named({"larger": names}, {"larger": 2}, "nl") == [nl]
    with override("en"):
        assert labels.named({"larger": names}, {"larger": 2}, "en") == [en]


def test_what_a_publication_leaves_out_is_said() -> None:
    one = counts(24, 0, 0, 0, 0, group=AW40, total=40, level="area")
    assert count_paragraph(one, NL) == (
        "In 24 van de 40 aandachtswijken werd de afstand kleiner. Voor de andere 16 gebieden "
        "noemt de publicatie geen aantallen."
    )
    last = counts(39, 0, 0, 0, 0, group=AW40, total=40, level="area")
    assert count_paragraph(last, EN).endswith("For the other area the publication gives no count.")


@pytest.mark.parametrize(
    ("numbers", "firm", "nl"),
    [
        ((1, 0, 0, 4, 0), (1, 0, 0, 0, 0), "Die verandering is zeker."),
        ((1, 0, 0, 4, 0), (0, 0, 0, 4, 0), "Of die verandering meer is dan toeval, is niet te "
         "bepalen."),
        ((3, 2, 0, 0, 0), (3, 2, 0, 0, 0), "Al deze 5 veranderingen zijn zeker."),
        ((3, 2, 0, 0, 0), (0, 0, 0, 0, 0), "Van geen van deze 5 veranderingen is te bepalen of "
         "die meer is dan toeval."),
        ((3, 2, 0, 0, 0), (1, 0, 0, 0, 0), "Van deze 5 veranderingen is er 1 zeker (kleiner); van "
         "de andere 4 is niet te bepalen of ze meer zijn dan toeval."),
        ((3, 2, 0, 0, 0), (3, 1, 0, 0, 0), "Van deze 5 veranderingen zijn er 4 zeker (3 kleiner en "
         "1 groter); van de andere is niet te bepalen of die meer is dan toeval."),
    ],
)  # fmt: skip
def test_the_certain_changes_are_told_apart(
    numbers: tuple[int, ...], firm: tuple[int, ...], nl: str
) -> None:
    assert count_paragraph(counts(*numbers, firm=firm), NL).endswith(nl)


@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_the_numbers_in_the_sentence_add_up_to_all_areas(
    numbers: list[int], language: Language
) -> None:
    sentence = count_sentence(counts(*numbers), Voice(indicator(), language))
    # The total stands once ('in 3 van de 10'); it is no class.
    said = [int(one) for one in re.findall(r"\b[Ii]n (?:alle |all )?(\d+)\b", sentence)]
    assert sum(said) == sum(numbers)
    assert sorted(said) == sorted(number for number in numbers if number)


@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_a_sentence_is_a_sentence(numbers: list[int], language: Language) -> None:
    firm = tuple(min(number, 1) for number in numbers)
    said = count_paragraph(counts(*numbers, firm=firm), Voice(indicator(), language))
    assert said[0].isupper()
    assert said.endswith(".")
    assert "  " not in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("name", "language", "start"),
    [
        ("aandachtsgebieden", "nl", "In 23 van de 40 aandachtsgebieden werd de afstand groter"),
        ("focus areas", "en", "In 23 of the 40 focus areas the distance became larger"),
    ],
)
def test_a_focus_group_without_a_name_is_counted_as_focus_areas(
    name: str, language: Language, start: str
) -> None:
    group = replace(FOCUS, name=name)
    told = count_paragraph(counts(12, 23, 4, 1, 0, group=group), Voice(indicator(), language))
    assert told.startswith(start)
