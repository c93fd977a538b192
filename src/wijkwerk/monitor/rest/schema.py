"""What the answers of the API look like, as JSON Schema. Columns of tables come from
``core/tables.py`` and their meaning from the edition's data package: both are written once.

Names: paths in kebab-case, operations in camelCase, columns as they are called in an edition, so
that an answer and the edition's own files can be laid beside each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.editions.columns import column
from wijkwerk.monitor.serving.catalogue import LEVELS
from wijkwerk.rest.schema import KINDS, PROBLEM, TEXT, Schema, pages, row_of

_NEVER_NULL = {
    "area", "code", "level", "period", "indicator", "group", "class", "origin", "method", "id",
    "kind", "direction", "decimals", "unit", "theme", "series", "current", "simulated", "state",
    "registered", "manifest_sha256", "composite", "dimension",
}  # fmt: skip
_CHOICES: dict[str, list[str]] = {
    "level": list(LEVELS),
    "class": [*tables.CLASSES],
    "evidence": ["firm", "cannot_tell"],
    "direction": [direction.value for direction in Direction],
    "state": ["served", "damaged", "withdrawn"],
}
_WORDS = {
    "id": "What it is called in addresses.",
    "theme": "Id of its theme.",
    "unit": "Unit of its values.",
    "kind": "What it is: rate, ratio, mean, survey, index, composite, ...",
    "direction": "Whether more of it is better or worse; neutral: neither, so that a distance is the "
    "value minus that of the reference, and nothing is judged.",
    "decimals": "Decimals that a value is shown with.",
    "simulated": "Whether no figure of it is about a real place.",
    "code": "Code of the area, such as BU03630000.",
    "name": "Name, as the source has it.",
    "parent": "Code of the area one level up; null at the top.",
    "inhabitants": "Inhabitants at the last moment known.",
    "dwellings": "Dwellings at the last moment known.",
    "larger_than_effective": "Whether the area is larger than one in which a programme works.",
    "areas": "Codes of the areas that belong to it at the edition's latest moment.",
    "belongs": "Whether the area belongs to the group at the edition's latest moment.",
    "series": "What editions of one source share.",
    "current": "Whether it is the latest edition of its series.",
    "state": "What a reader gets of it.",
    "reason": "Why it is damaged or withdrawn.",
    "registered": "Day on which the site first knew it.",
    "manifest_sha256": "SHA-256 of its manifest.json.",
    "periods": "Periods with at least one published value.",
    "levels": "Levels with figures.",
    "definition": "The whole definition, as in the edition's indicators.json.",
}

AREA = {
    "code": "string", "name": "string", "level": "string", "parent": "string",
    "inhabitants": "float64", "dwellings": "float64", "larger_than_effective": "boolean",
}  # fmt: skip
_FEATURE = {"code": "string", "name": "string", "level": "string", "parent": "string"}
GROUP = {"code": "string", "name": "string", "areas": "strings"}
GROUP_MEMBER = {
    "group": "string", "area": "string", "valid_from": "string", "valid_to": "string",
    "belongs": "boolean",
}  # fmt: skip
INDICATOR = {
    "id": "string", "name": "text", "theme": "string", "unit": "string", "kind": "string",
    "direction": "string", "decimals": "int64", "periods": "strings", "levels": "strings",
    "definition": "object",
}  # fmt: skip
EDITION = {
    "id": "string", "series": "string", "current": "boolean", "title": "text",
    "simulated": "boolean", "state": "string", "reason": "string", "registered": "string",
    "manifest_sha256": "string",
}  # fmt: skip


def _own(
    columns: Mapping[str, str], *, complete: bool = False, nullable: Collection[str] = ()
) -> Schema:
    """``nullable``: columns that may be null here, though nowhere else."""
    properties = {name: _column(name, kind, name in nullable) for name, kind in columns.items()}
    return row_of(properties, complete)


def _column(name: str, kind: str, nullable: bool = False) -> Schema:
    schema = dict(KINDS[kind])
    if not nullable and name in _NEVER_NULL and isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]
    if name in _CHOICES:
        schema["enum"] = [*_CHOICES[name], *([None] if isinstance(schema["type"], list) else [])]
    description = _WORDS.get(name) or column(name).en
    return (
        {**schema, "description": description} if description and "$ref" not in schema else schema
    )


_CODES: Schema = {"type": "array", "items": {"type": "string"}}
_LISTED = {
    "Edition": _own(EDITION),
    "Area": _own(AREA),
    "Group": _own(GROUP),
    "Indicator": _own(INDICATOR),
    "Figure": _own(tables.FIGURES),
    "Change": _own(tables.CHANGES),
    "GroupMember": _own(GROUP_MEMBER),
    "GroupFigure": _own(tables.GROUP_FIGURES),
    "GroupChange": _own(tables.GROUP_CHANGES, nullable=("class",)),
    "ClassCount": _own(tables.CLASS_COUNTS),
    "EarlyWarning": _own(tables.WARNINGS),
    "LiveabilityPart": _own(tables.LIVEABILITY),
}
COMPONENTS: dict[str, Schema] = {
    "Text": TEXT,
    **_LISTED,
    **pages(_LISTED),
    "EditionDetail": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "series": {"type": "string"},
            "title": {"$ref": "#/components/schemas/Text"},
            "simulated": {"type": "boolean"},
            "manifest_sha256": {"type": "string"},
            "settings": {"type": "object", "description": "Settings of the source."},
            "themes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "name": {"$ref": "#/components/schemas/Text"},
                    },
                    "required": ["id", "name"],
                    "additionalProperties": False,
                },
            },
            "manifest": {"type": "object", "description": "The edition's manifest.json."},
        },
        "required": ["id", "series", "title", "simulated", "manifest_sha256", "settings",
                     "themes", "manifest"],
        "additionalProperties": False,
    },
    "AreaDetail": {
        "type": "object",
        "properties": {
            **_own(AREA)["properties"],
            "pages": {
                "$ref": "#/components/schemas/Text",
                "description": "Where its page is on this site, for ever, by language.",
            },
            "former_names": _CODES,
            "above": {**_CODES, "description": "Codes of the areas above it, nearest first."},
            "children": {**_CODES, "description": "Codes of the areas directly below it."},
            "groups": {**_CODES, "description": "Codes of the groups it is in."},
            "neighbours": {**_CODES, "description": "Codes of areas of its level beside it."},
            "twins": {
                **_CODES,
                "description": "Codes of the areas of its level with the most similar figures.",
            },
        },
        "required": [*AREA, "pages", "former_names", "above", "children", "groups", "neighbours", "twins"],
        "additionalProperties": False,
    },
    "FeatureCollection": {
        "type": "object",
        "description": "GeoJSON (RFC 7946), with the address of the next page beside it.",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "type": {"const": "Feature"},
                        "properties": _own(_FEATURE, complete=True),
                        "geometry": {
                            "type": "object",
                            "properties": {
                                "type": {"enum": ["Polygon", "MultiPolygon"]},
                                "coordinates": {"type": "array", "items": {"type": "array", "items": {}}},
                            },
                            "required": ["type", "coordinates"],
                        },
                    },
                    "required": ["type", "properties", "geometry"],
                },
            },
            "next": {"type": ["string", "null"], "format": "uri"},
        },
        "required": ["type", "features", "next"],
    },
    "Problem": PROBLEM,
}  # fmt: skip
