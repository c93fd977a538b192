"""Where a long word of a page may be broken. Apart from other texts: what makes no page needs no patterns."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyphen

from wijkwerk.shared.text import Language

SOFT_HYPHEN = "\u00ad"


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
