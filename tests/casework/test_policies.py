"""The query and the plain function say the same, whatever happened before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework_town import build
from visitors import NOW
from wijkwerk.casework import models as m
from wijkwerk.casework import policies
from wijkwerk.casework.core import sight
from wijkwerk.casework.core.sight import Ground
from wijkwerk.shared.deadlines import today

pytestmark = pytest.mark.django_db

DOMAINS = ("identity", "care", "debts")
PURPOSES = ("plan", "support", "emergency")
GROUNDS = (
    Ground("Wmo", "1", "team", "plan", "identity", date(2015, 1, 1)),
    Ground("Wmo", "1", "team", "plan", "care", date(2026, 3, 5)),
    Ground("Wmo", "1", "care", "support", "identity", date(2015, 1, 1), date(2026, 3, 6)),
)
_INDEX = st.integers(0, 3)
_HOURS = st.integers(-30, 240)
_LENGTH = st.one_of(st.none(), st.integers(-5, 200))
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("member"), _INDEX, _INDEX, st.sampled_from(PURPOSES[:2]), _HOURS, _LENGTH
        ),
        st.tuples(
            st.just("consent"),
            _INDEX,
            _INDEX,
            st.sampled_from(DOMAINS),
            st.sampled_from(PURPOSES[:2]),
            _HOURS,
            _LENGTH,
        ),
        st.tuples(st.just("withdraw"), _INDEX, _HOURS),
        st.tuples(st.just("emergency"), _INDEX, _INDEX, _HOURS, _LENGTH),
        st.tuples(st.just("merge"), _INDEX, _INDEX, _HOURS),
        st.tuples(st.just("move"), _INDEX, _INDEX, _HOURS),
        st.tuples(st.just("out"), _INDEX, _HOURS),
    ),
    min_size=1,
    max_size=14,
)


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def span(hours: int, length: int | None) -> dict[str, Any]:
    return {"starts_at": at(hours), "ends_at": None if length is None else at(hours + length)}


def take(step: tuple[Any, ...], town: SimpleNamespace) -> None:
    """One thing that can happen."""
    workers, households, persons = town.workers, town.households, town.persons
    match step:
        case ("member", worker, household, purpose, hours, length):
            m.Membership.objects.create(
                worker=workers[worker % 3],
                household=households[household % 2],
                purpose=purpose,
                because="x",
                confirmed_at=NOW,
                **span(hours, length),
            )
        case ("consent", person, worker, domain, purpose, hours, length):
            chosen = persons[person % 3]
            m.Consent.objects.create(
                person=chosen,
                household=households[person % 2],
                domain=domain,
                purpose=purpose,
                organisation=workers[worker % 3].organisation,
                signed_by="x",
                wording="x",
                wording_version="1",
                recorded_by=workers[0],
                **span(hours, length),
            )
        case ("withdraw", number, hours):
            rows = list(m.Consent.objects.order_by("id"))
            if rows:
                m.Consent.objects.filter(pk=rows[number % len(rows)].pk).update(
                    withdrawn_at=at(hours)
                )
        case ("emergency", worker, household, hours, length):
            m.Emergency.objects.create(
                worker=workers[worker % 3],
                household=households[household % 2],
                because="x",
                **span(hours, length),
            )
        case ("merge", household, other, hours):
            if household % 2 != other % 2:
                move_all(households[household % 2], households[other % 2], at(hours))
        case ("move", person, household, hours):
            m.Residence.objects.filter(person=persons[person % 3], ends_at=None).update(
                ends_at=at(hours)
            )
            m.Residence.objects.create(
                person=persons[person % 3],
                household=households[household % 2],
                relation="head",
                starts_at=at(hours),
            )
        case ("out", number, hours):
            rows = list(m.Membership.objects.order_by("id"))
            if rows:
                m.Membership.objects.filter(pk=rows[number % len(rows)].pk).update(
                    ends_at=at(hours)
                )


def move_all(household: m.Household, other: m.Household, now: datetime) -> None:
    for row in other.residences.filter(ends_at=None):
        m.Residence.objects.create(
            person=row.person, household=household, relation="head", starts_at=now
        )
    other.residences.filter(ends_at=None, starts_at__lt=now).update(ends_at=now)


def facts() -> sight.Facts:
    """The tables as the plain function takes them."""

    def span_of(row: Any) -> sight.Span:
        return sight.Span(row.starts_at, row.ends_at)

    return sight.Facts(
        GROUNDS,
        [
            sight.Membership(r.worker_id, r.household_id, r.purpose, span_of(r))
            for r in m.Membership.objects.all()
        ],
        [
            sight.Consent(
                r.person_id,
                r.household_id,
                r.organisation_id,
                r.domain,
                r.purpose,
                span_of(r),
                r.withdrawn_at,
            )
            for r in m.Consent.objects.all()
        ],
        [
            sight.Residence(r.person_id, r.household_id, span_of(r))
            for r in m.Residence.objects.all()
        ],
        [
            sight.Emergency(r.worker_id, r.household_id, span_of(r))
            for r in m.Emergency.objects.all()
        ],
    )


def lookers(looking: policies.Looking) -> list[sight.Looker]:
    return [
        sight.Looker(row.pk, row.organisation_id, row.organisation.kind) for row in looking.workers
    ]


@pytest.fixture
def small_town(simple: None) -> SimpleNamespace:
    """Built once; each example is rolled back to it."""
    return build()


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    steps=STEPS,
    hours=st.one_of(st.just(0), st.integers(-40, 300)),
    who=st.integers(0, 1),
    purpose=st.sampled_from(PURPOSES),
    place=st.integers(0, 1),
)
def test_no_sequence_shows_more_or_less_than_the_rule_allows(
    small_town: SimpleNamespace,
    steps: list[tuple[Any, ...]],
    hours: int,
    who: int,
    purpose: str,
    place: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(policies, "grounds", lambda: GROUNDS)
        for step in steps:
            take(step, small_town)
        looking = policies.Looking(small_town.users[who], purpose, at(hours))
        compare(looking, small_town, small_town.households[place])
        transaction.set_rollback(True)


def compare(looking: policies.Looking, town: SimpleNamespace, household: m.Household) -> None:
    now, who, all_facts = looking.now, lookers(looking), facts()
    day = today(now)

    def seen(number: int, domain: str, person: int | None, written: datetime | None = None) -> bool:
        piece = sight.Piece(number, domain, person, written)
        return sight.sees(all_facts, who, looking.purpose, piece, now, day)

    def in_force(row: Any) -> bool:
        return sight.Span(row.starts_at, row.ends_at).holds(now)

    assert {row.pk for row in policies.households(looking)} == {
        row.pk for row in town.households if seen(row.pk, "identity", None)
    }
    assert {row.pk for row in policies.rows_of(looking, m.Consent, household)} == {
        row.pk for row in household.consents.all() if seen(household.pk, row.domain, row.person_id)
    }
    assert {row.pk for row in policies.open_domains(looking, household)} == {
        row.pk
        for row in household.domains.all()
        if in_force(row) and seen(household.pk, row.domain, None, row.starts_at)
    }
    assert {row.pk for row in policies.rows_of(looking, m.Note, household)} == {
        row.pk
        for row in household.notes.all()
        if seen(household.pk, row.domain, row.person_id, row.written_at)
    }
    assert {row.pk for row in policies.residents(looking, household)} == {
        row.pk
        for row in household.residences.all()
        if in_force(row) and seen(household.pk, "identity", row.person_id)
    }


def test_the_rule_is_one_query_that_uses_its_indexes(town: SimpleNamespace, looks: Any) -> None:
    looking = looks(town.director)
    assert looking.workers
    plan = policies.households(looking).explain()
    assert "casework_circle" in plan or "Index" in plan
    assert "SCAN casework_membership" not in plan
    with CaptureQueriesContext(connection) as queries:
        list(policies.households(looking))
    assert len(queries) == 1
