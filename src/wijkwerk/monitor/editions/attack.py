"""The intruder: what can be worked out from an edition's own files about what it withholds.

Uses nothing but published files. Counts behind published shares are taken back from value, limits
and base; sums of the hierarchy and of groups become equations; what changes, indexes and other
editions give away is looked up. A withheld cell counts as recovered when it is known, or known to
lie within less than the limits allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints, Tree
from wijkwerk.monitor.core.disclosure.linked import bounds, component, equations
from wijkwerk.monitor.editions.edition import Edition

Z = 1.959963984540054
GroupTotal = tuple[float, float]  # base and count of a group


@dataclass(frozen=True)
class Recovered:
    """A withheld cell that the intruder has, and how."""

    area: str
    period: str
    indicator: str
    how: str


@dataclass(frozen=True)
class AttackReport:
    """What was tried and what was found; ``recovered`` is empty when the edition holds."""

    edition: str
    withheld: int
    programmes: int  # linear programmes solved
    recovered: tuple[Recovered, ...]


def attack(edition: Path, others: Sequence[Path] = ()) -> AttackReport:
    """Attack ``edition``, with ``others`` (earlier or later editions) as further knowledge."""
    target = Edition.open(edition)
    cells = _cells(target)
    hidden = cells.filter(pl.col("conf_status") != "F")
    found = [
        *_leaks(target, hidden),
        *_from_changes(target, hidden),
        *_from_indexes(target, hidden),
    ]
    for path in others:
        found += _from_other(Edition.open(path), hidden)
    sums, programmes = _from_sums(target, cells)
    found += sums
    unique = {(one.area, one.period, one.indicator): one for one in reversed(found)}
    return AttackReport(
        edition=target.id,
        withheld=hidden.height,
        programmes=programmes,
        recovered=tuple(
            sorted(unique.values(), key=lambda one: (one.indicator, one.period, one.area))
        ),
    )


def _cells(edition: Edition) -> pl.DataFrame:
    """One row per area, period and indicator, whatever its references."""
    columns = [
        "area",
        "period",
        "indicator",
        "value",
        "lower",
        "upper",
        "interval_method",
        "base",
        "conf_status",
    ]
    return (
        edition.table("figures")
        .select(*columns)
        .unique(["area", "period", "indicator"], keep="first", maintain_order=True)
        .sort("indicator", "period", "area")
        .collect()
    )  # fmt: skip


def _listed(rows: pl.DataFrame, how: str) -> list[Recovered]:
    keys = rows.select("area", "period", "indicator").unique().sort("indicator", "period", "area")
    return [Recovered(area, period, one, how) for area, period, one in keys.iter_rows()]


def _leaks(edition: Edition, hidden: pl.DataFrame) -> list[Recovered]:
    """Withheld rows that carry a figure all the same, in any table."""
    figures = edition.table("figures")
    own = (
        "value",
        "lower",
        "upper",
        "base",
        "distance",
        "distance_excluding",
        "distance_relative",
        "rank",
    )
    shown = figures.filter(
        (pl.col("conf_status") != "F") & pl.any_horizontal(pl.col(*own).is_not_null())
    ).collect()  # fmt: skip
    keys = hidden.lazy().select("area", "period", "indicator")
    as_reference = (
        figures.filter(pl.col("reference_value").is_not_null())
        .join(keys, left_on=["reference", "period", "indicator"], right_on=["area", "period", "indicator"])
        .select(pl.col("reference").alias("area"), "period", "indicator")
        .collect()
    )  # fmt: skip
    return [
        *_listed(shown, "its row carries a figure"),
        *_listed(as_reference, "shown as reference"),
    ]


def _from_changes(edition: Edition, hidden: pl.DataFrame) -> list[Recovered]:
    """A change and one of its moments give the other moment."""
    changes = edition.table("changes").collect()
    keys = hidden.select("area", "period", "indicator")
    found: list[Recovered] = []
    for moment in ("period_from", "period_to"):
        for whose, column in (("area", "own_change"), ("reference", "reference_change")):
            rows = changes.filter(pl.col(column).is_not_null()).select(
                area=pl.col(whose), period=pl.col(moment), indicator="indicator"
            )
            found += _listed(rows.join(keys, on=["area", "period", "indicator"]), f"from {column}")
        apart = changes.filter(
            pl.col("distance_change").is_not_null() & pl.col("reference_change").is_not_null()
        ).select("area", "indicator", period=moment)
        found += _listed(
            apart.join(keys, on=["area", "period", "indicator"]), "from distance_change"
        )
    return found


def _from_indexes(edition: Edition, hidden: pl.DataFrame) -> list[Recovered]:
    """An index with a known base year gives its original."""
    found: list[Recovered] = []
    figures = edition.table("figures")
    for one in edition.definitions["indicators"]:
        if one["kind"] != "index":
            continue
        shown = figures.filter(
            (pl.col("indicator") == one["id"]) & pl.col("value").is_not_null()
        ).select("area", "period").unique().collect()  # fmt: skip
        lost = hidden.filter(pl.col("indicator") == one["of"])
        found += _listed(lost.join(shown, on=["area", "period"]), "from its index")
    return found


def _from_other(other: Edition, hidden: pl.DataFrame) -> list[Recovered]:
    """The same cell published in another edition."""
    shown = (
        other.table("figures")
        .filter(pl.col("value").is_not_null())
        .select("area", "period", "indicator")
        .unique()
        .collect()
    )
    rows = hidden.join(shown, on=["area", "period", "indicator"])
    return _listed(rows, f"published in {other.id}")


def _from_sums(edition: Edition, cells: pl.DataFrame) -> tuple[list[Recovered], int]:
    """What the totals of the hierarchy and of groups pin down."""
    areas = edition.table("areas").collect()
    tree = Tree.of(areas)
    place = {code: number for number, code in enumerate(tree.codes)}
    members = edition.table("groups_members").collect()
    pooled = (
        edition.table("groups")
        .filter((pl.col("method") == "pooled") & pl.col("value").is_not_null())
        .collect()
    )
    limits = edition.definitions["source"]["disclosure"]
    found: list[Recovered] = []
    programmes = 0
    for one in edition.definitions["indicators"]:
        part = cells.filter(pl.col("indicator") == one["id"])
        if part.filter(pl.col("conf_status") != "F").is_empty() or one["kind"] == "index":
            continue
        least_count = (
            one["minimum_count"] if one["minimum_count"] is not None else limits["minimum_count"]
        )
        least_base = (
            one["minimum_base"] if one["minimum_base"] is not None else limits["minimum_base"]
        )
        scale = float(one["scale"])
        for (period,), now in part.group_by("period", maintain_order=True):
            groups = _groups_at(members, str(period), place)
            rows = pooled.filter(
                (pl.col("indicator") == one["id"]) & (pl.col("period") == str(period))
            )
            shown = _group_totals(rows, scale)
            results = _one_moment(
                now, one, tree, place, list(groups.values()),
                [shown.get(name) for name in groups], least_count, least_base,
            )  # fmt: skip
            programmes += results[1]
            found += [
                Recovered(tree.codes[cell], str(period), one["id"], "from totals")
                for cell in results[0]
            ]
    return found, programmes


def _groups_at(members: pl.DataFrame, period: str, place: dict[str, int]) -> dict[str, Ints]:
    end = pl.col("valid_to")
    now = members.filter(
        (pl.col("valid_from").is_null() | (pl.col("valid_from") <= period))
        & (end.is_null() | (pl.lit(period).str.slice(0, end.str.len_chars()) <= end))
    )
    found: dict[str, list[int]] = {}
    for group, area in now.sort("group", "area").select("group", "area").iter_rows():
        if area in place:
            found.setdefault(group, []).append(place[area])
    return {name: np.array(codes, dtype=np.int64) for name, codes in found.items()}


def _one_moment(
    now: pl.DataFrame, indicator: dict[str, object], tree: Tree, place: dict[str, int],
    groups: list[Ints], totals: list[GroupTotal | None], least_count: float, least_base: float,
) -> tuple[list[int], int]:  # fmt: skip
    """Cells pinned down at one moment, and the number of linear programmes that were needed.

    The intruder reasons on bases and on counts; either one being pinned down is a find.
    """
    size = len(tree.codes)
    at = np.array([place[code] for code in now["area"].to_list()])
    hidden = np.zeros(size, dtype=bool)
    hidden[at] = (now["conf_status"] != "F").to_numpy()
    exists = np.zeros(size, dtype=bool)
    exists[at] = now["value"].is_not_null().to_numpy() | hidden[at]
    base, count = np.zeros(size), np.zeros(size)
    base[at], count[at] = _counts_behind(now, float(str(indicator["scale"])))
    amounts = [(base, 0, least_base)]
    if indicator["kind"] in ("rate", "survey"):
        amounts.append((count, 1, least_count))
    return _pinned(tree, exists, hidden, groups, totals, amounts)


def _group_totals(rows: pl.DataFrame, scale: float) -> dict[str, GroupTotal]:
    """Base and count of each group's pooled share; groups publish no base, so the limits must
    betray it."""
    if rows.is_empty():
        return {}
    with_base = rows.with_columns(base=pl.lit(0.0))
    base, count = _counts_behind(with_base, scale, trust_limits=True)
    names = rows["group"].to_list()
    return {
        name: (float(base[number]), float(count[number]))
        for number, name in enumerate(names)
        if base[number] > 0
    }


def _counts_behind(
    now: pl.DataFrame, scale: float, trust_limits: bool = False
) -> tuple[Floats, Floats]:
    """Base and count as an intruder takes them back: the limits betray the base that was rounded."""
    value = now["value"].fill_null(0.0).to_numpy() / scale
    lower = now["lower"].fill_null(0.0).to_numpy() / scale
    upper = now["upper"].fill_null(0.0).to_numpy() / scale
    rounded = now["base"].fill_null(0.0).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = Z * Z * (lower + upper - 1) / (2 * value - lower - upper)
    near = np.isfinite(exact) & (trust_limits | (np.abs(exact - rounded) <= 3))
    wilson = (now["interval_method"] == "wilson").to_numpy()
    base = np.where(wilson & near, np.round(np.nan_to_num(exact)), rounded)
    return base, np.round(value * base)


def _pinned(
    tree: Tree, exists: Bools, hidden: Bools, groups: list[Ints], totals: list[GroupTotal | None],
    amounts: list[tuple[Floats, int, float]],
) -> tuple[list[int], int]:  # fmt: skip
    """``totals`` is None for a group that isn't shown; an amount is its values, which part of a
    group's total belongs to it (0 base, 1 count), and the least width that is left."""
    found = set(_alone(tree, exists, hidden))
    programmes = 0
    shown = [total is not None for total in totals]
    touched = [
        group[hidden[group]]
        for group, is_shown in zip(groups, shown, strict=True)
        if is_shown and hidden[group].any()
    ]
    if touched:
        rules = equations(tree.parent, exists, groups, shown)
        cells, used = component(rules, hidden, np.unique(np.concatenate(touched)))
        for amount, part, least in amounts:
            right = []
            for one in used:
                known = ~hidden[one.index]
                total = 0.0 if one.group is None else float(totals[one.group][part])  # type: ignore[index]
                right.append(total - float((one.sign[known] * amount[one.index[known]]).sum()))
            low, high = bounds(cells, used, hidden, right)
            programmes += 2 * cells.size
            # Counts are taken back to the unit, so a width may come out one too small.
            found.update(int(cell) for cell in cells[high - low < least - 1])
    return sorted(found), programmes


def _alone(tree: Tree, exists: Bools, hidden: Bools) -> list[int]:
    """Cells that are the only unknown of a sum; found ones become known, until nothing more is."""
    unknown = hidden & exists
    found: list[int] = []
    children = np.flatnonzero(tree.parent >= 0)
    parents = tree.parent[children]
    size = exists.size
    while True:
        in_family = np.bincount(parents, (unknown & exists)[children], minlength=size)
        has_children = np.bincount(parents, exists[children], minlength=size) > 0
        total = in_family + unknown
        single = exists & has_children & (total == 1)
        if not single.any():
            return found
        members = children[single[parents] & unknown[children]]
        above = np.flatnonzero(single & unknown)
        fresh = sorted({*members.tolist(), *above.tolist()})
        found += fresh
        unknown[fresh] = False
