"""The values of a document: each kind of column, and what it takes."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from wijkwerk.programme.exchange.tables import Column, Table, states

_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no text of people; XML can't hold them
_LARGEST = 1e15


def nothing(column: Column) -> Any:
    """What an empty column holds in the database."""
    return {"text": "", "code": "", "choice": "", "state": "", "codes": [], "refs": [],
            "flag": False, "whole": 0, "json": []}.get(column.kind)  # fmt: skip


def value_of(table: Table, column: Column, value: Any) -> Any:
    """The value as the database takes it; ValueError with what is wrong."""
    kind = column.kind
    if kind in ("number", "money", "whole"):
        return _number(column, value)
    if kind == "flag":
        if value is not True:
            raise ValueError("neither true nor false")
        return True
    if kind in ("codes", "refs"):
        if not isinstance(value, list) or len(value) > 5000:
            raise ValueError("no list of codes")
        found = [_text(one, column.most) for one in value]
        if len(set(found)) < len(found) or any(";" in one for one in found):
            raise ValueError("a code twice, or with ';' in it")
        return found
    if kind == "json":
        if not isinstance(value, dict | list):
            raise ValueError("no object or list")
        return value
    text = _text(value, 60 if kind in ("ref", "object") else column.most)
    if kind == "code" and not _CODE.fullmatch(text):
        raise ValueError("no code")
    if kind == "choice" and text not in column.choices:
        raise ValueError("unknown choice")
    if kind == "state" and text not in states(table.machine):
        raise ValueError("unknown state")
    if kind == "day":
        return _day(text)
    if kind == "moment":
        return _moment(text)
    return text


def _number(column: Column, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) > _LARGEST:
        raise ValueError("no number that can be kept")
    if column.kind == "whole":
        if value != int(value) or not 0 <= value <= column.most:
            raise ValueError("no whole number that fits")
        return int(value)
    if column.kind == "money":
        amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if amount != round(amount, 2) or abs(amount) >= 10**12:
            raise ValueError("no amount in euros and cents")
        return amount
    if column.name in ("error", "baseline_error") and value < 0:
        raise ValueError("below zero")
    return float(value)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    if len(value) > most:
        raise ValueError(f"longer than {most} signs")
    if _UNSEEN.search(value):
        raise ValueError("signs that can't be seen")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("half a sign") from None
    return value


def _day(text: str) -> date:
    found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    if found is None:
        raise ValueError("no day")
    return found


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError("no time zone")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError("no moment") from None


def expected(table: Table, column: Column) -> str:
    """What a column takes, in words."""
    return {
        "text": f"a text of at most {column.most} signs",
        "code": "small letters, digits and hyphens",
        "day": "a day as 2026-01-31",
        "moment": "a moment as 2026-01-31T12:00:00Z",
        "number": "a number",
        "whole": f"a whole number from 0 to {column.most}",
        "money": "euros with at most two decimals",
        "flag": "true, or nothing",
        "codes": "a list of codes",
        "choice": " or ".join(column.choices),
        "state": " or ".join(states(table.machine)) if column.kind == "state" else "",
        "json": "an object or a list",
        "ref": f"a key of {column.to}",
        "refs": f"keys of {column.to}",
        "object": "a key of what the step is about",
    }[column.kind]
