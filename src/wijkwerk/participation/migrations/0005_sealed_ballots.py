"""Ballots and keyed paper are sealed in the database."""

import json
from typing import Any

from django.conf import settings
from django.db import migrations

from wijkwerk.access.encrypted_fields import EncryptedJSONField, seal, unseal
from wijkwerk.shared.problems import InputError

_COLUMNS = (
    ("participation_castballot", "votes"),
    ("participation_paperballot", "first"),
    ("participation_paperballot", "second"),
)


def _rewrite(schema: Any, change: Any) -> None:
    with schema.connection.cursor() as cursor:
        for table, column in _COLUMNS:
            cursor.execute(f'SELECT id, "{column}" FROM {table} WHERE "{column}" IS NOT NULL')
            cursor.executemany(
                f'UPDATE {table} SET "{column}" = %s WHERE id = %s',
                [(change(text), number) for number, text in cursor.fetchall()],
            )


def _has_rows(schema: Any) -> bool:
    with schema.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM participation_castballot")
        return bool(cursor.fetchone()[0])


def close(apps: Any, schema: Any) -> None:
    """Seal what was in clear."""
    if apps is not None and not settings.SECRET_KEY_LASTS and _has_rows(schema):
        # Sealed with a key that is gone with this process, no ballot could be counted any more.
        raise InputError.of(
            "WIJKWERK_SECRET_KEY",
            "not set",
            "the key that the site is served with: ballots are sealed with it now",
        )
    _rewrite(schema, lambda text: seal(json.loads(text)))


def open_again(apps: Any, schema: Any) -> None:
    """The other way."""
    _rewrite(schema, lambda text: json.dumps(unseal(text)))


class Migration(migrations.Migration):
    """Text instead of JSON, then every value sealed."""

    dependencies = [("participation", "0004_turnouts")]

    operations = [
        migrations.AlterField("castballot", "votes", EncryptedJSONField(default=dict)),
        migrations.AlterField("paperballot", "first", EncryptedJSONField(null=True)),
        migrations.AlterField("paperballot", "second", EncryptedJSONField(null=True)),
        migrations.RunPython(close, open_again),
    ]
