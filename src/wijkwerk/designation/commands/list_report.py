"""``wijkwerk list report``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.language import gettext as _


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
    decided: Annotated[
        bool,
        typer.Option("--decided", help="With what this machine's site decided about the list."),
    ] = False,
    data: DataOption = None,
) -> None:
    """Write the list of a year as a PDF, with the reasons per area.

    Every area with its conditions: value, margin, limit, met or not. PDF/UA-1, for screen readers
    too. The same list and year give the same bytes. A folder holds what was computed; decisions about
    it stand in the site's database, and the report says which of the two it shows.

    Exit codes: 0 written, 2 the list or an option is wrong.

    Example:

        wijkwerk list report lists/denmark-0123456789 --year 2019 --out list-2019.pdf
        wijkwerk list report lists/denmark-0123456789 --year 2019 --out list-2019.pdf --decided
    """
    from wijkwerk.designation.lists.reading import DesignationList
    from wijkwerk.designation.lists.report.write import write_report

    designation_list = DesignationList.open(folder)
    chosen = designation_list.years[-1] if year is None else year
    if decided:
        open_database(data)
        from wijkwerk.designation.decisions import decisions_about

        now = decisions_about(designation_list.id)
        path = write_report(
            designation_list, chosen, out, language.value, now.of_year, draft=chosen in now.drafts
        )
    else:
        path = write_report(designation_list, chosen, out, language.value)
    typer.echo(
        _(
            "{path}: list of {chosen}, {st_size:.0f} kB.",
            path=path,
            chosen=chosen,
            st_size=path.stat().st_size / 1000,
        )
    )
