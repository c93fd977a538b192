"""Checks that there is something to compare with: figures of the references."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl

from wijkwerk.monitor.core.definitions import RESPONDENTS, Kind
from wijkwerk.monitor.core.meta import closure, indicator_rules, reference_links
from wijkwerk.monitor.sources.check.definitions import place_of
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.monitor.sources.small_tables import KINDS
from wijkwerk.shared.problems import Problem, Severity

# What can be added up to a figure of a reference that has none of its own.
_ADDS_UP = (
    "(numerator IS NOT NULL AND coalesce(denominator, base) IS NOT NULL) "
    "OR (value IS NOT NULL AND coalesce(denominator, base) IS NOT NULL) "
    f"OR kind IN ({', '.join(repr(str(kind)) for kind in RESPONDENTS)})"
)
_LISTED = 3


def check_references(con: duckdb.DuckDBPyConnection, reading: Reading) -> Iterator[Problem]:
    """A warning for each indicator none of whose references has a figure or can be given one by
    adding up: every class would be 'no_reference'. ``rows`` and ``indicators`` are views in
    ``con``."""
    areas, file = reading.tables.get("areas"), reading.definitions_file
    definitions, settings = reading.definitions, reading.settings
    if areas is None or file is None or definitions is None or settings is None:
        return
    groups = reading.tables.get("groups", KINDS["groups"].empty())
    areas = areas.filter(pl.col("code").is_not_null())
    links = reference_links(areas, settings.reference, definitions.indicators)
    rules = indicator_rules(definitions.indicators, (), settings.reference).filter(pl.col("main"))
    figured, adds_up = (
        _with_rows(con, "coalesce(numerator, value) IS NOT NULL"),
        _with_rows(con, _ADDS_UP),
    )
    below_each = closure(areas)
    # A member of a group that has no figures of its own may be added up itself.
    in_groups = groups.select(reference="group", ancestor="area").join(below_each, on="ancestor")
    parts = pl.concat(
        [
            below_each.rename({"ancestor": "reference"}),
            in_groups.select("reference", "area"),
        ]
    )
    for indicator in definitions.indicators:
        areas_with_figures = figured.get(indicator.id, [])
        if indicator.kind is Kind.INDEX or not areas_with_figures:
            continue
        rule = rules.filter(pl.col("indicator") == indicator.id)["rule"][0]
        own = links.filter(
            (pl.col("rule") == rule)
            & pl.col("area").is_in(areas_with_figures)
            & (pl.col("area") != pl.col("reference"))
        )
        wanted = own["reference"].unique().sort().to_list()
        below = parts.filter(pl.col("reference").is_in(wanted))["area"].to_list()
        if set(wanted) & set(areas_with_figures) or set(below) & set(adds_up.get(indicator.id, [])):
            continue
        # A group is worth at least the mean of its members' figures, whatever these are made of.
        members = groups.filter(pl.col("group").is_in(wanted))["area"].to_list()
        if set(members) & set(areas_with_figures):
            continue
        named = ", ".join(wanted[:_LISTED]) + (" and others" if len(wanted) > _LISTED else "")
        yield Problem(
            file.name,
            file.line(*place_of(file, indicator.id)),
            indicator.id,
            "nothing to compare with",
            f"no figure of {named}" if wanted else "no reference",
            "figures of the reference, or counts of its areas that add up to one",
            "Distances, classes and signals stay empty: 'nothing to compare with'. Add the "
            "reference's own figures, or give the indicator another reference.",
            Severity.WARNING,
        )


def _with_rows(con: duckdb.DuckDBPyConnection, condition: str) -> dict[str, list[str]]:
    """Per indicator the areas that have a row for which ``condition`` holds."""
    return dict(
        con.execute(
            "SELECT indicator, list(DISTINCT area) FROM rows "
            "JOIN indicators ON rows.indicator = indicators.id "
            f"WHERE area IS NOT NULL AND ({condition}) GROUP BY indicator"
        ).fetchall()
    )
