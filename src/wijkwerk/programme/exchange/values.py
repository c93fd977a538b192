"""The values of a document: each kind of column, and what it takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.columns import LONGEST_TEXT, Column
from wijkwerk.programme.exchange.tables import Table, states
from wijkwerk.shared.lines import code_point, refused_in_line, refused_in_paragraphs

_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST = 1e15


def nothing(column: Column) -> Any:
    """What an empty column holds in the database."""
    return {
        "text": "",
        "code": "",
        "choice": "",
        "state": "",
        "codes": [],
        "refs": [],
        "flag": False,
        "whole": 0,
        "json": [],
    }.get(column.kind)


def value_of(table: Table, column: Column, value: Any) -> Any:
    """The value of one cell as the database takes it, by the kind of its ``column``; ValueError with what
    is wrong."""
    kind = column.kind
    if kind in ("number", "money", "whole"):
        return _number(column, value)
    if kind == "flag":
        if value is not True:
            raise ValueError(_("neither true nor false"))
        return True
    if kind in ("codes", "refs"):
        if not isinstance(value, list) or len(value) > 5000:
            raise ValueError(_("no list of codes"))
        result = [_text(member, column.most, line=True) for member in value]
        if len(set(result)) < len(result) or any(";" in member for member in result):
            raise ValueError(_("a code twice, or with ‘;’ in it"))
        return result
    if kind == "json":
        if not isinstance(value, dict | list):
            raise ValueError(_("no object or list"))
        _check_texts(value)
        return value
    text = _text(value, 60 if kind in ("ref", "object") else column.most, line=column.line)
    if kind == "code" and not _CODE.fullmatch(text):
        raise ValueError(_("no code"))
    if kind == "choice" and text not in column.choices:
        raise ValueError(_("unknown choice"))
    if kind == "state" and text not in states(table.machine):
        raise ValueError(_("unknown state"))
    if kind == "day":
        return _day(text)
    if kind == "moment":
        return _moment(text)
    return text


def _number(column: Column, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_("no number"))
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) > _LARGEST:
        raise ValueError(_("no number that can be kept"))
    if column.kind == "whole":
        if value != int(value) or not 0 <= value <= column.most:
            raise ValueError(_("no whole number that fits"))
        return int(value)
    if column.kind == "money":
        amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if amount != round(amount, 2) or abs(amount) >= 10**12:
            raise ValueError(_("no amount in euros and cents"))
        return amount
    if column.name in ("error", "baseline_error") and value < 0:
        raise ValueError(_("below zero"))
    return float(value)


def _text(value: Any, most: int, *, line: bool) -> str:
    if not isinstance(value, str):
        raise ValueError(_("no text"))
    if len(value) > most:
        raise ValueError(_("longer than %(n)s characters") % {"n": most})
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(_("an incomplete character")) from None
    refused = refused_in_line(value) if line else refused_in_paragraphs(value)
    if refused:
        raise ValueError(
            _("the character %(sign)s, which isn’t allowed here") % {"sign": code_point(refused)}
        )
    return value


def _check_texts(value: Any) -> None:
    """ValueError for a text within a value that no paper could show."""
    if isinstance(value, str):
        _text(value, LONGEST_TEXT, line=False)
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            _check_texts(member)


def _day(text: str) -> date:
    try:
        parsed = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        parsed = None
    if parsed is None:
        raise ValueError(_("no day"))
    return parsed


def _moment(text: str) -> datetime:
    try:
        parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
        moment = parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(_("no moment")) from None
    if parsed.tzinfo is None:
        raise ValueError(_("no time zone"))
    return moment


def one_of(choices: Iterable[str]) -> str:
    """Choices, in words."""
    return _(" or ").join(choices)


def a_key_of(table: str) -> str:
    """That a key of a table is expected."""
    return _("a key of %(table)s") % {"table": table}


def expected(table: Table, column: Column) -> str:
    """What a column takes, in words."""
    return {
        "text": _("a text of at most %(n)s characters") % {"n": column.most},
        "code": _("small letters, digits and hyphens"),
        "day": _("a day as 2026-01-31"),
        "moment": _("a moment as 2026-01-31T12:00:00Z"),
        "number": _("a number"),
        "whole": _("a whole number from 0 to %(n)s") % {"n": column.most},
        "money": _("euros with at most two decimals"),
        "flag": _("true, or nothing"),
        "codes": _("a list of codes"),
        "choice": one_of(column.choices),
        "state": one_of(states(table.machine)) if column.kind == "state" else "",
        "json": _("an object or a list"),
        "ref": a_key_of(column.to),
        "refs": _("keys of %(table)s") % {"table": column.to},
        "object": _("a key of what the step is about"),
    }[column.kind]
