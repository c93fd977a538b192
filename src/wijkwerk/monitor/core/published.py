"""Counts of areas per class as a publication gives them, without figures per area.

They stay what was published: what a publication doesn't say of the other areas is counted as not
reported, so that '18 of 40' never becomes '18 of 18'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from wijkwerk.monitor.core.memberships import belongs_at
from wijkwerk.monitor.core.tables import (
    DIRECTIONS,
    NEUTRAL_DIRECTIONS,
    PUBLISHED_CLASSES,
    PUBLISHED_NEUTRAL_CLASSES,
    RANGES,
    STATED,
)

COUNT = ("group", "indicator", "reference", "period_from", "period_to")
_MOVED = ("smaller", "larger", "difference_smaller", "difference_larger")


def sums(published: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """``COUNT``, ``named`` (areas that have a class), ``size`` (areas of the group) and ``stated``.

    ``published`` has ``COUNT``, class, count, scope and total (null: not given); rows of scope
    'total' are about the group as a whole and count no areas. ``members`` (group, area, valid_from,
    valid_to) are of groups whose areas are known. The size is what the publication gives as total,
    else the members at the latest moment; null, and ``stated`` False, where neither says it: sums of
    classes, however many agree, may all be of a part of the group.
    """
    counted = published.filter(pl.col("scope").fill_null("areas") != "total")
    index = (
        counted.group_by(COUNT, maintain_order=True)
        .agg(named=pl.col("count").sum().cast(pl.Int64), total=pl.col("total").max())
        .with_row_index("row")
    )
    last = pl.coalesce("period_to", pl.lit("9999"))
    members_at_last = index.join(members, on="group").filter(belongs_at(last))
    member_counts = members_at_last.group_by("row").agg(
        members=pl.col("area").n_unique().cast(pl.Int64)
    )
    total_given = pl.coalesce(pl.col("total").cast(pl.Int64), "members")
    return (
        index.join(member_counts, on="row", how="left")
        .sort("row")
        .select(*COUNT, "named", size=total_given, stated=total_given.is_not_null())
    )


def not_reported(published: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """``COUNT``, class ('not_reported') and count of the areas of which nothing was published;
    parameters as of ``sums``. Counts that are complete get no row."""
    rest = sums(published, members).filter(pl.col("size") > pl.col("named"))
    return rest.select(
        *COUNT, pl.lit("not_reported").alias("class"), count=pl.col("size") - pl.col("named")
    )


def names_of(cell: str | None) -> list[str]:
    """The areas in a cell of names or codes separated by ';'."""
    return [name for part in (cell or "").split(";") if (name := part.strip())]


def contradicts(kind: str | None, own: str | None, reference: str | None) -> bool:
    """Whether a distance can't have become ``kind`` when both went these ways (None: not said).

    It can't have grown when the group improved and the reference did not; 'improved' or 'worsened'
    for both leaves every class open. Of an indicator without a better side only 'unchanged' for both
    leaves no difference that moved.
    """
    if own not in DIRECTIONS or reference not in DIRECTIONS:
        return False
    better = {"worsened": -1, "unchanged": 0, "improved": 1}
    gained = better[own] - better[reference]
    if own == reference:
        return own == "unchanged" and kind in _MOVED
    return (gained > 0 and kind == "larger") or (gained < 0 and kind == "smaller")


def direction_of(gain: float, judged: bool = True) -> str:
    """Which of the DIRECTIONS a ``gain`` is: how much better a figure became. Not ``judged``: which of
    the NEUTRAL_DIRECTIONS, and ``gain`` is how much higher it became."""
    up, down, level = DIRECTIONS if judged else NEUTRAL_DIRECTIONS
    return up if gain > 0 else down if gain < 0 else level


def classes_of(judged: bool) -> tuple[str, ...]:
    """The classes that a publication may give to areas of an indicator."""
    return PUBLISHED_CLASSES if judged else PUBLISHED_NEUTRAL_CLASSES


def directions_of(judged: bool) -> tuple[str, ...]:
    """The directions that a publication may give of an indicator's figures."""
    return DIRECTIONS if judged else NEUTRAL_DIRECTIONS


def pace(kind: str | None, own: str | None, reference: str | None) -> str | None:
    """Whether the reference went 'faster' or 'slower' than the group: both went the same way while
    the distance grew or shrank. None where that doesn't follow.

    Both improve and the distance grows, or both worsen and it shrinks: the reference was faster.
    """
    if own != reference or own not in ("improved", "worsened") or kind not in ("smaller", "larger"):
        return None
    return "faster" if (own == "improved") == (kind == "larger") else "slower"


def only_a_range(kind: str | None, row: Mapping[str, Any]) -> bool:
    """Whether a publication says no more of a group than how far its areas lie apart: ``kind`` is its
    class, ``row`` has STATED. Such a row tells nothing of a change, so it counts in no headline."""
    return (
        kind == "not_reported"
        and row.get("own_lowest") is not None
        and all(row.get(name) is None for name in STATED if name not in RANGES)
    )


def line_of(table: pl.DataFrame, count: dict[str, Any]) -> int | None:
    """The first ``line`` of ``table`` that belongs to a ``COUNT``, None without one."""
    same = [pl.col(name).eq_missing(pl.lit(count[name], pl.String)) for name in COUNT]
    lines = table.filter(*same)["line"]
    return int(lines[0]) if lines.len() else None
