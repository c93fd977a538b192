"""Checks of groups and published counts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wijkwerk.monitor.core.tables import CLASSES
from wijkwerk.monitor.sources.check.areas import known_codes, validity
from wijkwerk.monitor.sources.check.telling import Limit, near
from wijkwerk.monitor.sources.moments import EXPECTED, hint, is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity


def check_other_tables(reading: Reading) -> list[Problem]:
    """Problems of groups and published counts."""
    found: list[Problem] = []
    areas = reading.tables.get("areas")
    known = None if areas is None else known_codes(areas)
    if "groups" in reading.tables:
        found += _groups(reading.table_name("groups"), reading.tables["groups"], known)
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
