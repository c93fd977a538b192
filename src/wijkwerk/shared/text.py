"""A text in the two languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True)
class Text:
    """The same words in Dutch and in English."""

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in ``language``."""
        return self.nl if language == "nl" else self.en
