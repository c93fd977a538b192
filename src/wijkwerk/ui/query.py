"""Choices out of the query string of an address, and the same address with another choice.

Whoever types a choice that doesn't exist gets a clear 400, never something else than was asked.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _


def number_in(request: HttpRequest, name: str, lowest: int, highest: int, default: int) -> int:
    """A whole number out of the query; BadRequest when it is none or out of bounds."""
    text = request.GET.get(name)
    if text is None or text == "":
        return default
    if not text.isascii() or not text.isdigit() or not lowest <= int(text[:9]) <= highest:
        raise BadRequest(_("A number in the address can't be understood."))
    return int(text)


def choice_in(request: HttpRequest, name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of ``allowed`` out of the query; BadRequest when it is something else."""
    text = request.GET.get(name) or default
    if text not in allowed:
        raise BadRequest(_("A choice in the address doesn't exist."))
    return text


def same(request: HttpRequest, **query: str | None) -> str:
    """The address of this page with other parameters; None takes one away."""
    parameters = request.GET.copy()
    for name, value in query.items():
        parameters.pop(name, None)
        if value:
            parameters[name] = value
    tail = parameters.urlencode()
    return f"{request.path}?{tail}" if tail else request.path
