"""Tables of who makes a list come through the one reader: nothing is lost or shifted without a word."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.designation.lists.boundary_changes import read_changes
from wijkwerk.designation.lists.nominations import read_nominations
from wijkwerk.designation.lists.text_tables import LINE, read_texts
from wijkwerk.shared.problems import InputError

AREAS = pl.DataFrame({"code": ["GM2", "BU1"], "level": ["municipality", "neighbourhood"],
                      "parent": [None, None]})  # fmt: skip
CHANGES = "vintage_to,area_from,area_to,weight\n"
NOMINATIONS = "area,year,plan,assessor,assessor_municipality,organisation\n"


def _of(path: Path, body: str | bytes) -> pl.DataFrame:
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return read_texts(path, ("a", "b"))


@pytest.mark.parametrize(
    "body",
    [
        "a,b\nx,1\nCafé,2\n",
        "a;b\r\nx;1\r\nCafé;2\r\n",
        "a\tb\nx\t1\nCafé\t2\n",
        "\ufeffa,b\n\nx , 1\n\nCafé,2\n\n",
        'a,b\n"x","1"\n"Café","2"\n',
        "a,b,\nx,1,\nCafé,2,\n",
        "a;b\nx;1\nCafé;2\n".encode("cp1252"),
        "a,b\nx,1\nCafé,2\n".encode("utf-16"),
    ],
)
def test_texts_of_every_usual_program_are_read(tmp_path: Path, body: str | bytes) -> None:
    found = _of(tmp_path / "t.csv", body)
    assert found.select("a", "b").rows() == [("x", "1"), ("Café", "2")]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    assert _of(tmp_path / "t.csv", "a,b\n\nx,1\n\n\ny,2\n")[LINE].to_list() == [3, 6]


@pytest.mark.parametrize(
    ("body", "line", "code"),
    [
        ("a,b\nx,1\ny\n", 3, "too few cells"),
        ("a,b\nx,1,2\ny,2\n", 2, "too many cells"),
        ("a\nx\n", 1, "column is missing"),
        ("a,b,a\nx,1,2\n", 1, "column stands twice"),
        ("", None, "is empty"),
        ("<html><body>", None, ""),
        (b"PK\x03\x04\x00\x00", None, ""),
    ],
)
def test_a_table_that_does_not_fit_is_told_with_its_line(
    tmp_path: Path, body: str | bytes, line: int | None, code: str
) -> None:
    with pytest.raises(InputError) as wrong:
        _of(tmp_path / "t.csv", body)
    first = wrong.value.problems[0]
    assert first.file == "t.csv" and code in first.code
    assert line is None or first.line == line


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_changes, f"{CHANGES}2022,A,X,1\n2022,B,X\n"),
        (read_changes, f"{CHANGES}2022,A,X,0,5\n"),
        (lambda path: read_nominations(path, AREAS), f"{NOMINATIONS}BU1,2010,Plan,P1,GM2\n"),
        (lambda path: read_nominations(path, AREAS), f"{NOMINATIONS}BU1,2010,Plan,P1,GM2,3,5\n"),
    ],
)
def test_a_row_of_another_width_never_becomes_another_row(
    tmp_path: Path, read: object, text: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="cells"):
        read(path)  # type: ignore[operator]


def test_every_file_of_changes_tells_its_own_faults(tmp_path: Path) -> None:
    for name, text in (("one", "area_from\nA\n"), ("two", f"{CHANGES}2022,A,X\n")):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    with pytest.raises(InputError) as wrong:
        read_changes(tmp_path)
    assert {problem.file for problem in wrong.value.problems} == {"one.csv", "two.csv"}
