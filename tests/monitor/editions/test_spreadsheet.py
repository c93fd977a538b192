"""The spreadsheet: sheets with notes, frozen headings, numbers as numbers, text as text."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.monitor.editions import spreadsheet
from wijkwerk.monitor.editions.columns import CODES, COLUMNS
from wijkwerk.monitor.editions.sheet_parts import MOST_ROWS, fitting
from wijkwerk.monitor.editions.spreadsheet import SHEETS, WITHHELD, write_spreadsheet


@pytest.fixture
def edition(small_edition: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_edition, tmp_path / "edition"))


def opened(edition: Path) -> Any:
    return openpyxl.load_workbook(edition / "tables.xlsx")


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *data = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in data]


def test_every_table_has_a_sheet_with_a_valid_name_of_its_own() -> None:
    assert set(EDITION_TABLES) <= set(SHEETS)
    names = ["Toelichting", "Indicatoren", *SHEETS.values()]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert MOST_ROWS < 1_048_576


def test_every_column_has_words_in_both_languages() -> None:
    for name, columns in EDITION_TABLES.items():
        assert set(columns) <= set(COLUMNS), name
    assert all(column.heading and column.en and column.nl for column in COLUMNS.values())


def test_sheets_have_frozen_headings_and_a_filter(edition: Path) -> None:
    book = opened(edition)
    assert book.sheetnames[:4] == ["Toelichting", "Indicatoren", "Cijfers", "Veranderingen"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes in ("B2", "C2"), sheet.title
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold


def test_notes_come_first_and_say_how_to_read(edition: Path) -> None:
    sheet = opened(edition)["Toelichting"]
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    for words in (
        "Klein",
        "Small",
        "VERZONNEN / MADE UP",
        "CC0-1.0",
        "‘afgeschermd’ is iets anders dan nul",
        "Positief is een achterstand",
        "95%",
        edition_id(edition),
        COLUMNS["distance"].nl,
    ):
        assert words in text, words


def edition_id(edition: Path) -> str:
    import json

    return str(json.loads((edition / "manifest.json").read_text("utf-8"))["id"])


def test_figures_are_numbers_in_the_notation_of_their_unit(edition: Path) -> None:
    sheet = opened(edition)["Cijfers"]
    head = [cell.value for cell in sheet[1]]
    place = {
        name: head.index(name) for name in ("Indicator", "Waarde", "Basis", "Afstand relatief")
    }
    formats = {}
    for row in sheet.iter_rows(min_row=2):
        value = row[place["Waarde"]]
        if isinstance(value.value, int | float):
            formats[row[place["Indicator"]].value] = value.number_format
            assert row[place["Basis"]].number_format == "#,##0"
    assert formats["seekers"] == '#,##0.0"%"'
    assert formats["price"] == "[$€-413] #,##0.0;[$€-413] -#,##0.0"
    assert formats["price_index"] == "#,##0.0"


def test_the_sheet_says_what_the_parquet_file_says(edition: Path) -> None:
    shown = rows(opened(edition)["Veranderingen"])
    real = pl.read_parquet(edition / "changes.parquet")
    assert len(shown) == real.height
    for sheet, row in zip(shown, real.iter_rows(named=True), strict=True):
        assert sheet["Gebied"] == row["area"]
        assert sheet["Klasse"] == (None if row["class"] is None else CODES["class"][row["class"]])
        if row["distance_change"] is not None:
            assert sheet["Verandering afstand"] == pytest.approx(row["distance_change"])
    assert {row["Naam indicator"] for row in shown} >= {"Werkzoekenden", "Schulden", "Prijs"}


def test_withheld_is_a_word_and_missing_is_empty(edition: Path) -> None:
    frame = pl.read_parquet(edition / "figures.parquet")
    own = ("value", "lower", "upper", "base", "distance", "rank")
    hidden = pl.col("area") == "WK900101"
    missing = pl.col("area") == "WK900102"
    frame.with_columns(
        pl.when(hidden).then(pl.lit("N")).otherwise("conf_status").alias("conf_status"),
        *(pl.when(hidden | missing).then(None).otherwise(name).alias(name) for name in own),
    ).write_parquet(edition / "figures.parquet")
    write_spreadsheet(edition)
    shown = rows(opened(edition)["Cijfers"])
    assert {row["Waarde"] for row in shown if row["Gebied"] == "WK900101"} == {WITHHELD}
    assert {row["Afstand"] for row in shown if row["Gebied"] == "WK900101"} == {WITHHELD}
    assert {row["Waarde"] for row in shown if row["Gebied"] == "WK900102"} == {None}


@pytest.mark.parametrize(
    "name", ["=1+1", "+31 6", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "%0A=1", "Noord 'x'"]
)
def test_a_name_is_never_a_formula(edition: Path, name: str) -> None:
    areas = pl.read_parquet(edition / "areas.parquet")
    areas.with_columns(
        name=pl.when(pl.col("code") == "WK900101").then(pl.lit(name)).otherwise("name")
    ).write_parquet(edition / "areas.parquet")
    write_spreadsheet(edition)
    sheet = opened(edition)["Gebieden"]
    cell = next(row[1] for row in sheet.iter_rows(min_row=2) if row[0].value == "WK900101")
    assert cell.value == name
    assert cell.data_type == "s"
    # Marked as text, so that editing the cell doesn't make a formula of it either.
    assert cell.quotePrefix is name.startswith(("=", "+", "-", "@", "\t", "%"))


def test_the_same_tables_give_the_same_bytes(edition: Path) -> None:
    first = (edition / "tables.xlsx").read_bytes()
    write_spreadsheet(edition)
    assert (edition / "tables.xlsx").read_bytes() == first
    assert sorted(path.suffix for path in edition.iterdir()).count("") == 0  # no scratch files


def test_what_does_not_fit_is_left_out_by_level_and_moment_and_said(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "fitting", lambda frame: fitting(frame, 40))
    write_spreadsheet(edition)
    book = opened(edition)
    assert book["Cijfers"].max_row <= 41
    assert {row["Niveau"] for row in rows(book["Cijfers"])} == {"land", "gemeente"}
    text = "\n".join(str(row[1]) for row in book["Toelichting"].iter_rows(values_only=True))
    assert "rijen passen niet in een blad" in text
    assert "don't fit in a sheet; here are municipalities and above" in text


def test_rows_that_fit_stay_whole_and_moments_go_before_levels() -> None:
    frame = pl.DataFrame(
        [
            (level, str(year), "a")
            for level in ("country", "municipality", "district", "neighbourhood")
            for year in range(2000, 2010)
        ],
        schema=["level", "period", "indicator"],
        orient="row",
    ).lazy()
    assert fitting(frame, 40)[1] is None
    ends, words = fitting(frame, 39)
    assert ends.height == 8
    assert set(ends["period"]) == {"2000", "2009"}
    assert words is not None
    assert words.startswith("40 rijen passen niet in een blad; hier staan van elke indicator")
    assert fitting(frame, 6)[0].height == 6
    assert fitting(frame, 1)[0].height == 1
