"""Checks of groups and published counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from wijkwerk.monitor.core import published as published_rules
from wijkwerk.monitor.core.definitions import Direction
from wijkwerk.monitor.core.group_names import reads_as_code
from wijkwerk.monitor.core.tables import STATED
from wijkwerk.monitor.sources.check.areas import known_codes, validity
from wijkwerk.monitor.sources.check.problem_reporting import Limit, near
from wijkwerk.monitor.sources.moments import EXPECTED, hint, is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.monitor.sources.small_tables import KINDS
from wijkwerk.shared.problems import Problem, Severity


def check_other_tables(reading: Reading) -> list[Problem]:
    """Problems of groups and published counts."""
    problems: list[Problem] = []
    areas = reading.tables.get("areas")
    codes = None if areas is None else known_codes(areas)
    if "groups" in reading.tables:
        problems += _groups(reading.table_name("groups"), reading.tables["groups"], codes)
        problems += _nameless(reading, codes)
        problems += _moving_references(reading)
    if "published" in reading.tables:
        rows = [*_published(reading, codes), *_contradictions(reading)]
        problems += rows
        # What doesn't add up because of another fault in the same table isn't told beside it; a class
        # or a direction that isn't known changes no sum.
        if all(problem.code in ("unknown class", "unknown value") for problem in rows):
            problems += _closing(reading)
    return problems


def _groups(name: str, groups: pl.DataFrame, codes: set[str] | None) -> Iterator[Problem]:
    limit = Limit(name)
    line_by_key: dict[tuple[object, ...], int] = {}
    for line, *member in groups.iter_rows():
        group, area = member[0], member[1]
        for column, value in (("group", group), ("area", area)):
            if value is None:
                yield from limit.problem(
                    line,
                    column,
                    "cell is empty",
                    None,
                    "the name of a group" if column == "group" else "the code of an area",
                )
        unknown = area is not None and codes is not None and area not in codes
        if unknown:
            yield from limit.problem(
                line,
                "area",
                "unknown code",
                area,
                "the code of an area in areas.csv",
                among=codes or (),
            )
        key = tuple(member)
        if key in line_by_key and area is not None:
            yield from limit.problem(
                line,
                "area",
                "stands twice",
                f"{area} in {group}",
                "each member once",
                f"It is also on line {line_by_key[key]}: take one out.",
            )
        line_by_key.setdefault(key, line)
    yield from validity(name, groups, ["group", "area"], limit)
    yield from limit.rest()


def _nameless(reading: Reading, codes: set[str] | None) -> Iterator[Problem]:
    """Groups whose readers would see a code: areas.csv has no row for them, and theirs is no word. The
    focus group has a general word then."""
    settings = reading.settings
    if codes is None or settings is None:
        return
    name, groups = reading.table_name("groups"), reading.tables["groups"]
    limit, named = Limit(name), {None, settings.focus_group, *codes}
    if settings.focus_group not in {None, *codes, *groups["group"]}:
        return  # the focus group is unknown: it is one of these, by another code
    for line, group in (
        groups.unique("group", keep="first").sort("line").select("line", "group").iter_rows()
    ):
        nameless = group not in named and reads_as_code(group)
        if nameless and limit.more("group", "group has no name"):
            yield Problem(
                name,
                line,
                "group",
                "group has no name",
                group,
                "a row in areas.csv with this code, a name and level group",
                "Readers see the code instead.",
                Severity.WARNING,
            )
    yield from limit.rest()


def _moving_references(reading: Reading) -> Iterator[Problem]:
    """Groups that others are held against while their own members change."""
    settings, definitions = reading.settings, reading.definitions
    if settings is None:
        return
    rule = settings.reference
    used = {rule.code, *rule.also}
    if definitions is not None:
        used |= {indicator.reference for indicator in definitions.indicators}
    groups = reading.tables["groups"]
    dated = pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null()
    moving = groups.filter(dated & pl.col("group").is_in([code for code in used if code]))
    for line, group in (
        moving.unique("group", keep="first").sort("line").select("line", "group").iter_rows()
    ):
        yield Problem(
            reading.table_name("groups"),
            line,
            "group",
            "members of a reference change",
            group,
            "the same members at all times",
            "Distances to it then change though no area changes: compare with the same members, or "
            "with an area.",
            Severity.WARNING,
        )


def _published(reading: Reading, codes: set[str] | None) -> Iterator[Problem]:
    name, table = reading.table_name("published"), reading.tables["published"]
    limit = Limit(name)
    ids = reading.definitions.ids if reading.definitions is not None else None
    indicators = reading.definitions.indicators if reading.definitions is not None else ()
    neutral = {indicator.id for indicator in indicators if indicator.direction is Direction.NEUTRAL}
    for row in table.iter_rows(named=True):
        line, indicator = row["line"], row["indicator"]
        if ids is not None and indicator not in ids:
            yield from limit.problem(
                line,
                "indicator",
                "unknown indicator",
                indicator,
                "the id of an indicator in indicators.toml",
                among=ids,
            )
        classes = published_rules.classes_of(judged=indicator not in neutral)
        if row["class"] not in classes:
            yield from limit.problem(
                line,
                "class",
                "unknown class",
                row["class"],
                "one of " + ", ".join(classes),
                "indicators.toml says that neither side of this indicator is better."
                if indicator in neutral
                else near(row["class"], classes),
            )
        reference = row["reference"]
        unknown = reference is not None and codes is not None and reference not in codes
        if unknown:
            yield from limit.problem(
                line,
                "reference",
                "unknown code",
                reference,
                "the code of an area or group in areas.csv, or nothing: that of the source's rule",
                among=codes or (),
            )
        for column in ("group", "count"):
            if row[column] is None:
                yield from limit.problem(
                    line,
                    column,
                    "cell is empty",
                    None,
                    "what the publication counts",
                    "Only moments may be empty: when the publication doesn't name them.",
                )
        count = row["count"]
        impossible = count is not None and (count < 0 or count != int(count))
        if impossible:
            yield from limit.problem(
                line, "count", "impossible count", f"{count:g}", "a whole number, zero or more"
            )
        for column in ("period_from", "period_to"):
            text = row[column]
            if text is not None and not is_period(text):
                yield from limit.problem(
                    line, column, "malformed period", text, EXPECTED, hint(text)
                )
        scope = row["scope"]
        if scope not in (None, "areas", "total") and limit.more("scope", "unknown value"):
            yield Problem(
                name,
                line,
                "scope",
                "unknown value",
                scope,
                "areas, total or nothing",
                near(scope, ("areas", "total")),
                Severity.ERROR,
            )
        yield from _named_areas(row, limit)
        directions = published_rules.directions_of(judged=indicator not in neutral)
        yield from _directions(row, limit, directions)
        yield from _ranges(row, limit)
    yield from limit.rest()


def _named_areas(row: dict[str, Any], limit: Limit) -> Iterator[Problem]:
    """Areas of a class that are named are no more than the class counts."""
    names = published_rules.names_of(row["areas"])
    off = row["areas"] is not None and not 0 < len(names) <= (row["count"] or 0)
    if off:
        yield from limit.problem(
            row["line"],
            "areas",
            "names and count differ",
            f"{len(names)} names, count {row['count'] or 0:g}",
            "names or codes of areas of the class, separated by ;",
            "These may be some of them, and never more than it counts.",
        )


def _directions(
    row: dict[str, Any], limit: Limit, directions: tuple[str, ...]
) -> Iterator[Problem]:
    """Directions without a figure: one of ``directions``, of the group as a whole, and in line with
    the class."""
    for column in ("own_direction", "reference_direction"):
        text = row[column]
        if text is None:
            continue
        if text not in directions:
            yield from limit.problem(
                row["line"],
                column,
                "unknown value",
                text,
                ", ".join(directions) + " or nothing",
                near(text, directions),
            )
    for column in STATED:
        single = row[column] is not None and row["scope"] != "total"
        if single:
            yield from limit.problem(
                row["line"],
                column,
                "said of single areas",
                row[column] if isinstance(row[column], str) else f"{row[column]:g}",
                "something that is said of the group as a whole",
                "Give the row scope total.",
            )
    way = (row["own_direction"], row["reference_direction"])
    if published_rules.contradicts(row["class"], *way):
        yield from limit.problem(
            row["line"],
            "class",
            "contradiction",
            f"the distance became {row['class']}: the group {way[0]}, its reference {way[1]}",
            "a class that these directions can give",
        )


def _ranges(row: dict[str, Any], limit: Limit) -> Iterator[Problem]:
    """How far the areas inside a group lie apart: both ends, in order, around its own figure."""
    for whose in ("own", "reference"):
        lowest, highest, figure = (row[f"{whose}_{end}"] for end in ("lowest", "highest", "to"))
        column = f"{whose}_{'highest' if highest is None else 'lowest'}"
        if (lowest is None) != (highest is None):
            yield from limit.problem(
                row["line"],
                column,
                "half a range",
                "nothing",
                "the lowest and the highest figure, or neither",
            )
        if lowest is None or highest is None:
            continue
        ordered = [end for end in (lowest, figure, highest) if end is not None]
        if ordered != sorted(ordered):
            yield from limit.problem(
                row["line"],
                column,
                "range out of order",
                " - ".join(f"{end:g}" for end in ordered),
                "the lowest figure first, and the figure of the whole between both",
            )


def _contradictions(reading: Reading) -> Iterator[Problem]:
    """Rows that can't be true together: a class of one count given twice, two classes of a group as a
    whole, an area in two classes; and a direction that its own figures deny."""
    name, limit = reading.table_name("published"), Limit(reading.table_name("published"))
    definitions = () if reading.definitions is None else reading.definitions.indicators
    signs = {definition.id: definition.direction.sign for definition in definitions}
    classes: dict[tuple[object, ...], tuple[int, str]] = {}
    named: dict[tuple[object, ...], tuple[int, str]] = {}
    for row in reading.tables["published"].iter_rows(named=True):
        line, kind = row["line"], str(row["class"])
        count = tuple(row[column] for column in published_rules.COUNT)
        is_total = row["scope"] == "total"
        first = classes.setdefault(
            (*count, is_total) if is_total else (*count, is_total, kind), (line, kind)
        )
        if first[0] != line and limit.more("class", "stands twice"):
            scope_text = "of the group as a whole" if is_total else f"of class {kind}"
            yield Problem(
                name,
                line,
                "class",
                "stands twice",
                f"{kind} beside {first[1]}, {scope_text}",
                "one row for each group, indicator and span",
                f"It is also on line {first[0]}.",
            )
        for area in published_rules.names_of(row["areas"]):
            before = named.setdefault((*count, area), (line, kind))
            if before[0] != line:
                yield from limit.problem(
                    line,
                    "areas",
                    "area in two classes",
                    f"{area}: {kind} and {before[1]}",
                    "one class for each area",
                    f"It is also on line {before[0]}.",
                )
        for whose in ("own", "reference"):
            went, start, end = (row[f"{whose}_{part}"] for part in ("direction", "from", "to"))
            sign = signs.get(row["indicator"])
            if went is None or start is None or end is None or sign is None:
                continue
            meant = published_rules.direction_of((end - start) * (sign or 1), judged=sign != 0)
            if meant != went:
                yield from limit.problem(
                    line,
                    f"{whose}_direction",
                    "contradiction",
                    f"{went}, from {start:g} to {end:g}",
                    f"{meant}, as its figures say",
                )
    yield from limit.rest()


def _closing(reading: Reading) -> Iterator[Problem]:
    """Counts that are more than there are areas; groups of which nothing says how many there are."""
    name, table = reading.table_name("published"), reading.tables["published"]
    limit = Limit(name)
    members = reading.tables.get("groups", KINDS["groups"].empty())
    sums = published_rules.sums(table.drop_nulls("count"), members)
    for row in sums.filter(pl.col("named") > pl.col("size")).iter_rows(named=True):
        yield from limit.problem(
            published_rules.line_of(table, row),
            "count",
            "counts don't add up",
            f"{row['named']} areas of {row['group']} for {row['indicator']}",
            f"{row['size']} areas, as the group has by its total or members",
            "Look the counts up in the publication, or say how many areas there are in a "
            "column total.",
        )
    for row in sums.filter(~pl.col("stated")).iter_rows(named=True):
        yield from limit.problem(
            published_rules.line_of(table, row),
            "total",
            "number of areas is not given",
            f"{row['named']} areas of {row['group']} for {row['indicator']}",
            "of how many areas these are",
            "Write it in the column total, or list the members of the group in groups.csv: counts "
            "of a part of the areas aren't counts of all.",
        )
    yield from limit.rest()
