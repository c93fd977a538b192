"""The addresses of the site: pages in two languages, the API, health."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from wijkwerk.access.api import public
from wijkwerk.registry.config import capabilities
from wijkwerk.site import health

handler400 = "wijkwerk.site.errors.bad_request"
handler403 = "wijkwerk.site.errors.forbidden"
handler404 = "wijkwerk.site.errors.not_found"
handler500 = "wijkwerk.site.errors.fault"

# The highest floor first, so that no lower one takes what a higher one adds below it.
_CAPABILITIES = list(reversed(capabilities()))

urlpatterns = [
    path("", public(RedirectView.as_view(url="/nl/")), name="root"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    *(path("", include(list(capability.addresses("root")))) for capability in _CAPABILITIES),
    *(path("api/v1/", include(list(capability.addresses("api")))) for capability in _CAPABILITIES),
    *i18n_patterns(
        path("", include("wijkwerk.site.pages")),
        *(path("", include(list(capability.addresses("pages")))) for capability in _CAPABILITIES),
        prefix_default_language=True,
    ),
]
