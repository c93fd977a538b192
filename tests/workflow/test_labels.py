"""Every refusal that a service speaks of has a label in the table of its capability."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from wijkwerk.designation import nominating
from wijkwerk.designation.procedure_rules import procedure_rules
from wijkwerk.programme.rules import programme_rules
from wijkwerk.workflow.api import Machines

SOURCES = Path(__file__).resolve().parents[2] / "src" / "wijkwerk"


def refusals_in(tree: ast.AST) -> Iterator[str]:
    """The codes that a module raises TransitionNotAllowed with, written there as text."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "TransitionNotAllowed"
        ):
            built = {
                part
                for one in ast.walk(node)
                if isinstance(one, ast.JoinedStr)
                for part in ast.walk(one)
            }
            for inner in ast.walk(node):
                text = isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                if text and inner not in built:
                    yield inner.value


@pytest.mark.parametrize(
    ("room", "tables", "least"),
    [
        ("programme", (programme_rules().machines,), 40),
        ("designation", (procedure_rules().machines, nominating.machines()), 4),
    ],
)
def test_every_refusal_has_a_label(room: str, tables: tuple[Machines, ...], least: int) -> None:
    spoken = {
        (path.name, why)
        for path in (SOURCES / room).rglob("*.py")
        for why in refusals_in(ast.parse(path.read_text("utf-8")))
    }
    assert len(spoken) >= least, "they are found at all"
    labels = {code for machines in tables for code in machines.labels.refusals}
    assert not {refusal for refusal in spoken if refusal[1] not in labels}
