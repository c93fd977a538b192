"""What single tables of an edition give away: a figure left standing, a rank with a gap, a range."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from wijkwerk.monitor.core.composite import composite_scores
from wijkwerk.monitor.core.definitions import Composite, CompositePart, Direction
from wijkwerk.monitor.core.memberships import belonging, belongs_at
from wijkwerk.monitor.core.tables import STATED, UNTOLD_CLASSES
from wijkwerk.monitor.editions.attack_groups import odd_changes, odd_means
from wijkwerk.monitor.editions.attack_recounted import (
    Reference,
    odd_coverage,
    odd_ranks,
    odd_signals,
)
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.shared.text import Text

_PARTS = ("score", "weight", "contribution")
Find = tuple[str, str, str, str]  # area, period, indicator, how
_FIGURES = (
    "value", "lower", "upper", "base", "distance", "distance_lower", "distance_upper",
    "distance_relative", "distance_excluding", "rank", "rank_lower", "rank_upper",
)  # fmt: skip
_AGAINST = (
    "reference_value", "distance", "distance_lower", "distance_upper", "distance_relative",
    "distance_excluding",
)  # fmt: skip
_OF_GROUPS = ("value", "lower", "upper", "distance", "distance_lower", "distance_upper")
_AGAINST_GROUPS = ("reference_value", "distance", "distance_lower", "distance_upper")
_LEVELS = ("neighbourhood", "district", "custom", "municipality", "group", "country")


def listed(rows: pl.DataFrame, how: str) -> list[Find]:
    """The cells of ``rows``, each with how it was had."""
    cells = rows.select("area", "period", "indicator").unique()
    return [(area, period, indicator, how) for area, period, indicator in cells.iter_rows()]


def of(edition: Edition, table: str, indicator: str) -> pl.DataFrame:
    """The rows of one indicator; tables are sorted by it, so the rest of the file is skipped."""
    rows = edition.table_if_there(table)
    return rows.filter(pl.col("indicator") == indicator).collect()


class Tables:
    """The tables of an edition, looked at indicator by indicator."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.levels = edition.table("areas").select("level", area="code").unique("area").collect()
        self.members = edition.table("groups_members").collect()
        self.moments = edition.table("groups").select("period").unique().collect()
        last = edition.table("figures").select(pl.col("period").max()).collect()
        self.latest = str(last.item() or "")
        self.classes = edition.table("classes").filter(pl.col("origin") == "computed").collect()
        self.reference = Reference.of(edition)
        present = set(self.levels["level"].to_list())
        self.report_level: str | None = edition.definitions["source"]["report_level"] or next(
            (level for level in _LEVELS if level in present), None
        )
        self.has_coverage = (edition.path / "coverage.parquet").is_file()

    def finds(self, indicator: str, figures: pl.DataFrame) -> list[Find]:
        """Every withheld cell of ``indicator`` that a table betrays; ``figures`` are its rows."""
        hidden = (
            figures.filter(pl.col("conf_status") != "F")
            .select("level", "area", "period", "indicator")
            .unique()
        )
        groups = of(self.edition, "groups", indicator)
        changes = of(self.edition, "changes", indicator)
        # A group that is withheld can be a reference, too.
        closed = groups.filter(
            (pl.col("conf_status") != "F") & (pl.col("method") == "pooled")
        ).select(
            pl.lit("group").alias("level"), pl.col("group").alias("area"), "period", "indicator"
        )
        every = pl.concat([hidden, closed]).unique()
        finds = [*_standing(figures, groups, every), *_ranks(figures, hidden)]
        finds += _memberships(of(self.edition, "group_changes", indicator), groups)
        if every.height:
            finds += [*_changes(changes, every), *self._classes(changes, every)]
            finds += self._spreads(figures, groups, hidden)
            finds += self._became(indicator, figures, groups, hidden)
            finds += self._signals(indicator, figures, hidden)
            if self.has_coverage:
                # By how much the cover is off tells of every cell that it counts.
                off = odd_coverage(of(self.edition, "coverage", indicator), figures)
                finds += listed(hidden.join(off, on="level", how="semi"), "from the coverage")
        return finds

    def _signals(self, indicator: str, figures: pl.DataFrame, hidden: pl.DataFrame) -> list[Find]:
        """Scores of early warning that published distances don't give: withheld ones went in."""
        warnings = of(self.edition, "warnings", indicator)
        watched = hidden.filter(pl.col("level") == self.report_level)
        if warnings.is_empty() or watched.is_empty():
            return []
        rows = self.reference.main_rows(figures, indicator)
        rate = self.edition.definitions["source"]["warning_false_alarm_rate"]
        odd = odd_signals(rows, warnings, rate, self.report_level)
        return listed(watched, "from an early warning") if odd.height else []

    def members_at(self) -> pl.DataFrame:
        """group, area, period for each moment of the edition."""
        return (
            self.members.join(self.moments, how="cross")
            .filter(belongs_at(pl.col("period")))
            .select("group", "area", "period")
            .unique()
        )

    def same_members(self, indicator: str, frame: pl.DataFrame) -> pl.DataFrame:
        """group, area of who a group's change may be about: in it, with a cell, at both moments.

        ``frame`` (area, period) lists the cells of ``indicator``, the withheld ones too.
        """
        spans = of(self.edition, "group_changes", indicator).filter(pl.col("method") == "pooled")
        ends = [
            spans.select("group", pl.col(moment).alias("period"))
            .join(self.members_at(), on=["group", "period"])
            .join(frame, on=["area", "period"], how="semi")
            .select("group", "area")
            for moment in ("period_from", "period_to")
        ]
        return ends[0].join(ends[1], on=["group", "area"], how="semi").unique()

    def _became(
        self, indicator: str, figures: pl.DataFrame, groups: pl.DataFrame, hidden: pl.DataFrame
    ) -> list[Find]:
        """What became of a group that published figures don't give: of its members, of itself or of
        its reference, where these are withheld at one of the moments."""
        changes = of(self.edition, "group_changes", indicator)
        if changes.is_empty():
            return []
        (defined,) = (
            definition
            for definition in self.edition.definitions["indicators"]
            if definition["id"] == indicator
        )
        members = self.members_at()
        odd = pl.concat(
            [
                odd_changes(changes, groups, float(defined.get("tolerance") or 0)),
                odd_means(changes, groups, figures, members),
            ]
        ).unique()
        totals = groups.filter(pl.col("method").is_in(_OF_TOTALS) & (pl.col("conf_status") != "F"))
        cells = pl.concat(
            [
                hidden,
                totals.select(
                    pl.lit("group").alias("level"),
                    pl.col("group").alias("area"),
                    "period",
                    "indicator",
                ),
            ]
        ).unique()
        moments = pl.concat(
            [odd.with_columns(period=pl.col(end)) for end in ("period_from", "period_to")]
        )
        whose = pl.concat(
            [
                moments.select("indicator", "period", area="group"),
                moments.select("indicator", "period", area="reference"),
                moments.join(members, on=["group", "period"]).select("indicator", "period", "area"),
            ]
        )
        lost = cells.join(whose, on=["indicator", "period", "area"], how="semi")
        return listed(lost, "from what became of a group")

    def _spreads(
        self, figures: pl.DataFrame, groups: pl.DataFrame, hidden: pl.DataFrame
    ) -> list[Find]:
        """A range, mean or five worst that isn't that of the published members."""
        if groups.is_empty() or self.members.is_empty():
            return []
        members = self.members_at()
        published = figures.filter(pl.col("value").is_not_null()).unique(["area", "period"])
        value = pl.col("value").sort()
        of_published = (
            members.join(published, on=["area", "period"])
            .group_by("group", "period")
            .agg(
                mean=value.mean(),
                least=value.min(),
                largest=value.max(),
                worst_low=value.head(5).mean(),
                worst_high=value.tail(5).mean(),
                shown=pl.len(),
            )
        )

        def off(name: str, own: str) -> pl.Expr:
            gap = (pl.col(name) - pl.col(own)).abs() > 1e-6 * (1 + pl.col(own).abs())
            return gap.fill_null(pl.col(name).is_not_null())

        unweighted = pl.col("method") == "unweighted"
        middle = (pl.col("lower") + pl.col("upper")) / 2
        then = groups.filter(pl.col("method").is_in(["pooled", "unweighted"]))
        odd = (
            then.join(of_published, on=["group", "period"], how="left")
            .with_columns(middle=middle)
            .filter(
                off("minimum", "least")
                | off("maximum", "largest")
                | (off("worst_five", "worst_low") & off("worst_five", "worst_high"))
                | (unweighted & (off("value", "mean") | off("middle", "mean")))
                | (pl.col("measured") != pl.col("shown").fill_null(0))
            )
        )
        lost = hidden.join(members, on=["area", "period"]).join(
            odd, on=["group", "period"], how="semi"
        )
        worst = (
            groups.select("period", area=pl.col("worst_areas").str.split(";"))
            .explode("area", empty_as_null=True, keep_nulls=False)
            .unique()
        )
        named = hidden.join(worst, on=["area", "period"], how="semi")
        return [
            *listed(lost, "from a group's range or mean"),
            *listed(named, "named among a group's five worst"),
        ]

    def _classes(self, changes: pl.DataFrame, hidden: pl.DataFrame) -> list[Find]:
        """Counts per class, less the areas whose class is shown, leave the class of the withheld; and
        what only a publication says (which areas, which figures) must not be said of our counts."""
        counts = self.classes.filter(
            (pl.col("indicator") == hidden["indicator"][0])
            & (pl.col("reference") != "")
            & ~pl.col("class").is_in(UNTOLD_CLASSES)
        )
        if counts.is_empty():
            return []
        everyone = self.levels.filter(pl.col("level") == self.report_level).select(
            pl.lit("").alias("group"), "area"
        )
        latest = belonging(self.members, self.latest)
        members = pl.concat([everyone, latest]).unique()
        keys = ["reference", "period_from", "period_to"]
        inside = changes.join(members, on="area")
        class_shown = pl.col("class").is_not_null() & ~pl.col("class").is_in(UNTOLD_CLASSES)
        shown = (
            inside.filter(class_shown)
            .group_by("group", *keys, "class")
            .agg(
                shown=pl.len().cast(pl.Int64),
                sure=(pl.col("evidence") == "firm").sum().cast(pl.Int64),
            )
        )
        odd = counts.join(shown, on=["group", *keys, "class"], how="left").filter(
            (pl.col("count") > pl.col("shown").fill_null(0))
            | (pl.col("firm") > pl.col("sure").fill_null(0))
        )
        stated = counts.filter(pl.any_horizontal(pl.col("areas", *STATED).is_not_null()))
        odd = pl.concat([odd.select("group", *keys), stated.select("group", *keys)])
        lost = inside.filter(~class_shown).join(odd, on=["group", *keys], how="semi")
        return _at_moments(lost, hidden, "area", "from the counts per class")


def _standing(figures: pl.DataFrame, groups: pl.DataFrame, hidden: pl.DataFrame) -> list[Find]:
    """A withheld row that carries a figure, and a withheld cell shown as reference."""
    kind = pl.col("interval_method").fill_null("none") != "none"
    shown = figures.filter(
        (pl.col("conf_status") != "F") & (pl.any_horizontal(pl.col(*_FIGURES).is_not_null()) | kind)
    )
    closed = groups.filter(
        (pl.col("conf_status") != "F")
        & (
            pl.any_horizontal(
                pl.col(
                    [of_group for of_group in _OF_GROUPS if of_group in groups.columns]
                ).is_not_null()
            )
            | kind
        )
    ).select("period", "indicator", area="group")
    against = pl.concat(
        part.filter(
            pl.any_horizontal(
                pl.col([column for column in columns if column in part.columns]).is_not_null()
            )
        )
        .select("period", "indicator", area="reference")
        .unique()
        for part, columns in ((figures, _AGAINST), (groups, _AGAINST_GROUPS))
    )
    return [
        *listed(shown, "its row carries a figure"),
        *listed(closed, "the group's row carries a figure"),
        *listed(
            hidden.join(against, on=["area", "period", "indicator"], how="semi"),
            "shown as reference",
        ),
    ]


_OF_TOTALS = ("pooled", "pooled_same")


def _memberships(changes: pl.DataFrame, groups: pl.DataFrame) -> list[Find]:
    """A change of a group, or what joining and leaving did, of which one end is withheld: with the
    other it gives that end."""
    closed = groups.filter(pl.col("method").is_in(_OF_TOTALS) & (pl.col("conf_status") != "F"))
    finds: list[Find] = []
    for column, moments in (
        ("value_from", ("period_from",)),
        ("value_to", ("period_to",)),
        ("own_change", ("period_from", "period_to")),
        ("joined_effect", ("period_to",)),
        ("left_effect", ("period_from",)),
    ):
        changes_shown = changes.filter(
            (pl.col("method") == "pooled") & pl.col(column).is_not_null()
        )
        for moment in moments:
            # What joining and leaving did is a difference with the members of the moment.
            by = _OF_TOTALS if column.endswith("_effect") else ("pooled_same",)
            ends = closed.filter(pl.col("method").is_in(by)).select("group", "period", "indicator")
            cells = changes_shown.select("group", "indicator", period=moment)
            lost = cells.join(ends, on=["group", "period", "indicator"], how="semi")
            finds += listed(lost.rename({"group": "area"}), f"the group's, from {column}")
    return finds


def _at_moments(rows: pl.DataFrame, hidden: pl.DataFrame, whose: str, how: str) -> list[Find]:
    """The hidden cells among both moments of change ``rows``, of the area or its reference."""
    finds: list[Find] = []
    for moment in ("period_from", "period_to"):
        cells = rows.select(
            "indicator", pl.col(whose).alias("area"), pl.col(moment).alias("period")
        )
        finds += listed(cells.join(hidden, on=["area", "period", "indicator"], how="semi"), how)
    return finds


def _changes(changes: pl.DataFrame, hidden: pl.DataFrame) -> list[Find]:
    """A change and one of its moments give the other; a class says on which side a figure lies."""
    finds: list[Find] = []
    for whose, own in (("area", "own_change"), ("reference", "reference_change")):
        for column in (own, "distance_change", "lower", "upper"):
            changes_shown = changes.filter(pl.col(column).is_not_null())
            finds += _at_moments(changes_shown, hidden, whose, f"from {column}")
        changes_shown = changes.filter(
            (pl.col("class").is_not_null() & ~pl.col("class").is_in(UNTOLD_CLASSES))
            | (pl.col("evidence") == "firm")
        )
        finds += _at_moments(changes_shown, hidden, whose, "from the class of its change")
    return finds


def _ranks(figures: pl.DataFrame, hidden: pl.DataFrame) -> list[Find]:
    """Ranks that leave a place free: who has it lies between its neighbours."""
    lost = hidden.join(odd_ranks(figures), on=["level", "period"], how="semi")
    return listed(lost, "from a gap in the ranks")


def from_indexes(edition: Edition, hidden: pl.DataFrame) -> list[Find]:
    """An index with a known base year gives its original; ``hidden`` are all withheld cells."""
    finds: list[Find] = []
    for indicator in edition.definitions["indicators"]:
        if indicator["kind"] == "index":
            shown = of(edition, "figures", indicator["id"]).filter(pl.col("value").is_not_null())
            lost = hidden.filter(pl.col("indicator") == indicator["of"])
            finds += listed(lost.join(shown, on=["area", "period"], how="semi"), "from its index")
    return finds


def from_other(other: Edition, hidden: pl.DataFrame) -> list[Find]:
    """The same cells, published in another edition.

    ``hidden`` has a row per withheld cell: area, period, indicator.
    """
    finds: list[Find] = []
    for (indicator,), lost in hidden.group_by("indicator", maintain_order=True):
        shown = of(other, "figures", str(indicator)).filter(pl.col("value").is_not_null())
        both = lost.join(shown, on=["area", "period"], how="semi")
        finds += listed(both, f"published in {other.id}")
    return finds


def from_composites(edition: Edition, hidden: pl.DataFrame) -> list[Find]:
    """A score whose scale or ranks aren't made of published figures: the rest was withheld.

    ``hidden`` has a row per withheld cell: area, period, indicator.
    """
    finds: list[Find] = []
    directions = {
        indicator["id"]: Direction(indicator["direction"])
        for indicator in edition.definitions["indicators"]
    }
    for entry in edition.definitions["composites"]:
        composite = _composite(entry)
        used = [name for part in composite.dimensions for name, _ in part.indicators]
        lost = hidden.filter(pl.col("indicator").is_in(used))
        if lost.is_empty():
            continue
        values = pl.concat(_values(edition, used))
        scores, parts = composite_scores(values, composite, directions)
        shown = pl.concat(_values(edition, [composite.id]))
        published = edition.table("liveability").filter(pl.col("composite") == composite.id)
        level = edition.table("areas").select("level", area="code").unique("area").collect()
        odd = pl.concat(
            [
                _differing(shown, scores, ["area", "period"], "value"),
                *(
                    _differing(published.collect(), parts, ["area", "period", "dimension"], name)
                    for name in _PARTS
                ),
                _places_free(published.collect().join(level, on="area")),
            ]
        ).unique()
        finds += listed(lost.join(odd, on="period", how="semi"), "from the scale of a composite")
    return finds


def _values(edition: Edition, indicators: Iterable[str]) -> list[pl.DataFrame]:
    return [
        of(edition, "figures", indicator)
        .select("area", "level", "period", "indicator", "value")
        .unique(["area", "period"])
        for indicator in indicators
    ]


def _differing(
    shown: pl.DataFrame, again: pl.DataFrame, key: list[str], column: str
) -> pl.DataFrame:
    """The periods in which ``shown`` isn't what comes out ``again``."""
    both = shown.filter(pl.col(column).is_not_null()).join(
        again, on=key, how="left", suffix="_again"
    )
    same = (pl.col(column) - pl.col(f"{column}_again")).abs() <= 1e-6
    return both.filter(~same.fill_null(False)).select("period").unique()


def _places_free(parts: pl.DataFrame) -> pl.DataFrame:
    """The periods in which ranks of a composite run on beyond the areas that have one."""
    ranked = parts.unique(["area", "period"])
    beyond = pl.max_horizontal(pl.col("rank", "rank_lowest", "rank_highest").max()) > pl.len()
    # Sorted, the ranks of n areas never lie above 1 to n; ties only make them lower.
    gap = (pl.col("rank").sort() > pl.int_range(1, pl.len() + 1)).any()
    return ranked.group_by("level", "period").agg(free=beyond | gap).filter("free").select("period")


def _composite(entry: dict[str, object]) -> Composite:
    """A composite as indicators.json tells it, with what its score needs."""
    parts = entry["dimensions"]
    assert isinstance(parts, list)
    return Composite(
        id=str(entry["id"]),
        name=Text("", ""),
        theme="",
        dimensions=tuple(
            CompositePart(
                part["id"],
                Text("", ""),
                part["weight"],
                tuple((name, weight) for name, weight in part["indicators"]),
            )
            for part in parts
        ),
        normalise=str(entry["normalise"]),
        aggregate=str(entry["aggregate"]),
    )
