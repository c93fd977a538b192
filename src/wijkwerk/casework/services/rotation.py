"""Changing keys: everything that an older key sealed is sealed anew, in parts, each of them whole.

Whoever stops it halfway goes on later: what has been done is known by the key in the envelope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from wijkwerk.casework.sealing import BlindIndexField, SealedField, ring

BATCH = 500


def sealed_columns() -> Iterator[tuple[Any, Any]]:
    """Every model of casework with each of its sealed fields."""
    for model in apps.get_app_config("casework").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, SealedField):
                yield model, field


def keys_in_use() -> Counter[str]:
    """How many values each key sealed, by the name of the key."""
    counter: Counter[str] = Counter()
    quote = connection.ops.quote_name
    for model, field in sealed_columns():
        column, table = quote(str(field.column)), quote(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            counter.update(row[0].partition(".")[0] for row in cursor)
    return counter


def rotate(batch: int = BATCH, after: Callable[[int], None] = lambda number: None) -> int:
    """Seal with the current key whatever another one sealed, and index it anew; gives how many values.

    ``after`` is called with how many are done, after each part. Raises WrongKeyError at the first value that
    doesn't open; what was done before it stays.
    """
    done = 0
    for model, field in sealed_columns():
        while number := _rotated(model, field, batch):
            done += number
            after(done)
    for model in apps.get_app_config("casework").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, BlindIndexField):
                while _indexed(model, field, batch):
                    after(done)
    return done


def _rotated(model: Any, field: SealedField, batch: int) -> int:
    """How many values of a column got the current key: at most ``batch``."""
    quote, keys = connection.ops.quote_name, ring()
    column, table, key = (
        quote(str(field.column)),
        quote(model._meta.db_table),
        quote(str(model._meta.pk.column)),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} "
            f"WHERE {column} IS NOT NULL AND {column} NOT LIKE %s ORDER BY {key} LIMIT %s",
            [f"{keys.current.name}.%", batch],
        )
        rows = cursor.fetchall()
        cursor.executemany(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",
            [
                # Only when nobody wrote another text meanwhile.
                (keys.seal(keys.open(stored, field.about), field.about), number, stored)
                for number, stored in rows
            ],
        )
    return len(rows)


def _indexed(model: Any, field: BlindIndexField, batch: int) -> int:
    current = ring().current.name
    with transaction.atomic():
        rows = list(
            model._default_manager.exclude(**{f"{field.name}__startswith": f"{current}."}).order_by(
                "pk"
            )[:batch]
        )
        for row in rows:
            field.pre_save(row, False)
        model._default_manager.bulk_update(rows, [field.name])
    return len(rows)
