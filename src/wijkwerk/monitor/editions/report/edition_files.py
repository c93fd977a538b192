"""The files of an edition as a report reads them: names, definitions, small and large tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.memberships import belonging
from wijkwerk.monitor.editions.report.facts import Place
from wijkwerk.shared.sentences import clean_name

_LOWEST = ("neighbourhood", "district", "custom", "municipality", "group", "country")
_COMPOSITE = {
    "unit": "score",
    "direction": "higher_is_better",
    "kind": "composite",
    "description": {"nl": "", "en": ""},
    "source": "",
    "breaks": (),
    "tolerance": 0.0,
    "reference": None,
}
_FIGURES = (
    "area", "level", "period", "value", "lower", "upper", "conf_status", "reference",
    "reference_value", "distance", "distance_lower", "distance_upper", "rank", "rank_lower",
    "rank_upper", "interval_method",
)  # fmt: skip


@dataclass(frozen=True)
class EditionFiles:
    """An edition folder; names come out clean (``shared.sentences.clean_name``)."""

    folder: Path
    definitions: dict[str, Any]
    areas: pl.DataFrame
    names: dict[str, str] = field(repr=False)
    levels: dict[str, str] = field(repr=False)

    @classmethod
    def open(cls, folder: Path) -> EditionFiles:
        """Read the definitions and the areas of ``folder``."""
        areas = pl.read_parquet(folder / "areas.parquet").unique(
            "code", keep="last", maintain_order=True
        )
        return cls(
            folder=folder,
            definitions=json.loads((folder / "indicators.json").read_text("utf-8")),
            areas=areas,
            names=dict(areas.select("code", "name").iter_rows()),
            levels=dict(areas.select("code", "level").iter_rows()),
        )

    @property
    def source(self) -> dict[str, Any]:
        """The settings of the source."""
        return dict(self.definitions["source"])

    @cached_property
    def indicators(self) -> tuple[dict[str, Any], ...]:
        """The indicators, and after them the composites as indicators of their own."""
        composites = [{**composite, **_COMPOSITE} for composite in self.definitions["composites"]]
        return (*self.definitions["indicators"], *composites)

    @cached_property
    def level(self) -> str:
        """The level of the areas that the report is about."""
        present = set(self.levels.values())
        lowest = next(level for level in _LOWEST if level in present)
        return str(self.source["report_level"] or lowest)

    @cached_property
    def order(self) -> dict[str, int]:
        """The source's own order of areas: the order of telling."""
        return {code: place for place, code in enumerate(self.areas["code"].to_list())}

    @property
    def told(self) -> tuple[str, ...]:
        """The groups that the source wants told."""
        focus = self.source["focus_group"]
        return tuple(self.source["report_groups"] or ([focus] if focus else []))

    @cached_property
    def focus(self) -> list[str] | None:
        """The areas of the focus group; None: the report is about all areas."""
        group = self.source["focus_group"]
        if not group:
            return None
        members = belonging(self.members, self.latest)
        return members.filter(pl.col("group") == group)["area"].unique().sort().to_list()

    @cached_property
    def members(self) -> pl.DataFrame:
        """Who is and was in which group, with dates. Rows as in ``groups_members.parquet``."""
        return pl.read_parquet(self.folder / "groups_members.parquet")

    @cached_property
    def latest(self) -> str:
        """The last moment of the edition."""
        periods = pl.scan_parquet(self.folder / "figures.parquet").select(pl.col("period").max())
        return str(periods.collect().item() or "")

    @cached_property
    def classes(self) -> pl.DataFrame:
        """Areas per class."""
        return pl.read_parquet(self.folder / "classes.parquet")

    @cached_property
    def warnings(self) -> pl.DataFrame:
        """Early-warning scores. Rows as in ``warnings.parquet``."""
        return pl.read_parquet(self.folder / "warnings.parquet")

    @cached_property
    def groups(self) -> pl.DataFrame:
        """Figures of groups. Rows as in ``groups.parquet``."""
        return pl.read_parquet(self.folder / "groups.parquet")

    @cached_property
    def group_changes(self) -> pl.DataFrame:
        """What became of groups, over the same members. Rows as in ``group_changes.parquet``."""
        return pl.read_parquet(self.folder / "group_changes.parquet")

    def figures(self, indicator: str, levels: list[str]) -> pl.DataFrame:
        """The figures of one indicator at ``levels``, in the file's order."""
        return (
            pl.scan_parquet(self.folder / "figures.parquet")
            .filter((pl.col("indicator") == indicator) & pl.col("level").is_in(levels))
            .select(*_FIGURES)
            .collect()
        )

    def changes(self, indicator: str, level: str) -> pl.DataFrame:
        """The changes of one indicator at ``level``."""
        return (
            pl.scan_parquet(self.folder / "changes.parquet")
            .filter((pl.col("indicator") == indicator) & (pl.col("level") == level))
            .collect()
        )

    def name(self, code: str) -> str:
        """What an area or group is called; its code when it has no name."""
        return clean_name(self.names.get(code) or "") or clean_name(code)

    def place(self, code: str, level: str | None = None) -> Place:
        """An area or group as it can be named."""
        named = bool(clean_name(self.names.get(code) or ""))
        return Place(code, self.name(code), level or self.levels.get(code, "group"), named)

    def against_main(self, figures: pl.DataFrame, own_reference: str | None) -> pl.DataFrame:
        """One row an area and period: the one against the main reference, as far as it is told."""
        also = [code for code in self.source["reference"]["also"] if code != own_reference]
        main = figures.filter(pl.col("reference").is_null() | ~pl.col("reference").is_in(also))
        return main.unique(["area", "period"], keep="first", maintain_order=True)

    def common_reference(self, indicator: dict[str, Any]) -> Place | None:
        """The one reference that all areas are held against, if there is one.

        None when they have different ones.
        """
        rule = self.source["reference"]
        code = indicator.get("reference")
        if code is None and rule["rule"] in ("area", "group"):
            code = rule["code"]
        if code is None and rule["rule"] == "country":
            code = min(
                (place for place, level in self.levels.items() if level == "country"), default=None
            )
        return self.place(code) if code else None

    def against_municipality(self, indicator: dict[str, Any]) -> bool:
        """Whether each area is held against its own municipality."""
        own = self.source["reference"]["rule"] == "municipality" and not indicator.get("reference")
        return own and self.level in ("neighbourhood", "district", "custom")
