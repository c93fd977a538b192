"""Checks of the table of areas."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from wijkwerk.areas.api import hierarchy_faults, level_of, overlaps, parent_of, repair_code
from wijkwerk.monitor.core.tables import AREA_LEVELS
from wijkwerk.monitor.sources.check.problem_reporting import Limit, and_more, near
from wijkwerk.monitor.sources.moments import EXPECTED, hint, is_period
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.tables.api import printable

_LOST_ZEROS = "Spreadsheets drop leading zeros: import the column as text."
# Digits of codes of Statistics Netherlands, but for zeros at their begin.
_WIDTHS = {"municipality": (1, 4), "district": (3, 6), "neighbourhood": (5, 8)}
# Words that people use for a level.
_LEVELS = {
    "land": "country", "nederland": "country", "gemeente": "municipality", "stad": "municipality",
    "wijk": "district", "buurt": "neighbourhood", "neighborhood": "neighbourhood", "groep": "group",
}  # fmt: skip


def check_areas(reading: Reading) -> list[Problem]:
    """Codes, levels, hierarchy, validity and numbers of the table of areas."""
    areas = reading.tables.get("areas")
    if areas is None:
        return []
    name = reading.table_name("areas")
    limit = Limit(name)
    problems = [*_rows(name, areas, limit), *_hierarchy(name, areas, limit)]
    return [*problems, *validity(name, areas, ["code"], limit), *limit.rest()]


def _rows(name: str, areas: pl.DataFrame, limit: Limit) -> Iterator[Problem]:
    levels = dict(zip(areas["code"].to_list(), areas["level"].to_list(), strict=True))
    own_numbers = has_own_numbers(areas)
    for area in areas.iter_rows(named=True):
        line, code, level = area["line"], area["code"], area["level"]
        if code is None:
            yield from limit.problem(line, "code", "cell is empty", None, "the code of an area")
            continue
        if level not in AREA_LEVELS:
            if limit.more("level", "unknown level"):
                word = _LEVELS.get((level or "").lower())
                advice = f"Did you mean {word}?" if word else near(level, AREA_LEVELS)
                yield Problem(
                    name,
                    line,
                    "level",
                    "unknown level",
                    level,
                    "one of " + ", ".join(AREA_LEVELS),
                    advice,
                )
        else:
            if not (own_numbers and code.isdigit()):
                yield from _code(name, line, code, level, limit)
            yield from _parent(area, levels, limit)
        for column in ("inhabitants", "dwellings"):
            count = area[column]
            if count is not None and count < 0:
                yield from limit.problem(
                    line, column, "negative count", f"{count:g}", "zero or more"
                )


def has_own_numbers(areas: pl.DataFrame) -> bool:
    """Whether the bare digits among the codes are an area system of one's own (Copenhagen: 101 with
    districts 3 and 9), and no codes of Statistics Netherlands that lost their letters and zeros.

    Of the latter a table has others that kept them, or all are as long as these are and begin with
    the digits of the area above.
    """
    codes = areas["code"].drop_nulls().to_list()
    if any(level_of(code) is not None for code in codes):
        return False
    for code, level, parent in areas.select("code", "level", "parent").iter_rows():
        if code is None or not code.isdigit() or level not in _WIDTHS:
            continue
        least, most = _WIDTHS[level]
        if not least <= len(code) <= most:
            return True
        if parent is not None and parent.isdigit() and not code.startswith(parent):
            return True
    return False


def _code(name: str, line: int, code: str, level: str, limit: Limit) -> Iterator[Problem]:
    coded_level = level_of(code)
    if coded_level is None:
        mended = repair_code(code, level)
        fault = "code without its letters or zeros"
        if mended is not None and mended != code and limit.more("code", fault):
            advice = f"Did you mean {mended}? {_LOST_ZEROS}"
            yield Problem(name, line, "code", fault, code, f"the code of a {level}", advice)
    elif coded_level != level:
        yield from limit.problem(
            line, "level", "level doesn't fit the code", level, f"{coded_level} for {code}"
        )


def _parent(
    area: dict[str, str | None], levels: dict[str, str | None], limit: Limit
) -> Iterator[Problem]:
    """Warnings for a parent that isn't higher, or isn't the one that the code tells."""
    code, parent, line = str(area["code"]), area["parent"], area["line"]
    if parent is None or parent not in levels or parent == code:
        return
    above, own = levels[parent], area["level"]
    places = AREA_LEVELS[:4]
    if above in places and own in places and places.index(above) >= places.index(own):
        fault = "parent isn't on a higher level"
        yield from limit.problem(
            int(str(line)),
            "parent",
            fault,
            parent,
            f"an area above a {own}",
            severity=Severity.WARNING,
        )
        return
    expected = parent_of(code)
    if expected is not None and expected != parent and level_of(parent) == level_of(expected):
        fault = "parent doesn't fit the code"
        yield from limit.problem(
            int(str(line)),
            "parent",
            fault,
            parent,
            f"{expected} for {code}",
            "Leave it when it is meant.",
            severity=Severity.WARNING,
        )


def _hierarchy(name: str, areas: pl.DataFrame, limit: Limit) -> Iterator[Problem]:
    coded = areas.filter(pl.col("code").is_not_null())
    codes = known_codes(areas)
    lines = coded["line"].to_list()
    first = dict(zip(reversed(coded["code"].to_list()), reversed(lines), strict=True))
    for fault in hierarchy_faults(coded):
        line = lines[fault.row]
        if fault.kind == "double":
            yield from limit.problem(
                line,
                "code",
                "defined twice",
                fault.code,
                "each code once",
                f"It is also on line {first[fault.code]}: take one out, or give them "
                "valid_from and valid_to.",
            )
        elif fault.kind == "orphan":
            if fault.detail not in codes:
                yield from limit.problem(
                    line,
                    "parent",
                    "unknown code",
                    fault.detail,
                    f"the code of an area in {name}",
                    f"Add an area {fault.detail}, or leave it empty.",
                    among=codes,
                )
        else:
            yield from limit.problem(
                line,
                "parent",
                "hierarchy runs in a circle",
                printable(fault.detail),
                "a parent on a higher level",
            )


def known_codes(areas: pl.DataFrame) -> set[str]:
    """The codes of the table, and those that its faulty ones most likely stand for: what refers
    to them isn't at fault."""
    coded = areas.filter(pl.col("code").is_not_null())
    pairs = zip(coded["code"].to_list(), coded["level"].to_list(), strict=True)
    return {
        known_code
        for code, level in pairs
        for known_code in (code, repair_code(code, level))
        if known_code
    }


def validity(name: str, table: pl.DataFrame, key: list[str], limit: Limit) -> Iterator[Problem]:
    """Dates that are malformed or the wrong way round, and rows of a key that overlap in time."""
    dated = table.filter(pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null())
    sound: list[int] = []
    for row in dated.select("line", "valid_from", "valid_to").iter_rows(named=True):
        line, start, end = row["line"], row["valid_from"], row["valid_to"]
        bad = [
            column
            for column in ("valid_from", "valid_to")
            if row[column] and not is_period(row[column])
        ]
        for column in bad:
            yield from limit.problem(
                line, column, "malformed date", printable(row[column]), EXPECTED, hint(row[column])
            )
        if bad:
            continue
        sound.append(line)
        if start and end and start > end + "\uffff" and limit.more("valid_to", "ends too early"):
            yield Problem(name, line, "valid_to", "ends before it starts", end, f"{start} or later")
    plain = table.filter(
        pl.col("line").is_in(sound)
        | (pl.col("valid_from").is_null() & pl.col("valid_to").is_null())
    )
    plain = plain.filter(pl.all_horizontal(pl.col(column).is_not_null() for column in key))
    lines = plain["line"].to_list()
    for first, second in overlaps(plain, key):
        yield from limit.problem(
            lines[second],
            "valid_from",
            "validity overlaps",
            " in ".join(str(plain[column][second]) for column in reversed(key)),
            f"a period that starts after line {lines[first]} ends",
            and_more(_ends(plain, first)),
        )


def _ends(table: pl.DataFrame, row: int) -> str:
    start, end = table["valid_from"][row], table["valid_to"][row]
    return f"Line {table['line'][row]} holds from {start or 'ever'} to {end or 'today'}, inclusive."
