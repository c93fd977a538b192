"""Targets: added at any time, put right until they are locked, counted with what shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.monitor.display import FigureQuery, figures, library
from wijkwerk.programme.figures import day_of
from wijkwerk.programme.models import Measurement, Target
from wijkwerk.programme.services import board, targets
from wijkwerk.programme.web.public.target_events import counts_of
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db


def test_a_count_says_out_of_how_many_and_that_may_change(doing: Any) -> None:
    target = doing.small.targets[0]
    for on, value, out_of in ((date(2025, 8, 1), 18.0, 34.0), (date(2025, 9, 1), 20.0, 26.0)):
        target = doing.fresh(target)
        command = doing.command(BUREAU, target)
        targets.measure(command, target, on, value, 0.0, "Lijst", out_of=out_of)
    shown = counts_of(target)
    assert shown is not None
    assert [row[1] for row in shown["rows"][:2]] == ["20 van de 26", "18 van de 34"]
    target = doing.fresh(target)
    with pytest.raises(TransitionNotAllowed, match="out_of"):
        command = doing.command(BUREAU, target)
        targets.measure(command, target, date(2025, 9, 2), 27.0, 0.0, "Lijst", out_of=26.0)


BUREAU = "programme-bureau"


def test_a_correction_before_the_lock_is_the_original_and_the_mistake_stays(doing: Any) -> None:
    target = targets.add(
        doing.command(BUREAU), doing.small.goals[0], doing.figure(), doing.promise(20.0)
    )
    moved = targets.correct(
        doing.command(BUREAU, target), target, doing.figure("Teams", note="x"), doing.promise(26.0)
    )
    assert (moved.title, moved.note) == ("Teams", "x")
    assert [(path.number, path.value) for path in moved.paths.all()] == [(1, 20.0), (2, 26.0)]


def test_what_is_locked_is_not_corrected_and_what_came_after_is(doing: Any) -> None:
    doing.locked()
    target = doing.small.targets[0]
    with pytest.raises(TransitionNotAllowed, match="not_locked"):
        targets.correct(doing.command(BUREAU, target), target, doing.figure(), doing.promise())
    later = targets.add(
        doing.command(BUREAU), doing.small.goals[0], doing.figure(), doing.promise()
    )
    targets.correct(doing.command(BUREAU, later), later, doing.figure(), doing.promise(30.0))
    assert doing.small.targets[0].paths.count() == 1


def test_two_targets_of_a_goal_can_t_have_one_name(doing: Any) -> None:
    first = doing.small.targets[0]
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        targets.add(doing.command(BUREAU), first.goal, doing.figure(first.title), doing.promise())
    other = targets.add(doing.command(BUREAU), first.goal, doing.figure(), doing.promise())
    with pytest.raises(TransitionNotAllowed, match="there_is_one"):
        targets.correct(
            doing.command(BUREAU, other), other, doing.figure(first.title), doing.promise()
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
    with pytest.raises(TransitionNotAllowed, match=fault):
        targets.add(
            doing.command(BUREAU),
            doing.small.goals[0],
            replace(doing.figure(), **figure),
            doing.promise(**promise),
        )
    assert Target.objects.count() == 2


def test_a_count_that_was_wrong_is_put_right_by_a_newer_one(doing: Any) -> None:
    target = doing.small.targets[0]
    wrong = target.measurements.get(on=date(2025, 1, 1))

    def measure(on: date, corrects: Any = None, **more: Any) -> Measurement:
        current = doing.fresh(target)
        return targets.measure(
            doing.command(BUREAU, current, **more), current, on, 18.0, 0.0, "Telling", corrects
        )

    with pytest.raises(TransitionNotAllowed, match="measured"):
        measure(wrong.on)
    right = measure(wrong.on, wrong)
    assert right.corrects == wrong
    with pytest.raises(TransitionNotAllowed, match="corrected"):
        measure(wrong.on, wrong)
    other = doing.small.targets[1].measurements.first()
    with pytest.raises(TransitionNotAllowed, match="corrected"):
        measure(date(2025, 6, 1), other)
    with pytest.raises(TransitionNotAllowed, match="day"):
        measure(date(2026, 3, 3))
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert measure(date(2027, 1, 1), now=new_year).on == date(2027, 1, 1)


def test_a_figure_of_the_monitor_is_not_counted_by_hand(doing: Any) -> None:
    figure = targets.Figure("Banen", "indicator", "share", indicator="work", area="WK1")
    target = Target.objects.create(
        programme=doing.programme, goal=doing.small.goals[0], state="active", **vars(figure)
    )
    with pytest.raises(TransitionNotAllowed, match="own_count"):
        targets.measure(doing.command(BUREAU, target), target, date(2026, 1, 1), 3.0, 0.0, "x")


@pytest.fixture
def measured(served: str) -> dict[str, Any]:
    """The first figure of an area in the edition, with its indicator, period and edition."""
    rows = figures(library().open(served), FigureQuery(limit=100_000))
    known = [row for row in rows if row["value"] is not None and row["level"] == "municipality"]
    row = min(known, key=lambda one: (one["indicator"], one["period"]))
    return {**row, "edition": served, "day": date.fromisoformat(day_of(row["period"]))}


def by_the_monitor(
    doing: Any, row: dict[str, Any], baseline: float | None = None, **changes: Any
) -> Target:
    """A target on that figure, from its day on."""
    told = {"edition": row["edition"], "indicator": row["indicator"], "area": row["area"]}
    figure = targets.Figure(
        "Van de monitor", "indicator", "index", **{**told, **changes.pop("figure", {})}
    )
    promise = doing.promise(value=1.0, baseline_on=row["day"], due_on=date(2090, 1, 1))
    return targets.add(
        doing.command(BUREAU),
        doing.small.goals[0],
        figure,
        replace(promise, baseline=baseline, **changes),
    )


def test_a_baseline_is_taken_from_the_edition_with_its_error(
    doing: Any, measured: dict[str, Any]
) -> None:
    target = by_the_monitor(doing, measured)
    path = target.paths.get()
    assert (path.baseline, path.baseline_on) == (measured["value"], measured["day"])
    width = measured["upper"] - measured["lower"]
    assert path.baseline_error == pytest.approx(width / 3.919928, rel=1e-6)
    # Rounded as somebody reads it is the same figure; the measured one is kept.
    targets.correct(
        doing.command(BUREAU, target),
        target,
        targets.Figure(
            "Van de monitor",
            "indicator",
            "index",
            edition=measured["edition"],
            indicator=measured["indicator"],
            area=measured["area"],
        ),
        replace(
            doing.promise(value=1.0),
            baseline=round(measured["value"], 1),
            baseline_on=measured["day"],
            due_on=date(2090, 1, 1),
        ),
    )
    assert target.paths.latest("number").baseline == measured["value"]


def test_a_typed_baseline_that_differs_from_the_measured_one_is_refused(
    doing: Any, measured: dict[str, Any]
) -> None:
    with pytest.raises(TransitionNotAllowed, match="baseline_differs"):
        by_the_monitor(doing, measured, baseline=measured["value"] + 30)
    assert not Target.objects.filter(source="indicator").exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"figure": {"indicator": "nothing"}}, "monitor_indicator"),
        ({"figure": {"area": "nowhere"}}, "monitor_area"),
        ({"figure": {"edition": "gone-0123456789"}}, "monitor_edition"),
        ({"figure": {"edition": ""}}, "monitor_no_edition"),
        ({"value": None, "reference": "nowhere", "reference_goal": "at_most"}, "monitor_reference"),
        ({"baseline_on": date(1950, 12, 31)}, "baseline_unmeasured"),
    ],
)
def test_what_the_edition_does_not_have_is_no_target(
    doing: Any, measured: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(TransitionNotAllowed, match=f"^{why}$"):
        by_the_monitor(doing, measured, **changes)


def test_the_board_does_not_change_a_target_to_a_reference_that_is_unknown(
    doing: Any, measured: dict[str, Any]
) -> None:
    target = by_the_monitor(doing, measured)
    wish = board.Wish("change", None, "nowhere", "at_most", date(2091, 1, 1))
    with pytest.raises(TransitionNotAllowed, match="monitor_reference"):
        board.propose(doing.command(BUREAU, text="Anders."), target, wish)
    known = replace(wish, reference=measured["area"])
    assert board.propose(doing.command(BUREAU, text="Anders."), target, known).pk


def test_an_own_count_needs_its_start(doing: Any) -> None:
    with pytest.raises(TransitionNotAllowed, match=r"^baseline$"):
        targets.add(
            doing.command(BUREAU),
            doing.small.goals[0],
            doing.figure(),
            replace(doing.promise(), baseline=None),
        )
