"""Shares of the answers add up, and 'can't tell' is neither good nor bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from target_cases import LIMITS, case

from wijkwerk.programme.core.answers import Answer
from wijkwerk.programme.core.course import course
from wijkwerk.programme.core.shares import (
    FirstPromise,
    Standing,
    Standings,
    first_promises,
    shares,
    standing,
    whole_percents,
)

ON, RISK, OFF, UNKNOWN = Answer


def targets(pillar: str, *standings: Standing) -> list[Standings]:
    return [Standings(f"{pillar}{number}", pillar, one) for number, one in enumerate(standings)]


def test_cant_tell_is_apart_from_what_can_be_told() -> None:
    found = shares(
        targets(
            "school",
            *[Standing.ON_COURSE] * 2,
            Standing.OFF_COURSE,
            *[Standing.CANT_TELL_YET] * 3,
            Standing.WITHHELD,
            Standing.NOT_MEASURED,
        )
    )[0]
    assert (found.targets, found.judged, found.told) == (8, 6, 3)
    assert (found.withheld, found.not_measured) == (1, 1)
    assert found.of_told == {ON: 67, RISK: 0, OFF: 33}
    assert found.of_judged == {ON: 33, RISK: 0, OFF: 17, UNKNOWN: 50}


def test_rounding_never_flatters() -> None:
    assert whole_percents({ON: 1, RISK: 1, OFF: 1}) == {ON: 33, RISK: 33, OFF: 34}
    assert whole_percents({ON: 1, RISK: 0, OFF: 0, UNKNOWN: 7}) == {
        ON: 12,
        RISK: 0,
        OFF: 0,
        UNKNOWN: 88,
    }


def test_pillars_come_in_the_programmes_order_and_none_is_left_out() -> None:
    rows = targets("work", Standing.ON_COURSE) + targets("other", Standing.WITHHELD)
    found = shares(rows, ("school", "work", "housing"))
    assert [one.pillar for one in found] == [None, "school", "work", "housing", "other"]
    assert (found[1].targets, found[1].of_judged, found[4].of_told) == (0, {}, {})


def test_a_target_counts_once() -> None:
    rows = targets("work", Standing.ON_COURSE)
    with pytest.raises(ValueError, match="work0"):
        shares(rows + rows)


def test_not_measured_is_said_only_where_nothing_was() -> None:
    start = course(case((40,)), "2012-01-01", LIMITS)
    assert standing(None, measured=False) is Standing.WITHHELD
    assert standing(start, measured=False) is Standing.NOT_MEASURED
    assert standing(start, measured=True) is Standing.CANT_TELL_YET
    found = course(case((40, 39)), "2013-01-01", LIMITS)
    assert standing(found, measured=True) is Standing.CANT_TELL_YET


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        ((40, 39), 39, Standing.REACHED), ((40, 39), 20, Standing.NOT_REACHED),
        ((40,), 20, Standing.NOT_KNOWN), ((40, 39), 40, Standing.NOT_KNOWN),
    ],
)  # fmt: skip
def test_after_its_day_a_target_was_reached_or_not_or_nobody_knows(
    values: tuple[float, ...], target: float, expected: Standing
) -> None:
    found = course(case(values, target, by="2012-12-31"), "2018-01-01", LIMITS)
    assert standing(found, measured=True) is expected
    assert standing(None, measured=True, over=True) is Standing.NOT_KNOWN


def test_dropped_and_lowered_targets_stay_in_the_denominator_of_the_first_promises() -> None:
    promises = first_promises(
        [
            FirstPromise(Standing.ON_COURSE),
            FirstPromise(Standing.REACHED),
            FirstPromise(Standing.OFF_COURSE, changed=True),  # on course by the lowered promise
            FirstPromise(Standing.ON_COURSE, dropped=True),
            FirstPromise(None, dropped=True, changed=True),
        ]
    )
    assert (promises.promised, promises.good, promises.changed, promises.dropped) == (5, 2, 1, 2)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Standing)), max_size=60))
def test_everything_always_adds_up(rows: list[tuple[str, Standing]]) -> None:
    listed = [Standings(str(number), *row) for number, row in enumerate(rows)]
    overall, *pillars = shares(listed)
    assert shares(listed[::-1]) == (overall, *pillars)
    for one in (overall, *pillars):
        assert one.targets == one.running + one.over
        assert one.running == one.judged + one.withheld + one.not_measured
        assert one.over == one.reached + one.not_reached + one.not_known
        assert one.judged == one.told + one.cant_tell_yet
        assert one.told == one.on_course + one.at_risk + one.off_course
        assert sum(one.of_judged.values()) == (100 if one.judged else 0)
        assert sum(one.of_told.values()) == (100 if one.told else 0)
    for name in ("targets", "judged", "on_course", "withheld", "not_measured", "over"):
        assert getattr(overall, name) == sum(getattr(pillar, name) for pillar in pillars)


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=4))
def test_a_percent_is_less_than_one_away_from_its_share(numbers: list[int]) -> None:
    counts = dict(zip(Answer, numbers, strict=True))
    for answer, percent in whole_percents(counts).items():
        assert abs(percent - 100 * counts[answer] / sum(numbers)) < 1
        assert (percent == 0) if counts[answer] == 0 else percent >= 0
