"""The description of designation's API (OpenAPI 3.1), made of the views themselves."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.designation.rest.schema import COMPONENTS
from wijkwerk.monitor.display_api import HEADERS, VERSION, ReadView

_TAGS = {
    "designation": "Rules, and the lists of areas that were made by them.",
    "results": "What is in a list, and what another rule would make of it.",
}
_WORDS = """\
Lists of areas by a rule: who has which status, why, how sure that is, and what another rule would
make of it. Read-only, without a key. A list never changes, so an answer about one may be kept for
ever. Unknown is neither met nor not met. The rest is as in the API of editions at `/openapi.json`."""


class OpenApi(ReadView):
    """This description."""

    operation = "openapi"
    schema = None  # type: ignore[assignment]

    def get(self, request: Request) -> Response:
        """The document, with the address of this site as its server."""
        document = {
            **description(),
            "servers": [{"url": request.build_absolute_uri("/api/v1"), "description": "This site"}],
        }
        text = json.dumps(document).encode()
        self.etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        return Response(document)


@cache
def description() -> dict[str, Any]:
    """The document without its servers."""
    generator: Any = SchemaGenerator
    addresses = [path("designation/", include("wijkwerk.designation.rest.urls"))]
    made = generator(patterns=addresses).get_schema(request=None, public=True)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wijkwerk: lists of areas",
            "version": VERSION,
            "description": _WORDS,
            "contact": {"name": "Wijkwerk", "url": "https://github.com/wijkwerk/wijkwerk"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": made["paths"],
        "components": {"schemas": COMPONENTS, "headers": HEADERS},
    }
