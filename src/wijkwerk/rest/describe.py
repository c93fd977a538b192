"""How a view is described in the OpenAPI document: from the same attributes that it works by."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from drf_spectacular.openapi import AutoSchema

from wijkwerk.registry.hooks import API_VERSION
from wijkwerk.rest.parameters import MANY, SHARED

_JSON = ("application/json", "application/geo+json")
# Words of paths that every API has.
PATH_WORDS = {"number": ("Its number, as the list gives it.", "1")}
FAULTS = {
    "400": "A parameter is unknown, or holds what it can't hold; `parameter` names it.",
    "404": "There is nothing with this id or code.",
    "406": "The Accept header asks for a format that this address hasn't got.",
    "410": "The edition was withdrawn; `detail` says why.",
    "429": "Too many questions in a short time; Retry-After says when to go on.",
    "503": "The edition can't be read now, or the answer took too long.",
}
HEADERS: dict[str, dict[str, Any]] = {
    "API-Version": {
        "description": "Version of this API.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "example": API_VERSION,
    },
    "ETag": {
        "description": "Send it as If-None-Match to hear whether the answer is still the same.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Cache-Control": {
        "description": "How long the answer may be kept: for ever when it is about an edition.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Vary": {
        "description": "Request headers that have a say in the answer.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The next page, with rel="next"; not there on the last one.',
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
}


class Description(AutoSchema):
    """Describes a ReadView by its docstring, ``operation``, ``tag``, ``item`` and ``takes``."""

    view: Any  # a ReadView, which can't be named here: it names this
    # What a capability's API has in their place.
    path_words: ClassVar[Mapping[str, tuple[str, str]]] = {}
    parameters: ClassVar[Mapping[str, tuple[str, dict[str, Any]]]] = SHARED
    components: ClassVar[Mapping[str, dict[str, Any]]] = {}
    examples: ClassVar[Mapping[str, Any]] = {}
    many: ClassVar[Collection[str]] = MANY

    def get_operation_id(self) -> str:
        """The name of the operation, in camelCase."""
        return str(self.view.operation)

    def get_tags(self) -> list[str]:
        """The chapter it stands in."""
        return [self.view.tag]

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring of the view."""
        return " ".join(inspect.cleandoc(self.view.__doc__ or "").split())

    def get_summary(self) -> str:
        """The first clause of the docstring."""
        return self.get_description().split(". ")[0].split(": ")[0].rstrip(".")

    def _get_parameters(self) -> list[dict[str, Any]]:
        names = [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
        described = {**PATH_WORDS, **self.path_words}
        parameters = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": described[name][0],
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 200,
                    "pattern": "^[^/]+$",
                },
                "example": described[name][1],
            }
            for name in names
        ]
        return parameters + [self._query(name) for name in self.view.all_parameters()]

    def _query(self, name: str) -> dict[str, Any]:
        description, schema = {**self.view.own_parameters(), **self.parameters}[name]
        schema = dict(schema)
        if name == "fields":
            schema["items"] = {"type": "string", "enum": list(self.view.columns)}
        elif name == "format":
            schema["enum"] = [
                renderer_class_name.format for renderer_class_name in self.view.renderer_classes
            ]
        elif name == "limit":
            schema |= {"maximum": self.view.most, "default": self.view.usual}
        parameter: dict[str, Any] = {
            "name": name,
            "in": "query",
            "description": description,
            "schema": schema,
        }
        if name in self.many:
            parameter |= {"style": "form", "explode": False}
        if name in self.examples:
            parameter["example"] = self.examples[name]
        return parameter

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        listed = getattr(self.view, "listed", None) is not None
        item, components = self.view.item, {**self.components, **self.view.own_components()}
        component = f"{item}Page" if listed and f"{item}Page" in components else item
        content = {
            renderer_class_name.media_type: {
                "schema": _body(renderer_class_name.media_type, component)
            }
            for renderer_class_name in self.view.renderer_classes
        }
        headers = ["API-Version", "ETag", "Cache-Control", "Vary"]
        result = {
            "200": {
                "description": "The answer.",
                "headers": _headers(*headers, *(["Link"] if listed else [])),
                "content": content,
            },
            "304": {
                "description": "The reader has this answer already (If-None-Match).",
                "headers": _headers(*headers),
            },
        }
        about_one = "{" in self.path
        for status, description in FAULTS.items():
            if about_one or status in ("400", "406", "429"):
                waits = ["Retry-After"] if status in ("429", "503") else []
                result[status] = {
                    "description": description,
                    "headers": _headers("API-Version", *waits),
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
        return result


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _body(media_type: str, component: str) -> dict[str, Any]:
    if media_type in _JSON:
        return {"$ref": f"#/components/schemas/{component}"}
    if media_type == "text/csv":
        return {"type": "string"}
    return {"type": "string", "contentMediaType": media_type}
