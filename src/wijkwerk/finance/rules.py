"""Reads ``finance.toml``: the steps of finance."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("finance.toml")
MACHINES = ("analysis", "ledger", "agreement", "tranche")
CONDITIONS = (
    "not_own", "agreement_draft", "agreement_running", "agreement_begun", "has_goals", "adds_up", "verifier_outside",
    "all_settled", "not_over", "is_over", "outside_team", "not_own_terms", "effect_known", "other_than_released",
)  # fmt: skip


@cache
def machines() -> Machines:
    """The steps, read once. Raises InputError with every fault of the table."""
    table = read_table(FILE, MACHINES, CONDITIONS)
    table.settle()
    return table.machines
