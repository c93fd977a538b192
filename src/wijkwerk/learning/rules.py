"""Reads ``learning.toml``: the steps of learning."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("learning.toml")
MACHINES = ("advice", "recommendation", "barrier", "practice", "visitround", "visit")
CONDITIONS = (
    "advice_draft", "advice_published", "has_recommendations", "not_over", "not_owner", "ordinary", "priority",
    "second_person", "others_letter", "has_answer", "has_body", "not_writer", "round_going", "has_pool", "has_visits",
    "all_answered", "has_committee", "has_findings", "not_city", "others_use",
    "has_texts",
)  # fmt: skip


@cache
def machines() -> Machines:
    """The steps, read once. Raises InputError with every fault of the table."""
    table = read_table(FILE, MACHINES, CONDITIONS)
    table.settle()
    return table.machines
