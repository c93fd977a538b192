"""Counts and groups of commitments: nothing overdue stays invisible."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.programme.core import obligations as core
from wijkwerk.programme.models import Commitment, Organisation
from wijkwerk.programme.selectors import commitments as selectors

TODAY = date(2026, 12, 31)
STATES = ("promised", *core.LADDER, "not_known", "kept", "released")
OVER = ("not_known", "kept", "released")
DAYS = (-400, -1, 0, 1, 30, 31, 365)
NEXT = (None, -1, 0, 1)


@pytest.fixture
def every_kind(a_programme: Any) -> Any:
    """A commitment of every state, due before, on and after today, with every kind of next step."""
    Commitment.objects.bulk_create(
        Commitment(
            programme=a_programme.programme,
            organisation=a_programme.organisations[place % 2],
            goal=a_programme.goals[place % 2],
            title=f"{state} {due} {step}",
            state=state,
            promised_for=TODAY + timedelta(days=due),
            due_on=TODAY + timedelta(days=due),
            next_step_on=None if step is None else TODAY + timedelta(days=step),
        )
        for place, (state, due, step) in enumerate(product(STATES, DAYS, NEXT))
    )
    return a_programme


@pytest.mark.django_db
def test_the_database_groups_commitments_as_the_rules_do(every_kind: Any) -> None:
    rows = every_kind.programme.commitments.all()
    for one in selectors.grouped(rows, TODAY):
        assert one.group == selectors.group_of(one.state, one.due_on, TODAY), one.title
    loose = set(selectors.loose(rows, TODAY).values_list("pk", flat=True))
    assert loose == {row.pk for row in rows if selectors.is_loose(row, TODAY)}


@pytest.mark.django_db
def test_nothing_overdue_stays_invisible(every_kind: Any) -> None:
    rows = every_kind.programme.commitments.all()
    shown = {
        group: set(
            selectors.chosen(rows, selectors.Wanted(group=group), TODAY).values_list(
                "pk", flat=True
            )
        )
        for group in selectors.GROUPS
    }
    past_due = [row for row in rows if row.due_on < TODAY and row.state not in OVER]
    assert past_due
    for one in past_due:
        assert [group for group in shown if one.pk in shown[group]] in (
            [["overdue"]] if one.state == "promised" else [[one.state]]
        )
    assert sum(len(each) for each in shown.values()) == rows.count()
    counts = selectors.counts(rows, TODAY)
    assert counts.groups == {group: len(each) for group, each in shown.items() if each}
    assert (
        counts.total
        == rows.count()
        == counts.running
        + counts.past_due
        + counts.not_known
        + counts.groups["kept"]
        + counts.groups["released"]
    )
    late = set(
        selectors.chosen(rows, selectors.Wanted(group="past_due"), TODAY).values_list(
            "pk", flat=True
        )
    )
    assert {one.pk for one in past_due} <= late


@pytest.mark.django_db
def test_counts_per_organisation_add_up_to_those_of_all(every_kind: Any) -> None:
    rows = every_kind.programme.commitments.all()
    whole, parts = selectors.counts(rows, TODAY), selectors.by_organisation(rows, TODAY)
    assert len(parts) == 2
    for group in selectors.GROUPS:
        assert whole.groups[group] == sum(part.groups.get(group, 0) for part in parts)
    assert whole.loose == sum(part.loose for part in parts)
    told = core.overview([selectors.standing_of(row, TODAY) for row in rows], selectors.SOON)
    assert (whole.running, whole.groups["soon"], whole.loose, whole.on_the_ladder) == (
        told.due,
        told.due_soon,
        len(told.loose),
        told.on_the_ladder,
    )


@given(
    st.sampled_from(STATES),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_every_commitment_stands_in_one_group_and_a_late_one_among_the_late(
    state: str, due: date, today: date
) -> None:
    group = selectors.group_of(state, due, today)
    assert group in selectors.GROUPS
    if due < today and state not in OVER:
        assert group in selectors.PAST_DUE


@pytest.mark.django_db
def test_a_list_can_be_of_one_organisation_and_one_pillar(every_kind: Any) -> None:
    rows = every_kind.programme.commitments.all()
    target = every_kind.targets[1]  # of the second pillar; no goal of its own
    Commitment.objects.create(
        programme=every_kind.programme,
        organisation=every_kind.organisations[0],
        target=target,
        title="Bij een doel",
        state="promised",
        promised_for=TODAY,
        due_on=TODAY,
    )
    wanted = selectors.Wanted("gemeente", every_kind.pillars[1].pk)
    assert [one.title for one in selectors.chosen(rows, wanted, TODAY)] == ["Bij een doel"]


@pytest.mark.django_db
def test_counting_takes_as_many_queries_for_many_organisations(
    every_kind: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection

    rows = every_kind.programme.commitments.all()
    with CaptureQueriesContext(connection) as few:
        selectors.by_organisation(rows, TODAY)
    for number in range(30):
        organisation = Organisation.objects.create(slug=f"o{number}", name=f"O{number}")
        Commitment.objects.create(
            programme=every_kind.programme,
            organisation=organisation,
            title="x",
            state="promised",
            promised_for=TODAY,
            due_on=TODAY,
        )
    with django_assert_num_queries(len(few)):
        assert len(selectors.by_organisation(rows, TODAY)) == 32
