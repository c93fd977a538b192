"""``wijkwerk casework seat``: who sits in which steering group, with which mandate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.casework.commands.group import casework_commands
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError


@casework_commands.command()
def seat(
    group: Annotated[str, typer.Argument(help="Name of the steering group.")],
    email: Annotated[str, typer.Option(help="Address of the account that sits in it.")],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that it binds.")],
    mandate: Annotated[str, typer.Option(help="What it may decide for the organisation.")] = "",
    convenes: Annotated[
        str, typer.Option(help="Code of the organisation that convenes a group that is new.")
    ] = "",
    until: Annotated[str, typer.Option(help="Last day of the seat, as 2027-12-31.")] = "",
    end: Annotated[bool, typer.Option("--end", help="The seat ends now.")] = False,
    data: DataOption = None,
) -> None:
    """Give a worker a seat in a steering group, with the mandate of their organisation, or end it.

    A seat shows no household: directors let who needs to see one join its circle. Another seat for the same worker
    replaces the one before it. Exit codes: 0 done, 2 something is wrong.

    Examples:

        wijkwerk casework seat "Regiegroep Noord" --convenes gemeente --email b@zorg.example --organisation zorg \\
            --mandate "zorg tot 10.000 euro"
        wijkwerk casework seat "Regiegroep Noord" --email b@zorg.example --organisation zorg --end
    """
    open_database(data)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.models import Group, Organisation, Seat, Worker
    from wijkwerk.casework.models.base import in_force
    from wijkwerk.casework.services.circle import end_of_day

    now = datetime.now(UTC)
    worker = Worker.objects.filter(
        user__email=email.strip().lower(), organisation__code=organisation
    ).first()
    if worker is None:
        raise InputError.of(
            "--email", "works for no such organisation", "a worker of it", value=email
        )
    try:
        last_day = date.fromisoformat(until) if until else None
    except ValueError:
        raise InputError.of("--until", "no day", "a day as 2027-12-31", value=until) from None
    place = Group.objects.filter(name=group).first()
    if place is None:
        convener = Organisation.objects.filter(code=convenes).first()
        if convener is None or end:
            raise InputError.of(
                "GROUP",
                "no such group",
                "the name of one, or --convenes with the code of who convenes it",
                value=group,
            )
        place = Group(name=group, organisation=convener)
    row = Seat(
        group=place, worker=worker, mandate=mandate, starts_at=now, ends_at=end_of_day(last_day)
    )
    try:
        place.clean_fields()
        if not end:
            row.clean_fields(exclude=["group"])
    except ValidationError as fault:
        raise InputError.of("--mandate", "; ".join(fault.messages), "a line of text") from None
    with transaction.atomic():
        place.save()
        ended = Seat.objects.filter(in_force(now), group=place, worker=worker).update(ends_at=now)
        if end and not ended:
            raise InputError.of("--end", "has no seat there now", "who has one", value=email)
        if not end:
            row.group = place
            row.save()
        record(
            COMMAND,
            "casework.seat",
            "group",
            place.pk,
            now,
            after={"worker": worker.pk, "ended": end},
        )
    typer.echo(
        _("{name} has no seat in {group} any more.", name=worker.name, group=place.name)
        if end
        else _("{name} has a seat in {group}.", name=worker.name, group=place.name)
    )
