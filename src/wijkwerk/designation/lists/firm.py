"""From the tables of a list to the simulation of its firmness, and back to a table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wijkwerk.designation.core import moments as moment_rules
from wijkwerk.designation.core.draws import Quantiles, quantiles
from wijkwerk.designation.core.firmness import chances
from wijkwerk.designation.core.sample import Moment, Sample
from wijkwerk.designation.core.scheme import Relative, Scheme, Status
from wijkwerk.designation.core.tables import KEYS
from wijkwerk.designation.core.whatif import figures_of
from wijkwerk.designation.lists.inputs import Inputs
from wijkwerk.monitor.api import Engine


def sample_of(
    scheme: Scheme, inputs: Inputs, cells: pl.DataFrame, criteria: pl.DataFrame
) -> Sample:
    """What is simulated: ``cells`` are ``inputs.CELLS``, ``criteria`` tables.CRITERIA."""
    figures_of_list = figures_of(scheme, criteria, inputs.made_of)
    others = sorted(set(inputs.references["reference"].to_list()) - set(figures_of_list.codes))
    places = [*figures_of_list.codes, *others]
    at = pl.DataFrame({"area": places}).with_row_index("place")
    terms: dict[tuple[str, int], tuple[list[Moment], int]] = {}
    rows = moment_rules.terms(scheme, figures_of_list.years, inputs.moments)
    for measure, year, _, indicator, period, least in rows.iter_rows():
        moments, _ = terms.setdefault((measure, year), ([], least))
        if period is not None:
            moments.append((indicator, period))
    wanted = {moment for moments, _ in terms.values() for moment in moments}
    figures: dict[Moment, Quantiles] = {}
    placed = cells.join(at, on="area").sort("indicator", "period", "place")
    for (indicator, period), part in placed.group_by(["indicator", "period"]):
        moment = str(indicator), str(period)
        if moment in wanted:
            unit = inputs.units.get(moment[0], "")
            figures[moment] = _distribution(part, len(places), unit)
    reference: dict[Relative, NDArray[np.int64]] = {}
    number = {code: place for place, code in enumerate(places)}
    for relative in moment_rules.relatives(scheme):
        reference_by_area = dict(
            inputs.references.filter(pl.col("relative") == relative.value)
            .select("place", "reference")
            .iter_rows()
        )
        reference[relative] = np.array(
            [number.get(reference_by_area.get(code, ""), -1) for code in figures_of_list.codes]
        )
    return Sample(
        scheme=scheme,
        places=places,
        listed=len(figures_of_list.codes),
        levels=figures_of_list.levels,
        years=figures_of_list.years,
        figures=figures,
        terms=terms,
        reference=reference,
        results=figures_of_list.results,
        exists=figures_of_list.exists,
        made_of=inputs.made_of,
    )


def _distribution(part: pl.DataFrame, number: int, unit: str) -> Quantiles:
    place = part["place"].to_numpy()
    columns = []
    for name in ("value", "lower", "upper"):
        values = np.full(number, np.nan)
        values[place] = part[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        columns.append(values)
    method: list[str | None] = [None] * number
    for at, method_name in zip(place.tolist(), part["method"].to_list(), strict=True):
        method[at] = method_name
    return quantiles(columns[0], columns[1], columns[2], method, [unit] * number)


def _with_margin(
    scheme: Scheme, sample: Sample, criteria: pl.DataFrame
) -> dict[str, NDArray[np.bool_]]:
    """Per status (listed, years): whether a figure that it rests on has an interval, in that year or
    one before. Without one every draw gives the same, which says nothing of how sure it is."""
    areas = {code: at for at, code in enumerate(sample.places[: sample.listed])}
    years = {year: at for at, year in enumerate(sample.years)}
    shape = (sample.listed, len(sample.years))
    wide: dict[str, NDArray[np.bool_]] = {}
    rows = criteria.filter(pl.col("upper") > pl.col("lower"))
    for area, year, code in rows.select("area", "year", "criterion").iter_rows():
        wide.setdefault(code, np.zeros(shape, bool))[areas[area], years[year]] = True
    # Years of an area that came out of others are theirs.
    inherits = [areas[area] for area in sample.made_of["area"].to_list() if area in areas]
    result: dict[str, NDArray[np.bool_]] = {}
    for year, at in years.items():
        rules = scheme.at(year)
        around = {active_status.code: active_status for active_status in rules.active()}
        for status in around.values():
            inside = result.setdefault(status.code, np.zeros(shape, bool))
            around_status: Status | None = status
            while around_status is not None:
                for code in (*around_status.of, *around_status.gates):
                    own = wide.get(code, np.zeros(shape, bool))[:, at]
                    # Whether an area is among the highest depends on all the others.
                    inside[:, at] |= own.any() if rules.criterion(code).top is not None else own
                around_status = around.get(around_status.within)
    for inside in result.values():
        inside[:] = np.logical_or.accumulate(inside, axis=1)
        inside[inherits] = True
    return result


def firmness_of(
    scheme: Scheme,
    inputs: Inputs,
    engine: Engine,
    criteria: pl.DataFrame,
    draws: int,
    seed: int,
    tell: Callable[[float], None] | None = None,
) -> pl.DataFrame:
    """``tables.FIRMNESS`` of the areas that existed, from the list's ``criteria``; empty without
    draws."""
    schema = {
        "year": pl.Int64,
        "level": pl.String,
        "area": pl.String,
        "status": pl.String,
        "probability": pl.Float64,
        "unknown": pl.Float64,
        "draws": pl.Int64,
        "seed": pl.Int64,
    }
    if draws < 1:
        return pl.DataFrame(schema=schema)
    cells = engine.collect(inputs.cells)
    sample = sample_of(scheme, inputs, cells, criteria)
    chances_found = chances(sample, draws, seed, tell)
    level = dict(inputs.areas.select("code", "level").iter_rows())
    areas = sample.places[: sample.listed]
    margins = _with_margin(scheme, sample, criteria)
    parts = []
    for status in chances_found.met:
        shown = np.array(
            [
                status in {active_status.code for active_status in scheme.at(year).active()}
                for year in sample.years
            ]
        )
        row, column = np.nonzero(sample.exists & shown[None, :])
        parts.append(
            pl.DataFrame(
                {
                    "year": np.array(sample.years)[column],
                    "level": [level[areas[area_place]] for area_place in row.tolist()],
                    "area": [areas[area_place] for area_place in row.tolist()],
                    "status": status,
                    # Where it can't be told there is no chance, and none without any margin.
                    "probability": pl.Series(chances_found.met[status][row, column]).zip_with(
                        pl.Series(
                            (margins[status] & (chances_found.unknown[status] < 1))[row, column]
                        ),
                        pl.Series([None], dtype=pl.Float64).new_from_index(0, len(row)),
                    ),
                    "unknown": chances_found.unknown[status][row, column],
                    "draws": draws,
                    "seed": seed,
                },
                schema=schema,
            )
        )
    return pl.concat(parts).sort(*KEYS["firmness"])
