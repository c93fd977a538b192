"""Filters out of the address: what each may hold is written once, here."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from rest_framework.request import Request

from wijkwerk.designation.core.tables import LIST_TABLES
from wijkwerk.rest.describe import Description
from wijkwerk.rest.faults import BadParameterError, shortened

_CODE = {"type": "string", "minLength": 1, "maxLength": 200}
_MANY = {"type": "array", "items": {**_CODE, "pattern": "^[^,]+$"}, "minItems": 1, "maxItems": 500}
_SETTING = "^[^,:]+:-?[0-9]{1,9}([.][0-9]{1,9})?$"
_SETTINGS = {**_MANY, "items": {"type": "string", "pattern": _SETTING}, "maxItems": 50}
RESULTS = ("met", "not_met", "unknown")
MANY = frozenset({"area", "fields", "threshold", "least", "drop"})
_SHARED = ("fields", "limit", "cursor", "format")
_YEAR = {"type": "integer", "minimum": 1000, "maximum": 9999}

PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: Description.parameters[name] for name in _SHARED},
    "area": ("Only these areas: codes with commas between.", _MANY),
    "year": ("Only this year.", _YEAR),
    "status": ("Only this status: its code in the scheme.", _CODE),
    "criterion": ("Only this criterion or gate: its code in the scheme.", _CODE),
    "result": ("Only this result.", {"type": "string", "enum": list(RESULTS)}),
    "level": ("Only areas of this level.", _CODE),
    "municipality": ("Only areas of this municipality.", _CODE),
    "q": ("Only areas with this in their name, or with this code.",
          {"type": "string", "minLength": 1, "maxLength": 100}),
    "threshold": ("Other thresholds: criterion:number, with commas between.", _SETTINGS),
    "least": ("How many criteria of a status must be met: status:number, with commas between.",
                 _SETTINGS),
    "drop": ("Criteria or gates that are left out, with commas between.", _MANY),
    "with": ("The list to compare with; without it this list itself.", _CODE),
    "against": ("The year of that list; without it the year before, or the same year.", _YEAR),
}  # fmt: skip
EXAMPLES = {
    "area": ["BU00010402"], "year": 2015, "status": "vulnerable", "criterion": "work",
    "result": "met", "threshold": ["work:35"], "least": ["vulnerable:3"], "drop": ["income"],
    "against": 2014,
}  # fmt: skip
TABLES = tuple(LIST_TABLES)


def year_of(request: Request, name: str, years: Collection[int]) -> int | None:
    """A year of the list; None when it isn't asked for.

    Raises BadParameterError for another one.
    """
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4) or int(text) not in years:
        raise BadParameterError(
            name, f"{shortened(text)} is no year of this list: {min(years)} to {max(years)}."
        )
    return int(text)


def choice(request: Request, name: str, allowed: Collection[str]) -> str | None:
    """The value of a filter when it is one of ``allowed``; None when it isn't there.

    Raises BadParameterError for something else.
    """
    value = request.query_params.get(name)
    if value is not None and value not in allowed:
        raise BadParameterError(name, f"{shortened(value)} isn't one of: {', '.join(allowed)}.")
    return value


def settings(request: Request, name: str, allowed: Collection[str]) -> dict[str, float]:
    """code:number pairs, with commas between.

    Raises BadParameterError for an unknown code, or what is no number.
    """
    result: dict[str, float] = {}
    for text in request.query_params.getlist(name):
        for part in text.split(","):
            code, mark, number = part.partition(":")
            if not mark or code not in allowed:
                raise BadParameterError(
                    name,
                    f"{shortened(part)}: code:number, with a code out of: {', '.join(allowed)}.",
                )
            try:
                value = float(number) if len(number) <= 20 else math.nan
            except ValueError:
                value = math.nan
            if not math.isfinite(value) or abs(value) > 1e9:
                raise BadParameterError(name, f"{shortened(number)} isn't a number.")
            result[code] = value
    return result
