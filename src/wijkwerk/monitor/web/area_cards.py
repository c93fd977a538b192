"""What other capabilities say on the page of an area; the monitor asks the registry and knows none."""

from __future__ import annotations

import hashlib

from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import AreaCard
from wijkwerk.shared.text import Language
from wijkwerk.ui.reader import language as language_now


def cards(edition: str, area: str, language: Language) -> list[AreaCard]:
    """What is said about an area of an edition, the lowest floor first."""
    return [
        card
        for capability in capabilities()
        for card in capability.area_cards(area, edition, language)
    ]


def stamp(edition: str, code: str) -> str:
    """Changes when what is said about the area with this code may have changed."""
    language = language_now()
    parts = []
    for capability in capabilities():
        part = capability.area_stamp(edition)
        if part is None:
            said = repr(capability.area_cards(code, edition, language))
            part = hashlib.sha256(said.encode()).hexdigest()
        parts.append(part)
    return " ".join(parts)
