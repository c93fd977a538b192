"""``wijkwerk casework target`` and ``counts``: what a team aims at, and its counts for the monitor."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError


@casework_commands.command()
def target(
    organisation: Annotated[str, typer.Argument(help="Code of the organisation.")],
    year: Annotated[int, typer.Option(help="Year in which households are opened.", min=2000)],
    stage: Annotated[str, typer.Option(help="opened, planned or lasting.")],
    number: Annotated[int, typer.Option(help="How many households come so far.", min=1)],
    data: DataOption = None,
) -> None:
    """Write down how many of the households of a year are to come so far; the funnel is held against it.

    Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework target wijkteam-noord --year 2026 --stage planned --number 120
    """
    open_database(data)
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.models import Organisation, Stage, Target

    if stage not in Stage.values:
        raise InputError.of("--stage", "no such stage", ", ".join(Stage.values), value=stage)
    place = Organisation.objects.filter(code=organisation).first()
    if place is None:
        raise InputError.of(
            "ORGANISATION", "no such organisation", "a code of one", value=organisation
        )
    with transaction.atomic():
        row, _created = Target.objects.update_or_create(
            organisation=place, year=year, stage=stage, defaults={"number": number}
        )
        record(
            COMMAND,
            "casework.target",
            "organisation",
            place.pk,
            datetime.now(UTC),
            after={"target": row.pk, "number": number},
        )
    typer.echo(_("{name}, {year}: {number}.", name=place.name, year=str(year), number=number))


@casework_commands.command()
def counts(
    folder: Annotated[Path, typer.Argument(help="New folder to write.")],
    areas: Annotated[
        Path, typer.Option(help="Areas of the monitor, with those in which organisations work.")
    ],
    first: Annotated[int, typer.Option(help="First year.", min=2000)],
    last: Annotated[int, typer.Option(help="Last year.", min=2000)],
    data: DataOption = None,
) -> None:
    """Write counts of households as a source folder of the monitor, which withholds and rounds what is too small.

    There is no other way out for counts. The folder itself holds small numbers: build an edition of it, and throw it
    away. Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework counts build/households --areas data/areas.csv --first 2024 --last 2026
        wijkwerk edition build build/households --out editions
    """
    open_database(data)
    from wijkwerk.casework.services.counts_folder import write_counts

    if last < first:
        raise InputError.of("--last", "it comes before the first", str(first), value=str(last))
    number = write_counts(folder, areas, range(first, last + 1))
    typer.echo(_("Written: {number} figures in {folder}.", number=number, folder=str(folder)))
