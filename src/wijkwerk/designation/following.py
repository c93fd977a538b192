"""What follows for each area of a published decision, with how far it is: one row per duty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wijkwerk.designation.core.effects import Duty
from wijkwerk.designation.core.follow_up import limit_after
from wijkwerk.designation.follow_up import on_list, status_of
from wijkwerk.designation.list_folders import Consequences
from wijkwerk.designation.models import AreaPlan, Exemption, ListedArea, Procedure, Sanction
from wijkwerk.designation.plans_of_areas import decided_exemptions
from wijkwerk.designation.policies import FOLLOW_UP

_TO_FULFIL = ("plan", "obligation", "duty")


@dataclass(frozen=True)
class Following:
    """A duty of an area, with the newest plan, request and sanction about it that the reader sees.
    ``limit`` is what exemptions left of the duty's own."""

    area: ListedArea
    status: str
    duty: Duty
    limit: float | None
    plan: AreaPlan | None
    exemption: Exemption | None
    sanction: Sanction | None


def is_newest(procedure: Procedure) -> bool:
    """Whether no decision about a later year of its list was published: by the newest one alone an area
    has duties."""
    published = Procedure.objects.filter(list_id=procedure.list_id, state="published")
    return not published.filter(year__gt=procedure.year).exists()


def open_duties(procedure: Procedure, consequences: Consequences) -> list[tuple[ListedArea, Duty]]:
    """The duties with a day of the areas on the list that nothing says are fulfilled: that of a plan is by one
    that was approved, under this decision or another about the list."""
    approved = AreaPlan.objects.filter(
        procedure__list_id=procedure.list_id, state__in=FOLLOW_UP[AreaPlan]
    )
    planned = set(approved.values_list("area__code", flat=True))
    return [
        (area, duty)
        for area in on_list(procedure)
        for duty in consequences.of_area.get(area.code, ())
        if duty.due
        and duty.kind in _TO_FULFIL
        and not (duty.kind == "plan" and area.code in planned)
    ]


def following_of(
    procedure: Procedure,
    consequences: Consequences,
    visible: Callable[[type[Any]], QuerySet[Any]],
) -> list[Following]:
    """A row per area that is on the list now and duty that it has, in the order of the areas; ``visible``
    gives of a model the rows that the reader sees. A plan, request or sanction is about an area: the newest
    counts, whichever decision about the list it was made under."""
    of_list = {"procedure__list_id": procedure.list_id}
    newest: dict[type[Any], dict[str, Any]] = {
        kind: {row.area.code: row for row in visible(kind).filter(**of_list).order_by("id")}
        for kind in (AreaPlan, Exemption, Sanction)
    }
    granted = decided_exemptions(procedure.list_id)
    return [
        Following(
            area,
            status_of(area, consequences),
            duty,
            limit_after(duty.limit, granted.get(area.code, ())),
            newest[AreaPlan].get(area.code),
            newest[Exemption].get(area.code),
            newest[Sanction].get(area.code),
        )
        for area in on_list(procedure)
        for duty in consequences.of_area.get(area.code, ())
    ]
