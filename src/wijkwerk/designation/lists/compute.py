"""A scheme held against an edition's figures: the order of the steps, on any engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.designation.core import evaluate, runs
from wijkwerk.designation.core import moments as moment_rules
from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.core.tables import CRITERIA, HELD, STATUSES
from wijkwerk.designation.lists.inputs import Inputs
from wijkwerk.monitor.api import Engine

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Computed:
    """``tables.CRITERIA``, ``tables.STATUSES`` and ``tables.HELD``."""

    criteria: ir.Table
    statuses: ir.Table
    held: ir.Table


def compute(
    scheme: Scheme, inputs: Inputs, engine: Engine, progress: Progress | None = None
) -> Computed:
    """The tables of the list of ``scheme`` on ``inputs``, all areas and all years."""
    tell = progress or (lambda step, share: None)
    tell("measures", 0.0)
    criteria_results = _criteria(scheme, inputs, engine)
    tell("statuses", 0.4)
    parts = moment_rules.status_parts(scheme, inputs.years)
    codes = sorted(set(parts["criterion"].to_list()))
    counts = engine.materialise(
        evaluate.counted(criteria_results, engine.frame(parts, "parts"), codes), "counts"
    )
    statuses = _statuses(scheme, inputs, engine, counts)
    tell("the highest status", 0.8)
    rules = moment_rules.status_rules(scheme, inputs.years).filter("applies")
    existing = inputs.places.filter(pl.col("listed") & pl.col("exists"))
    held_statuses = runs.highest_statuses(
        statuses,
        engine.frame(rules.select("year", "status", "rank"), "ranks"),
        engine.frame(existing.select("area", "level", "year"), "existing"),
    )
    result = ibis.cases(
        (criteria_results.result == 1, "met"),
        (criteria_results.result == 0, "not_met"),
        else_="unknown",
    )
    return Computed(
        criteria=_typed(criteria_results.mutate(result=result), CRITERIA),
        statuses=_typed(statuses, STATUSES),
        held=engine.materialise(_typed(held_statuses, HELD), "held"),
    )


def _typed(table: ir.Table, columns: dict[str, str]) -> ir.Table:
    return table.select(**{name: table[name].cast(kind) for name, kind in columns.items()})


def _criteria(scheme: Scheme, inputs: Inputs, engine: Engine) -> ir.Table:
    terms = moment_rules.terms(scheme, inputs.years, inputs.moments)
    figures = engine.materialise(
        evaluate.measured(
            inputs.cells, engine.frame(inputs.places, "places"), engine.frame(terms, "terms")
        ),
        "measured",
    )
    for depth, parts in moment_rules.score_parts(scheme, inputs.years):
        scores = evaluate.scored(figures, engine.frame(parts, f"score_parts_{depth}"))
        figures = engine.materialise(
            figures.union(engine.materialise(scores, f"scores_{depth}").select(figures.columns)),
            f"measured_{depth}",
        )
    rules = moment_rules.criterion_rules(scheme, inputs.years)
    references = engine.frame(inputs.references, "references")
    gates = moment_rules.gates_of_tops(scheme, inputs.years)
    gates_asked = None if gates.is_empty() else engine.frame(gates, "gates_of_tops")
    return engine.materialise(
        evaluate.criteria(figures, engine.frame(rules, "rules"), references, gates_asked),
        "criteria",
    )


def _statuses(scheme: Scheme, inputs: Inputs, engine: Engine, counts: ir.Table) -> ir.Table:
    rules = engine.frame(moment_rules.status_rules(scheme, inputs.years), "status_rules")
    places = engine.frame(inputs.places.filter("listed"), "listed_places")
    made_of = engine.frame(inputs.made_of, "made_of")
    changes = sorted(set(inputs.made_of["year"].to_list()))
    done: ir.Table | None = None
    for depth, codes in enumerate(moment_rules.status_order(scheme)):
        grid = places.join(rules.filter(rules.status.isin(codes)), "year")
        conditions = engine.materialise(
            evaluate.conditions(grid, counts, done), f"conditions_{depth}"
        )
        for year in changes:
            conditions = engine.materialise(
                runs.inherit(conditions, made_of, year), f"conditions_{depth}_{year}"
            )
        results = engine.materialise(runs.runs(conditions), f"runs_{depth}")
        done = (
            results
            if done is None
            else engine.materialise(done.union(results.select(done.columns)), f"all_runs_{depth}")
        )
    assert done is not None, "a scheme has statuses"
    return engine.materialise(runs.status_changes(done), "statuses_told")
