"""Definitions and areas as small tables that big tables are joined with."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wijkwerk.areas.api import ancestors, parents
from wijkwerk.monitor.core.definitions import (
    Composite,
    Direction,
    DisclosureLimits,
    Indicator,
    Kind,
    ReferenceRule,
)

# A share can't exceed 1 and gets Wilson limits; events per inhabitant can, and get Poisson ones.
_SHARE_UNIT = "%"


def indicator_table(
    indicators: Sequence[Indicator], composites: Sequence[Composite], limits: DisclosureLimits
) -> pl.DataFrame:
    """One row per indicator and composite: what a big table needs to know of it.

    ``sign`` turns value minus reference into a lag: 1 where lower is better, -1 where higher is;
    where neither is it is 1 as well, and ``judged`` is false.
    """
    rows = [
        {
            "indicator": indicator.id,
            "kind": indicator.kind.value,
            "scale": indicator.scale,
            "sign": -1.0 if indicator.direction is Direction.HIGHER_IS_BETTER else 1.0,
            "judged": indicator.direction is not Direction.NEUTRAL,
            "tolerance": indicator.tolerance,
            "minimum_base": limits.minimum_base
            if indicator.minimum_base is None
            else indicator.minimum_base,
            "additive": indicator.additive
            and indicator.kind in (Kind.RATE, Kind.MEAN, Kind.INDIRECT),
            "shares": indicator.unit == _SHARE_UNIT,
            "of": indicator.of,
        }
        for indicator in indicators
    ] + [
        {
            "indicator": composite.id,
            "kind": Kind.COMPOSITE.value,
            "scale": 1.0,
            "sign": -1.0,
            "judged": True,
            "tolerance": 0.0,
            "minimum_base": 0.0,
            "additive": False,
            "shares": False,
            "of": None,
        }
        for composite in composites
    ]
    schema = {
        "indicator": pl.String,
        "kind": pl.String,
        "scale": pl.Float64,
        "sign": pl.Float64,
        "judged": pl.Boolean,
        "tolerance": pl.Float64,
        "minimum_base": pl.Float64,
        "additive": pl.Boolean,
        "shares": pl.Boolean,
        "of": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def closure(areas: pl.DataFrame) -> pl.DataFrame:
    """``ancestor``, ``area`` for every area and each area above it, itself included."""
    parent = parents(areas)
    pairs = [(above, code) for code in parent for above in (code, *ancestors(code, parent))]
    return pl.DataFrame(
        pairs, schema={"ancestor": pl.String, "area": pl.String}, orient="row"
    ).unique(maintain_order=True)


def depth_order(areas: pl.DataFrame) -> list[list[str]]:
    """Codes of areas that have children, deepest first, a list per depth."""
    parent = parents(areas)
    depth = {code: len(ancestors(code, parent)) for code in parent}
    inner = {above for above in parent.values() if above is not None}
    deepest = max((depth[code] for code in inner if code in depth), default=-1)
    return [
        sorted(code for code in inner if depth.get(code) == level)
        for level in range(deepest, -1, -1)
    ]


def reference_links(
    areas: pl.DataFrame,
    rule: ReferenceRule,
    indicators: Sequence[Indicator],
    composites: Sequence[Composite] = (),
) -> pl.DataFrame:
    """``rule``, ``area``, ``reference``, ``inside``, ``main`` : what each area is held against.

    A rule is 'default', 'also:<code>' beside it, 'own:<code>' (an indicator's own reference) or
    'also_own:<code>' beside that; an area has each reference once per indicator. ``inside``
    says that the area lies in its reference; membership of a group has dates, and isn't told here.
    ``indicator_rules`` says which rules an indicator uses.
    """
    above = {(row["ancestor"], row["area"]) for row in closure(areas).iter_rows(named=True)}
    level = dict(zip(areas["code"].to_list(), areas["level"].to_list(), strict=True))
    parent = parents(areas)
    rows: list[tuple[str, str, str, bool]] = []

    def add(name: str, area: str, reference: str | None) -> None:
        if reference is not None:
            rows.append((name, area, reference, (reference, area) in above))

    countries = sorted(code for code in level if level[code] == "country")
    for area in sorted(level):
        lineage = [area, *ancestors(area, parent)]
        if rule.rule == "municipality":
            own = next((code for code in lineage if level.get(code) == "municipality"), None)
            # A municipality itself, and what lies above it, is held against the country.
            if own is None or own == area:
                own = next((code for code in lineage if level.get(code) == "country"), None)
        elif rule.rule == "country":
            own = countries[0] if countries else None
        else:
            own = rule.code
        add("default", area, own)
        for code in rule.also:
            # Once is enough for an area whose default it is already.
            if code != own:
                add(f"also:{code}", area, code)
            add(f"also_own:{code}", area, code)
        for code in sorted(
            {indicator.reference for indicator in indicators if indicator.reference}
        ):
            add(f"own:{code}", area, code)
    return pl.DataFrame(
        rows,
        schema={
            "rule": pl.String,
            "area": pl.String,
            "reference": pl.String,
            "inside": pl.Boolean,
        },
        orient="row",
    )


def indicator_rules(
    indicators: Sequence[Indicator], composites: Sequence[Composite], rule: ReferenceRule
) -> pl.DataFrame:
    """``indicator``, ``rule``, ``main``: the reference rules of each indicator; one is main."""
    rows = []
    everything: list[Indicator | Composite] = [*indicators, *composites]
    for measure in everything:
        own = measure.reference if isinstance(measure, Indicator) else None
        rows.append((measure.id, f"own:{own}" if own else "default", True))
        beside = "also_own" if own else "also"
        rows += [(measure.id, f"{beside}:{code}", False) for code in rule.also if code != own]
    return pl.DataFrame(
        rows,
        schema={"indicator": pl.String, "rule": pl.String, "main": pl.Boolean},
        orient="row",
    )
