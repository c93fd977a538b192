"""What other capabilities say on the page of an area; the monitor knows none of them.

Each module that the setting AREA_NOTES names has ``notes(edition, area, language)``, which gives lines
as ``{"text": ..., "url": ..., "link": ...}``, and ``stamp(edition)``, a text that changes when any
line may: pages are kept under it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

from wijkwerk.shared.text import Language


def notes(edition: str, area: str, language: Language) -> list[dict[str, str]]:
    """What is said about an area of an edition, in the order of the setting."""
    return [note for room in _rooms() for note in room.notes(edition, area, language)]


def stamp(edition: str) -> str:
    """Changes when what is said about areas of an edition may have changed."""
    return " ".join(room.stamp(edition) for room in _rooms())


def _rooms() -> list[Any]:
    return [import_module(name) for name in settings.AREA_NOTES]
