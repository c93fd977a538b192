"""The rows of a document beside those of the database: what isn't there is added, what was empty is
filled in, and every other difference is a problem."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.checking import Checked
from wijkwerk.programme.exchange.columns import Column
from wijkwerk.programme.exchange.export import Row, empty, plain, turned
from wijkwerk.programme.exchange.tables import OF_MACHINE, PROGRAMME, TABLES, Table
from wijkwerk.programme.exchange.values import one_of
from wijkwerk.programme.models import Organisation, Programme, Score
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.services.plans import digest_of
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.workflow.api import TransitionNotAllowed

_MOST_PROBLEMS = 200
_NOT_COMPARED = (
    "targets",
    "commitments",
    "content",
)  # kept as they were made, with the text beside them


@dataclass
class Outcome:
    """What an import did, or would do."""

    slug: str
    title: str
    new: bool
    added: dict[str, int] = field(default_factory=dict)  # rows by table
    filled: dict[str, int] = field(default_factory=dict)  # values that were empty
    same: int = 0  # rows that were there already
    rows: list[tuple[str, int]] = field(default_factory=list)  # added: table, and which row of it
    values: list[tuple[str, int | None, str]] = field(default_factory=list)  # and which column

    @property
    def changes(self) -> bool:
        """Whether there was anything to do."""
        return self.new or bool(self.added) or bool(self.filled)

    @property
    def digest(self) -> str:
        """SHA-256 of all that it does; another when anything of it differs."""
        effects_json = json.dumps([self.slug, self.new, self.rows, self.values])
        return hashlib.sha256(effects_json.encode()).hexdigest()


class Adding:
    """Lays a document beside what is there. ``outcome`` tells what was done, ``problems`` what can't be."""

    def __init__(self, checked: Checked, actor: str, editing: bool, now: datetime) -> None:
        self.checked, self.actor, self.editing, self.now = checked, actor, editing, now
        self.scorers: dict[tuple[str, int], str] = {}  # by assessment and number in the document
        self.problems = list[Problem]()
        self.things: dict[tuple[str, str], Any] = {}  # by table and key
        self.fresh: set[tuple[str, str]] = set()
        self.busy: tuple[str, int | None] = ("programme", None)
        first = checked.tables["programme"][0]
        self.outcome = Outcome(str(first["slug"]), str(first["title"]), new=False)
        self.programme: Programme

    def problem(
        self,
        table: str,
        at: int | None,
        column: str | None,
        what: str,
        expected: str,
        value: Any,
        hint: str | None = None,
    ) -> Problem:
        """A fault with its place in the file."""
        file, line, place = self.checked.sent.place(table, at, column)
        shown = None if value is None else str(value)[:100]
        return Problem(file, line, place, what, shown, expected, hint)

    def wrong(
        self,
        table: str,
        at: int | None,
        column: str | None,
        what: str,
        expected: str,
        value: Any,
        hint: str | None = None,
    ) -> None:
        """Keep a fault; too many are enough. Raises InputError when there are too many."""
        self.problems.append(self.problem(table, at, column, what, expected, value, hint))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise InputError(self.problems)

    def run(self) -> None:
        """Every table in turn; the programme itself first.

        Raises TransitionNotAllowed: programme_going.
        """
        row = self.checked.tables["programme"][0]
        programme = Programme.objects.select_for_update().filter(slug=row["slug"]).first()
        if programme is None:
            if self.editing and row["state"] != "draft":
                self.wrong(
                    "programme",
                    None,
                    "state",
                    _("not by this way"),
                    "draft",
                    row["state"],
                    hint=_("Add the project here, then change its status on its page."),
                )
            self.programme = Programme.objects.create(**{**row, "version": 1})
            self.outcome.new = True
        else:
            # Who runs the site may complete what has ended, as out of an older export.
            if self.editing and programme.state not in STEPS.step("programme", "edit").source:
                raise TransitionNotAllowed("programme_going")
            self.programme = programme
            self._compare(PROGRAMME, None, row, programme)
        self.things["programme", "programme"] = self.programme
        for table in TABLES:
            self._table(table)
        self._merge()

    def _table(self, table: Table) -> None:
        rows = self.checked.tables[table.name]
        present = (
            self._there(table) if rows and (not self.outcome.new or table is TABLES[0]) else {}
        )
        for at, row in enumerate(rows):
            self.busy = (table.name, at)
            own = self._same(table, row)
            row_found = present[own].pop(0) if present.get(own) else None
            if row_found is not None:
                if table.model is Score:
                    self.scorers.setdefault((row["assessment"], row["scorer"]), row_found.actor)
                self.outcome.same += 1
                self._compare(table, at, row, row_found)
            elif self._may_add(table, at, row):
                row_found = self._add(table, row)
                self.outcome.added[table.name] = self.outcome.added.get(table.name, 0) + 1
                self.outcome.rows.append((table.name, at))
                self.fresh.add((table.name, str(row.get("key"))))
            if table.prefix:
                self.things[table.name, row["key"]] = row_found

    def _there(self, table: Table) -> dict[tuple[Any, ...], list[Any]]:
        """What is there already, by what makes it the same."""
        if table is TABLES[0]:
            slugs = [row["slug"] for row in self.checked.tables[table.name]]
            return {
                (organisation.slug,): [organisation]
                for organisation in Organisation.objects.filter(slug__in=slugs)
            }
        result: dict[tuple[Any, ...], list[Any]] = {}
        rows: Any = table.model._default_manager.filter(programme=self.programme)
        for existing in rows.order_by("pk"):
            own: list[Any] = []
            for name in table.same:
                if name == "object":
                    own.append((OF_MACHINE.get(existing.machine), existing.object_id))
                else:
                    column = table.column(name)
                    own.append(getattr(existing, f"{name}_id" if column.kind == "ref" else name))
            result.setdefault(tuple(own), []).append(existing)
        return result

    def _same(self, table: Table, row: Row) -> tuple[Any, ...]:
        own = []
        for name in table.same:
            column, value = table.column(name), row[name]
            if column.kind == "ref":
                value = self._number(column.to, value)
            elif column.kind == "object":
                to = OF_MACHINE[row["machine"]]
                value = (to, self._number(to, value))
            own.append(value)
        return tuple(own)

    def _number(self, to: str, key: str | None) -> int | None:
        """The number of the row that a key stands for; -1: it is refused, so it has none."""
        if not key:
            return None
        referred = self.things.get((to, key))
        return -1 if referred is None else int(referred.pk)

    def _may_add(self, table: Table, at: int, row: Row) -> bool:
        before = len(self.problems)
        if table.sealed is not None:
            to, closed = table.sealed
            parent = table.column(to).to
            hangs = self.things.get((parent, row[to]))
            is_new = (parent, row[to]) in self.fresh
            if hangs is not None and not is_new and (closed == ("*",) or hangs.state in closed):
                self.wrong(
                    table.name,
                    at,
                    to,
                    _("is closed"),
                    _("nothing more for it"),
                    row[to],
                    hint=_(
                        "What was promised doesn’t change by an import. Propose another "
                        "target on the target’s page."
                    ),
                )
        if self.editing:
            allowed = table.editing
            if allowed is None:
                self.wrong(
                    table.name,
                    at,
                    None,
                    _("not by this way"),
                    _("a row less"),
                    None,
                    hint=_("Only somebody with the right role can do this, on the site itself."),
                )
            elif allowed and row["state"] not in allowed:
                self.wrong(
                    table.name,
                    at,
                    "state",
                    _("not by this way"),
                    one_of(allowed),
                    row["state"],
                    hint=_("Change the status on the project’s page."),
                )
            elif table.name == "paths" and (row["number"] != 1 or row["proposal"]):
                self.wrong(
                    table.name,
                    at,
                    "number",
                    _("not by this way"),
                    "1",
                    row["number"],
                    hint=_("A target changes by a proposal and a decision."),
                )
        # What hangs from a refused row is not told again.
        lost = any(
            self._number(column.to, row[column.name]) == -1
            for column in table.columns
            if column.kind == "ref" and column.name != "merged_into"
        )
        return len(self.problems) == before and not lost

    def _add(self, table: Table, row: Row) -> Any:
        values: dict[str, Any] = {}
        many: dict[str, list[Any]] = {}
        for column in table.columns:
            name, value = column.name, row[column.name]
            if column.kind == "ref":
                if name != "merged_into":  # that may stand further on
                    values[f"{name}_id"] = self._number(column.to, value)
            elif column.kind == "refs":
                many[name] = [self._number(column.to, key) for key in value]
            elif column.kind == "object":
                values["object_id"] = self._number(OF_MACHINE[row["machine"]], value)
            elif name == "scorer":
                values["actor"] = self._scorer(row)
            elif column.kind == "json":
                values[name] = turned(value, self._of_key)
            else:
                values[name] = value
        if table is not TABLES[0]:
            values["programme"] = self.programme
        if table.name in ("signatures", "party_signatures", "steps"):
            values["actor"] = self.actor
        if table.model is Score and values["at"] is None:
            values["at"] = self.now
        if table.name == "plan_texts":
            values["digest"] = digest_of(values["text"], values["targets"], values["commitments"])
        created = table.model._default_manager.create(**values)
        for name, numbers in many.items():
            getattr(created, name).set(numbers)
        return created

    def _scorer(self, row: Row) -> str:
        """Who a number in the document stands for: who gave what is there already, else somebody
        new. Numbers follow from what was given, so another document may number otherwise."""
        own = (row["assessment"], row["scorer"])
        if own not in self.scorers:
            assessment = self._number("assessments", row["assessment"])
            taken = set(Score.objects.filter(assessment=assessment).values_list("actor", flat=True))
            taken |= set(self.scorers.values())
            self.scorers[own] = next(
                name for at in count(1) if (name := f"imported:{at}") not in taken
            )
        return self.scorers[own]

    def _of_key(self, table: str, key: Any) -> int | None:
        return self._number(table, key) if isinstance(key, str) else None

    def _compare(self, table: Table, at: int | None, row: Row, existing: Any) -> None:
        """Fill in what was empty; tell every other difference."""
        filled = {}
        for column in table.columns:
            name = column.name
            if (
                name in _NOT_COMPARED
                or name in ("scorer", "merged_into")
                or not column.written
                or empty(row[name])
            ):
                continue
            present_value, sent_value = self._here(column, existing), self._told(column, row)
            if present_value == sent_value:
                continue
            if empty(present_value) and column.kind != "refs" and not self._sealed(table, existing):
                filled[column] = sent_value
            else:
                self.wrong(
                    table.name,
                    at,
                    name,
                    _("differs from what is there"),
                    _shown(present_value),
                    _shown(row[name]),
                    hint=_("An import can only add. Change this on its own page."),
                )
        if filled:
            stepping = {"version": existing.version + 1} if hasattr(existing, "version") else {}
            table.model._default_manager.filter(pk=existing.pk).update(
                **stepping,
                **{
                    f"{column.name}_id" if column.kind == "ref" else column.name: value
                    for column, value in filled.items()
                },
            )
            self.outcome.filled[table.name] = self.outcome.filled.get(table.name, 0) + len(filled)
            self.outcome.values += [(table.name, at, column.name) for column in filled]

    def _sealed(self, table: Table, existing: Any) -> bool:
        """Whether nothing of this row may change: the database refuses it, or a step is needed."""
        if table.name in (
            "plan_texts",
            "signatures",
            "party_signatures",
            "paths",
            "milestones",
            "measurements",
            "marks",
            "scores",
            "steps",
        ):
            return True
        return table.name == "organisations" or (
            self.editing
            and table.editing != ()
            and (table.editing is None or existing.state not in table.editing)
        )

    def _here(self, column: Column, existing: Any) -> Any:
        if column.kind == "ref":
            return getattr(existing, f"{column.name}_id")
        if column.kind == "refs":
            return sorted(related.pk for related in getattr(existing, column.name).all())
        if column.kind == "object":
            return existing.object_id
        return getattr(existing, column.name)

    def _told(self, column: Column, row: Row) -> Any:
        value = row[column.name]
        if column.kind == "ref":
            return self._number(column.to, value)
        if column.kind == "refs":
            return sorted(self._number(column.to, key) or -1 for key in value)
        if column.kind == "object":
            return self._number(OF_MACHINE[row["machine"]], value)
        return value

    def _merge(self) -> None:
        """Organisations that merged, once all are there."""
        for at, row in enumerate(self.checked.tables["organisations"]):
            if not row["merged_into"]:
                continue
            own = self.things["organisations", row["key"]]
            into = self.things["organisations", row["merged_into"]]
            if own is None or into is None:
                continue  # refused, and told so
            if ("organisations", row["key"]) in self.fresh and own.pk != into.pk:
                Organisation.objects.filter(pk=own.pk).update(merged_into=into)
            elif own.merged_into_id != into.pk:
                self.wrong(
                    "organisations",
                    at,
                    "merged_into",
                    _("differs from what is there"),
                    _shown(own.merged_into_id),
                    row["merged_into"],
                )


def _shown(value: Any) -> str:
    return _("nothing") if empty(value) else str(plain(value))[:100]
