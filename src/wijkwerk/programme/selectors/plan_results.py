"""What came of the targets of a plan, by its end: beside what was promised by then."""

from __future__ import annotations

from datetime import date
from typing import Any

from wijkwerk.programme.agreements import newest_text
from wijkwerk.programme.models import Plan, PlanResult, Target
from wijkwerk.programme.selectors.targets import target_statuses


def results_of(plan: Plan, today: date) -> list[PlanResult]:
    """A result, not saved and without a decision, of each target of the signed text, in its order: as it
    stood on the plan's last day, or today while that is to come."""
    text = newest_text(plan)
    if text is None:
        return []
    last = date(plan.last_year, 12, 31)
    targets = Target.objects.filter(pk__in=[row.get("id") for row in text.targets])
    statuses = {
        status.target.pk: status
        for status in target_statuses(list(targets.select_related("programme")), min(today, last))
    }
    results = []
    for row in text.targets:
        status = statuses.get(row.get("id"))
        if status is None:  # of a text that was read in, whose target isn't here
            continue
        promised = promised_by(row, last)
        latest = status.latest
        results.append(
            PlanResult(
                programme=plan.programme,
                plan=plan,
                target=status.target,
                promised=promised[1] if promised else None,
                promised_on=promised[0] if promised else None,
                reached=latest.value if latest else None,
                reached_on=date.fromisoformat(latest.day) if latest else None,
                standing=status.standing.value,
            )
        )
    return results


def promised_by(row: dict[str, Any], last: date) -> tuple[date, float] | None:
    """The last of a target's milestones and its end that the signed text promised by a day; None when it
    promised nothing by then, or the level of another area."""
    days = [(date.fromisoformat(day), float(value)) for day, value in row["milestones"]]
    if row["value"] is not None:
        days.append((date.fromisoformat(row["due_on"]), float(row["value"])))
    return max((each for each in days if each[0] <= last), default=None)
