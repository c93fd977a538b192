"""What several commands take in the same way, and how they say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wijkwerk.registry.language import in_language, notation
from wijkwerk.shared.problems import InputError

# A folder holds what was computed; decisions stand in the database of a site.
BY_RULE = "By the rule alone: what was decided about a list stands on the site."
SIGNS = {"entered": Text("+", style="green"), "left": Text("-", style="red")}


def plain_console() -> Console:
    """Colours nothing by itself, and takes no text (a name, a title) for mark-up."""
    return Console(highlight=False, emoji=False, markup=False)


def pairs(option: str, texts: Iterable[str], expected: str) -> dict[str, str]:
    """``['a=b']`` as ``{'a': 'b'}``; InputError when a part is missing or a name comes twice."""
    result: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise InputError.of(option, "malformed value", expected, value=text)
        if key.strip() in result:
            raise InputError.of(option, "given twice", "each name once", value=key.strip())
        result[key.strip()] = value.strip()
    return result


def number(option: str, name: str, text: str) -> float:
    """``text`` as a finite number; InputError otherwise."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e12:
        raise InputError.of(option, "malformed value", f"{name}= a number", value=text)
    return value


def table(*columns: str, numbers: Iterable[str] = ()) -> Table:
    """A plain table; columns (English, shown in the language of the command line) in ``numbers`` are aligned right."""
    plain_table = Table(box=None, header_style="bold", pad_edge=False)
    right = set(numbers)
    for column in columns:
        plain_table.add_column(in_language(column), justify="right" if column in right else "left")
    return plain_table


def shown(value: Any) -> str:
    """A number in few signs; a dash when there is none."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return notation(value, ",.0f" if abs(value) >= 1000 else ".3g")
    return str(value)
