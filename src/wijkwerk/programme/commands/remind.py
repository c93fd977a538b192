"""``wijkwerk programme remind``: mails to who has something to do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from wijkwerk.shared.problems import InputError

_HERE = ZoneInfo("Europe/Amsterdam")


def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the mails of today; send and write nothing.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", help="As if it were this day (2026-01-31); with --dry-run."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Folder with the database (WIJKWERK_DATA, or build/data)."),
    ] = None,
) -> None:
    """Mail everybody who has something to do, as often as each wants, once a day at most.

    Let it run every morning. It may be run again: what went out that day doesn't go again, and a
    mail of which that is unclear waits for the next day.

    Exit codes: 0 done, 2 no mail server is set, or it refuses.

    Examples:

        wijkwerk programme remind --dry-run
        wijkwerk programme remind --dry-run --on 2026-12-31
        wijkwerk programme remind
    """
    now = _moment(on, dry_run)
    from wijkwerk.audit.database import open_database

    open_database(data)
    from django.conf import settings

    from wijkwerk.programme.notices.sending import mails, send_all

    if dry_run:
        number = 0
        for mail in mails(now):
            number += 1
            # The account's number: a terminal or a log need not hold addresses.
            typer.echo(f"To: {mail.actor}\nSubject: {mail.digest.subject}\n\n{mail.digest.body}")
        typer.echo(f"{number} mails would go out. Nothing was sent.")
        return
    if not settings.MAIL_WORKS:
        raise InputError.of(
            "WIJKWERK_MAIL_HOST", "no mail server is set", "the name of a mail server",
            suggestion="--dry-run shows what would go out.",
        )  # fmt: skip
    found = send_all(now)
    typer.echo(f"{found['sent']} mails were sent.")
    if found["taken"]:
        typer.echo(f"{found['taken']} were sent by another run at the same time.")
    if found["unclear"]:
        typer.echo(
            f"Of {found['unclear']} it isn't clear: the server fell silent. They wait for tomorrow."
        )
    if found["failed"]:
        raise InputError.of(
            "WIJKWERK_MAIL_HOST", f"the mail server refused {found['failed']} mails",
            "a server that takes them", suggestion="Run this again: the others don't go twice.",
        )  # fmt: skip


def _moment(on: str | None, dry_run: bool) -> datetime:
    """Now, or eight in the morning of another day."""
    if on is None:
        return datetime.now(UTC)
    if not dry_run:
        raise InputError.of("--on", "only with --dry-run", "today's mails are sent today", value=on)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise InputError.of("--on", "no day", "a day such as 2026-01-31", value=on) from None
    return datetime.combine(day, time(8), _HERE).astimezone(UTC)
