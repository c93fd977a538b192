"""Is a document one of a programme? Every table, row and value of it, and how they hang together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.documents import Sent
from wijkwerk.programme.exchange.export import Document, Row, empty
from wijkwerk.programme.exchange.integrity_checks import IntegrityChecks
from wijkwerk.programme.exchange.tables import (
    CONTENTS,
    FORMAT,
    OF_MACHINE,
    PROGRAMME,
    TABLES,
    VERSION,
    Table,
)
from wijkwerk.programme.exchange.values import a_key_of, expected, nothing, one_of, value_of
from wijkwerk.shared.problems import InputError, Problem

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_MOST_PROBLEMS = 500
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
        self,
        table: str,
        number: int | None,
        column: str | None,
        what: str,
        expected: str,
        value: object = None,
        hint: str | None = None,
    ) -> None:
        """Keep a fault."""
        file, line, place = self.sent.place(table, number, column)
        shown = None if value is None else str(value)[:100]
        self.problems.append(Problem(file, line, place, what, shown, expected, hint))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise InputError(self.problems)

    def whole(self) -> Checked:
        """Everything, in the order in which a reader can mend it."""
        document = self.sent.told
        self._head(document)
        rows_by_table: dict[str, list[Row]] = {}
        for table in (PROGRAMME, *TABLES):
            rows = document.get(table.name, [])
            if table is PROGRAMME:
                rows = [rows]
            if not isinstance(rows, list):
                self.wrong(table.name, None, None, _("no table"), _("a list of rows"))
                rows = []
            rows_by_table[table.name] = [self._row(table, at, row) for at, row in enumerate(rows)]
        if self.problems:
            raise InputError(self.problems)
        for table in TABLES:
            self._references(table, rows_by_table[table.name])
        self._same(rows_by_table)
        IntegrityChecks(self.wrong, self.keys).check(rows_by_table)
        if self.problems:
            raise InputError(self.problems)
        return Checked(self.sent, str(document["contents"]), rows_by_table, self.keys)

    def _head(self, document: Document) -> None:
        if document.get("format") != FORMAT:
            self.wrong(
                "format", None, None, _("no programme"), repr(FORMAT), document.get("format")
            )
            raise InputError(self.problems)
        if document.get("version") != VERSION:
            self.wrong(
                "version",
                None,
                None,
                _("another version"),
                str(VERSION),
                document.get("version"),
                _("Read it with the Wijkwerk that wrote it, and export it again."),
            )
            raise InputError(self.problems)
        if document.get("contents") not in CONTENTS:
            self.wrong(
                "contents", None, None, _("unknown"), one_of(CONTENTS), document.get("contents")
            )
        known_names = {*_HEAD, *(table.name for table in TABLES)}
        for name in sorted(document.keys() - known_names):
            self.wrong("", None, str(name)[:60], _("unknown table"), ", ".join(sorted(known_names)))

    def _row(self, table: Table, at: int, row: Any) -> Row:
        place = None if table is PROGRAMME else at
        if not isinstance(row, dict):
            self.wrong(table.name, place, None, _("no row"), _("an object with columns"))
            return {}
        names = {column.name for column in table.columns} | ({"key"} if table.prefix else set())
        for name in sorted(row.keys() - names):
            self.wrong(
                table.name, place, str(name)[:60], _("unknown column"), ", ".join(sorted(names))
            )
        values: Row = {}
        for column in table.columns:
            value = row.get(column.name)
            if empty(value):
                if column.needed:
                    self.wrong(
                        table.name, place, column.name, _("is empty"), expected(table, column)
                    )
                values[column.name] = nothing(column)
                continue
            try:
                values[column.name] = value_of(table, column, value)
            except ValueError as fault:
                self.wrong(
                    table.name, place, column.name, str(fault), expected(table, column), value
                )
        if table.prefix:
            values["key"] = row.get("key", f"{table.prefix}~{at}" if table.keyless else None)
            if "key" in row or not table.keyless:
                self._key(table, at, row.get("key"))
        return values

    def _key(self, table: Table, at: int, key: Any) -> None:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            self.wrong(
                table.name,
                at,
                "key",
                _("no key"),
                _("letters, digits, ‘_’, ‘.’ and ‘-’, as %(example)s")
                % {"example": f"{table.prefix}1"},
                key,
            )
        elif (table.name, key) in self.keys:
            self.wrong(table.name, at, "key", _("stands twice"), _("each key once in a table"), key)
        else:
            self.keys[table.name, key] = at

    def _references(self, table: Table, rows: list[Row]) -> None:
        columns = [column for column in table.columns if column.kind in ("ref", "refs", "object")]
        for at, row in enumerate(rows):
            for column in columns:
                to = column.to
                if column.kind == "object":
                    to = OF_MACHINE.get(row["machine"], "")
                    if not to:
                        self.wrong(
                            table.name,
                            at,
                            "machine",
                            _("unknown machine"),
                            ", ".join(OF_MACHINE),
                            row["machine"],
                        )
                        continue
                    if to == "programme" and row["object"] == "programme":
                        continue
                reference = row[column.name]
                for key in [reference] if isinstance(reference, str) else reference or []:
                    if (to, key) not in self.keys:
                        self.wrong(
                            table.name, at, column.name, _("refers to nothing"), a_key_of(to), key
                        )
                    elif (
                        to == table.name
                        and column.name != "merged_into"
                        and (self.keys[to, key] >= at)
                    ):
                        self.wrong(
                            table.name,
                            at,
                            column.name,
                            _("refers forward"),
                            _("a row that stands before this one"),
                            key,
                        )

    def _same(self, rows_by_table: dict[str, list[Row]]) -> None:
        """What may stand there once stands there once."""
        for table in TABLES:
            if table.name in (
                "steps",
                "reports",
                "marks",
                "proposals",
                "obligations",
                "action_steps",
                "measurements",
                "letters",
                "scores",
            ):
                continue  # these may be alike
            first_places: dict[tuple[Any, ...], int] = {}
            for at, row in enumerate(rows_by_table[table.name]):
                own = tuple(row[name] for name in table.same)
                if own in first_places:
                    self.wrong(
                        table.name,
                        at,
                        table.same[-1],
                        _("stands twice"),
                        _("each %(columns)s once") % {"columns": ", ".join(table.same)},
                        own[-1],
                    )
                first_places.setdefault(own, at)
