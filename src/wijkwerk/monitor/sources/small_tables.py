"""Small tables (areas, groups, correspondence, published counts) of any dialect, typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wijkwerk.monitor.core.tables import AREAS, CORRESPONDENCE, GROUPS, POSTCODES
from wijkwerk.monitor.sources.header import header_problems
from wijkwerk.shared.lines import LONGEST_LINE, code_point, refused_in_line, refused_in_paragraphs
from wijkwerk.shared.problems import InputError, Problem, Severity
from wijkwerk.tables.api import (
    MOST,
    UNFINISHED,
    Shape,
    corrupt,
    detect,
    notation,
    notes_on,
    printable,
    read_frame,
    rows_of,
)

PUBLISHED = {
    "group": "string",
    "indicator": "string",
    "reference": "string",  # what it was held against; empty: by the source's rule
    "period_from": "string",
    "period_to": "string",
    "class": "string",
    "count": "float64",
    "scope": "string",  # areas (also when empty): counts of areas; total: the group as a whole
    "total": "float64",  # of how many areas; empty: the group's members, or what other counts say
    "areas": "string",  # names or codes of the areas in the class, separated by ';'
    # Of the group as a whole (scope total): where it and its reference went, or their figures at
    # moments that the publication doesn't date.
    "own_direction": "string",
    "reference_direction": "string",
    "own_from": "float64",
    "own_to": "float64",
    "reference_from": "float64",
    "reference_to": "float64",
    # How far the areas inside it lay apart at the latest moment.
    "own_lowest": "float64",
    "own_highest": "float64",
    "reference_lowest": "float64",
    "reference_highest": "float64",
}
TYPES = {"string": pl.String, "float64": pl.Float64}
# A small table of a hundred times the country's areas is none.
LARGEST = 1 << 29


@dataclass(frozen=True)
class Kind:
    """A kind of small table: its columns, those that have to be there, and the columns of texts that
    may have line ends; every other text is one line."""

    schema: Mapping[str, str]
    required: tuple[str, ...]
    paragraphs: tuple[str, ...] = ()

    def empty(self) -> pl.DataFrame:
        """No rows, with ``line``."""
        return pl.DataFrame(
            schema={
                "line": pl.Int64,
                **{column: TYPES[kind] for column, kind in self.schema.items()},
            }
        )


KINDS = {
    "areas": Kind(AREAS, ("code", "name", "level", "parent")),
    "groups": Kind(GROUPS, ("group", "area")),
    "published": Kind(PUBLISHED, ("group", "indicator", "class", "count"), ("areas",)),
    "postcodes": Kind(POSTCODES, ("postcode", "area")),
    "correspondence": Kind(CORRESPONDENCE, ("area_from", "area_to", "weight")),
}


def read_table(path: Path, name: str, kind: Kind, problems: list[Problem]) -> pl.DataFrame | None:
    """The table in ``path`` with ``line`` and exactly the columns of ``kind``, texts trimmed,
    blanks null. What is wrong goes to ``problems``; None when there is no table to speak of.

    ``line`` counts lines of a CSV file (the header is 1) and rows of a Parquet file (from 1).
    """
    if path.stat().st_size > LARGEST:
        problems.append(
            Problem(
                name,
                None,
                None,
                "file is too big",
                f"{path.stat().st_size:,} bytes",
                f"at most {LARGEST:,} bytes for a table of areas",
            )
        )
        return None
    if path.suffix == ".parquet":
        texts = _parquet(path, name, problems)
        line, dialect = 1, None
    else:
        dialect = detect(path, name)
        problems += notes_on(dialect, name)
        line, texts = dialect.header_line, None
    columns = dialect.columns if dialect else tuple((texts or {}).keys())
    if dialect is None and texts is None:
        return None
    faults = list(header_problems(name, line, columns, kind.schema, kind.required))
    problems += faults
    absent = {fault.column for fault in faults if fault.code == "column is missing"}
    doubled = any(fault.code == "column stands twice" for fault in faults)
    if doubled or kind.required[0] in absent:
        return None
    if dialect is not None:
        lines: list[int] = []
        rows: list[list[str]] = []
        for number, cells in rows_of(path, dialect, name, problems):
            lines.append(number)
            rows.append([cell.strip() for cell in cells])
        if any(problem.code in UNFINISHED and problem.file == name for problem in problems):
            return None
        texts = {column: [row[at] or None for row in rows] for at, column in enumerate(columns)}
    else:
        lines = list(range(1, len(next(iter((texts or {}).values()), [])) + 1))
    assert texts is not None
    if not lines:
        problems.append(
            Problem(name, line, None, "no rows", None, "at least one row under the headers")
        )
    return _typed(texts, lines, name, kind, problems)


def _parquet(path: Path, name: str, problems: list[Problem]) -> dict[str, list[str | None]] | None:
    try:
        frame = pl.DataFrame(read_frame(path, name))
        frame = frame.rename({column: column.strip().lower() for column in frame.columns})
        frame = frame.select(pl.all().cast(pl.String).str.strip_chars())
    except (pl.exceptions.PolarsError, OSError, ValueError) as fault:
        problems.append(corrupt(path, name, fault))
        return None
    return {column: [text or None for text in frame[column].to_list()] for column in frame.columns}


def _typed(
    texts: Mapping[str, Sequence[str | None]],
    lines: list[int],
    name: str,
    kind: Kind,
    problems: list[Problem],
) -> pl.DataFrame:
    numbers = [
        column for column, what in kind.schema.items() if what == "float64" and column in texts
    ]
    shapes = {number: [notation.shape_of(text) for text in texts[number]] for number in numbers}
    of_file = [shape for number in numbers for shape in shapes[number]]
    columns: list[pl.Series] = [pl.Series("line", lines, dtype=pl.Int64)]
    for column, what in kind.schema.items():
        if column not in texts:
            columns.append(pl.Series(column, [None] * len(lines), dtype=TYPES[what]))
        elif what == "string":
            columns.append(pl.Series(column, texts[column], dtype=pl.String))
            cells_of = list(zip(lines, texts[column], strict=True))
            problems += _refused(name, column, cells_of, column in kind.paragraphs)
        else:
            written = notation.settled(shapes[column], of_file)
            values = [notation.number(text, written) for text in texts[column]]
            columns.append(pl.Series(column, values, dtype=pl.Float64))
            cells = zip(lines, texts[column], shapes[column], values, strict=True)
            problems += _unread(name, column, list(cells))
    return pl.DataFrame(columns)


def _refused(
    name: str, column: str, cells: Sequence[tuple[int, str | None]], paragraphs: bool
) -> list[Problem]:
    """Texts that hold what their places can't: see ``shared/lines``."""
    check = refused_in_paragraphs if paragraphs else refused_in_line
    problems: list[Problem] = []
    for line, text in cells:
        sign = check(text or "")
        if sign:
            wanted = "a text" if paragraphs else "a text in one line,"
            expected = f"{wanted} without the character {code_point(sign)}"
        elif not paragraphs and len(text or "") > LONGEST_LINE:
            expected = f"at most {LONGEST_LINE} characters"
        else:
            continue
        code = "not a text that will do"
        problems.append(Problem(name, line, column, code, printable(text or ""), expected))
    if len(problems) > MOST:
        problems[MOST:] = [more(name, column, "not a text that will do", len(problems))]
    return problems


def _unread(
    name: str, column: str, cells: Sequence[tuple[int, str | None, Shape, float | None]]
) -> list[Problem]:
    """Cells that hold no number, and a note on decimal commas."""
    problems: list[Problem] = []
    bad = [
        (line, text or "", shape)
        for line, text, shape, value in cells
        if value is None and shape in (Shape.BAD, Shape.POINT, Shape.COMMA)
    ]
    for line, text, shape in bad[:MOST]:
        code, expected, advice = notation.advice(text, shape)
        problems.append(Problem(name, line, column, code, printable(text), expected, advice))
    if len(bad) > MOST:
        problems.append(more(name, column, "not a number", len(bad)))
    counts = Counter(shape for _, _, shape, _ in cells)
    if counts[Shape.DUTCH]:
        first = next(line for line, _, shape, _ in cells if shape is Shape.DUTCH)
        problems.append(decimal_commas(name, first, column, counts[Shape.DUTCH]))
    return problems


def more(name: str, column: str | None, code: str, total: int) -> Problem:
    """Says that ``total`` rows have a fault of which the first ``MOST`` are listed."""
    return Problem(
        name, None, column, code, f"{total:,} rows", "none", f"The first {MOST} of them are listed."
    )


def decimal_commas(name: str, line: int, column: str, count: int) -> Problem:
    """The note on numbers in Dutch notation."""
    return Problem(
        name,
        line,
        column,
        "Dutch notation",
        f"{count:,} {'cell' if count == 1 else 'cells'}",
        "a decimal point",
        "Read as meant; nothing to mend.",
        Severity.NOTE,
    )


def read_or_tell(path: Path, name: str, kind: Kind, problems: list[Problem]) -> pl.DataFrame | None:
    """``read_table``, with faults of the file itself among the problems instead of raised.

    None when the file can't be read.
    """
    try:
        return read_table(path, name, kind, problems)
    except InputError as wrong:
        problems += wrong.problems
    except OSError as fault:
        problems.append(unreadable(name, fault))
    return None


def unreadable(name: str, fault: OSError) -> Problem:
    """The problem of a file that the system doesn't let us read."""
    return Problem(
        name,
        None,
        None,
        "file can't be read",
        fault.strerror or type(fault).__name__,
        "a file that can be read",
        "Look at its permissions and at the disk it lies on.",
    )
