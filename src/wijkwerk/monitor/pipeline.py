"""From a source to the tables of an edition: the steps in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.disclosure import suppression
from wijkwerk.monitor.engine import Engine
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.steps.composites import composites
from wijkwerk.monitor.steps.grouped import group_changes, group_values, groups
from wijkwerk.monitor.steps.job import start
from wijkwerk.monitor.steps.outcomes import changes, classes, warnings
from wijkwerk.monitor.steps.references import figures, reference_values
from wijkwerk.monitor.steps.values import values

Progress = Callable[[str, float], None]
Withhold = Callable[[ir.Table], ir.Table]  # computed (tables.COMPUTED) to tables.WITHHELD
_CELL = ["area", "period", "indicator"]


@dataclass(frozen=True)
class Computed:
    """The tables of an edition; ``computed`` holds the counts and is never published, ``withheld``
    says which cells (tables.WITHHELD) the other tables leave out."""

    computed: ir.Table
    figures: ir.Table
    changes: ir.Table
    groups: ir.Table
    group_changes: ir.Table
    classes: ir.Table
    warnings: ir.Table
    liveability: ir.Table
    withheld: ir.Table


def compute(
    source: Source,
    engine: Engine,
    progress: Progress | None = None,
    withhold: Withhold | None = None,
) -> Computed:
    """Everything that an edition of ``source`` publishes.

    ``withhold`` decides from all counts which cells are withheld. Sums (areas above, pooled groups)
    are made before that; ranks, spreads, composites, changes, classes and signals after it, from
    published figures alone, so that none of them can give a withheld one away. Without it only what
    the publisher withheld is left out. ``progress`` is told each step and the share that is done.
    """
    tell = progress or (lambda step, share: None)
    tell("adding up", 0.0)
    job = start(source, engine)
    cells, strata, ways = values(job)
    tell("protecting", 0.3)
    withheld = (withhold or _given)(job.keys.texts(cells))
    hidden = job.materialise(job.keys.number(withheld), "withheld_numbered")
    shown = cells.anti_join(hidden, _CELL)
    scores, liveability = composites(job, shown)
    if scores is not None:
        cells = job.materialise(cells.union(scores), "computed_all")
        shown = cells.anti_join(hidden, _CELL)
    tell("distances", 0.4)
    grouped = group_values(job, cells, shown, strata, ways)
    anchors = reference_values(job, cells, grouped)
    area_figures = figures(job, cells, shown, anchors, grouped.members, hidden)
    tell("changes", 0.8)
    changed = changes(job, cells, area_figures)
    counted = classes(job, changed)
    tell("groups", 0.85)
    told_groups = groups(job, grouped, anchors, withheld)
    moved = group_changes(job, cells, grouped, told_groups)
    tell("early warning", 0.9)
    signals = warnings(job, area_figures)
    limits = source.settings.disclosure
    step = limits.rounding if limits.enabled else 1
    rounded = area_figures.mutate(base=(area_figures.base / step).round() * float(step))
    result = Computed(
        computed=job.keys.texts(cells),
        figures=rounded.select(*tables.FIGURES),
        changes=changed.select(*tables.CHANGES),
        groups=told_groups.select(*tables.GROUP_FIGURES),
        group_changes=moved,
        classes=counted,
        warnings=signals,
        liveability=engine.frame(liveability, "liveability"),
        withheld=withheld,
    )
    tell("computed", 1.0)
    return result


def _given(computed: ir.Table) -> ir.Table:
    """Only the cells that the publisher withheld."""
    hidden = computed.filter(computed.obs_status == "N")
    return hidden.select(
        "area", "period", "indicator", conf_status=ibis.literal(suppression.NOT_FOR_PUBLICATION)
    ).distinct()
