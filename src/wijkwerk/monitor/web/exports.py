"""Figures as files: CSV, Excel, JSON, Parquet, SDMX-CSV, each with its source and what withheld means."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence

import polars as pl
from django.http import HttpResponse
from django.utils.translation import gettext as _

from wijkwerk.monitor.core.tables import CHANGES, FIGURES
from wijkwerk.monitor.serving.sdmx import MEDIA_TYPE, sdmx_csv
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.spreadsheets import workbook
from wijkwerk.rest.formats import guarded_texts
from wijkwerk.served.api import Row
from wijkwerk.ui.downloads import attachment

KINDS = ("csv", "xlsx", "json", "parquet", "sdmx")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sdmx": f"{MEDIA_TYPE};version=2.0.0; charset=utf-8",
}
_POLARS = {
    "string": pl.String, "float64": pl.Float64, "int64": pl.Int64, "boolean": pl.Boolean,
}  # fmt: skip


def frame(
    visit: EditionContext, rows: Sequence[Row], columns: Mapping[str, str] = FIGURES
) -> pl.DataFrame:
    """Rows of these ``columns`` with the names of areas and indicators beside their codes."""
    catalogue = visit.catalogue
    schema = {name: _POLARS[kind] for name, kind in columns.items()}
    table = pl.DataFrame(list(rows), schema=schema)
    shown = table["area"].unique().to_list()
    names = {code: catalogue.areas[code].name for code in shown if code in catalogue.areas}
    measures = {measure.id: visit.text(measure.name) for measure in catalogue.measures.values()}
    units = {measure.id: measure.unit for measure in catalogue.measures.values()}
    return table.select(
        "area",
        pl.col("area").replace_strict(names, default=None).alias("area_name"),
        "level",
        "indicator",
        pl.col("indicator").replace_strict(measures, default=None).alias("indicator_name"),
        pl.col("indicator").replace_strict(units, default=None).alias("unit"),
        pl.exclude("area", "level", "indicator"),
    )


def source_line(visit: EditionContext) -> str:
    """Where the figures come from, in a line."""
    source = visit.catalogue.source
    line = f"{_('Source')}: {source['publisher']}, {visit.text(visit.catalogue.title)}, "
    line += f"{_('edition')} {visit.catalogue.id}, {_('licence')} {source['licence']}."
    if visit.catalogue.simulated:
        line += f" {_('Simulated: no figure is about a real place.')}"
    return line


def response(
    visit: EditionContext, rows: Sequence[Row], kind: str, changes: Sequence[Row] = ()
) -> HttpResponse:
    """The rows of FIGURES as a file of ``kind``; Excel and JSON hold the ``changes`` (rows of CHANGES
    between the chosen years) as well."""
    table, moved = frame(visit, rows), frame(visit, changes, CHANGES)
    if kind == "sdmx":
        body = sdmx_csv(rows, visit.catalogue)
    elif kind == "xlsx":
        body = workbook(visit, rows, table, moved, source_line(visit))
    elif kind == "json":
        body = _json(visit, table, moved)
    else:
        body = {"csv": _csv, "parquet": _parquet}[kind](visit, table)
    ending = "sdmx.csv" if kind == "sdmx" else kind
    return attachment(body, f"{visit.catalogue.id}-selection.{ending}", _TYPES[kind])


def _csv(visit: EditionContext, table: pl.DataFrame) -> bytes:
    # With a BOM Excel reads the letters as they are; in Dutch it expects ';' and decimal commas.
    dutch = visit.language == "nl"
    guarded = table.with_columns(guarded_texts().name.keep())
    text = guarded.write_csv(separator=";" if dutch else ",", decimal_comma=dutch)
    return b"\xef\xbb\xbf" + text.encode()


def _json(visit: EditionContext, table: pl.DataFrame, changes: pl.DataFrame) -> bytes:
    document = {
        "edition": visit.catalogue.id,
        "source": source_line(visit),
        "conf_status": {"F": "published", "N": "withheld", "D": "withheld to protect another"},
        "figures": table.to_dicts(),
        "changes": changes.to_dicts(),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _parquet(visit: EditionContext, table: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.write_parquet(stream)
    return stream.getvalue()
