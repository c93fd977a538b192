"""Lists of the rows of a model, and the address of each row: columns of its fields, filters, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Max, QuerySet, Sum
from django.http import Http404
from django.urls import URLPattern, path
from django.utils import timezone, translation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.rest import parameters
from wijkwerk.rest.columns import field_at, record_of
from wijkwerk.rest.cursors import Page, cursor_at, place_of
from wijkwerk.rest.faults import BadParameterError, shortened
from wijkwerk.rest.formats import Json
from wijkwerk.rest.schema import TEXT, Schema, pages, row
from wijkwerk.rest.views import ListView, ReadView
from wijkwerk.shared import deadlines

A_MINUTE = "public, max-age=60"  # what people work on changes, what was published doesn't
_NUMBERS = (models.IntegerField, models.AutoField, models.ForeignKey)
_HIGHEST = 999_999_999


class ModelList(ListView):
    """The rows of a model that everybody may read, in pages. A subclass gives ``operation``, ``tag``,
    ``item`` (as openapi.json calls a row), ``columns`` and ``rows``; it describes what is no field in
    ``descriptions``, and works it out in ``more`` or ``records``. ``filters`` are fields by which the address may
    choose: name of the parameter → field, ``a__b`` of what ``a`` leads to."""

    keep = A_MINUTE
    many = frozenset({"fields"})
    model: ClassVar[type[models.Model]]
    descriptions: ClassVar[Mapping[str, str]] = {}
    filters: ClassVar[Mapping[str, str]] = {}
    # Columns that only the address of a row tells, because they are long.
    of_row: ClassVar[Mapping[str, str]] = {}
    newest_first: ClassVar[bool] = False

    def rows(self) -> QuerySet[Any]:
        """The rows that everybody may read, in no order. Raises Http404 for what the address names in vain."""
        raise NotImplementedError

    def rests_on(self) -> Sequence[object]:
        """What the answer follows from: how many rows there are, in which versions. A model without
        ``version``, or a list that tells of other rows, says more."""
        return tuple(self.rows().aggregate(Count("pk"), Max("pk"), Sum("version")).values())

    def more(self, instance: Any) -> Mapping[str, Any]:
        """The columns of a row that don't stand in it under their own name."""
        return {}

    def records(self, instances: Sequence[Any]) -> list[dict[str, Any]]:
        """What the list says of each."""
        return [record_of(instance, self.columns, self.more(instance)) for instance in instances]

    @classmethod
    def states(cls) -> Sequence[str]:
        """What a filter by ``state`` may hold; empty for anything that its field can hold."""
        return ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the question, and know the answer by what it rests on."""
        ReadView.initial(self, request, *args, **kwargs)
        if request.method != "OPTIONS":
            today = deadlines.today(timezone.now())
            self.etag = self.tag_of(request, today, *self.rests_on())

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page in the order of making, or the newest first."""
        place, name = place_of(cursor, self.operation), self.operation
        rows = self._chosen(request)
        if place:
            rows = rows.filter(pk__lte=place) if self.newest_first else rows.filter(pk__gte=place)
        ordered = list(rows.order_by("-pk" if self.newest_first else "pk")[: limit + 1])
        following = cursor_at(ordered[limit].pk, name) if len(ordered) > limit else None
        return Page(self.records(ordered[:limit]), following)

    def _chosen(self, request: Request) -> QuerySet[Any]:
        rows = self.rows()
        for name, lookup in self.filters.items():
            value = self._asked(request, name)
            if value is not None:
                rows = rows.filter(**{lookup: value})
        return rows

    def _asked(self, request: Request, name: str) -> str | int | bool | None:
        field = field_at(self.model, self.filters[name])
        if isinstance(field, models.BooleanField):
            return parameters.yes_or_no(request, name)
        if allowed := self._choices(name):
            return parameters.choice_of(request, name, allowed)
        if not isinstance(field, _NUMBERS):
            return parameters.text_of(request, name, field.max_length)
        text = request.query_params.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
            raise BadParameterError(name, f"{shortened(text)} isn't a number from 1 to {_HIGHEST}.")
        return int(text)

    @classmethod
    def _choices(cls, name: str) -> tuple[str, ...]:
        field = field_at(cls.model, cls.filters[name])
        of_field = tuple(value for value, _label in field.choices or ())
        return tuple(cls.states()) if field.name == "state" else of_field

    @classmethod
    def urls(cls, route: str, name: str, row_name: str) -> list[URLPattern]:
        """The address of the list, and below it that of each row by its number."""
        row_view: Any = type(
            f"{cls.__name__}Row", (_Row, cls), {"__doc__": f"One row of: {cls.__doc__}"}
        )
        row_view.operation = f"{cls.operation}Row"
        if cls.of_row:
            row_view.item, row_view.columns = f"{cls.item}Detail", {**cls.columns, **cls.of_row}
        return [
            path(route, cls.as_view(), name=name),
            path(f"{route}/<int:number>", row_view.as_view(), name=row_name),
        ]

    # How it is described.

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """Its filters, and what every list takes."""
        return (*cls.filters, *super().all_parameters())

    @classmethod
    def own_parameters(cls) -> Mapping[str, tuple[str, Schema]]:
        """Its filters, by what their fields can hold."""
        return {name: cls._parameter(name) for name in cls.filters}

    @classmethod
    def _parameter(cls, name: str) -> tuple[str, Schema]:
        lookup = cls.filters[name]
        field = field_at(cls.model, lookup)
        leads_to, _between, _last = lookup.rpartition("__")
        whose = field_at(cls.model, leads_to) if leads_to else field
        description = (
            f"Only of this {_named(whose)}: its {_named(field) if leads_to else 'number'}."
            if isinstance(whose, models.ForeignKey)
            else f"Only with this {_named(field)}."
        )
        if isinstance(field, models.BooleanField):
            return description, {"type": "boolean"}
        if allowed := cls._choices(name):
            return description, {"type": "string", "enum": list(allowed)}
        if isinstance(field, _NUMBERS):
            return description, {"type": "integer", "minimum": 1, "maximum": _HIGHEST}
        return description, {"type": "string", "minLength": 1, "maxLength": field.max_length}

    @classmethod
    def own_components(cls) -> Mapping[str, Schema]:
        """A row, and a page of them."""
        fields = {name: field_at(cls.model, name) for name in cls.columns}
        by_name = {
            name: f"{_named(field)[:1].upper()}{_named(field)[1:]}."
            for name, field in fields.items()
            if field
        }
        text = {"Text": TEXT} if "text" in cls.columns.values() else {}
        page = pages([cls.item]) if callable(cls.listed) else {}
        row_schema = row(cls.columns, {**by_name, **cls.descriptions})
        return {**text, cls.item: row_schema, **page}


def _named(field: Any) -> str:
    with translation.override("en"):
        return str(getattr(field, "verbose_name", field.name))


class _Row:
    """Beside a ModelList: one of its rows, at its own address."""

    renderer_classes: Sequence[type[BaseRenderer]] = (Json,)
    filters: ClassVar[Mapping[str, str]] = {}
    listed = None

    @classmethod
    def all_parameters(cls) -> tuple[str, ...]:
        """There is nothing to choose."""
        return ("format",)

    def answer(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The row as the list has it. Raises Http404 for one that the list hasn't."""
        instance = self.rows().filter(pk=kwargs["number"]).first()
        if instance is None:
            raise Http404("There is no such row; the list has them all.")
        return Response(self.records([instance])[0])
