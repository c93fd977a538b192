"""The rows of a file with their keys read: area, period, strata, and each figure's cell as number
and sign. One Parquet file per input, from which every figure is then taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from wijkwerk.areas.api import suggest
from wijkwerk.monitor.sources.recipes.cells import NumberCells, cell
from wijkwerk.monitor.sources.recipes.files import within
from wijkwerk.monitor.sources.recipes.keys import MOST, codes_table, periods_table, with_area_above
from wijkwerk.monitor.sources.recipes.odd_numbers import refuse_mixed_percents, remark_on_fillers
from wijkwerk.monitor.sources.recipes.recipe import Add, File, Keep, Reading, Recipe, Signs
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import (
    Account,
    ColumnCells,
    Notation,
    Shape,
    Staged,
    is_formula,
    notation,
    quoted,
    stage,
    survey,
)

_SIZES = ("inhabitants", "dwellings")


@dataclass
class Workshop:
    """Where a recipe is carried out: the data, the recipe, a connection, a scratch folder, the
    remarks (warnings for the check's report) that are made on the way, and the account of the rows
    of every file."""

    data: Path
    recipe: Recipe
    con: duckdb.DuckDBPyConnection
    scratch: Path
    remarks: list[Problem] = field(default_factory=list)
    inputs: dict[str, Path] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    _staged: dict[Reading, Staged] = field(default_factory=dict)

    def stage(self, reading: Reading, place: str) -> Staged:
        """Lay a file ready; the same file read the same way is laid ready once."""
        if reading not in self._staged:
            path = within(self.data, reading.path, self.recipe.name, place)
            self.inputs[reading.path] = path
            out = self.scratch / f"staged-{len(self._staged)}.parquet"
            staged = stage(self.con, path, reading.path, reading.form, out)
            self._staged[reading] = staged
            self.remarks += staged.told
            for note in staged.notes:
                self.remark(
                    staged.name,
                    None,
                    "note below the table",
                    note,
                    "rows of figures",
                    severity=Severity.NOTE,
                )
        return self._staged[reading]

    def remark(
        self,
        file: str,
        column: str | None,
        code: str,
        value: str | None,
        expected: str,
        suggestion: str | None = None,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Something that the recipe did or could not mend, for the check's report."""
        self.remarks.append(
            Problem(file, None, column, code, value, expected, suggestion, severity)
        )

    def numbers(
        self, staged: Staged, reading: Reading, columns: Mapping[str, str], prefix: str = "t."
    ) -> dict[str, NumberCells]:
        """The columns of numbers of a file by header; ``columns`` maps a header to its staged
        column. What they are written in is told by all cells of the file's columns together."""
        bare = {
            header: notation.sql_unitless(_untyped(staged, column))
            for header, column in columns.items()
        }
        cells = survey(self.con, f"read_parquet({quoted(str(staged.path))})", bare)
        return {
            header: NumberCells(
                f"{prefix}{column}",
                f"{prefix}{_typed(column)}" if staged.typed else None,
                cells[header],
                reading.decimal(header),
            )
            for header, column in columns.items()
        }


def _typed(column: str) -> str:
    """The column with the numbers of the cells of ``column`` that are numbers by their type."""
    return f"v{column[1:]}"


def _untyped(staged: Staged, column: str) -> str:
    """SQL of the texts of a column whose cells aren't numbers by their type."""
    return f"CASE WHEN {_typed(column)} IS NULL THEN {column} END" if staged.typed else column


@dataclass(frozen=True)
class Rows:
    """A file's rows: Parquet with line, area, period, age, sex, level, name, parent, inhabitants,
    dwellings, w<k> (texts that conditions look at), and n<k>/s<k> (number and sign) per column of
    figures; ``series`` in long layout. ``left_out`` counts the other rows by the reason."""

    file: File
    staged: Staged
    path: Path
    numbers: dict[str, int]  # header or added column → k of n<k>/s<k>
    texts: dict[str, int]  # header → k of w<k>
    series: frozenset[str]
    left_out: Mapping[str, int]


def read_rows(shop: Workshop, file: File, number: int) -> Rows:
    """Read ``file``; InputError with every row whose code, period or figure can't be read."""
    staged = shop.stage(file.reading, file.place)
    source = Source(shop, file, staged)
    texts = {
        header: place
        for place, header in enumerate(
            dict.fromkeys(where.column for figure in file.figures for where in figure.where)
        )
    }
    series = _series(shop, file, staged)
    sizes = {key: file.columns[key] for key in _SIZES if key in file.columns}
    wanted = [*_number_columns(shop, file, source, series), *sizes.values()]
    numbers = {header: place for place, header in enumerate(dict.fromkeys(wanted))}
    kept_condition = kept_rows(shop, staged, file.keep, file.place)
    asked_condition = kept_condition
    if file.long:
        used = sorted(series.intersection(_operands(file)))
        column = staged.column(file.columns["series"], file.place, shop.recipe.name)
        asked_condition = (
            f"{kept_condition} AND t.{column} IN ({', '.join(quoted(name) for name in used)})"
        )
    codes_table(shop, file, source, asked_condition)
    periods_table(shop, file, source, asked_condition)
    parts = ["t.line", "codes.code AS area", "codes.level AS level", "periods.period AS period"]
    for meaning in ("age", "sex", "name", "parent", "series"):
        parts.append(f"{source.text(meaning)} AS {meaning}")
    for header, place in texts.items():
        parts.append(f"{source.column(header)} AS w{place}")
    columns = source.numbers(list(numbers))
    for header, place in numbers.items():
        value, sign_sql = cell(columns[header], source.signs(header))
        parts += [f"{value} AS n{place}", f"{sign_sql} AS s{place}"]
        parts.append(f"{columns[header].text} AS r{place}")
    for meaning in _SIZES:
        place_or_none = numbers.get(sizes.get(meaning, ""))
        times = float(file.size_factors.get(meaning, 1))
        value = "NULL::DOUBLE" if place_or_none is None else f"n{place_or_none} * {times!r}"
        parts.append(f"{value} AS {meaning}")
    out = shop.scratch / f"rows-{number}.parquet"
    area, period, level = source.key("area"), source.key("period"), source.text("level")
    shop.con.execute(
        f"COPY (SELECT {', '.join(parts)} FROM ({source.query}) AS t "
        f"JOIN codes ON codes.raw = {area} AND codes.said IS NOT DISTINCT FROM {level} "
        f"JOIN periods ON periods.raw = {period} WHERE {asked_condition}) "
        f"TO {quoted(str(out))} (FORMAT parquet)"
    )
    left_out = _left_out(shop, file, source, kept_condition, asked_condition)
    rows = Rows(file, staged, out, numbers, texts, frozenset(series), left_out)
    _unread_numbers(shop, rows, columns)
    refuse_mixed_percents(shop, rows)
    remark_on_fillers(shop, rows)
    return rows


class Source:
    """A staged file with columns of other files beside its own, as the table t of a query."""

    def __init__(self, shop: Workshop, file: File, staged: Staged) -> None:
        self.shop, self.file, self.staged = shop, file, staged
        self.query = f"SELECT * FROM read_parquet({quoted(str(staged.path))})"
        self._added: dict[str, tuple[Add, Staged, str, str]] = {}
        for number, add in enumerate(file.add):
            self._join(number, add)

    def column(self, header: str, meaning: str = "") -> str:
        """SQL of the text of a column, its own or an added one. InputError without it."""
        if header in self._added:
            return f"t.{self._added[header][3]}"
        place = self.file.place + (f".columns.{meaning}" if meaning else "")
        return f"t.{self.staged.column(header, place, self.shop.recipe.name)}"

    def text(self, meaning: str) -> str:
        """SQL of the text with a meaning (name, level, …); null when the file has none."""
        header = self.file.columns.get(meaning)
        return "NULL::VARCHAR" if header is None else f"nullif({self.column(header, meaning)}, '')"

    def key(self, meaning: str) -> str:
        """SQL of the raw area or period: a column, or what holds for every row."""
        header = self.file.columns.get(meaning)
        if header is None:
            return quoted(self.file.constant[meaning])
        raw = f"coalesce({self.column(header, meaning)}, '')"
        if meaning == "area" and self.file.codes.within is not None:
            return with_area_above(
                self.column(self.file.codes.within, "codes.within"), raw, self.file.codes
            )
        return raw

    def signs(self, header: str) -> Signs:
        """The signs of the file that a column comes from."""
        return self._added[header][0].signs if header in self._added else self.file.signs

    def is_added(self, header: str) -> bool:
        """Whether a column comes out of another file."""
        return header in self._added

    def numbers(self, headers: list[str]) -> dict[str, NumberCells]:
        """The columns of numbers by header; those of each file are judged together."""
        own = {header: self.column(header)[2:] for header in headers if header not in self._added}
        numbers = self.shop.numbers(self.staged, self.file.reading, own)
        for header in headers:
            if header in self._added:
                add, other, column, alias = self._added[header]
                shared_numbers = self.shop.numbers(other, add.reading, {header: column})[header]
                typed = f"t.{alias}_v" if other.typed else None
                numbers[header] = NumberCells(
                    f"t.{alias}", typed, shared_numbers.cells, shared_numbers.decimal
                )
        return numbers

    def _join(self, number: int, add: Add) -> None:
        shop, recipe = self.shop, self.shop.recipe.name
        place = f"{self.file.place}.add.{number}"
        other = shop.stage(add.reading, place)
        own_keys = [self.staged.column(name, place, recipe) for name in add.key]
        other_keys = [other.column(name, place, recipe) for name in add.key.values()]
        taken = {header: other.column(header, place, recipe) for header in add.take}
        rows = kept_rows(shop, other, add.keep, place)
        columns = dict.fromkeys([*other_keys, *taken.values()])
        if other.typed:
            columns.update(dict.fromkeys(_typed(column) for column in taken.values()))
        # Rows that say the same are one: a look-up file may have a row per year or per street.
        distinct = (
            f"SELECT {', '.join(f't.{column}' for column in columns)}, min(line) AS line, "
            f"count(*) AS times FROM read_parquet({quoted(str(other.path))}) AS t "
            f"WHERE {rows} GROUP BY ALL"
        )
        keys = ", ".join(other_keys)
        double = shop.con.execute(
            f"SELECT {other_keys[0]}, max(line) FROM ({distinct}) GROUP BY {keys} "
            "HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
        ).fetchone()
        if double:
            raise InputError(
                [
                    Problem(
                        other.name,
                        double[1],
                        next(iter(add.key.values())),
                        "stands twice",
                        str(double[0]),
                        "one row for each key, so that it can be looked up",
                        f"The rows differ in what is taken: choose with keep in {place}.",
                    )
                ]
            )
        on = " AND ".join(f"a.{x} = b.{y}" for x, y in zip(own_keys, other_keys, strict=True))
        names = []
        for header, column in taken.items():
            alias = f"a{number}_{column}"
            self._added[header] = (add, other, column, alias)
            names.append(f"b.{column} AS {alias}")
            if other.typed:
                names.append(f"b.{_typed(column)} AS {alias}_v")
        self._account_of_added(add, other, rows, distinct, on)
        self.query = (
            f"SELECT a.*, {', '.join(names)} FROM ({self.query}) AS a "
            f"LEFT JOIN ({distinct}) AS b ON {on}"
        )

    def _account_of_added(
        self, add: Add, other: Staged, kept_condition: str, distinct: str, on: str
    ) -> None:
        table = f"read_parquet({quoted(str(other.path))}) AS t"
        passed = self.shop.con.execute(
            f"SELECT count(*) FROM {table} WHERE NOT coalesce({kept_condition}, false)"
        ).fetchone()
        counted = self.shop.con.execute(
            f"SELECT count(*) FILTER (met), coalesce(sum(times - 1) FILTER (met), 0), "
            f"coalesce(sum(times) FILTER (NOT met), 0) FROM (SELECT b.times, "
            f"EXISTS (SELECT 1 FROM ({self.query}) AS a WHERE {on}) AS met FROM ({distinct}) AS b)"
        ).fetchone()
        assert passed is not None and counted is not None
        used, repeated, others = (int(value) for value in counted)
        self.shop.accounts.append(
            Account(
                other.name,
                other.rows,
                used,
                {
                    "left out by keep": int(passed[0]),
                    "that repeat another row": repeated,
                    "that no row looks up": others,
                },
            )
        )


def _left_out(
    shop: Workshop, file: File, source: Source, kept_condition: str, asked_condition: str
) -> dict[str, int]:
    """How many rows of the file don't get as far as the figures, by the reason."""
    area = source.key("area")
    skipped = ", ".join(quoted(text) for text in file.codes.skip) or "NULL"
    blank = "false" if "" in file.codes.replace else f"trim({area}) = ''"
    counted = shop.con.execute(
        f"SELECT CASE WHEN NOT coalesce({kept_condition}, false) THEN 'left out by keep' "
        f"WHEN NOT coalesce({asked_condition}, false) THEN 'of series that no figure names' "
        f"WHEN lower(trim({area})) IN ({skipped}) THEN 'left out by skip' "
        f"WHEN {blank} THEN 'without a code' END AS why, count(*) "
        f"FROM ({source.query}) AS t GROUP BY 1 HAVING why IS NOT NULL ORDER BY 1"
    ).fetchall()
    return {str(why): int(times) for why, times in counted}


def _series(shop: Workshop, file: File, staged: Staged) -> set[str]:
    """The names in the column of series (long layout), or nothing."""
    if not file.long:
        return set()
    column = staged.column(file.columns["series"], file.place, shop.recipe.name)
    rows = shop.con.execute(
        f"SELECT DISTINCT {column} FROM read_parquet({quoted(str(staged.path))})"
    ).fetchall()
    return {str(row[0]) for row in rows}


def _operands(file: File) -> list[str]:
    return list(dict.fromkeys(name for figure in file.figures for name in figure.operands))


def _number_columns(shop: Workshop, file: File, source: Source, series: set[str]) -> list[str]:
    """The columns that hold figures, each once: the cell of long layout, and what isn't a series."""
    if not file.long:
        return _operands(file)
    problems = []
    staged = source.staged
    for name in _operands(file):
        is_column = staged.find(name) is not None or source.is_added(name)
        if name in series and is_column:
            problems.append(
                Problem(
                    shop.recipe.name,
                    None,
                    f"{file.place}.figure",
                    "series and column",
                    name,
                    f"a name that is either a column of {staged.name} or a text in its column "
                    f"{file.columns['series']}",
                )
            )
        elif name not in series and not is_column:
            near = suggest(name, series)
            have = ", ".join(sorted(series)[:40])
            problems.append(
                Problem(
                    staged.name,
                    None,
                    file.columns["series"],
                    "series is missing",
                    name,
                    f"rows with {name}, named in {shop.recipe.name} {file.place}.figure",
                    (f"Did you mean {near}? " if near else "") + f"The column holds: {have}.",
                )
            )
    if problems:
        raise InputError(problems)
    columns = [file.columns["cell"]]
    return [*columns, *(name for name in _operands(file) if name not in series)]


def condition(column: str, keep: Keep) -> str:
    """SQL for a condition of the recipe on the staged column ``column``."""
    texts = ", ".join(quoted(text.strip()) for text in keep.texts)
    if keep.test == "is":
        return f"{column} IN ({texts})"
    if keep.test == "not":
        return f"{column} NOT IN ({texts})"
    starts = (f"starts_with({column}, {quoted(text)})" for text in keep.texts)
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
    table = f"read_parquet({quoted(str(staged.path))}) AS t"
    if not shop.con.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1").fetchone():
        keep = next(iter(keeps))
        column = staged.column(keep.column, place, shop.recipe.name)
        have = shop.con.execute(
            f"SELECT DISTINCT {column} FROM {table} ORDER BY 1 LIMIT 8"
        ).fetchall()
        raise InputError(
            [
                Problem(
                    staged.name,
                    None,
                    keep.column,
                    "no rows are left",
                    f"{keep.test} {', '.join(keep.texts)}",
                    f"conditions ({place}.keep in {shop.recipe.name}) that keep some rows",
                    f"The column holds: {', '.join(str(row[0]) for row in have)}.",
                )
            ]
        )
    return where


def _unread_numbers(shop: Workshop, rows: Rows, columns: Mapping[str, NumberCells]) -> None:
    problems: list[Problem] = []
    for header, place in rows.numbers.items():
        unread = shop.con.execute(
            f"SELECT line, r{place}, count(*) OVER () FROM read_parquet({quoted(str(rows.path))}) "
            f"WHERE n{place} IS NULL AND s{place} IS NULL AND r{place} IS NOT NULL "
            f"ORDER BY line LIMIT {MOST}"
        ).fetchall()
        problems += [
            unread_number(rows.staged.name, int(line), header, text, columns[header].cells)
            for line, text, _ in unread
        ]
        if unread and unread[0][2] > MOST:
            problems.append(
                Problem(
                    rows.staged.name,
                    None,
                    header,
                    "not a number",
                    None,
                    f"none; {unread[0][2] - MOST} more like these are in the file",
                )
            )
    if problems:
        raise InputError(problems)


def unread_number(name: str, line: int, header: str, text: str, cells: ColumnCells) -> Problem:
    """The problem of a cell that holds no number, or of which nobody can tell which."""
    shape = notation.shape_of(text.replace("%", "").replace("€", ""))
    is_open = shape in (Shape.POINT, Shape.COMMA) and cells.notation in (
        Notation.UNKNOWN,
        Notation.MIXED,
    )
    if is_open or is_formula(text):
        code, expected, advice = notation.advice(text, shape)
        if is_open and advice is not None:
            advice += f' Or say what it is: decimal = {{ "{header}" = "," }} or ".".'
        return Problem(name, line, header, code, text, expected, advice)
    return Problem(
        name,
        line,
        header,
        "not a number",
        text,
        "a number such as 12,5 or 12.5",
        "When it means that there is no figure, name it under [file.signs].",
    )
