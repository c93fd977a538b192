"""Targets: added at any time, put right until they are locked, counted with what shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.programme.models import Measurement, Target
from wijkwerk.programme.services import targets
from wijkwerk.workflow.api import NotNowError

pytestmark = pytest.mark.django_db
BUREAU = "programme-bureau"


def test_a_correction_before_the_lock_is_the_original_and_the_mistake_stays(doing: Any) -> None:
    target = targets.add(
        doing.will(BUREAU), doing.small.goals[0], doing.figure(), doing.promise(20.0)
    )
    moved = targets.correct(
        doing.will(BUREAU, target), target, doing.figure("Teams", note="x"), doing.promise(26.0)
    )
    assert (moved.title, moved.note) == ("Teams", "x")
    assert [(one.number, one.value) for one in moved.paths.all()] == [(1, 20.0), (2, 26.0)]


def test_what_is_locked_is_not_corrected_and_what_came_after_is(doing: Any) -> None:
    doing.locked()
    target = doing.small.targets[0]
    with pytest.raises(NotNowError, match="not_locked"):
        targets.correct(doing.will(BUREAU, target), target, doing.figure(), doing.promise())
    later = targets.add(doing.will(BUREAU), doing.small.goals[0], doing.figure(), doing.promise())
    targets.correct(doing.will(BUREAU, later), later, doing.figure(), doing.promise(30.0))
    assert doing.small.targets[0].paths.count() == 1


def test_two_targets_of_a_goal_can_t_have_one_name(doing: Any) -> None:
    first = doing.small.targets[0]
    with pytest.raises(NotNowError, match="there_is_one"):
        targets.add(doing.will(BUREAU), first.goal, doing.figure(first.title), doing.promise())
    other = targets.add(doing.will(BUREAU), first.goal, doing.figure(), doing.promise())
    with pytest.raises(NotNowError, match="there_is_one"):
        targets.correct(
            doing.will(BUREAU, other), other, doing.figure(first.title), doing.promise()
        )
    assert Target.objects.count() == 3


FAULTS = [
    ({"value": None}, {}, "value"),
    ({"reference": "NL", "reference_goal": "at_least"}, {}, "value"),
    ({"value": None, "reference": "NL", "reference_goal": "at_least"}, {}, "reference"),
    ({"reference_goal": "at_least"}, {}, "reference"),
    ({"due_on": date(2019, 1, 1)}, {}, "day"),
    ({"value": float("nan")}, {}, "scale"),
    ({"value": 101.0}, {"scale": "share"}, "scale"),
    ({"baseline_error": -1.0}, {}, "scale"),
    ({"milestones": ((date(2031, 1, 1), 3.0),)}, {}, "milestone"),
    ({"milestones": ((date(2024, 1, 1), 3.0), (date(2024, 1, 1), 4.0))}, {}, "milestone"),
    ({"milestones": ((date(2024, 1, 1), -3.0),)}, {}, "scale"),
    ({}, {"source": "count", "indicator": "ses"}, "source"),
    ({}, {"source": "indicator"}, "source"),
    ({}, {"scale": "guess"}, "source"),
]


@pytest.mark.parametrize(("promise", "figure", "fault"), FAULTS)
def test_what_can_t_be_promised_is_refused(
    doing: Any, promise: dict[str, Any], figure: dict[str, Any], fault: str
) -> None:
    with pytest.raises(NotNowError, match=fault):
        targets.add(
            doing.will(BUREAU), doing.small.goals[0], replace(doing.figure(), **figure),
            doing.promise(**promise),
        )  # fmt: skip
    assert Target.objects.count() == 2


def test_a_count_that_was_wrong_is_put_right_by_a_newer_one(doing: Any) -> None:
    target = doing.small.targets[0]
    wrong = target.measurements.get(on=date(2025, 1, 1))

    def measure(on: date, corrects: Any = None, **more: Any) -> Measurement:
        current = doing.fresh(target)
        return targets.measure(
            doing.will(BUREAU, current, **more), current, on, 18.0, 0.0, "Telling", corrects
        )

    with pytest.raises(NotNowError, match="measured"):
        measure(wrong.on)
    right = measure(wrong.on, wrong)
    assert right.corrects == wrong
    with pytest.raises(NotNowError, match="corrected"):
        measure(wrong.on, wrong)
    other = doing.small.targets[1].measurements.first()
    with pytest.raises(NotNowError, match="corrected"):
        measure(date(2025, 6, 1), other)
    with pytest.raises(NotNowError, match="day"):
        measure(date(2026, 3, 3))
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert measure(date(2027, 1, 1), now=new_year).on == date(2027, 1, 1)


def test_a_figure_of_the_monitor_is_not_counted_by_hand(doing: Any) -> None:
    figure = targets.Figure("Banen", "indicator", "share", indicator="work", area="WK1")
    target = targets.add(
        doing.will(BUREAU), doing.small.goals[0], figure, doing.promise(value=50.0)
    )
    with pytest.raises(NotNowError, match="own_count"):
        targets.measure(doing.will(BUREAU, target), target, date(2026, 1, 1), 3.0, 0.0, "x")
