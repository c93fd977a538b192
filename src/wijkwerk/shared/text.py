"""A text in the two languages of the interface."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import pyphen

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
SOFT_HYPHEN = "\u00ad"


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


@lru_cache(maxsize=4096)
def with_soft_hyphens(text: str, language: Language, shortest: int = 8) -> str:
    """``text`` with a soft hyphen wherever a word of at least ``shortest`` letters may be broken: for heads of
    narrow columns, as not every browser has patterns for ``hyphens: auto``. It is heard and found as before."""
    broken = _hyphenation(language).inserted
    long_word = rf"[^\W\d_]{{{shortest},}}"
    return re.sub(long_word, lambda word: broken(word.group(), SOFT_HYPHEN), text)


@cache
def _hyphenation(language: Language) -> pyphen.Pyphen:
    # Three letters on either side: a break after two makes a word hard to read.
    return pyphen.Pyphen(lang={"nl": "nl_NL", "en": "en_GB"}[language], left=3, right=3)
