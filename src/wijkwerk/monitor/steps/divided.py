"""Areas of earlier boundaries that were divided among the members of a group.

Nobody knows in which part of a divided area the respondents of a survey lived, so its parts have no
figure of that time. Where all its parts are members, its respondents are the group's all the same: for
the group these parts are measured, and its trend is told over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import vintages as vintage_rules
from wijkwerk.monitor.core.vintage_chains import Boundaries
from wijkwerk.monitor.sources.source import Source

MEASURED = {"group": pl.String, "area": pl.String, "period": pl.String, "indicator": pl.String}
_MOMENT = ("period", "indicator")


@dataclass(frozen=True)
class DividedAreas:
    """``parts`` has old (a number: an area as it was at a moment, of an indicator), period, indicator,
    area (each of its parts today) and parts (how many these are); ``answers`` has old, period,
    indicator, base (respondents) and value (their weighted mean); ``above`` is ``meta.closure``."""

    parts: pl.DataFrame
    answers: pl.DataFrame
    above: pl.DataFrame

    @classmethod
    def of(
        cls, source: Source, respondents: pl.DataFrame, ways: Boundaries | None
    ) -> DividedAreas | None:
        """Those that have any of ``respondents`` (``surveyed.respondents``); None without any."""
        if ways is None or respondents.is_empty():
            return None
        weight = pl.col("weight").fill_null(1.0)
        answers = (
            respondents.filter(pl.col("value").is_not_null())
            .group_by("area", "vintage", *_MOMENT, maintain_order=True)
            .agg(
                base=pl.len().cast(pl.Float64),
                value=(weight * pl.col("value")).sum() / weight.sum(),
            )
            .with_row_index("old")
        )
        parts = vintage_rules.places_of(answers.rename({"old": "respondent"}), ways)
        parts = parts.rename({"respondent": "old"}).filter(pl.col("parts") > 1)
        if parts.is_empty():
            return None
        return cls(
            parts,
            answers.join(parts, on="old", how="semi").select("old", *_MOMENT, "base", "value"),
            meta_rules.closure(source.areas),
        )

    def inside(self, members: pl.DataFrame) -> pl.DataFrame:
        """``group``, ``old``: those of which every part lies in a member. ``members`` says group, area,
        and period or indicator or both where they differ by those."""
        return (
            self._of_members(members)
            .unique(["group", "old", "area"])
            .group_by("group", "old", "parts")
            .agg(inside=pl.len())
            .filter(pl.col("inside") == pl.col("parts"))
            .select("group", "old")
        )

    def measured(self, members: pl.DataFrame) -> pl.DataFrame:
        """``MEASURED``: members that are parts of such areas, and of none that lies partly outside."""
        of_members = self._of_members(members)
        columns = self.inside(members).with_columns(whole=pl.lit(True))
        return (
            of_members.join(columns, on=["group", "old"], how="left")
            .group_by("group", "member", *_MOMENT)
            .agg(whole=pl.col("whole").fill_null(False).all())
            .filter("whole")
            .select("group", pl.col("member").alias("area"), *_MOMENT)
            .sort(pl.all())
        )

    def _of_members(self, members: pl.DataFrame) -> pl.DataFrame:
        """``parts`` for each group and ``member`` in which they lie."""
        keys = [name for name in _MOMENT if name in members.columns]
        within = members.rename({"area": "member"}).join(
            self.above, left_on="member", right_on="ancestor"
        )
        return self.parts.join(within.select("group", "member", "area", *keys), on=["area", *keys])
