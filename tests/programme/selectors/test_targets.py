"""How targets stand: by own counts and by an edition, along both paths, in few queries."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from wijkwerk.monitor.display import FigureQuery, figures, library
from wijkwerk.programme import figures as reading_figures
from wijkwerk.programme.core.answers import Answer, Why
from wijkwerk.programme.core.shares import Standing
from wijkwerk.programme.figures import Cells, day_of, measured
from wijkwerk.programme.models import Measurement, Proposal, Target, TargetPath
from wijkwerk.programme.selectors.targets import active_targets, target_statuses, target_totals

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_what_runs_ahead_is_on_course_and_what_just_keeps_up_is_at_risk(a_programme: Any) -> None:
    first, second = target_statuses(active_targets(a_programme.programme), TODAY)
    assert first.course is not None and second.course is not None
    assert (first.course.answer, second.course.answer) == (Answer.ON_COURSE, Answer.AT_RISK)
    assert first.progress is not None and first.progress.share == pytest.approx(24 / 34)
    assert first.course.latest is not None
    assert (first.course.latest.day, first.course.latest.value) == ("2025-01-01", 24.0)
    assert not first.changed and first.first is None


def test_a_count_that_was_put_right_counts_no_more(a_programme: Any) -> None:
    target = a_programme.targets[0]
    wrong = target.measurements.get(on=date(2025, 1, 1))
    Measurement.objects.create(
        programme=a_programme.programme,
        target=target,
        on=wrong.on,
        value=9.0,
        evidence="x",
        corrects=wrong,
        at=wrong.at,
    )
    found = target_statuses([target], TODAY)[0]
    assert found.course is not None and found.course.latest is not None
    assert found.course.latest.value == 9.0
    assert len(found.measured.own.points) == 5


def test_the_original_path_is_judged_beside_the_newest(a_programme: Any) -> None:
    target = a_programme.targets[0]
    Target.objects.filter(pk=target.pk).update(version=2)
    proposal = Proposal.objects.create(
        programme=a_programme.programme,
        target=target,
        kind="change",
        reasons="x",
        made_on=TODAY,
        state="decided",
        outcome="accepted",
    )
    TargetPath.objects.create(
        programme=a_programme.programme,
        target=target,
        number=2,
        baseline=0.0,
        baseline_on=date(2020, 1, 1),
        baseline_error=0.0,
        value=170.0,
        due_on=date(2030, 1, 1),
        since=TODAY,
        proposal=proposal,
    )
    found = target_statuses([target], TODAY)[0]
    assert found.changed and found.course is not None and found.first is not None
    assert (found.first.answer, found.course.answer) == (Answer.ON_COURSE, Answer.OFF_COURSE)


def test_no_figure_since_the_baseline_is_told_and_not_guessed(a_programme: Any) -> None:
    target = a_programme.targets[0]
    found = target_statuses([target], date(2020, 6, 1))[0]
    assert found.standing is Standing.NOT_MEASURED
    assert found.progress is None


def test_shares_know_every_pillar_and_change_with_the_data(a_programme: Any) -> None:
    before = target_totals(a_programme.programme, TODAY)
    assert (before.all.targets, before.all.on_course, before.all.at_risk) == (2, 1, 1)
    assert [name for _, name, _ in before.pillars] == ["School", "Wonen"]
    assert target_totals(a_programme.programme, TODAY) is before
    Target.objects.filter(pk=a_programme.targets[0].pk).update(state="dropped", version=2)
    after = target_totals(a_programme.programme, TODAY)
    assert (after.all.targets, after.pillars[0][2].targets) == (1, 0)


def test_a_period_stands_for_its_last_day() -> None:
    found = [day_of(one) for one in ("2024", "2024-Q1", "2024-02", "2024-10-05", "2023-Q4")]
    assert found == ["2024-12-31", "2024-03-31", "2024-02-29", "2024-10-05", "2023-12-31"]


def of_indicator(
    small: Any, served: str, area: str, indicator: str, title: str = "", **path: Any
) -> Target:
    """A target about an indicator of an area."""
    target: Target = Target.objects.create(
        programme=small.programme,
        goal=small.goals[0],
        title=title or f"{indicator} {area}",
        source="indicator",
        scale="share",
        edition=served,
        indicator=indicator,
        area=area,
        state="active",
    )
    told = {
        "baseline": 20.0,
        "baseline_error": 1.0,
        "baseline_on": date(2000, 12, 31),
        "value": 10.0,
        "due_on": date(2035, 12, 31),
        "since": TODAY,
        **path,
    }
    TargetPath.objects.create(programme=small.programme, target=target, number=1, **told)
    return target


def cells_of(served: str) -> list[dict[str, Any]]:
    return figures(library().open(served), FigureQuery(limit=100_000))


def test_figures_of_an_edition_come_with_their_margin(a_programme: Any, served: str) -> None:
    rows = [one for one in cells_of(served) if one["value"] is not None and one["lower"]]
    row = rows[0]
    target = of_indicator(a_programme, served, row["area"], row["indicator"])
    known = measured([target], {})[target.pk]
    point = next(point for point in known.own.points if point.day == day_of(row["period"]))
    assert point.value == row["value"]
    assert point.se == pytest.approx((row["upper"] - row["lower"]) / 3.919928, rel=1e-6)


def test_withheld_and_missing_figures_are_left_out_and_told(a_programme: Any, served: str) -> None:
    rows = cells_of(served)
    lacking = next(row for row in rows if row["conf_status"] in ("N", "D", "C"))
    target = of_indicator(a_programme, served, lacking["area"], lacking["indicator"])
    own = measured([target], {})[target.pk].own
    same = [
        row for row in rows if (row["area"], row["indicator"]) == (target.area, target.indicator)
    ]
    assert own.withheld == sum(one["conf_status"] in ("N", "D", "C") for one in same) > 0
    assert len(own.points) + own.withheld + own.missing == len(same)


def test_a_target_whose_every_figure_is_withheld_has_no_answer(
    a_programme: Any, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = of_indicator(a_programme, served, "x", "y")
    hidden = reading_figures.Measured(Cells(withheld=3))
    monkeypatch.setattr(
        "wijkwerk.programme.selectors.targets.measured", lambda *given: {target.pk: hidden}
    )
    assert target_statuses([target], TODAY)[0].standing is Standing.WITHHELD


def test_the_level_of_a_reference_is_a_target_that_moves(a_programme: Any, served: str) -> None:
    rows = [one for one in cells_of(served) if one["value"] is not None]
    country = next(row for row in rows if row["level"] == "country")
    area = next(
        row
        for row in rows
        if row["level"] == "municipality" and row["indicator"] == country["indicator"]
    )
    first = min(row["period"] for row in rows)
    target = of_indicator(
        a_programme,
        served,
        area["area"],
        area["indicator"],
        value=None,
        reference=country["area"],
        reference_goal="at_most",
        baseline_on=date.fromisoformat(day_of(first)),
    )
    found = target_statuses([target], TODAY)[0]
    assert found.course is not None and found.course.distance
    assert found.measured.reference is not None and found.measured.reference.points
    assert found.course.used >= 5


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"edition": "gone-0123456789"}, "edition"),
        ({"edition": ""}, "no_edition"),
        ({"indicator": "nothing"}, "indicator"),
        ({"area": "nowhere"}, "area"),
    ],
)
def test_what_an_edition_does_not_know_is_told(
    a_programme: Any, served: str, change: dict[str, str], problem: str
) -> None:
    row = cells_of(served)[0]
    target = of_indicator(a_programme, served, row["area"], row["indicator"])
    for name, value in change.items():
        setattr(target, name, value)
    assert measured([target], {})[target.pk].problem == problem
    found = target_statuses([target], TODAY)[0]
    assert found.course is not None and found.course.why in (
        Why.TOO_FEW_POINTS,
        Why.ENDED_NOT_MEASURED,
        Why.TOO_SHORT_SPAN,
    )


def many(small: Any, number: int) -> None:
    """So many targets more, each with a path and five counts."""
    first = small.targets[0]
    made = Target.objects.bulk_create(replace_row(first, title=f"Doel {n}") for n in range(number))
    path, counts = first.paths.get(), list(first.measurements.all())
    TargetPath.objects.bulk_create(replace_row(path, target=one) for one in made)
    Measurement.objects.bulk_create(
        replace_row(each, target=one) for one in made for each in counts
    )


def replace_row(row: Any, **changes: Any) -> Any:
    """A copy of a row, not saved yet."""
    fields = {
        concrete_field.attname: getattr(row, concrete_field.attname)
        for concrete_field in row._meta.concrete_fields
    }
    for name in ("id", *(f"{change}_id" for change in changes)):
        fields.pop(name, None)
    return type(row)(**{**fields, **changes})


def test_thirty_targets_take_as_many_queries_as_three(a_programme: Any) -> None:
    asked = []
    for more in (1, 27):
        many(a_programme, more)
        with CaptureQueriesContext(connection) as context:
            assert len(target_statuses(active_targets(a_programme.programme), TODAY)) == 2 + more
        asked.append(len(context))
        Target.objects.filter(title__startswith="Doel").update(title=F("pk"), state="dropped")
    assert asked[0] == asked[1] <= 5


def test_two_thousand_targets_are_judged_in_few_queries_and_then_known(a_programme: Any) -> None:
    many(a_programme, 1998)
    with CaptureQueriesContext(connection) as context:
        found = target_totals(a_programme.programme, TODAY)
    assert found.all.targets == 2000
    assert len(context) <= 12
    with CaptureQueriesContext(connection) as context:
        target_totals(a_programme.programme, TODAY)
    assert len(context) <= 4


def first_row(served: str) -> dict[str, Any]:
    """The first figure of a municipality that has one of every year."""
    rows = [one for one in cells_of(served) if one["value"] is not None]
    return min(
        (row for row in rows if row["level"] == "municipality"),
        key=lambda one: (one["indicator"], one["period"]),
    )


def test_sixty_typed_beside_twenty_eight_measured_is_judged_by_what_was_measured(
    a_programme: Any, served: str
) -> None:
    row = first_row(served)
    day = date.fromisoformat(day_of(row["period"]))
    on = date(day.year + 7, 1, 1)
    written, honest = (
        target_statuses(
            [
                of_indicator(
                    a_programme,
                    served,
                    row["area"],
                    row["indicator"],
                    title=title,
                    baseline_on=day,
                    baseline=row["value"] + more,
                    value=row["value"] - 0.5,
                    since=day,
                )
            ],
            on,
        )[0]
        for title, more in (("Geschreven", 32), ("Gemeten", 0))
    )
    assert written.start.differs and written.start.used.value == row["value"]
    assert not honest.start.differs
    assert written.course is not None and honest.course is not None
    assert written.course.answer is honest.course.answer
    assert written.course.probability == honest.course.probability
    assert written.progress == honest.progress


def test_a_start_without_a_figure_of_the_edition_gives_no_judgement(
    a_programme: Any, served: str
) -> None:
    row = first_row(served)
    target = of_indicator(
        a_programme, served, row["area"], row["indicator"], since=date(2000, 12, 31)
    )
    on = date(int(row["period"][:4]) + 7, 1, 1)
    found = target_statuses([target], on)[0]
    assert found.course is not None and found.course.why is Why.BASELINE_UNKNOWN
    assert (found.standing, found.progress) == (Standing.CANT_TELL_YET, None)
    assert found.course.probability is None


def passed(small: Any, due: date, *counts: tuple[date, float]) -> Target:
    """A target of which the day has passed, counted so."""
    target: Target = Target.objects.create(
        programme=small.programme,
        goal=small.goals[0],
        title=f"Voorbij {due} {len(counts)}",
        source="count",
        scale="count",
        unit="scholen",
        state="active",
    )
    TargetPath.objects.create(
        programme=small.programme,
        target=target,
        number=1,
        baseline=18.0,
        baseline_error=0.0,
        baseline_on=date(2013, 8, 1),
        value=34.0,
        due_on=due,
        since=date(2013, 8, 1),
    )
    for on, value in counts:
        Measurement.objects.create(
            programme=small.programme,
            target=target,
            on=on,
            value=value,
            error=0.0,
            evidence="x",
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    return target


def test_a_target_whose_day_has_passed_was_reached_or_not_or_nobody_knows(a_programme: Any) -> None:
    due, start = date(2015, 7, 31), (date(2013, 8, 1), 18.0)
    rows = [
        passed(a_programme, due, start, (date(2015, 9, 1), 34.0)),
        passed(a_programme, due, start, (date(2015, 6, 1), 26.0), (date(2020, 1, 1), 34.0)),
        passed(a_programme, due, start),
    ]
    rows.append(passed(a_programme, date(2015, 8, 1)))
    statuses = target_statuses(rows, TODAY)
    assert [one.standing for one in statuses] == [
        Standing.REACHED,
        Standing.NOT_REACHED,
        Standing.NOT_KNOWN,
        Standing.NOT_KNOWN,
    ]
    assert [one.latest.day if one.latest else "" for one in statuses] == [
        "2015-09-01",
        "2020-01-01",
        "2013-08-01",
        "",
    ]
    assert [one.old for one in statuses] == [True, True, True, False]
    every = target_totals(a_programme.programme, TODAY)
    assert (every.all.reached, every.all.not_reached, every.all.not_known) == (1, 1, 2)
    assert every.all.running == 2 and every.old == {row.pk for row in rows[:3]} | {
        target.pk for target in a_programme.targets
    }


def test_dropped_and_lowered_targets_stay_among_what_was_promised_at_first(
    a_programme: Any,
) -> None:
    first, second = a_programme.targets
    assert target_totals(a_programme.programme, TODAY).first.good == 1
    proposal = Proposal.objects.create(
        programme=a_programme.programme,
        target=second,
        kind="change",
        reasons="x",
        made_on=TODAY,
        state="decided",
        outcome="accepted",
    )
    TargetPath.objects.create(
        programme=a_programme.programme,
        target=second,
        number=2,
        baseline=100.0,
        baseline_on=date(2020, 1, 1),
        baseline_error=0.0,
        value=600.0,
        due_on=date(2030, 1, 1),
        since=TODAY,
        proposal=proposal,
    )
    Target.objects.filter(pk=first.pk).update(state="dropped", version=2)
    Target.objects.filter(pk=second.pk).update(version=2)
    found = target_totals(a_programme.programme, TODAY)
    # What is left is lowered and on course: all of it, and none of what was promised.
    assert (found.all.on_course, found.all.targets) == (1, 1)
    assert (found.first.good, found.first.promised) == (0, 2)
    assert (found.first.changed, found.first.dropped) == (1, 1)


def test_only_what_was_promised_and_measured_by_then_counts(a_programme: Any) -> None:
    target = a_programme.targets[0]
    assert target_statuses([target], date(2019, 12, 31)) == []
    then = target_statuses([target], date(2023, 6, 1))[0]
    assert then.latest is not None and (then.latest.day, then.latest.value) == ("2023-01-01", 14.0)
