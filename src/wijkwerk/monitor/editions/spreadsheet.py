"""``tables.xlsx``: the edition for who lives in a spreadsheet; notes first, Dutch notation.

Reads only the edition's own files. Fixed dates and a fixed order: the same edition gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from wijkwerk.monitor.editions.columns import CODES, column
from wijkwerk.monitor.editions.sheet_labels import notes
from wijkwerk.monitor.editions.sheet_parts import fitting
from wijkwerk.shared.spreadsheet_text import LONGEST, may_be_formula

SHEETS = {
    "figures": "Cijfers",
    "changes": "Veranderingen",
    "groups": "Groepen",
    "group_changes": "Groepen, verandering",
    "classes": "Klassen",
    "warnings": "Signalen",
    "liveability": "Leefbaarheid",
    "areas": "Gebieden",
    "coverage": "Dekking",
}
WITHHELD = "afgeschermd"  # a word, so that nobody takes a withheld figure for zero or missing
# In these a withheld row says so; elsewhere it is empty.
_SAYS_WITHHELD = ("value", "distance", "own_change", "distance_change")
_IN_UNIT = (
    "value", "lower", "upper", "reference_value", "minimum", "maximum", "worst_five",
)  # fmt: skip
_DIFFERENCES = (
    "distance", "distance_lower", "distance_upper", "distance_excluding", "own_change",
    "reference_change", "distance_change",
)  # fmt: skip


def write_spreadsheet(folder: Path) -> None:
    """Write ``tables.xlsx`` from the tables in ``folder``."""
    definitions = json.loads((folder / "indicators.json").read_text("utf-8"))
    areas = pl.read_parquet(folder / "areas.parquet")
    with xlsxwriter.Workbook(
        str(folder / "tables.xlsx"), {"constant_memory": True, "tmpdir": str(folder)}
    ) as book:
        book.set_properties(
            {
                "title": definitions["source"]["title"]["nl"],
                "author": definitions["source"]["publisher"],
                "created": dt.datetime(2000, 1, 1),
            }
        )
        writer = _Writer(book, definitions, dict(areas.select("code", "name").iter_rows()))
        first = book.add_worksheet("Toelichting")
        writer.indicators(book.add_worksheet("Indicatoren"))
        shortened = []
        for table, name in SHEETS.items():
            path = folder / f"{table}.parquet"
            if not path.is_file():
                continue
            data, left_out = fitting(pl.scan_parquet(path))
            if left_out is not None:
                shortened.append((name, left_out))
            if data.height:
                writer.table(book.add_worksheet(name), data)
        writer.notes(first, notes(definitions, shortened))


@dataclass(frozen=True)
class _Number:
    """How numbers of an indicator look: with its unit, as a difference, as a plain number."""

    in_unit: Any
    difference: Any


class _Writer:
    """Fills sheets; holds the formats and the names that every sheet uses."""

    def __init__(self, book: Any, definitions: dict[str, Any], names: dict[str, str]) -> None:
        self.book, self.definitions, self.names = book, definitions, names
        self.every = [*definitions["indicators"], *definitions.get("composites", ())]
        self.indicator_names = {
            definition["id"]: definition["name"]["nl"] for definition in self.every
        }
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.label = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.withheld = book.add_format({"italic": True, "font_color": "#595959"})
        self.text = book.add_format({"quote_prefix": True})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.plain = book.add_format({"num_format": "#,##0.0##"})
        self.share = book.add_format({"num_format": "0.0%"})
        shapes: dict[tuple[str, int], _Number] = {}
        self.numbers: dict[str, _Number] = {}
        for definition in self.every:
            shape = (str(definition.get("unit", "")), int(definition.get("decimals", 1)))
            if shape not in shapes:
                shapes[shape] = _Number(
                    book.add_format({"num_format": _notation(*shape)}),
                    book.add_format({"num_format": _notation("", shape[1])}),
                )
            self.numbers[definition["id"]] = shapes[shape]

    def table(self, sheet: Any, data: pl.DataFrame) -> None:
        """Write ``data`` under frozen headings, with names beside codes and words for codes."""
        data = self._named(data)
        columns = data.columns
        self._headings(sheet, [self._heading(name) for name in columns])
        key = 1 + max(
            (place for place, name in enumerate(columns) if name.endswith("name")), default=0
        )
        sheet.freeze_panes(1, min(key, 2))
        sheet.autofilter(0, 0, data.height, len(columns) - 1)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, 26 if name.endswith("name") else 13)
        which = next((name for name in ("indicator", "composite") if name in columns), None)
        of = data[which].to_list() if which else [""] * data.height
        status = data["conf_status"].to_list() if "conf_status" in columns else None
        kinds = list(zip(columns, data.dtypes, strict=True))
        for number, row in enumerate(data.iter_rows(), 1):
            numbers = self.numbers.get(of[number - 1])
            hidden = status is not None and status[number - 1] != "F"
            for place, (value, (name, kind)) in enumerate(zip(row, kinds, strict=True)):
                if value is None:
                    if hidden and name in _SAYS_WITHHELD:
                        sheet.write_string(number, place, WITHHELD, self.withheld)
                elif kind == pl.Boolean:
                    sheet.write_string(number, place, "ja" if value else "nee")
                elif kind.is_numeric():
                    sheet.write_number(number, place, value, self._format(name, kind, numbers))
                else:
                    self.write_text(sheet, number, place, CODES.get(name, {}).get(value, value))

    def write_text(self, sheet: Any, row: int, place: int, text: str, style: Any = None) -> None:
        """Always as text: a name that starts with = is not a formula, now or when edited."""
        if style is None and may_be_formula(text):
            style = self.text
        sheet.write_string(row, place, text[:LONGEST], style)

    def indicators(self, sheet: Any) -> None:
        """The definitions, a row each."""
        headings = (
            "Indicator",
            "Naam",
            "Naam (Engels)",
            "Thema",
            "Eenheid",
            "Soort",
            "Beter is",
            "Vrijwel gelijk tot en met",
            "Bron",
            "Omschrijving",
            "Reeksbreuken",
        )
        self._headings(sheet, list(headings))
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(self.every), len(headings) - 1)
        for place, width in enumerate((16, 36, 36, 16, 12, 14, 10, 14, 30, 50, 40)):
            sheet.set_column(place, place, width)
        themes = {theme["id"]: theme["name"]["nl"] for theme in self.definitions["themes"]}
        better = {"higher_is_better": "hoger", "lower_is_better": "lager", "neutral": "geen"}
        for row, definition in enumerate(self.every, 1):
            breaks = "; ".join(
                f"{cut['period']}: {cut['reason']['nl']}" for cut in definition.get("breaks", ())
            )
            texts = (
                definition["id"],
                definition["name"]["nl"],
                definition["name"]["en"],
                themes.get(definition["theme"], definition["theme"]),
                definition.get("unit", "score"),
                definition.get("kind", "composite"),
                better.get(definition.get("direction", ""), "hoger"),
                None,
                definition.get("source", ""),
                definition.get("description", {}).get("nl", ""),
                breaks,
            )
            for place, text in enumerate(texts):
                if text is None:
                    sheet.write_number(
                        row, place, float(definition.get("tolerance", 0)), self.plain
                    )
                elif text:
                    self.write_text(sheet, row, place, text)

    def notes(self, sheet: Any, rows: list[tuple[str, str]]) -> None:
        """Titles, what every reader must know, and the meaning of every column."""
        title = self.definitions["source"]["title"]
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 95)
        sheet.freeze_panes(2, 0)
        self.write_text(sheet, 0, 0, title["nl"], self.title)
        self.write_text(sheet, 1, 0, title["en"], self.title)
        for number, (label, text) in enumerate(rows, 3):
            self.write_text(sheet, number, 0, label, self.label)
            self.write_text(sheet, number, 1, text, self.wrap)

    def _named(self, data: pl.DataFrame) -> pl.DataFrame:
        """``data`` with a column of names after each column of codes."""
        order: list[str] = []
        for name in data.columns:
            order.append(name)
            names_by_code = {
                "area": self.names,
                "group": self.names,
                "reference": self.names,
                "indicator": self.indicator_names,
                "composite": self.indicator_names,
            }.get(name)
            if names_by_code and not data[name].is_null().all():
                names = pl.col(name).replace_strict(
                    names_by_code, default=None, return_dtype=pl.String
                )
                data = data.with_columns(names.alias(f"{name}:name"))
                if not data[f"{name}:name"].is_null().all():
                    order.append(f"{name}:name")
        return data.select(order)

    def _heading(self, name: str) -> str:
        code, _, is_name = name.partition(":")
        return f"Naam {column(code).heading.lower()}" if is_name else column(name).heading

    def _headings(self, sheet: Any, texts: list[str]) -> None:
        for place, text in enumerate(texts):
            sheet.write_string(0, place, text, self.head)

    def _format(self, name: str, kind: pl.DataType, numbers: _Number | None) -> Any:
        if kind.is_integer() or name in ("base", "inhabitants", "dwellings"):
            return self.whole
        if name == "distance_relative":
            return self.share
        if numbers is not None and name in _DIFFERENCES:
            return numbers.difference
        if numbers is not None and name in _IN_UNIT:
            return numbers.in_unit
        return self.plain


def _notation(unit: str, decimals: int) -> str:
    """A number format. Excel shows the separators of the reader's country; the euro is Dutch."""
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    if unit == "%":
        return f'{number}"%"'
    if unit == "eur":
        return f"[$€-413] {number};[$€-413] -{number}"
    return number
