"""A plan is assessed at its end: what came of each target, what is done next, and where the next begins."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wijkwerk.access.api import RefusedError
from wijkwerk.programme.models import PlanResult
from wijkwerk.programme.selectors.plan_results import promised_by, results_of
from wijkwerk.programme.services import plans
from wijkwerk.workflow.api import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BUREAU, CHAIR = "programme-bureau", "programme-chair"
LAST = date(2026, 12, 31)
ROW = {
    "milestones": [["2024-12-31", 10.0], ["2026-12-31", 20.0]],
    "value": 34.0,
    "due_on": "2030-01-01",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (LAST, 20.0)),
        ({"milestones": []}, None),
        ({"due_on": "2026-12-31", "milestones": []}, (LAST, 34.0)),
        ({"milestones": [["2027-01-01", 20.0]]}, None),
        ({"value": None, "due_on": "2025-01-01"}, (LAST, 20.0)),
    ],
)
def test_what_was_promised_by_the_end_of_a_plan(change: dict[str, Any], expected: Any) -> None:
    assert promised_by({**ROW, **change}, LAST) == expected


def chosen(plan: Any, decision: str = "continue") -> list[PlanResult]:
    results = results_of(plan, date(2026, 3, 2))
    for result in results:
        result.decision = decision
    return results


def test_the_board_assesses_a_plan_in_its_last_year(doing: Any) -> None:
    plan = doing.locked()  # 2023-2026
    command = doing.command(CHAIR, plan, "Meer leraren, minder projecten.")
    early = replace(command, now=datetime(2025, 12, 31, 22, 59, tzinfo=UTC))
    with pytest.raises(TransitionNotAllowed, match="last_year"):
        plans.assess(early, plan, chosen(plan))
    with pytest.raises(RefusedError):
        plans.assess(doing.command(BUREAU, plan, "Zo."), plan, chosen(plan))
    with pytest.raises(TransitionNotAllowed, match="results"):
        plans.assess(command, plan, chosen(plan)[:1])
    assessed = plans.assess(command, plan, chosen(plan))
    assert (assessed.state, assessed.assessed_on) == ("locked", date(2026, 3, 2))
    schools, homes = assessed.results.all()
    assert (schools.reached, schools.standing, schools.promised) == (24.0, "on_course", None)
    assert (homes.reached, homes.standing, homes.decision) == (600.0, "at_risk", "continue")
    with pytest.raises(TransitionNotAllowed, match="not_assessed"):
        plans.assess(doing.command(CHAIR, assessed, "Nog eens."), assessed, chosen(plan))


def test_the_next_plan_waits_for_the_assessment_of_the_one_before(doing: Any) -> None:
    plan = doing.locked()
    following = plans.make(doing.command(BUREAU), doing.programme, "Plan 2027-2030", 2027, 2030)
    plans.write(doing.command(BUREAU, following), following, "Verder.", doing.small.organisations)
    following = doing.fresh(following)
    with pytest.raises(TransitionNotAllowed, match="previous_assessed"):
        plans.offer(doing.command(BUREAU, following), following)
    plans.assess(doing.command(CHAIR, plan, "Goed gedaan."), plan, chosen(plan, "adjust"))
    assert plans.offer(doing.command(BUREAU, following), following).state == "offered"
