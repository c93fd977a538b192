"""The first rows of a file, whatever its kind, and the row in which its headers stand."""

from __future__ import annotations

import csv
import gzip
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wijkwerk.monitor.sources.bytes_of_text import encoding_of, not_text
from wijkwerk.monitor.sources.recipes.files import (
    cell_text,
    no_headers,
    separator_of,
    workbook_rows,
)
from wijkwerk.shared.problems import InputError, Problem

MOST_ROWS = 5_000
_MOST_BEFORE = 40  # rows above the headers: titles, sources, remarks
_PACKED = 64 << 20


@dataclass(frozen=True)
class Sample:
    """The headers and the first rows below them, as texts; ``above`` is what stands over them."""

    path: Path
    separator: str | None
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]

    def column(self, place: int) -> list[str]:
        """The cells of a column that aren't blank."""
        return [row[place] for row in self.rows if row[place]]


def look(path: Path) -> Sample:
    """Look at ``path`` (CSV, gzipped CSV, Excel). InputError when there is no table in it."""
    if not path.is_file():
        raise InputError(
            [Problem(str(path), None, None, "file is missing", None, "a file with figures")]
        )
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        lines, sheet = _workbook(path)
        return _sample(path, lines, None, sheet)
    if suffix == ".gz":
        with tempfile.TemporaryDirectory() as scratch:
            text = Path(scratch) / "start.csv"
            try:
                with gzip.open(path, "rb") as packed:
                    text.write_bytes(_whole_lines(packed.read(_PACKED)))
            except (OSError, EOFError) as fault:
                raise InputError(
                    [
                        Problem(
                            path.name, None, None, f"can't be unpacked ({fault})", None,
                            "a whole gzip file",
                        )
                    ]
                ) from None  # fmt: skip
            return _delimited(text, path)
    return _delimited(path, path)


def _whole_lines(start: bytes) -> bytes:
    return start if len(start) < _PACKED else start[: start.rfind(b"\n") + 1]


def _delimited(text: Path, path: Path) -> Sample:
    other = not_text(text)
    if other is not None:
        raise InputError(
            [Problem(path.name, None, None, "not a text file", other[0], "CSV or .xlsx", other[1])]
        )
    with text.open("r", encoding=encoding_of(text), errors="replace", newline="") as stream:
        lines = list(itertools.islice(stream, MOST_ROWS + _MOST_BEFORE))
    # The separator is what most lines agree on; titles above the table have none.
    votes = [separator_of(line) for line in lines if any(sign in line for sign in ";,\t|")]
    separator = max(sorted(set(votes)), key=votes.count) if votes else ";"
    rows = csv.reader(lines, delimiter=separator)
    return _sample(path, _trimmed(rows), separator, None)


def _trimmed(rows: Iterator[list[str]]) -> list[tuple[str, ...]]:
    return [tuple(cell.replace("\xa0", " ").strip() for cell in row) for row in rows]


def _workbook(path: Path) -> tuple[list[tuple[str, ...]], str | None]:
    """The rows of the sheet with the most cells that hold something among its first rows."""
    import openpyxl

    from wijkwerk.monitor.sources.recipes.files import check_workbook

    check_workbook(path, path.name)
    names: list[str | None]
    try:
        names = list(openpyxl.load_workbook(path, read_only=True, keep_links=False).sheetnames)
    except Exception:
        # What is wrong with it is told by the reader of rows.
        names = []
    best: list[tuple[str, ...]] = []
    chosen: str | None = None
    for name in names[:20] or [None]:
        rows = workbook_rows(path, path.name, name)
        found = [
            tuple(cell_text(cell).replace("\xa0", " ").strip() for cell in row)
            for row in itertools.islice(rows, MOST_ROWS + _MOST_BEFORE)
        ]
        if _filled(found) > _filled(best):
            best, chosen = found, name
    return best, chosen if names and chosen != names[0] else None


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(1 for row in rows for cell in row if cell)


def _sample(
    path: Path, rows: list[tuple[str, ...]], separator: str | None, sheet: str | None
) -> Sample:
    place = _header_place(rows)
    if place is None:
        raise InputError([no_headers(path.name, 1)])
    headers = list(rows[place])
    while headers and not headers[-1]:
        headers.pop()
    width = len(headers)
    below = [
        (row + ("",) * width)[:width] for row in rows[place + 1 : place + 1 + MOST_ROWS] if any(row)
    ]
    if not below:
        raise InputError(
            [Problem(path.name, place + 2, None, "no rows", None, "rows below the headers")]
        )
    above = tuple(" ".join(cell for cell in row if cell) for row in rows[:place])
    return Sample(
        path, separator, sheet, place + 1, tuple(headers), tuple(below), tuple(filter(None, above))
    )


def _header_place(rows: list[tuple[str, ...]]) -> int | None:
    """The first row that has nearly as many cells as the fullest one, and no numbers in them."""
    start = rows[: _MOST_BEFORE * 2]
    fullest = max((sum(1 for cell in row if cell) for row in start), default=0)
    if fullest < 2:
        return None
    for place, row in enumerate(start[:_MOST_BEFORE]):
        cells = [cell for cell in row if cell]
        words = [cell for cell in cells if not _is_plain_number(cell)]
        if (
            len(cells) >= max(2, 0.7 * fullest)
            and len(words) >= 1
            and len(set(cells)) == len(cells)
        ):
            return place
    return None


def _is_plain_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").replace("-", "").replace(" ", "").isdigit()
