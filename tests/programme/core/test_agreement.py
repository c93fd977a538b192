"""Krippendorff's alpha is the published one, and knows when it can't be told."""

import random

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.programme.core.agreement import Agreement, Level, Scored, WhyNot, agreement

# Krippendorff (2011), example D: four observers, twelve units, some left open.
PUBLISHED = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def table(text: str) -> list[Scored]:
    return [
        Scored(f"c{place:02d}", f"r{number}", None if value == "." else float(value))
        for number, line in enumerate(text.split("\n"))
        for place, value in enumerate(line.split())
    ]


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(Level.NOMINAL, 0.743421), (Level.ORDINAL, 0.815388), (Level.INTERVAL, 0.849107)],
)
def test_alpha_is_that_of_the_published_example(level: Level, alpha: float) -> None:
    assert agreement(table(PUBLISHED), level).alpha == pytest.approx(alpha, abs=5e-7)


@pytest.mark.parametrize(
    ("text", "alpha"),
    [
        # Examples B (two values) and C (five values), Krippendorff (2011).
        ("0 1 0 0 0 0 0 0 1 0\n1 1 1 0 0 1 0 0 0 0", 0.095),
        ("1 1 2 2 4 3 3 3 5 4 4 1\n2 1 2 2 2 3 3 3 5 4 4 4", 0.692),
    ],
)
def test_two_observers_as_published(text: str, alpha: float) -> None:
    assert agreement(table(text), Level.NOMINAL).alpha == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize("level", Level)
def test_alpha_is_that_of_its_definition_pair_by_pair(level: Level) -> None:
    """Counted pair by pair, without a matrix."""
    rng = np.random.default_rng(2)
    scores = [
        Scored(f"c{unit}", f"r{rater}", float(rng.integers(1, 6)))
        for unit in range(8)
        for rater in range(5)
        if rng.random() < 0.8
    ]
    units: dict[str, list[float]] = {}
    for score in scores:
        units.setdefault(score.criterion, []).append(score.value or 0.0)
    paired = [value for those in units.values() if len(those) > 1 for value in those]

    def gap(a: float, b: float) -> float:
        if level is Level.NOMINAL:
            return float(a != b)
        if level is Level.INTERVAL:
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        between = sum(low <= one <= high for one in paired)
        return (between - (paired.count(low) + paired.count(high)) / 2) ** 2 if a != b else 0.0

    number = len(paired)
    seen = sum(
        sum(gap(a, b) for a in those for b in those) / (len(those) - 1)
        for those in units.values()
        if len(those) > 1
    )
    chance = sum(gap(a, b) for a in paired for b in paired) / (number - 1)
    assert agreement(scores, level).alpha == pytest.approx(1 - seen / chance)


def test_alpha_is_that_of_an_independent_package() -> None:
    rng = np.random.default_rng(7)
    for _ in range(10):
        values = rng.integers(1, 6, (4, 10)).astype(float)
        values[rng.random(values.shape) < 0.2] = np.nan
        scores = [
            Scored(str(unit), str(rater), None if np.isnan(value) else float(value))
            for (rater, unit), value in np.ndenumerate(values)
        ]
        for level in Level:
            other = krippendorff.alpha(reliability_data=values, level_of_measurement=level.value)
            assert agreement(scores, level).alpha == pytest.approx(other)


def test_the_interval_holds_alpha_and_comes_out_the_same_every_time() -> None:
    scores = table(PUBLISHED)
    found = agreement(scores)
    assert found.low is not None and found.alpha is not None and found.high is not None
    assert found.low < found.alpha < found.high <= 1
    random.Random(1).shuffle(scores)
    assert agreement(scores) == found
    assert agreement(scores, seed=2) != found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 2 3", WhyNot.NO_PAIRS),
        (". . .\n. . .", WhyNot.NO_PAIRS),
        ("1 . 3\n. 2 .", WhyNot.NO_PAIRS),
        ("2 2 2\n2 2 2", WhyNot.NO_VARIATION),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_alpha(text: str, why: WhyNot) -> None:
    found = agreement(table(text))
    assert (found.alpha, found.low, found.high, found.why_not) == (None, None, None, why)
    assert found.discuss == ()


def test_one_criterion_has_no_interval() -> None:
    found = agreement(table("1\n5\n1\n5"))
    assert found.alpha is not None and found.alpha < 0
    assert (found.low, found.high, found.discuss) == (None, None, ("c00",))


def test_the_criteria_to_discuss_are_those_where_scorers_differ_most() -> None:
    found = agreement(table("1 5 3 1 .\n2 5 3 5 4\n1 5 3 3 ."))
    assert found.discuss == ("c03",)
    spreads = {spread.criterion: spread for spread in found.spreads}
    assert (spreads["c03"].lowest, spreads["c03"].median, spreads["c03"].highest) == (1, 3, 5)
    assert (spreads["c02"].disagreement, spreads["c04"].disagreement) == (0, None)
    assert (spreads["c03"].disagreement or 0) > 1 > (spreads["c00"].disagreement or 0) > 0


def test_full_agreement_leaves_nothing_to_discuss() -> None:
    found = agreement(table("1 2 3 4 5\n1 2 3 4 5"))
    assert (found.alpha, found.discuss) == (1, ())


@pytest.mark.parametrize(
    "wrong", [[Scored("a", "x", 1), Scored("a", "x", 2)], [Scored("a", "x", float("nan"))]]
)
def test_scores_that_contradict_themselves_are_refused(wrong: list[Scored]) -> None:
    with pytest.raises(ValueError, match=r"twice|finite"):
        agreement(wrong)


ROWS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=4, max_size=4),
    min_size=2,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from(Level), st.floats(0.1, 10), st.floats(-20, 20))
def test_alpha_is_at_most_one_and_doesnt_care_for_the_unit(
    rows: list[list[int | None]], level: Level, scale: float, shift: float
) -> None:
    def scored(factor: float, more: float) -> Agreement:
        return agreement(
            [
                Scored(str(unit), str(rater), None if value is None else value * factor + more)
                for rater, row in enumerate(rows)
                for unit, value in enumerate(row)
            ],
            level,
            draws=50,
        )

    found, other = scored(1, 0), scored(scale, shift)
    assert found.why_not is other.why_not
    assert (found.alpha is None) == (found.why_not is not None)
    if found.alpha is not None:
        assert found.alpha <= 1
        assert other.alpha == pytest.approx(found.alpha, abs=1e-6)
