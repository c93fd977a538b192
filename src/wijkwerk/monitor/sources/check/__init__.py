"""Every problem of a source folder in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wijkwerk.monitor.sources.check.observations import check_observations
from wijkwerk.monitor.sources.check.small_tables import check_small_tables
from wijkwerk.monitor.sources.read import read_source
from wijkwerk.shared.problems import InputError, Problem

__all__ = ["check_source"]


def check_source(folder: Path) -> list[Problem]:
    """All problems of ``folder``, errors and warnings, sorted by file and line.

    When a table can't be read at all, only what keeps it from being read is told: the rest would be
    noise that follows from it. Observations are checked where they lie, never loaded whole.
    """
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        try:
            source = read_source(folder, workspace)
        except InputError as wrong:
            return sorted(wrong.problems, key=_place)
        problems = [*check_small_tables(source), *check_observations(source, workspace)]
    return sorted(problems, key=_place)


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return (problem.file, problem.line or 0, problem.column or "", problem.code)
