"""A whole programme as one document: everything for the bureau, or what everybody may see.

No account stands in it. Two times the same programme gives the same bytes, and so does a programme
that was read from such a document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from wijkwerk.programme.exchange.columns import Column
from wijkwerk.programme.exchange.tables import FORMAT, OF_MACHINE, PROGRAMME, TABLES, VERSION, Table
from wijkwerk.programme.models import Organisation, Programme, Score, Seat, Step
from wijkwerk.programme.policies import scores_for
from wijkwerk.programme.selectors.assessments import numbered

IMPORTED = "imported"  # outcome of the step by which a document was read: a fact of that database
Row = dict[str, Any]
Document = dict[str, Any]
Turn = Callable[[str, Any], Any]


def document(
    programme: Programme, *, full: bool, reader: Any = None, everything: bool = False
) -> Document:
    """The programme as a document; ``full`` with what is internal, else what everybody may see.

    In a full one stands what the account ``reader`` may see; ``everything`` is for who runs the site
    and moves a programme to another one.
    """
    exporter = _Exporter(programme, full, Q() if everything else scores_for(reader))
    return {
        "format": FORMAT,
        "version": VERSION,
        "contents": "full" if full else "public",
        "programme": exporter.row(PROGRAMME, programme),
        **{name: rows for name, rows in exporter.tables().items() if rows},
    }


def as_json(exported: Document) -> bytes:
    """The document as JSON, a row of a table on each line so that versions can be compared."""
    parts = []
    for name, value in exported.items():
        if isinstance(value, list):
            rows = ",\n    ".join(_json(row) for row in value)
            parts.append(f"  {_json(name)}: [\n    {rows}\n  ]")
        else:
            parts.append(f"  {_json(name)}: {_json(value)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


class _Exporter:
    def __init__(self, programme: Programme, full: bool, scores: Q) -> None:
        self.programme, self.full, self.scores = programme, full, scores
        self.keys: dict[str, dict[int, str]] = {"programme": {programme.pk: "programme"}}
        self.scorers: dict[int, dict[str, int]] = {}  # by assessment, then by account

    def tables(self) -> dict[str, list[Row]]:
        """Every table, in the order in which they are written. What refers to something that isn't
        shown isn't shown itself, unless it can do without."""
        rows_by_table: dict[str, list[Row]] = {}
        # Organisations belong to no programme: all are numbered first, then those kept that are used.
        everybody = list(Organisation.objects.order_by("pk"))
        self.keys["organisations"] = {
            organisation.pk: f"O{organisation.pk}" for organisation in everybody
        }
        for table in TABLES[1:]:
            self._number(table)
        for table in TABLES[1:]:
            rows_by_table[table.name] = self._rows(table, self._query(table))
        used = self._used(
            rows_by_table,
            {organisation.pk: organisation.merged_into_id for organisation in everybody},
        )
        self.keys["organisations"] = {
            pk: f"O{place}"
            for place, pk in enumerate(
                (organisation.pk for organisation in everybody if organisation.pk in used), 1
            )
        }
        for table in TABLES[1:]:
            if any(column.to == "organisations" for column in table.columns):
                rows_by_table[table.name] = self._rows(table, self._query(table))
        first = self._rows(
            TABLES[0], [organisation for organisation in everybody if organisation.pk in used]
        )
        return {
            TABLES[0].name: first,
            **{table.name: rows_by_table[table.name] for table in TABLES[1:]},
        }

    def _query(self, table: Table) -> QuerySet[Any]:
        rows = table.model._default_manager.filter(programme=self.programme).order_by("pk")
        if table.model is Seat:  # who stands in comes after for whom
            rows = rows.order_by(F("substitute_for").asc(nulls_first=True), "pk")
        if table.model is Step:
            # Who scored when would tell who gave what.
            rows = rows.exclude(outcome=IMPORTED).exclude(machine="assessment", action="score")
        if table.model is Score:
            rows = rows.filter(self.scores)
        many = [column.name for column in table.columns if column.kind == "refs"]
        rows = rows.prefetch_related(*many)
        if self.full:
            return rows
        return rows.none() if table.public is None else rows.filter(table.public).distinct()

    def _number(self, table: Table) -> None:
        """Give a key to each row that will be shown."""
        refs = [column for column in table.columns if column.kind == "ref" and column.needed]
        wanted = self._query(table).values_list("pk", *(f"{ref.name}_id" for ref in refs))
        shown = [
            pk
            for pk, *to in wanted
            if all(at in self.keys[ref.to] for ref, at in zip(refs, to, strict=True))
        ]
        self.keys[table.name] = {
            pk: f"{table.prefix}{place}" for place, pk in enumerate(dict.fromkeys(shown), 1)
        }

    def _rows(self, table: Table, instances: Iterable[Any]) -> list[Row]:
        keys = self.keys[table.name]
        rows = [
            ({"key": keys[instance.pk]} if table.prefix else {}) | self.row(table, instance)
            for instance in instances
            if instance.pk in keys
        ]
        if table.model is Score:  # in the order of who they are numbered by, not of who came first
            rows.sort(
                key=lambda row: (
                    int(row["assessment"][1:]),
                    row["scorer"],
                    row["criterion"],
                    row["round"],
                )
            )
        return rows

    def row(self, table: Table, instance: Any) -> Row:
        """A row without its key; what is empty is left out."""
        values = {
            column.name: self._value(column, instance)
            for column in table.columns
            if column.written and (self.full or not column.internal)
        }
        return {name: value for name, value in values.items() if not empty(value)}

    def _value(self, column: Column, instance: Any) -> Any:
        name, kind = column.name, column.kind
        if kind == "ref":
            return self.keys[column.to].get(getattr(instance, f"{name}_id"))
        if kind == "refs":
            keys = self.keys[column.to]
            return [
                keys[pk]
                for pk in sorted(related.pk for related in getattr(instance, name).all())
                if pk in keys
            ]
        if kind == "object":
            return self.keys.get(OF_MACHINE.get(instance.machine, ""), {}).get(instance.object_id)
        if name == "scorer":
            if instance.assessment_id not in self.scorers:
                scores = Score.objects.filter(assessment=instance.assessment_id).order_by("id")
                self.scorers[instance.assessment_id] = numbered(list(scores))
            return self.scorers[instance.assessment_id][instance.actor]
        if kind == "json":
            return turned(
                getattr(instance, name), lambda table, pk: self.keys.get(table, {}).get(pk)
            )
        return plain(getattr(instance, name))

    def _used(self, rows_by_table: dict[str, list[Row]], merged: dict[int, int | None]) -> set[int]:
        """Numbers of the organisations that the rows refer to, and of what those merged into."""
        named = {key: pk for pk, key in self.keys["organisations"].items()}
        used: set[int] = set()
        for table in TABLES[1:]:
            columns = [column for column in table.columns if column.to == "organisations"]
            for row in rows_by_table[table.name] if columns else ():
                for column in columns:
                    reference = row.get(column.name) or []
                    used |= {
                        named[key]
                        for key in ([reference] if isinstance(reference, str) else reference)
                    }
        todo = list(used)
        while todo:
            into = merged.get(todo.pop())
            if into is not None and into not in used:
                used.add(into)
                todo.append(into)
        return used


def empty(value: Any) -> bool:
    """Whether a value says nothing. Zero does, except as a place: see ``plain``."""
    return value is None or value is False or value in ("", [], {})


def plain(value: Any) -> Any:
    """A value of the database as JSON has it: days and moments as ISO texts, 18.0 as 18."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def turned(value: Any, turn: Turn) -> Any:
    """A JSON value in which the numbers of rows (``id``, of the table ``of``, else of targets) are
    what ``turn(table, number)`` makes of them."""
    if isinstance(value, list):
        return [turned(member, turn) for member in value]
    if not isinstance(value, dict):
        return value
    mapping = {name: turned(member, turn) for name, member in value.items()}
    if "id" in mapping:
        of = str(mapping.get("of", "targets"))
        mapping["id"] = turn({"decisions": "proposals"}.get(of, of), mapping["id"])
    return mapping
