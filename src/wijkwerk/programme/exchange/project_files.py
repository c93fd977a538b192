"""The list of projects to take along: CSV and XLSX, without what is internal, in the columns that
an import recognises again. Nothing in it can start to compute in somebody's spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from wijkwerk.programme.exchange.project_columns import COLUMNS, PERIODS, STATES
from wijkwerk.programme.models import Project
from wijkwerk.shared.spreadsheet_text import LONGEST, guarded
from wijkwerk.shared.text import Language

SHOWN = tuple(column for column in COLUMNS if column.name != "note")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_csv(projects: Iterable[Project], language: Language) -> bytes:
    """With a mark at its head by which Excel reads the letters as they are, and in Dutch the signs
    that it expects there."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "nl" else ",", lineterminator="\r\n")
    writer.writerow([column.title.in_(language) for column in SHOWN])
    for project in projects:
        writer.writerow([_text(value, language) for value in _values(project, language)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(projects: Iterable[Project], language: Language) -> bytes:
    """A workbook with one sheet; every text in it is a text."""
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(body, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        top = book.add_format({"valign": "top", "text_wrap": True})
        days = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top"})
        euros = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        sheet = book.add_worksheet("Projecten" if language == "nl" else "Projects")
        sheet.freeze_panes(1, 2)
        for at, column in enumerate(SHOWN):
            sheet.write_string(0, at, column.title.in_(language), head)
            wide = column.name in ("name", "contribution", "after_plan", "stop_criteria")
            sheet.set_column(at, at, 36 if wide else 16)
        number = 0
        for number, project in enumerate(projects, 1):
            for at, value in enumerate(_values(project, language)):
                if isinstance(value, date):
                    sheet.write_datetime(number, at, value, days)
                elif isinstance(value, Decimal):
                    sheet.write_number(number, at, float(value), euros)
                elif value:
                    sheet.write_string(number, at, str(value)[:LONGEST], top)
        sheet.autofilter(0, 0, max(number, 1), len(SHOWN) - 1)
    return body.getvalue()


def _values(project: Project, language: Language) -> list[Any]:
    special_values = {
        "state": STATES[project.state].in_(language),
        "goal": project.goal.name if project.goal else "",
        "target": project.target.title if project.target else "",
        "organisation": project.organisation.name if project.organisation else "",
        # A project without money has no period of it.
        "money_period": PERIODS[project.money_period].in_(language) if project.money else "",
        "areas": ", ".join(str(area) for area in project.areas),
    }
    return [
        special_values[column.name]
        if column.name in special_values
        else getattr(project, column.name)
        for column in SHOWN
    ]


def _text(value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value).replace(".", ",") if language == "nl" else str(value)
    return guarded(str(value))
