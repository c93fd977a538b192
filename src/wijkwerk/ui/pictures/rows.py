"""Rows of a picture with their names on the left.

The names are texts of their own and no labels of an axis: Vega measures a label some ten times to see
where it fits, and that took half of the time of a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkwerk.ui.pictures.style import WIDTHS, Size

LOWER = 9  # pixels between the middle of a row and a name over it, or the marks under that
_GAP = 8  # pixels between a name and the picture
_LONGEST: dict[Size, int] = {"small": 130, "medium": 260, "large": 260}  # pixels of a name
_NARROW, _BROAD = frozenset("iIjlftr.,:;'|!()[] "), frozenset("mwMWQOGD@%&")


@dataclass(frozen=True)
class Rows:
    """``y`` places a mark at the row of its field ``name``; the layer ``texts`` writes the names, and
    comes first, so that it says in which order they stand."""

    y: dict[str, Any]
    texts: dict[str, Any]


def named(names: Sequence[str], size: Size, longest: int | None = None) -> Rows:
    """Rows with these names, from the top down, each name once; one longer than ``longest`` pixels (None: what
    ``size`` has room for) is cut off."""
    short = {name: _cut(name, size, longest or _LONGEST[size]) for name in names}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": None}
    values = [{"name": name, "short": shortened} for name, shortened in short.items()]
    texts = {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "align": "right",
            "baseline": "middle",
            "dx": -_GAP,
            "aria": False,
            "color": "#222222",
        },
        "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "short"}},
    }
    return Rows(y, texts)


def above(names: Sequence[str], size: Size, wide: int) -> Rows:
    """As ``named``, with each name over its row, which then needs twice the height and marks that are moved down
    by LOWER: where there is no room beside it."""
    rows = named(names, size, wide)
    mark = {**rows.texts["mark"], "align": "left", "dx": 0, "dy": -LOWER}
    return Rows(rows.y, {**rows.texts, "mark": mark})


def wrapped(title: str, size: Size) -> list[str]:
    """``title`` in lines that fit under a picture with names beside it."""
    room = WIDTHS[size] - _LONGEST[size] - 2 * _GAP
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(name: str, size: Size, longest: int) -> str:
    if _width(name, size) <= longest:
        return name
    shortened = name
    while _width(f"{shortened}…", size) > longest:
        shortened = shortened[:-1]
    return f"{shortened.rstrip()}…"


def _width(text: str, size: Size) -> float:
    """Pixels that ``text`` takes in any of the fonts that a reader may have, rather too many."""
    letters = sum(
        0.36 if letter in _NARROW else 0.92 if letter in _BROAD else 0.6 for letter in text
    )
    capitals = sum(0.1 for letter in text if letter.isupper())
    return (letters + capitals) * (12 if size == "small" else 13)
