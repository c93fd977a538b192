"""From estimates to an answer: when none may be given, what the answer is, and how strong the evidence.

'It helped', 'no effect found', 'can't be known' and 'it did harm' are results with equal place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ALPHA = 0.05
REACH = 1.959964  # standard errors on either side, of a normal interval of 95%
FEWEST_BEFORE = 4  # periods, for moving the start earlier
HEAVIEST_DONOR = 0.5
POOREST_FIT = 1 / 3  # of the standard deviation between areas before the start
MOST_WITHHELD = 0.25  # of the treated areas' cells


class Answer(StrEnum):
    """What an evaluation says of an outcome."""

    HELPED = "helped"
    NO_EFFECT = "no_effect"
    UNKNOWN = "cannot_be_known"
    HARM = "harm"


class Refusal(StrEnum):
    """Why something isn't said. ``STOPS`` has those after which there is no answer at all."""

    NO_BEFORE = "no_before"
    NO_AFTER = "no_after"
    NO_COMPARISON = "no_comparison"
    TOO_EARLY = "too_early"
    WITHHELD = "withheld"
    NOT_DETECTABLE = "not_detectable"
    COHORT_OF_ONE = "cohort_of_one"
    FEW_CONTROLS = "few_controls"
    SHORT_HISTORY = "short_history"
    ONE_DONOR = "one_donor"
    POOR_FIT = "poor_fit"
    CHOSEN_ON_OUTCOME = "chosen_on_outcome"
    EARLIER_TRENDS = "earlier_trends"


STOPS = frozenset(
    {
        Refusal.NO_BEFORE,
        Refusal.NO_AFTER,
        Refusal.NO_COMPARISON,
        Refusal.TOO_EARLY,
        Refusal.WITHHELD,
    }
)
# With a synthetic control, which must have fitted, over years enough, and not by chance.
BY_PLACEBOS = frozenset({Refusal.POOR_FIT, Refusal.CHOSEN_ON_OUTCOME, Refusal.SHORT_HISTORY})


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Sizes are in the unit of the outcome; ``expected`` and ``detectable`` are
    positive, or None when nobody said or it can't be told."""

    treated: int
    controls: int
    before: int
    after: int
    cohorts_of_one: int = 0
    withheld: float = 0.0
    too_early: bool = False
    chosen_on_outcome: bool = False
    expected: float | None = None
    detectable: float | None = None
    heaviest_donor: float | None = None
    fit: float | None = None  # error before, in standard deviations between areas
    earlier_trends_p: float | None = None
    by_permutation: bool = False  # the answer rests on placebos (one area, or a synthetic control)


def refusals(facts: Facts) -> list[Refusal]:
    """All that hold, in the order in which they are told."""
    holds_by_refusal = {
        Refusal.NO_BEFORE: facts.before < 1,
        Refusal.NO_AFTER: facts.after < 1,
        Refusal.NO_COMPARISON: facts.controls < 1,
        Refusal.TOO_EARLY: facts.too_early,
        Refusal.WITHHELD: facts.withheld > MOST_WITHHELD,
        Refusal.NOT_DETECTABLE: _is_below_detectable(facts),
        Refusal.COHORT_OF_ONE: facts.treated == 1 or facts.cohorts_of_one > 0,
        Refusal.FEW_CONTROLS: facts.controls <= facts.treated,
        Refusal.SHORT_HISTORY: facts.before < FEWEST_BEFORE,
        Refusal.ONE_DONOR: (facts.heaviest_donor or 0.0) > HEAVIEST_DONOR,
        Refusal.POOR_FIT: (facts.fit or 0.0) > POOREST_FIT,
        Refusal.CHOSEN_ON_OUTCOME: facts.chosen_on_outcome,
        Refusal.EARLIER_TRENDS: (
            facts.earlier_trends_p is not None and facts.earlier_trends_p < ALPHA
        ),
    }
    return [refusal for refusal, holds in holds_by_refusal.items() if holds]


def _is_below_detectable(facts: Facts) -> bool:
    if facts.expected is None or facts.detectable is None:
        return False
    return facts.detectable > facts.expected


def answer(
    estimate: float | None,
    p: float | None,
    better: int,
    reasons: list[Refusal],
    *,
    by_permutation: bool = False,
) -> Answer:
    """What is said of an outcome. ``better`` is 1 when more is better, −1 when less is.

    ``p`` is corrected for the number of outcomes. What differs from nothing is told, whatever was
    detectable; what doesn't is 'no effect found' only when an effect of the expected size would have
    been seen. A synthetic control that fits badly or had too few periods to fit, or areas that were
    chosen for the outcome itself, give no answer by placebos; earlier trends that differed give none at all.
    """
    if STOPS.intersection(reasons) or estimate is None or p is None:
        return Answer.UNKNOWN
    if Refusal.EARLIER_TRENDS in reasons:
        return Answer.UNKNOWN
    if by_permutation and BY_PLACEBOS.intersection(reasons):
        return Answer.UNKNOWN
    if p < ALPHA:
        return Answer.HELPED if estimate * better > 0 else Answer.HARM
    return Answer.UNKNOWN if Refusal.NOT_DETECTABLE in reasons else Answer.NO_EFFECT


@dataclass(frozen=True)
class Evidence:
    """The level on the Maryland scale (Sherman and others 1997; 1 weakest, 5 strongest) of what was
    done, with the reasons that raise it and those that lower it."""

    level: int
    up: tuple[str, ...]
    down: tuple[str, ...]


def evidence(
    facts: Facts, reasons: list[Refusal], *, matched: bool, firm: bool, frozen: bool
) -> Evidence:
    """How strong the evidence is: 1 before and after alone; 2 with a comparison that is weak; 3 before
    and after with comparison areas; 4 those also alike beforehand, with a conclusion that bears some
    difference in trend. 5 is chance deciding who took part, which no evaluation afterwards reaches.

    ``matched``: comparison areas are alike in profile; ``firm``: the conclusion stays when trends differ
    as much as they did before; ``frozen``: the question stood fast before anyone saw the figures.
    """
    up, down = [], []
    if facts.controls < 1 or facts.before < 1:
        return Evidence(1, (), ("no_comparison",))
    level = 3
    up.append("comparison")
    if facts.before >= FEWEST_BEFORE:
        up.append("long_history")
    else:
        down.append("short_history")
    if matched:
        up.append("matched")
    if firm:
        up.append("firm")
    if frozen:
        up.append("frozen")
    else:
        down.append("not_frozen")
    weak = {
        Refusal.FEW_CONTROLS,
        Refusal.ONE_DONOR,
        Refusal.POOR_FIT,
        Refusal.EARLIER_TRENDS,
        Refusal.WITHHELD,
        Refusal.COHORT_OF_ONE,
    }
    down += [refusal.value for refusal in reasons if refusal in weak]
    if facts.chosen_on_outcome:
        down.append("chosen_on_outcome")
    if facts.before >= FEWEST_BEFORE and matched and firm and frozen and not weak & set(reasons):
        level = 4
    elif weak.intersection(reasons) or facts.before < 2:
        level = 2
    return Evidence(level, tuple(up), tuple(down))
