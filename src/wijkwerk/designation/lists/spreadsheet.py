"""``list.xlsx``: the list for who lives in a spreadsheet; notes first, then a sheet per question.

Reads only the list's own files. Fixed dates and a fixed order: the same list gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.lists.sheet_labels import HEADINGS, NOTES, SHEETS, WORDS
from wijkwerk.shared.spreadsheet_text import LONGEST, may_be_formula

MOST_ROWS = 100_000
_SHARES = ("probability", "unknown_share", "step")
_DECIMALS = ("value", "lower", "upper", "reference_value", "compared", "threshold", "margin")


def write_spreadsheet(folder: Path, scheme: Scheme) -> None:
    """Write ``list.xlsx`` from the tables in ``folder``."""
    with xlsxwriter.Workbook(
        str(folder / "list.xlsx"), {"constant_memory": True, "tmpdir": str(folder)}
    ) as book:
        book.set_properties(
            {"title": scheme.title.nl, "author": "Wijkwerk", "created": dt.datetime(2000, 1, 1)}
        )
        writer = _Writer(book)
        first = book.add_worksheet("Toelichting")
        left_out = []
        for name, data in _sheets(folder, scheme):
            if data.height > MOST_ROWS:
                left_out.append(SHEETS[name])
                data = data.tail(MOST_ROWS)
            if data.height:
                writer.table(book.add_worksheet(SHEETS[name]), data)
        writer.notes(first, scheme, left_out)


def _sheets(folder: Path, scheme: Scheme) -> list[tuple[str, pl.DataFrame]]:
    """The sheets: the last year's list with its chance, near misses, every year, criteria, what if."""
    areas = pl.scan_parquet(folder / "areas.parquet").select(area="code", area_name="name")
    statuses = pl.scan_parquet(folder / "statuses.parquet")
    firm = pl.scan_parquet(folder / "firmness.parquet").select(
        "year", "area", "status", "probability", unknown_share="unknown"
    )
    labels = [
        (year, status.code, scheme.label(status.code, year, "nl"))
        for year in statuses.select("year").unique().collect()["year"].sort()
        for status in scheme.at(year).active()
    ]
    named = pl.LazyFrame(labels, schema=["year", "status", "status_name"], orient="row")
    every = (
        statuses.filter((pl.col("result") == "met") | (pl.col("near_miss") != ""))
        .join(firm, on=["year", "area", "status"], how="left")
        .join(areas, on="area", how="left")
        .join(named, on=["year", "status"], how="left")
        .select(
            "year",
            "area",
            "area_name",
            "status",
            "status_name",
            "result",
            "years_in_a_row",
            "entered",
            "probability",
            "unknown_share",
            "near_miss",
            "short",
            "missing",
        )
        .sort("year", "status", "area")
        .collect()
    )
    last = statuses.select(pl.col("year").max()).collect().item()
    now = every.filter(pl.col("year") == last)
    criteria = (
        pl.scan_parquet(folder / "criteria.parquet")
        .filter(pl.col("area").is_in(now["area"].unique().to_list()) & (pl.col("year") == last))
        .join(areas, on="area", how="left")
        .select(
            "year",
            "area",
            "area_name",
            "criterion",
            "value",
            "lower",
            "upper",
            "reference_value",
            "compared",
            "threshold",
            "margin",
            "result",
            "reason_unknown",
        )
        .sort("area", "criterion")
        .collect()
    )
    sensitivity = (
        pl.read_parquet(folder / "sensitivity.parquet")
        .filter(pl.col("year") == last)
        .select(
            "year",
            "status",
            "change",
            "criterion",
            "setting",
            "step",
            "have_it",
            "enter",
            "leave",
            "entering",
            "leaving",
        )
    )
    return [
        ("list", now.filter(pl.col("result") == "met").drop("near_miss", "short", "missing")),
        ("near", now.filter(pl.col("result") != "met")),
        ("criteria", criteria),
        ("years", every.filter(pl.col("result") == "met").drop("near_miss", "short", "missing")),
        ("sensitivity", sensitivity),
    ]


class _Writer:
    """Fills sheets; holds the formats that every sheet uses."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"}
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.label = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"quote_prefix": True})
        self.whole = book.add_format({"num_format": "0"})
        self.plain = book.add_format({"num_format": "#,##0.0##"})
        self.share = book.add_format({"num_format": "0.0%"})

    def table(self, sheet: Any, data: pl.DataFrame) -> None:
        """Write ``data`` under frozen headings, words for codes."""
        for place, name in enumerate(data.columns):
            sheet.write_string(0, place, HEADINGS[name], self.head)
            sheet.set_column(place, place, 30 if name.endswith("name") else 14)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, data.height, len(data.columns) - 1)
        for number, row in enumerate(data.iter_rows(), 1):
            for place, (name, value) in enumerate(zip(data.columns, row, strict=True)):
                self._cell(sheet, number, place, name, value)

    def _cell(self, sheet: Any, row: int, place: int, name: str, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(row, place, "ja" if value else "nee")
        elif isinstance(value, int | float):
            style = (
                self.share
                if name in _SHARES
                else self.plain
                if name in _DECIMALS
                else (self.whole if isinstance(value, int) else self.plain)
            )
            sheet.write_number(row, place, value, style)
        else:
            labels = WORDS.get(name, {})
            text = (
                ", ".join(labels.get(part, part) for part in value.split(";")) if labels else value
            )
            self.write_text(sheet, row, place, text)

    def write_text(self, sheet: Any, row: int, place: int, text: str, style: Any = None) -> None:
        """Always as text: a name that starts with = is not a formula, now or when edited."""
        if may_be_formula(text):
            style = self.text
        sheet.write_string(row, place, text[:LONGEST], style)

    def notes(self, sheet: Any, scheme: Scheme, left_out: list[str]) -> None:
        """What every reader must know, in both languages, and the scheme."""
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 95)
        self.write_text(sheet, 0, 0, scheme.title.nl, self.title)
        self.write_text(sheet, 1, 0, scheme.title.en, self.title)
        rows = list(NOTES)
        rows += [
            (f"Aangezet / switched on: {code}", reason)
            for code, reason in sorted(scheme.switched_on().items())
        ]
        for rules in scheme.versions:
            off = ", ".join(sorted(rules.off()))
            if off:
                rows.append(
                    (
                        f"Uit / off ({rules.since})",
                        f"{off}: deze voorwaarden maken onderscheid op een beschermde discriminatiegrond. "
                        "Aanwijzingen die daarvan afhangen, zijn niet berekend. / These conditions "
                        "distinguish on a protected ground. Statuses that depend on them were not "
                        "computed.",
                    )
                )
            rows += [
                (f"{criterion.code} ({rules.since})", f"{criterion.name.nl} / {criterion.name.en}")
                for criterion in rules.criteria
            ]
        rows += [
            (
                name,
                f"Alleen de laatste {MOST_ROWS:,} rijen; alles staat in de Parquet-bestanden. / "
                f"Only the last {MOST_ROWS:,} rows; all is in the Parquet files.",
            )
            for name in left_out
        ]
        for number, (label, text) in enumerate(rows, 3):
            self.write_text(sheet, number, 0, label, self.label)
            self.write_text(sheet, number, 1, text, self.wrap)
