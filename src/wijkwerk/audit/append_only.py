"""Makes the database itself refuse to change or remove rows of a table (SQLite and PostgreSQL).

For migrations: ``DatabaseStep(append_only("audit_entry"), lifted("audit_entry"))``. A later
migration that alters such a table must end with it too: SQLite makes the table anew, without its
triggers. A test looks whether they are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

Step = Callable[[Any, Any], None]
_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION wijkwerk_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""
_POSTGRES = """CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION wijkwerk_append_only()"""


class DatabaseStep(Operation):
    """A step of a migration that asks for no model, and its way back. RunPython would have all models made as they
    were then, which takes longer than the tables of the migration themselves."""

    reversible = True

    def __init__(self, step: Step, way_back: Step) -> None:
        self.step, self.way_back = step, way_back

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """The step."""
        self.step(None, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """The way back."""
        self.way_back(None, schema_editor)


def append_only(table: str) -> Step:
    """A step of a migration after which ``table`` only grows. Raises ValueError for what is no name of a
    table."""
    if not re.fullmatch(r"[a-z_]+", table):
        raise ValueError(f"no name of a table: {table!r}")

    def step(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_FUNCTION, params=None)  # a % in it is none of ours
            for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
                editor.execute(_POSTGRES.format(table=table, verb=verb, each=each))
        else:
            for verb in ("update", "delete"):
                editor.execute(_SQLITE.format(table=table, verb=verb))

    return step


def lifted(table: str) -> Step:
    """The way back: ``table`` is an ordinary one again."""

    def step(apps: Any, editor: Any) -> None:
        postgres = editor.connection.vendor == "postgresql"
        for verb in ("update", "delete", *(("truncate",) if postgres else ())):
            on = f" ON {table}" if postgres else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")

    return step


@contextmanager
def erasing(table: str) -> Iterator[None]:
    """A transaction in which rows of an append-only ``table`` may be erased because no law keeps them any more; its
    guard stands again at the end, also when something fails."""
    with transaction.atomic(), connection.cursor() as cursor:
        editor = SimpleNamespace(
            connection=connection,
            execute=lambda statement, params=None: cursor.execute(statement, params),
        )
        lifted(table)(None, editor)
        yield
        append_only(table)(None, editor)
