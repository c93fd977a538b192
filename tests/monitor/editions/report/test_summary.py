"""The first page: nothing counts as better or worse that may well be chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_facts import AW40, counts, facts, indicator, moment, subject
from scipy import stats

from wijkwerk.monitor.editions.report.facts import Stated, Subject
from wijkwerk.monitor.editions.report.summary import answer, by_chance, topic_line, verdict


@given(st.integers(0, 60), st.integers(1, 400))
def test_chance_is_the_exact_binomial_tail(firm: int, areas: int) -> None:
    tail = float(stats.binom.sf(firm - 1, areas, 0.025))
    if abs(tail - 0.05) > 1e-9:
        assert by_chance(min(firm, areas), areas) == (
            float(stats.binom.sf(min(firm, areas) - 1, areas, 0.025)) > 0.05
        )


@pytest.mark.parametrize(
    ("numbers", "firm", "expected"),
    [
        ((10, 2, 4, 4, 0), (8, 0, 0, 0, 0), "better"),
        ((2, 10, 4, 4, 0), (0, 8, 0, 0, 0), "worse"),
        ((10, 2, 4, 4, 0), (1, 0, 0, 0, 0), "unknown"),
        ((10, 10, 0, 0, 0), (5, 5, 0, 0, 0), "same"),
        ((0, 0, 10, 10, 0), (0, 0, 0, 0, 0), "same"),
        ((24, 0, 0, 0, 0), None, "better"),
        ((12, 23, 4, 1, 0), None, "worse"),
    ],
)
def test_a_topic_goes_the_way_of_its_certain_changes(
    numbers: tuple[int, ...], firm: tuple[int, ...] | None, expected: str
) -> None:
    assert verdict(facts(counts=(counts(*numbers, firm=firm),))) == expected


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ((moment("2008", 30, 20), moment("2015", 25, 20)), "better"),
        ((moment("2008", 30, 20), moment("2015", 35, 20)), "worse"),
        ((moment("2008", 30, 20), moment("2015", 30.2, 20)), "same"),
        ((moment("2015", 30, 20),), "level"),
    ],
)
def test_without_counts_a_topic_goes_the_way_of_its_first_group(moments, expected) -> None:
    assert verdict(facts(subjects=(subject(*moments),))) == expected


def test_a_stated_class_counts_where_there_are_no_figures() -> None:
    stated = Subject(AW40, None, (), stated=Stated("larger", "2006", "2012"))
    one = facts(subjects=(stated,))
    assert verdict(one) == "worse"
    assert topic_line(one, "nl") == (
        "Lage inkomens: volgens de publicatie werd de afstand van de 40 aandachtswijken tot de referentie "
        "tussen 2006 en 2012 groter."
    )


@pytest.mark.parametrize(
    ("numbers", "firm", "nl"),
    [
        ((16, 2, 1, 1, 0), (10, 0, 0, 0, 0), "Lage inkomens: in 10 van de 20 buurten werd de "
         "afstand zeker kleiner, nergens zeker groter."),
        ((2, 12, 5, 1, 0), (1, 5, 0, 0, 0), "Lage inkomens: in 5 van de 20 buurten werd de afstand "
         "zeker groter, in 1 zeker kleiner."),
        ((2, 2, 1, 15, 0), (0, 1, 0, 0, 0), "Lage inkomens: in 1 van de 20 buurten werd de afstand "
         "zeker groter, nergens zeker kleiner; zo weinig kan ook toeval zijn."),
        ((3, 7, 1, 9, 0), (0, 0, 0, 0, 0), "Lage inkomens: in 7 van de 20 buurten werd de afstand "
         "groter en in 3 kleiner, maar geen van die veranderingen is zeker."),
        ((1, 0, 10, 9, 0), (0, 0, 0, 0, 0), "Lage inkomens: in 1 van de 20 buurten werd de afstand "
         "kleiner, maar die verandering is niet zeker."),
        ((0, 0, 11, 9, 0), (0, 0, 0, 0, 0), "Lage inkomens: in geen van de 20 buurten van de groep "
         "FOCUS werd de afstand kleiner of groter."),
    ],
)  # fmt: skip
def test_a_topic_in_a_line(numbers: tuple[int, ...], firm: tuple[int, ...], nl: str) -> None:
    assert topic_line(facts(counts=(counts(*numbers, firm=firm),)), "nl") == nl


def test_the_answer_counts_every_topic_once() -> None:
    better = facts(counts=(counts(24, 2, 0, 0, 0),))
    worse = facts(counts=(counts(2, 24, 0, 0, 0),), indicator=indicator(id="b"))
    level = facts(subjects=(subject(moment("2015", 30, 20)),))
    assert answer((better, better, worse, level), "nl") == (
        "Bij 2 van de 4 onderwerpen werd de afstand vaker kleiner dan groter. Bij 1 onderwerp is "
        "het andersom. Bij 1 onderwerp is er nog geen verandering te meten."
    )
    assert answer((worse,), "nl") == "Bij dit onderwerp werd de afstand vaker groter dan kleiner."
    assert answer((better, worse), "en") == (
        "For 1 of the 2 topics the distance became smaller more often than larger. For 1 topic it"
        " was the other way round."
    )


def test_where_all_have_too_few_nothing_is_said_to_have_stayed_equal() -> None:
    one = facts(counts=(counts(0, 0, 0, 0, 6, firm=(0, 0, 0, 0, 0)),))
    assert verdict(one) == "untold"
    assert topic_line(one, "nl") == (
        "Lage inkomens: in geen van de 6 buurten van de groep FOCUS is te bepalen wat er met de "
        "afstand gebeurde: er zijn te weinig waarnemingen."
    )
    assert topic_line(one, "en") == (
        "Low incomes: in none of the 6 neighbourhoods of the group FOCUS can we tell what happened "
        "with the distance: there are too few observations."
    )


def test_of_areas_with_too_few_it_is_not_said_that_they_did_not_move() -> None:
    one = facts(counts=(counts(0, 0, 2, 0, 4, firm=(0, 0, 1, 0, 0)),))
    assert verdict(one) == "same"
    assert topic_line(one, "nl") == (
        "Lage inkomens: in 2 van de 6 buurten bleef de afstand vrijwel gelijk en in 4 zijn er te "
        "weinig waarnemingen."
    )
