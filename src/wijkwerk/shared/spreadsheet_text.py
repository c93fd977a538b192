"""Texts that a spreadsheet could take for a formula: how they are written, and read back."""

from __future__ import annotations

import re

# A spreadsheet may take a text that starts so for a formula when somebody opens, edits or re-imports it; source:
# OWASP, CSV injection, and defusedcsv for the last two. A '%' alone is a unit. Apostrophes before such a sign count
# along, or a text that had one of its own would come back without it. For re and for polars.
TAKEN_FOR_FORMULA = r"^'*(?:[=+\-@\t\r\n|]|%[\s\S])"
LONGEST = 32_767  # signs in a cell: Excel's own limit
_MARK = "'"
_BEGINNING = re.compile(TAKEN_FOR_FORMULA)


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return _BEGINNING.match(text) is not None


def guarded(text: str) -> str:
    """The text as a cell of CSV: with an apostrophe before what could be taken for a formula."""
    return _MARK + text if may_be_formula(text) else text


def unguarded(text: str) -> str:
    """The text of such a cell, without the apostrophe that ``guarded`` put there: ``unguarded(guarded(text))`` is
    ``text``, whatever stands in it."""
    return text[1:] if text.startswith(_MARK) and may_be_formula(text) else text
