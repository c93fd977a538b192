"""Reads ``roles.toml``: which roles there are and what each may do."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from wijkwerk.access.core.roles import KINDS, Role, Rules
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import text_of

FILE = Path(__file__).with_name("roles.toml")
_KEYS = {"title", "may", "within", "second_factor"}


@cache
def rules() -> Rules:
    """The roles that ship with Wijkwerk."""
    return read_rules(FILE)


def read_rules(path: Path) -> Rules:
    """Roles and actions out of a file. Raises InputError with everything that is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeError) as fault:
        raise InputError.of(str(path), "can't be read", "TOML in UTF-8", value=str(fault)) from None
    problems: list[Problem] = []

    def wrong(place: str, what: str, expected: str, value: object = None) -> None:
        shown = None if value is None else str(value)
        problems.append(Problem(path.name, None, place, what, shown, expected))

    for key in sorted(set(data) - {"actions", "roles"}):
        wrong(key, "unknown key", "actions or roles")
    actions, roles = data.get("actions", {}), data.get("roles", {})
    words = {code: text_of(value) for code, value in actions.items()}
    for code, text in words.items():
        if text is None:
            wrong(f"actions.{code}", "no words", "a text in nl and one in en", actions[code])
    made: dict[str, Role] = {}
    for code, role in roles.items():
        place = f"roles.{code}"
        if not isinstance(role, dict) or set(role) != _KEYS:
            wrong(place, "wrong keys", ", ".join(sorted(_KEYS)))
            continue
        title = text_of(role["title"])
        if title is None:
            wrong(f"{place}.title", "no words", "a text in nl and one in en", role["title"])
        if role["within"] not in ("", *KINDS):
            wrong(
                f"{place}.within", "no such thing", f"{', '.join(KINDS)} or nothing", role["within"]
            )
        if not isinstance(role["second_factor"], bool):
            wrong(f"{place}.second_factor", "no choice", "true or false", role["second_factor"])
        may = role["may"] if isinstance(role["may"], list) else [role["may"]]
        for action in may:
            if action not in actions:
                wrong(f"{place}.may", "unknown action", "one that stands under actions", action)
        if title is not None:
            made[code] = Role(
                code, title, frozenset(map(str, may)), str(role["within"]),
                bool(role["second_factor"]),
            )  # fmt: skip
    if problems:
        raise InputError(problems)
    return Rules({code: text for code, text in words.items() if text is not None}, made)
