"""Reads every capability's ``roles.toml``: which roles there are and what each may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.access.core.roles import Role, Rules
from wijkwerk.config.api import TomlFile, read_toml, schema_document
from wijkwerk.registry.discovery import packages
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

NAME = "roles.toml"
LAST = 1000  # the order of a file that gives none
_OWNED = ("places", "actions", "roles")


@cache
def rules() -> Rules:
    """The roles of every capability that is installed."""
    return read_rules(files())


def files() -> list[Path]:
    """The files of roles of the installed capabilities."""
    return [folder / NAME for folder in packages().values() if (folder / NAME).is_file()]


def read_rules(paths: Iterable[Path]) -> Rules:
    """Roles, actions and kinds of places out of files, by the ``order`` that each gives.

    Under ``also`` a file lets roles of others do what it adds, as {"official": ["garden.dig"]}.
    Raises InputError with everything that is wrong in them, and every code that stands in two.
    """
    problems: list[Problem] = []
    read = []
    for path in paths:
        try:
            # Every capability's file has the same name: its folder tells whose it is.
            name = f"{path.parent.name}/{path.name}"
            read.append(read_toml(path, schema_document("wijkwerk.access", "roles"), name))
        except InputError as fault:
            problems += fault.problems
    read.sort(key=lambda file: int(file.document.get("order", LAST)))
    owner: dict[tuple[str, str], TomlFile] = {}
    for file in read:
        for kind in _OWNED:
            for code in _table(file, kind):
                first = owner.setdefault((kind, code), file)
                if first is not file:
                    expected = f"a code other than {first.name}:{first.line(kind, code)}"
                    problems.append(_problem(file, (kind, code), "stands twice", expected, code))
    actions, places = _labels(owner, "actions"), _labels(owner, "places")
    roles: dict[str, Role] = {}
    for (kind, code), file in owner.items():
        if kind == "roles":
            entry = _table(file, "roles")[code]
            problems += _faults(file, code, entry, set(places), set(actions))
            roles[code] = Role(
                code,
                Text(**entry["title"]),
                frozenset(entry["may"]),
                entry["within"],
                entry["second_factor"],
            )
    for file in read:
        problems += _add(file, roles)
    if problems:
        raise InputError(problems)
    return Rules(actions, roles, places)


def _table(file: TomlFile, kind: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = file.document.get(kind, {})
    return table


def _labels(owner: Mapping[tuple[str, str], TomlFile], wanted: str) -> dict[str, Text]:
    return {
        code: Text(**_table(file, kind)[code])
        for (kind, code), file in owner.items()
        if kind == wanted
    }


def _problem(
    file: TomlFile, path: tuple[str, ...], code: str, expected: str, value: str
) -> Problem:
    return Problem(file.name, file.line(*path), ".".join(path), code, value, expected)


def _faults(
    file: TomlFile, code: str, entry: Mapping[str, Any], places: set[str], actions: set[str]
) -> Iterator[Problem]:
    """What a role names that isn't there."""
    path = ("roles", code)
    if entry["within"] not in ("", *places):
        expected = f"{', '.join(sorted(places))} or nothing"
        yield _problem(file, path, "no such place", expected, entry["within"])
    for action in entry["may"]:
        if action not in actions:
            expected = "one that stands under actions"
            yield _problem(file, (*path, "may"), "unknown action", expected, action)


def _add(file: TomlFile, roles: dict[str, Role]) -> Iterator[Problem]:
    """Let roles of other files do what stands under ``also``: actions of this file alone. Gives what
    is wrong with it."""
    for code, actions in _table(file, "also").items():
        path = ("also", code)
        if code not in roles or code in _table(file, "roles"):
            yield _problem(file, path, "unknown role", "a role of another file", code)
        for action in actions:
            if action not in _table(file, "actions"):
                expected = "one that stands under actions here"
                yield _problem(file, path, "unknown action", expected, action)
        if code in roles:
            roles[code] = replace(roles[code], may=roles[code].may | set(actions))
