"""Values of models as people read them, in the language of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkwerk.registry.config import place_name
from wijkwerk.shared import numbers
from wijkwerk.shared.deadlines import HERE
from wijkwerk.ui.reader import day, language

_PLACES = frozenset({"municipality", "area"})  # fields with the code of an area


class Counted(int):
    """A number that chooses between one and more, and stands there in the reader's notation."""

    def __str__(self) -> str:
        return numbers.count(int(self), language())


def value_of(subject: Any, value: str | Callable[[Any], Any]) -> Any:
    """What a field of ``subject`` says (``a__b``: of what it leads to; the label of a choice), or
    what the function gives. None when something on the way isn't there."""
    if callable(value):
        return value(subject)
    *way, name = value.split("__")
    for step in way:
        subject = getattr(subject, step)
        if subject is None:
            return None
    label = getattr(subject, f"get_{name}_display", None)
    result = label() if label else getattr(subject, name)
    # A code is no word: a page names the place.
    return place_name(result, language()) if name in _PLACES and isinstance(result, str) else result


def shown(value: Any) -> Any:
    """A value in words: days and numbers in the reader's notation, yes or no, names of rows with
    commas. None stays None; cells of a table pass as they are."""
    if value is None or isinstance(value, str | dict):
        return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value, HERE), "DATETIME_FORMAT")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return numbers.count(value, language())
    if isinstance(value, Model):
        return str(value)
    if hasattr(value, "all"):  # the manager of rows that it leads to
        value = value.all()
    if hasattr(value, "__iter__"):
        return ", ".join(str(shown(part)) for part in value)
    return str(value)
