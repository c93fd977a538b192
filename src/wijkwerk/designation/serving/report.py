"""The PDF of a list and year: made once, then kept. The list's tables don't stay in a worker either."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.designation.serving.library import ListServing
from wijkwerk.publication.api import made_once


def report_of(serving: ListServing, year: int, language: str) -> Path:
    """The file with the PDF. Raises TooSlowError when making it takes too long."""
    path = serving.serving / "reports" / f"{year}.{language}.pdf"
    made_once(path, "wijkwerk.designation.lists.report.write",
              str(serving.found.path), str(year), language, str(path))  # fmt: skip
    return path
