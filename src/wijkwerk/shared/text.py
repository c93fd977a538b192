"""A text in the two languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

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


def text_of(value: Any) -> Text | None:
    """The text that a configuration file has as ``{ nl = "…", en = "…" }``; None unless both are
    there and say something."""
    if not isinstance(value, dict) or set(value) != set(LANGUAGES):
        return None
    if not all(
        isinstance(translation, str) and translation.strip() for translation in value.values()
    ):
        return None
    return Text(nl=value["nl"], en=value["en"])


def shortened(text: str, letters: int, fewest: int = 0) -> str:
    """``text`` on a place of so many letters, cut off with an ellipsis; '' where it would have to be cut to
    fewer than ``fewest``, which says nothing."""
    if len(text) <= letters:
        return text
    return f"{text[: letters - 1].rstrip()}…" if letters >= fewest else ""
