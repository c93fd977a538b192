"""What may be said: each refusal, each answer, and how strong the evidence is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wijkwerk.evaluation.core.judging import (
    Answer,
    Facts,
    Refusal,
    answer,
    evidence,
    refusals,
)

GOOD = Facts(treated=10, controls=40, before=6, after=4, expected=1.0, detectable=0.5,
             earlier_trends_p=0.4)  # fmt: skip


def test_a_good_study_is_refused_nothing() -> None:
    assert refusals(GOOD) == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"before": 0}, Refusal.NO_BEFORE),
        ({"after": 0}, Refusal.NO_AFTER),
        ({"controls": 0}, Refusal.NO_COMPARISON),
        ({"too_early": True}, Refusal.TOO_EARLY),
        ({"withheld": 0.26}, Refusal.WITHHELD),
        ({"detectable": 1.01}, Refusal.NOT_DETECTABLE),
        ({"treated": 1}, Refusal.COHORT_OF_ONE),
        ({"cohorts_of_one": 1}, Refusal.COHORT_OF_ONE),
        ({"controls": 10}, Refusal.FEW_CONTROLS),
        ({"before": 3}, Refusal.SHORT_HISTORY),
        ({"heaviest_donor": 0.51}, Refusal.ONE_DONOR),
        ({"fit": 0.34}, Refusal.POOR_FIT),
        ({"chosen_on_outcome": True}, Refusal.CHOSEN_ON_OUTCOME),
        ({"earlier_trends_p": 0.049}, Refusal.EARLIER_TRENDS),
    ],
)
def test_each_refusal_has_its_limit(changed: dict[str, Any], refusal: Refusal) -> None:
    assert refusal in refusals(replace(GOOD, **changed))


@pytest.mark.parametrize(
    "on_the_edge",
    [
        {"withheld": 0.25}, {"detectable": 1.0}, {"controls": 11}, {"before": 4},
        {"heaviest_donor": 0.5}, {"fit": 1 / 3}, {"earlier_trends_p": 0.05},
        {"detectable": None}, {"expected": None},
    ],
)  # fmt: skip
def test_on_the_limit_nothing_is_refused(on_the_edge: dict[str, Any]) -> None:
    assert refusals(replace(GOOD, **on_the_edge)) == []


@pytest.mark.parametrize(
    ("estimate", "p", "better", "told", "said"),
    [
        (2.0, 0.01, 1, [], Answer.HELPED),
        (-2.0, 0.01, -1, [], Answer.HELPED),
        (2.0, 0.01, -1, [], Answer.HARM),
        (-2.0, 0.01, 1, [], Answer.HARM),
        (2.0, 0.05, 1, [], Answer.NO_EFFECT),
        (2.0, 0.5, 1, [Refusal.NOT_DETECTABLE], Answer.UNKNOWN),
        (2.0, 0.01, 1, [Refusal.NOT_DETECTABLE], Answer.HELPED),
        (2.0, 0.01, 1, [Refusal.EARLIER_TRENDS], Answer.UNKNOWN),
        (2.0, 0.01, 1, [Refusal.TOO_EARLY], Answer.UNKNOWN),
        (None, None, 1, [], Answer.UNKNOWN),
        (2.0, None, 1, [], Answer.UNKNOWN),
        (2.0, 0.01, 1, [Refusal.CHOSEN_ON_OUTCOME], Answer.HELPED),
    ],
)
def test_answers(
    estimate: float | None, p: float | None, better: int, told: list[Refusal], said: Answer
) -> None:
    assert answer(estimate, p, better, told) is said


@pytest.mark.parametrize(
    "refusal", [Refusal.POOR_FIT, Refusal.CHOSEN_ON_OUTCOME, Refusal.SHORT_HISTORY]
)
def test_placebos_say_nothing_when_the_comparison_cant_be_trusted(refusal: Refusal) -> None:
    assert answer(2.0, 0.01, 1, [refusal], by_permutation=True) is Answer.UNKNOWN
    assert answer(2.0, 0.01, 1, [], by_permutation=True) is Answer.HELPED


def _level(facts: Facts, **said: bool) -> int:
    given = {"matched": True, "firm": True, "frozen": True, **said}
    return evidence(facts, refusals(facts), **given).level


def test_the_level_of_the_evidence() -> None:
    assert _level(GOOD) == 4
    assert _level(GOOD, matched=False) == _level(GOOD, firm=False) == 3
    assert _level(GOOD, frozen=False) == 3
    assert _level(replace(GOOD, before=3)) == 3
    assert _level(replace(GOOD, before=1)) == 2
    assert _level(replace(GOOD, controls=5)) == 2
    assert _level(replace(GOOD, controls=0)) == 1
    assert _level(replace(GOOD, before=0)) == 1
    told = evidence(GOOD, [Refusal.POOR_FIT], matched=True, firm=False, frozen=False)
    assert told.up == ("comparison", "long_history", "matched")
    assert told.down == ("not_frozen", "poor_fit")
