"""The calculator: the cheapest plan of a simple question, by a process of its own that is stopped
when it takes too long.

The solver would stay in a worker's memory, and writes where it shouldn't; a process that ends gives
everything back. Nothing of a question is kept but its answer, for a while, in this worker.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from wijkwerk.publication.api import Turns

SECONDS = 15  # of the process; a question of this size takes less than two
_turns = Turns("the calculator", SECONDS)


@dataclass(frozen=True)
class Way:
    """A method: how many dwellings a year, at how many euros each (below 0: it brings in)."""

    method: str
    a_year: int
    cost: int


@dataclass(frozen=True)
class Question:
    """So many dwellings, of which so many are social family ones; the share to reach, in percent,
    by the end of the last of ``years`` years from ``start``; ``aim``: cost, or displaced households."""

    all: int
    family: int
    share: float
    start: int
    years: int
    ways: tuple[Way, ...]
    aim: str = "cost"


def answer(question: Question) -> dict[str, Any]:
    """The plan, or why there is none, in both languages. Raises TooSlowError."""
    question_json = json.dumps(asdict(question), sort_keys=True)
    key = f"housing-{hashlib.sha256(question_json.encode()).hexdigest()}"
    cached: dict[str, Any] | None = cache.get(key)
    if cached is not None:
        return cached
    computed: dict[str, Any] = json.loads(
        _turns.run("wijkwerk.designation.housing_question", given=question_json.encode())
    )
    cache.set(key, computed)
    return computed
