"""What an edition is about, in memory: areas, themes, indicators, groups and their periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.core.memberships import belongs_at
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.shared.text import Text

LEVELS = ("country", "municipality", "district", "neighbourhood", "custom", "group")


@dataclass(frozen=True, slots=True)
class Area:
    """An area as pages show it; ``flagged``: larger than an effective area (scale check)."""

    code: str
    name: str
    level: str
    parent: str | None
    inhabitants: float | None
    dwellings: float | None
    flagged: bool | None
    former_names: tuple[str, ...] = ()
    valid_to: str | None = None


@dataclass(frozen=True)
class Measure:
    """An indicator or composite of the edition, with what pages need of its definition."""

    id: str
    name: Text
    theme: str
    unit: str
    kind: str
    direction: Direction
    decimals: int
    definition: dict[str, Any] = field(repr=False)
    periods: tuple[str, ...] = ()  # with at least one published value
    levels: tuple[str, ...] = ()

    @property
    def higher_is_better(self) -> bool:
        """Whether more of it is better."""
        return self.direction is Direction.HIGHER_IS_BETTER

    @property
    def judged(self) -> bool:
        """Whether it has a better side at all; without one nothing of it is a lag."""
        return self.direction is not Direction.NEUTRAL

    @property
    def latest(self) -> str | None:
        """The last period with a published value. None without any."""
        return self.periods[-1] if self.periods else None


@dataclass(frozen=True)
class Membership:
    """An area in a group, from and until when; None is open."""

    area: str
    valid_from: str | None
    valid_to: str | None
    current: bool  # at the edition's latest moment


@dataclass(frozen=True)
class Group:
    """A named set of areas. ``areas`` are those that belong to it at the edition's latest moment;
    ``memberships`` all that ever did; both in the edition's order."""

    code: str
    name: str
    areas: tuple[str, ...]
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything of an edition that isn't a figure."""

    id: str
    title: Text
    source: dict[str, Any]
    manifest: dict[str, Any]
    themes: dict[str, Text]
    measures: dict[str, Measure]
    areas: dict[str, Area]
    groups: dict[str, Group]
    children: dict[str | None, tuple[str, ...]]
    has_geometry: bool

    @property
    def simulated(self) -> bool:
        """Whether no figure of it is about a real place."""
        return bool(self.source["simulated"])

    @property
    def report_level(self) -> str:
        """The level whose areas are counted: the source's choice, or else the lowest."""
        order = ("neighbourhood", "district", "custom", "municipality", "group", "country")
        return self.source["report_level"] or next(
            level for level in order if level in self._by_level
        )

    def of_theme(self, theme: str) -> list[Measure]:
        """The measures of a theme, in the edition's order."""
        return [measure for measure in self.measures.values() if measure.theme == theme]

    def name(self, code: str | None) -> str:
        """The name of an area or group, or its code when it has none."""
        if code is None:
            return ""
        if code in self.areas:
            return self.areas[code].name or code
        return self.groups[code].name if code in self.groups else code

    def is_made_of_areas(self, code: str) -> bool:
        """Whether this is a group of areas that has a name in the table of areas, and no figures of
        its own there: its page is that of the group."""
        published = any("group" in measure.levels for measure in self.measures.values())
        return code in self.groups and not published

    def lineage(self, code: str) -> list[Area]:
        """The areas above ``code``, nearest first."""
        areas: list[Area] = []
        above = self.areas[code].parent if code in self.areas else None
        while above is not None and above in self.areas and len(areas) < len(LEVELS):
            areas.append(self.areas[above])
            above = self.areas[above].parent
        return areas

    def at_level(self, level: str) -> list[Area]:
        """The areas of a level, in the edition's order."""
        return list(self._by_level.get(level, ()))

    @cached_property
    def _by_level(self) -> dict[str, list[Area]]:
        result: dict[str, list[Area]] = {}
        for area in self.areas.values():
            result.setdefault(area.level, []).append(area)
        return result

    def below(self, code: str, level: str) -> list[Area]:
        """The areas of ``level`` that lie inside ``code``."""
        areas: list[Area] = []
        queue = [code]
        while queue:
            for child in self.children.get(queue.pop(0), ()):
                area = self.areas[child]
                if area.level == level:
                    areas.append(area)
                else:
                    queue.append(child)
        return areas


def read_catalogue(edition: Edition, periods: Iterable[tuple[str, str, str, int]]) -> Catalogue:
    """The catalogue of ``edition``; ``periods`` are indicator, level, period, published values."""
    periods = list(periods)
    areas = _areas(pl.read_parquet(edition.path / "areas.parquet"))
    members = pl.read_parquet(edition.path / "groups_members.parquet")
    definitions = edition.definitions
    children: dict[str | None, list[str]] = {}
    for area in areas.values():
        children.setdefault(area.parent, []).append(area.code)
    return Catalogue(
        id=edition.id,
        title=Text(**definitions["source"]["title"]),
        source=definitions["source"],
        manifest=edition.manifest,
        themes={theme["id"]: Text(**theme["name"]) for theme in definitions["themes"]},
        measures=_measures(definitions, periods),
        areas=areas,
        groups=_groups(members, areas, max((period[2] for period in periods), default="")),
        children={parent: tuple(codes) for parent, codes in children.items()},
        has_geometry=(edition.path / "geometry.geojson").is_file(),
    )


def _areas(frame: pl.DataFrame) -> dict[str, Area]:
    result: dict[str, Area] = {}
    for row in frame.iter_rows(named=True):
        code = row["code"]
        former: tuple[str, ...] = ()
        if code in result:
            earlier = result[code]
            former = (*earlier.former_names, earlier.name)
            former = tuple(dict.fromkeys(name for name in former if name != row["name"]))
        result[code] = Area(
            code=code,
            name=row["name"] or code,
            level=row["level"],
            parent=row["parent"],
            inhabitants=row["inhabitants"],
            dwellings=row["dwellings"],
            flagged=row["scale_flag"],
            former_names=former,
            valid_to=row["valid_to"],
        )
    return result


def _measures(
    definitions: dict[str, Any], periods: list[tuple[str, str, str, int]]
) -> dict[str, Measure]:
    periods_by_indicator: dict[str, set[str]] = {}
    levels: dict[str, set[str]] = {}
    for indicator, level, period, measured in periods:
        if measured:
            periods_by_indicator.setdefault(indicator, set()).add(period)
            levels.setdefault(indicator, set()).add(level)
    entries = [
        *definitions["indicators"],
        *(
            {
                **composite,
                "unit": "score",
                "kind": "composite",
                "direction": "higher_is_better",
                "description": {"nl": "", "en": ""},
                "source": "",
                "breaks": [],
                "versions": [],
                "tolerance": 0.0,
            }
            for composite in definitions["composites"]
        ),
    ]
    return {
        entry["id"]: Measure(
            id=entry["id"],
            name=Text(**entry["name"]),
            theme=entry["theme"],
            unit=entry["unit"],
            kind=entry["kind"],
            direction=Direction(entry["direction"]),
            decimals=entry["decimals"],
            definition=entry,
            periods=tuple(sorted(periods_by_indicator.get(entry["id"], ()))),
            levels=tuple(name for name in LEVELS if name in levels.get(entry["id"], ())),
        )
        for entry in entries
    }


def _groups(members: pl.DataFrame, areas: dict[str, Area], latest: str) -> dict[str, Group]:
    order = {code: place for place, code in enumerate(areas)}
    memberships = members.with_columns(current=belongs_at(latest)).filter(
        pl.col("area").is_in(list(order))
    )
    result: dict[str, Group] = {}
    for (code,), part in memberships.group_by(["group"], maintain_order=True):
        rows = [
            Membership(*row)
            for row in part.select("area", "valid_from", "valid_to", "current").iter_rows()
        ]
        rows.sort(key=lambda row: (order[row.area], row.valid_from or ""))
        inside = tuple(dict.fromkeys(row.area for row in rows if row.current))
        name = areas[str(code)].name if str(code) in areas else str(code)
        result[str(code)] = Group(str(code), name, inside, tuple(rows))
    return result
