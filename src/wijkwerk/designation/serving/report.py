"""The PDF of a list and year: made once, then kept. The list's tables don't stay in a worker either."""

from __future__ import annotations

import json
from pathlib import Path

from wijkwerk.designation.serving.library import ListServing
from wijkwerk.publication.api import made_once


def report_of(serving: ListServing, year: int, language: str) -> Path:
    """The file with the PDF, as things were decided by now. Raises TooSlowError when making it takes
    too long."""
    stamp = serving.decisions.stamp
    name = f"{year}.{language}.{stamp}.pdf" if stamp else f"{year}.{language}.pdf"
    path = serving.serving / "reports" / name
    request = {
        "decisions": [decision.as_plain() for decision in serving.decisions.of_year.values()],
        "draft": year in serving.decisions.drafts,
    }
    made_once(
        path,
        "wijkwerk.designation.lists.report.write",
        str(serving.found.path),
        str(year),
        language,
        str(path),
        stdin=json.dumps(request).encode(),
    )
    return path
