"""``wijkwerk city``."""

from __future__ import annotations

import os
import re
import shlex
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from wijkwerk.monitor.commands.progress import progress_bar
from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import in_language, ngettext
from wijkwerk.shared.problems import InputError, Severity

if TYPE_CHECKING:
    from wijkwerk.monitor.sources.city import City


def city_command(
    municipality: Annotated[str, typer.Argument(help="Its name or code: 'Den Haag', GM0518.")],
    years: Annotated[
        str | None, typer.Option(help="Such as 2015-2024 or 2020,2023 (default: all there are).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for all of it (default: named after it).")
    ] = None,
    postcodes: Annotated[
        Path | None,
        typer.Option(help="The yearly file of postcodes (pc6hnr20240801_gwb.csv or its zip)."),
    ] = None,
    serve: Annotated[
        bool | None,
        typer.Option("--serve/--no-serve", help="Serve the site at the end (default: it asks)."),
    ] = None,
    cbs_url: Annotated[
        str | None,
        typer.Option(envvar="WIJKWERK_CBS_URL", help="Another address of the service of CBS."),
    ] = None,
    geo_url: Annotated[
        str | None,
        typer.Option(envvar="WIJKWERK_GEO_URL", help="Another address of the geo services."),
    ] = None,
) -> None:
    """A first edition of a city out of one command: key figures, boundaries, all years.

    Takes Kerncijfers wijken en buurten of MUNICIPALITY, its districts and neighbourhoods, and their
    boundaries from the publishers; makes a source, checks it and builds an edition. Every file stays in
    OUT/downloads to be inspected, and OUT/city.toml says how to go on. The same command goes on where
    it stopped. Without a network it names the files to download by hand.

    Example: `wijkwerk city "Den Haag"`

    Example: `wijkwerk city GM0363 --years 2017-2024 --out amsterdam --postcodes pc6hnr20240801_gwb.csv`
    """
    from wijkwerk.monitor.sources.city import make_city

    folder = out if out is not None else Path(_folder_name(municipality))
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    with progress_bar() as tell:
        city = make_city(
            municipality,
            folder,
            years=_years(years),
            postcodes=postcodes,
            cbs_url=cbs_url,
            geo_url=geo_url,
            progress=tell,
        )
    _show(console, city)
    _check(console, city.folder.source)
    edition = _build(city)
    console.print(
        _("Edition {name} is ready: {edition}", name=edition.name, edition=edition), markup=False
    )
    editions = city.folder.editions
    command = f"wijkwerk serve {shlex.quote(str(editions))}"
    console.print(
        _("All files, and how to go on: {path}", path=city.folder.path / "city.toml"), markup=False
    )
    if serve is None:
        interactive = sys.stdin.isatty() and sys.stdout.isatty()
        serve = interactive and typer.confirm(_("Serve it now?"), default=True)
    if not serve:
        console.print(_("Next: {command}", command=command), markup=False)
        return
    os.execv(  # noqa: S606  (no shell: our own arguments)
        sys.executable, [sys.executable, "-m", "wijkwerk", "serve", str(editions)]
    )


def _show(console: Console, city: City) -> None:
    years = ", ".join(map(str, city.years))
    console.print(
        _(
            "{name} ({code}): {number} years, {years}.",
            name=city.name,
            code=city.code,
            number=len(city.years),
            years=years,
        ),
        markup=False,
    )
    if city.report is not None:
        areas = sum(city.report.areas.values())
        indicators = len({taken_figure.indicator for taken_figure in city.report.taken})
        console.print(
            _(
                "{observations} figures of {indicators} indicators, {areas} areas.",
                observations=city.report.observations,
                indicators=indicators,
                areas=areas,
            )
        )
        for warning in city.report.warnings():
            console.print(_("Mind: {remark}", remark=in_language(warning)), markup=False)
    for remark in city.remarks:
        console.print(_("Mind: {remark}", remark=in_language(remark)), markup=False)


def _check(console: Console, source: Path) -> None:
    """Tell what the check says; InputError when it has errors."""
    from wijkwerk.monitor.sources.check import check_source

    problems = check_source(source)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    remark_count = (
        ngettext("{number} warning", "{number} warnings", warnings)
        if warnings
        else _("no warnings")
    )
    console.print(
        _(
            "Checked: no errors, {warnings} (wijkwerk source check {source}).",
            warnings=remark_count,
            source=shlex.quote(str(source)),
        )
    )


def _build(city: City) -> Path:
    from wijkwerk.monitor.editions.build import build_edition

    with progress_bar() as tell:
        return build_edition(city.folder.source, city.folder.editions, progress=tell)


def _folder_name(municipality: str) -> str:
    """'Den Haag' as 'den-haag'."""
    letters = unicodedata.normalize("NFKD", municipality.casefold())
    plain = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in letters)
    return "-".join(plain.split()) or "city"


def _years(text: str | None) -> list[int]:
    """The years of '2015-2024' or '2020,2023'; InputError for anything else."""
    years: list[int] = []
    for part in (text or "").replace(" ", "").split(","):
        if not part:
            continue
        span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", part)
        if span is None or (span.group(2) and int(span.group(2)) < int(span.group(1))):
            raise InputError.of("--years", "not years", "2015-2024 or 2020,2023", value=text)
        years += range(int(span.group(1)), int(span.group(2) or span.group(1)) + 1)
    return sorted(set(years))
