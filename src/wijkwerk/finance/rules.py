"""Reads ``finance.toml``: the steps of finance."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wijkwerk.workflow.api import Machines, read_table

FILE = Path(__file__).with_name("finance.toml")
MACHINES = ("analysis", "ledger")
CONDITIONS = ("not_own",)


@cache
def machines() -> Machines:
    """The steps, read once. Raises InputError with every fault of the table."""
    table = read_table(FILE, MACHINES, CONDITIONS)
    table.settle()
    return table.machines
