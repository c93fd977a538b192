"""The calculator: the cheapest plan of a simple question, by a process of its own that is stopped
when it takes too long.

The solver would stay in a worker's memory, and writes where it shouldn't; a process that ends gives
everything back. Nothing of a question is kept but its answer, for a while, in this worker.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from wijkwerk.shared.problems import TooSlowError

SECONDS = 15  # of the process; a question of this size takes less than two
WAIT = 8  # seconds that a visitor waits for a turn
_lock = threading.Lock()


@dataclass(frozen=True)
class Way:
    """A method: how many dwellings a year, at how many euros each (below 0: it brings in)."""

    method: str
    a_year: int
    cost: int


@dataclass(frozen=True)
class Question:
    """So many dwellings, of which so many are social family ones; the share to reach, in percent,
    by the end of the last of ``years`` years from ``start``."""

    all: int
    family: int
    share: float
    start: int
    years: int
    ways: tuple[Way, ...]


def answer(question: Question) -> dict[str, Any]:
    """The plan, or why there is none, in both languages. Raises TooSlowError."""
    asked = json.dumps(asdict(question), sort_keys=True)
    key = f"housing-{hashlib.sha256(asked.encode()).hexdigest()}"
    known: dict[str, Any] | None = cache.get(key)
    if known is not None:
        return known
    # One at a time: however many ask, the machine has its hands free for the other pages.
    if not _lock.acquire(timeout=WAIT):
        raise TooSlowError("the calculator")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "wijkwerk.designation.housing_question"],
            input=asked, text=True, check=True, timeout=SECONDS, capture_output=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise TooSlowError("the calculator") from late
    finally:
        _lock.release()
    found: dict[str, Any] = json.loads(done.stdout)
    cache.set(key, found)
    return found
