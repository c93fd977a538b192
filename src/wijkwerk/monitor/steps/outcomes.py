"""What became of the distances: changes, their classes, and early warnings."""

from __future__ import annotations

import ibis.expr.types as ir
import polars as pl

from wijkwerk.monitor.core import changes as change_rules
from wijkwerk.monitor.core import published as published_rules
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core import warning as warning_rules
from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.core.interval_expressions import Z
from wijkwerk.monitor.core.keys import PERIOD
from wijkwerk.monitor.core.memberships import belonging
from wijkwerk.monitor.steps.job import Job, defined, report_level
from wijkwerk.monitor.steps.moments import moments_between
from wijkwerk.monitor.steps.references import references


def changes(job: Job, cells: ir.Table, figures: ir.Table) -> ir.Table:
    """CHANGES and ``main`` for every area and reference.

    ``cells`` (all values) has numbers; ``figures`` has texts.
    """
    with_value = figures.filter(figures.value.notnull())
    moments = job.engine.frame(moments_between(job.source, job.engine, with_value), "moments")
    # Every area that has the indicator at all is expected at both moments.
    links, rules = references(job)
    cells_seen = cells.select("area", "level", "indicator").distinct()
    expected = cells_seen.join(rules, "indicator").join(links, ["rule", "area"])
    expected = expected.filter(expected.area != expected.reference)
    expected = job.keys.texts(expected.select("area", "level", "indicator", "reference", "main"))
    rows = [
        (indicator.id, cut.period)
        for indicator in job.source.indicators
        for cut in indicator.breaks
    ]
    schema = {"indicator": pl.String, "period": pl.String}
    breaks = job.engine.frame(pl.DataFrame(rows, schema=schema, orient="row"), "breaks")
    table = change_rules.changes(figures, moments, expected, job.definitions, breaks)
    return job.materialise(table.select(*tables.CHANGES, "main"), "changes")


def classes(job: Job, change: ir.Table) -> ir.Table:
    """Counts for all areas of the report's level and for the members of each report group; of a
    neutral indicator nothing is counted but what a publication counted."""
    source, settings = job.source, job.source.settings
    level = report_level(source)
    latest = str(job.keys.frames[PERIOD]["text"].max() or "")
    # Groups with figures of their own aren't areas that one counts.
    counted = (pl.col("level") == level) & (pl.col("level") != "group")
    everyone = source.areas.filter(counted).select(group=pl.lit(""), area=pl.col("code"))
    wanted = {*settings.report_groups, settings.focus_group} - {None}
    # Who left isn't counted any more.
    grouped = belonging(source.groups.filter(pl.col("group").is_in(sorted(wanted))), latest)
    members = job.engine.frame(
        pl.concat([everyone, grouped]).unique().sort("group", "area"), "class_members"
    )
    names = pl.DataFrame({"class": list(tables.COMPUTED_CLASSES)}).with_columns(
        always=pl.col("class").is_in(tables.ALWAYS_COUNTED)
    )
    judged = change.semi_join(job.definitions.filter(job.definitions.judged), "indicator")
    computed = change_rules.class_counts(
        judged, members, job.engine.frame(names, "class_names")
    ).select(*tables.CLASS_COUNTS)
    published = pl.concat(
        [
            source.published_classes,
            published_rules.not_reported(source.published_classes, source.groups),
        ],
        how="diagonal_relaxed",
    ).select(
        "group",
        "indicator",
        pl.col("reference").fill_null(""),
        "period_from",
        "period_to",
        "class",
        pl.col("count").cast(pl.Int64),
        pl.lit(None, pl.Int64).alias("firm"),
        pl.when(pl.col("scope") == "total")
        .then(pl.lit("published_total"))
        .when(pl.col("class") == "not_reported")
        .then(pl.lit("published_rest"))
        .otherwise(pl.lit("published"))
        .alias("origin"),
        "areas",
        *tables.STATED,
    )
    return job.materialise(computed.union(job.engine.frame(published, "published")), "classes")


def warnings(job: Job, figures: ir.Table) -> ir.Table:
    """Rows of tables.WARNINGS for the areas of the report's level, an indicator at a time; none of a
    neutral one, which can't turn for the worse. ``figures`` has the columns of tables.FIGURES."""
    level = report_level(job.source)
    t = figures.filter(figures.main & (figures.level == level) & figures.distance_upper.notnull())
    width = (t.distance_upper - t.distance_lower) / (2 * Z)
    t = t.select("area", "indicator", "period", "distance", variance=width * width)
    rate = job.source.settings.warning_false_alarm_rate
    neutral = {
        indicator.id
        for indicator in job.source.indicators
        if indicator.direction is Direction.NEUTRAL
    }
    pieces = [
        warning_rules.early_warning(job.engine.collect(t.filter(t.indicator == name)), rate)
        for name in defined(job.source)
        if name not in neutral
    ]
    warning_rows = pl.concat([pl.DataFrame(schema=warning_rules.RESULT), *pieces])
    return job.engine.frame(warning_rows, "warnings")
