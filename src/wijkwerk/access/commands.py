"""``wijkwerk account``: accounts and their roles, by whoever runs the site."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wijkwerk.audit.database import DataOption, open_database
from wijkwerk.registry.commands import Command
from wijkwerk.registry.language import gettext as _

if TYPE_CHECKING:
    from wijkwerk.access.models import User

account_commands = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
COMMANDS = (
    Command(
        "account",
        account_commands,
        "Accounts, for who works on a programme: who they are and which roles they hold.\n\n"
        "Example:\n\n    wijkwerk account add someone@organisation.nl",
        order=40,
    ),
)
EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="Mail address of the account.")]


@account_commands.command("add")
def add_command(email: EmailArgument, data: DataOption = None) -> None:
    """Make an account, without any role yet.

    Asks for the password on the terminal, twice, or reads one line from standard input; a password
    is never an argument, since others on the machine could read it.

    Examples:

        wijkwerk account add someone@organisation.nl
        wijkwerk account roles someone@organisation.nl --give official
    """
    open_database(data)
    from wijkwerk.access import accounts
    from wijkwerk.audit.api import COMMAND

    accounts.checked_email(email)
    user = accounts.add(email, _password(), COMMAND, datetime.now(UTC))
    typer.echo(
        _("Made: {email} (account:{pk}). It has no roles yet.", email=user.email, pk=user.pk)
    )


@account_commands.command("password")
def password_command(email: EmailArgument, data: DataOption = None) -> None:
    """Give an account another password; it is logged out everywhere.

    Example:

        wijkwerk account password someone@organisation.nl
    """
    open_database(data)
    from wijkwerk.access import accounts
    from wijkwerk.audit.api import COMMAND

    user = accounts.find(email)
    accounts.set_password(user, _password(), COMMAND, datetime.now(UTC))
    typer.echo(_("Changed: the password of {email}.", email=user.email))


@account_commands.command("roles")
def roles_command(
    email: Annotated[
        str | None, typer.Argument(metavar="[EMAIL]", help="Mail address; without it all accounts.")
    ] = None,
    give: Annotated[str | None, typer.Option(help="A role to give.")] = None,
    end: Annotated[str | None, typer.Option(help="A role to end.")] = None,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            help="Code of the municipality, programme or organisation, for roles "
            "that are held within one; may be given more than once.",
        ),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="First day, as 2026-01-31 (today).")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", help="Last day (no end; with --end: yesterday).")
    ] = None,
    data: DataOption = None,
) -> None:
    """Show, give or end roles. Without options it shows them.

    Exit codes: 0 done, 2 an address, role or day is wrong.

    Examples:

        wijkwerk account roles
        wijkwerk account roles someone@organisation.nl --give official --until 2027-06-30
        wijkwerk account roles someone@city.nl --give municipality --for GM0363
        wijkwerk account roles someone@city.nl --end municipality
    """
    open_database(data)
    from datetime import timedelta

    from wijkwerk.access import accounts
    from wijkwerk.access.authorization import day_of
    from wijkwerk.audit.api import COMMAND
    from wijkwerk.shared.problems import InputError

    now = datetime.now(UTC)
    today = date.fromisoformat(day_of(now))
    if give is not None and end is not None:
        raise InputError.of("--give", "stands with --end", "one of both")
    if email is None:
        if give or end:
            raise InputError.of("EMAIL", "missing", "whose roles to change")
        _show_all()
        return
    user = accounts.find(email)
    places = places or []
    if give is not None:
        accounts.give_role(
            user, give, places, _day("--from", first) or today, _day("--until", last), COMMAND, now
        )
    if end is not None:
        until = _day("--until", last) or today - timedelta(days=1)
        if not accounts.end_role(user, end, places, until, COMMAND, now):
            raise InputError.of(
                "--end", "nothing to end", "a role that the account holds", value=end
            )
    _show(user)


@account_commands.command("disable")
def disable_command(email: EmailArgument, data: DataOption = None) -> None:
    """Close an account at once: it can't log in and every session of it ends.

    Example:

        wijkwerk account disable someone@organisation.nl
    """
    _switch(email, False, data)


@account_commands.command("enable")
def enable_command(email: EmailArgument, data: DataOption = None) -> None:
    """Open an account again.

    Example:

        wijkwerk account enable someone@organisation.nl
    """
    _switch(email, True, data)


@account_commands.command("reset-second-factor")
def reset_second_factor_command(email: EmailArgument, data: DataOption = None) -> None:
    """Take the second factor of an account away, for who lost telephone and recovery codes.

    Make sure by another way that it is really them. A new one is set up at the next login.

    Example:

        wijkwerk account reset-second-factor someone@organisation.nl
    """
    open_database(data)
    from wijkwerk.access import accounts, second_factor
    from wijkwerk.audit.api import COMMAND

    user = accounts.find(email)
    second_factor.reset(user, COMMAND, datetime.now(UTC))
    typer.echo(_("Taken away: the second factor of {email}.", email=user.email))


@account_commands.command("erase")
def erase_command(email: EmailArgument, data: DataOption = None) -> None:
    """Remove the address of a closed account. What it did stays known under its number.

    Example:

        wijkwerk account disable someone@organisation.nl
        wijkwerk account erase someone@organisation.nl
    """
    open_database(data)
    from wijkwerk.access import accounts
    from wijkwerk.audit.api import COMMAND

    user = accounts.find(email)
    accounts.erase(user, COMMAND, datetime.now(UTC))
    typer.echo(_("Erased: account:{pk}.", pk=user.pk))


@account_commands.command("due")
def due_command(
    erase: Annotated[bool, typer.Option("--erase", help="Close and erase them.")] = False,
    data: DataOption = None,
) -> None:
    """Show the accounts whose address was kept long enough: a year after their last role ended.

    Run it every month, and then with --erase.

    Examples:

        wijkwerk account due
        wijkwerk account due --erase
    """
    open_database(data)
    from wijkwerk.access import accounts
    from wijkwerk.audit.api import COMMAND

    now = datetime.now(UTC)
    accounts_due = accounts.due(now)
    for user in accounts_due:
        if erase:
            accounts.set_active(user, False, COMMAND, now)
            accounts.erase(user, COMMAND, now)
            typer.echo(_("Erased: account:{pk}.", pk=user.pk))
        else:
            _show(user)
    if not accounts_due:
        typer.echo(_("No account is due."))


def _switch(email: str, active: bool, data: Path | None) -> None:
    open_database(data)
    from wijkwerk.access import accounts
    from wijkwerk.audit.api import COMMAND

    user = accounts.find(email)
    accounts.set_active(user, active, COMMAND, datetime.now(UTC))
    message = (
        _("Opened: {email}.", email=user.email)
        if active
        else _("Closed: {email}.", email=user.email)
    )
    typer.echo(message)


def _password() -> str:
    """From the terminal, twice and unseen; or a line of standard input."""
    from wijkwerk.shared.problems import InputError

    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            raise InputError.of("password", "missing", "a line on standard input, or a terminal")
        return line
    password: str = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return password


def _day(option: str, text: str | None) -> date | None:
    from wijkwerk.shared.problems import InputError

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError.of(option, "no day", "a day such as 2026-01-31", value=text) from None


def _show_all() -> None:
    from wijkwerk.access.models import User
    from wijkwerk.audit.api import COMMAND, record_look

    users = list(User.objects.all())
    record_look(COMMAND, "account", "list of accounts", len(users), datetime.now(UTC))
    for user in users:
        _show(user)
    if not users:
        typer.echo(_("There are no accounts yet: wijkwerk account add EMAIL."))


def _show(user: User) -> None:
    state = "" if user.is_active else _("  (closed)")
    typer.echo(f"{user.email}  account:{user.pk}{state}")
    for role_held in user.roles_held.all():
        where = role_held.place or _("everything")
        until = _("until {day}", day=role_held.last_day) if role_held.last_day else _("without end")
        typer.echo(
            _(
                "    {role}, {where}, from {first_day} {until}",
                role=role_held.role,
                where=where,
                first_day=role_held.first_day,
                until=until,
            )
        )
    if not user.roles_held.exists():
        typer.echo(_("    no roles"))
