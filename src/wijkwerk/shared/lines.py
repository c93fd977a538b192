"""What may stand in a text that people give: in one line, and in some paragraphs.

A line goes to places that hold one line: the name of an event in a calendar, the subject of a mail,
a cell, a heading. What ends or turns a line there, or can't be seen, is refused where it comes in.
Source of the kinds: Unicode Standard Annex 44 (general categories) and Annex 9 (bidirectional
formatting characters); what XML can hold: XML 1.0, production 2.
"""

from __future__ import annotations

import unicodedata

LONGEST_LINE = 300  # characters: a name, a title, a unit; the longest in use is half of that
# Of the characters that format: the joiners, which emoji and Persian or Hindi words can't do without.
_JOINERS = frozenset("\u200c\u200d")
_IN_LINE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_IN_PARAGRAPHS = frozenset({"Cc", "Cs"})
_BREAKS = frozenset("\t\n\r")


def refused_in_line(text: str) -> str:
    """The first character that can't stand in a text of one line, '' when there is none: line ends,
    tabs, other controls, what changes the direction of text, and what can't be seen."""
    return next(
        (
            character
            for character in text
            if _never(character, _IN_LINE) and character not in _JOINERS
        ),
        "",
    )


def refused_in_paragraphs(text: str) -> str:
    """The same of a text with paragraphs, which has line ends and tabs; '' when there is none."""
    return next(
        (
            character
            for character in text
            if _never(character, _IN_PARAGRAPHS) and character not in _BREAKS
        ),
        "",
    )


def _never(sign: str, categories: frozenset[str]) -> bool:
    # The last two of every plane are no characters, and XML holds none of them.
    return unicodedata.category(sign) in categories or ord(sign) & 0xFFFE == 0xFFFE


def code_point(sign: str) -> str:
    """A character as people can look it up, such as U+202E."""
    return f"U+{ord(sign):04X}"


def in_one_line(text: str) -> str:
    """``text`` as one line, for what was kept before lines were checked: what a line refuses is a
    space, and spaces are one."""
    return " ".join(
        "".join(" " if refused_in_line(character) else character for character in text).split()
    )
