"""Facts of small programmes, and what a letter says of them."""

from __future__ import annotations

from typing import Any

from wijkwerk.programme.letters.compose import compose
from wijkwerk.programme.letters.facts import Facts, TargetFact


def target(**more: Any) -> TargetFact:
    """A target that is half way."""
    told: dict[str, Any] = {
        "id": 1,
        "title": "Scholen",
        "pillar": "School",
        "unit": "scholen",
        "baseline": 0.0,
        "baseline_on": "2020-01-01",
        "value": 34.0,
        "reference": "",
        "due_on": "2030-01-01",
        "latest": 17.0,
        "latest_on": "2025-01-01",
        "share": 0.5,
        "answer": "on_course",
        "chance": 0.87,
    }
    return TargetFact(**(told | more))


def facts(**more: Any) -> Facts:
    """The facts of a small programme."""
    told: dict[str, Any] = {
        "programme": 7,
        "title": "Zuid",
        "begins_on": "2011-01-01",
        "ends_on": "2030-12-31",
        "since": "2025-01-01",
        "until": "2025-12-31",
        "day": "2026-03-02",
    }
    return Facts(**(told | more))


def said(found: Facts, part: str, language: Any = "nl", to: str = "council") -> list[str]:
    """The sentences of a part."""
    content = compose(found, to, language)
    return [s.text for one in content.parts if one.code == part for s in one.sentences]
