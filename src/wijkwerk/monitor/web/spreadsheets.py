"""A selection as a spreadsheet: a table to read, the same with codes for machines, what it all means."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import xlsxwriter
from django.utils.translation import gettext as _

from wijkwerk.monitor.web import labels
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.served.api import Row
from wijkwerk.shared.sentences import upper_first
from wijkwerk.ui.components import withheld_labels

Cell = str | float | None
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


@dataclass(frozen=True)
class Pivot:
    """Heads and rows of a table with a column per period; cells before ``fixed`` say what a row is. Of each
    row the ``decimals`` with which its figures are shown; the cells hold all of them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int
    decimals: tuple[int, ...]


def pivot(visit: EditionContext, rows: Sequence[Row]) -> Pivot:
    """``rows`` (like FIGURES) with a row per area and indicator and a column per period, in the order
    in which they come; what they are compared with stands below the areas of each indicator.

    A figure that isn't there is a word that says why, never empty and never nought.
    """
    catalogue = visit.catalogue
    periods = sorted({row["period"] for row in rows})
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(row["indicator"], []).append(row)
    cells: list[tuple[Cell, ...]] = []
    decimals: list[int] = []
    for indicator, own in by_measure.items():
        measure = catalogue.measures[indicator]
        what = (visit.text(measure.name), labels.unit_label(measure))
        areas: dict[str, dict[str, Cell]] = {}
        references: dict[str, dict[str, Cell]] = {}
        for row in own:
            areas.setdefault(row["area"], {})[row["period"]] = _value(row)
            if row["reference"] is not None and row["reference_value"] is not None:
                references.setdefault(row["reference"], {})[row["period"]] = row["reference_value"]
        for code, values in areas.items():
            level = labels.level_word(catalogue.areas[code].level)
            cells.append(
                (visit.name(code), level, *what, *(values.get(period) for period in periods))
            )
        for code, values in references.items():
            if code not in areas:
                whose = _("%(name)s (compared with)") % {"name": visit.name(code)}
                cells.append((whose, "", *what, *(values.get(period) for period in periods)))
        decimals += [measure.decimals] * (len(cells) - len(decimals))
    heads = (_("Area"), _("Level"), _("Indicator"), _("Unit"), *periods)
    return Pivot(heads, tuple(cells), 4, tuple(decimals))


def _value(row: Row) -> Cell:
    """The figure, or the word for why there is none."""
    if row["conf_status"] not in (None, "F"):
        return withheld_labels(row["conf_status"])[0]
    if row["value"] is None:
        return withheld_labels(row["obs_status"] or "M")[0]
    return float(row["value"])


def workbook(
    visit: EditionContext,
    rows: Sequence[Row],
    table: pl.DataFrame,
    changes: pl.DataFrame,
    source: str,
) -> bytes:
    """The workbook: ``rows`` to read, ``table`` and ``changes`` with codes, and the explanation with the
    line ``source``."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        to_read = pivot(visit, rows)
        _sheet(
            book, _("Table"), to_read.heads, to_read.rows, to_read.fixed, decimals=to_read.decimals
        )
        _sheet(book, _("Figures with codes"), table.columns, list(table.iter_rows()), 2)
        if changes.height:
            _sheet(book, _("Changes with codes"), changes.columns, list(changes.iter_rows()), 2)
        _explanation(book, visit, source)
    return stream.getvalue()


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    fixed: int,
    *,
    decimals: Sequence[int] = (),
) -> None:
    """A sheet with headings that stay in sight, and a filter; numbers are shown with the ``decimals`` of
    their row, or as they are."""
    shown = {places: book.add_format({"num_format": _places(places)}) for places in set(decimals)}
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, fixed)
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        style = shown[decimals[number - 1]] if decimals else None
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif isinstance(cell, bool):
                sheet.write_boolean(number, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell, style)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.autofit(400)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _places(decimals: int) -> str:
    """How a spreadsheet shows a number: thousands apart, so many decimals, in its own notation."""
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _explanation(book: xlsxwriter.Workbook, visit: EditionContext, source: str) -> None:
    """Where the figures come from, what each sheet is for, and what each column with codes means."""
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("Explanation"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100, wrapped)
    lines = [
        (_("Source"), source),
        (_("Address"), visit.request.build_absolute_uri()),
        (
            _("Table"),
            _(
                "To read: a row per area and indicator, a column per period. What areas are compared "
                "with stands below them."
            ),
        ),
        (
            _("Figures with codes"),
            _("To compute with: a row per area, indicator and period, with margins and codes."),
        ),
        (
            _("Withheld"),
            _(
                "A figure that is withheld or that isn’t there is a word. It is neither zero nor missing."
            ),
        ),
    ]
    for place, (what, text) in enumerate(lines):
        sheet.write_string(place, 0, what, bold)
        sheet.write_string(place, 1, text)
    start = len(lines) + 1
    sheet.write_string(start, 0, _("Column"), bold)
    sheet.write_string(start, 1, _("Meaning"), bold)
    for place, (column, text) in enumerate(column_meanings().items(), start=start + 1):
        sheet.write_string(place, 0, column)
        sheet.write_string(place, 1, upper_first(text))


def column_meanings() -> dict[str, str]:
    """What each column with codes holds, in the reader's language; those of both sheets."""
    return {
        "area": _("the code of the area"),
        "area_name": _("its name"),
        "level": _("the kind of area"),
        "indicator": _("the code of the indicator"),
        "indicator_name": _("its name"),
        "unit": _(
            "the unit of the value; a difference between two percentages is in percentage points"
        ),
        "period": _("the year or the part of it that the figure is about"),
        "value": _("the figure; empty when it is withheld or isn’t there"),
        "lower": _("the lower limit of its margin (95%)"),
        "upper": _("the upper limit of its margin (95%)"),
        "interval_method": _("how the margin was computed"),
        "base": _("the number of people, households or dwellings behind it, rounded"),
        "obs_status": _("A measured, E estimated, B break in the series, M no figure (SDMX)"),
        "conf_status": _(
            "F published; N withheld, the number is too small; D withheld to protect another "
            "figure; C withheld by the publisher (SDMX)"
        ),
        "reference": _("the code of the area that it is compared with"),
        "reference_value": _("the figure of that area"),
        "distance": _(
            "the difference with that figure: plus is a lag, whether higher or lower is better; "
            "where neither is better, plus is higher"
        ),
        "distance_lower": _("the lower limit of the margin of the difference"),
        "distance_upper": _("the upper limit of the margin of the difference"),
        "distance_relative": _("the difference as a part of that figure"),
        "distance_excluding": _("the difference with that area without the area itself"),
        "rank": _("the place among areas of the same kind, 1 is best"),
        "rank_lower": _("the best place that its margin allows"),
        "rank_upper": _("the worst place that its margin allows"),
        "period_from": _("the first period of a change"),
        "period_to": _("the last period of a change"),
        "own_change": _("how much the figure changed"),
        "reference_change": _("how much that of the area that it is compared with changed"),
        "distance_change": _("how much the difference changed: plus is a lag that grew"),
        "class": _("what became of the difference"),
        "evidence": _("whether that is outside its margin (firm) or may be chance (cannot_tell)"),
        "broken": _("whether the series was broken between both periods"),
    }
