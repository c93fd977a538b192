"""Filters out of the address: each is checked, and an unknown one is a fault and not a shrug.

What a parameter may hold is written once, in ``PARAMETERS``: the description of the API is made
of it, and the functions below hold what is sent against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from rest_framework.request import Request

from wijkwerk.monitor.rest.faults import BadParameterError, shortened
from wijkwerk.monitor.serving.catalogue import LEVELS, Catalogue
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.pages import MOST
from wijkwerk.monitor.serving.search import LONGEST

USUAL = 100  # rows of a page when nobody asks for more or less
MOST_VALUES = 500  # codes in one filter
MANY = frozenset({"area", "indicator", "period", "fields"})
_CODE = {"type": "string", "minLength": 1, "maxLength": 200}
_ONE_OF_MANY = {**_CODE, "pattern": "^[^,]+$"}
_PERIOD = "^[0-9]{4}(-(Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$"
_CODES = {"type": "array", "items": _ONE_OF_MANY, "minItems": 1, "maxItems": MOST_VALUES}

# name → what it means, what it may hold
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "area": ("Only these areas: codes with commas between.", _CODES),
    "indicator": ("Only these indicators: ids with commas between.", _CODES),
    "period": (
        "Only these periods, with commas between, such as 2012, 2012-10 or 2012-Q3.",
        {**_CODES, "items": {"type": "string", "pattern": _PERIOD}},
    ),
    "level": ("Only areas of this level.", {"type": "string", "enum": list(LEVELS)}),
    "group": ("Only areas of this group.", _CODE),
    "parent": ("Only areas directly below this one.", _CODE),
    "within": ("Only areas inside this one, at any depth.", _CODE),
    "against": (
        "Code of the area or group that figures are held against. Without it each area is held "
        "against its own reference, as the edition was built.",
        _CODE,
    ),
    "q": (
        "Only areas with this name, former name or code, typing mistakes included; best first.",
        {"type": "string", "minLength": 1, "maxLength": LONGEST},
    ),
    "theme": ("Only indicators of this theme.", _CODE),
    "signal": ("Only rows with (true) or without (false) a signal.", {"type": "boolean"}),
    "fields": (
        "Only these columns, in this order, with commas between.",
        {"type": "array", "minItems": 1, "maxItems": 50},
    ),
    "limit": ("Rows of a page.", {"type": "integer", "minimum": 1}),
    "cursor": (
        "Where the last page stopped. Follow the address in `next`, or in the Link header, "
        "instead of making one.",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$"},
    ),
    "format": ("The format of the answer; goes before the Accept header.", {"type": "string"}),
}


def allow(request: Request, names: Collection[str], many: Collection[str] = MANY) -> None:
    """400 when the address has a parameter that isn't one of ``names``, or one of them twice."""
    for name in sorted(set(request.query_params) - set(names)):
        known_names = ", ".join(sorted(names)) or "none"
        raise BadParameterError(
            name[:60], f"No parameter of this address. There are: {known_names}."
        )
    for name, values in request.query_params.lists():
        if len(values) > 1 and name not in many:
            raise BadParameterError(name, "Given more than once.")


def one(request: Request, name: str, allowed: Collection[str]) -> str | None:
    """The value of a filter when it is one of ``allowed``; None when the filter isn't there."""
    value = request.query_params.get(name)
    if value is not None and value not in allowed:
        raise BadParameterError(name, _unknown(name, value))
    return value


def text_of(request: Request, name: str) -> str | None:
    """Free text, not empty and not longer than its description says; None when it isn't there."""
    value = request.query_params.get(name)
    if value is not None and not 1 <= len(value) <= PARAMETERS[name][1]["maxLength"]:
        raise BadParameterError(name, f"From 1 to {PARAMETERS[name][1]['maxLength']} characters.")
    return value


def several(
    request: Request, name: str, allowed: Collection[str] | None = None
) -> list[str] | None:
    """The values of a filter, each once, None when it isn't there."""
    if name not in request.query_params:
        return None
    texts = request.query_params.getlist(name)
    found = list(dict.fromkeys(part for text in texts for part in text.split(",")))
    if len(found) > MOST_VALUES:
        raise BadParameterError(name, f"At most {MOST_VALUES} values.")
    for value in found:
        if not value:
            raise BadParameterError(name, "One of the values is empty.")
        if allowed is not None and value not in allowed:
            raise BadParameterError(name, _unknown(name, value))
    return found


def _unknown(name: str, value: str) -> str:
    schema = PARAMETERS[name][1]
    if "enum" in schema:
        return f"{shortened(value)} isn't one of: {', '.join(schema['enum'])}."
    return f"{shortened(value)} isn't in this edition."


def periods_of(request: Request) -> list[str] | None:
    """The periods asked for. One that the edition hasn't got simply has no rows."""
    found = several(request, "period")
    for value in found or ():
        if not re.fullmatch(_PERIOD, value):
            raise BadParameterError("period", f"{shortened(value)} isn't a period, such as 2012.")
    return found


def yes_or_no(request: Request, name: str) -> bool | None:
    """True or false; None when the filter isn't there."""
    value = request.query_params.get(name)
    if value not in (None, "true", "false"):
        raise BadParameterError(name, "Either true or false.")
    return None if value is None else value == "true"


def limit_of(request: Request, most: int = MOST, usual: int = USUAL) -> int:
    """Rows of a page."""
    text = request.query_params.get("limit")
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most) or len(text) > 9:
        raise BadParameterError("limit", f"A whole number from 1 to {most}.")
    return int(text)


def ask_of(request: Request, catalogue: Catalogue) -> FigureQuery:
    """Figures or changes that the address asks for."""
    areas = several(request, "area", catalogue.areas)
    group = one(request, "group", catalogue.groups)
    if group is not None:
        areas = _both(areas, catalogue.groups[group].areas)
    within = one(request, "within", catalogue.areas)
    if within is not None:
        areas = _both(areas, inside(catalogue, within))
    return FigureQuery(
        areas=areas,
        indicators=several(request, "indicator", catalogue.measures),
        periods=periods_of(request),
        level=one(request, "level", LEVELS),
        against=one(request, "against", {**catalogue.areas, **catalogue.groups}),
        limit=limit_of(request),
    )


def _both(areas: list[str] | None, others: Iterable[str]) -> list[str]:
    if areas is None:
        return list(others)
    there = set(others)
    return [code for code in areas if code in there]


def inside(catalogue: Catalogue, code: str) -> list[str]:
    """Codes of all areas below ``code``."""
    found: list[str] = []
    queue = [code]
    while queue:
        children = catalogue.children.get(queue.pop(), ())
        found += children
        queue += children
    return found


def columns_of(request: Request, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns that ``fields`` asks for, in its order; all of them without it."""
    wanted = several(request, "fields")
    if wanted is None:
        return dict(columns)
    for name in wanted:
        if name not in columns:
            there = ", ".join(columns)
            raise BadParameterError("fields", f"{shortened(name)} isn't one of: {there}.")
    return {name: columns[name] for name in wanted}


def sparse(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> list[dict[str, Any]]:
    """``rows`` with only these columns; one that came after the edition was made is null."""
    names = list(columns)
    return [{name: row.get(name) for name in names} for row in rows]
