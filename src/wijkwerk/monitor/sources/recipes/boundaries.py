"""Old boundaries and shapes in a recipe: correspondence tables, areas that went nowhere, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.sources.recipes.files import within
from wijkwerk.monitor.sources.recipes.keys import first_problems, mend, unknown_shape
from wijkwerk.monitor.sources.recipes.recipe import Correspondence
from wijkwerk.monitor.sources.recipes.rows import Rows, Workshop, kept_rows
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import Account, quoted

_SCHEMA = {
    "vintage_from": pl.String,
    "vintage_to": pl.String,
    "area_from": pl.String,
    "area_to": pl.String,
    "weight": pl.Float64,
}
# What GeoJSON calls degrees; anything else would put the map elsewhere.
_DEGREES = ("crs84", "4326", "4258")


def correspondence_tables(shop: Workshop) -> dict[str, pl.DataFrame]:
    """A table per correspondence of the recipe, named <from>-<to>, weights adding up to 1."""
    tables: dict[str, pl.DataFrame] = {}
    for place, correspondence in enumerate(shop.recipe.correspondence):
        name = f"{correspondence.vintage_from}-{correspondence.vintage_to}"
        table = _correspondence(shop, correspondence, f"correspondence.{place}")
        tables[name] = pl.concat([tables[name], table]) if name in tables else table
    return tables


def _correspondence(shop: Workshop, correspondence: Correspondence, place: str) -> pl.DataFrame:
    staged = shop.stage(correspondence.reading, place)
    condition = kept_rows(shop, staged, correspondence.keep, place)
    old, new = (
        staged.column(header, f"{place}.{key}", shop.recipe.name)
        for key, header in (
            ("area_from", correspondence.area_from),
            ("area_to", correspondence.area_to),
        )
    )
    raw_weight, weight_number = "''", "NULL::DOUBLE"
    if correspondence.weight is not None:
        column = staged.column(correspondence.weight, f"{place}.weight", shop.recipe.name)
        numbers = shop.numbers(staged, correspondence.reading, {correspondence.weight: column})[
            correspondence.weight
        ]
        raw_weight, weight_number = numbers.text, numbers.number
    rows = shop.con.execute(
        f"SELECT line, t.{old}, t.{new}, {raw_weight}, {weight_number} "
        f"FROM read_parquet({quoted(str(staged.path))}) AS t WHERE {condition} ORDER BY line"
    ).fetchall()
    problems, good = [], []
    for line, raw_from, raw_to, text, weight in rows:
        codes = []
        for header, raw in ((correspondence.area_from, raw_from), (correspondence.area_to, raw_to)):
            code = mend(raw, correspondence.codes.level, correspondence.codes)
            if code is None:
                problems.append(
                    unknown_shape(staged.name, line, header, raw, correspondence.codes.level)
                )
            codes.append(code)
        if correspondence.weight is not None and (weight is None or weight < 0):
            problems.append(
                Problem(
                    staged.name,
                    line,
                    correspondence.weight,
                    "impossible weight",
                    text,
                    "a share, or a number of addresses or inhabitants",
                )
            )
        good.append((*codes, 1.0 if correspondence.weight is None else weight))
    if problems:
        raise InputError(first_problems(problems, staged.name, None))
    shop.accounts.append(
        Account(staged.name, staged.rows, len(good), {"left out by keep": staged.rows - len(good)})
    )
    frame = pl.DataFrame(
        good, {"area_from": pl.String, "area_to": pl.String, "weight": pl.Float64}, orient="row"
    )
    frame = frame.group_by("area_from", "area_to").agg(pl.col("weight").sum())
    if correspondence.weight is None:
        _only_whole(frame, staged.name, correspondence, shop.recipe.name, place)
    frame = frame.filter(pl.col("weight") > 0).with_columns(
        pl.col("weight") / pl.col("weight").sum().over("area_from"),
        vintage_from=pl.lit(correspondence.vintage_from),
        vintage_to=pl.lit(correspondence.vintage_to),
    )
    return frame.select(*_SCHEMA).sort("area_from", "area_to")


def _only_whole(
    frame: pl.DataFrame, name: str, correspondence: Correspondence, recipe: str, place: str
) -> None:
    """Without weights an old area can't be divided."""
    parted = frame.group_by("area_from").len().filter(pl.col("len") > 1).sort("area_from")
    if parted.height:
        raise InputError(
            [
                Problem(
                    name,
                    None,
                    correspondence.area_from,
                    "no weights for a divided area",
                    parted["area_from"][0],
                    f"one new area for each old one, or a column of weights ({place}.weight in "
                    f"{recipe})",
                    f"{parted.height} old areas are divided.",
                )
            ]
        )


def left_out(
    shop: Workshop,
    every: Sequence[Rows],
    observations: Path,
    areas: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
) -> Path:
    """``observations`` without areas of old boundaries that the correspondence doesn't know.

    They can't be brought to the source's boundaries; how many they are is a remark.
    """
    if not any(rows.file.vintage not in (None, shop.recipe.vintage) for rows in every):
        return observations
    moved = (
        pl.concat([table["area_from"] for table in tables.values()]) if tables else pl.Series([])
    )
    known_areas = (
        pl.DataFrame({"code": [*areas["code"].to_list(), *moved.to_list()]}).unique().sort("code")
    )
    shop.con.register("known_frame", known_areas.to_arrow())
    shop.con.execute("CREATE OR REPLACE TABLE known AS FROM known_frame")
    shop.con.unregister("known_frame")
    table = f"read_parquet({quoted(str(observations))})"
    gone = shop.con.execute(
        "SELECT file, substr(area, 1, 2), count(DISTINCT area), min(area), count(*) "
        f"FROM {table} ANTI JOIN known ON area = code GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    for number_, kind, count, first, rows in gone:
        name = every[number_].staged.name
        shop.remark(
            name,
            every[number_].file.columns.get("area"),
            "area left out",
            f"{count} codes {kind}…, {first} for instance ({rows} figures)",
            f"a row in the correspondence from {every[number_].file.vintage} to "
            f"{shop.recipe.vintage}",
            "These areas have no counterpart on the source's boundaries that the tables know; "
            "figures of districts are made out of neighbourhoods where these are known.",
        )
    out = shop.scratch / "observations-known.parquet"
    shop.con.execute(
        f"COPY (SELECT * FROM {table} SEMI JOIN known ON area = code) "
        f"TO {quoted(str(out))} (FORMAT parquet)"
    )
    return out


def write_geometry(shop: Workshop, codes: Sequence[str], folder: Path) -> None:
    """``geometry.geojson`` with the shapes of the source's areas, each with property ``code``.

    Raises InputError when a feature lacks the property with the code.
    """
    wanted_codes = set(codes)
    shapes: dict[str, Any] = {}
    for place, (path, key) in enumerate(shop.recipe.geometry):
        file = within(shop.data, path, shop.recipe.name, f"geometry.{place}")
        shop.inputs[path] = file
        for feature in _features(file, path):
            properties = feature.get("properties") or {}
            if key not in properties:
                raise InputError(
                    [
                        Problem(
                            path,
                            None,
                            key,
                            "property is missing",
                            None,
                            f"a property {key} in every feature, named in {shop.recipe.name} "
                            f"geometry.{place}.code",
                            f"The properties are: {', '.join(map(str, properties))}.",
                        )
                    ]
                )
            code = str(properties[key]).strip()
            if code in wanted_codes and feature.get("geometry"):
                shapes.setdefault(code, feature["geometry"])
    if not shop.recipe.geometry:
        return
    missing = sorted(
        wanted_codes - set(shapes) - {code for code in wanted_codes if code.startswith("NL")}
    )
    if missing:
        shop.remark(
            "geometry.geojson",
            "code",
            "areas without a shape",
            str(len(missing)),
            f"a shape for every area; {missing[0]} has none, for instance",
            "They are in the tables, not on the map.",
            Severity.NOTE,
        )
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": shapes[code]}
        for code in sorted(shapes)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (folder / "geometry.geojson").write_text(text + "\n", "utf-8")


def _features(file: Path, name: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(file.read_text("utf-8-sig"))
        features = document["features"]
        crs = json.dumps(document.get("crs") or "CRS84").lower()
    except (ValueError, KeyError, TypeError):
        raise InputError(
            [Problem(name, None, None, "not GeoJSON", None, "a GeoJSON feature collection")]
        ) from None
    if not any(degree in crs for degree in _DEGREES):
        raise InputError(
            [
                Problem(
                    name,
                    None,
                    "crs",
                    "not in degrees",
                    crs[:80],
                    "WGS 84 (EPSG:4326)",
                    "Convert it: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson",
                )
            ]
        )
    return [feature for feature in features if isinstance(feature, dict)]
