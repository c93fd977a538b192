"""Lists of the API out of resources: what pages export, the API gives, in columns of the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Max, QuerySet, Sum
from django.http import Http404
from django.utils import timezone, translation
from rest_framework.request import Request

from wijkwerk.participation.models import Process
from wijkwerk.participation.policies import public_processes, public_rows
from wijkwerk.rest.cursors import Page, cursor_at, place_of
from wijkwerk.rest.describe import Description
from wijkwerk.rest.schema import COMPONENTS as SHARED
from wijkwerk.rest.schema import Schema, pages, row
from wijkwerk.rest.views import ListView, ReadView
from wijkwerk.shared import deadlines
from wijkwerk.workflow.resources import Resource

KEPT = "public, max-age=60"
MANY = frozenset({"fields"})
COMPONENTS: dict[str, Schema] = dict(SHARED)
_INTEGERS = (models.IntegerField, models.ForeignKey, models.AutoField)


class ParticipationDescription(Description):
    """Describes a view with the words of participation."""

    path_words: ClassVar = {
        "process": ("Number of the process, as `/participation` gives it.", "1"),
        "budget": ("Number of the budget.", "1"),
    }
    parameters: ClassVar = {
        name: Description.parameters[name] for name in ("fields", "limit", "cursor", "format")
    }
    components: ClassVar = COMPONENTS
    many: ClassVar = MANY


def kind_of(field: Any) -> str:
    """What a field is called in columns of the API."""
    if isinstance(field, models.BooleanField):
        return "boolean"
    if isinstance(field, models.JSONField):
        return "objects"
    return "int64" if isinstance(field, _INTEGERS) else "string"


class ResourceList(ListView):
    """The public rows of a resource, with the fields that it exports. A subclass names the
    ``resource``, and ``item``, as openapi.json calls a row."""

    tag = "participation"
    keep = KEPT
    many = MANY
    schema = ParticipationDescription()
    resource: ClassVar[Resource]

    def __init_subclass__(cls, resource: Resource, item: str, operation: str) -> None:
        super().__init_subclass__()
        cls.resource, cls.item, cls.operation = resource, item, operation
        fields = [resource.model._meta.get_field(name) for name in resource.exported]
        cls.columns = {field.name: kind_of(field) for field in fields}
        with translation.override("en"):
            descriptions = {
                field.name: f"{str(field.verbose_name).capitalize()}."  # type: ignore[union-attr]
                for field in fields
            }
        COMPONENTS[item] = row(cls.columns, descriptions)
        COMPONENTS.update(pages([item]))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the question, and know the answer by what it rests on."""
        ReadView.initial(self, request, *args, **kwargs)
        if request.method != "OPTIONS":
            aggregates = self.rows().aggregate(Count("pk"), Max("pk"), Sum("version"))
            today = deadlines.today(timezone.now())
            self.etag = self.tag_of(request, today, *aggregates.values())

    def rows(self) -> QuerySet[Any]:
        """The rows that everybody may see. 404 for a process that isn't public."""
        return public_rows(self.process(), self.resource.model)

    def process(self) -> Process:
        """That of the address. 404 for one that isn't public."""
        process = public_processes().filter(pk=self.kwargs["process"]).first()
        if process is None:
            raise Http404("No such process; /api/v1/participation has them all.")
        return process

    def listed(self, request: Request, limit: int, cursor: str | None) -> Page:
        """A page in the order of making."""
        name = self.operation
        page_rows = list(
            self.rows().filter(pk__gte=place_of(cursor, name)).order_by("pk")[: limit + 1]
        )
        following = cursor_at(page_rows[limit].pk, name) if len(page_rows) > limit else None
        return Page(self.serialized(page_rows[:limit]), following)

    def serialized(self, instances: Sequence[Any]) -> list[dict[str, Any]]:
        """What the list says of each."""
        return [self.resource.record(instance) for instance in instances]
