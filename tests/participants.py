"""Roles, days and rules that tests of participation share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wijkwerk.participation.models import Budget
    from wijkwerk.workflow.api import StepCommand

OFFICIAL, COMMITTEE = "participation-official", "counting-committee"
DECIDER, TREASURER = "participation-decider", "participation-treasurer"
PLACE = "GM9001"
VOTING = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)  # between the first and the last day
AFTER = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
DESIGN = {
    "title": "Wijkbudget Lindekwartier", "municipality": PLACE, "areas": "GM9001 WK900101",
    "question": "Wat maakt de wijk beter?", "negotiable": "Alles op straat.", "fixed": "Het bedrag.",
    "decides": "Bewoners kiezen.", "powers": "Staat per fase.", "consultation": "Twee keer.",
    "groups": "Jongeren.", "budget_line": "4.000 euro", "contact": "Wijkregisseur",
    "begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
}  # fmt: skip
RULES = {
    "title": "Wijkbudget 2026", "amount": 60_000_00, "goals": "Groen.", "spread": "",
    "voters": "iedereen", "kind": "approval", "most": 2, "utility": "cost", "completion": "budget",
    "least_support": 0, "opens_on": date(2026, 4, 1), "closes_on": date(2026, 4, 21),
    "unspent": "Volgend jaar.",
}  # fmt: skip
Wants = Callable[..., "StepCommand"]


def numbers(budget: Budget) -> dict[str, str]:
    """The number of each project, by its title."""
    return {title: str(pk) for pk, title in budget.projects.values_list("pk", "title")}
