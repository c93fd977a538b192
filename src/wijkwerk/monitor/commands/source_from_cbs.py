"""``wijkwerk source from-cbs``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language
from wijkwerk.shared.problems import InputError, Problem, Severity

if TYPE_CHECKING:
    from wijkwerk.monitor.sources.cbs.report import Report

_LEVELS = {
    "country": ("country", "countries"),
    "municipality": ("municipality", "municipalities"),
    "district": ("district", "districts"),
    "neighbourhood": ("neighbourhood", "neighbourhoods"),
}
_MOST_NAMES = 12


def from_cbs_command(
    out: Annotated[Path, typer.Option(help="New folder for the source.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="CSV, gzipped CSV, .xlsx, .xls or JSON; several years may be mixed."),
    ] = None,
    live: Annotated[
        list[str] | None,
        typer.Option(help="Number of a table of StatLine to download, such as 85984NED."),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(envvar="WIJKWERK_CBS_URL", help="Another address of the service of CBS."),
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=2013, max=2099, help="For files that don't tell their year.")
    ] = None,
    municipality: Annotated[
        list[str] | None, typer.Option(help="Keep only this one, such as GM0363; may be repeated.")
    ] = None,
    with_population: Annotated[
        bool, typer.Option("--with-population", help="Take shares of ages and households along.")
    ] = False,
) -> None:
    """Make a source folder out of Statistics Netherlands' Kerncijfers wijken en buurten.

    Reads StatLine's CSV and the yearly files, 2013 and newer, with whatever columns they have. What
    was read, left out and not understood is told, and stands in OUT/from-cbs.json.

    Exit codes: 0 done, 2 a file or an option is wrong.

    Example: `wijkwerk source from-cbs kwb-2022.xlsx kwb-2023.xlsx --out kwb`

    Example: `wijkwerk source from-cbs kwb-2024.csv --municipality GM0363 --out amsterdam`

    Example: `wijkwerk source from-cbs --live 85984NED --out kwb-2024`
    """
    from wijkwerk.monitor.sources.cbs.odata.live import from_cbs

    if not files and not live:
        raise InputError(
            [Problem("from-cbs", None, None, "no files", None, "files, or --live with a table")]
        )
    with progress_bar() as tell:
        report = from_cbs(
            files or [],
            live or [],
            out,
            base_url=base_url,
            year=None if year is None else str(year),
            municipalities=municipality or [],
            population=with_population,
            progress=tell,
        )
    _show(report, out)


def _show(report: Report, out: Path) -> None:
    console = Console(highlight=False, soft_wrap=True, emoji=False)

    def say(text: str) -> None:
        console.print(text, markup=False)

    for file in report.files:
        signs = ", ".join(f"{count} × '{sign}'" for sign, count in sorted(file.signs.items()))
        say(
            _(
                "{file}: {rows} rows of {years}.",
                file=file.file,
                rows=file.rows,
                years=", ".join(file.years),
            )
        )
        say(f"  {in_language(str(file.account)).removeprefix(file.file + ': ')}.")
        for note in file.told:
            if note.severity is not Severity.NOTE:
                say(
                    f"  {in_language(note.code)}: {note.value}. {in_language(note.suggestion or '')}"
                )
        say("  " + _("Cells without a figure: {signs}.", signs=signs or _("none")))
        say(
            "  "
            + _(
                "Columns: {used} read, {left_out} known and left out, {not_understood} not understood.",
                used=len(file.used),
                left_out=len(file.left_out) + len(file.twice),
                not_understood=len(file.not_understood),
            )
        )
        if file.not_understood:
            names = file.not_understood[:_MOST_NAMES]
            more = len(file.not_understood) - len(names)
            tail = _("; and {number} more", number=more) if more else ""
            say("  " + _("Not understood: {columns}", columns="; ".join(names)) + tail)
    areas = ", ".join(
        f"{count} {in_language(_LEVELS[level][count != 1])}"
        for level, count in report.areas.items()
    )
    say(_("Areas: {areas}.", areas=areas))
    indicators = len({taken_figure.indicator for taken_figure in report.taken})
    say(
        _(
            "Observations: {number} of {indicators} indicators.",
            number=report.observations,
            indicators=indicators,
        )
    )
    for warning in report.warnings():
        say(_("Mind: {remark}", remark=in_language(warning)))
    say(_("The source is in {out}; all of this is in {file}.", out=out, file=out / "from-cbs.json"))
    say(_("Next: wijkwerk source check {out}", out=out))
