"""The description of the API (OpenAPI 3.1), made of the views themselves."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.rest.base import ReadView
from wijkwerk.monitor.rest.describe import HEADERS, VERSION
from wijkwerk.monitor.rest.schema import COMPONENTS

_TAGS = {
    "editions": "What was published, and when.",
    "areas": "Areas, groups of areas, boundaries.",
    "indicators": "What is measured.",
    "results": "Figures and what follows from them.",
}
_WORDS = """\
Editions of the outcome monitor: areas, indicators, figures and changes. Read-only, without a key.

An edition never changes, so an answer about one may be kept for ever. Lists come in pages: follow
`next`. Every list comes as JSON, CSV or Parquet. In CSV nothing stands for null, and a text that a
spreadsheet could take for a formula begins with an apostrophe. A withheld figure is null, and its
`conf_status` says so; it is neither zero nor missing. Faults are problem+json (RFC 9457)."""


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
    made = generator(urlconf="wijkwerk.monitor.rest.urls").get_schema(request=None, public=True)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wijkwerk",
            "version": VERSION,
            "description": _WORDS,
            "contact": {"name": "Wijkwerk", "url": "https://github.com/wijkwerk/wijkwerk"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": made["paths"],
        "components": {"schemas": COMPONENTS, "headers": HEADERS},
    }
