"""A target that is off course: what may follow on what, and by when the next step is."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from wijkwerk.programme.core.steps import TARGET_LADDER
from wijkwerk.programme.models import Target
from wijkwerk.programme.services import escalation
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"
TODAY = date(2026, 3, 2)
NEXT = date(2026, 5, 1)
# From which rung to which: typed here, so that a rung that is lost in the table is noticed.
MAY = {
    ("", "talk"), ("agree", "talk"), ("talk", "agree"), ("other_partner", "agree"), ("board", "agree"),
    ("minister", "agree"), ("talk", "other_partner"), ("talk", "board"), ("other_partner", "board"),
    ("board", "minister"), ("talk", "settle"), ("agree", "settle"), ("other_partner", "settle"),
    ("board", "settle"), ("minister", "settle"), ("talk", "seek"), ("seek", "agree"),
    ("seek", "other_partner"), ("seek", "board"), ("seek", "settle"),
}  # fmt: skip
RUNGS = ("", "talk", "agree", "seek", "other_partner", "board", "minister")


def climbed(doing: Any, target: Target, action: str) -> Target:
    role = CHAIR if action == "minister" else BUREAU
    command = doing.command(role, target, "Te weinig leraren.")
    if action == "settle":
        return escalation.settle(command, target)
    if action == "other_partner":
        return escalation.other_partner(command, target, doing.small.organisations[0], NEXT)
    return escalation.climb(command, target, action, NEXT)


@pytest.mark.parametrize(("rung", "action"), list(product(RUNGS, TARGET_LADDER)))
def test_every_rung_follows_on_those_of_the_table(doing: Any, rung: str, action: str) -> None:
    target = doing.small.targets[0]  # of the schools
    Target.objects.filter(pk=target.pk).update(rung=rung)
    target = doing.fresh(target)
    if (rung, action) not in MAY:
        with pytest.raises(TransitionNotAllowed, match=f"can_{action}"):
            climbed(doing, target, action)
        return
    moved = climbed(doing, target, action)
    step = moved.programme.steps.get(machine="target", object_id=moved.pk, action=action)
    assert (moved.rung, step.text) == ("" if action == "settle" else action, "Te weinig leraren.")
    assert moved.next_step_on == (None if action == "settle" else NEXT)
    assert moved.owner == doing.small.organisations[0 if action == "other_partner" else 1]


@pytest.mark.parametrize(
    ("day", "can"),
    [(TODAY, False), (TODAY + timedelta(days=1), True), (TODAY + timedelta(days=183), True),
     (TODAY + timedelta(days=184), False)],
)  # fmt: skip
def test_the_next_step_is_to_come_within_half_a_year(doing: Any, day: date, can: bool) -> None:
    target = doing.small.targets[0]
    command = doing.command(BUREAU, target, "Besproken.")
    if can:
        assert escalation.climb(command, target, "talk", day).next_step_on == day
    else:
        with pytest.raises(TransitionNotAllowed, match="next_step"):
            escalation.climb(command, target, "talk", day)


def test_who_looks_after_it_already_is_no_other_partner(doing: Any) -> None:
    target = climbed(doing, doing.small.targets[0], "talk")
    command = doing.command(BUREAU, target, "Samen verder.")
    with pytest.raises(TransitionNotAllowed, match="same_organisation"):
        escalation.other_partner(command, target, doing.small.organisations[1], NEXT)
