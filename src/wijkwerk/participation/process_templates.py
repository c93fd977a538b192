"""Ways of working of cities, as templates for a process: ``data/templates/*.toml``, in own words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from wijkwerk.shared.deadlines import months_later
from wijkwerk.shared.text import Text

FOLDER = Path(__file__).with_name("data") / "templates"


@dataclass(frozen=True)
class PhaseTemplate:
    """A phase that begins so many months after the process, and lasts so many."""

    title: str
    activity: str
    begins_after: int
    months: int

    def days(self, first: date) -> tuple[date, date]:
        """Its first and last day in a process that begins on ``first``."""
        last = months_later(first, self.begins_after + self.months) - timedelta(days=1)
        return months_later(first, self.begins_after), last


@dataclass(frozen=True)
class ProcessTemplate:
    """What a process can begin with: ``texts`` by field of the process, and phases."""

    key: str
    order: int
    name: Text
    about: Text
    texts: Mapping[str, str]
    phases: tuple[PhaseTemplate, ...]


@cache
def templates() -> dict[str, ProcessTemplate]:
    """Those that ship with Wijkwerk, by key, in their order."""
    all_templates = [_read(path) for path in FOLDER.glob("*.toml")]
    return {
        template.key: template
        for template in sorted(all_templates, key=lambda template: template.order)
    }


def _read(path: Path) -> ProcessTemplate:
    document = tomllib.loads(path.read_text("utf-8"))
    return ProcessTemplate(
        path.stem,
        document["order"],
        _both(document["name"]),
        _both(document["about"]),
        document["texts"],
        tuple(PhaseTemplate(**phase) for phase in document["phase"]),
    )


def _both(text: Mapping[str, str]) -> Text:
    return Text(nl=text["nl"], en=text["en"])
