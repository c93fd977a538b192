"""Filters out of the address: each is checked, and an unknown one is a fault and not a shrug."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from wijkwerk.monitor.serving.ask import Ask
from wijkwerk.monitor.serving.catalogue import LEVELS, Catalogue
from wijkwerk.monitor.serving.pages import MOST
from wijkwerk.monitor.serving.store import Row

_DEFAULT = 100
MOST_VALUES = 500  # codes in one filter
_CONTROL = {"format", "fields", "cursor", "limit"}

FIELDS = OpenApiParameter(
    "fields", str, description="Only these columns, with commas between.", examples=[],
)  # fmt: skip
CURSOR = OpenApiParameter("cursor", str, description="Goes on after an earlier page.")
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": _DEFAULT}
)
AREA = OpenApiParameter("area", str, description="Codes of areas, with commas between.")
INDICATOR = OpenApiParameter("indicator", str, description="Ids of indicators, with commas.")
PERIOD = OpenApiParameter("period", str, description="Periods, with commas between.")
GROUP = OpenApiParameter("group", str, description="Only areas of this group.")
WITHIN = OpenApiParameter("within", str, description="Only areas inside this one.")
LEVEL = OpenApiParameter("level", {"type": "string", "enum": list(LEVELS)})
AGAINST = OpenApiParameter(
    "against", str, description="Code of the area or group that is the reference.",
)  # fmt: skip


def allow(request: Request, *names: str) -> None:
    """400 when the address has a parameter that this list doesn't know, or one with NUL in it."""
    unknown = sorted(set(request.query_params) - set(names) - _CONTROL)
    if unknown:
        known = ", ".join(sorted({*names, *_CONTROL}))
        raise ValidationError(f"Unknown parameter {unknown[0][:40]!r}; known are: {known}.")
    if any("\0" in value for values in request.query_params.lists() for value in values[1]):
        raise ValidationError("A parameter holds a NUL character.")


def several(request: Request, name: str) -> list[str] | None:
    """The values of a filter, None when it isn't there."""
    if name not in request.query_params:
        return None
    texts = request.query_params.getlist(name)
    found = list(dict.fromkeys(part for text in texts for part in text.split(",") if part))
    if len(found) > MOST_VALUES:
        raise ValidationError(f"{name}: at most {MOST_VALUES} values.")
    return found


def known(name: str, values: Iterable[str] | None, allowed: Iterable[str]) -> list[str] | None:
    """``values`` when each is one of ``allowed``; else 400 that names the first that isn't."""
    if values is None:
        return None
    there = set(allowed)
    listed = list(values)
    for value in listed:
        if value not in there:
            raise ValidationError(f"{name}: {value[:60]!r} isn't in this edition.")
    return listed


def limit_of(request: Request) -> int:
    """Rows of a page."""
    text = request.query_params.get("limit")
    if text is None:
        return _DEFAULT
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise ValidationError(f"limit: a whole number from 1 to {MOST}.")
    return int(text)


def cursor_of(request: Request) -> str | None:
    """Where to go on."""
    return request.query_params.get("cursor") or None


def ask_of(request: Request, catalogue: Catalogue) -> Ask:
    """Figures or changes that the address asks for."""
    areas = known("area", several(request, "area"), catalogue.areas)
    group = request.query_params.get("group")
    if group is not None:
        known("group", [group], catalogue.groups)
        inside = catalogue.groups[group].areas
        areas = list(inside) if areas is None else [one for one in areas if one in set(inside)]
    level = request.query_params.get("level")
    if level is not None and level not in LEVELS:
        raise ValidationError(f"level: one of {', '.join(LEVELS)}.")
    within = request.query_params.get("within")
    if within is not None:
        known("within", [within], catalogue.areas)
        inside_area = _below(catalogue, within)
        areas = inside_area if areas is None else [one for one in areas if one in set(inside_area)]
    against = request.query_params.get("against")
    if against is not None:
        known("against", [against], {**catalogue.areas, **catalogue.groups})
    return Ask(
        areas=areas,
        indicators=known("indicator", several(request, "indicator"), catalogue.measures),
        periods=several(request, "period"),
        level=level,
        against=against,
        limit=limit_of(request),
    )


def _below(catalogue: Catalogue, code: str) -> list[str]:
    found, queue = [], [code]
    while queue:
        children = catalogue.children.get(queue.pop(), ())
        found += children
        queue += children
    return found


def sparse(request: Request, rows: Sequence[Row], columns: Iterable[str]) -> list[dict[str, Any]]:
    """Only the columns that ``fields`` asks for, in its order."""
    wanted = several(request, "fields")
    if wanted is None:
        return list(rows)
    known_fields = list(columns)
    for name in wanted:
        if name not in known_fields:
            raise ValidationError(f"fields: {name[:40]!r} isn't one of {', '.join(known_fields)}.")
    return [{name: row[name] for name in wanted} for row in rows]
