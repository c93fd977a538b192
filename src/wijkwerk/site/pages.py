"""Pages of the site itself."""

from __future__ import annotations

from django.urls import path
from django.views.generic import TemplateView

app_name = "site"
urlpatterns = [
    path("about/accessibility", TemplateView.as_view(template_name="site/accessibility.html"),
         name="accessibility"),
    path("about/privacy", TemplateView.as_view(template_name="site/privacy.html"), name="privacy"),
    path("about/design", TemplateView.as_view(template_name="site/styleguide.html"),
         name="styleguide"),
]  # fmt: skip
