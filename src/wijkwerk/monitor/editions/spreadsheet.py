"""``tables.xlsx``: the edition for who lives in a spreadsheet; Dutch notation, notes first."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

# Excel holds 1,048,576 rows; beyond some 200,000 a sheet is of no use to a person either.
MOST_ROWS = 200_000
_SHEETS = {
    "Cijfers": "figures",
    "Veranderingen": "changes",
    "Groepen": "groups",
    "Klassen": "classes",
    "Signalen": "warnings",
    "Leefbaarheid": "liveability",
}
_HEADERS = {
    "area": "Gebied", "name": "Naam", "level": "Niveau", "period": "Periode",
    "indicator": "Indicator", "value": "Waarde", "lower": "Ondergrens", "upper": "Bovengrens",
    "interval_method": "Methode marge", "base": "Basis", "obs_status": "Status waarneming",
    "conf_status": "Status onthulling", "reference": "Referentie",
    "reference_value": "Waarde referentie", "distance": "Afstand",
    "distance_lower": "Afstand ondergrens", "distance_upper": "Afstand bovengrens",
    "distance_relative": "Afstand relatief", "distance_excluding": "Afstand zonder gebied zelf",
    "rank": "Rang", "rank_lower": "Rang ondergrens", "rank_upper": "Rang bovengrens",
    "period_from": "Van", "period_to": "Tot", "own_change": "Eigen verandering",
    "reference_change": "Verandering referentie", "distance_change": "Verandering afstand",
    "class": "Klasse", "evidence": "Zekerheid", "broken": "Reeksbreuk", "group": "Groep",
    "method": "Methode", "areas": "Gebieden", "measured": "Gemeten", "minimum": "Laagste",
    "maximum": "Hoogste", "worst_five": "Gemiddelde slechtste vijf",
    "worst_areas": "Slechtste vijf", "count": "Aantal", "firm": "Waarvan zeker",
    "origin": "Herkomst", "score": "Score", "threshold": "Drempel", "signal": "Signaal",
    "composite": "Samengestelde score", "dimension": "Dimensie", "weight": "Gewicht",
    "contribution": "Bijdrage", "rank_lowest": "Beste rang", "rank_highest": "Slechtste rang",
}  # fmt: skip
_WITHHELD = "geheim"  # a word, so that nobody takes a withheld figure for zero or missing
_NOTES = (
    ("Uitgever / Publisher", "publisher"),
    ("Licentie / Licence", "licence"),
)


def write_spreadsheet(folder: Path) -> None:
    """Write ``tables.xlsx`` from the tables in ``folder``; fixed dates, so it is reproducible."""
    source = json.loads((folder / "indicators.json").read_text("utf-8"))["source"]
    names = dict(pl.read_parquet(folder / "areas.parquet").select("code", "name").iter_rows())
    book = xlsxwriter.Workbook(str(folder / "tables.xlsx"), {"constant_memory": True})
    book.set_properties({"title": source["title"]["nl"], "created": dt.datetime(2000, 1, 1)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "number": book.add_format({"num_format": "#,##0.0##"}),
        "whole": book.add_format({"num_format": "#,##0"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    notes = book.add_worksheet("Toelichting")
    cut: list[str] = []
    for sheet, table in _SHEETS.items():
        frame = pl.scan_parquet(folder / f"{table}.parquet")
        rows = int(frame.select(pl.len()).collect().item())
        if rows > MOST_ROWS:
            frame, kept = _shortened(frame, rows)
            cut.append(f"{sheet}: {kept}")
        data = frame.head(MOST_ROWS).collect()
        if data.height:
            _write_sheet(book.add_worksheet(sheet), data, names, formats)
    _write_notes(notes, source, cut, formats)
    book.close()


def _shortened(frame: pl.LazyFrame, rows: int) -> tuple[pl.LazyFrame, str]:
    """The part of a table that a sheet can hold, and what was left out, in both languages."""
    columns = frame.collect_schema().names()
    if "level" in columns:
        frame = frame.filter(pl.col("level") != "neighbourhood")
    return frame, (
        f"{rows} rijen passen niet; hier staan de hogere niveaus, hooguit {MOST_ROWS} rijen; alles "
        f"staat in het Parquet-bestand / {rows} rows don't fit; higher levels are here, at most "
        f"{MOST_ROWS} rows; all is in the Parquet file"
    )


def _write_sheet(sheet: Any, data: pl.DataFrame, names: dict[str, str], formats: Any) -> None:
    columns = list(data.columns)
    if "area" in columns:
        data = data.with_columns(
            name=pl.col("area").replace_strict(names, default=None, return_dtype=pl.String)
        )
        columns.insert(columns.index("area") + 1, "name")
        data = data.select(columns)
    sheet.freeze_panes(1, 2 if "name" in columns else 1)
    sheet.autofilter(0, 0, data.height, len(columns) - 1)
    sheet.set_column(0, len(columns) - 1, 14)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, _HEADERS.get(column, column), formats["head"])
    hidden = data["conf_status"].to_list() if "conf_status" in columns else None
    kinds = [data.schema[column] for column in columns]
    for number, row in enumerate(data.iter_rows(), 1):
        withheld = hidden is not None and hidden[number - 1] != "F"
        for place, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            if value is None:
                if withheld and columns[place] in ("value", "own_change", "distance_change"):
                    sheet.write_string(number, place, _WITHHELD)
            elif kind == pl.Float64:
                sheet.write_number(number, place, value, formats["number"])
            elif kind == pl.Boolean:
                sheet.write_string(number, place, "ja" if value else "nee")
            elif kind.is_integer():
                sheet.write_number(number, place, value, formats["whole"])
            else:
                # Always as text: a name that starts with = is not a formula.
                sheet.write_string(number, place, value)


def _write_notes(sheet: Any, source: dict[str, Any], cut: list[str], formats: Any) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90, formats["wrap"])
    sheet.write_string(0, 0, source["title"]["nl"], formats["title"])
    sheet.write_string(1, 0, source["title"]["en"], formats["title"])
    rows = [(label, source[key]) for label, key in _NOTES]
    if source["simulated"]:
        rows.append(("Let op / Note", "Gesimuleerde cijfers / Simulated figures"))
    rows += [
        (
            "Geheim / Withheld",
            "'geheim' is niet nul en niet onbekend: het cijfer is weggelaten om personen te "
            "beschermen. / 'geheim' is neither zero nor missing: withheld to protect persons.",
        ),
        (
            "Afstand / Distance",
            "Positief is een achterstand, ook als hoger beter is. / Positive is a lag, also where "
            "higher is better.",
        ),
        (
            "Marges / Intervals",
            "95%; zonder marge is niet te zeggen hoe zeker een cijfer is. / 95%; without an "
            "interval one can't tell how sure a figure is.",
        ),
        ("Opmerkingen / Notes", f"{source['notes']['nl']} / {source['notes']['en']}"),
        *(("Ingekort / Shortened", text) for text in cut),
    ]
    for number, (label, text) in enumerate(rows, 3):
        sheet.write_string(number, 0, label, formats["wrap"])
        sheet.write_string(number, 1, text, formats["wrap"])
