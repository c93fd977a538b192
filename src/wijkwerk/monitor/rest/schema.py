"""What the rows of the API look like, made from ``core/tables.py``: columns are described once."""

from __future__ import annotations

from collections.abc import Mapping

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from wijkwerk.monitor.core import tables

_FIELDS: dict[str, type[serializers.Field]] = {  # type: ignore[type-arg]
    "string": serializers.CharField,
    "float64": serializers.FloatField,
    "int64": serializers.IntegerField,
    "boolean": serializers.BooleanField,
}


def row(name: str, columns: Mapping[str, str]) -> serializers.Serializer:  # type: ignore[type-arg]
    """A serializer called ``name`` with these columns; none is required: ``fields`` may ask less."""
    return inline_serializer(
        name,
        {
            column: _FIELDS[kind](allow_null=True, required=False)
            for column, kind in columns.items()
        },
    )


def listed(name: str, item: serializers.Serializer) -> serializers.Serializer:  # type: ignore[type-arg]
    """A page of items with the address of the next one."""
    return inline_serializer(
        f"{name}Page",
        {
            "items": _many(item),
            "next": serializers.CharField(allow_null=True, help_text="Address of the next page."),
        },
    )


def _many(item: serializers.Serializer) -> serializers.Field:  # type: ignore[type-arg]
    return serializers.ListSerializer(child=item)


TEXT = {"nl": "string", "en": "string"}
AREA = {
    "code": "string", "name": "string", "level": "string", "parent": "string",
    "inhabitants": "float64", "dwellings": "float64", "larger_than_effective": "boolean",
}  # fmt: skip
GROUP = {"code": "string", "name": "string"}
PROBLEM = {"type": "string", "title": "string", "status": "int64", "detail": "string"}

Figure = row("Figure", tables.FIGURES)
Change = row("Change", tables.CHANGES)
GroupFigure = row("GroupFigure", tables.GROUP_FIGURES)
ClassCount = row("ClassCount", tables.CLASS_COUNTS)
Warning_ = row("EarlyWarning", tables.WARNINGS)
Liveability = row("LiveabilityPart", tables.LIVEABILITY)
Area = row("Area", AREA)
Problem = row("Problem", PROBLEM)
Text = row("Text", TEXT)
Group = inline_serializer(
    "Group",
    {
        "code": serializers.CharField(required=False),
        "name": serializers.CharField(required=False),
        "areas": serializers.ListField(child=serializers.CharField(), required=False),
    },
)
Indicator = inline_serializer(
    "Indicator",
    {
        "id": serializers.CharField(required=False),
        "name": row("IndicatorName", TEXT),
        "theme": serializers.CharField(required=False),
        "unit": serializers.CharField(required=False),
        "kind": serializers.CharField(required=False),
        "direction": serializers.CharField(required=False),
        "decimals": serializers.IntegerField(required=False),
        "periods": serializers.ListField(child=serializers.CharField(), required=False),
        "levels": serializers.ListField(child=serializers.CharField(), required=False),
        "definition": serializers.DictField(required=False),
    },
)
Edition = inline_serializer(
    "Edition",
    {
        "id": serializers.CharField(required=False),
        "series": serializers.CharField(required=False),
        "title": row("EditionTitle", TEXT),
        "simulated": serializers.BooleanField(required=False),
        "state": serializers.CharField(required=False),
        "registered": serializers.CharField(required=False),
        "manifest_sha256": serializers.CharField(required=False),
    },
)
