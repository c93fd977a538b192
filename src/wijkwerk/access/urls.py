"""The addresses of accounts."""

from __future__ import annotations

from django.urls import include, path

from wijkwerk.access.web.entry import back

# One address whatever the language: it is agreed with the identity provider.
root = [path("account/provider/back", back, name="oidc-callback")]
pages = [path("", include("wijkwerk.access.web.urls"))]
