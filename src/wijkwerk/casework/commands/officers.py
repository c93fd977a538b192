"""``wijkwerk casework officer``: the register of escalation officers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError


@casework_commands.command()
def officer(
    organisation: Annotated[str, typer.Argument(help="Code of the organisation.")],
    name: Annotated[str, typer.Option(help="Name of the officer.")],
    function: Annotated[str, typer.Option(help="Function of the officer.")],
    rung: Annotated[str, typer.Option(help="local, regional, national_desk or national_team.")],
    mandate: Annotated[str, typer.Option(help="What the officer may decide.")],
    until: Annotated[str, typer.Option(help="Last day of the certificate, as 2027-12-31.")],
    replaces: Annotated[
        str, typer.Option(help="Name of the officer of this organisation and rung who goes.")
    ] = "",
    data: DataOption = None,
) -> None:
    """Register an escalation officer, or change what the register says of one.

    Who is replaced stays in the register with who is asked instead. Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework officer gemeente --name "B. Baas" --function "Doorbraakfunctionaris" --rung local \\
            --mandate "afwijken tot 5.000 euro" --until 2027-12-31
    """
    open_database(data)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.core.ladder import Rung
    from wijkwerk.casework.models import Officer, Organisation

    place = Organisation.objects.filter(code=organisation).first()
    if place is None:
        raise InputError.of(
            "ORGANISATION", "no such organisation", "a code of one", value=organisation
        )
    if rung not in list(Rung):
        raise InputError.of("--rung", "no such rung", ", ".join(Rung), value=rung)
    try:
        last_day = date.fromisoformat(until)
    except ValueError:
        raise InputError.of("--until", "no day", "a day as 2027-12-31", value=until) from None
    rows = Officer.objects.filter(organisation=place, rung=rung)
    before = rows.filter(name=replaces).first() if replaces else None
    if replaces and (before is None or replaces == name):
        raise InputError.of(
            "--replaces", "no such officer", "the name of another officer", value=replaces
        )
    row = rows.filter(name=name).first() or Officer(organisation=place, rung=rung, name=name)
    row.function, row.mandate, row.certified_until = function, mandate, last_day
    try:
        row.clean_fields()
    except ValidationError as fault:
        raise InputError.of("--name", "; ".join(fault.messages), "a line of text") from None
    with transaction.atomic():
        row.save()
        if before is not None:
            before.replaced_by = row
            before.save()
        record(
            COMMAND,
            "casework.officer",
            "organisation",
            place.pk,
            datetime.now(UTC),
            after={"officer": row.pk},
        )
    typer.echo(_("{name} is in the register of escalation officers.", name=name))
