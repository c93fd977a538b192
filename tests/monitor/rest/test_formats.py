"""JSON, CSV and Parquet say the same; the best of what the reader accepts is chosen."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.rest import schema
from wijkwerk.rest.formats import Csv, Parquet, table_of
from wijkwerk.rest.parameters import sparse

LISTS = {
    "figures?limit=300": tables.FIGURES,
    "figures?limit=300&against=GM0002": tables.FIGURES,
    "changes?limit=300": tables.CHANGES,
    "changes?limit=300&against=GM0002": tables.CHANGES,
    "group-figures?limit=300": tables.GROUP_FIGURES,
    "group-changes?limit=300": tables.GROUP_CHANGES,
    "group-members?limit=300": schema.GROUP_MEMBER,
    "class-counts?limit=300": tables.CLASS_COUNTS,
    "warnings?limit=300": tables.WARNINGS,
    "liveability?limit=300": tables.LIVEABILITY,
    "areas?limit=300": schema.AREA,
}
_READ = {
    "string": lambda text: text,
    "float64": float,
    "int64": int,
    "boolean": lambda text: {"true": True, "false": False}[text],
}


@pytest.mark.parametrize(("address", "columns"), LISTS.items(), ids=list(LISTS))
def test_three_formats_hold_the_same_rows(ask: Any, address: str, columns: dict[str, str]) -> None:
    told = ask(address).json()["items"]
    assert told
    assert all(list(row) == list(columns) for row in told)

    table = pl.read_parquet(
        io.BytesIO(ask(address, accept="application/vnd.apache.parquet").content)
    )
    assert table.to_dicts() == told

    text = ask(f"{address}&format=csv").content.decode()
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert lines[0] == list(columns)
    read = [
        {
            name: _READ[kind](cell) if cell else None
            for (name, kind), cell in zip(columns.items(), line, strict=True)
        }
        for line in lines[1:]
    ]
    # An empty text and null look alike to this reader of CSV.
    assert read == [{k: None if v == "" else v for k, v in row.items()} for row in told]


def test_an_empty_list_keeps_its_columns_and_types(ask: Any) -> None:
    address = "figures?area=GM0001&period=1066"
    assert ask(address).json() == {"items": [], "next": None}
    assert ask(f"{address}&format=csv").content.decode() == ",".join(tables.FIGURES) + "\r\n"
    table = pl.read_parquet(io.BytesIO(ask(f"{address}&format=parquet").content))
    assert table.schema == table_of([], tables.FIGURES).schema
    assert table.height == 0


def test_every_page_of_parquet_has_the_same_types(ask: Any) -> None:
    schemas = {
        str(pl.read_parquet(io.BytesIO(ask(f"figures?format=parquet&{filters}").content)).schema)
        for filters in ("limit=1", "limit=500", "area=NL00", "period=1066", "level=neighbourhood")
    }
    assert len(schemas) == 1


def test_texts_in_two_languages_and_lists_fit_in_cells(ask: Any) -> None:
    row = ask("indicators?limit=1").json()["items"][0]
    line = next(csv.DictReader(io.StringIO(ask("indicators?limit=1&format=csv").content.decode())))
    assert (line["name_nl"], line["name_en"]) == (row["name"]["nl"], row["name"]["en"])
    assert line["periods"].split(";") == row["periods"]
    assert json.loads(line["definition"]) == row["definition"]
    table = pl.read_parquet(io.BytesIO(ask("groups?format=parquet").content))
    assert table.to_dicts() == ask("groups").json()["items"]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_no_text_is_a_formula_in_a_spreadsheet(text: str) -> None:
    class View:
        shown = {"name": "string", "codes": "strings", "value": "float64"}

    data = {"items": [{"name": text, "codes": [text, "b"], "value": -1.5}]}
    told = Csv().render(data, None, {"view": View})
    line = list(csv.reader(io.StringIO(told.decode(), newline="")))[1]
    assert line == [f"'{text}", f"'{text};b", "-1.5"]
    untouched = pl.read_parquet(io.BytesIO(Parquet().render(data, None, {"view": View})))
    assert untouched["name"].to_list() == [text]


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("application/json;q=0.2, text/csv;q=0.9", "text/csv; charset=utf-8"),
        ("application/json;q=0, */*", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("*/*;q=0.1, application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("text/csv;q=x, garbage, ;;, application/json;q=0.5", "text/csv; charset=utf-8"),
    ],
)  # fmt: skip
def test_the_format_that_is_liked_most_is_sent(ask: Any, accept: str, told: str) -> None:
    answer = ask("areas?limit=1", accept=accept)
    assert answer["Content-Type"] == told
    assert "Accept" in answer["Vary"].split(", ")


def test_the_address_goes_before_the_header(ask: Any) -> None:
    answer = ask("areas?limit=1&format=csv", accept="application/json")
    assert answer["Content-Type"].startswith("text/csv")


def test_fields_come_in_the_order_asked(ask: Any) -> None:
    answer = ask("figures?fields=value,area&limit=1")
    assert list(answer.json()["items"][0]) == ["value", "area"]
    text = ask("figures?fields=value,area&limit=1&format=csv").content.decode()
    assert text.startswith("value,area\r\n")


def test_boundaries_are_geojson(ask: Any) -> None:
    answer = ask("geometry?parent=GM0001")
    assert answer["Content-Type"] == "application/geo+json"
    codes = {one["properties"]["code"] for one in answer.json()["features"]}
    assert codes == set(ask("areas/GM0001").json()["children"])
    assert ask("geometry?parent=GM0001", accept="application/json").json() == answer.json()
    west, north = -180, 90
    for feature in answer.json()["features"]:
        x, y = feature["geometry"]["coordinates"][0][0][:2]
        while isinstance(x, list):
            x, y = x
        assert west <= x <= -west
        assert -north <= y <= north


def test_a_column_that_came_after_the_edition_was_made_is_null() -> None:
    assert sparse([{"count": 18}], ["count", "own_direction"]) == [
        {"count": 18, "own_direction": None}
    ]
