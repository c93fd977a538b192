"""The description of an API (OpenAPI 3.1), made of the views themselves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from wijkwerk.registry.hooks import API_VERSION
from wijkwerk.rest.describe import HEADERS
from wijkwerk.rest.schema import PROBLEM, Schema
from wijkwerk.rest.views import ReadView


class ApiDescription(ReadView):
    """This description. A capability's own says which addresses it is about, and in which words."""

    operation = "openapi"
    schema = None  # type: ignore[assignment]
    addresses: ClassVar[str]  # the module of its addresses
    below: ClassVar[str] = ""  # what comes before them, after /api/v1/
    title: ClassVar[str]
    words: ClassVar[str]
    tags: ClassVar[Mapping[str, str]]
    components: ClassVar[Mapping[str, Schema]] = {}  # beside those that follow from its views

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
        schema = generator(patterns=patterns).get_schema(request=None, public=True)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": cls.title,
                "version": API_VERSION,
                "description": cls.words,
                "contact": {"name": "Wijkwerk", "url": "https://github.com/wijkwerk/wijkwerk"},
                "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            },
            "tags": [
                {"name": name, "description": description} for name, description in cls.tags.items()
            ],
            "paths": schema["paths"],
            "components": {"schemas": cls._schemas(patterns), "headers": HEADERS},
        }

    @classmethod
    def _schemas(cls, patterns: Iterable[Any]) -> dict[str, Schema]:
        schemas: dict[str, Schema] = {"Problem": PROBLEM}
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                schemas |= cls._schemas(pattern.url_patterns)
            else:
                schemas |= pattern.callback.cls.own_components()
        return {**schemas, **cls.components}
