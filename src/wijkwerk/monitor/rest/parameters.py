"""Filters out of the address: each is checked, and an unknown one is a fault and not a shrug.

What a parameter may hold is written once, in ``PARAMETERS``: the description of the API is made
of it, and the functions below hold what is sent against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request

from wijkwerk.monitor.serving.catalogue import LEVELS, Catalogue
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.search import LONGEST
from wijkwerk.rest.faults import BadParameterError, shortened
from wijkwerk.rest.parameters import MOST_VALUES, SHARED, choice_of, limit_of, several

UNKNOWN = "isn't in this edition."
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
    **SHARED,
}


def periods_of(request: Request) -> list[str] | None:
    """The periods asked for. One that the edition hasn't got simply has no rows.

    None when none was asked for. Raises BadParameterError for what is no period.
    """
    periods = several(request, "period")
    for value in periods or ():
        if not re.fullmatch(_PERIOD, value):
            raise BadParameterError("period", f"{shortened(value)} isn't a period, such as 2012.")
    return periods


def ask_of(request: Request, catalogue: Catalogue) -> FigureQuery:
    """Figures or changes that the address asks for."""
    areas = several(request, "area", catalogue.areas, UNKNOWN)
    group = choice_of(request, "group", catalogue.groups, UNKNOWN)
    if group is not None:
        areas = _both(areas, catalogue.groups[group].areas)
    within = choice_of(request, "within", catalogue.areas, UNKNOWN)
    if within is not None:
        areas = _both(areas, inside(catalogue, within))
    return FigureQuery(
        areas=areas,
        indicators=several(request, "indicator", catalogue.measures, UNKNOWN),
        periods=periods_of(request),
        level=choice_of(request, "level", LEVELS, UNKNOWN),
        against=choice_of(request, "against", {**catalogue.areas, **catalogue.groups}, UNKNOWN),
        limit=limit_of(request),
    )


def _both(areas: list[str] | None, others: Iterable[str]) -> list[str]:
    if areas is None:
        return list(others)
    allowed = set(others)
    return [code for code in areas if code in allowed]


def inside(catalogue: Catalogue, code: str) -> list[str]:
    """Codes of all areas below ``code``."""
    result: list[str] = []
    queue = [code]
    while queue:
        children = catalogue.children.get(queue.pop(), ())
        result += children
        queue += children
    return result
