"""The API of a resource: what everybody sees of it on pages, with the fields that it exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern

from wijkwerk.rest.columns import columns_of
from wijkwerk.rest.model_lists import ModelList
from wijkwerk.workflow.resources import Reader, Resource


class ResourceList(ModelList):
    """The rows of a ``resource`` that its public pages show, with the fields that it exports and what is
    ``worked_out``: name → kind, described in ``descriptions``; of a field, another kind than its own. The address
    names the parent as pages do. Fields that are ``not_told`` have a reason. A subclass without a resource is a
    base of others."""

    resource: ClassVar[Resource]
    worked_out: ClassVar[Mapping[str, str]] = {}
    not_told: ClassVar[Mapping[str, str]] = {}
    row_alone: ClassVar[tuple[str, ...]] = ()  # columns that are too long for the list
    filters: ClassVar[Mapping[str, str]] = {"state": "state"}

    def __init_subclass__(
        cls, resource: Resource | None = None, item: str = "", operation: str = ""
    ) -> None:
        super().__init_subclass__()
        if resource is None:
            return
        cls.resource, cls.model, cls.item, cls.operation = resource, resource.model, item, operation
        names = [name for name in resource.exported if name not in cls.not_told]
        columns = columns_of(
            resource.model, *dict.fromkeys([*names, *cls.worked_out]), **cls.worked_out
        )
        cls.of_row = {name: columns.pop(name) for name in cls.row_alone}
        cls.columns = columns

    @cached_property
    def reader(self) -> Reader:
        """Everybody, in the parent of the address. Raises Http404 for one that isn't public."""
        audience = next(each for each in self.resource.audiences if not each.permission)
        request = self.request._request
        return Reader(request, audience, self.resource.parent(request, audience, **self.kwargs))

    def rows(self) -> QuerySet[Any]:
        """What the public pages show."""
        return self.resource.queryset(self.reader)

    @classmethod
    def states(cls) -> Sequence[str]:
        """Those of its machine."""
        machines = cls.resource.workflow.machines()
        return [state for state in machines.states(cls.resource.machine) if state]

    @classmethod
    def resource_urls(cls, route: str) -> list[URLPattern]:
        """The addresses of list and row below ``route``, called as the resource calls them."""
        return cls.urls(f"{route}/{cls.resource.plural}", cls.resource.plural, cls.resource.name)
