"""A programme as a spreadsheet: a sheet per table, a row under each other, keys between sheets.

Texts stay texts, whatever they begin with; a formula in a sheet that comes back is refused.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from wijkwerk.programme.exchange.documents import DEEPEST, MOST_ROWS, Sent, read_json
from wijkwerk.programme.exchange.export import Document
from wijkwerk.programme.exchange.tables import BY_NAME, PROGRAMME, TABLES, Table
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spreadsheet_text import LONGEST, may_be_formula
from wijkwerk.tables.api import Limits, Workbook, cell_text
from wijkwerk.tables.api import WorkbookSheet as Sheet

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PARTS = 500
_TAGS_A_ROW = 50  # in all parts together: a cell of text takes four
_ABOUT = "about"
_HEAD = ("format", "version", "contents")
_LISTS = ("codes", "refs")


def as_workbook(document: Document) -> bytes:
    """The document as XLSX. The same document gives the same bytes."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": document["programme"]["title"],
                "author": "Wijkwerk",
                "created": dt.datetime(2000, 1, 1),
            }
        )
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"quote_prefix": True})
        about = book.add_worksheet(_ABOUT)
        about.set_column(0, 1, 24)
        for at, name in enumerate(_HEAD):
            about.write_string(at, 0, name, head)
            about.write(at, 1, document[name])
        for table in (PROGRAMME, *TABLES):
            rows = [document["programme"]] if table is PROGRAMME else document.get(table.name, [])
            if rows:
                _sheet(book.add_worksheet(table.name), table, rows, head, text)
    return stream.getvalue()


def _sheet(sheet: Any, table: Table, rows: list[dict[str, Any]], head: Any, text: Any) -> None:
    names = (["key"] if table.prefix else []) + [column.name for column in table.columns]
    lists = {column.name for column in table.columns if column.kind in _LISTS}
    lines_of_cells = [
        {name: _cells(name in lists, row.get(name)) for name in names} for row in rows
    ]
    at = 0
    for name in names:
        # A cell holds so many signs and no more: what is longer goes on in the next column.
        wide = max([1, *(len(row[name]) for row in lines_of_cells)])
        for part in range(wide):
            sheet.write_string(0, at, name if part == 0 else f"{name}+{part + 1}", head)
            for line, row in enumerate(lines_of_cells, 1):
                cells = row[name]
                if part < len(cells):
                    _write(sheet, line, at, cells[part], text)
            at += 1
    sheet.set_column(0, at - 1, 18)
    sheet.freeze_panes(1, 1)


def _cells(is_list: bool, value: Any) -> list[Any]:
    if value is None:
        return []
    if is_list:
        value = ";".join(value)
    elif isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return [value[at : at + LONGEST] for at in range(0, len(value), LONGEST)]
    return [value]


def _write(sheet: Any, line: int, at: int, value: Any, text: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value)
    else:
        sheet.write_string(line, at, value, text if may_be_formula(value) else None)


def read_workbook(data: bytes, name: str, unpacked: int, rows: int) -> Sent:
    """The document in a workbook of at most ``unpacked`` bytes and about ``rows`` rows when unpacked.
    Raises InputError for what is none, is too large or hides something; what its values are is
    checked afterwards."""
    limits = Limits(
        unpacked=unpacked,
        parts=_MOST_PARTS,
        rows=rows + _MOST_PARTS,
        elements=rows * _TAGS_A_ROW,
        longest=LONGEST + 1,
        old_workbooks=False,
    )
    try:
        document, lines = _sheets(Workbook(data, name, limits), name)
    except InputError as wrong:
        raise InputError(
            [_in_label(problem, rows, unpacked) for problem in wrong.problems]
        ) from None

    def place(
        table: str, number: int | None, column: str | None
    ) -> tuple[str, int | None, str | None]:
        sheet = _ABOUT if table in ("", *_HEAD) else table
        at = lines.get((sheet, number or 0))
        return f"{name} ({sheet})", at, column

    return Sent(document, name, place)


def _in_label(problem: Problem, rows: int, unpacked: int) -> Problem:
    """A problem of the reader of tables, in the language of the page; others as they are."""
    texts = {
        "unpacks to more than is allowed": (
            _("too large"),
            _("%(n)s MB unpacked") % {"n": unpacked // 1_000_000},
            None,
        ),
        "too many parts": (
            _("too large"),
            _("%(n)s MB unpacked") % {"n": unpacked // 1_000_000},
            None,
        ),
        "too many rows": (
            _("too many rows"),
            _("at most %(n)s") % {"n": rows},
            _("Remove empty rows and columns below and beside the last ones."),
        ),
        "declares entities": (_("declares entities"), _("a spreadsheet without them"), None),
        "not a workbook that can be opened": (
            _("no spreadsheet"),
            _("a file that ends on .xlsx"),
            None,
        ),
        "is an old or a locked workbook": (
            _("no spreadsheet"),
            _("a file that ends on .xlsx"),
            None,
        ),
        "has a password": (_("no spreadsheet"), _("a file that ends on .xlsx"), None),
        "is a web page or XML": (_("no spreadsheet"), _("a file that ends on .xlsx"), None),
    }.get(problem.code)
    if texts is None:
        return problem
    return Problem(problem.file, problem.line, problem.column, texts[0], problem.value, *texts[1:])


def _sheets(book: Workbook, name: str) -> tuple[Document, dict[tuple[str, int], int]]:
    document: Document = {}
    lines: dict[tuple[str, int], int] = {}
    left = MOST_ROWS
    for sheet in book.sheets:
        title = sheet.name
        if title == _ABOUT:
            for row in itertools.islice(book.rows(sheet), 10):
                if row.cells[0] in _HEAD:
                    document[str(row.cells[0])] = (
                        _plain(row.cells[1]) if len(row.cells) > 1 else None
                    )
            continue
        if title not in BY_NAME:
            raise InputError(
                [
                    Problem(
                        name,
                        None,
                        title,
                        _("unknown sheet"),
                        None,
                        f"{_ABOUT}, " + ", ".join(BY_NAME),
                    )
                ]
            )
        if not sheet.visible:
            raise InputError(
                [
                    Problem(
                        name,
                        None,
                        title,
                        _("This sheet is hidden and isn’t read"),
                        None,
                        _("a sheet that can be seen"),
                    )
                ]
            )
        rows = _rows(book, sheet, BY_NAME[title], f"{name} ({title})", left)
        left -= len(rows)
        for at, (line, _row) in enumerate(rows):
            lines[title, at] = line
        sheet_rows = [row for _line, row in rows]
        if title == PROGRAMME.name:
            if len(sheet_rows) != 1:
                raise InputError.of(
                    f"{name} ({title})",
                    _("not one row"),
                    _("one programme"),
                    value=str(len(sheet_rows)),
                )
            document[title] = sheet_rows[0]
        else:
            document[title] = sheet_rows
    return document, lines


def _rows(
    book: Workbook, sheet: Sheet, table: Table, place: str, left: int
) -> list[tuple[int, dict[str, Any]]]:
    kinds = {column.name: column.kind for column in table.columns}
    names: list[str] = []
    result: list[tuple[int, dict[str, Any]]] = []
    for (line, at), text in sorted({**sheet.markup.formulas, **sheet.markup.faults}.items()):
        raise InputError(
            [
                Problem(
                    place,
                    line + 1,
                    _header(book, sheet, at),
                    _("a formula or a fault"),
                    text[:60],
                    _("the value itself"),
                )
            ]
        )
    for row in book.rows(sheet):
        if row.line == 1:
            names = [cell_text(cell) for cell in row.cells]
            filled = [name for name in names if name]
            if len(set(filled)) < len(filled):
                raise InputError(
                    [Problem(place, 1, None, _("a column twice"), None, _("each once"))]
                )
            continue
        values: dict[str, Any] = {}
        for at, value in enumerate(row.cells):
            if value is None or value == "":
                continue
            column = names[at] if at < len(names) else ""
            base = column.partition("+")[0]
            if not column:
                raise InputError(
                    [
                        Problem(
                            place,
                            row.line,
                            None,
                            _("a value without a column"),
                            str(value)[:60],
                            _("a name in the first row"),
                        )
                    ]
                )
            value = _plain(value)
            values[base] = value if base == column else f"{values.get(base, '')}{value}"
        if values:
            if len(result) >= left:
                raise InputError.of(
                    place, _("too many rows"), _("at most %(n)s in all") % {"n": f"{MOST_ROWS:,}"}
                )
            result.append(
                (
                    row.line,
                    {
                        column_name: _parsed(
                            kinds.get(column_name, ""), value, place, row.line, column_name
                        )
                        for column_name, value in values.items()
                    },
                )
            )
    return result


def _header(book: Workbook, sheet: Sheet, at: int) -> str | None:
    """The name of a column of a sheet."""
    head = next(iter(book.rows(sheet)), None)
    return cell_text(head.cells[at]) if head is not None and at < len(head.cells) else None


def _plain(value: Any) -> Any:
    """Days that a spreadsheet made of a text are texts again."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat() + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # a spreadsheet has no whole numbers
    return value


def _parsed(kind: str, value: Any, place: str, line: int, column: str) -> Any:
    if kind in _LISTS:
        return [part.strip() for part in str(value).split(";") if part.strip()]
    if kind == "json":
        try:
            return read_json(f'{{"it": {value}}}'.encode(), place).told["it"]
        except InputError:
            raise InputError(
                [
                    Problem(
                        place,
                        line,
                        column,
                        _("can’t be read"),
                        str(value)[:60],
                        _("JSON, at most %(n)s deep") % {"n": DEEPEST},
                    )
                ]
            ) from None
    if (
        kind in ("text", "code", "choice", "ref", "state")
        and isinstance(value, int | float)
        and (not isinstance(value, bool))
    ):
        # '2026' typed in a cell is a number to a spreadsheet.
        return str(int(value)) if value == int(value) else str(value)
    return value
