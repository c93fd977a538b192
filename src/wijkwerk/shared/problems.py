"""What is wrong with an input, said so that the person who made it can mend it."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the job; a warning is reported and the job goes on; a note only tells how an
    input was understood."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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
        shown = "" if self.value is None else f" found {self.value!r};"
        hint = "" if self.suggestion is None else f" {self.suggestion}"
        return f"{place}: {self.code}:{shown} expected {self.expected}.{hint}"


class InputError(Exception):
    """The input is wrong (exit code 2). Carries every problem that was found.

    ``afterwards`` is what the command line says below them; '' for its own words, that nothing was written.
    """

    afterwards = ""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def of(
        cls,
        place: str,
        code: str,
        expected: str,
        *,
        value: str | None = None,
        suggestion: str | None = None,
    ) -> InputError:
        """The error of a single problem that isn't in a line or a column."""
        return cls([Problem(place, None, None, code, value, expected, suggestion)])


class TooSlowError(Exception):
    """An answer took longer, or more memory, than a visitor may ask of the site: ask again later."""


# What a storage medium refuses, and what helps: not a fault of ours, and not of the figures.
_STORAGE = {
    errno.ENOSPC: ("the disk is full", "free space", "Free some space, or take another folder."),
    errno.EDQUOT: (
        "the quota is used up",
        "free space",
        "Free some space, or take another folder.",
    ),
    errno.EFBIG: ("a file grew too large", "room for large files", "Take another folder."),
    errno.EROFS: ("the folder is read-only", "a folder that can be written", "Take another one."),
    errno.EACCES: ("no permission", "a folder that can be read and written", "Take another one."),
    errno.EPERM: ("no permission", "a folder that can be read and written", "Take another one."),
}
# Libraries wrap the system's refusal in errors of their own; its words remain.
_WORDS = {
    "no space left on device": errno.ENOSPC,
    "disk quota exceeded": errno.EDQUOT,
    "file too large": errno.EFBIG,
    "read-only file system": errno.EROFS,
    "permission denied": errno.EACCES,
}


def storage_error(fault: BaseException, place: str) -> InputError | None:
    """``fault`` as an InputError about ``place`` when the disk refused; None for any other fault.

    Looks at the whole chain of causes, since libraries raise their own errors for a full disk.
    """
    cause: BaseException | None = fault
    while cause is not None:
        number = cause.errno if isinstance(cause, OSError) else None
        if number not in _STORAGE:
            message = str(cause).lower()
            number = next((code for word, code in _WORDS.items() if word in message), None)
        if number is not None:
            code, expected, suggestion = _STORAGE[number]
            name = getattr(cause, "filename", None)
            return InputError.of(
                place,
                code,
                expected,
                value=None if name is None else str(name),
                suggestion=suggestion,
            )
        cause = cause.__cause__ or cause.__context__
    return None
