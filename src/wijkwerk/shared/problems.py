"""What is wrong with an input, said so that the person who made it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the job; a warning is reported and the job goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in an input: where it is, what stands there, what is expected, what to do."""

    file: str
    line: int | None
    column: str | None
    code: str
    value: str | None
    expected: str
    suggestion: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
        if self.column is not None:
            place += f" [{self.column}]"
        found = "" if self.value is None else f" found {self.value!r};"
        hint = "" if self.suggestion is None else f" {self.suggestion}"
        return f"{place}: {self.code}:{found} expected {self.expected}.{hint}"


class InputError(Exception):
    """The input is wrong (exit code 2). Carries every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
