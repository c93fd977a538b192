"""Every sealed value is bound to its row and household: what is there is opened and sealed anew."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from wijkwerk.casework.sealing import bound_to, new_token, ring

# The sealed fields of each table as they are now; a bridging line has none.
TABLES = {
    "address": ["text"],
    "bridging": [],
    "conflict": ["effect", "solution"],
    "consent": ["signed_by", "wording"],
    "deviation": ["aim", "reasons"],
    "emergency": ["because", "review"],
    "episode": ["closing"],
    "escalation": ["owner", "answer"],
    "goal": ["goal", "situation"],
    "handover": ["because", "answer"],
    "membership": ["because"],
    "note": ["text"],
    "opendomain": ["because"],
    "person": ["name", "born_on", "contact"],
    "plan": ["agreed_with"],
    "task": ["task"],
    "timeout": ["intervention", "meeting"],
}
BATCH = 500


def seal_anew(row: Any, table: str, before: str | None, after: str | None) -> None:
    """The values of a row that was bound by ``before`` bound by ``after``; None: to their column alone."""
    home = getattr(row, "household_id", None)
    for field in TABLES[table]:
        stored, about = getattr(row, field), f"{table}.{field}"
        if stored is not None:
            old, new = (
                about if name is None else bound_to(about, home, name) for name in (before, after)
            )
            setattr(row, field, ring().seal(ring().open(stored, old), new))


def _bind(apps: Any, editor: Any) -> None:
    for table, fields in TABLES.items():
        model = apps.get_model("casework", table)
        rows = model._default_manager.using(editor.connection.alias)
        while batch := list(rows.filter(bound=None)[:BATCH]):
            for row in batch:
                row.bound = new_token()
                seal_anew(row, table, None, row.bound)
            rows.bulk_update(batch, ["bound", *fields])


def _free(apps: Any, editor: Any) -> None:
    for table, fields in TABLES.items():
        model = apps.get_model("casework", table)
        for row in model._default_manager.using(editor.connection.alias).iterator():
            seal_anew(row, table, row.bound, None)
            row.save(update_fields=fields)


class Migration(migrations.Migration):
    """Adds the name of a row, and binds what is there."""

    dependencies = [("casework", "0007_what_was_seen_when")]

    operations = [
        *(
            migrations.AddField(table, "bound", models.CharField(max_length=24, null=True))
            for table in TABLES
        ),
        migrations.RunPython(_bind, _free),
        *(
            migrations.AlterField(
                table,
                "bound",
                models.CharField(default=new_token, editable=False, max_length=24, unique=True),
            )
            for table in TABLES
        ),
    ]
