"""Workbooks under guard: types survive, formulas and hidden sheets are told, bombs are refused."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.shared.problems import InputError
from wijkwerk.tables import markup
from wijkwerk.tables.api import Limits, Percent, Workbook, cell_text, read_sheets
from wijkwerk.tables.archive_guard import unpack

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(change: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    change(made.active)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def repacked(body: bytes, part: str, xml: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == part else old.read(name))
    return stream.getvalue()


def cells(body: bytes) -> list[tuple[Any, ...]]:
    workbook = Workbook(body, "f.xlsx")
    return [row.cells for row in workbook.rows(workbook.sheets[0])]


def test_a_cell_keeps_its_type_and_its_digits() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["A", 13.125, 2021, True, datetime.date(2020, 1, 2), "5,1"])

    assert cells(book(fill)) == [("A", 13.125, 2021.0, True, datetime.date(2020, 1, 2), "5,1")]
    assert [cell_text(cell) for cell in cells(book(fill))[0]] == [
        "A",
        "13.125",
        "2021",
        "true",
        "2020-01-02",
        "5,1",
    ]


@pytest.mark.parametrize(
    ("written", "percent"), [("0%", True), ("0.00%", True), ("0.0000%", True), ('0.0"%"', False)]
)
def test_a_cell_in_percent_format_is_what_it_shows(written: str, percent: bool) -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = 0.055
        sheet["A1"].number_format = written

    (cell,) = cells(book(fill))[0]
    assert cell == (5.5 if percent else 0.055)
    assert isinstance(cell, Percent) is percent
    assert cell_text(cell) == ("5.5%" if percent else "0.055")


def test_a_formula_gives_its_saved_value_or_says_that_it_has_none() -> None:
    xml = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c>'
        '<c r="B1"><f>B2*100</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    ).encode()
    workbook = Workbook(repacked(book(lambda sheet: None), SHEET, xml), "f.xlsx")
    (row,) = workbook.rows(workbook.sheets[0])
    assert row.cells == (2.0, "=B2*100", None, "#DIV/0!")
    assert workbook.sheets[0].markup.formulas == {
        (0, 0): "=1+1",
        (0, 1): "=B2*100",
        (0, 2): '=""',
        (0, 3): "=1/0",
    }


def test_cells_that_are_merged_over_rows_are_filled_and_titles_over_columns_are_not() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["B1"] = "x", 1
        sheet["B2"], sheet["B3"] = 2, 3
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("C1:D1")
        sheet["C1"] = "title"

    assert cells(book(fill)) == [("x", 1.0, "title"), ("x", 2.0, None), (None, 3.0, None)]


def test_a_hidden_sheet_is_never_the_first_and_is_told(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.title, made.active.sheet_state = "old", "hidden"
    made.active.append(["a", "b"])
    made.create_sheet("new").append(["c", "d"])
    path = tmp_path / "f.xlsx"
    made.save(path)
    assert Workbook(path, "f.xlsx").sheet(None).name == "new"
    assert Workbook(path, "f.xlsx").sheet("old").visible is False
    (sheet,) = read_sheets(path, "f.xlsx")
    assert [row.cells for row in sheet.rows] == [("c", "d")]
    assert [(note.code, note.value) for note in sheet.notes] == [("hidden sheet", "old")]


def test_rows_and_columns_that_cannot_be_seen_are_read_and_told(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        for row in [("code", "old", "pct"), ("A", 1, 2), ("B", 3, 4), ("C", 5, 6)]:
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[90].hidden = True  # nothing stands there
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["K"].hidden = True

    (tmp_path / "f.xlsx").write_bytes(book(fill))
    (sheet,) = read_sheets(tmp_path / "f.xlsx", "f.xlsx")
    assert [row.cells for row in sheet.rows][2] == ("B", 3.0, 4.0)
    assert [(note.code, note.value) for note in sheet.notes] == [
        ("hidden rows or columns", "rows 3; columns 2")
    ]


def test_a_row_of_opendocument_that_cannot_be_seen_is_told() -> None:
    hidden = (
        '<table:table-row table:visibility="filter"><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row>'
    )
    workbook = Workbook(open_document(hidden), "f.ods")
    assert workbook.sheets[0].markup.hidden_rows == {2}
    assert workbook.sheets[0].markup.hidden_columns == set()


def test_a_missing_sheet_is_told_with_the_ones_there_are() -> None:
    with pytest.raises(InputError, match=r"sheet is missing: found 'Sheat'.*Did you mean Sheet"):
        Workbook(book(lambda sheet: None), "f.xlsx").sheet("Sheat")


OPEN = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">'
    '<text:p>code</text:p></table:table-cell><table:table-cell office:value-type="percentage" '
    'office:value="0.055"/><table:table-cell table:formula="of:=[.B1]*2"/><table:table-cell '
    'office:value-type="float" office:value="13.125"/></table:table-row>{rest}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def open_document(rest: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", OPEN.format(rest=rest))
        archive.writestr("META-INF/manifest.xml", "<x/>")
    return stream.getvalue()


def test_opendocument_is_read_by_the_same_rules() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    assert cells(open_document(empty)) == [("code", 5.5, "=[.B1]*2", 13.125)]


FAR = f'<worksheet {MAIN}><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
OPEN_FAR = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    'table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    "</table:table-row>"
)
SMALL = Limits(unpacked=1 << 20, elements=100_000)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (repacked(book(lambda sheet: None), SHEET, FAR.encode()), "too many rows"),
        (open_document(OPEN_FAR), "too many rows"),
        (repacked(book(lambda sheet: None), SHEET, b" " * (3 << 20)), "unpacks to more than"),
        (repacked(book(lambda sheet: None), SHEET, b"<x>" + b"<c/>" * 100_001 + b"</x>"), "too many"),
        (repacked(book(lambda sheet: None), "xl/workbook.xml",
                  b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "declares entities"),
        (repacked(book(lambda sheet: None), SHEET,
                  '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")), "declares entities"),
        (repacked(book(lambda sheet: None), SHEET, b"<not"), "not a workbook"),
        (b"PK\x03\x04 broken", "not a workbook"),
        (b"<html>", "is a web page"),
        (b"", "not a workbook"),
    ],
    ids=["far", "far in ods", "bomb", "elements", "entities", "utf-16", "xml", "zip", "html", "empty"],
)  # fmt: skip
def test_what_would_fill_the_memory_or_isnt_sound_is_refused(body: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        Workbook(body, "f.xlsx", SMALL)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(body: bytes, part: str, content: bytes) -> bytes:
    stream = io.BytesIO(body)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return stream.getvalue()


@pytest.mark.parametrize("part", ["xl/workbook.bin", "XL/Workbook.BIN", "xl\\workbook.bin"])
def test_a_binary_workbook_is_known_by_its_parts_whatever_it_is_called(part: str) -> None:
    # The reader of cells would take it for .xlsb, make room for its whole rectangle, and abort.
    for body in (zipped({part: b"\x83\x01\x00"}), with_part(book(lambda sheet: None), part, b"x")):
        with pytest.raises(InputError, match=r"is a binary workbook \(\.xlsb\)"):
            Workbook(body, "f.xlsx")


def test_an_archive_that_is_no_workbook_is_never_given_to_the_reader_of_cells() -> None:
    with pytest.raises(InputError, match=r"neither xl/workbook\.xml nor content\.xml in it"):
        Workbook(zipped({"readme.txt": b"x"}), "f.xlsx")


@pytest.mark.parametrize(
    "part",
    ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml"],
)
def test_every_part_counts_towards_the_elements(part: str) -> None:
    body = repacked(book(lambda sheet: None), part, b"<x>" + b"<a/>" * 100_001 + b"</x>")
    with pytest.raises(InputError, match="too many rows"):
        Workbook(body, "f.xlsx", SMALL)


@pytest.mark.parametrize(
    ("part", "element"),
    [
        ("xl/styles.xml", b"<numFmt/>"),
        ("xl/workbook.xml", b"<sheet/>"),
        ("xl/_rels/workbook.xml.rels", b'<Relationship Id="%d"/>'),
    ],
)
def test_styles_and_sheets_are_as_many_as_a_workbook_may_have(
    part: str, element: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup, "_MOST_TAGS", 100)
    many = b"".join(element % i if b"%d" in element else element for i in range(101))
    with pytest.raises(InputError, match="too many styles or sheets"):
        Workbook(repacked(book(lambda sheet: None), part, b"<x>" + many + b"</x>"), "f.xlsx")


def test_a_part_in_capitals_is_looked_through_too() -> None:
    """The reader of cells takes XL/Styles.xml for the styles, so the guard does as well."""

    def fill(sheet: Any) -> None:
        sheet["A1"] = 0.055
        sheet["A1"].number_format = "0.0%"

    with zipfile.ZipFile(io.BytesIO(book(fill))) as archive:
        parts = {
            "XL/Styles.xml" if name == "xl/styles.xml" else name: archive.read(name)
            for name in archive.namelist()
        }
    assert cells(zipped(parts)) == [(Percent("5.5"),)]


def test_one_name_for_two_parts_is_refused() -> None:
    twice = with_part(book(lambda sheet: None), SHEET.upper(), b"<worksheet/>")
    with pytest.raises(InputError, match="two parts of the archive have the same name"):
        Workbook(twice, "f.xlsx")
    links = (
        b"<Relationships>"
        + b'<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>' * 2
        + b"</Relationships>"
    )
    body = repacked(book(lambda sheet: None), "xl/_rels/workbook.xml.rels", links)
    with pytest.raises(InputError, match="two parts are called rId1"):
        Workbook(body, "f.xlsx")


def test_a_gzip_file_that_swells_is_stopped(tmp_path: Path) -> None:
    packed = tmp_path / "bomb.gz"
    packed.write_bytes(gzip.compress(b"0" * (3 << 20)))
    with pytest.raises(InputError, match="unpacks to more than is allowed"):
        unpack(packed, "bomb.gz", tmp_path / "out", most=1 << 20)


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_words(junk: bytes) -> None:
    for body in (junk, b"PK\x03\x04" + junk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + junk):
        with pytest.raises(InputError):
            Workbook(body, "f.xlsx")
