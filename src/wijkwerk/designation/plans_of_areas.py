"""A plan of an area as the rules of measures read it, and what they say of it."""

from __future__ import annotations

from functools import cache

from wijkwerk.designation.core.follow_up import findings_about
from wijkwerk.designation.core.measures import (
    ActionPlan,
    Catalogue,
    Finding,
    HousingPart,
    Planned,
)
from wijkwerk.designation.models import AreaPlan, Exemption
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


def granted_to(area: int) -> list[tuple[str, float, float | None]]:
    """What was decided about requests for an exemption of a listed area: outcome, asked, granted."""
    decided = Exemption.objects.filter(area=area, state="decided")
    return list(decided.values_list("outcome", "asked_percent", "granted_percent"))


def findings_of(plan: AreaPlan) -> tuple[Finding, ...]:
    """Everything there is to say of a plan, with what exemptions left of the obligation."""
    return findings_about(
        as_action_plan(plan),
        plan.status,
        catalogue(),
        plan.limit_percent,
        plan.limit_year,
        granted_to(plan.area_id),
    )
