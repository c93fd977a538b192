"""Filters out of the address: each is checked, and an unknown one is a fault and not a shrug.

What a parameter of every list may hold stands in ``SHARED``; a capability adds its own. The
description of the API is made of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from rest_framework.request import Request

from wijkwerk.rest.cursors import MOST
from wijkwerk.rest.faults import BadParameterError, shortened

USUAL = 100  # rows of a page when nobody asks for more or less
MOST_VALUES = 500  # codes in one filter
MANY = frozenset({"fields"})
UNKNOWN = "isn't known here."

# name → what it means, what it may hold
SHARED: dict[str, tuple[str, dict[str, Any]]] = {
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


def choice_of(
    request: Request, name: str, allowed: Collection[str], unknown: str = UNKNOWN
) -> str | None:
    """The value of a filter when it is one of ``allowed``, else BadParameterError; None when the filter
    isn't there."""
    value = request.query_params.get(name)
    if value is not None and value not in allowed:
        raise BadParameterError(name, _unknown(value, allowed, unknown))
    return value


def text_of(request: Request, name: str, most: int) -> str | None:
    """Free text, not empty and of at most ``most`` characters, else BadParameterError; None when it isn't
    there."""
    value = request.query_params.get(name)
    if value is not None and (not 1 <= len(value) <= most or "\x00" in value):
        raise BadParameterError(name, f"From 1 to {most} characters.")
    return value


def several(
    request: Request, name: str, allowed: Collection[str] | None = None, unknown: str = UNKNOWN
) -> list[str] | None:
    """The values of a filter, each once, None when it isn't there. BadParameterError for an empty one, one
    that isn't ``allowed``, or more than ``MOST_VALUES``."""
    if name not in request.query_params:
        return None
    texts = request.query_params.getlist(name)
    result = list(dict.fromkeys(part for text in texts for part in text.split(",")))
    if len(result) > MOST_VALUES:
        raise BadParameterError(name, f"At most {MOST_VALUES} values.")
    for value in result:
        if not value:
            raise BadParameterError(name, "One of the values is empty.")
        if allowed is not None and value not in allowed:
            raise BadParameterError(name, _unknown(value, allowed, unknown))
    return result


def _unknown(value: str, allowed: Collection[str], unknown: str) -> str:
    """A tuple is short enough to name what it holds."""
    if isinstance(allowed, tuple):
        return f"{shortened(value)} isn't one of: {', '.join(allowed)}."
    return f"{shortened(value)} {unknown}"


def yes_or_no(request: Request, name: str) -> bool | None:
    """True or false, else BadParameterError; None when the filter isn't there."""
    value = request.query_params.get(name)
    if value not in (None, "true", "false"):
        raise BadParameterError(name, "Either true or false.")
    return None if value is None else value == "true"


def limit_of(request: Request, most: int = MOST, usual: int = USUAL) -> int:
    """Rows of a page, ``usual`` when nothing is asked; BadParameterError above ``most`` or below 1."""
    text = request.query_params.get("limit")
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most) or len(text) > 9:
        raise BadParameterError("limit", f"A whole number from 1 to {most}.")
    return int(text)


def columns_of(request: Request, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns that ``fields`` asks for, in its order; all of them without it. BadParameterError for one
    that isn't there."""
    wanted = several(request, "fields")
    if wanted is None:
        return dict(columns)
    for name in wanted:
        if name not in columns:
            names = ", ".join(columns)
            raise BadParameterError("fields", f"{shortened(name)} isn't one of: {names}.")
    return {name: columns[name] for name in wanted}


def sparse(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> list[dict[str, Any]]:
    """``rows`` with only these columns; one that came after the edition was made is null."""
    names = list(columns)
    return [{name: row.get(name) for name in names} for row in rows]
