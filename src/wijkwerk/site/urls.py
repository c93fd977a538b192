"""The addresses of the site: pages in two languages, the API, health."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from wijkwerk.access.api import public
from wijkwerk.registry.addresses import addresses
from wijkwerk.site import health

handler400 = "wijkwerk.site.errors.bad_request"
handler403 = "wijkwerk.site.errors.forbidden"
handler404 = "wijkwerk.site.errors.not_found"
handler500 = "wijkwerk.site.errors.fault"

urlpatterns = [
    path("", public(RedirectView.as_view(url="/nl/")), name="root"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *addresses("root"),
    path("api/v1/", include(addresses("api"))),
    *i18n_patterns(
        path("", include("wijkwerk.site.pages")),
        *addresses("pages"),
        prefix_default_language=True,
    ),
]
