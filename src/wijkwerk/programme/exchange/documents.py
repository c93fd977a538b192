"""A document as somebody sent it, unchecked; and one in JSON. Whatever is in it, it can't take more
room than a programme, nor run anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.shared.problems import InputError, Problem

DEEPEST = 20  # objects within objects
MOST_ROWS = 200_000  # in all tables together


@dataclass(frozen=True)
class Sent:
    """A document as it was sent, unchecked. ``place(table, number of the row from 0, column)`` says
    where that stands: a file, a line and a column, as a Problem has them."""

    told: dict[str, Any]
    file: str
    place: Callable[[str, int | None, str | None], tuple[str, int | None, str | None]]


def read_json(data: bytes, name: str) -> Sent:
    """The document in JSON. Raises InputError."""
    try:
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as fault:
        fault_text = _("too many brackets") if isinstance(fault, RecursionError) else str(fault)
        raise InputError(
            [
                Problem(
                    name,
                    getattr(fault, "lineno", None),
                    None,
                    _("can’t be read"),
                    fault_text[:200],
                    _("JSON in UTF-8, as an export gives"),
                )
            ]
        ) from None
    if _deeper(document, DEEPEST):
        raise InputError.of(
            name, _("too deep"), _("at most %(n)s objects within each other") % {"n": DEEPEST}
        )
    half = _half(document, "$")
    if half is not None:
        raise InputError(
            [
                Problem(
                    name, None, half, _("an incomplete character"), None, _("complete characters")
                )
            ]
        )
    if not isinstance(document, dict):
        raise InputError.of(name, _("no programme"), _("an object with the tables of a programme"))
    rows = sum(len(table_rows) for table_rows in document.values() if isinstance(table_rows, list))
    if rows > MOST_ROWS:
        raise InputError.of(
            name,
            _("too many rows"),
            _("at most %(n)s") % {"n": f"{MOST_ROWS:,}"},
            value=f"{rows:,}",
        )

    def place(
        table: str, number: int | None, column: str | None
    ) -> tuple[str, int | None, str | None]:
        path = f"$.{table}" if table else "$"
        path += "" if number is None else f"[{number}]"
        return name, None, path + (f".{column}" if column else "")

    return Sent(document, name, place)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise ValueError(
                _("the name %(name)s stands twice in an object") % {"name": _whole(name)[:60]}
            )
        result[name] = value
    return result


def _no_number(text: str) -> float:
    raise ValueError(_("%(text)s is no number of JSON") % {"text": text})


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def _half(value: Any, place: str) -> str | None:
    """Where a sign stands of which JSON gives one half (a surrogate): no page, file or database can
    hold it. None: nowhere."""
    if isinstance(value, str):
        return None if _whole(value) == value else place
    if isinstance(value, list):
        inside = ((f"{place}[{at}]", member) for at, member in enumerate(value))
    elif isinstance(value, dict):
        if any(_whole(name) != name for name in value):
            return place
        inside = ((f"{place}.{name}", member) for name, member in value.items())
    else:
        return None
    return next((half for at, member in inside if (half := _half(member, at)) is not None), None)


def _deeper(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if left == 0:
        return True
    inside = value.values() if isinstance(value, dict) else value
    return any(_deeper(member, left - 1) for member in inside)
