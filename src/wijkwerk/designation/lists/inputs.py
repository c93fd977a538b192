"""What a list is made of: an edition's published figures and areas, and what is given beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import ibis.expr.types as ir
import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.designation.core import moments as moment_rules
from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.core.succession import SUCCESSION, succession
from wijkwerk.designation.lists.figures import figures_of, indicators_of
from wijkwerk.designation.lists.places import (
    listed_areas,
    places_of,
    references_of,
    region_codes,
    usual_level,
    within,
)
from wijkwerk.monitor.api import Edition, Engine
from wijkwerk.shared.problems import InputError, Problem


@dataclass(frozen=True)
class Inputs:
    """All that the rules need.

    ``areas``: the listed ones (tables.AREAS). ``places``: area, level, listed, year, exists, with
    the areas that others are held against. ``references``: place, relative, reference.
    ``cells``: CELLS, a table of the engine. ``units`` of the indicators.
    """

    areas: pl.DataFrame
    places: pl.DataFrame
    references: pl.DataFrame
    made_of: pl.DataFrame
    cells: ir.Table
    years: list[int]
    moments: list[tuple[str, str]]
    units: dict[str, str]


def mapped(scheme: Scheme, mapping: Mapping[str, str]) -> Scheme:
    """``scheme`` whose measures take the indicators of ``mapping`` (measure: indicator).

    InputError when a measure isn't one of the scheme's.
    """
    measures = sorted({measure.code for version in scheme.versions for measure in version.measures})
    problems = [
        Problem(
            "--map",
            None,
            None,
            "unknown measure",
            code,
            "a measure of the scheme",
            hint(code, measures),
        )
        for code in mapping
        if code not in measures
    ]
    if problems:
        raise InputError(problems)
    return replace(
        scheme,
        versions=tuple(
            replace(
                version,
                measures=tuple(
                    replace(measure, indicator=mapping.get(measure.code, measure.indicator))
                    for measure in version.measures
                ),
            )
            for version in scheme.versions
        ),
    )


def gather(
    scheme: Scheme,
    edition: Edition,
    engine: Engine,
    levels: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    nominations: pl.DataFrame | None = None,
    changes: pl.DataFrame | None = None,
) -> Inputs:
    """Everything that ``scheme`` needs of ``edition``.

    ``nominations``: CELLS; ``changes``: year, area_from, area_to, weight. InputError when an
    indicator isn't there, a level has no areas, or a reference can't be found for anybody.
    """
    areas = edition.table("areas").collect()
    chosen = levels or ((scheme.level,) if scheme.level else (usual_level(edition, areas),))
    members = edition.table("groups_members").collect()
    codes = region_codes(members, regions)
    cells = figures_of(scheme, edition, engine, areas, nominations, codes)
    moments = sorted(engine.collect(cells.select("indicator", "period").distinct()).iter_rows())
    years = moment_rules.years_of(scheme, moments)
    if not years:
        raise InputError.of(
            edition.id,
            "no year can be listed",
            "figures of the indicators of the scheme",
            suggestion="Is it the edition that you meant?",
        )
    listed = within(scheme, listed_areas(areas, chosen, members, codes), edition.id)
    references = references_of(scheme, areas, listed)
    return Inputs(
        areas=listed,
        places=places_of(areas, listed, references, years),
        references=references,
        made_of=pl.DataFrame(schema=SUCCESSION)
        if changes is None
        else succession(changes, areas.select("code", "inhabitants").unique("code", keep="first")),
        cells=cells,
        years=years,
        moments=moments,
        units={
            str(indicator["id"]): str(indicator.get("unit", ""))
            for indicator in indicators_of(edition)
        },
    )
