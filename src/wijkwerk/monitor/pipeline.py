"""From a source to the tables of an edition, before protection: a step per rule of ``core``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import changes as change_rules
from wijkwerk.monitor.core import composite as composite_rules
from wijkwerk.monitor.core import distances as distance_rules
from wijkwerk.monitor.core import figures as figure_rules
from wijkwerk.monitor.core import groups as group_rules
from wijkwerk.monitor.core import meta as meta_rules
from wijkwerk.monitor.core import ranks as rank_rules
from wijkwerk.monitor.core import standardise as standard_rules
from wijkwerk.monitor.core import survey as survey_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core import vintages as vintage_rules
from wijkwerk.monitor.core import warning as warning_rules
from wijkwerk.monitor.core.definitions import Kind
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Computed:
    """The tables of ``core.tables`` before (``pipeline.compute``) or after (``disclosure.apply``)
    protection; ``computed`` holds the counts and is never published."""

    computed: ir.Table
    figures: ir.Table
    changes: ir.Table
    groups: ir.Table
    classes: ir.Table
    warnings: ir.Table
    liveability: ir.Table


def compute(source: Source, engine: Engine, progress: Progress | None = None) -> Computed:
    """Everything that an edition of ``source`` publishes, unprotected.

    Rows that the publisher withheld have conf_status N and no value. ``progress`` is told each
    step and the share that is done.
    """
    return _Run(source, engine, progress or (lambda step, share: None)).run()


class _Run:
    """One computation: holds the small tables that every step joins with."""

    def __init__(self, source: Source, engine: Engine, progress: Progress) -> None:
        self.source, self.engine, self.progress = source, engine, progress
        settings = source.settings
        self.meta = engine.frame(
            meta_rules.indicator_table(source.indicators, source.composites, settings.disclosure),
            "meta",
        )
        self.areas = engine.frame(
            source.areas.unique("code", keep="last", maintain_order=True), "areas"
        )
        self.observations = engine.read(source.observations).select(*tables.OBSERVATIONS)

    def run(self) -> Computed:
        self.progress("adding up", 0.0)
        computed = self._computed()
        self.progress("groups", 0.35)
        members = self._members(computed)
        pooled, groups = self._groups(computed, members)
        self.progress("distances", 0.5)
        figures = self._figures(computed, pooled)
        self.progress("changes", 0.8)
        changes = self._changes(figures)
        classes = self._classes(changes)
        groups = self._group_distances(groups, pooled, computed)
        self.progress("early warning and liveability", 0.9)
        warnings = self._warnings(figures)
        result = Computed(
            computed=computed,
            figures=figures.select(*tables.FIGURES),
            changes=changes.select(*tables.CHANGES),
            groups=groups,
            classes=classes,
            warnings=warnings,
            liveability=self.engine.frame(self.liveability, "liveability"),
        )
        self.progress("computed", 1.0)
        return result

    # -- values -----------------------------------------------------------------------------

    def _computed(self) -> ir.Table:
        engine, source = self.engine, self.source
        cells = figure_rules.counts(self.observations, self.meta)
        shape = engine.collect(
            self.observations.aggregate(
                strata=(self.observations.age.notnull() | self.observations.sex.notnull()).any(),
                weights=self.observations.weight.notnull().any(),
            )
        )
        if shape["strata"][0]:
            cells = engine.materialise(figure_rules.without_strata(cells, self.meta), "totals")
        if source.correspondence.height:
            table = source.correspondence
            if source.settings.vintage is not None:
                table = table.filter(pl.col("vintage_to") == source.settings.vintage)
            correspondence = engine.frame(table, "correspondence")
            gone = correspondence.select(code=correspondence.area_from).anti_join(
                correspondence.select(code=correspondence.area_to), "code"
            )
            current = self.areas.anti_join(gone, "code").select(area="code")
            cells = engine.materialise(
                vintage_rules.to_vintage(cells, correspondence, current), "vintage"
            )
        cells = self._rolled_up(cells)
        standardised = self.meta.filter(self.meta.kind == "standardised").select("indicator")
        plain = figure_rules.with_values(cells.anti_join(standardised, "indicator"), self.meta)
        parts = [plain]
        kinds = {one.kind for one in source.indicators}
        if Kind.STANDARDISED in kinds:
            standards = {
                one.id: one.standard for one in source.indicators if one.kind is Kind.STANDARDISED
            }
            standard = engine.frame(standard_rules.standard_table(standards), "standard")
            strata = cells.semi_join(standardised, "indicator")
            parts.append(standard_rules.standardised(strata, standard, self.meta))
        if kinds & {Kind.SURVEY, Kind.BALANCE}:
            parts.append(engine.frame(self._surveyed(), "surveyed"))
        found = parts[0] if len(parts) == 1 else ibis.union(*parts)
        if Kind.INDEX in kinds:
            found = engine.materialise(found, "before_index")
            found = found.union(figure_rules.as_index(found, self._index_pairs(found)))
        levels = self.areas.select(area="code", level="level", parent="parent")
        joined = found.join(levels, "area").select(*tables.COMPUTED)
        table = engine.materialise(joined, "computed")
        scores = self._composites(table)
        if scores is not None:
            extra = scores.join(levels, "area").select(*tables.COMPUTED)
            table = engine.materialise(table.union(extra), "computed_all")
        return table

    def _rolled_up(self, cells: ir.Table) -> ir.Table:
        """``cells`` with the sums for areas above, deepest parents first."""
        engine, areas = self.engine, self.source.areas
        parts = [engine.materialise(cells, "cells_0")]
        below = parts[0]
        for depth, parents in enumerate(meta_rules.depth_order(areas)):
            pairs = areas.filter(pl.col("parent").is_in(parents)).select(
                "parent", area=pl.col("code")
            )
            children = engine.frame(pairs.unique().sort("parent", "area"), f"children_{depth}")
            counted = engine.frame(
                pairs.unique().group_by("parent").len("parts").sort("parent"), f"counted_{depth}"
            )
            sums = engine.materialise(
                figure_rules.rolled_up(below, children, counted), f"sums_{depth}"
            )
            parts.append(sums)
            below = ibis.union(*parts)
        return below

    def _surveyed(self) -> pl.DataFrame:
        """Survey shares and balances for every area and all areas above it."""
        source, empty = self.source, pl.lit(None, pl.Float64)
        kinds = {one.id: one for one in source.indicators}
        wanted = [one.id for one in source.indicators if one.kind in (Kind.SURVEY, Kind.BALANCE)]
        rows = self.engine.collect(
            self.observations.filter(self.observations.indicator.isin(wanted)).select(
                "area", "period", "indicator", "value", "weight", "stratum", "psu"
            )
        )
        above = meta_rules.closure(source.areas)
        rows = rows.join(above, on="area").drop("area").rename({"ancestor": "area"})
        level = dict(source.areas.select("code", "level").iter_rows())
        # An area and the areas above it share respondents: a level is a sample of its own.
        pieces = []
        for name in sorted(set(level.values())):
            here = rows.filter(pl.col("area").replace_strict(level, default=None) == name)
            for kind, estimate in (
                (Kind.SURVEY, survey_rules.survey_estimates),
                (Kind.BALANCE, survey_rules.balance_estimates),
            ):
                ids = [one for one in wanted if kinds[one].kind is kind]
                part = here.filter(pl.col("indicator").is_in(ids))
                if part.height:
                    pieces.append(estimate(part))
        found = pl.concat(pieces) if pieces else pl.DataFrame(schema=survey_rules.RESULT)
        scale = pl.col("indicator").replace_strict(
            {one: kinds[one].scale for one in wanted}, return_dtype=pl.Float64
        )
        columns = ("value", "lower", "upper")
        return found.with_columns(
            *(pl.col(name) * scale for name in columns),
            variance=pl.col("variance") * scale * scale,
            numerator=empty,
            denominator=empty,
            obs_status=pl.lit("A"),
        ).select(
            "area", "period", "indicator", "numerator", "denominator", "value", "variance",
            "lower", "upper", "interval_method", "base", "obs_status",
        )  # fmt: skip

    def _index_pairs(self, found: ir.Table) -> ir.Table:
        first = {
            row["indicator"]: row["first"]
            for row in self.engine.collect(
                found.filter(found.value.notnull())
                .group_by("indicator")
                .aggregate(first=found.period.min())
            ).iter_rows(named=True)
        }
        rows = [
            (
                one.id,
                one.of,
                one.base_period or self.source.settings.base_period or first.get(one.of or ""),
            )
            for one in self.source.indicators
            if one.kind is Kind.INDEX
        ]
        schema = {"indicator": pl.String, "of": pl.String, "base_period": pl.String}
        return self.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "index_pairs")

    def _composites(self, computed: ir.Table) -> ir.Table | None:
        directions = {one.id: one.direction for one in self.source.indicators}
        self.liveability = pl.DataFrame(schema=composite_rules.PARTS)
        found = []
        for composite in self.source.composites:
            used = [name for part in composite.dimensions for name, _ in part.indicators]
            values = self.engine.collect(
                computed.filter(computed.indicator.isin(used)).select(
                    "area", "level", "period", "indicator", "value"
                )
            )
            scores, parts = composite_rules.composite_scores(values, composite, directions)
            found.append(scores)
            self.liveability = pl.concat([self.liveability, parts])
        if not found:
            return None
        empty = pl.lit(None, pl.Float64)
        rows = pl.concat(found).with_columns(
            numerator=empty, denominator=empty, variance=empty, lower=empty, upper=empty,
            interval_method=pl.lit("none"), base=empty, obs_status=pl.lit("A"),
        )  # fmt: skip
        return self.engine.frame(rows, "composites")

    # -- groups, distances ------------------------------------------------------------------

    def _members(self, computed: ir.Table) -> ir.Table:
        groups = self.engine.frame(self.source.groups, "groups_source")
        moments = computed.select("period").distinct()
        return self.engine.materialise(group_rules.members_at(groups, moments), "members")

    def _groups(self, computed: ir.Table, members: ir.Table) -> tuple[ir.Table, ir.Table]:
        cells = group_rules.pooled_cells(
            computed.anti_join(
                self.meta.filter(self.meta.kind == "standardised").select("indicator"), "indicator"
            ),
            members,
        )
        valued = figure_rules.with_values(cells.rename(area="group"), self.meta)
        pooled = self.engine.materialise(valued, "pooled")
        spreads = self.engine.materialise(
            group_rules.spread(computed, members, self.meta), "spreads"
        )
        return pooled, group_rules.group_figures(pooled.rename(group="area"), spreads)

    def _links(self) -> tuple[ir.Table, ir.Table]:
        source = self.source
        rule = source.settings.reference
        links = meta_rules.reference_links(
            source.areas, source.groups, rule, source.indicators, source.composites
        )
        rules = meta_rules.indicator_rules(source.indicators, source.composites, rule)
        return self.engine.frame(links, "links"), self.engine.frame(rules, "rules")

    def _anchors(self, computed: ir.Table, pooled: ir.Table, links: ir.Table) -> ir.Table:
        columns = (
            "area", "period", "indicator", "numerator", "denominator", "value", "lower", "upper",
        )  # fmt: skip
        used = links.select("reference").distinct()
        areas = computed.semi_join(used, [computed.area == used.reference]).select(*columns)
        groups = pooled.semi_join(used, [pooled.area == used.reference])
        known = self.areas.select("code")
        groups = groups.anti_join(known, [groups.area == known.code]).select(*columns)
        return self.engine.materialise(areas.union(groups), "anchors")

    def _figures(self, computed: ir.Table, pooled: ir.Table) -> ir.Table:
        links, rules = self._links()
        anchors = self._anchors(computed, pooled, links)
        held = distance_rules.with_distances(computed, anchors, links, rules, self.meta)
        ranks = self.engine.materialise(rank_rules.with_ranks(computed, self.meta), "ranks")
        joined = held.join(ranks, ["area", "period", "indicator"], how="left")
        withheld = joined.obs_status == "N"
        published = joined.mutate(
            conf_status=ibis.ifelse(withheld, "N", "F"),
            obs_status=ibis.ifelse(withheld, "A", joined.obs_status),
        )
        return self.engine.materialise(
            published.select(*tables.FIGURES, "main", "parent"), "figures"
        )

    def _group_distances(self, groups: ir.Table, pooled: ir.Table, computed: ir.Table) -> ir.Table:
        """Groups held against the reference that all their members share, if there is one."""
        rule = self.source.settings.reference
        common = rule.code if rule.rule in ("area", "group") else None
        country = self.source.areas.filter(pl.col("level") == "country")["code"].sort().to_list()
        if common is None and country:
            common = country[0]
        own = {one.id: one.reference or common for one in self.source.indicators}
        own |= {one.id: common for one in self.source.composites}
        rows = [(name, code) for name, code in sorted(own.items()) if code is not None]
        schema = {"indicator": pl.String, "reference": pl.String}
        wanted = self.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "group_refs")
        anchors = computed.union(
            pooled.mutate(level=ibis.literal("group"), parent=ibis.null("string")).select(
                *computed.columns
            )
        )
        anchors = anchors.select(
            "period", "indicator", reference="area", reference_value="value"
        ).distinct()
        t = groups.join(wanted, "indicator", how="left")
        t = t.drop([name for name in t.columns if name.endswith("_right")])
        t = t.join(anchors, ["reference", "period", "indicator"], how="left")
        t = t.drop([name for name in t.columns if name.endswith("_right")])
        t = t.join(self.meta.select("indicator", "sign"), "indicator")
        itself = t.group == t.reference
        final = t.mutate(
            conf_status=ibis.literal("F"),
            distance=ibis.ifelse(
                itself, ibis.null("float64"), (t.value - t.reference_value) * t.sign
            ),
        ).select(*tables.GROUP_FIGURES)
        return self.engine.materialise(final, "groups")

    # -- changes ----------------------------------------------------------------------------

    def _moments(self, figures: ir.Table) -> ir.Table:
        """Each indicator's base and latest moment; both come from the figures when not given."""
        known = figures.filter(figures.value.notnull())
        span = self.engine.collect(
            known.group_by("indicator").aggregate(first=known.period.min(), last=known.period.max())
        )
        settings = self.source.settings
        given = {one.id: one for one in self.source.indicators}
        rows = []
        for row in span.sort("indicator").iter_rows(named=True):
            one = given.get(row["indicator"])
            base = (one.base_period if one else None) or settings.base_period or row["first"]
            last = (one.latest_period if one else None) or row["last"]
            # An indicator that starts after the common base period is followed from its own start.
            rows.append((row["indicator"], max(base, row["first"]), last))
        schema = {"indicator": pl.String, "period_from": pl.String, "period_to": pl.String}
        return self.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "moments")

    def _changes(self, figures: ir.Table) -> ir.Table:
        moments = self._moments(figures)
        # Every area that has the indicator at all is expected at both moments.
        seen = figures.select("area", "level", "indicator", "reference", "main").distinct()
        expected = seen.filter(seen.reference.notnull() & (seen.area != seen.reference))
        rows = [(one.id, cut.period) for one in self.source.indicators for cut in one.breaks]
        schema = {"indicator": pl.String, "period": pl.String}
        breaks = self.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "breaks")
        table = change_rules.changes(figures, moments, expected, self.meta, breaks)
        return self.engine.materialise(table.select(*tables.CHANGES, "main"), "changes")

    def _classes(self, changes: ir.Table) -> ir.Table:
        """Counts for all areas of the report's level and for the members of each report group."""
        source, settings = self.source, self.source.settings
        level = settings.report_level or _lowest_level(source.areas)
        latest = pl.col("valid_to").is_null()
        # Groups with figures of their own aren't areas that one counts.
        counted = (pl.col("level") == level) & (pl.col("level") != "group")
        everyone = source.areas.filter(counted).select(group=pl.lit(""), area=pl.col("code"))
        wanted = {*settings.report_groups, settings.focus_group} - {None}
        grouped = source.groups.filter(pl.col("group").is_in(sorted(wanted)) & latest).select(
            "group", "area"
        )
        members = self.engine.frame(
            pl.concat([everyone, grouped]).unique().sort("group", "area"), "class_members"
        )
        classes = self.engine.frame(pl.DataFrame({"class": list(tables.CLASSES)}), "class_names")
        computed = change_rules.class_counts(changes, members, classes).select(*tables.CLASS_COUNTS)
        published = source.published_classes.select(
            "group",
            "indicator",
            pl.lit("").alias("reference"),
            "period_from",
            "period_to",
            "class",
            pl.col("count").cast(pl.Int64),
            pl.lit(None, pl.Int64).alias("firm"),
            pl.when(pl.col("scope") == "total")
            .then(pl.lit("published_total"))
            .otherwise(pl.lit("published"))
            .alias("origin"),
        )
        return self.engine.materialise(
            computed.union(self.engine.frame(published, "published")), "classes"
        )

    def _warnings(self, figures: ir.Table) -> ir.Table:
        level = self.source.settings.report_level or _lowest_level(self.source.areas)
        t = figures.filter(
            figures.main & (figures.level == level) & figures.distance_upper.notnull()
        )
        width = (t.distance_upper - t.distance_lower) / (2 * 1.959963984540054)
        distances = self.engine.collect(
            t.select("area", "indicator", "period", "distance", variance=width * width)
        )
        found = warning_rules.early_warning(
            distances, self.source.settings.warning_false_alarm_rate
        )
        return self.engine.frame(found, "warnings")


def _lowest_level(areas: pl.DataFrame) -> str:
    present = set(areas["level"].to_list())
    order = ("neighbourhood", "district", "custom", "municipality", "group", "country")
    return next((level for level in order if level in present), "neighbourhood")
