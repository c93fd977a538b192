"""Changing keys: everything that an older key sealed is sealed anew, in parts, each of them whole.

Whoever stops it halfway goes on later: what has been done is known by the key in the envelope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from wijkwerk.casework.sealing import BlindIndexField, SealedField, bound_to, ring

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
        last: int | None = None
        while True:
            number, last = _rotated(model, field, batch, last)
            if not number:
                break
            done += number
            after(done)
    for model in apps.get_app_config("casework").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, BlindIndexField):
                while _indexed(model, field, batch):
                    after(done)
    return done


def _rotated(
    model: Any, field: SealedField, batch: int, last: int | None
) -> tuple[int, int | None]:
    """How many values of a column got the current key, at most ``batch`` of the rows after ``last`` (None: of all), and
    the last of these rows."""
    quote, keys = connection.ops.quote_name, ring()
    names = {row.name for row in model._meta.concrete_fields}
    household = quote("household_id") if "household" in names else "NULL"
    column, table, key = (
        quote(str(field.column)),
        quote(model._meta.db_table),
        quote(str(model._meta.pk.column)),
    )
    after, values = (f"AND {key} > %s ", [last]) if last is not None else ("", [])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column}, {household}, {quote('bound')} FROM {table} "
            f"WHERE {column} IS NOT NULL AND {column} NOT LIKE %s {after}ORDER BY {key} LIMIT %s",
            [f"{keys.current.name}.%", *values, batch],
        )
        rows = cursor.fetchall()
        anew = []
        for number, stored, home, bound in rows:
            about = bound_to(field.about, home, bound)
            anew.append((keys.seal(keys.open(stored, about), about), number, stored))
        cursor.executemany(
            # Only when nobody wrote another text meanwhile.
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",
            anew,
        )
    return len(rows), rows[-1][0] if rows else None


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
