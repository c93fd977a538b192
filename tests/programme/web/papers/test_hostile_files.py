"""Files that were made to break the page on which a programme is read in, or to keep it busy."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from wijkwerk.programme.exchange.checking import check
from wijkwerk.programme.exchange.export import as_json, document
from wijkwerk.programme.exchange.reading import read_upload
from wijkwerk.programme.models import Pillar, Programme
from wijkwerk.shared.problems import InputError

BEGIN, ADD = "/en/work/programmes/import", "/en/programmes/zuid/work/papers/import"
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b"%s</sheetData></worksheet>"
)


def whole(**other: Any) -> bytes:
    told = {
        "format": "wijkwerk-programme",
        "version": 1,
        "contents": "full",
        "programme": {
            "slug": "oost",
            "title": "Oost",
            "state": "draft",
            "begins_on": "2020-01-01",
            "ends_on": "2030-12-31",
        },
    }
    return json.dumps({**told, **other}).encode()


def spoiled(method: int) -> bytes:
    """A packed file whose content is damaged, and whose list of contents isn't."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        packed.writestr("xl/workbook.xml", bytes(range(256)) * 40)
    made = bytearray(stream.getvalue())
    made[60:90] = b"\xff" * 30
    return bytes(made)


def book(xml: bytes) -> bytes:
    """A workbook that opens, with this as the XML of its sheet of pillars."""
    made = openpyxl.Workbook()
    made.worksheets[0].title = "about"
    made.worksheets[0].append(["format", "wijkwerk-programme"])
    made.create_sheet("pillars")
    stream, out = io.BytesIO(), io.BytesIO()
    made.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "xl/worksheets/sheet2.xml" else old.read(name))
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "body", "place"),
    [
        ("a.json", whole(format="\ud800"), ["format", "–", ""]),
        ("a.json", whole(pillars=[{"key": "P1", "name": "a\udfff"}]), ["pillars", "1", "name"]),
        ("a.json", whole(pillars=[{"key": "P1", "a\ud800": "a"}]), ["pillars", "1", ""]),
        ("a.json", whole(**{"\ud800": []}), ["", "–", ""]),
        ("a.json", b'{"\\ud800": 1, "\\ud800": 2}', ["", "–", ""]),
        ("a.json", whole(contents=[]), ["contents", "–", ""]),
        ("a.xlsx", spoiled(zipfile.ZIP_DEFLATED), ["", "–", ""]),
        ("a.xlsx", spoiled(zipfile.ZIP_LZMA), ["", "–", ""]),
    ],
    ids=["text", "value", "column", "table", "twice", "contents", "deflated", "lzma"],
)  # fmt: skip
def test_what_no_page_can_show_is_told_of(
    enter: Any, somebody: Any, name: str, body: bytes, place: list[str]
) -> None:
    inside = enter(somebody("programme-founder"))
    answer = inside.post(BEGIN, {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 422
    assert [one[:3] for one in answer.context["problems"]["rows"]] == [place]


def row(number: object, cells: bytes = b"<c/>") -> bytes:
    return f'<row r="{number}">'.encode() + cells + b"</row>"


@pytest.mark.parametrize(
    "xml",
    [
        SHEET % row(999_999_999), SHEET % row("2e9"), SHEET % (b"<row/>" * 30_000),
        SHEET % row(1, b"<c/>" * 20_000), SHEET % (row(1, b"<c/>" * 999) * 1100),
        b"<!--" + b"x" * 5000 + b"--><!DOCTYPE a [<!ENTITY b 'c'>]>" + SHEET % b"",
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + (SHEET % b"").decode()).encode("utf-16"),
    ],
    ids=["far", "float", "rows", "wide", "cells", "late declaration", "other encoding"],
)  # fmt: skip
def test_a_small_spreadsheet_keeps_nobody_busy(xml: bytes) -> None:
    body, began = book(xml), time.process_time()
    with translation.override("en"), pytest.raises(InputError, match=r"too many rows|declares"):
        read_upload(body, "a.xlsx")
    assert time.process_time() - began < 3


def test_an_ordinary_spreadsheet_with_empty_rows_below_is_read() -> None:
    name = b'<c r="A1" t="inlineStr"><is><t>name</t></is></c>'
    assert read_upload(book(SHEET % (row(1, name) + row(20_000))), "a.xlsx").told["pillars"] == []


def test_many_names_in_an_object_keep_nobody_busy() -> None:
    names = b",".join(b'"%x":1' % one for one in range(200_000))
    began = time.process_time()
    with pytest.raises(InputError, match="30d3f"):
        read_upload(b"{" + names + b',"30d3f":1}', "a.json")
    assert time.process_time() - began < 5


def test_unknown_names_are_told_in_the_same_order_each_time() -> None:
    more: dict[str, Any] = {f"x{one}": [] for one in range(20)}
    columns = {f"y{one}": 1 for one in range(20)}
    with pytest.raises(InputError) as told:
        check(read_upload(whole(**more, pillars=[{"key": "P1", "name": "a", **columns}]), "a.json"))
    found = [str(problem.column) for problem in told.value.problems]
    assert found[:20] == sorted(found[:20]) and found[20:] == sorted(found[20:])
    assert len(found) == 40


@pytest.mark.django_db
def test_an_ended_programme_takes_nothing_more(enter: Any, somebody: Any, a_programme: Any) -> None:
    Programme.objects.update(state="ended")
    own = json.loads(as_json(document(Programme.objects.get(), full=True)))
    own["pillars"].append({"key": "P9", "name": "Veiligheid"})
    sent = {"file": SimpleUploadedFile("a.json", json.dumps(own).encode())}
    answer = enter(somebody("programme-bureau")).post(ADD, sent)
    assert answer.status_code == 409 and answer.context["again"] is None
    assert "The programme has ended." in answer.content.decode()
    assert not Pillar.objects.filter(name="Veiligheid").exists()
