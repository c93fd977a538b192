"""The PDF of a list and year: made once, by a process of its own, then kept.

Typst and the list's tables would stay in a worker's memory; a process that ends gives it back.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from wijkwerk.designation.serving.library import ListServing
from wijkwerk.monitor.display import TooSlowError

SECONDS = 60
WAIT = 8  # seconds that a visitor waits for a turn; threads of a worker are few
# One at a time: however many ask, a machine makes one PDF and the others find it.
_lock = threading.Lock()


def report_of(serving: ListServing, year: int, language: str) -> Path:
    """The file with the PDF. Raises TooSlowError when making it takes too long."""
    path = serving.serving / "reports" / f"{year}.{language}.pdf"
    if path.exists():
        return path
    if not _lock.acquire(timeout=WAIT):
        raise TooSlowError("the PDF")
    try:
        if not path.exists():
            subprocess.run(  # noqa: S603  (no shell: our own module, checked values)
                [sys.executable, "-m", "wijkwerk.designation.lists.report.write",
                 str(serving.found.path), str(year), language, str(path)],
                check=True, timeout=SECONDS, capture_output=True,
            )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise TooSlowError("the PDF") from late
    finally:
        _lock.release()
    return path
