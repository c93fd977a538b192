"""Reads frames of criteria: what a plan, a project or a programme is held against by several people.

Those that ship lie in data/frames; a frame that isn't sound stops the start, with everything that is
wrong in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wijkwerk.config.api import Document, TomlFile, read_toml, schema_document
from wijkwerk.programme.core.agreement import Level
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

SHIPPED = Path(__file__).parent / "data" / "frames"
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


@dataclass(frozen=True)
class Criterion:
    """What is scored: a name, and the question that a score answers; ``group`` holds some together. Each of
    its ``parts``, sub-questions, is answered apart; the criterion gets one score."""

    id: str
    name: Text
    question: Text
    group: Text | None = None
    parts: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Frame:
    """A frame: its criteria, and the words of each score from the lowest to the highest. One that is meant
    ``throughout`` is used again and again while the work goes on."""

    id: str
    title: Text
    about: Text
    source: Text
    level: Level
    lowest: int
    scale: tuple[Text, ...]
    criteria: tuple[Criterion, ...]
    throughout: bool

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
        try:
            result[path.stem] = _frame(path)
        except InputError as fault:
            problems += fault.problems
    if problems:
        raise InputError(problems)
    return result


def _frame(path: Path) -> Frame:
    if not _ID.fullmatch(path.stem):
        raise InputError.of(
            path.name, "no usable name of a file", "small letters, digits and hyphens"
        )
    file = read_toml(path, schema_document("wijkwerk.programme.data", "frame"))
    frame = file.document
    _each_id_once(file)
    return Frame(
        path.stem,
        Text(**frame["title"]),
        Text(**frame["about"]),
        Text(**frame["source"]),
        Level(frame["level"]),
        1,
        tuple(Text(**labels) for labels in frame["scale"]),
        tuple(map(_criterion, frame["criterion"])),
        frame.get("throughout", False),
    )


def _each_id_once(file: TomlFile) -> None:
    ids = [criterion["id"] for criterion in file.document["criterion"]]
    problems = []
    for identifier, times in sorted(Counter(ids).items()):
        if times > 1:
            again = len(ids) - 1 - ids[::-1].index(identifier)
            line = file.line("criterion", again, "id")
            problems.append(
                Problem(
                    file.name, line, "criterion", "stands there twice", identifier, "each id once"
                )
            )
    if problems:
        raise InputError(problems)


def _criterion(entry: Document) -> Criterion:
    group = Text(**entry["group"]) if "group" in entry else None
    parts = tuple(Text(**part) for part in entry.get("parts", ()))
    return Criterion(entry["id"], Text(**entry["name"]), Text(**entry["question"]), group, parts)
