"""``wijkwerk list report``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReportLanguage(StrEnum):
    """The language of a report."""

    nl = "nl"
    en = "en"


def report_command(
    folder: Annotated[Path, typer.Argument(help="The list's folder.")],
    out: Annotated[Path, typer.Option(help="The PDF that is written; one there is replaced.")],
    year: Annotated[int | None, typer.Option(help="Year of the list (default: the last).")] = None,
    language: Annotated[
        ReportLanguage, typer.Option(help="Language of the report.")
    ] = ReportLanguage.nl,
) -> None:
    """Write the list of a year as a PDF, with the reasons per area.

    Every area with its conditions: value, margin, limit, met or not. PDF/UA-1, for screen readers
    too. The same list and year give the same bytes.

    Exit codes: 0 written, 2 the list or an option is wrong.

    Example:

        wijkwerk list report lists/denmark-0123456789 --year 2019 --out list-2019.pdf
    """
    from wijkwerk.designation.lists.reading import DesignationList
    from wijkwerk.designation.lists.report.write import write_report

    found = DesignationList.open(folder)
    chosen = found.years[-1] if year is None else year
    path = write_report(found, chosen, out, language.value)
    typer.echo(f"{path}: list of {chosen}, {path.stat().st_size / 1000:.0f} kB.")
