"""The keys of rows: codes of areas, mended, and periods. What can't be read is told with its row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from wijkwerk.areas.api import level_of, repair_code
from wijkwerk.monitor.sources.moments import one_digit
from wijkwerk.monitor.sources.recipes.cells import may_be_school_years, period_in, year_parts
from wijkwerk.monitor.sources.recipes.recipe import Codes, File
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import is_total, quoted

if TYPE_CHECKING:
    from wijkwerk.monitor.sources.recipes.rows import Source, Workshop

MOST = 20  # of one kind in one file; the number of the rest is told


def codes_table(shop: Workshop, file: File, source: Source, condition: str) -> None:
    """Table ``codes`` (raw, said, code, level): every code of the file, mended.

    Raises InputError with the codes that can't be mended.
    """
    staged = source.staged
    raws = shop.con.execute(
        f"SELECT {source.key('area')} AS raw, {source.text('level')} AS said, min(line), count(*) "
        f"FROM ({source.query}) AS t WHERE {condition} GROUP BY 1, 2 ORDER BY 3"
    ).fetchall()
    column = file.columns.get("area", "area")
    good, problems = [], []
    blank = 0
    for raw, word, line, rows in raws:
        if raw.strip().lower() in file.codes.skip:
            continue
        if not raw.strip() and "" not in file.codes.replace:
            blank += int(rows)
            continue
        level = file.levels.get(word.strip().lower()) if word else file.codes.level
        code = mend(raw, level, file.codes)
        if code is None:
            problems.append(unknown_shape(staged.name, int(line), column, raw, level))
        elif code == raw.strip() and level_of(code) is None and is_total(raw):
            problems.append(_total(staged.name, int(line), column, raw))
        else:
            good.append((raw, word, code, level_of(code) or level or "custom"))
    problems += _named_totals(
        shop, file, source, condition, {raw: code for raw, _, code, _ in good}
    )
    if problems:
        raise InputError(first_problems(problems, staged.name, column))
    if blank:
        shop.remark(
            staged.name,
            column,
            "rows without a code",
            str(blank),
            "a code in every row; these rows are left out",
        )
    schema = dict.fromkeys(("raw", "said", "code", "level"), pl.String)
    frame = pl.DataFrame(good, schema=schema, orient="row")
    _register(shop.con, "codes", frame)


def _named_totals(
    shop: Workshop, file: File, source: Source, condition: str, codes: Mapping[str, str]
) -> list[Problem]:
    """Rows with a code of one's own that nobody mended or gave an [[area]], called Totaal."""
    if "name" not in file.columns or file.columns["name"] == file.columns.get("area"):
        return []
    defined = {entry["code"] for entry in shop.recipe.areas}
    own = {
        raw
        for raw, code in codes.items()
        if code == raw.strip() and level_of(code) is None and code not in defined
    }
    named = shop.con.execute(
        f"SELECT {source.key('area')} AS raw, {source.text('name')} AS name, min(line) "
        f"FROM ({source.query}) AS t WHERE {condition} GROUP BY 1, 2 ORDER BY 3"
    ).fetchall()
    return [
        _total(source.staged.name, int(line), file.columns["name"], f"{raw}, {name}")
        for raw, name, line in named
        if raw in own and name and is_total(name) and not is_total(raw)
    ]


def _total(name: str, line: int, column: str, raw: str) -> Problem:
    return Problem(
        name,
        line,
        column,
        "a total is no area",
        raw,
        "rows of areas",
        "Leave the row out with [file.codes] skip, or say with replace which area it is, such as "
        "the municipality.",
    )


def with_area_above(above: str, raw: str, codes: Codes) -> str:
    """SQL of a code that is unique only within the area in column ``above``: '0363-12'. A blank code,
    one that is skipped, and one without an area above stay as they are, to be told or left out."""
    skipped = ", ".join(quoted(text) for text in codes.skip) or "NULL"
    alone = f"trim({raw}) = '' OR coalesce(lower(trim({raw})) IN ({skipped}), false)"
    return (
        f"CASE WHEN {alone} THEN {raw} ELSE trim(coalesce({above}, '')) || '-' || trim({raw}) END"
    )


def mend(raw: str, level: str | None, codes: Codes) -> str | None:
    """The code that ``raw`` stands for, or None when it has no known form."""
    text = raw.strip()
    if text.upper() in codes.replace:
        return codes.replace[text.upper()]
    if codes.within is not None:
        # Local numbers: nothing is made of them but what says of which area they are.
        return None if text.startswith("-") else text or None
    if codes.pattern is not None:
        part = re.search(codes.pattern, text)
        if part is None:
            return None
        text = (part.group(1) if part.re.groups else part.group()).strip()
        if text.upper() in codes.replace:
            return codes.replace[text.upper()]
    if codes.own:
        # Bare digits are numbers of one's own: letters put before them would be an invention.
        return repair_code(text) or text or None
    return repair_code(text, level)


def unknown_shape(name: str, line: int | None, column: str, raw: str, level: str | None) -> Problem:
    """The problem of a code that has no known form."""
    bare = raw.strip().isdigit() and level is None
    advice = (
        "Say which level bare digits are: [file.codes] level, or a column of levels."
        if bare
        else "Mend it with [file.codes] replace, leave its rows out with skip, or set own = true "
        "for codes of your own."
    )
    return Problem(
        name,
        line,
        column,
        "code of unknown shape",
        raw,
        "a code such as GM0363, WK036301 or BU03630101",
        advice,
    )


def first_problems(problems: list[Problem], name: str, column: str | None) -> list[Problem]:
    """The first problems, and one that counts the rest."""
    if len(problems) <= MOST:
        return problems
    rest = len(problems) - MOST
    more = Problem(
        name, None, column, problems[0].code, None, f"none; {rest} more like these are in the file"
    )
    return [*problems[:MOST], more]


def periods_table(shop: Workshop, file: File, source: Source, condition: str) -> None:
    """Table ``periods`` (raw, period): every period of the file in ISO 8601.

    Raises InputError with what is no period.
    """
    staged = source.staged
    raws = shop.con.execute(
        f"SELECT {source.key('period')} AS raw, min(line) FROM ({source.query}) AS t "
        f"JOIN codes ON codes.raw = {source.key('area')} WHERE {condition} GROUP BY 1 ORDER BY 2"
    ).fetchall()
    column = file.columns.get("period", "period")
    open_years = file.school_years is None and may_be_school_years(raw for raw, _ in raws)
    good, problems = [], []
    # Months and school years look alike; a text that can only be one tells what the others are.
    years = file.school_years or (None if open_years else "none")
    parts = file.year_parts or year_parts((raw for raw, _ in raws), column)
    for raw, line in raws:
        period = None if open_years else period_in(raw, years, parts)
        if period is None and parts is None and one_digit(raw) is not None:
            problems.append(_month_or_quarter(staged.name, int(line), column, raw))
        elif period is None:
            problems.append(_malformed_period(staged.name, int(line), column, raw, open_years))
        good.append((raw, period))
    if problems:
        raise InputError(first_problems(problems, staged.name, column))
    if file.school_years in ("first", "last"):
        shop.remark(
            staged.name,
            column,
            "school years",
            str(len(good)),
            f"years; each stands under the {file.school_years} of its two years",
            severity=Severity.NOTE,
        )
    schema = dict.fromkeys(("raw", "period"), pl.String)
    _register(shop.con, "periods", pl.DataFrame(good, schema=schema, orient="row"))


def _malformed_period(
    name: str, line: int, column: str, raw: str, may_be_school_year: bool
) -> Problem:
    if may_be_school_year:
        return Problem(
            name,
            line,
            column,
            "school year or month",
            raw,
            "a year, or word of what it is",
            'Say school_years = "first" or "last" (the year that stands for it), or "none" when '
            "these are months.",
        )
    return Problem(
        name,
        line,
        column,
        "malformed period",
        raw or None,
        "a year, 2012-10, 2012-Q3, or 2012JJ00 as Statistics Netherlands writes it",
    )


def _month_or_quarter(name: str, line: int, column: str, raw: str) -> Problem:
    return Problem(
        name,
        line,
        column,
        "month or quarter",
        raw,
        "2020-01 for a month or 2020-Q1 for a quarter, or word of what it is",
        'Say year_parts = "month" or "quarter" in the [[file]]. Half a year is no period: write the month '
        "that it ends with.",
    )


def _register(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register(f"{name}_frame", frame.to_arrow())
    con.execute(f"CREATE OR REPLACE TABLE {name} AS FROM {name}_frame")
    con.unregister(f"{name}_frame")
