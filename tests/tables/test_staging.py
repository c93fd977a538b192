"""A table laid ready: the same text and number whatever the file, machine or format."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wijkwerk.shared.problems import InputError
from wijkwerk.tables.api import Form, Staged, stage


def laid(path: Path, form: Form | None = None, zone: str = "UTC") -> tuple[Staged, pl.DataFrame]:
    with duckdb.connect() as con:
        con.execute(f"SET TimeZone = '{zone}'")
        staged = stage(con, path, path.name, form or Form(), path.with_suffix(".staged"))
    return staged, pl.read_parquet(staged.path)


def test_a_typed_number_stays_what_it_is_beside_texts_in_dutch_notation(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "dagen", "pct"])
    book.active.append(["A", 13.125, "5,1"])
    book.save(tmp_path / "f.xlsx")
    staged, frame = laid(tmp_path / "f.xlsx")
    assert (staged.headers, staged.typed, staged.rows) == (("code", "dagen", "pct"), True, 1)
    assert frame.row(0) == (2, "A", "13.125", "5,1", None, 13.125, None)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_moment_in_parquet_is_that_of_its_own_time_zone(tmp_path: Path, zone: str) -> None:
    midnight = datetime.datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    table = pa.table({"on": pa.array([midnight], pa.timestamp("us", tz="Europe/Amsterdam"))})
    pq.write_table(table, tmp_path / "f.parquet")
    _, frame = laid(tmp_path / "f.parquet", zone=zone)
    assert frame["c0"].to_list() == ["2020-01-01 00:00:00"]


def test_numbers_of_parquet_stay_numbers(tmp_path: Path) -> None:
    pl.DataFrame(
        {"code": [363.0], "value": [13.125], "short": pl.Series([5.1], dtype=pl.Float32)}
    ).write_parquet(tmp_path / "f.parquet")
    _, frame = laid(tmp_path / "f.parquet")
    assert frame.select("c0", "c1", "c2").row(0) == ("363", "13.125", "5.1")
    assert frame.select("v0", "v1", "v2").row(0) == (363.0, 13.125, 5.1)


def test_a_name_that_stands_twice_in_an_object_of_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('[{"code": "A", "pct": 1}, {"code": "B", "pct": 2, "pct": 3}]')
    with pytest.raises(InputError, match=r"f\.json \[pct\]: stands twice in one object"):
        laid(tmp_path / "f.json")


@pytest.mark.parametrize("depth", [500, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_json_nested_however_deep_gives_rows_or_words(
    tmp_path: Path, depth: int, opening: str, closing: str
) -> None:
    text = f'[{{"code": "A", "x": {opening * depth}1{closing * depth}}}]'
    (tmp_path / "f.json").write_text(text)
    try:
        staged, _ = laid(tmp_path / "f.json")
    except InputError as refused:
        assert "too many brackets" in str(refused)
    else:
        assert staged.rows == 1


def test_records_of_json_are_rows(tmp_path: Path) -> None:
    records = [{"code": "A", "value": 13.125}, {"code": "B", "value": None, "more": "x"}]
    (tmp_path / "f.json").write_text(json.dumps(records))
    staged, frame = laid(tmp_path / "f.json")
    assert staged.headers == ("code", "value", "more")
    assert frame.select("c0", "c1", "c2", "v1").rows() == [
        ("A", "13.125", "", 13.125),
        ("B", "", "x", None),
    ]


def test_a_value_beside_the_columns_is_told_and_words_below_are_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Titel"], ["code", "pct"], ["A", 5], ["Bron: CBS"]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    staged, _ = laid(tmp_path / "f.xlsx", Form(header_row=2))
    assert (staged.rows, staged.notes, staged.above) == (1, ("Bron: CBS",), ("Titel",))
    book.active["D3"] = 7
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(InputError, match=r"f\.xlsx:3: too many cells: found '7'"):
        laid(tmp_path / "f.xlsx", Form(header_row=2))


def test_texts_are_laid_ready_alike_whether_plain_or_not(tmp_path: Path) -> None:
    for name, text in (("plain", "a;b\nA;1,5\n"), ("odd", '\ufeffa;b\n\n"A";1,5\n')):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (_, plain), (_, odd) = laid(tmp_path / "plain.csv"), laid(tmp_path / "odd.csv")
    assert plain.rows() == [(2, "A", "1,5")]
    assert odd.rows() == [(3, "A", "1,5")]
