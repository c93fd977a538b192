"""What a report tells, read from the files of an edition and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import CLASSES

MOST_ROWS = 25  # areas in a table of the report; all of them are in the spreadsheet and Parquet
_LOWEST = ("neighbourhood", "district", "custom", "municipality", "group", "country")


@dataclass(frozen=True)
class Moment:
    """A value and its reference's at a period."""

    period: str
    value: float | None
    reference_value: float | None
    distance: float | None
    withheld: bool = False


@dataclass(frozen=True)
class Subject:
    """A group or area that sentences are about, with its first and last moment."""

    code: str
    name: str
    reference: str | None
    reference_name: str | None
    first: Moment | None
    last: Moment
    kind: str | None  # class of the change
    evidence: str | None
    published: bool  # the class was published, not computed


@dataclass(frozen=True)
class Counts:
    """Areas per class; ``firm`` is None for published counts."""

    group: str
    group_name: str | None
    period_from: str
    period_to: str
    counts: dict[str, int]
    firm: dict[str, int] | None
    total: int | None  # None: the publication doesn't count every area


@dataclass(frozen=True)
class Facts:
    """One indicator in the report."""

    indicator: dict[str, Any]
    subjects: tuple[Subject, ...]
    counts: tuple[Counts, ...]
    areas: pl.DataFrame  # area, name, value, lower, upper, reference_name, distance, class, ...
    series: pl.DataFrame  # name, period, value, lower, upper, role (area, reference)
    signals: tuple[str, ...]  # names of areas with an early-warning signal
    number_of_areas: int
    withheld: int


@dataclass(frozen=True)
class Report:
    """Everything a report shows: the edition's source and the facts per theme."""

    source: dict[str, Any]
    themes: tuple[tuple[dict[str, Any], tuple[Facts, ...]], ...]
    level: str
    coverage: pl.DataFrame
    edition: str


class _Reader:
    """Reads an edition folder indicator by indicator, so that memory holds one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.definitions = json.loads((folder / "indicators.json").read_text("utf-8"))
        self.source = self.definitions["source"]
        self.areas = pl.read_parquet(folder / "areas.parquet").unique(
            "code", keep="last", maintain_order=True
        )
        self.names = dict(self.areas.select("code", "name").iter_rows())
        present = set(self.areas["level"].to_list())
        self.level = self.source["report_level"] or next(one for one in _LOWEST if one in present)
        self.classes = pl.read_parquet(folder / "classes.parquet")
        self.warnings = pl.read_parquet(folder / "warnings.parquet")
        self.groups = pl.read_parquet(folder / "groups.parquet")

    def rows(self, table: str, indicator: str) -> pl.DataFrame:
        path = self.folder / f"{table}.parquet"
        return pl.scan_parquet(path).filter(pl.col("indicator") == indicator).collect()

    def name(self, code: str | None) -> str | None:
        return None if code is None else (self.names.get(code) or code)

    def facts(self, indicator: dict[str, Any]) -> Facts:
        own = indicator["id"]
        figures = self.rows("figures", own).filter(pl.col("level") == self.level)
        all_figures = self.rows("figures", own)
        changes = self.rows("changes", own).filter(pl.col("level") == self.level)
        counts = self._counts(own)
        subjects = (
            self._area_subjects(all_figures, self.rows("changes", own), own)
            if self.level == "group"
            else self._group_subjects(own)
        )
        table = self._table(figures, changes, indicator)
        signals = self.warnings.filter((pl.col("indicator") == own) & pl.col("signal"))
        cells = figures.unique(["area", "period"])
        return Facts(
            indicator=indicator,
            subjects=tuple(subjects),
            counts=tuple(counts),
            areas=table,
            series=self._series(all_figures, table, subjects),
            signals=tuple(sorted(self.name(code) or code for code in signals["area"].to_list())),
            number_of_areas=figures["area"].n_unique(),
            withheld=cells.filter(pl.col("conf_status") != "F").height,
        )

    def _area_subjects(
        self, figures: pl.DataFrame, changes: pl.DataFrame, own: str
    ) -> list[Subject]:
        """Areas whose own figures were published as groups."""
        shown = figures.filter(
            pl.col("level").is_in(["group", "custom"]) & pl.col("value").is_not_null()
        )
        found = []
        for (code, reference), part in shown.group_by(["area", "reference"], maintain_order=True):
            if code == reference:
                continue
            moments = [self._moment(row) for row in part.sort("period").iter_rows(named=True)]
            kind, evidence = self._class(changes, code, reference)
            published = self.classes.filter(
                (pl.col("indicator") == own)
                & (pl.col("group") == code)
                & (pl.col("origin") == "published_total")
            )
            stated = kind is None or kind == "too_few"
            if stated and published.height:
                kind = published["class"][0]
            found.append(
                Subject(
                    code=str(code),
                    name=self.name(str(code)) or str(code),
                    reference=str(reference) if reference else None,
                    reference_name=self.name(str(reference)) if reference else None,
                    first=moments[0] if len(moments) > 1 else None,
                    last=moments[-1],
                    kind=kind,
                    evidence=evidence,
                    published=stated and published.height > 0,
                )
            )
        order = {code: place for place, code in enumerate(self.areas["code"].to_list())}
        return sorted(found, key=lambda one: order.get(one.code, 0))

    @staticmethod
    def _moment(row: dict[str, Any]) -> Moment:
        return Moment(
            row["period"], row["value"], row["reference_value"], row["distance"],
            row["conf_status"] != "F",
        )  # fmt: skip

    @staticmethod
    def _class(
        changes: pl.DataFrame, code: object, reference: object
    ) -> tuple[str | None, str | None]:
        row = changes.filter((pl.col("area") == code) & (pl.col("reference") == reference))
        return (row["class"][0], row["evidence"][0]) if row.height else (None, None)

    def _group_subjects(self, own: str) -> list[Subject]:
        """The groups that the source wants reported, by their pooled or else unweighted value."""
        wanted = self.source["report_groups"] or (
            [self.source["focus_group"]] if self.source["focus_group"] else []
        )
        found = []
        for group in wanted:
            rows = self.groups.filter((pl.col("indicator") == own) & (pl.col("group") == group))
            pooled = rows.filter((pl.col("method") == "pooled") & pl.col("value").is_not_null())
            rows = pooled if pooled.height else rows.filter(pl.col("method") == "unweighted")
            rows = rows.filter(pl.col("value").is_not_null()).sort("period")
            if rows.is_empty():
                continue
            moments = [self._moment(row) for row in rows.iter_rows(named=True)]
            reference = rows["reference"][-1]
            found.append(
                Subject(
                    code=group,
                    name=group,
                    reference=reference,
                    reference_name=self.name(reference),
                    first=moments[0] if len(moments) > 1 else None,
                    last=moments[-1],
                    kind=None,
                    evidence=None,
                    published=False,
                )
            )
        return found

    def _counts(self, own: str) -> list[Counts]:
        rows = self.classes.filter(
            (pl.col("indicator") == own) & (pl.col("origin") != "published_total")
        )
        found = []
        keys = ["origin", "group", "reference", "period_from", "period_to"]
        for key, part in rows.group_by(keys, maintain_order=True):
            origin, group, reference, start, end = (str(one) for one in key)
            if origin == "computed" and reference != "":
                continue
            counts = dict.fromkeys(CLASSES, 0)
            counts |= dict(part.select("class", "count").iter_rows())
            firm = dict(part.select("class", "firm").iter_rows()) if origin == "computed" else None
            if sum(counts.values()) == 0:
                continue
            total = sum(counts.values())
            found.append(
                Counts(
                    group=group,
                    group_name=self.name(group) if group else None,
                    period_from=start,
                    period_to=end,
                    counts=counts,
                    firm=firm,
                    total=None if origin == "published" and total < 35 else total,
                )
            )
        return sorted(found, key=lambda one: one.group)

    def _table(
        self, figures: pl.DataFrame, changes: pl.DataFrame, indicator: dict[str, Any]
    ) -> pl.DataFrame:
        """The areas with the largest lag at the latest moment, with what changed."""
        if figures.is_empty():
            return pl.DataFrame()
        main = figures.group_by("area").agg(pl.col("reference").first())
        known = figures.filter(pl.col("value").is_not_null())
        latest = known["period"].max() if known.height else figures["period"].max()
        now = figures.filter(pl.col("period") == latest).unique(["area", "reference"])
        now = now.filter(pl.col("area") != pl.col("reference").fill_null(""))
        if self.source["focus_group"] and self.level != "group":
            members = pl.read_parquet(self.folder / "groups_members.parquet")
            focus = members.filter(pl.col("group") == self.source["focus_group"])["area"]
            now = now.filter(pl.col("area").is_in(focus.to_list()))
        del main
        now = now.join(
            changes.select(
                "area", "reference", "own_change", "reference_change", "distance_change",
                "class", "evidence", "broken", "period_from",
            ),
            on=["area", "reference"], how="left",
        )  # fmt: skip
        return (
            now.with_columns(
                name=pl.col("area").replace_strict(self.names, default=pl.col("area")),
                reference_name=pl.col("reference").replace_strict(
                    self.names, default=pl.col("reference")
                ),
            )
            .sort("distance", "area", descending=[True, False], nulls_last=True)
            .head(MOST_ROWS)
        )

    def _series(
        self, figures: pl.DataFrame, table: pl.DataFrame, subjects: list[Subject]
    ) -> pl.DataFrame:
        """Lines for small multiples: the areas of the table (at most 12) and their references."""
        codes = [one.code for one in subjects] if self.level == "group" else []
        if not codes and table.height:
            codes = table["area"].to_list()[:12]
        part = figures.filter(pl.col("area").is_in(codes) & pl.col("value").is_not_null())
        part = part.unique(["area", "period"], keep="first", maintain_order=True).sort(
            "area", "period"
        )
        panel = pl.col("area").replace_strict(self.names, default=pl.col("area"))
        own = part.select(
            panel=panel, period="period", value="value", lower="lower", upper="upper",
            role=pl.lit("area"),
        )  # fmt: skip
        empty = pl.lit(None, pl.Float64)
        other = part.filter(pl.col("reference_value").is_not_null()).select(
            panel=panel, period="period", value="reference_value", lower=empty, upper=empty,
            role=pl.lit("reference"),
        )  # fmt: skip
        order = {self.name(code): place for place, code in enumerate(codes)}
        both = pl.concat([own, other])
        return both.with_columns(
            place=pl.col("panel").replace_strict(order, default=99, return_dtype=pl.Int64)
        ).sort("place", "role", "period")


def read_report(folder: Path) -> Report:
    """The facts of the edition in ``folder``, themes and indicators in the source's order."""
    reader = _Reader(folder)
    entries = [
        *reader.definitions["indicators"],
        *(
            {**one, "unit": "score", "direction": "higher_is_better", "kind": "composite",
             "description": {"nl": "", "en": ""}, "source": "", "breaks": (), "tolerance": 0.0}
            for one in reader.definitions["composites"]
        ),
    ]  # fmt: skip
    themes = []
    for theme in reader.definitions["themes"]:
        found = [reader.facts(one) for one in entries if one["theme"] == theme["id"]]
        found = [one for one in found if one.subjects or one.counts or one.areas.height]
        if found:
            themes.append((theme, tuple(found)))
    return Report(
        source=reader.source,
        themes=tuple(themes),
        level=reader.level,
        coverage=pl.read_parquet(folder / "coverage.parquet"),
        edition=reader.definitions["edition"],
    )
