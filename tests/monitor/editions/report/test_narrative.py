"""Whole sentences, in correct Dutch and English, that follow from their figures."""

from dataclasses import replace
from typing import Any

import pytest
from report_facts import (
    AW40,
    CITY,
    COUNTRY,
    FOCUS,
    G18,
    WIJK,
    counts,
    facts,
    indicator,
    moment,
    signal,
    spread,
    subject,
)

from wijkwerk.monitor.editions.report.facts import Membership, Place, Stated, Subject
from wijkwerk.monitor.editions.report.grammar import Voice, measure, place_text
from wijkwerk.monitor.editions.report.narrative import paragraphs, subject_paragraph

SHARE = indicator()
EURO = indicator(unit="eur", kind="mean", direction="higher_is_better", decimals=0, tolerance=2500)
SCORE = indicator(unit="score", kind="score", direction="higher_is_better", decimals=1, tolerance=0)
RATE = indicator(unit="per 1000", kind="standardised", decimals=0, tolerance=2)


def test_an_area_that_improves_while_its_city_improves_faster_is_told_both() -> None:
    one = subject(moment("2008", 30, 20), moment("2015", 28, 15), place=WIJK, reference=CITY)
    assert subject_paragraph(one, Voice(SHARE, "nl")) == (
        "De achterstand van Overschie op Grotestad werd groter: van 10,0 procentpunt in 2008 naar "
        "13,0 procentpunt in 2015. In Overschie daalde het aandeel van 30,0% naar 28,0%, een "
        "verbetering; in Grotestad daalde het van 20,0% naar 15,0%, een grotere verbetering."
    )
    assert subject_paragraph(one, Voice(SHARE, "en")) == (
        "The lag of Overschie behind Grotestad became larger: from 10.0 percentage points in 2008 "
        "to 13.0 percentage points in 2015. In Overschie the share fell from 30.0% to 28.0%, an "
        "improvement; in Grotestad it fell from 20.0% to 15.0%, a larger improvement."
    )


def test_a_lag_can_shrink_because_the_city_got_worse() -> None:
    one = subject(moment("2008", 30, 20), moment("2015", 31, 24), place=WIJK, reference=CITY)
    assert subject_paragraph(one, Voice(SHARE, "nl")) == (
        "De achterstand van Overschie op Grotestad werd kleiner: van 10,0 procentpunt in 2008 naar "
        "7,0 procentpunt in 2015. In Overschie steeg het aandeel van 30,0% naar 31,0%, een "
        "verslechtering; in Grotestad steeg het van 20,0% naar 24,0%, een grotere verslechtering."
    )


@pytest.mark.parametrize(
    ("old", "new", "nl"),
    [
        ((30, 20), (29, 19.2), "bleef vrijwel gelijk: 10,0 procentpunt in 2008 en 9,8 procentpunt"),
        ((15, 20), (12, 20), "De voorsprong van de groep FOCUS op Nederland werd groter: van 5,0"),
        ((15, 20), (18, 20), "De voorsprong van de groep FOCUS op Nederland werd kleiner: van 5,0"),
        ((22, 20), (17, 20), "werd een voorsprong: in 2008 een achterstand van 2,0 procentpunt, in "
         "2015 een voorsprong van 3,0 procentpunt."),
        ((17, 20), (22, 20), "werd een achterstand: in 2008 een voorsprong van 3,0 procentpunt, in "
         "2015 een achterstand van 2,0 procentpunt."),
        ((22, 20), (20, 20), "De achterstand van de groep FOCUS op Nederland verdween: in 2008 was "
         "die nog 2,0 procentpunt."),
        ((17, 20), (20, 20), "De voorsprong van de groep FOCUS op Nederland verdween: in 2008 was "
         "die nog 3,0 procentpunt."),
        ((20, 20), (23, 20), "Tussen de groep FOCUS en Nederland was er in 2008 geen verschil; in "
         "2015 was er een achterstand van 3,0 procentpunt."),
        ((20, 20), (18, 20), "was er in 2008 geen verschil; in 2015 was er een voorsprong van 2,0"),
        ((20, 20), (19, 19), "was er in 2008 geen verschil, en in 2015 ook niet."),
        ((21, 20), (22, 20), "van 1,0 procentpunt in 2008 naar 2,0 procentpunt in 2015."),
    ],
)  # fmt: skip
def test_every_way_that_a_distance_can_move_has_its_sentence(
    old: tuple[float, float], new: tuple[float, float], nl: str
) -> None:
    one = subject(moment("2008", *old), moment("2015", *new))
    assert nl in subject_paragraph(one, Voice(SHARE, "nl"))


def test_euros_scores_and_rates_have_their_own_nouns_and_units() -> None:
    euro = subject(
        moment("2006", 150000, 200000, -1),
        moment("2012", 159500, 217400, -1),
        place=AW40,
        reference=G18,
    )
    assert subject_paragraph(euro, Voice(EURO, "nl")).replace("\u00a0", " ") == (
        "De achterstand van de 40 aandachtswijken op de G18 werd groter: van € 50.000 in 2006 naar "
        "€ 57.900 in 2012. In de 40 aandachtswijken steeg het gemiddelde van € 150.000 naar "
        "€ 159.500, een verbetering; in de G18 steeg het van € 200.000 naar € 217.400, een grotere "
        "verbetering."
    )
    score = subject(moment("2008", 5.0, 6.0, -1), moment("2015", 5.4, 6.0, -1))
    assert subject_paragraph(score, Voice(SCORE, "nl")) == (
        "De achterstand van de groep FOCUS op Nederland werd kleiner: van 1,0 punt in 2008 naar "
        "0,6 punten in 2015. In de groep FOCUS steeg de score van 5,0 naar 5,4, een verbetering; in "
        "Nederland bleef die 6,0."
    )
    rate = subject(moment("2015", 1412, 1300))
    assert subject_paragraph(rate, Voice(RATE, "nl")) == (
        "In 2015 was het aantal 1.412 per 1.000 in de groep FOCUS, tegen 1.300 per 1.000 in "
        "Nederland: een achterstand van 112 per 1.000."
    )
    assert subject_paragraph(rate, Voice(RATE, "en")) == (
        "In 2015 the rate was 1,412 per 1,000 in the group FOCUS, against 1,300 per 1,000 in the "
        "Netherlands: a lag of 112 per 1,000."
    )


@pytest.mark.parametrize(
    ("value", "reference", "nl"),
    [
        (20.0, 20.0, "In 2015 was het aandeel 20,0% in de groep FOCUS, net als in Nederland."),
        (20.04, 20.06, "In 2015 was het aandeel 20,0% in de groep FOCUS, tegen 20,1% in Nederland: "
         "vrijwel geen verschil."),
        (18.0, 20.0, "In 2015 was het aandeel 18,0% in de groep FOCUS, tegen 20,0% in Nederland: "
         "een voorsprong van 2,0 procentpunt."),
        (18.0, None, "In 2015 was het aandeel 18,0% in de groep FOCUS."),
    ],
)  # fmt: skip
def test_a_level_says_no_more_difference_than_it_shows(
    value: float, reference: float | None, nl: str
) -> None:
    one = subject(moment("2015", value, reference), reference=COUNTRY if reference else None)
    assert subject_paragraph(one, Voice(SHARE, "nl")) == nl


def test_a_place_without_a_reference_is_told_by_itself() -> None:
    one = subject(moment("2008-Q1", 8.0), moment("2015-Q1", 8.0), reference=None)
    assert subject_paragraph(one, Voice(SHARE, "nl")) == (
        "In de groep FOCUS was het aandeel in het eerste kwartaal van 2015 hetzelfde als in het "
        "eerste kwartaal van 2008: 8,0%."
    )
    fell = subject(moment("2008", 8.3), moment("2015", 6.0), reference=None)
    assert subject_paragraph(fell, Voice(SHARE, "en")) == (
        "In the group FOCUS the share fell from 8.3% in 2008 to 6.0% in 2015, an improvement."
    )


@pytest.mark.parametrize("kind", ["smaller", "larger", "equal", "at_or_better", "too_few"])
def test_what_a_publication_states_is_told_as_stated(kind: str) -> None:
    one = Subject(AW40, None, (), stated=Stated(kind, "2006", "2012"))
    for language, start in (
        ("nl", "Volgens de publicatie "),
        ("en", "According to the publication "),
    ):
        said = subject_paragraph(one, Voice(SHARE, language))  # type: ignore[arg-type]
        assert said.startswith(start)
        assert said.endswith(".")


def test_a_stated_class_is_not_repeated_when_the_figures_say_it_themselves() -> None:
    stated = Stated("smaller", "2008", "2015")
    one = subject(moment("2008", 30, 20), moment("2015", 28, 20), stated=stated)
    assert "Volgens" not in subject_paragraph(one, Voice(SHARE, "nl"))


@pytest.mark.parametrize(
    ("margin", "evidence", "nl"),
    [
        (None, None, "Of dit meer is dan toeval, is niet te bepalen, want bij deze cijfers hoort "
         "geen marge."),
        (0.5, None, "De verandering in de groep FOCUS is zeker: de marges van de twee cijfers "
         "overlappen elkaar niet."),
        (2.0, None, "Of de verandering in de groep FOCUS meer is dan toeval, is niet te bepalen: "
                    "de marges van de twee cijfers overlappen elkaar."),
        (2.0, "cannot_tell", "Of dit meer is dan toeval, is niet te bepalen: de marge is er te "
         "ruim voor."),
        (2.0, "firm", None),
    ],
)  # fmt: skip
def test_how_sure_a_change_is_follows_from_its_margins(
    margin: float | None, evidence: str | None, nl: str | None
) -> None:
    moments = (moment("2008", 30, 20, margin=margin), moment("2015", 28, 20, margin=margin))
    said = paragraphs(facts(subjects=(subject(*moments, evidence=evidence),)), "nl")
    assert said[1:] == ([nl] if nl else [])


def test_a_break_between_two_moments_is_named_and_takes_the_place_of_certainty() -> None:
    broken = indicator(breaks=[{"period": "2014", "reason": {"nl": "Andere vraag.", "en": "x"}}])
    one = subject(moment("2008", 30, 20, margin=0.1), moment("2015", 28, 20, margin=0.1))
    said = paragraphs(facts(indicator=broken, subjects=(one,)), "nl")
    assert said[-1] == (
        "De reeks is vanaf 2014 niet te vergelijken met de tijd ervoor; de veranderingen hierboven "
        "kunnen dus ook daardoor komen. Andere vraag."
    )
    assert not any("zeker" in sentence for sentence in said)


def test_a_break_before_the_first_moment_casts_no_doubt() -> None:
    broken = indicator(breaks=[{"period": "2004", "reason": {"nl": "Andere vraag.", "en": "x"}}])
    one = subject(moment("2008", 30, 20), moment("2015", 28, 20))
    assert paragraphs(facts(indicator=broken, subjects=(one,)), "nl")[-1] == (
        "De reeks is vanaf 2004 niet te vergelijken met de tijd ervoor. Andere vraag."
    )


def test_the_range_and_the_five_worst_are_told_once_with_who_was_measured() -> None:
    said = paragraphs(
        facts(spreads=(spread(measured=18), spread(method="unweighted", measured=18))), "nl"
    )
    assert said == [
        "In 2015 liep het aandeel binnen de groep FOCUS uiteen van 5,3% tot 27,1%. In de vijf "
        "gebieden met de grootste achterstand was het aandeel gemiddeld 20,2%: A, B, C, D en E. De "
        "groep FOCUS telde toen 20 gebieden; van 18 daarvan is er een cijfer."
    ]


def test_a_withheld_range_is_not_told() -> None:
    hidden = spread(minimum=None, maximum=None, worst_five=None, worst=(), measured=18)
    assert paragraphs(facts(spreads=(hidden,)), "nl") == []


def test_signals_are_named_and_the_rest_counted() -> None:
    names = [chr(65 + number) for number in range(9)]
    one = paragraphs(facts(signals=(signal("A"),)), "nl")
    many = paragraphs(facts(signals=tuple(signal(name) for name in names)), "nl")
    assert one == ["Er is een vroeg signaal in A."]
    assert many == ["Er zijn vroege signalen in 9 buurten: A, B, C, D, E en 4 andere."]


@pytest.mark.parametrize(
    ("withheld", "nl", "en"),
    [
        (1, "1 van de 2.400 cijfers per buurt is afgeschermd.",
         "1 of the 2,400 figures per neighbourhood is withheld."),
        (12, "12 van de 2.400 cijfers per buurt zijn afgeschermd.",
         "12 of the 2,400 figures per neighbourhood are withheld."),
        (2400, "Alle cijfers per buurt zijn afgeschermd.",
         "All figures per neighbourhood are withheld."),
    ],
)  # fmt: skip
def test_what_is_withheld_is_counted(withheld: int, nl: str, en: str) -> None:
    one = facts(cells=2400, withheld=withheld)
    assert paragraphs(one, "nl") == [nl]
    assert paragraphs(one, "en") == [en]


@pytest.mark.parametrize(
    ("place", "nl", "en"),
    [
        (WIJK, "Overschie", "Overschie"),
        (COUNTRY, "Nederland", "the Netherlands"),
        (G18, "de G18", "the G18"),
        (FOCUS, "de groep FOCUS", "the group FOCUS"),
        (AW40, "de 40 aandachtswijken", "the group “40 aandachtswijken”"),
        (Place("X", "de zes wijken", "group"), "de zes wijken", "the group “de zes wijken”"),
        (Place("Y", "the six", "group"), "de the six", "the six"),
    ],
)
def test_a_place_gets_the_article_it_needs(place: Place, nl: str, en: str) -> None:
    assert place_text(place, "nl") == nl
    assert place_text(place, "en") == en


@pytest.mark.parametrize(
    ("unit", "kind", "noun"),
    [
        ("%", "rate", "share"), ("%", "survey", "share"), ("%", "score", "other"),
        ("eur", "mean", "mean"), ("eur", "score", "amount"), ("per 1000", "standardised", "rate"),
        ("index", "index", "index"), ("points", "balance", "balance"), ("years", "mean", "mean"),
        ("score", "composite", "score"), ("number", "score", "other"),
    ],
)  # fmt: skip
def test_a_measure_is_called_what_it_is(unit: str, kind: str, noun: str) -> None:
    assert measure({"unit": unit, "kind": kind}) == noun


def test_the_answer_comes_first() -> None:
    one = facts(
        counts=(counts(12, 23, 4, 1, 0, group=AW40),), subjects=(subject(moment("2012", 55, 41)),)
    )
    assert paragraphs(one, "nl")[0].startswith("In 23 van de 40 aandachtswijken werd de afstand")


STILL = (moment("2006", 20, 12, margin=1), moment("2013", 20, 12, margin=1))


def _with_members(**changed: Any) -> Subject:
    plain: dict[str, Any] = {
        "period_from": "2006",
        "period_to": "2013",
        "same": 6,
        "joined": 0,
        "left": 0,
        "joined_effect": 0.0,
        "left_effect": 0.0,
    }
    return replace(subject(*STILL), membership=Membership(**(plain | changed)))


def test_a_change_of_a_group_says_over_which_areas_it_is_and_what_leaving_did() -> None:
    members = _with_members(left=2, left_effect=3.75)
    assert subject_paragraph(members, Voice(SHARE, "nl")) == (
        "De achterstand van de groep FOCUS op Nederland bleef vrijwel gelijk: 8,0 procentpunt in "
        "2006 en 8,0 procentpunt in 2013. In de groep FOCUS bleef het aandeel 20,0%; in Nederland "
        "bleef het 12,0%. Dit is berekend over 6 gebieden: de gebieden die er in 2006 en in 2013 "
        "bij hoorden en beide keren een cijfer hebben. Met 2 gebieden minder ging het aandeel van"
        " de hele "
        "groep 3,8 procentpunt omhoog."
    )
    assert subject_paragraph(members, Voice(SHARE, "en")).endswith(
        "With 2 areas fewer, the share of the whole group went up by 3.8 percentage points."
    )


@pytest.mark.parametrize(
    ("changed", "nl"),
    [
        ({"joined": 1, "joined_effect": -2.0}, "Met 1 gebied erbij ging het aandeel van de hele "
         "groep 2,0 procentpunt omlaag."),
        ({"left": 3, "left_effect": 0.01}, "Met 3 gebieden minder bleef het aandeel van de hele "
         "groep gelijk."),
        ({"left": 1, "left_effect": None}, "Wat er met het aandeel van de hele groep gebeurde met 1 "
                                           "gebied minder, is niet te bepalen."),
        ({"same": 0, "joined": 2}, "Geen enkel gebied hoorde er beide keren bij. Een verandering "
                                   "is daarom niet te bepalen."),
    ],
)  # fmt: skip
def test_joining_and_leaving_are_told_apart(changed: dict[str, Any], nl: str) -> None:
    assert subject_paragraph(_with_members(**changed), Voice(SHARE, "nl")).endswith(nl)


def test_where_only_an_unweighted_mean_can_be_made_the_sentence_says_so() -> None:
    one = replace(subject(*STILL), unweighted=True)
    assert subject_paragraph(one, Voice(SHARE, "nl")).endswith(
        "Dit is het ongewogen gemiddelde van de gebieden: elk gebied telt even zwaar, want bij deze "
        "cijfers staat niet over hoeveel mensen of woningen ze gaan."
    )
    assert "ongewogen" not in subject_paragraph(subject(*STILL), Voice(SHARE, "nl"))


def test_of_what_did_not_change_nobody_asks_whether_it_is_chance() -> None:
    assert not any(
        "toeval" in text for text in paragraphs(facts(subjects=(subject(*STILL),)), "nl")
    )
