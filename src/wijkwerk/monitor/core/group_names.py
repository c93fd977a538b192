"""What a group of areas is called, also where its source gives it no name: report, pages and search."""

from __future__ import annotations

import re

from wijkwerk.shared.sentences import noun
from wijkwerk.shared.text import Language, Text

FOCUS = Text("aandachtsgebieden", "focus areas")
# REGION1, FOCUS, WK-5; low_incomes. 'Aandachtswijken' is a code that a reader can read.
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.:-]*|[a-z0-9]+(?:_[a-z0-9]+)+")


def reads_as_code(code: str) -> bool:
    """Whether a reader can make nothing of ``code``: it is no word of a language."""
    return _CODE.fullmatch(code) is not None


def group_name(code: str, name: str, focus: str | None, language: Language) -> str:
    """The name of the group ``code`` in ``language``.

    ``name`` is what the source calls it, '' when it doesn't; ``focus`` the source's focus group. A
    focus group without a name of its own, or with the general word, is called by that word in the
    reader's language; another group without a name 'groep X'.
    """
    own = name or ("" if reads_as_code(code) else code)
    if code == focus and own in ("", FOCUS.nl, FOCUS.en):
        return FOCUS.in_(language)
    return own or f"{noun('group', 1, language)} {code}"
