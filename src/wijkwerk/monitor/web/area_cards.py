"""What other capabilities say on the page of an area; the monitor asks the registry and knows none.

A page of figures doesn't fail for a database that can't be read: then nothing else is said on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.translation import gettext as _

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


@dataclass(frozen=True)
class CardSection:
    """Cards below one heading; ``id`` is its place on the page."""

    id: str
    heading: str
    cards: tuple[AreaCard, ...]


def card_sections(several: Sequence[AreaCard]) -> tuple[list[CardSection], list[str]]:
    """Cards by heading, in the order in which the headings first came, those without one last; and what
    the empty ones say."""
    parts: dict[str, list[AreaCard]] = {}
    for card in several:
        if not card.empty:
            parts.setdefault(card.heading, []).append(card)
    own = parts.pop("", [])
    if own:
        parts[_("What else happens here")] = own
    sections = [
        CardSection(f"card-{place}", heading, tuple(cards))
        for place, (heading, cards) in enumerate(parts.items(), start=1)
    ]
    return sections, [card.text for card in several if card.empty]


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
            card_text = repr(_cards(capability, edition, code, language))
            part = hashlib.sha256(card_text.encode()).hexdigest()
        parts.append(part)
    return " ".join(parts)


def _cards(
    capability: CapabilityConfig, edition: str, area: str, language: Language
) -> Sequence[AreaCard]:
    try:
        return capability.area_cards(area, edition, language)
    except DatabaseError:
        return ()
