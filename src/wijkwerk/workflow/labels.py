"""What pages with steps say in the reader's language, whatever the steps are about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from wijkwerk.access.api import rules
from wijkwerk.shared.text import Language


def language() -> Language:
    """The language of this answer."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def day(value: date | str | None) -> str:
    """A day in words, also one as data has it; '' without one."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return date_format(value, "DATE_FORMAT") if value else ""


def who_label(role: str, place: str, told: Collection[str]) -> str:
    """Who made a step: a role, and its place when it is one of a kind that is ``told``. Never a
    person."""
    known = rules().roles.get(role)
    name = known.title.in_(language()) if known else role
    return f"{name} ({place})" if place and known and known.within in told else name
