"""Who reads this answer: the language it is written in, and days as that language writes them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from wijkwerk.shared.text import Language


def language() -> Language:
    """The language of this answer; Dutch when none was chosen."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def day(value: date | str | None) -> str:
    """A day in words, also one as data has it (ISO 8601); '' without one."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return date_format(value, "DATE_FORMAT") if value else ""
