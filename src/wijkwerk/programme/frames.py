"""Reads frames of criteria: what a plan, a project or a programme is held against by several people.

Those that ship lie in data/frames; a frame that isn't whole stops the start, with everything that is
wrong in it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.programme.core.agreement import Level
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

SHIPPED = Path(__file__).parent / "data" / "frames"
_KEYS = {"title", "about", "source", "level", "scale", "criterion"}
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class Criterion:
    """What is scored: a name, and the question that a score answers; ``group`` holds some together."""

    id: str
    name: Text
    question: Text
    group: Text | None = None


@dataclass(frozen=True)
class Frame:
    """A frame: its criteria, and the words of each score from the lowest to the highest."""

    id: str
    title: Text
    about: Text
    source: Text
    level: Level
    lowest: int
    scale: tuple[Text, ...]
    criteria: tuple[Criterion, ...]

    @property
    def highest(self) -> int:
        """The highest score."""
        return self.lowest + len(self.scale) - 1


@cache
def frames(folder: Path = SHIPPED) -> dict[str, Frame]:
    """The frames in ``folder`` by id, which is the name of the file. Raises InputError with all
    that is wrong in them."""
    problems: list[Problem] = []
    result = {}
    for path in sorted(folder.glob("*.toml")):
        made = _frame(path, problems)
        if made is not None:
            result[made.id] = made
    if problems:
        raise InputError(problems)
    return result


def _frame(path: Path, problems: list[Problem]) -> Frame | None:
    def wrong(place: str, what: str, expected: str, value: object = None) -> None:
        shown = None if value is None else str(value)
        problems.append(Problem(path.name, None, place, what, shown, expected))

    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        wrong("", "can't be read", "TOML in UTF-8", fault)
        return None
    before = len(problems)
    if not _ID.fullmatch(path.stem):
        wrong("", "no usable name of a file", "small letters, digits and hyphens", path.stem)
    if set(told) != _KEYS:
        wrong("", "wrong keys", ", ".join(sorted(_KEYS)), ", ".join(sorted(told)))
        return None

    def text(value: Any, place: str) -> Text:
        if (
            not isinstance(value, dict)
            or set(value) != {"nl", "en"}
            or not all(isinstance(one, str) and one.strip() for one in value.values())
        ):
            wrong(place, "no text in both languages", '{ nl = "…", en = "…" }', value)
            return Text("", "")
        return Text(value["nl"], value["en"])

    level = told["level"]
    if level not in set(Level):
        wrong("level", "unknown level", ", ".join(Level), level)
    scale, criteria = told["scale"], told["criterion"]
    if not isinstance(scale, list) or not 2 <= len(scale) <= 10:
        wrong("scale", "no scale", "two to ten scores in words, the lowest first")
        scale = []
    if not isinstance(criteria, list) or not criteria:
        wrong("criterion", "no criteria", "at least one [[criterion]]")
        criteria = []
    made = [
        _criterion(criterion, f"criterion {at}", text, wrong)
        for at, criterion in enumerate(criteria, 1)
    ]
    ids = [one.id for one in made]
    for one in sorted({identifier for identifier in ids if ids.count(identifier) > 1}):
        wrong("criterion", "stands there twice", "each id once", one)
    title, about, source = (text(told[name], name) for name in ("title", "about", "source"))
    words = tuple(text(one, f"scale {at}") for at, one in enumerate(scale, 1))
    if len(problems) > before:
        return None
    return Frame(path.stem, title, about, source, Level(level), 1, words, tuple(made))


def _criterion(told: Any, place: str, text: Any, wrong: Any) -> Criterion:
    if not isinstance(told, dict) or not {"id", "name", "question"} <= set(told) <= {
        "id",
        "name",
        "question",
        "group",
    }:
        wrong(place, "wrong keys", "id, name, question and perhaps group")
        return Criterion("", Text("", ""), Text("", ""))
    if not isinstance(told["id"], str) or not _ID.fullmatch(told["id"]):
        wrong(f"{place}.id", "no usable id", "small letters, digits and hyphens", told["id"])
    group = text(told["group"], f"{place}.group") if "group" in told else None
    return Criterion(
        str(told["id"]),
        text(told["name"], f"{place}.name"),
        text(told["question"], f"{place}.question"),
        group,
    )
