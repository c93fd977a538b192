"""Everything that is said of a plan is said in two languages, and never too rosy."""

from fractions import Fraction

import pytest
from housing_cases import offer, question

from wijkwerk.designation.core.housing.infeasible import Explanation, Giving
from wijkwerk.designation.core.housing.labels import (
    _RULES,
    METHODS,
    _moves,
    break_sentence,
    explanation_sentences,
    giving_sentence,
    percent,
    plan_sentence,
)
from wijkwerk.designation.core.housing.labels import TENURES as TENURE_WORDS
from wijkwerk.designation.core.housing.obligation import TENURES, Action, Limit, Method
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.recount import Break, recount
from wijkwerk.shared.text import LANGUAGES


def test_every_method_and_tenure_has_its_words() -> None:
    assert set(METHODS) == set(Method)
    assert set(TENURE_WORDS) == set(TENURES)


@pytest.mark.parametrize(
    ("share", "nl"),
    [(Fraction(2, 5), "40,0%"), (Fraction(40001, 100000), "40,1%"), (Fraction(0), "0,0%")],
)
def test_a_share_over_the_limit_never_looks_like_the_limit(share: Fraction, nl: str) -> None:
    assert percent(share, "nl") == nl


def test_a_plan_is_told_in_a_sentence() -> None:
    plan = best_plan(question([offer("a", Method.SALE, 5, 1000, "1/2")], share="1/2"))
    asked = question([offer("a", Method.SALE, 5, 1000, "1/2")], share="1/2")
    assert plan_sentence(plan, asked, "en") == (
        "The share goes from 66.7% to 46.7% at the end of 2026. This plan costs €3,000. About 2 "
        "households have to move. With these data no plan is cheaper."
    )
    nothing = question([], share="2/3")
    assert plan_sentence(best_plan(nothing), nothing, "nl") == (
        "Er hoeft niets te gebeuren: het aandeel is 66,7%."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(_RULES))
def test_every_rule_that_can_be_broken_has_its_words(rule: str, language) -> None:
    said = break_sentence(Break(rule, "a flat", 2030, Fraction(1, 2), Fraction(2, 5)), {}, language)
    assert said.startswith("2030 a flat: ")
    assert said.endswith(").")


def test_what_the_recount_finds_can_be_told() -> None:
    asked = question(
        [offer("a", Method.SALE, 1, 10, "1")],
        share="1/2",
        limits=(Limit("calm", "displaced", "year", Fraction(1)),),
    )
    counted = recount(asked, [Action(2025, "a", "flat", Method.SALE, 2)])
    said = [break_sentence(one, {"limit:calm": "Calm"}, "en") for one in counted.breaks]
    assert said == [
        "2025 a flat sale: more than can be done in a year (2, at most 1).",
        "2025: more than the limit ‘Calm’ (2, at most 1).",
        "2026: the share is too high (53.4%, at most 50.0%).",
    ]


@pytest.mark.parametrize(
    ("displaced", "nl", "en"),
    [
        ("0", "Niemand hoeft te verhuizen.", "Nobody has to move."),
        ("1", "1 huishouden moet verhuizen.", "1 household has to move."),
        ("1/3", "Ongeveer 1 huishouden moet verhuizen.", "About 1 household has to move."),
        ("1200", "1.200 huishoudens moeten verhuizen.", "1,200 households have to move."),
        ("5/2", "Ongeveer 2 huishoudens moeten verhuizen.", "About 2 households have to move."),
    ],
)
def test_who_has_to_move_is_told_in_whole_households(displaced: str, nl: str, en: str) -> None:
    assert _moves(Fraction(displaced), "nl") == nl
    assert _moves(Fraction(displaced), "en") == en


ASKED = question(
    [], share="2/5", limits=(Limit("budget", "cost", "year", Fraction(1000)),), deadline=2030
)
NAMES = {"limit:budget": "Geld per jaar"}


@pytest.mark.parametrize(
    ("giving", "nl", "en"),
    [
        (Giving("share", True, Fraction(45, 100)),
         "Binnen alle andere grenzen is 45,0% het laagste aandeel.",
         "Within all other limits 45.0% is the lowest share."),
        (Giving("share", True, Fraction(45, 100), proven=False),
         "Binnen alle andere grenzen is 45,0% het laagste aandeel gevonden.",
         "Within all other limits 45.0% is the lowest share found."),
        (Giving("limit:budget", True, Fraction(500)),
         "Het lukt wel als alleen de grens ‘Geld per jaar’ ruimer wordt: € 500 meer per jaar, dus € 1.500.",
         "It can be done when the limit ‘Geld per jaar’ alone gives: €500 more a year, so €1,500."),
        (Giving("kept", True, Fraction(3), proven=False),
         "Het lukt wel als alleen dit ruimer wordt: de woningen die blijven voor bewoners die willen "
         "blijven, hoogstens 3 woningen.",
         "It can be done when only this gives: the dwellings kept for residents who want to stay, by at "
         "most 3 dwellings."),
        (Giving("capacity:sale", True, Fraction(12)),
         "Het lukt wel als alleen dit ruimer wordt: wat er kan met ‘Verkopen’, 12 woningen.",
         "It can be done when only this gives: the capacity for ‘Sale’, by 12 dwellings."),
    ],
)  # fmt: skip
def test_how_far_one_limit_has_to_give(giving: Giving, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        sentence = giving_sentence(giving, ASKED, NAMES, language)
        assert sentence.replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("explanation", "nl", "en"),
    [
        (Explanation(("share", "limit:budget"), (Giving("kept", None),), (), 2033, True),
         ["Dit gaat niet samen: het aandeel dat op tijd gehaald moet zijn en de grens ‘Geld per jaar’.",
          "Niet alles kon in de tijd worden uitgezocht.",
          "Met een latere einddatum lukt het voor het eerst eind 2033."],
         ["These don't go together: the share that must be reached in time and the limit ‘Geld per jaar’.",
          "Not everything could be settled in the time given.",
          "With a later deadline it can first be done by the end of 2033."]),
        (Explanation(("share",), (), ("kept", "protected"), None, True),
         ["Ook zonder de andere grenzen lukt het niet met de woningen die er zijn.",
          "Meer ruimte bij één grens is niet genoeg. Wel bij deze samen: de woningen die blijven voor "
          "bewoners die willen blijven en de woningen die niet gesloopt mogen worden.",
          "Een latere einddatum helpt niet: ook eind 2045 lukt het niet."],
         ["It can't be done with the dwellings there are, even without the other limits.",
          "More room at one limit isn't enough. At these together it is: the dwellings kept for residents "
          "who want to stay and the dwellings that may not be demolished.",
          "A later deadline doesn't help: it can't be done by the end of 2045 either."]),
        (Explanation((), (), ("kept",), 2031, False),
         ["Met een latere einddatum lukt het eind 2031."],
         ["With a later deadline it can be done by the end of 2031."]),
        (Explanation((), (), ("share", "kept"), None, False),
         ["Of een latere einddatum helpt, kon niet worden uitgezocht."],
         ["Whether a later deadline would help could not be settled."]),
    ],
)  # fmt: skip
def test_why_there_is_no_plan_is_told(
    explanation: Explanation, nl: list[str], en: list[str]
) -> None:
    assert explanation_sentences(explanation, ASKED, NAMES, "nl") == nl
    assert explanation_sentences(explanation, ASKED, NAMES, "en") == en


def test_what_helps_alone_goes_before_what_helps_together() -> None:
    givings = (Giving("share", True, Fraction(45, 100)), Giving("kept", True, Fraction(3)))
    told = Explanation(
        (), (*givings, Giving("protected", False)), ("kept", "protected"), 2031, True
    )
    assert explanation_sentences(told, ASKED, NAMES, "en") == [
        "It can be done when only this gives: the dwellings kept for residents who want to stay, by 3 "
        "dwellings.",
        "Within all other limits 45.0% is the lowest share.",
        "With a later deadline it can first be done by the end of 2031.",
    ]
