"""The rows of a file with their keys read: area, period, strata, and each figure's cell as number
and sign. One Parquet file per input, from which every figure is then taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from wijkwerk.areas.api import level_of, repair_code, suggest
from wijkwerk.monitor.sources.recipes.cells import cell, period_of
from wijkwerk.monitor.sources.recipes.files import Staged, sql_text, stage, within
from wijkwerk.monitor.sources.recipes.recipe import (
    Codes,
    File,
    Keep,
    Reading,
    Recipe,
    Signs,
)
from wijkwerk.shared.problems import InputError, Problem, Severity

MOST = 20  # of one kind in one file; the number of the rest is told


@dataclass
class Workshop:
    """Where a recipe is carried out: the data, the recipe, a connection, a scratch folder, and the
    remarks (warnings for the check's report) that are made on the way."""

    data: Path
    recipe: Recipe
    con: duckdb.DuckDBPyConnection
    scratch: Path
    remarks: list[Problem] = field(default_factory=list)
    inputs: dict[str, Path] = field(default_factory=dict)
    _staged: dict[Reading, Staged] = field(default_factory=dict)

    def stage(self, reading: Reading, place: str) -> Staged:
        """Lay a file ready; the same file read the same way is laid ready once."""
        if reading not in self._staged:
            path = within(self.data, reading.path, self.recipe.name, place)
            self.inputs[reading.path] = path
            number = len(self._staged)
            self._staged[reading] = stage(self.con, path, reading, self.scratch, number)
        return self._staged[reading]

    def remark(
        self, file: str, column: str | None, code: str, value: str | None, expected: str,
        suggestion: str | None = None, severity: Severity = Severity.WARNING,
    ) -> None:  # fmt: skip
        """Something that the recipe did or could not mend, for the check's report."""
        self.remarks.append(
            Problem(file, None, column, code, value, expected, suggestion, severity)
        )


@dataclass(frozen=True)
class Rows:
    """A file's rows: Parquet with line, area, period, age, sex, level, name, parent, inhabitants,
    dwellings, w<k> (texts that conditions look at), and n<k>/s<k> (number and sign) per column of
    figures; ``series`` in long layout."""

    file: File
    staged: Staged
    path: Path
    numbers: dict[str, int]  # header or added column → k of n<k>/s<k>
    texts: dict[str, int]  # header → k of w<k>
    series: frozenset[str]


def read_rows(shop: Workshop, file: File, number: int) -> Rows:
    """Read ``file``; InputError with every row whose code, period or figure can't be read."""
    staged = shop.stage(file.reading, file.place)
    source = _with_added(shop, file, staged)
    texts = {
        header: place
        for place, header in enumerate(
            dict.fromkeys(one.column for figure in file.figures for one in figure.where)
        )
    }
    series = _series(shop, file, staged)
    wanted = _number_columns(shop, file, staged, series)
    numbers = {header: place for place, header in enumerate(wanted)}
    kept = kept_rows(shop, staged, file.keep, file.place)
    if file.long:
        used = sorted(series.intersection(_operands(file)))
        column = staged.column(file.columns["series"], file.place, shop.recipe.name)
        kept = f"{kept} AND t.{column} IN ({', '.join(sql_text(one) for one in used)})"
    _codes_table(shop, file, staged, kept)
    _periods_table(shop, file, staged, kept)
    parts = ["t.line", "codes.code AS area", "codes.level AS level", "periods.period AS period"]
    for meaning in ("age", "sex", "name", "parent"):
        parts.append(f"{_text(file, staged, meaning, shop)} AS {meaning}")
    parts.append(f"{_text(file, staged, 'series', shop)} AS series")
    for meaning in ("inhabitants", "dwellings"):
        parts.append(f"{_count(file, staged, meaning, shop)} AS {meaning}")
    for header, place in texts.items():
        parts.append(f"t.{staged.column(header, file.place, shop.recipe.name)} AS w{place}")
    for header, place in numbers.items():
        column, signs, decimal = source.columns.get(
            header,
            ("", file.signs, file.reading.decimal),
        )
        if not column:
            column = staged.column(header, file.place, shop.recipe.name)
        value, said = cell(f"t.{column}", signs, decimal)
        parts += [f"{value} AS n{place}", f"{said} AS s{place}", f"t.{column} AS r{place}"]
    out = shop.scratch / f"rows-{number}.parquet"
    area = _key(file, staged, "area", shop)
    period = _key(file, staged, "period", shop)
    level = _text(file, staged, "level", shop)
    shop.con.execute(
        f"COPY (SELECT {', '.join(parts)} FROM ({source.query}) AS t "
        f"JOIN codes ON codes.raw = {area} AND codes.said IS NOT DISTINCT FROM {level} "
        f"JOIN periods ON periods.raw = {period} WHERE {kept}) "
        f"TO {sql_text(str(out))} (FORMAT parquet)"
    )
    rows = Rows(file, staged, out, numbers, texts, frozenset(series))
    _unread_numbers(shop, rows)
    return rows


@dataclass(frozen=True)
class _Source:
    """A staged file with columns of other files beside its own."""

    query: str
    columns: dict[str, tuple[str, Signs, str | None]]


def _with_added(shop: Workshop, file: File, staged: Staged) -> _Source:
    query = f"SELECT * FROM read_parquet({sql_text(str(staged.path))})"
    columns: dict[str, tuple[str, Signs, str | None]] = {}
    for number, add in enumerate(file.add):
        place = f"{file.place}.add.{number}"
        other = shop.stage(add.reading, place)
        here = [staged.column(one, place, shop.recipe.name) for one in add.key]
        there = [other.column(one, place, shop.recipe.name) for one in add.key.values()]
        taken = [other.column(one, place, shop.recipe.name) for one in add.take]
        keys = ", ".join(there)
        double = shop.con.execute(
            f"SELECT {there[0]}, max(line) FROM read_parquet({sql_text(str(other.path))}) "
            f"GROUP BY {keys} HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
        ).fetchone()
        if double:
            raise InputError(
                [
                    Problem(
                        other.name, double[1], next(iter(add.key.values())), "stands twice",
                        str(double[0]), "one row for each key, so that it can be looked up",
                    )
                ]
            )  # fmt: skip
        names = ", ".join(f"b.{column} AS a{number}_{column}" for column in taken)
        on = " AND ".join(f"a.{x} = b.{y}" for x, y in zip(here, there, strict=True))
        query = (
            f"SELECT a.*, {names} FROM ({query}) AS a "
            f"LEFT JOIN read_parquet({sql_text(str(other.path))}) AS b ON {on}"
        )
        for header, column in zip(add.take, taken, strict=True):
            columns[header] = (f"a{number}_{column}", add.signs, add.reading.decimal)
    return _Source(query, columns)


def _series(shop: Workshop, file: File, staged: Staged) -> set[str]:
    """The names in the column of series (long layout), or nothing."""
    if not file.long:
        return set()
    column = staged.column(file.columns["series"], file.place, shop.recipe.name)
    found = shop.con.execute(
        f"SELECT DISTINCT {column} FROM read_parquet({sql_text(str(staged.path))})"
    ).fetchall()
    return {str(row[0]) for row in found}


def _operands(file: File) -> list[str]:
    return list(dict.fromkeys(name for figure in file.figures for name in figure.operands))


def _number_columns(shop: Workshop, file: File, staged: Staged, series: set[str]) -> list[str]:
    """The columns that hold figures, each once: the cell of long layout, and what isn't a series."""
    if not file.long:
        return _operands(file)
    problems = []
    added = {header for add in file.add for header in add.take}
    for name in _operands(file):
        is_column = staged.find(name) is not None or name in added
        if name in series and is_column:
            problems.append(
                Problem(
                    shop.recipe.name, None, f"{file.place}.figure", "series and column", name,
                    f"a name that is either a column of {staged.name} or a text in its column "
                    f"{file.columns['series']}",
                )
            )  # fmt: skip
        elif name not in series and not is_column:
            near = suggest(name, series)
            have = ", ".join(sorted(series)[:40])
            problems.append(
                Problem(
                    staged.name, None, file.columns["series"], "series is missing", name,
                    f"rows with {name}, named in {shop.recipe.name} {file.place}.figure",
                    (f"Did you mean {near}? " if near else "") + f"The column holds: {have}.",
                )
            )  # fmt: skip
    if problems:
        raise InputError(problems)
    columns = [file.columns["cell"]]
    return [*columns, *(name for name in _operands(file) if name not in series)]


def _text(file: File, staged: Staged, meaning: str, shop: Workshop) -> str:
    header = file.columns.get(meaning)
    if header is None:
        return "NULL::VARCHAR"
    column = staged.column(header, f"{file.place}.columns.{meaning}", shop.recipe.name)
    return f"nullif(t.{column}, '')"


def _count(file: File, staged: Staged, meaning: str, shop: Workshop) -> str:
    header = file.columns.get(meaning)
    if header is None:
        return "NULL::DOUBLE"
    column = staged.column(header, f"{file.place}.columns.{meaning}", shop.recipe.name)
    return cell(f"t.{column}", file.signs, file.reading.decimal)[0]


def _key(file: File, staged: Staged, meaning: str, shop: Workshop) -> str:
    """SQL for the raw text of the area or the period: a column, or what holds for every row."""
    header = file.columns.get(meaning)
    if header is None:
        return sql_text(file.constant[meaning])
    return f"t.{staged.column(header, f'{file.place}.columns.{meaning}', shop.recipe.name)}"


def condition(column: str, keep: Keep) -> str:
    """SQL for a condition of the recipe on the staged column ``column``."""
    texts = ", ".join(sql_text(one.strip()) for one in keep.texts)
    if keep.test == "is":
        return f"{column} IN ({texts})"
    if keep.test == "not":
        return f"{column} NOT IN ({texts})"
    starts = (f"starts_with({column}, {sql_text(one)})" for one in keep.texts)
    return f"({' OR '.join(starts)})"


def kept_rows(shop: Workshop, staged: Staged, keeps: Iterable[Keep], place: str) -> str:
    """SQL for the rows that all conditions keep; InputError when they keep none."""
    conditions = []
    for keep in keeps:
        column = staged.column(keep.column, f"{place}.keep", shop.recipe.name)
        conditions.append(condition(f"t.{column}", keep))
    if not conditions:
        return "true"
    where = " AND ".join(conditions)
    table = f"read_parquet({sql_text(str(staged.path))}) AS t"
    if not shop.con.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1").fetchone():
        keep = next(iter(keeps))
        column = staged.column(keep.column, place, shop.recipe.name)
        have = shop.con.execute(
            f"SELECT DISTINCT {column} FROM {table} ORDER BY 1 LIMIT 8"
        ).fetchall()
        raise InputError(
            [
                Problem(
                    staged.name, None, keep.column, "no rows are left",
                    f"{keep.test} {', '.join(keep.texts)}",
                    f"conditions ({place}.keep in {shop.recipe.name}) that keep some rows",
                    f"The column holds: {', '.join(str(row[0]) for row in have)}.",
                )
            ]
        )  # fmt: skip
    return where


def _codes_table(shop: Workshop, file: File, staged: Staged, kept: str) -> None:
    """Table ``codes`` (raw, said, code, level): every code of the file, mended."""
    area, said = _key(file, staged, "area", shop), _text(file, staged, "level", shop)
    found = shop.con.execute(
        f"SELECT {area} AS raw, {said} AS said, min(line), count(*) "
        f"FROM read_parquet({sql_text(str(staged.path))}) AS t "
        f"WHERE {kept} GROUP BY 1, 2 ORDER BY 3"
    ).fetchall()
    column = file.columns.get("area", "area")
    good, problems = [], []
    blank = 0
    for raw, word, line, rows in found:
        if raw.strip().lower() in file.codes.skip:
            continue
        if not raw.strip():
            blank += int(rows)
            continue
        level = file.levels.get(word.strip().lower()) if word else file.codes.level
        code = mend(raw, level, file.codes)
        if code is None:
            problems.append(unknown_shape(staged.name, int(line), column, raw, level))
        else:
            good.append((raw, word, code, level_of(code) or level or "custom"))
    if problems:
        raise InputError(told(problems, staged.name, column))
    if blank:
        shop.remark(
            staged.name, column, "rows without a code", str(blank),
            "a code in every row; these rows are left out",
        )  # fmt: skip
    schema = dict.fromkeys(("raw", "said", "code", "level"), pl.String)
    frame = pl.DataFrame(good, schema=schema, orient="row")
    _register(shop.con, "codes", frame)


def mend(raw: str, level: str | None, codes: Codes) -> str | None:
    """The code that ``raw`` stands for, or None when it has no known form."""
    text = raw.strip().upper()
    if text in codes.replace:
        return codes.replace[text]
    repaired = repair_code(text, level)
    if repaired is not None:
        return repaired
    return raw.strip() if codes.own else None


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
        name, line, column, "code of unknown shape", raw,
        "a code such as GM0363, WK036301 or BU03630101", advice,
    )  # fmt: skip


def told(problems: list[Problem], name: str, column: str | None) -> list[Problem]:
    """The first problems, and one that counts the rest."""
    if len(problems) <= MOST:
        return problems
    rest = len(problems) - MOST
    more = Problem(
        name, None, column, problems[0].code, None, f"none; {rest} more like these are in the file"
    )
    return [*problems[:MOST], more]


def _periods_table(shop: Workshop, file: File, staged: Staged, kept: str) -> None:
    """Table ``periods`` (raw, period): every period of the file in ISO 8601."""
    found = shop.con.execute(
        f"SELECT {_key(file, staged, 'period', shop)} AS raw, min(line) "
        f"FROM read_parquet({sql_text(str(staged.path))}) AS t "
        f"JOIN codes ON codes.raw = {_key(file, staged, 'area', shop)} "
        f"WHERE {kept} GROUP BY 1 ORDER BY 2"
    ).fetchall()
    column = file.columns.get("period", "period")
    good, problems = [], []
    for raw, line in found:
        period = period_of(raw)
        if period is None:
            problems.append(
                Problem(
                    staged.name, int(line), column, "malformed period", raw or None,
                    "a year, 2012-10, 2012-Q3, or 2012JJ00 as Statistics Netherlands writes it",
                )
            )  # fmt: skip
        good.append((raw, period))
    if problems:
        raise InputError(told(problems, staged.name, column))
    schema = dict.fromkeys(("raw", "period"), pl.String)
    _register(shop.con, "periods", pl.DataFrame(good, schema=schema, orient="row"))


def _register(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register(f"{name}_frame", frame.to_arrow())
    con.execute(f"CREATE OR REPLACE TABLE {name} AS FROM {name}_frame")
    con.unregister(f"{name}_frame")


def _unread_numbers(shop: Workshop, rows: Rows) -> None:
    problems: list[Problem] = []
    for header, place in rows.numbers.items():
        found = shop.con.execute(
            f"SELECT line, r{place}, count(*) OVER () FROM read_parquet({sql_text(str(rows.path))}) "
            f"WHERE n{place} IS NULL AND s{place} IS NULL AND r{place} IS NOT NULL "
            f"ORDER BY line LIMIT {MOST}"
        ).fetchall()
        for line, text, _ in found:
            problems.append(
                Problem(
                    rows.staged.name, int(line), header, "not a number", text,
                    "a number such as 12,5 or 12.5",
                    "When it means that there is no figure, name it under [file.signs].",
                )
            )  # fmt: skip
        if found and found[0][2] > MOST:
            problems.append(
                Problem(
                    rows.staged.name, None, header, "not a number", None,
                    f"none; {found[0][2] - MOST} more like these are in the file",
                )
            )  # fmt: skip
    if problems:
        raise InputError(problems)
