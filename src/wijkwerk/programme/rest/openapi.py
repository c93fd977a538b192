"""The description of programme's API (OpenAPI 3.1), made of the views themselves."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.display_api import HEADERS, VERSION, ReadView
from wijkwerk.programme.rest.schema import COMPONENTS

_TAGS = {
    "programmes": "Programmes: what partners promised until when.",
    "programme": "What is in a programme.",
}
_WORDS = """\
Programmes: targets and how they stand, commitments, projects, decisions and letters. Read-only,
without a key; what is internal isn't here. A programme changes, so an answer may be kept a minute
and known again by its ETag. 'Can't tell yet' is an answer. The rest is as in the API of editions at
`/openapi.json`."""


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
    addresses = [path("programmes", include("wijkwerk.programme.rest.urls"))]
    made = generator(patterns=addresses).get_schema(request=None, public=True)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wijkwerk: programmes",
            "version": VERSION,
            "description": _WORDS,
            "contact": {"name": "Wijkwerk", "url": "https://github.com/wijkwerk/wijkwerk"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": made["paths"],
        "components": {"schemas": COMPONENTS, "headers": HEADERS},
    }
