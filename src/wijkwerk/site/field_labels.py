"""What the fields of a form are called, for a page that has the names of what was sent and no form.

While the database is away no form of the page can be made: it would ask the database. What forms there are
is known by their classes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Field, Model
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.text import capfirst


@dataclass(frozen=True)
class FieldLook:
    """How a field is shown: its label, '' when nobody knows it; and whether it hides what is typed."""

    label: str
    secret: bool


def looks_of(request: HttpRequest, names: Collection[str]) -> dict[str, FieldLook]:
    """The looks of the fields ``names`` that ``request`` sent: those of the form of its own view, or else
    of the form that has most of these fields and fewest others."""
    wanted = set(names)
    result: dict[str, FieldLook] = {}
    for fields in _forms_of(request, wanted):
        for name in wanted & fields.keys() - result.keys():
            field = fields[name]
            secret = isinstance(field.widget, forms.PasswordInput)
            label = field.label if field.label is not None else name.replace("_", " ").capitalize()
            result[name] = FieldLook(str(label), secret)
        if result.keys() >= wanted:
            return result
    # Forms that are made of a model when they are asked for have its labels.
    for model in sorted(
        apps.get_models(), key=lambda model: -len(wanted & _fields_of(model).keys())
    ):
        for name in wanted & _fields_of(model).keys() - result.keys():
            result[name] = FieldLook(capfirst(str(_fields_of(model)[name].verbose_name)), False)
    return result


def _fields_of(model: type[Model]) -> dict[str, Field[Any, Any]]:
    return {concrete_field.name: concrete_field for concrete_field in model._meta.concrete_fields}


def _forms_of(request: HttpRequest, names: set[str]) -> Iterator[dict[str, forms.Field]]:
    """Fields of forms, the likeliest first."""
    own = _own_form(request)
    if own is not None:
        yield _fields(own)
    having = [
        subclass for subclass in _subclasses(forms.BaseForm) if names & _fields(subclass).keys()
    ]
    having.sort(
        key=lambda form_class: (
            -len(names & _fields(form_class).keys()),
            len(_fields(form_class).keys() - names),
            f"{form_class.__module__}.{form_class.__qualname__}",
        )
    )
    for form_class in having:
        yield _fields(form_class)


def _fields(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """The fields that a class of forms declares; none of those that are made when it is asked for."""
    base_fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    return base_fields


def _own_form(request: HttpRequest) -> type[forms.BaseForm] | None:
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None
    form_class = getattr(getattr(match.func, "view_class", None), "form_class", None)
    return (
        form_class
        if isinstance(form_class, type) and issubclass(form_class, forms.BaseForm)
        else None
    )


def _subclasses(of: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for subclass in of.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)
