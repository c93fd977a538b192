"""Helpers of the checks: how much is told, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from wijkwerk.areas.api import suggest
from wijkwerk.shared.problems import Problem, Severity

MOST = 20  # problems of one kind that are told of one file


def near(value: str | None, names: Collection[str]) -> str | None:
    """'Did you mean …?' when something known is near, or None."""
    suggestion = suggest(value, names) if value else None
    return f"Did you mean {suggestion}?" if suggestion else None


def and_more(*parts: str | None) -> str | None:
    """Sentences in a row, or None when there are none."""
    return " ".join(part for part in parts if part) or None


def rows(count: int) -> str | None:
    """'It stands in 12 rows; this is the first.' for more than one row. None for one."""
    return f"It stands in {count:,} rows; this is the first." if count > 1 else None


class Limit:
    """Lets the first ``MOST`` problems of a kind through and counts the others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: Counter[tuple[str | None, str, Severity]] = Counter()

    def more(self, column: str | None, code: str, severity: Severity = Severity.ERROR) -> bool:
        """Counts one; whether it is to be told."""
        self._seen[column, code, severity] += 1
        return self._seen[column, code, severity] <= MOST

    def problem(
        self,
        line: int | None,
        column: str | None,
        code: str,
        value: str | None,
        expected: str,
        suggestion: str | None = None,
        *,
        among: Collection[str] = (),
        severity: Severity = Severity.ERROR,
    ) -> Iterator[Problem]:
        """Counts one, and gives it unless enough of its kind were told. What is meant is looked for ``among``
        names, then alone; the suggestion is for when nothing is near."""
        if self.more(column, code, severity):
            advice = near(value, among) or suggestion
            yield Problem(self._name, line, column, code, value, expected, advice, severity)

    def rest(self) -> Iterator[Problem]:
        """A line for each kind of which there were more."""
        for (column, code, severity), count in self._seen.items():
            if count > MOST:
                yield Problem(
                    self._name,
                    None,
                    column,
                    code,
                    f"{count:,} rows",
                    "none",
                    f"The first {MOST} of them are listed.",
                    severity,
                )
