"""Resources in Django's admin, for support: to look at, never to write.

A row that was written here would be one without a step: no history, no audit trail, no permission of
access. A site that installs ``django.contrib.admin`` puts ``support_site().urls`` among its addresses.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import signed_in
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Resource, resources


class ResourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list with the resource's columns and a page with its fields, for who may see the resource's
    working pages of everything. Nothing can be added, changed or deleted."""

    resource: Resource
    actions = None
    list_per_page = 50

    def __init__(self, model: type[Model], site: admin.AdminSite) -> None:
        self.list_display = tuple(map(self._shown, self.resource.columns))
        super().__init__(model, site)

    def _shown(self, name: str) -> Any:
        """A column as the admin takes it: what the resource's list shows."""

        @admin.display(description=self.resource.label(name))
        def shown(subject: Any) -> Any:
            value = self.resource.value(subject, name)
            return value["text"] if isinstance(value, dict) else value  # a cell with a note

        return shown

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Those that may leave the site."""
        return [name for name in self.resource.exported if name != "id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them."""
        return self.get_fields(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the account may see working pages: of ``obj``, or of anything."""
        permissions = {
            audience.permission for audience in self.resource.audiences if audience.steps
        }
        return bool(permissions) and all(
            decisions_of(request).may(action, obj) for action in permissions
        )

    @signed_in
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list. (Views that declare no policy, such as that of adding, are refused by access.)"""
        return super().changelist_view(request, extra_context)

    @signed_in
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The page of a row, without a form that could be sent."""
        return super().change_view(request, object_id, form_url, extra_context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for its rows."""
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows that the account may see, each asked."""
        rows = super().get_queryset(request).select_related(*self.resource.select_related)
        allowed = [row.pk for row in rows if self.has_view_permission(request, row)]
        return rows.filter(pk__in=allowed)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a service begins it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a step changes it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing that had steps goes away."""
        return False


class SupportSite(admin.AdminSite):
    """The admin for accounts that access lets see something of it."""

    site_header = site_title = _("What is stored")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the account may see any resource."""
        return any(model.has_module_permission(request) for model in self._registry.values())

    @signed_in
    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """What there is."""
        return super().index(request, extra_context)


def support_site() -> SupportSite:
    """An admin site with a page for every resource that was registered."""
    site = SupportSite()
    for resource in resources():
        name = f"{type(resource).__name__}Admin"
        site.register(resource.model, type(name, (ResourceAdmin,), {"resource": resource}))
    return site
