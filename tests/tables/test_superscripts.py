"""The number of a note in superscript is no digit of the figure before it."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from wijkwerk.tables.api import Workbook, cell_text, read_sheets
from wijkwerk.tables.superscripts import Runs

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RAISED = '<rPr><vertAlign val="superscript"/></rPr>'
STYLE = (
    '<style:style style:name="T1" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
)


def rewritten(book: bytes, cell: str, **more: str) -> bytes:
    """A workbook with something else as its cell B2, and more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                start = content.index('<c r="B2"')
                end = content.index("</c>", start) + len("</c>")
                content = content[:start] + cell + content[end:]
            after.writestr(name, content)
        for name, content in more.items():
            after.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (("code", "pct"), ("A", "5,51"), ("B", 6.5)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(source: bytes) -> list[tuple[str, ...]]:
    book = Workbook(source, "f.xlsx")
    return [tuple(map(cell_text, row.cells)) for row in book.rows(book.sheets[0])]


def test_a_shared_text_loses_its_sign_of_a_note_and_that_is_told() -> None:
    runs = f"<si><t>else</t></si><si><r><t>5,5</t></r><r>{RAISED}<t>1</t></r></si>"
    shared = f'<sst xmlns="{MAIN}">{runs}</sst>'
    source = rewritten(workbook(), '<c r="B2" t="s"><v>1</v></c>', sharedStrings=shared)
    assert texts(source) == [("code", "pct"), ("A", "5,5"), ("B", "6.5")]
    (sheet,) = read_sheets(source, "f.xlsx", kind="workbook")
    assert [(note.code, note.value, note.line) for note in sheet.notes] == [
        ("signs of notes", "5,5 (note 1)", 2)
    ]


def test_a_text_in_its_cell_loses_it_too() -> None:
    inline = f'<c r="B2" t="inlineStr"><is><r><t>5,5</t></r><r>{RAISED}<t>a</t></r></is></c>'
    source = rewritten(workbook(), inline)
    assert texts(source) == [("code", "pct"), ("A", "5,5"), ("B", "6.5")]


def test_a_text_of_open_document_loses_it_too() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{cell.format(first)}{cell.format(second)}</table:table-row>"
        for first, second in (
            ("code", 'pct<text:span text:style-name="T1">2</text:span>'),
            ("A", '5,5<text:span text:style-name="T1">1</text:span>'),
            ("B", '6<text:span text:style-name="T2">,5</text:span>'),
        )
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{STYLE}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<x/>")
    assert texts(source.getvalue()) == [("code", "pct"), ("A", "5,5"), ("B", "6,5")]


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("5,5", "1", "5,5"),
        ("Inwoners", "1)", "Inwoners"),
        ("2020", "*", "2020"),
        ("Oppervlakte (m", "2", None),
        ("km", "2", None),
        ("1", "e", None),
        ("x 10", "3", "x 10^3"),
        ("", "1", None),
    ],
)
def test_units_and_ordinals_stay_and_a_power_is_no_number(
    before: str, raised: str, text: str | None
) -> None:
    runs = Runs()
    runs.begin()
    runs.add(before)
    runs.begin(is_raised=True)
    runs.add(raised)
    noted = runs.finish()
    assert (None if noted is None else noted.text) == text
