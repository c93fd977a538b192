"""Reads ``participation.toml``: the steps of participation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("participation.toml")
MACHINES = (
    "process",
    "budget",
    "project",
    "idea",
    "agreement",
    "summit",
    "demand",
    "surveymark",
    "turnout",
    "campaign",
    "pledge",
    "scheme",
    "grant",
    "challenge",
    "asset",
    "enterprise",
    "panel",
    "yardstick",
)
KINDS = ("idea", "question", "signal", "demand", "challenge", "grant")
CONDITIONS = (
    "has_phases", "checks_stand", "process_open", "has_candidates", "not_begun", "budget_draft",
    "fits_budget", "voting_not_over", "voting_begun", "voting_over", "paper_done", "other_member",
    "money_left", "not_rejected_yet", "not_public", "is_public", "from_residents",
    "from_organisation", "was_taken", "norm_complete", "not_past", "is_promise", "is_norm",
    "campaign_open", "campaign_not_over", "campaign_succeeds", "campaign_fails", "campaign_goes_on",
    "has_parts", "today_described", "was_granted", "money_in_hand", "may_be_public", "is_money", "is_need",
    "may_appeal", "appeal_waits", "other_than_withheld", "responsible_named", "author_joins", "author_missing",
    "not_joining_yet", "was_costed", "not_celebrated",
    "scheme_not_over", "all_settled", "fits_scheme", "is_small", "other_than_planner", "money_to_pay",
)  # fmt: skip
_DAYS = {"type": "integer", "minimum": 1, "maximum": 260}
_SETTINGS: dict[str, dict[str, Any]] = {
    "terms": {
        "type": "object",
        "additionalProperties": False,
        "required": [*KINDS],
        "properties": dict.fromkeys(KINDS, _DAYS),
    },
    "topic_terms": {"type": "object", "additionalProperties": _DAYS},
}


@dataclass(frozen=True)
class ParticipationRules:
    """The machines, and within how many working days each kind of idea gets its answer."""

    machines: Machines
    terms: Mapping[str, int]
    topic_terms: Mapping[str, int]

    def days(self, kind: str, topic: str = "") -> int:
        """Working days within which something gets its answer: by its topic, when that has a term."""
        return self.topic_terms.get(topic) or self.terms[kind]


@cache
def rules() -> ParticipationRules:
    """The rules that ship with Wijkwerk."""
    return read_rules(FILE)


def read_rules(path: Path) -> ParticipationRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS, _SETTINGS)
    table.settle()
    return ParticipationRules(
        table.machines, table.rest["terms"], table.rest.get("topic_terms", {})
    )


def machines() -> Machines:
    """The steps that ship with Wijkwerk."""
    return rules().machines
