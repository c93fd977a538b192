"""How many problems of each severity, in words."""

from __future__ import annotations

import pytest

from wijkwerk.monitor.commands.source_check import _counted
from wijkwerk.shared.problems import Problem, Severity


def problems(severity: Severity, number: int) -> list[Problem]:
    return [Problem("a.csv", 1, None, "wrong", None, "right", severity=severity)] * number


@pytest.mark.parametrize(("number", "text"), [(0, "no errors"), (1, "1 error"), (10, "10 errors")])
def test_errors_are_counted_also_when_there_are_none(number: int, text: str) -> None:
    assert _counted(problems(Severity.ERROR, number)) == text


def test_warnings_and_notes_are_counted_when_there_are_some() -> None:
    found = [*problems(Severity.WARNING, 2), *problems(Severity.NOTE, 1)]
    assert _counted(found) == "no errors, 2 warnings, 1 note"
