"""Areas beside an area, and areas like it wherever they lie."""

from __future__ import annotations

from wijkwerk.monitor.serving.edition import Serving

MOST = 12


def neighbours(serving: Serving, code: str) -> list[str]:
    """Codes of areas of the same level that border on ``code``; without boundaries, the other
    parts of the area that it is a part of."""
    rows = serving.store.tuples(
        "SELECT other FROM neighbours WHERE area = ? ORDER BY other LIMIT ?", [code, MOST]
    )
    if rows:
        return [str(other) for (other,) in rows]
    catalogue = serving.catalogue
    own = catalogue.areas[code]
    beside = catalogue.children.get(own.parent, ()) if own.parent else ()
    return [
        neighbour
        for neighbour in beside
        if neighbour != code and catalogue.areas[neighbour].level == own.level
    ][:MOST]


def twins(serving: Serving, code: str) -> list[str]:
    """Codes of the areas of the same level with the most similar latest figures, nearest first."""
    rows = serving.store.tuples("SELECT other FROM twins WHERE area = ? ORDER BY place", [code])
    return [str(other) for (other,) in rows]
