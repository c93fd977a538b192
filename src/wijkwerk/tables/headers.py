"""Where the names of the columns stand: found by what headers look like, never taken from data.

A row of headers holds words, each column its own, and years; the first row below it holds a figure or
a code. Two rows of which the upper one stands over several columns ('2021' below 'Work') are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.cells import Row, cell_text, is_blank
from wijkwerk.tables.delimited import joined_headers
from wijkwerk.tables.notation import bare

_MOST_ABOVE = 40  # rows above the headers: titles, sources, remarks
_FULL = 0.7  # of the cells of the fullest row
_NUMBER = re.compile(r"[-+−]?(\d+([.,]\d+)*|[.,]\d+)([eE][-+]?\d+)?")
_YEAR = re.compile(r"(19|20)\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[-/]\d{1,2}[-/]\d{4}")


@dataclass(frozen=True)
class Headers:
    """The names of the columns; ``place`` is the index of the first row of headers among the rows,
    ``rows`` how many there are, ``line`` where the first one stands."""

    names: tuple[str, ...]
    place: int
    rows: int
    line: int


def is_number(text: str) -> bool:
    """Whether a text is a number, perhaps with % or € beside it."""
    return _NUMBER.fullmatch(bare(re.sub("[%€]", "", text))) is not None


def find_headers(rows: Sequence[Row], name: str) -> Headers:
    """The headers of a table. InputError when no row looks like headers: they aren't guessed."""
    start = rows[: _MOST_ABOVE * 2]
    texts = [tuple(cell_text(cell) for cell in row.cells) for row in start]
    fullest = max((sum(1 for text in row if text) for row in texts), default=0)
    if fullest < 2:
        raise InputError([_no_headers(name, 1)])
    for place, row in enumerate(texts[:_MOST_ABOVE]):
        if sum(1 for text in row if text) < max(2, _FULL * fullest) or not _are_labels(row):
            continue
        above = _joined_rows(texts, place)
        if above is None:
            continue
        names = list(joined_headers(texts[place - above : place + 1]))
        while names and not names[-1]:
            names.pop()
        return Headers(tuple(names), place - above, above + 1, start[place - above].line)
    raise InputError([_no_headers(name, start[0].line if start else 1)])


def _joined_rows(texts: Sequence[tuple[str, ...]], place: int) -> int | None:
    """How many rows above the one at ``place`` belong to the headers, so that each column has a name
    of its own: none, one, or no number of them makes it so (None)."""
    for above in (0, 1, 2):
        if place - above < 0:
            return None
        rows = texts[place - above : place + 1]
        if not all(_are_labels(row) for row in rows):
            return None
        names = [text for text in joined_headers(rows) if text]
        if len(set(names)) == len(names):
            return above
    return None


def _are_labels(row: Sequence[str]) -> bool:
    """Whether a row holds words and years, and no figures, days or codes of areas."""
    filled = [text for text in row if text]
    texts = [text for text in filled if not is_number(text)]
    return bool(texts) and not any(
        (is_number(text) and not _YEAR.fullmatch(text)) or _DAY.fullmatch(text) or _is_code(text)
        for text in filled
    )


def _is_code(text: str) -> bool:
    return re.fullmatch(r"(NL|GM|WK|BU)\d[0-9A-Z]*", text.strip()) is not None


def below(rows: Sequence[Row], headers: Headers) -> list[Row]:
    """The rows under the headers that hold anything, as they are."""
    return [
        row for row in rows[headers.place + headers.rows :] if not all(map(is_blank, row.cells))
    ]


def _no_headers(name: str, line: int) -> Problem:
    return Problem(
        name,
        line,
        None,
        "no names of columns",
        None,
        "a row of headers",
        "No row was found that holds a name for each column: put one above the figures, or write a "
        "recipe and say with header_row where they stand.",
    )
