"""Reads every capability's ``roles.toml``: which roles there are and what each may do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.access.core.roles import Role, Rules
from wijkwerk.registry.discovery import packages
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text, text_of
from wijkwerk.shared.toml_lines import lines_of, nearest_line

NAME = "roles.toml"
LAST = 1000  # the order of a file that gives none
_KINDS = ("places", "actions", "roles", "also")
_OWNED = ("places", "actions", "roles")
_KEYS = {"title", "may", "within", "second_factor"}
_WORDS = "a text in nl and one in en"


@cache
def rules() -> Rules:
    """The roles of every capability that is installed."""
    return read_rules(files())


def files() -> list[Path]:
    """The files of roles of the installed capabilities."""
    return [folder / NAME for folder in packages().values() if (folder / NAME).is_file()]


@dataclass(frozen=True)
class _File:
    """A file of roles as it stands."""

    name: str
    data: Mapping[str, Any]
    lines: Mapping[tuple[str | int, ...], int]

    @property
    def order(self) -> int:
        """Where its roles stand among those of other files."""
        return int(self.data.get("order", LAST))

    def problem(self, path: tuple[str, ...], code: str, expected: str, value: object) -> Problem:
        """Something wrong at a key."""
        shown = None if value is None else str(value)
        line = nearest_line(self.lines, path)
        return Problem(self.name, line, ".".join(path), code, shown, expected)

    def place(self, path: tuple[str, ...]) -> str:
        """Where a key stands, as designation/roles.toml:12."""
        return f"{self.name}:{nearest_line(self.lines, path)}"


def read_rules(paths: Iterable[Path]) -> Rules:
    """Roles, actions and kinds of places out of files, by the ``order`` that each gives.

    Under ``also`` a file lets roles of others do what it adds, as {"official": ["garden.dig"]}.
    Raises InputError with everything that is wrong in them, and every code that stands in two.
    """
    problems: list[Problem] = []
    read = []
    for path in paths:
        try:
            read.append(_read(path))
        except InputError as fault:
            problems += fault.problems
    read.sort(key=lambda file: file.order)
    owner: dict[tuple[str, str], _File] = {}
    for file in read:
        for kind in _OWNED:
            for code in _table(file, kind):
                if (kind, code) in owner:
                    first = owner[kind, code].place((kind, code))
                    problems.append(
                        file.problem(
                            (kind, code), "stands twice", f"a code other than {first}", code
                        )
                    )
                owner.setdefault((kind, code), file)
    words: dict[str, dict[str, Text]] = {"places": {}, "actions": {}}
    for kind, word in words.items():
        for (of, code), file in owner.items():
            if of == kind:
                text = text_of(_table(file, kind)[code])
                if text is None:
                    value = _table(file, kind)[code]
                    problems.append(file.problem((kind, code), "no words", _WORDS, value))
                else:
                    word[code] = text
    known = {kind: {code for of, code in owner if of == kind} for kind in words}
    roles: dict[str, Role] = {}
    for (of, code), file in owner.items():
        if of == "roles":
            role, wrong = _role(file, code, known["places"], known["actions"])
            problems += wrong
            if role is not None:
                roles[code] = role
    for file in read:
        problems += _add(file, roles, {code for of, code in owner if of == "roles"})
    if problems:
        raise InputError(problems)
    return Rules(words["actions"], roles, words["places"])


def _read(path: Path) -> _File:
    # Every capability's file has the same name: its folder tells whose it is.
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        file = _File(name, tomllib.loads(text), lines_of(text))
    except (tomllib.TOMLDecodeError, UnicodeError) as fault:
        raise InputError.of(name, "can't be read", "TOML in UTF-8", value=str(fault)) from None
    problems = [
        file.problem((key,), "unknown key", "order, places, actions, roles or also", None)
        for key in sorted(set(file.data) - {"order", *_KINDS})
    ]
    problems += [
        file.problem((kind,), "no table", f"a table [{kind}]", file.data[kind])
        for kind in _KINDS
        if not isinstance(file.data.get(kind, {}), dict)
    ]
    if type(file.data.get("order", LAST)) is not int:
        problems.append(file.problem(("order",), "no number", "a whole number", file.data["order"]))
    if problems:
        raise InputError(problems)
    return file


def _table(file: _File, kind: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = file.data.get(kind, {})
    return table


def _role(
    file: _File, code: str, places: set[str], actions: set[str]
) -> tuple[Role | None, list[Problem]]:
    """A role, None when it has wrong keys or no title; and what is wrong with it."""
    path, role = ("roles", code), _table(file, "roles")[code]
    if not isinstance(role, dict) or set(role) != _KEYS:
        return None, [file.problem(path, "wrong keys", ", ".join(sorted(_KEYS)), None)]
    problems = []
    title, within, second = text_of(role["title"]), role["within"], role["second_factor"]
    may = role["may"] if isinstance(role["may"], list) else [role["may"]]
    if title is None:
        problems.append(file.problem((*path, "title"), "no words", _WORDS, role["title"]))
    if within not in ("", *places):
        expected = f"{', '.join(sorted(places))} or nothing"
        problems.append(file.problem((*path, "within"), "no such thing", expected, within))
    if not isinstance(second, bool):
        problems.append(
            file.problem((*path, "second_factor"), "no choice", "true or false", second)
        )
    problems += [
        file.problem((*path, "may"), "unknown action", "one that stands under actions", action)
        for action in may
        if action not in actions
    ]
    if title is None:
        return None, problems
    return Role(code, title, frozenset(map(str, may)), str(within), bool(second)), problems


def _add(file: _File, roles: dict[str, Role], known: set[str]) -> list[Problem]:
    """Let roles of other files do what stands under ``also``: actions of this file alone. Gives what is
    wrong with it."""
    problems = []
    own = set(_table(file, "actions"))
    for code, actions in _table(file, "also").items():
        path = ("also", code)
        listed = actions if isinstance(actions, list) else [actions]
        if code not in known or code in _table(file, "roles"):
            problems.append(file.problem(path, "unknown role", "a role of another file", code))
        problems += [
            file.problem(path, "unknown action", "one that stands under actions here", action)
            for action in listed
            if action not in own
        ]
        if code in roles:
            roles[code] = replace(roles[code], may=roles[code].may | set(map(str, listed)))
    return problems
