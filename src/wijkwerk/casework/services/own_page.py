"""What is known of a household, for the household itself: who may look, who looked, and what they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import (
    addresses,
    circle,
    directing,
    looking_as,
    open_domains,
    rows_of,
)
from wijkwerk.casework.services.common import audit
from wijkwerk.shared.deadlines import HERE

MOST = 500  # rows of a page
# The parts of the file that a law or a consent opens, and what of which model stands in them.
_PIECES: Sequence[tuple[Any, ...]] = (
    ("goals", m.Goal, "plan", "domain", "goal", "situation", "outcome"),
    ("tasks", m.Task, "plan", "domain", "task", "worker", "dossier", "payer", "cents", "due_on", "done_on",
     "waits_for"),
    ("notes", m.Note, "domain", "kind", "at", "worker", "text"),
    ("conflicts", m.Conflict, "domain", "kind", "law", "article", "organisation", "effect", "reported_at",
     "solved_at", "solution"),
    ("time_outs", m.TimeOut, "domain", "intervention", "organisation", "first_day", "last_day", "meeting", "meet_by"),
    ("deviations", m.Deviation, "domain", "aim", "reasons", "decided_by", "decided_on"),
    ("bridging", m.Bridging, "domain", "entry", "cents", "payer", "on"),
    ("escalations", m.Escalation, "domain", "rung", "owner", "asked_on", "answer_by", "answered_on", "answer"),
)  # fmt: skip


@dataclass(frozen=True)
class LookedOn:
    """Somebody looked, so many times on a day, at these life domains, for a purpose."""

    day: date
    worker: m.Worker
    role: str
    purpose: m.Purpose
    domains: tuple[m.Domain, ...]
    times: int


def looked(household: m.Household, most: int = MOST) -> list[LookedOn]:
    """Who looked, the newest day first; alike looks of one day are one (NEN 7513). At most so many rows."""
    by_day = TruncDate("at", tzinfo=HERE)
    rows = (
        household.looks.order_by()
        .values("worker_id", "role", "purpose", "domains", day=by_day)
        .annotate(times=Count("pk"))
        .order_by("-day", "worker_id", "purpose", "domains")[:most]
    )
    workers = m.Worker.objects.select_related("organisation").in_bulk(
        {row["worker_id"] for row in rows}
    )
    return [
        LookedOn(
            row["day"],
            workers[row["worker_id"]],
            row["role"],
            m.Purpose(row["purpose"]),
            tuple(m.Domain(code) for code in row["domains"].split(",") if code),
            row["times"],
        )
        for row in rows
    ]


def own_page(code: m.HouseholdCode, now: datetime) -> dict[str, object]:
    """What the page of a household shows: its circle, its looks, its emergencies, and the consents of the person
    who holds the code."""
    household = code.household
    return {
        "household": household,
        "directors": list(directing(household, now)),
        "circle": list(circle(household, now)),
        "looked": looked(household),
        "codes": list(household.codes.select_related("person", "made_by__organisation")),
        "uses": list(
            m.CodeUse.objects.filter(code__household=household).select_related("code__person")[
                :MOST
            ]
        ),
        "emergencies": list(household.emergencies.select_related("worker__organisation")),
        "consents": list(
            m.Consent.objects.filter(
                in_force(now), person=code.person, withdrawn_at=None
            ).select_related("organisation")
        ),
    }


def export(code: m.HouseholdCode, now: datetime) -> dict[str, Any]:
    """What is kept of the person who holds a code, and of the household as a whole: for a file of their own.

    What is about another person of the household alone is that person's, and personal notes of workers are no part of
    the file. What who made the code may not see isn't in it either: whoever wrote that gives it.
    """
    household, person = code.household, code.person
    own = Q(person=person) | Q(person=None)
    with transaction.atomic():
        audit(None, "export", household, now, person=person.pk)
        maker: Any = code.made_by  # there is no code without one: ``by_code``
        looking = looking_as(maker, code.purpose, now)

        def seen(kind: type[m.Piece]) -> Any:
            rows: Any = rows_of(looking, kind, household).filter(own)
            return rows.filter(personal=False) if kind is m.Note else rows

        return {
            "note": _(
                "What the worker who gave you the code may not see isn’t in this file. Ask who wrote it for that."
            ),
            "person": _values(m.Person.objects.filter(pk=person.pk), "name", "born_on", "contact"),
            "belonged": _values(
                person.residences.filter(household=household), "relation", "starts_at", "ends_at"
            ),
            "addresses": _values(addresses(looking, household), "text", "starts_at", "ends_at"),
            "circle": _values(
                household.memberships, "worker", "purpose", "because", "starts_at", "ends_at"
            ),
            "consents": _values(
                m.Consent.objects.filter(household=household, person=person),
                "domain",
                "organisation",
                "purpose",
                "signed_by",
                "wording",
                "starts_at",
                "ends_at",
                "withdrawn_at",
            ),
            "domains": _values(
                open_domains(looking, household), "domain", "because", "starts_at", "ends_at"
            ),
            **{part: _values(seen(kind), *names) for part, kind, *names in _PIECES},
            "episodes": _values(
                m.Episode.objects.filter(household=household),
                "number",
                "door",
                "opened_at",
                "closed_at",
                "exit",
                "closing",
            ),
            "emergencies": _values(
                household.emergencies,
                "worker",
                "because",
                "starts_at",
                "ends_at",
                "verdict",
                "review",
            ),
            "codes": _values(household.codes, "person", "made_at", "made_by", "ended_at"),
            "looked": _values(household.looks, "at", "worker", "role", "purpose", "domains"),
        }


def _values(rows: Any, *names: str) -> list[dict[str, Any]]:
    """Rows with these fields; organisations, workers and plans as people call them."""
    linked = [name for name in names if rows.model._meta.get_field(name).is_relation]
    related = rows.select_related(*linked) if linked else rows.all()
    return [{name: _plain(getattr(row, name)) for name in names} for row in related]


def _plain(value: Any) -> Any:
    if isinstance(value, m.Plan):
        return value.number
    if isinstance(value, date):  # and moments
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)
