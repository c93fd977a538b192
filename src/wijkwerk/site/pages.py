"""Pages of the site itself."""

from __future__ import annotations

from django.urls import path
from django.views.generic import TemplateView

from wijkwerk.access.api import public
from wijkwerk.site.work import work

app_name = "site"
urlpatterns = [
    path("work", work, name="work"),
    *(path(f"about/{name}", public(TemplateView.as_view(template_name=f"site/{template}.html")),
           name=template)
      for name, template in (
        ("accessibility", "accessibility"), ("privacy", "privacy"), ("design", "styleguide"),
      )),
]  # fmt: skip
