"""Reads ``participation.toml``: the steps of participation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("participation.toml")
MACHINES = ("process", "budget", "project", "idea", "agreement", "turnout", "campaign", "pledge")
KINDS = ("idea", "question", "signal")
CONDITIONS = (
    "has_phases", "checks_stand", "process_open", "has_candidates", "not_begun", "budget_draft",
    "fits_budget", "voting_not_over", "voting_begun", "voting_over", "paper_done", "other_member",
    "money_left", "not_rejected_yet", "not_public", "is_public", "from_residents",
    "from_organisation", "was_taken", "norm_complete", "not_past", "is_promise", "is_norm",
    "campaign_open", "campaign_not_over", "campaign_succeeds", "campaign_fails", "campaign_goes_on",
    "money_in_hand", "is_money", "is_need",
)  # fmt: skip
_TERMS = {
    "type": "object",
    "additionalProperties": False,
    "required": [*KINDS],
    "properties": {kind: {"type": "integer", "minimum": 1, "maximum": 260} for kind in KINDS},
}


@dataclass(frozen=True)
class ParticipationRules:
    """The machines, and within how many working days each kind of idea gets its answer."""

    machines: Machines
    terms: Mapping[str, int]


@cache
def rules() -> ParticipationRules:
    """The rules that ship with Wijkwerk."""
    return read_rules(FILE)


def read_rules(path: Path) -> ParticipationRules:
    """The rules out of a file. Raises InputError with everything that is wrong in it."""
    table = read_table(path, MACHINES, CONDITIONS, {"terms": _TERMS})
    table.settle()
    return ParticipationRules(table.machines, table.rest["terms"])


def machines() -> Machines:
    """The steps that ship with Wijkwerk."""
    return rules().machines
