"""Approved plans of measures as a programme can take them over: figures to reach, and who does what."""

from __future__ import annotations

from datetime import date

from wijkwerk.designation.models import AreaPlan
from wijkwerk.designation.plans_of_areas import catalogue
from wijkwerk.designation.policies import public_follow_up
from wijkwerk.registry.hooks import ApprovedPlan, PlannedAction, PlannedFigure
from wijkwerk.shared.text import Language, Text

SHARE = Text("Sociale huurwoningen voor gezinnen in {area}", "Social family housing in {area}")


def approved_plans(municipality: str, language: Language) -> list[ApprovedPlan]:
    """The approved plans for areas of a municipality that are still on the list, the newest first."""
    rows = (
        public_follow_up(AreaPlan)
        .filter(municipality=municipality, area__delisted_on=None)
        .prefetch_related("measures")
    )
    return [_approved(plan, language) for plan in rows]


def _approved(plan: AreaPlan, language: Language) -> ApprovedPlan:
    names = {measure.code: measure.name.in_(language) for measure in catalogue().measures}
    return ApprovedPlan(
        str(plan.pk),
        plan.title,
        plan.get_absolute_url(),
        _figures(plan, language),
        tuple(
            PlannedAction(
                f"{names.get(row.measure, row.measure)} ({plan.area.name})",
                row.owner,
                row.deadline,
                row.evidence,
            )
            for row in plan.measures.all()
            if row.done_on is None
        ),
    )


def _figures(plan: AreaPlan, language: Language) -> tuple[PlannedFigure, ...]:
    """The share of social family housing, when a housing plan says from where it goes."""
    path = [
        (date(row["year"], 12, 31), round(100 * row["share"], 6))
        for row in plan.housing.get("path", ())
    ]
    if len(path) < 2:
        return ()
    (begin, baseline), *between, (end, value) = path
    title = SHARE.in_(language).format(area=plan.area.name)
    return (PlannedFigure(title, "%", baseline, begin, value, end, tuple(between)),)
