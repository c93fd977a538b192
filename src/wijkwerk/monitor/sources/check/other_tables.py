"""Checks of groups, correspondence between vintages, and published counts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.sources.check.areas import known_codes, validity
from wijkwerk.monitor.sources.check.telling import Limit, near
from wijkwerk.monitor.sources.moments import EXPECTED, hint, is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity

_WEIGHT_SLACK = 1e-6


def check_other_tables(reading: Reading) -> list[Problem]:
    """Problems of groups, correspondence and published counts."""
    found: list[Problem] = []
    areas = reading.tables.get("areas")
    known = None if areas is None else known_codes(areas)
    if "groups" in reading.tables:
        found += _groups(reading.table_name("groups"), reading.tables["groups"], known)
        found += _moving_references(reading)
    for name, table in reading.correspondence.items():
        found += _correspondence(name, table, known)
    found += _vintage(reading)
    if "published" in reading.tables:
        found += _published(reading)
    return found


def _groups(name: str, groups: pl.DataFrame, known: set[str] | None) -> Iterator[Problem]:
    limit = Limit(name)
    seen: dict[tuple[object, ...], int] = {}
    for line, *member in groups.iter_rows():
        group, area = member[0], member[1]
        for column, value in (("group", group), ("area", area)):
            if value is None and limit.more(column, "cell is empty"):
                yield Problem(
                    name, line, column, "cell is empty", None,
                    "the name of a group" if column == "group" else "the code of an area",
                )  # fmt: skip
        unknown = area is not None and known is not None and area not in known
        if unknown and limit.more("area", "unknown code"):
            yield Problem(
                name, line, "area", "unknown code", area, "the code of an area in areas.csv",
                near(area, known or ()),
            )  # fmt: skip
        key = tuple(member)
        if key in seen and area is not None and limit.more("area", "stands twice"):
            yield Problem(
                name, line, "area", "stands twice", f"{area} in {group}", "each member once",
                f"It is also on line {seen[key]}: take one out.",
            )  # fmt: skip
        seen.setdefault(key, line)
    yield from validity(name, groups, ["group", "area"], limit)
    yield from limit.rest()


def _moving_references(reading: Reading) -> Iterator[Problem]:
    """Groups that others are held against while their own members change."""
    settings, definitions = reading.settings, reading.definitions
    if settings is None:
        return
    rule = settings.reference
    used = {rule.code, *rule.also}
    if definitions is not None:
        used |= {one.reference for one in definitions.indicators}
    groups = reading.tables["groups"]
    dated = pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null()
    moving = groups.filter(dated & pl.col("group").is_in([code for code in used if code]))
    for line, group in moving.unique("group", keep="first").sort("line").select(
        "line", "group"
    ).iter_rows():  # fmt: skip
        yield Problem(
            reading.table_name("groups"), line, "group", "members of a reference change", group,
            "the same members at all times",
            "Distances to it then change though no area changes: compare with the same members, or "
            "with an area.", Severity.WARNING,
        )  # fmt: skip


def _correspondence(name: str, table: pl.DataFrame, known: set[str] | None) -> Iterator[Problem]:
    weighted = not table["weight"].is_null().all()  # else the column is absent, and told
    limit = Limit(name)
    for row in table.iter_rows(named=True):
        for column in ("area_from", "area_to"):
            if row[column] is None and limit.more(column, "cell is empty"):
                yield Problem(
                    name, row["line"], column, "cell is empty", None, "the code of an area"
                )
        to = row["area_to"]
        unknown = to is not None and known is not None and to not in known
        if unknown and limit.more("area_to", "unknown code"):
            yield Problem(
                name, row["line"], "area_to", "unknown code", to,
                "the code of an area in areas.csv", near(to, known or ()),
            )  # fmt: skip
        weight = row["weight"]
        if (
            weighted
            and (weight is None or not 0 <= weight <= 1)
            and limit.more("weight", "impossible weight")
        ):
            shown = None if weight is None else f"{weight:g}"
            advice = "Divide percentages by 100." if weight is not None and weight > 1 else None
            yield Problem(
                name,
                row["line"],
                "weight",
                "impossible weight",
                shown,
                "a share from 0 to 1",
                advice,
            )
    key = ["vintage_from", "vintage_to", "area_from"]
    sums = table.group_by(key).agg(
        pl.col("weight").sum(), (~pl.col("weight").is_between(0, 1)).fill_null(True).any().alias("open"),
        pl.col("line").min(), pl.len().alias("rows"),
    )  # fmt: skip
    off = sums.filter(
        ~pl.col("open") & ((pl.col("weight") - 1).abs() > _WEIGHT_SLACK)
        & pl.col("area_from").is_not_null()
    ).sort("line")  # fmt: skip
    for row in off.iter_rows(named=True):
        if limit.more("weight", "weights don't add up to 1"):
            yield Problem(
                name, row["line"], "weight", "weights don't add up to 1", f"{row['weight']:.6g}",
                f"1 over the {row['rows']} rows of {row['area_from']}",
                "Is a part missing, or does one stand twice?",
            )  # fmt: skip
    double = table.filter(table.select([*key, "area_to"]).is_duplicated())
    for row in double.unique([*key, "area_to"], keep="last", maintain_order=True).iter_rows(
        named=True
    ):
        if limit.more("area_to", "stands twice"):
            yield Problem(
                name, row["line"], "area_to", "stands twice", f"{row['area_from']} to {row['area_to']}",
                "each pair once",
            )  # fmt: skip
    yield from limit.rest()


def _vintage(reading: Reading) -> Iterator[Problem]:
    """The vintage that the settings ask for must be one that a table leads to."""
    file, settings = reading.settings_file, reading.settings
    if file is None or settings is None or settings.vintage is None:
        return
    known = sorted(
        {
            one
            for table in reading.correspondence.values()
            for one in table["vintage_to"].drop_nulls().to_list()
        }
    )
    if reading.correspondence and settings.vintage not in known:
        yield Problem(
            file.name, file.line("source", "vintage"), "source.vintage", "unknown vintage",
            settings.vintage, "a vintage_to of a table in correspondence/",
            f"Known: {', '.join(known)}." if known else "The tables have no column vintage_to.",
        )  # fmt: skip


def _published(reading: Reading) -> Iterator[Problem]:
    name, table = reading.table_name("published"), reading.tables["published"]
    limit = Limit(name)
    ids = reading.definitions.ids if reading.definitions is not None else None
    for row in table.iter_rows(named=True):
        line, indicator = row["line"], row["indicator"]
        if (
            ids is not None
            and indicator not in ids
            and limit.more("indicator", "unknown indicator")
        ):
            yield Problem(
                name, line, "indicator", "unknown indicator", indicator,
                "the id of an indicator in indicators.toml", near(indicator, ids),
            )  # fmt: skip
        if row["class"] not in CLASSES and limit.more("class", "unknown class"):
            yield Problem(
                name, line, "class", "unknown class", row["class"], "one of " + ", ".join(CLASSES),
                near(row["class"], CLASSES),
            )  # fmt: skip
        count = row["count"]
        impossible = count is not None and (count < 0 or count != int(count))
        if impossible and limit.more("count", "impossible count"):
            yield Problem(
                name,
                line,
                "count",
                "impossible count",
                f"{count:g}",
                "a whole number, zero or more",
            )
        for column in ("period_from", "period_to"):
            text = row[column]
            if text is not None and not is_period(text) and limit.more(column, "malformed period"):
                yield Problem(name, line, column, "malformed period", text, EXPECTED, hint(text))
        scope = row["scope"]
        if scope not in (None, "areas", "total") and limit.more("scope", "unknown value"):
            yield Problem(
                name, line, "scope", "unknown value", scope, "areas, total or nothing",
                near(scope, ("areas", "total")), Severity.ERROR,
            )  # fmt: skip
    yield from limit.rest()
