"""The addresses of the site: pages in two languages, the API, health."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from wijkwerk.access.api import public
from wijkwerk.access.web.entry import back
from wijkwerk.monitor.rest.openapi import OpenApi
from wijkwerk.site import health

handler400 = "wijkwerk.site.errors.bad_request"
handler403 = "wijkwerk.site.errors.forbidden"
handler404 = "wijkwerk.site.errors.not_found"
handler500 = "wijkwerk.site.errors.fault"

urlpatterns = [
    path("", public(RedirectView.as_view(url="/nl/")), name="root"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("api/v1/designation/", include("wijkwerk.designation.rest.urls")),
    path("api/v1/programmes", include("wijkwerk.programme.rest.urls")),
    path("api/v1/", include("wijkwerk.monitor.rest.urls")),
    # One address whatever the language: it is agreed with the identity provider.
    path("account/provider/back", back, name="oidc-callback"),
    *i18n_patterns(
        path("", include("wijkwerk.site.pages")),
        path("", include("wijkwerk.access.web.urls")),
        path("", include("wijkwerk.designation.web.urls_procedure")),
        path("", include("wijkwerk.designation.web.urls")),
        path("", include("wijkwerk.programme.web.urls")),
        path("", include("wijkwerk.monitor.web.urls")),
        prefix_default_language=True,
    ),
]
