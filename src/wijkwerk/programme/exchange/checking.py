"""Is a document one of a programme? Every table, row and value of it, and how they hang together."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from wijkwerk.programme.exchange.export import Document, Row, empty
from wijkwerk.programme.exchange.reading import Sent
from wijkwerk.programme.exchange.tables import (
    CONTENTS,
    FORMAT,
    OF_MACHINE,
    PROGRAMME,
    TABLES,
    VERSION,
    Column,
    Table,
    states,
)
from wijkwerk.shared.problems import InputError, Problem

_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no text of people; XML can't hold them
_MOST_PROBLEMS = 500
_LARGEST = 1e15
_HEAD = ("format", "version", "contents", "programme")


@dataclass(frozen=True)
class Checked:
    """A document that is right in itself: values as the database takes them, refs still as keys."""

    sent: Sent
    contents: str
    tables: dict[str, list[Row]]  # 'programme' with its one row among them
    at: dict[tuple[str, str], int]  # where a key stands


def check(sent: Sent) -> Checked:
    """The document, or InputError with everything that is wrong in it."""
    return _Checker(sent).whole()


class _Checker:
    def __init__(self, sent: Sent) -> None:
        self.sent, self.problems = sent, list[Problem]()
        self.keys: dict[tuple[str, str], int] = {}

    def wrong(
        self, table: str, number: int | None, column: str | None, what: str, expected: str,
        value: object = None, hint: str | None = None,
    ) -> None:  # fmt: skip
        """Keep a fault."""
        file, line, place = self.sent.place(table, number, column)
        shown = None if value is None else str(value)[:100]
        self.problems.append(Problem(file, line, place, what, shown, expected, hint))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise InputError(self.problems)

    def whole(self) -> Checked:
        """Everything, in the order in which a reader can mend it."""
        told = self.sent.told
        self._head(told)
        found: dict[str, list[Row]] = {}
        for table in (PROGRAMME, *TABLES):
            rows = told.get(table.name, [])
            if table is PROGRAMME:
                rows = [rows]
            if not isinstance(rows, list):
                self.wrong(table.name, None, None, "no table", "a list of rows")
                rows = []
            found[table.name] = [self._row(table, at, row) for at, row in enumerate(rows)]
        if self.problems:
            raise InputError(self.problems)
        for table in TABLES:
            self._references(table, found[table.name])
        self._same(found)
        self._together(found)
        if self.problems:
            raise InputError(self.problems)
        return Checked(self.sent, str(told["contents"]), found, self.keys)

    def _head(self, told: Document) -> None:
        if told.get("format") != FORMAT:
            self.wrong("format", None, None, "no programme", repr(FORMAT), told.get("format"))
            raise InputError(self.problems)
        if told.get("version") != VERSION:
            self.wrong("version", None, None, "another version", str(VERSION), told.get("version"),
                       "Read it with the Wijkwerk that wrote it, and export it again.")  # fmt: skip
            raise InputError(self.problems)
        if told.get("contents") not in CONTENTS:
            self.wrong("contents", None, None, "unknown", " or ".join(CONTENTS),
                       told.get("contents"))  # fmt: skip
        known = {*_HEAD, *(one.name for one in TABLES)}
        for name in told.keys() - known:
            self.wrong("", None, str(name)[:60], "unknown table", ", ".join(sorted(known)))

    def _row(self, table: Table, at: int, row: Any) -> Row:
        place = None if table is PROGRAMME else at
        if not isinstance(row, dict):
            self.wrong(table.name, place, None, "no row", "an object with columns")
            return {}
        names = {one.name for one in table.columns} | ({"key"} if table.prefix else set())
        for name in row.keys() - names:
            self.wrong(table.name, place, str(name)[:60], "unknown column",
                       ", ".join(sorted(names)))  # fmt: skip
        made: Row = {}
        for column in table.columns:
            value = row.get(column.name)
            if empty(value):
                if column.needed:
                    self.wrong(table.name, place, column.name, "is empty", _expected(table, column))
                made[column.name] = _nothing(column)
                continue
            try:
                made[column.name] = _value(table, column, value)
            except ValueError as fault:
                self.wrong(table.name, place, column.name, str(fault) or "wrong value",
                           _expected(table, column), value)  # fmt: skip
        if table.prefix:
            self._key(table, at, row.get("key"))
            made["key"] = row.get("key")
        return made

    def _key(self, table: Table, at: int, key: Any) -> None:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            self.wrong(table.name, at, "key", "no key", "letters, digits, '_', '.' and '-', as "
                       f"{table.prefix}1", key)  # fmt: skip
        elif (table.name, key) in self.keys:
            self.wrong(table.name, at, "key", "stands twice", "each key once in a table", key)
        else:
            self.keys[table.name, key] = at

    def _references(self, table: Table, rows: list[Row]) -> None:
        columns = [one for one in table.columns if one.kind in ("ref", "refs", "object")]
        for at, row in enumerate(rows):
            for column in columns:
                to = column.to
                if column.kind == "object":
                    to = OF_MACHINE.get(row["machine"], "")
                    if not to:
                        self.wrong(table.name, at, "machine", "unknown machine",
                                   ", ".join(OF_MACHINE), row["machine"])  # fmt: skip
                        continue
                    if to == "programme" and row["object"] == "programme":
                        continue
                told = row[column.name]
                for key in [told] if isinstance(told, str) else told or []:
                    if (to, key) not in self.keys:
                        self.wrong(table.name, at, column.name, "refers to nothing",
                                   f"a key of {to}", key)  # fmt: skip
                    elif to == table.name and column.name != "merged_into" and (
                        self.keys[to, key] >= at
                    ):  # fmt: skip
                        self.wrong(table.name, at, column.name, "refers forward",
                                   "a row that stands before this one", key)  # fmt: skip

    def _same(self, found: dict[str, list[Row]]) -> None:
        """What may stand there once stands there once."""
        for table in TABLES:
            if table.name in ("steps", "reports", "marks", "proposals", "obligations",
                              "action_steps", "measurements", "letters"):  # fmt: skip
                continue  # these may be alike
            seen: dict[tuple[Any, ...], int] = {}
            for at, row in enumerate(found[table.name]):
                own = tuple(row[name] for name in table.same)
                if own in seen:
                    self.wrong(table.name, at, table.same[-1], "stands twice",
                               f"each {', '.join(table.same)} once", own[-1])  # fmt: skip
                seen.setdefault(own, at)

    def _together(self, found: dict[str, list[Row]]) -> None:
        """What no single value shows."""
        whole = found["programme"][0]
        if whole["ends_on"] <= whole["begins_on"]:
            self.wrong("programme", None, "ends_on", "too early", "a day after begins_on",
                       whole["ends_on"])  # fmt: skip
        numbers: dict[str, list[int]] = {}
        for at, row in enumerate(found["paths"]):
            numbers.setdefault(row["target"], []).append(row["number"])
            if (row["value"] is None) == (row["reference"] == ""):
                self.wrong("paths", at, "value", "no target", "a value, or else a reference")
            if row["due_on"] <= row["baseline_on"]:
                self.wrong("paths", at, "due_on", "too early", "a day after baseline_on",
                           row["due_on"])  # fmt: skip
        for at, row in enumerate(found["targets"]):
            if (
                sorted(numbers.get(row["key"], []))
                != list(range(1, len(numbers.get(row["key"], [])) + 1))
                or row["key"] not in numbers
            ):
                self.wrong("targets", at, "key", "has no whole path",
                           "paths numbered from 1, the original first", row["key"])  # fmt: skip
        for at, row in enumerate(found["plans"]):
            if row["last_year"] < row["first_year"]:
                self.wrong("plans", at, "last_year", "too early", "first_year or later",
                           row["last_year"])  # fmt: skip
        open_seats: set[str] = set()
        for at, row in enumerate(found["seats"]):
            if row["last_day"] is None:
                if row["domain"] in open_seats:
                    self.wrong("seats", at, "last_day", "a second one at a time",
                               "one representative of a domain", row["domain"])  # fmt: skip
                open_seats.add(row["domain"])


def _nothing(column: Column) -> Any:
    return {"text": "", "code": "", "choice": "", "state": "", "codes": [], "refs": [],
            "flag": False, "whole": 0, "json": []}.get(column.kind)  # fmt: skip


def _value(table: Table, column: Column, value: Any) -> Any:
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


def _expected(table: Table, column: Column) -> str:
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
