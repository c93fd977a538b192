"""What a list is made of: an edition's published figures and areas, and what is given beside it.

Only what the edition publishes is used. A figure that it withholds is unknown here as well, so that
no list can give it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir
import polars as pl

from wijkwerk.designation.core import moments as moment_rules
from wijkwerk.designation.core.logic import LARGEST
from wijkwerk.designation.core.scheme import Relative, Rules, Scheme
from wijkwerk.designation.core.succession import SUCCESSION, succession
from wijkwerk.monitor.api import Edition, Engine, toml_hint
from wijkwerk.shared.problems import InputError, Problem

INHABITANTS = "@inhabitants"  # a measure's indicator: the number in the table of areas
ABSENT = "-"  # in a mapping: this edition has no such figure; what rests on it is unknown
NOMINATIONS = "nominations."
REGION = "REGION"  # a group whose code begins so is a region, unless regions are named
CELLS = {
    "area": pl.String, "indicator": pl.String, "period": pl.String, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "method": pl.String, "reason": pl.String,
}  # fmt: skip
_LEVELS = ("neighbourhood", "district", "custom", "municipality")


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
    known = sorted({one.code for version in scheme.versions for one in version.measures})
    problems = [
        Problem("--map", None, None, "unknown measure", code, "a measure of the scheme",
                toml_hint(code, known))
        for code in mapping
        if code not in known
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    return replace(
        scheme,
        versions=tuple(
            replace(
                version,
                measures=tuple(
                    replace(one, indicator=mapping.get(one.code, one.indicator))
                    for one in version.measures
                ),
            )
            for version in scheme.versions
        ),
    )


def needed_indicators(rules: Rules) -> dict[str, str]:
    """Measures that an evaluated status rests on, with the indicator of each."""
    scores = {one.code: one for one in rules.scores}
    wanted: set[str] = set()

    def take(code: str) -> None:
        if code in scores:
            for part, _ in scores[code].parts:
                take(part)
        else:
            wanted.add(code)

    needed = rules.needed()
    for one in rules.criteria:
        if one.code in needed:
            take(one.measure)
    return {one.code: one.indicator for one in rules.measures if one.code in wanted}


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
    chosen = levels or ((scheme.level,) if scheme.level else (_level(edition, areas),))
    members = edition.table("groups_members").collect()
    cells = _cells(scheme, edition, engine, areas, nominations, members, regions)
    moments = sorted(engine.collect(cells.select("indicator", "period").distinct()).iter_rows())
    years = moment_rules.years_of(scheme, moments)
    if not years:
        raise InputError.of(
            edition.id, "no year can be listed", "figures of the indicators of the scheme",
            suggestion="Is it the edition that you meant?",
        )  # fmt: skip
    listed = _listed(areas, chosen, members, regions)
    if listed.is_empty():
        raise InputError.of(
            "--level", "no areas of that level", "one of " + ", ".join(_present(areas)),
            value=", ".join(chosen),
        )  # fmt: skip
    references = _references(scheme, areas, listed)
    return Inputs(
        areas=listed,
        places=_places(areas, listed, references, years),
        references=references,
        made_of=pl.DataFrame(schema=SUCCESSION) if changes is None
        else succession(changes, areas.select("code", "inhabitants").unique("code", keep="first")),
        cells=cells,
        years=years,
        moments=moments,
        units={str(one["id"]): str(one.get("unit", "")) for one in _indicators(edition)},
    )  # fmt: skip


def _indicators(edition: Edition) -> list[dict[str, object]]:
    return [*edition.definitions["indicators"], *edition.definitions.get("composites", ())]


def _present(areas: pl.DataFrame) -> list[str]:
    here = set(areas["level"].to_list())
    return [level for level in _LEVELS if level in here]


def _level(edition: Edition, areas: pl.DataFrame) -> str:
    own = edition.definitions["source"].get("report_level")
    return str(own) if own else next(iter(_present(areas)), "neighbourhood")


def _cells(
    scheme: Scheme, edition: Edition, engine: Engine, areas: pl.DataFrame,
    nominations: pl.DataFrame | None, members: pl.DataFrame, regions: tuple[str, ...],
) -> ir.Table:  # fmt: skip
    wanted = sorted(
        {one for version in scheme.versions for one in needed_indicators(version).values()}
    )
    _must_be_there(scheme, edition, nominations)
    figures = engine.read([edition.path / "figures.parquet"])
    own = figures.filter(figures.indicator.isin(wanted)).select(
        "area", "indicator", "period", "value", "lower", "upper", method="interval_method",
        reason=ibis.cases(
            (figures.value.notnull(), ""), (figures.conf_status == "N", "withheld"), else_="missing"
        ),
    ).distinct()  # fmt: skip
    groups = engine.read([edition.path / "groups.parquet"])
    of_regions = _region_codes(members, regions)
    pooled = groups.filter(
        (groups.method == "pooled")
        & groups.indicator.isin(wanted)
        & groups.group.isin(of_regions or [""])
    )
    pooled = pooled.select(
        "indicator", "period", "value", "lower", "upper", area="group", method="interval_method",
        reason=ibis.cases(
            (pooled.value.notnull(), ""), (pooled.conf_status == "N", "withheld"), else_="missing"
        ),
    ).select(*CELLS)  # fmt: skip
    parts = [own.select(*CELLS), pooled]
    if nominations is not None:
        parts.append(engine.frame(nominations.select(*CELLS), "nominations"))
    if INHABITANTS in wanted:
        periods = engine.collect(own.select("period").distinct())["period"]
        years = sorted({one[:4] for one in periods})
        if nominations is not None:
            years = sorted({*years, *nominations["period"].to_list()})
        parts.append(engine.frame(_inhabitants(areas, years), "inhabitants"))
    cells = engine.materialise(ibis.union(*parts), "cells")
    large = engine.collect(
        cells.filter(cells.value.abs() > LARGEST).select("indicator").distinct().limit(1)
    )
    if large.height:
        raise InputError.of(
            edition.id, "figures too large to compare exactly", f"figures below {LARGEST:g}",
            value=str(large.item()), suggestion="Give the indicator in thousands or millions.",
        )  # fmt: skip
    return cells


def _must_be_there(scheme: Scheme, edition: Edition, nominations: pl.DataFrame | None) -> None:
    known = [str(one["id"]) for one in _indicators(edition)]
    given = set() if nominations is None else set(nominations["indicator"].unique())
    problems: dict[str, Problem] = {}
    for version in scheme.versions:
        for measure, indicator in needed_indicators(version).items():
            if indicator in (INHABITANTS, ABSENT) or indicator in known or indicator in given:
                continue
            if indicator.startswith(NOMINATIONS):
                problems[measure] = Problem(
                    "--nominations", None, measure, "no such column", indicator,
                    "a file with nominations and that column",
                    "docs/howto/make-a-list.md shows such a file.",
                )  # fmt: skip
                continue
            near = toml_hint(indicator, known)
            problems[measure] = Problem(
                edition.id, None, measure, "the edition has no such indicator", indicator,
                "an indicator of the edition",
                (f"{near} " if near else "")
                + f"Name one with --map {measure}=INDICATOR, or leave it unknown with --map "
                f"{measure}=-.",
            )  # fmt: skip
    if problems:
        raise InputError([*problems.values()])


def _inhabitants(areas: pl.DataFrame, years: Iterable[str]) -> pl.DataFrame:
    """The number of inhabitants in the table of areas, for every year that it is said to hold."""
    one = areas.unique("code", keep="last", maintain_order=True)
    empty = pl.lit(None, pl.Float64)
    return (
        one.select(area="code", value=pl.col("inhabitants").cast(pl.Float64))
        .join(pl.DataFrame({"period": list(years)}), how="cross")
        .with_columns(
            indicator=pl.lit(INHABITANTS), lower=empty, upper=empty, method=pl.lit("none"),
            reason=pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("")),
        )
        .select(*CELLS)
    )  # fmt: skip


def _region_codes(members: pl.DataFrame, regions: tuple[str, ...]) -> list[str]:
    groups = sorted(set(members["group"].to_list()))
    unknown = [one for one in regions if one not in groups]
    if unknown:
        raise InputError.of(
            "--region", "unknown group", "a group of the edition", value=unknown[0],
            suggestion=toml_hint(unknown[0], groups),
        )  # fmt: skip
    return [one for one in groups if one in regions or (not regions and one.startswith(REGION))]


def _listed(
    areas: pl.DataFrame, levels: tuple[str, ...], members: pl.DataFrame, regions: tuple[str, ...]
) -> pl.DataFrame:
    parent = dict(areas.select("code", "parent").iter_rows())
    level = dict(areas.select("code", "level").iter_rows())
    codes = _region_codes(members, regions)
    region_of: dict[str, str] = {}
    for group, area in members.sort("group", "area").select("group", "area").iter_rows():
        if group in codes:
            region_of.setdefault(area, group)
    spans = areas.filter(pl.col("level").is_in(levels)).group_by("code", maintain_order=True).agg(
        pl.col("name").last(), pl.col("level").last(), pl.col("inhabitants").last(),
        # Open ends win; a code with several rows lived from the first to the last.
        valid_from=pl.when(pl.col("valid_from").is_null().any()).then(None)
        .otherwise(pl.col("valid_from").min()),
        valid_to=pl.when(pl.col("valid_to").is_null().any()).then(None)
        .otherwise(pl.col("valid_to").max()),
    )  # fmt: skip

    def lineage(code: str) -> list[str]:
        way = [code]
        while (up := parent.get(way[-1])) is not None and up not in way:
            way.append(up)
        return way

    city, region = [], []
    for code in spans["code"]:
        way = lineage(code)
        city.append(next((one for one in way if level.get(one) == "municipality"), None))
        region.append(
            next((one for one in way if level.get(one) == "region"), None)
            or next((region_of[one] for one in way if one in region_of), None)
        )
    return spans.with_columns(
        pl.Series("municipality", city, pl.String), pl.Series("region", region, pl.String),
        pl.col("inhabitants").cast(pl.Float64),
    ).select(
        "code", "name", "level", "municipality", "region", "inhabitants", "valid_from", "valid_to"
    ).sort("code")  # fmt: skip


def _references(scheme: Scheme, areas: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    countries = areas.filter(pl.col("level") == "country")["code"].unique().sort().to_list()
    found = []
    for relative in sorted(moment_rules.relatives(scheme)):
        if relative is Relative.COUNTRY:
            code = pl.lit(countries[0] if countries else None, pl.String)
        else:
            code = pl.col(relative.value)
        part = listed.select(
            place="code", relative=pl.lit(relative.value), reference=code
        ).drop_nulls("reference")
        if part.is_empty():
            raise InputError.of(
                "SCHEME", f"no {relative.value} to be held against", f"areas with a {relative.value}",
                suggestion="Make groups whose code begins with REGION, or name them with --region."
                if relative is Relative.REGION
                else f"Has the edition an area of level {relative.value}?",
            )  # fmt: skip
        found.append(part)
    schema = {"place": pl.String, "relative": pl.String, "reference": pl.String}
    return pl.concat(found) if found else pl.DataFrame(schema=schema)


def _places(
    areas: pl.DataFrame, listed: pl.DataFrame, references: pl.DataFrame, years: list[int]
) -> pl.DataFrame:
    """Area, level, listed, year, exists for every listed area and every reference in every year."""
    others = sorted(set(references["reference"].to_list()) - set(listed["code"].to_list()))
    level = dict(areas.select("code", "level").iter_rows())
    beside = pl.DataFrame(
        {
            "area": others, "level": [level.get(one, "group") for one in others],
            "valid_from": [None] * len(others), "valid_to": [None] * len(others),
        },
        schema=dict.fromkeys(("area", "level", "valid_from", "valid_to"), pl.String),
    )  # fmt: skip
    own = listed.select("level", "valid_from", "valid_to", area="code", listed=pl.lit(True))
    both = pl.concat([own, beside.with_columns(listed=pl.lit(False))], how="diagonal")
    year = pl.col("year").cast(pl.String)
    return (
        both.join(pl.DataFrame({"year": years}, schema={"year": pl.Int64}), how="cross")
        .with_columns(
            exists=(pl.col("valid_from").is_null() | (pl.col("valid_from").str.slice(0, 4) <= year))
            & (pl.col("valid_to").is_null() | (pl.col("valid_to").str.slice(0, 4) >= year))
        )
        .select("area", "level", "listed", "year", "exists")
        .sort("area", "year")
    )


def read_changes(path: Path) -> pl.DataFrame:
    """Changes of boundaries from a file or folder of CSV, as a source folder's ``correspondence/``:
    vintage_to (its first four digits are the first year on the new boundaries), area_from, area_to,
    weight. InputError names file, line and column."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    wanted = ("vintage_to", "area_from", "area_to", "weight")
    problems: list[Problem] = []
    parts = []
    for one in files:
        try:
            frame = pl.read_csv(one, infer_schema=False)
        except (pl.exceptions.PolarsError, OSError, UnicodeError) as fault:
            reason = str(fault).splitlines()[0]
            raise InputError.of(one.name, f"can't be read ({reason})", "a CSV file") from fault
        absent = [name for name in wanted if name not in frame.columns]
        if absent:
            problems.append(
                Problem(one.name, 1, absent[0], "column is missing", None, ", ".join(wanted))
            )
            continue
        typed = frame.select(
            year=pl.col("vintage_to").str.slice(0, 4).cast(pl.Int64, strict=False),
            area_from="area_from", area_to="area_to",
            weight=pl.col("weight").cast(pl.Float64, strict=False),
        ).with_row_index("line", 2)  # fmt: skip
        for line, year, weight in typed.select("line", "year", "weight").iter_rows():
            if year is None:
                problems.append(Problem(one.name, line, "vintage_to", "malformed value",
                                        frame["vintage_to"][line - 2], "a year"))  # fmt: skip
            if weight is None or not 0 < weight <= 1:
                problems.append(Problem(one.name, line, "weight", "malformed value",
                                        frame["weight"][line - 2],
                                        "a share above 0, at most 1"))  # fmt: skip
        parts.append(typed.drop("line"))
    if problems:
        raise InputError(problems)
    if not parts:
        raise InputError.of(str(path), "no such file", "a CSV file or a folder of them")
    return pl.concat(parts)
