"""Reads ``participation.toml``: the steps of participation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("participation.toml")
MACHINES = ("process", "budget", "project")
CONDITIONS = (
    "has_phases", "checks_stand", "process_open", "has_candidates", "not_begun", "budget_draft",
    "fits_budget", "voting_not_over", "voting_begun", "voting_over", "paper_done", "other_member",
    "money_left", "not_rejected_yet",
)  # fmt: skip


@cache
def machines() -> Machines:
    """The steps that ship with Wijkwerk. Raises InputError with everything that is wrong in the file."""
    table = read_table(FILE, MACHINES, CONDITIONS)
    table.settle()
    return table.machines
