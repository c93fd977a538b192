"""Every problem of a source folder in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from wijkwerk.monitor.sources.check.areas import check_areas
from wijkwerk.monitor.sources.check.context import check_context
from wijkwerk.monitor.sources.check.correspondence import check_correspondence
from wijkwerk.monitor.sources.check.definitions import check_definitions
from wijkwerk.monitor.sources.check.geometry import check_geometry
from wijkwerk.monitor.sources.check.observations import check_observations
from wijkwerk.monitor.sources.check.other_tables import check_other_tables
from wijkwerk.monitor.sources.check.postcodes import check_postcodes
from wijkwerk.monitor.sources.read import Reading, read_folder
from wijkwerk.monitor.sources.recipes.remarks import read_remarks
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

__all__ = ["check_reading", "check_source"]
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def check_source(folder: Path) -> list[Problem]:
    """All problems of ``folder``: errors, warnings and notes, sorted by file and line.

    What can't be read is told, and everything else is checked as far as it goes; what would only
    follow from another fault (areas that are unknown because the table of areas can't be read) is
    left out. Observations are checked where they lie, never loaded whole.
    """
    with tempfile.TemporaryDirectory(prefix="wijkwerk-check-") as scratch:
        workspace = Path(scratch)
        return check_reading(read_folder(folder, workspace), workspace)


def check_reading(reading: Reading, workspace: Path) -> list[Problem]:
    """All problems of what was read, with those of reading it; see ``check_source``."""
    problems = [
        *reading.problems,
        *read_remarks(reading.folder),
        *check_definitions(reading),
        *check_areas(reading),
        *check_other_tables(reading),
        *check_correspondence(reading),
        *check_geometry(reading),
        *check_context(reading),
        *check_postcodes(reading),
    ]
    try:
        broken = any(problem.severity is Severity.ERROR for problem in problems)
        problems += check_observations(reading, workspace, broken)
    except duckdb.Error as fault:
        # A file that changes while it is read, a full disk, too little memory.
        reason = printable(" ".join(str(fault).split()), 90)
        problems.append(
            Problem(
                "observations",
                None,
                None,
                "check broke off",
                reason,
                "enough memory and disk",
                "Check again; the observations have not been checked to their end.",
            )
        )
    return sorted(dict.fromkeys(problems), key=_place)


def _place(problem: Problem) -> tuple[str, int, int, str, str, str]:
    line = problem.line if problem.line is not None else 1 << 62
    severity = _ORDER[problem.severity]
    return (problem.file, line, severity, problem.column or "", problem.code, problem.value or "")
