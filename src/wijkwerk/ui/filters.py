"""The form above a list that chooses which rows it shows, as ``ui/components/filter_form.html`` takes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _


def select(
    name: str, label: Any, choices: Iterable[tuple[Any, Any]], chosen: Any, every: Any = None
) -> dict[str, Any]:
    """A choice among ``choices`` (value, label); ``every`` is what the first is called, which
    chooses all ('All' when None, no such choice when '')."""
    first = [] if every == "" else [("", _("All") if every is None else every)]
    return {
        "name": name,
        "label": label,
        "kind": "select",
        "options": [
            {"value": value, "label": text, "selected": str(value) == str(chosen or "")}
            for value, text in (*first, *choices)
        ],
    }


def text(name: str, label: Any, value: str) -> dict[str, Any]:
    """A word to look for."""
    return {"name": name, "label": label, "kind": "text", "value": value}


def filter_form(request: HttpRequest, label: Any, *fields: dict[str, Any]) -> dict[str, Any]:
    """The form, which comes back to this page."""
    return {"action": request.path, "label": label, "fields": list(fields)}
