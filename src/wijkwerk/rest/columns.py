"""Fields of a model as columns of a list: in exports, spreadsheets and the API alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model

_KINDS: tuple[tuple[tuple[type[Any], ...], str], ...] = (
    ((models.BooleanField,), "boolean"),
    ((models.JSONField,), "json"),
    ((models.FloatField, models.DecimalField), "float64"),
    ((models.IntegerField, models.AutoField, models.ForeignKey), "int64"),
)


def model_fields(model: type[Model]) -> dict[str, Any]:
    """The fields of a model by name, in the order in which they are declared: what exports, imports,
    spreadsheets and the API set out from."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return {field.name: field for field in sorted(fields, key=lambda field: field.creation_counter)}


def field_at(model: type[Model], lookup: str) -> Any:
    """The field at ``a__b`` of what ``a`` leads to; None when there is none."""
    kind: Any = model
    *way, last = lookup.split("__")
    try:
        for step in way:
            kind = kind._meta.get_field(step).related_model
        return kind._meta.get_field(last)
    except FieldDoesNotExist:
        return None


def kind_of(field: Any) -> str:
    """What a field is called in columns of the API: see ``KINDS`` of rest/schema.py."""
    return next((kind for classes, kind in _KINDS if isinstance(field, classes)), "string")


def columns_of(model: type[Model], *names: str, **others: str) -> dict[str, str]:
    """The columns ``names`` of a list, in that order: a field is what the model says that it is, and
    ``others`` says what is worked out, or told otherwise than it stands (a goal by its name)."""
    fields = model_fields(model)
    return {name: others.get(name) or kind_of(fields[name]) for name in names}


def plain_value(value: Any) -> Any:
    """A value as JSON has it: rows by their keys, days and moments as ISO 8601, decimals as numbers."""
    if hasattr(value, "values_list"):  # the manager of rows that it leads to
        return sorted(value.values_list("pk", flat=True))
    if isinstance(value, Model):
        return value.pk
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def record_of(instance: Model, names: Iterable[str], more: Mapping[str, Any]) -> dict[str, Any]:
    """The columns ``names`` of a row as plain values; ``more`` gives those that are worked out. A row
    that it leads to is told by its key, without being read."""
    values = {}
    for name in names:
        key = f"{name}_id"
        own = key if key in instance.__dict__ else name
        values[name] = plain_value(more[name] if name in more else getattr(instance, own))
    return values
