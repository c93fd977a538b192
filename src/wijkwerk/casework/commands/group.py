"""``wijkwerk casework``: who works with households, and the keys of what is sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.language import gettext as _
from wijkwerk.shared.problems import InputError

casework_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@casework_commands.command()
def organisation(
    code: Annotated[str, typer.Argument(help="Code that roles are given for, as wijkteam-noord.")],
    name: Annotated[str, typer.Argument(help="Name that households read.")],
    kind: Annotated[
        str, typer.Option(help="municipality, team, care, debts, housing, school or other.")
    ],
    key: Annotated[
        str, typer.Option(help="Public key of age (age1...) for files that only it opens.")
    ] = "",
    area: Annotated[
        str, typer.Option(help="Code of the neighbourhood in which it works, as WK059918.")
    ] = "",
    data: DataOption = None,
) -> None:
    """Add an organisation that works with households, or change it.

    The kind decides which laws let it see a life domain. The key is what `age-keygen` prints; the private half stays
    with the organisation. Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework organisation wijkteam-noord "Wijkteam Noord" --kind team
    """
    open_database(data)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.models import Organisation, OrganisationKind
    from wijkwerk.casework.services.dossier import is_age_key

    if kind not in OrganisationKind.values:
        raise InputError.of(
            "--kind", "no such kind", ", ".join(OrganisationKind.values), value=kind
        )
    row = Organisation.objects.filter(code=code).first() or Organisation(code=code)
    if key and not is_age_key(key):
        raise InputError.of("--key", "no public key of age", "a line as age1..., of age-keygen")
    row.name, row.kind, row.age_key, row.area = name, kind, key, area
    try:
        row.clean_fields()
    except ValidationError as fault:
        raise InputError.of(
            "CODE", "; ".join(fault.messages), "letters, digits and hyphens", value=code
        ) from None
    with transaction.atomic():
        row.save()
        record(
            COMMAND,
            "casework.organisation",
            "organisation",
            row.pk,
            datetime.now(UTC),
            after={"kind": kind},
        )
    typer.echo(_("{name} works with households.", name=name))


@casework_commands.command()
def worker(
    email: Annotated[str, typer.Argument(help="Address of the account.")],
    organisation: Annotated[str, typer.Option(help="Code of the organisation.")],
    name: Annotated[str, typer.Option(help="Name that households read.")],
    function: Annotated[str, typer.Option(help="Function that households read.")],
    data: DataOption = None,
) -> None:
    """Register an account as a worker of an organisation. It sees nothing by that: give it the role case-worker
    for the organisation, and let a director ask it into a circle.

    Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework worker a@team.example --organisation wijkteam-noord --name "A. Adams" --function Werker
    """
    open_database(data)
    from django.contrib.auth import get_user_model
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.models import Organisation, Worker

    user = get_user_model()._default_manager.filter(email=email.strip().lower()).first()
    if user is None:
        raise InputError.of("EMAIL", "no such account", "the address of an account", value=email)
    place = Organisation.objects.filter(code=organisation).first()
    if place is None:
        raise InputError.of(
            "--organisation", "no such organisation", "a code of one", value=organisation
        )
    with transaction.atomic():
        row, _created = Worker.objects.update_or_create(
            user=user, organisation=place, defaults={"name": name, "function": function}
        )
        record(
            COMMAND,
            "casework.worker",
            "account",
            user.pk,
            datetime.now(UTC),
            after={"worker": row.pk},
        )
    typer.echo(_("{name} works for {organisation}.", name=name, organisation=place.name))


@casework_commands.command()
def mandate(
    organisation: Annotated[str, typer.Argument(help="Code of the organisation of the director.")],
    domain: Annotated[
        str, typer.Option(help="income, debts, daytime, care, housing, school or safety.")
    ],
    power: Annotated[str, typer.Option(help="decides, advises or asks.")],
    asks: Annotated[
        str, typer.Option(help="Code of the organisation that decides beyond it.")
    ] = "",
    most: Annotated[int | None, typer.Option(help="Up to how many euros it decides.")] = None,
    data: DataOption = None,
) -> None:
    """Write down what directors of an organisation may decide in a life domain, from now on.

    A task that nobody may decide is shown as a conflict. Exit codes: 0 done, 2 something is wrong.

    Example:

        wijkwerk casework mandate wijkteam-noord --domain care --power decides --most 2000 --asks gemeente
    """
    open_database(data)
    from django.db import transaction

    from wijkwerk.audit.api import COMMAND, record
    from wijkwerk.casework.core.mandates import Power
    from wijkwerk.casework.models import Domain, Mandate, Organisation
    from wijkwerk.casework.models.base import in_force

    if domain not in Domain.values or domain == Domain.IDENTITY:
        raise InputError.of("--domain", "no such life domain", "as care or debts", value=domain)
    if power not in list(Power):
        raise InputError.of("--power", "no such power", ", ".join(Power), value=power)
    places = {row.code: row for row in Organisation.objects.filter(code__in=[organisation, asks])}
    for code in filter(None, (organisation, asks)):
        if code not in places:
            raise InputError.of("CODE", "no such organisation", "a code of one", value=code)
    now = datetime.now(UTC)
    with transaction.atomic():
        Mandate.objects.filter(
            in_force(now), organisation=places[organisation], domain=domain
        ).update(ends_at=now)
        row = Mandate.objects.create(
            organisation=places[organisation],
            domain=domain,
            power=power,
            asks=places.get(asks),
            most=None if most is None else most * 100,
            starts_at=now,
        )
        record(
            COMMAND,
            "casework.mandate",
            "organisation",
            row.organisation_id,
            now,
            after={"mandate": row.pk},
        )
    typer.echo(_("{name}: from now on.", name=places[organisation].name))


@casework_commands.command()
def keys(
    add: Annotated[bool, typer.Option("--new", help="Put a new key in front of the ring.")] = False,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Seal everything with the key in front.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Which keys sealed what is kept of households, and how many values; change them.

    To change keys: `--new`, restart the site, `--rotate` (which may be stopped and started again), and take the
    old line out of the ring when no value has it any more. Back the ring up apart from the database: without it
    nothing can be read. Exit codes: 0 done, 2 something is wrong.

    Examples:

        wijkwerk casework keys
        wijkwerk casework keys --new
        wijkwerk casework keys --rotate
    """
    open_database(data)
    from wijkwerk.casework.sealing import WrongKeyError, add_key, ring
    from wijkwerk.casework.services.rotation import keys_in_use
    from wijkwerk.casework.services.rotation import rotate as seal_anew

    if add:
        typer.echo(_("Key {name} seals from now on. Restart the site.", name=add_key()))
    if rotate:
        try:
            number = seal_anew()
        except WrongKeyError as fault:
            raise InputError.of(
                "casework-keys", str(fault), "every key that sealed something"
            ) from fault
        typer.echo(_("Sealed anew: {number} values.", number=number))
    in_ring = [key.name for key in ring().keys]
    for name, number in sorted(keys_in_use().items()):
        missing = "" if name in in_ring else _("(not in the ring: can’t be read)")
        typer.echo(f"{name}  {number:>10}  {missing}".rstrip())
