"""The description of an API (OpenAPI 3.1), made of the views themselves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.monitor.rest.base import ReadView
from wijkwerk.monitor.rest.describe import HEADERS
from wijkwerk.monitor.rest.schema import COMPONENTS, Schema
from wijkwerk.registry.hooks import API_VERSION


class ApiDescription(ReadView):
    """This description. A capability's own says which addresses it is about, and in which words."""

    operation = "openapi"
    schema = None  # type: ignore[assignment]
    addresses: ClassVar[str]  # the module of its addresses
    below: ClassVar[str] = ""  # what comes before them, after /api/v1/
    title: ClassVar[str]
    words: ClassVar[str]
    tags: ClassVar[Mapping[str, str]]
    components: ClassVar[Mapping[str, Schema]]

    def get(self, request: Request) -> Response:
        """The document, with the address of this site as its server."""
        document = {
            **self.document(),
            "servers": [{"url": request.build_absolute_uri("/api/v1"), "description": "This site"}],
        }
        text = json.dumps(document).encode()
        self.etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        return Response(document)

    @classmethod
    @cache
    def document(cls) -> dict[str, Any]:
        """The document without its servers."""
        generator: Any = SchemaGenerator
        patterns = [path(cls.below, include(cls.addresses))]
        made = generator(patterns=patterns).get_schema(request=None, public=True)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": cls.title,
                "version": API_VERSION,
                "description": cls.words,
                "contact": {"name": "Wijkwerk", "url": "https://github.com/wijkwerk/wijkwerk"},
                "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            },
            "tags": [{"name": name, "description": words} for name, words in cls.tags.items()],
            "paths": made["paths"],
            "components": {"schemas": cls.components, "headers": HEADERS},
        }


class OpenApi(ApiDescription):
    """This description."""

    addresses = "wijkwerk.monitor.rest.urls"
    title = "Wijkwerk"
    words = """\
Editions of the outcome monitor: areas, indicators, figures and changes. Read-only, without a key.

An edition never changes, so an answer about one may be kept for ever. Lists come in pages: follow
`next`. Every list comes as JSON, CSV or Parquet. In CSV nothing stands for null, and a text that a
spreadsheet could take for a formula begins with an apostrophe. A withheld figure is null, and its
`conf_status` says so; it is neither zero nor missing. Faults are problem+json (RFC 9457)."""
    tags: ClassVar = {
        "editions": "What was published, and when.",
        "areas": "Areas, groups of areas, boundaries.",
        "indicators": "What is measured.",
        "results": "Figures and what follows from them.",
    }
    components = COMPONENTS
