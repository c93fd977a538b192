"""The funnels that were published (``data/funnels.toml``), with what doesn't add up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.casework.core.funnel import Gap, Step, gaps

_FILE = Path(__file__).parent / "data" / "funnels.toml"


@dataclass(frozen=True)
class Funnel:
    """A funnel in a language: the code of a step is its name there."""

    title: str
    source: str
    steps: Sequence[Step]

    @property
    def gaps(self) -> list[Gap]:
        """Where it doesn't close."""
        return gaps(self.steps)


@cache
def published(language: str) -> Mapping[str, Funnel]:
    """Every shipped funnel in a language, by its id."""
    return {
        table["id"]: Funnel(
            table["title"][language],
            table["source"],
            [_step(step, language) for step in table["step"]],
        )
        for table in tomllib.loads(_FILE.read_text("utf-8"))["funnel"]
    }


def _step(table: Mapping[str, Any], language: str) -> Step:
    lost = {row["name"][language]: row["number"] for row in table.get("lost", [])}
    return Step(table["name"][language], table.get("number"), table.get("target"), lost)
