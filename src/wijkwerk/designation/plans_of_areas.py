"""A plan of an area as the rules of measures read it, and what they say of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from wijkwerk.designation.core.follow_up import limit_after
from wijkwerk.designation.core.measures import (
    ActionPlan,
    Catalogue,
    Finding,
    HousingPart,
    Planned,
    check_plan,
)
from wijkwerk.designation.models import AreaPlan, Exemption, ListedArea
from wijkwerk.designation.plan_files import read_catalogue


@cache
def catalogue() -> Catalogue:
    """The measures that ship, read once."""
    return read_catalogue()


def as_action_plan(plan: AreaPlan) -> ActionPlan:
    """The plan with its measures, as ``core.measures`` has one."""
    housing = None
    if plan.share_percent is not None and plan.share_year is not None:
        housing = HousingPart(plan.share_percent, plan.share_year, tuple(plan.methods))
    return ActionPlan(
        plan.title,
        tuple(
            Planned(
                row.measure,
                row.owner,
                row.deadline.isoformat(),
                row.money,
                row.evidence,
                row.reason,
                number,
            )
            for number, row in enumerate(plan.measures.all(), 1)
        ),
        plan.ends_on.isoformat(),
        plan.asks_fund,
        plan.structural,
        housing,
    )


def decided_exemptions(list_id: str, **of: Any) -> dict[str, list[tuple[str, float, float | None]]]:
    """What was decided about requests for an exemption, under any decision about a list, by the code of
    the area: outcome, asked, granted. A request is about an area, so it holds under the next decision too."""
    decided: dict[str, list[tuple[str, float, float | None]]] = {}
    rows = Exemption.objects.filter(state="decided", procedure__list_id=list_id, **of)
    for row in rows.select_related("area"):
        decision = (row.outcome, row.asked_percent, row.granted_percent)
        decided.setdefault(row.area.code, []).append(decision)
    return decided


def granted_to(area: ListedArea) -> list[tuple[str, float, float | None]]:
    """The same of one area."""
    decided = decided_exemptions(area.procedure.list_id, area__code=area.code)
    return decided.get(area.code, [])


def findings_of(plan: AreaPlan) -> tuple[Finding, ...]:
    """Everything there is to say of a plan, with what exemptions left of the obligation."""
    limit = limit_after(plan.limit_percent, granted_to(plan.area))
    return check_plan(as_action_plan(plan), plan.status, catalogue(), limit, plan.limit_year)
