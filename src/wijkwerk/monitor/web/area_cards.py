"""What other capabilities say on the page of an area; the monitor asks the registry and knows none.

A page of figures doesn't fail for a database that can't be read: then nothing else is said on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import DatabaseError

from wijkwerk.registry.config import CapabilityConfig, capabilities
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now


def cards(edition: str, area: str, language: Language) -> list[AreaCard]:
    """What is said about an area of an edition, the lowest floor first."""
    return [
        card
        for capability in capabilities()
        for card in _cards(capability, edition, area, language)
    ]


def stamp(edition: str, code: str) -> str:
    """Changes when what is said about the area with this code may have changed."""
    language = language_now()
    parts = []
    for capability in capabilities():
        try:
            part = capability.area_stamp(edition)
        except DatabaseError:
            part = ""
        if part is None:
            said = repr(_cards(capability, edition, code, language))
            part = hashlib.sha256(said.encode()).hexdigest()
        parts.append(part)
    return " ".join(parts)


def _cards(
    capability: CapabilityConfig, edition: str, area: str, language: Language
) -> Sequence[AreaCard]:
    try:
        return capability.area_cards(area, edition, language)
    except DatabaseError:
        return ()
