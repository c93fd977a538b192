"""Projects that may do the same: the same goal in the same place and time, or nearly one name.

Nothing here compares all with all: only what shares a goal and an area, or a rare word, meets.
See docs/method/programme-portfolio.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from rapidfuzz import fuzz, process

NEARLY = 90.0  # from this likeness on (0-100) two names are nearly the same
_RARE = 60  # a word in more names than this says nothing
_NEIGHBOURS = 4  # names beside each other in the alphabet, forwards and backwards, are compared
_FAR_PAST, _FAR_AHEAD = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Running:
    """What has to be known of a project to see an overlap; no start or end: it always was."""

    id: str
    name: str
    goal: str | None
    areas: tuple[str, ...]
    starts: str | None
    ends: str | None


@dataclass(frozen=True, order=True)
class SamePlace:
    """Projects with one goal in one area of which the times hang together; ``at_once`` is how many
    of them ran at the same moment at most."""

    goal: str
    area: str
    projects: tuple[str, ...]
    at_once: int


@dataclass(frozen=True, order=True)
class SameName:
    """Projects that have the same name or nearly so, sorted."""

    projects: tuple[str, ...]


def same_place(projects: Iterable[Running]) -> tuple[SamePlace, ...]:
    """Groups of two or more, sorted by goal and area. The last day of one and the first of the next
    being the same day is an overlap."""
    places: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for project in projects:
        for area in set(project.areas) if project.goal is not None else ():
            span = (project.starts or _FAR_PAST, project.ends or _FAR_AHEAD, project.id)
            places[project.goal or "", area].append(span)
    groups_found = []
    for (goal, area), spans in places.items():
        group: list[tuple[str, str, str]] = []
        until = ""
        for span in [*sorted(spans), (_FAR_AHEAD + "x", "", "")]:
            if span[0] > until:
                if len(group) > 1:
                    ids = tuple(sorted(running[2] for running in group))
                    groups_found.append(SamePlace(goal, area, ids, _at_once(group)))
                group, until = [], ""
            group.append(span)
            until = max(until, span[1])
    return tuple(sorted(groups_found))


def _at_once(spans: Sequence[tuple[str, str, str]]) -> int:
    # A day that begins one and ends another has both: beginnings come first.
    turns = sorted([(span[0], 0) for span in spans] + [(span[1], 1) for span in spans])
    now = most = 0
    for _, end in turns:
        now += -1 if end else 1
        most = max(most, now)
    return most


def same_name(projects: Iterable[Running]) -> tuple[SameName, ...]:
    """Groups of two or more with nearly one name, sorted.

    Case, accents, signs and the order of words make no difference; other numbers do, since
    'phase 1' and 'phase 2' are meant to be two. Groups hang together: a is like b, b is like c.
    """
    called: dict[str, list[str]] = defaultdict(list)
    for project in projects:
        called[plain(project.name)].append(project.id)
    called.pop("", None)
    names = sorted(called)
    root = list(range(len(names)))
    for a, b in _alike(names):
        root[_top(root, a)] = _top(root, b)
    groups: dict[int, list[str]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[_top(root, number)] += called[name]
    return tuple(sorted(SameName(tuple(sorted(ids))) for ids in groups.values() if len(ids) > 1))


def plain(name: str) -> str:
    """The words of a name, without case, accents and signs, in the order of the alphabet."""
    bare = name.casefold()
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare)
        bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(sorted(re.findall(r"\w+", bare)))


def _alike(names: list[str]) -> Iterable[tuple[int, int]]:
    numbers_by_word: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for word in set(name.split()):
            numbers_by_word[word].append(number)
    digits = [tuple(sorted(re.findall(r"\d+", name))) for name in names]
    blocks = [those for those in numbers_by_word.values() if 1 < len(those) <= _RARE]
    for key in (lambda at: names[at], lambda at: names[at][::-1]):
        order = sorted(range(len(names)), key=key)
        blocks += [order[at : at + _NEIGHBOURS] for at in range(0, len(order), _NEIGHBOURS - 1)]
    for block in blocks:
        for a, b in _pairs([names[at] for at in block]):
            if digits[block[a]] == digits[block[b]]:
                yield block[a], block[b]


def _pairs(names: list[str]) -> Iterable[tuple[int, int]]:
    """Numbers of the names that are nearly the same."""
    if len(names) <= 6:  # a table costs more than it saves
        for a, b in combinations(range(len(names)), 2):
            if fuzz.ratio(names[a], names[b], score_cutoff=NEARLY):
                yield a, b
        return
    table = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=NEARLY, dtype=np.uint8)
    for a, b in np.argwhere(table).tolist():
        if a < b:
            yield a, b


def _top(root: list[int], at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = root[at]
    return at
