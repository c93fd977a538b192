"""What a visitor takes away: rows, the whole list, the PDF."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from django.test import Client
from served_list import Served

from wijkwerk.designation.lists.report.write import write_report
from wijkwerk.shared.problems import InputError


def _streamed(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_rows_are_the_same_in_every_format(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    address = served.page(f"/{year}/rows.", language="en")
    told = json.loads(client.get(f"{address}json?show=all").content)
    text = client.get(f"{address}csv?show=all").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["area"] for row in rows] == [row["area"] for row in told["areas"]]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}xlsx?show=all").content))
    sheet = book[str(year)]
    assert sheet.max_row - 1 == len(rows) > 0
    assert told["list"] == served.plain and "Simulated" in told["source"]


def test_dutch_rows_have_decimal_commas(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    text = client.get(served.page(f"/{year}/rows.csv?show=all")).content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    chances = [row[head.index("probability")] for row in rows]
    assert any("," in chance for chance in chances) and not any("." in chance for chance in chances)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", 'a";=1', "a\n=1"])
def test_a_name_is_never_a_formula_nor_another_cell(
    client: Client, served: Served, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from wijkwerk.designation.web.views import files

    rows = [{**dict.fromkeys(files.COLUMNS), "area": "A", "name": name}]
    monkeypatch.setattr(files.questions, "entries", lambda *given: rows)
    year = served.serving().years[-1]
    for language, mark in (("nl", ";"), ("en", ",")):
        address = served.page(f"/{year}/rows.csv", language=language)
        text = client.get(address).content.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
        assert row["name"] == (name if name.startswith("a") else f"'{name}")
        assert row["municipality"] == ""


def test_a_file_of_the_list_comes_as_it_is(client: Client, served: Served) -> None:
    found = served.serving().found
    for name in ("list.xlsx", "manifest.json", "statuses.parquet"):
        answer = client.get(served.page(f"/files/{name}"))
        assert _streamed(answer) == (found.path / name).read_bytes()
        assert "immutable" in answer["Cache-Control"]


def test_the_pdf_is_the_same_each_time_and_tagged(served: Served, tmp_path: object) -> None:
    from pathlib import Path

    found, folder = served.serving(served.open).found, Path(str(tmp_path))
    first = write_report(found, found.years[-1], folder / "a.pdf", "nl").read_bytes()
    second = write_report(found, found.years[-1], folder / "b.pdf", "nl").read_bytes()
    assert first == second
    assert first.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in first
    with pytest.raises(InputError, match="no such year"):
        write_report(found, 1900, folder / "c.pdf")
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "b.pdf"]


def test_the_pdf_of_the_page_is_that_of_the_command(
    client: Client, served: Served, tmp_path: object
) -> None:
    from pathlib import Path

    found = served.serving().found
    year = found.years[-1]
    answer = client.get(served.page(f"/{year}/report.pdf", language="en"))
    assert answer["Content-Type"] == "application/pdf"
    own = write_report(found, year, Path(str(tmp_path)) / "own.pdf", "en", {}).read_bytes()
    assert _streamed(answer) == own
