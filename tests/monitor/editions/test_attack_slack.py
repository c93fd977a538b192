"""What the intruder sees of a publisher's rounding, and what he then believes of sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.editions.attack_slack import Numbers, slack_of

FAMILIES, PARTS = 20, 4
# Areas: first the parts, family by family, then the areas above.
PARENT = np.concatenate([np.repeat(np.arange(FAMILIES), PARTS) + FAMILIES * PARTS, [-1] * FAMILIES])
LEVEL = np.repeat([0, 1], [FAMILIES * PARTS, FAMILIES])
NOTHING = np.zeros((LEVEL.size, 1), dtype=bool)


def true_counts(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Count and base of every area, (areas, 1): areas above are the sums of their parts."""
    rng = np.random.default_rng(seed)
    base = rng.integers(60, 900, FAMILIES * PARTS).astype(float)
    count = rng.binomial(base.astype(int), 0.3).astype(float)
    return tuple(
        np.concatenate([one, one.reshape(FAMILIES, PARTS).sum(axis=1)])[:, None]
        for one in (count, base)
    )


def published(count: np.ndarray, base: np.ndarray) -> Numbers:
    return Numbers(
        value=100 * count / base, base=base, amount=count, half_base=0, scale=100, counts=True
    )


def off(values: np.ndarray) -> np.ndarray:
    """By how much each area above differs from the sum of its parts."""
    parts = values[: FAMILIES * PARTS, 0].reshape(FAMILIES, PARTS).sum(axis=1)
    return np.abs(values[FAMILIES * PARTS :, 0] - parts)


def test_where_sums_hold_there_is_no_slack() -> None:
    count, base = true_counts(1)
    slack = slack_of(published(count, base), PARENT, LEVEL, NOTHING)
    assert not slack.base.any()
    assert not slack.amount.any()


def test_totals_made_of_rounded_parts_have_no_slack_either() -> None:
    count, base = true_counts(2)
    for values in (count, base):
        parts = np.round(values[: FAMILIES * PARTS] / 5) * 5
        values[: FAMILIES * PARTS] = parts
        values[FAMILIES * PARTS :, 0] = parts.reshape(FAMILIES, PARTS).sum(axis=1)
    slack = slack_of(published(count, base), PARENT, LEVEL, NOTHING)
    assert not slack.base.any()
    assert not slack.amount.any()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([5.0, 10.0]))
def test_slack_covers_what_rounding_to_a_unit_does(seed: int, unit: float) -> None:
    count, base = (np.round(count / unit) * unit for count in true_counts(seed))
    found = slack_of(published(count, base), PARENT, LEVEL, NOTHING)
    for slack, values in ((found.base, base), (found.amount, count)):
        above = slack[FAMILIES * PARTS :, 0]
        # Half a unit of the total and of each part.
        assert (above >= unit / 2 * (PARTS + 1) - 1e-9).all()
        assert (above >= off(values) - 1e-9).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0, 1]))
def test_slack_covers_what_rounding_percentages_does(seed: int, decimals: int) -> None:
    count, base = true_counts(seed)
    value = np.round(100 * count / base, decimals)
    numbers = Numbers(value, base, value * base / 100, half_base=0, scale=100, counts=True)
    slack = slack_of(numbers, PARENT, LEVEL, NOTHING)
    above = slack.amount[FAMILIES * PARTS :, 0]
    assert (above >= off(value * base / 100) - 1e-9).all()
    assert above.max() <= base.max() * 10.0**-decimals / 100 + 1e-9
    assert not slack.base.any()
    assert slack.rounded[FAMILIES * PARTS :].all()


def test_where_everything_is_hidden_somewhere_the_rounding_itself_tells() -> None:
    count, base = (np.round(count / 5) * 5 for count in true_counts(3))
    hidden = NOTHING.copy()
    hidden[0 : FAMILIES * PARTS : PARTS] = True  # no family is shown whole
    shown = [np.where(hidden, np.nan, one) for one in (count, base)]
    slack = slack_of(published(*shown), PARENT, LEVEL, hidden)
    assert slack.amount[FAMILIES * PARTS :, 0] == pytest.approx(np.full(FAMILIES, 2.5 * PARTS))


def test_sums_that_miss_by_more_than_rounding_are_believed_no_better_than_they_fit() -> None:
    """People who move count twice, say: what is off where all is shown is off elsewhere, too."""
    count, base = true_counts(4)
    base[FAMILIES * PARTS :] = np.round(base[FAMILIES * PARTS :] * 0.94)
    slack = slack_of(published(count, base), PARENT, LEVEL, NOTHING)
    above = base[FAMILIES * PARTS :, 0]
    assert slack.base[FAMILIES * PARTS :, 0] == pytest.approx(0.064 * above, rel=0.02)
    assert not slack.amount.any()
