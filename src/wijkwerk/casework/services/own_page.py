"""What is known of a household, for the household itself: who may look, who looked, and what they see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import TruncDate

from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import circle, directing
from wijkwerk.shared.deadlines import HERE

MOST = 500  # rows of a page


@dataclass(frozen=True)
class LookedOn:
    """Somebody looked, so many times on a day, at these life domains, for a purpose."""

    day: date
    worker: m.Worker | None  # None: the privacy officer, who reviewed an emergency
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
            workers.get(row["worker_id"]),
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
            ).select_related("organisation", "recorded_by__organisation")
        ),
    }
