"""What every step of a computation needs: the source, the engine, and the small tables."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.keys import AREA, INDICATOR, LEVEL, PERIOD, Keys, numbering
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.complete import all_observations
from wijkwerk.monitor.sources.source import Source


@dataclass(frozen=True)
class Job:
    """One computation. Big tables carry numbers for texts (``keys``) until they are done.

    ``definitions`` is ``meta.indicator_table`` with texts, ``meta`` the same with numbers;
    ``areas`` has area, level, parent as numbers; ``stratified`` says whether any observation is
    split by age or sex.
    """

    source: Source
    engine: Engine
    keys: Keys
    definitions: ir.Table
    meta: ir.Table
    areas: ir.Table
    observations: ir.Table
    stratified: bool

    def small(self, frame: pl.DataFrame, name: str) -> ir.Table:
        """A small frame of texts as a table of numbers."""
        return self.engine.frame(self.keys.numbered(frame), name)

    def materialise(self, table: ir.Table, name: str) -> ir.Table:
        """As ``Engine.materialise``."""
        return self.engine.materialise(table, name)


def start(source: Source, engine: Engine) -> Job:
    """The job of computing ``source`` on ``engine``."""
    observations = all_observations(source, engine)
    split = observations.age.notnull() | observations.sex.notnull()
    moments = engine.collect(observations.group_by("period").aggregate(split=split.any()))
    frames = {
        AREA: numbering(AREA, _area_codes(source)),
        PERIOD: numbering(PERIOD, moments["period"]),
        INDICATOR: numbering(INDICATOR, defined(source)),
        LEVEL: numbering(LEVEL, (*tables.AREA_LEVELS, *source.areas["level"])),
    }
    keys = Keys(frames, {kind: engine.frame(frames[kind], f"keys_{kind}") for kind in frames})
    definitions = meta_rules.indicator_table(
        source.indicators, source.composites, source.settings.disclosure
    )
    areas = source.areas.unique("code", keep="last", maintain_order=True)
    return Job(
        source=source,
        engine=engine,
        keys=keys,
        definitions=engine.frame(definitions, "definitions"),
        meta=engine.frame(keys.numbered(definitions), "meta"),
        areas=engine.frame(keys.numbered(areas.select("level", "parent", area="code")), "areas"),
        observations=observations,
        stratified=bool(moments["split"].any()),
    )


def defined(source: Source) -> list[str]:
    """Ids of indicators and composites."""
    return [indicator.id for indicator in source.indicators] + [
        composite.id for composite in source.composites
    ]


def _area_codes(source: Source) -> list[str]:
    """Every code that can stand where an area stands: areas old and new, groups, references."""
    rule = source.settings.reference
    own = [indicator.reference for indicator in source.indicators]
    moved = source.correspondence
    return [
        code
        for code in (
            *source.areas["code"],
            *source.areas["parent"],
            *source.groups["group"],
            *source.groups["area"],
            *moved["area_from"],
            *moved["area_to"],
            rule.code,
            *rule.also,
            *own,
        )
        if code is not None
    ]


def report_level(source: Source) -> str:
    """The level of the areas that are counted: the one that is asked for, else the lowest."""
    if source.settings.report_level is not None:
        return source.settings.report_level
    present = set(source.areas["level"].to_list())
    order = ("neighbourhood", "district", "custom", "municipality", "group", "country")
    return next((level for level in order if level in present), "neighbourhood")


def common_references(source: Source) -> dict[str, str | None]:
    """Per indicator and composite what a group is held against: the reference that all its members
    share, None without one."""
    rule = source.settings.reference
    common = rule.code if rule.rule in ("area", "group") else None
    country = source.areas.filter(pl.col("level") == "country")["code"].sort().to_list()
    if common is None and country:
        common = country[0]
    own = {indicator.id: indicator.reference or common for indicator in source.indicators}
    return own | {composite.id: common for composite in source.composites}
