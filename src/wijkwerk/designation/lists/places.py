"""Where a scheme looks: the areas that are listed, and those that they are held against."""

from __future__ import annotations

import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.designation.core import moments as moment_rules
from wijkwerk.designation.core.scheme import Relative, Scheme
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError

REGION = "REGION"  # a group whose code begins so is a region, unless regions are named
_LEVELS = ("neighbourhood", "district", "custom", "municipality")


def _present(areas: pl.DataFrame) -> list[str]:
    levels_present = set(areas["level"].to_list())
    return [level for level in _LEVELS if level in levels_present]


def usual_level(edition: Edition, areas: pl.DataFrame) -> str:
    """The level that the edition reports, else the lowest that is there.

    ``areas`` has tables.AREAS' columns; 'neighbourhood' when it has no rows.
    """
    own = edition.definitions["source"].get("report_level")
    return str(own) if own else next(iter(_present(areas)), "neighbourhood")


def region_codes(members: pl.DataFrame, regions: tuple[str, ...]) -> list[str]:
    """The groups that are regions: those that are named, or by their code. InputError for a stranger.

    ``members`` has a column ``group``.
    """
    groups = sorted(set(members["group"].to_list()))
    unknown = [region for region in regions if region not in groups]
    if unknown:
        raise InputError.of(
            "--region",
            "unknown group",
            "a group of the edition",
            value=unknown[0],
            suggestion=hint(unknown[0], groups),
        )
    return [
        group for group in groups if group in regions or (not regions and group.startswith(REGION))
    ]


def listed_areas(
    areas: pl.DataFrame, levels: tuple[str, ...], members: pl.DataFrame, regions: list[str]
) -> pl.DataFrame:
    """The areas of these levels (tables.AREAS), each with its municipality and region. InputError
    when there are none."""
    parent = dict(areas.select("code", "parent").iter_rows())
    level = dict(areas.select("code", "level").iter_rows())
    region_of: dict[str, str] = {}
    for group, area in members.sort("group", "area").select("group", "area").iter_rows():
        if group in regions:
            region_of.setdefault(area, group)
    spans = (
        areas.filter(pl.col("level").is_in(levels))
        .group_by("code", maintain_order=True)
        .agg(
            pl.col("name").last(),
            pl.col("level").last(),
            pl.col("inhabitants").last(),
            # Open ends win; a code with several rows lived from the first to the last.
            valid_from=pl.when(pl.col("valid_from").is_null().any())
            .then(None)
            .otherwise(pl.col("valid_from").min()),
            valid_to=pl.when(pl.col("valid_to").is_null().any())
            .then(None)
            .otherwise(pl.col("valid_to").max()),
        )
    )
    if spans.is_empty():
        raise InputError.of(
            "--level",
            "no areas of that level",
            "one of " + ", ".join(_present(areas)),
            value=", ".join(levels),
        )

    def lineage(code: str) -> list[str]:
        way = [code]
        while (up := parent.get(way[-1])) is not None and up not in way:
            way.append(up)
        return way

    city, region = [], []
    for code in spans["code"]:
        way = lineage(code)
        city.append(
            next((ancestor for ancestor in way if level.get(ancestor) == "municipality"), None)
        )
        region.append(
            next((ancestor for ancestor in way if level.get(ancestor) == "region"), None)
            or next((region_of[ancestor] for ancestor in way if ancestor in region_of), None)
        )
    return (
        spans.with_columns(
            pl.Series("municipality", city, pl.String),
            pl.Series("region", region, pl.String),
            pl.col("inhabitants").cast(pl.Float64),
        )
        .select(
            "code",
            "name",
            "level",
            "municipality",
            "region",
            "inhabitants",
            "valid_from",
            "valid_to",
        )
        .sort("code")
    )


def within(scheme: Scheme, listed: pl.DataFrame, edition: str) -> pl.DataFrame:
    """The listed areas that lie in the scheme's municipalities; all when it names none. InputError when
    the edition has none of them."""
    if not scheme.municipalities:
        return listed
    own = listed.filter(pl.col("municipality").is_in(scheme.municipalities))
    if own.is_empty():
        raise InputError.of(
            edition,
            "no area of the scheme's municipalities",
            "areas in one of " + ", ".join(scheme.municipalities),
            suggestion="Is it the edition that you meant?",
        )
    return own


def references_of(scheme: Scheme, areas: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """place, relative, reference: what each listed area is held against. InputError when there is
    nothing to hold any of them against."""
    countries = areas.filter(pl.col("level") == "country")["code"].unique().sort().to_list()
    frames = []
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
                "SCHEME",
                f"no {relative.value} to be held against",
                f"areas with a {relative.value}",
                suggestion="Make groups whose code begins with REGION, or name them with --region."
                if relative is Relative.REGION
                else f"Has the edition an area of level {relative.value}?",
            )
        frames.append(part)
    schema = {"place": pl.String, "relative": pl.String, "reference": pl.String}
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def places_of(
    areas: pl.DataFrame, listed: pl.DataFrame, references: pl.DataFrame, years: list[int]
) -> pl.DataFrame:
    """Area, level, listed, year, exists for every listed area and every reference in every year.

    One row per area and year; ``exists`` is whether the area was valid in that year.
    """
    others = sorted(set(references["reference"].to_list()) - set(listed["code"].to_list()))
    level = dict(areas.select("code", "level").iter_rows())
    beside = pl.DataFrame(
        {
            "area": others,
            "level": [level.get(other, "group") for other in others],
            "valid_from": [None] * len(others),
            "valid_to": [None] * len(others),
        },
        schema=dict.fromkeys(("area", "level", "valid_from", "valid_to"), pl.String),
    )
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
