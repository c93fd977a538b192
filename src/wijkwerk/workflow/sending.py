"""Sending the mails of a day one after another, and the command that lets one do so.

Which mails there are is a capability's; ``mail.py`` says what one is, and sends a single one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import typer
from django.conf import settings

from wijkwerk.registry.language import gettext as _
from wijkwerk.registry.language import ngettext
from wijkwerk.shared.deadlines import HERE
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.mail import Digest, deliver

_GIVE_UP = 5  # mails in a row that the server doesn't take


@dataclass(frozen=True)
class Outgoing:
    """A mail to one account, with what ``mail.deliver`` asks."""

    actor: str
    address: str
    digest: Digest
    claim: Callable[[], bool]
    settle: Callable[[], None]
    drop: Callable[[], None]


def send_each(mails: Iterable[Outgoing], connection: Any) -> Counter[str]:
    """Send them; how many were sent, failed, unclear or taken by another run.

    Can be run again at any moment: what went out doesn't go again. Raises InputError when the mail
    server doesn't take one after another.
    """
    counter: Counter[str] = Counter()
    in_vain = 0
    try:
        for mail in mails:
            outcome = deliver(
                mail.digest,
                mail.address,
                connection,
                claim=mail.claim,
                settle=mail.settle,
                drop=mail.drop,
            )
            counter[outcome] += 1
            in_vain = in_vain + 1 if outcome in ("failed", "unclear") else 0
            if in_vain:
                _close(connection)  # the next one opens it anew
            if in_vain >= _GIVE_UP:
                raise InputError.of(
                    "WIJKWERK_MAIL_HOST",
                    f"the mail server took none of {in_vain} mails",
                    "a server that takes them",
                    suggestion=f"{counter['sent']} were sent. Run this again: those don't go twice.",
                )
    finally:
        _close(connection)
    return counter


def _close(connection: Any) -> None:
    with suppress(OSError):
        connection.close()


def moment_of(on: str | None, dry_run: bool) -> datetime:
    """Now, or eight in the morning of another day, which may only be looked at. Raises InputError for what
    is no day, or without ``dry_run``."""
    if on is None:
        return datetime.now(UTC)
    if not dry_run:
        raise InputError.of("--on", "only with --dry-run", "today's mails are sent today", value=on)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise InputError.of("--on", "no day", "a day such as 2026-01-31", value=on) from None
    return datetime.combine(day, time(8), HERE).astimezone(UTC)


def show_all(mails: Iterable[Any]) -> None:
    """Print the mails (each with ``actor`` and ``digest``) that would go out."""
    number = 0
    for mail in mails:
        number += 1
        # The account's number: a terminal or a log need not hold addresses.
        typer.echo(
            _(
                "To: {actor}\nSubject: {subject}\n\n{body}",
                actor=mail.actor,
                subject=mail.digest.subject,
                body=mail.digest.body,
            )
        )
    typer.echo(
        ngettext(
            "{number} mail would go out. Nothing was sent.",
            "{number} mails would go out. Nothing was sent.",
            number,
        )
    )


def send_and_tell(send_all: Callable[[], Counter[str]]) -> None:
    """Send, and print what came of it. Raises InputError without a mail server or when it refuses."""
    if not settings.MAIL_WORKS:
        raise InputError.of(
            "WIJKWERK_MAIL_HOST",
            "no mail server is set",
            "the name of a mail server",
            suggestion="--dry-run shows what would go out.",
        )
    counts = send_all()
    typer.echo(ngettext("{number} mail was sent.", "{number} mails were sent.", counts["sent"]))
    if counts["taken"]:
        typer.echo(_("{taken} were sent by another run at the same time.", taken=counts["taken"]))
    if counts["unclear"]:
        typer.echo(
            _(
                "Of {unclear} it isn't clear: the server fell silent. They wait for tomorrow.",
                unclear=counts["unclear"],
            )
        )
    if counts["failed"]:
        raise InputError.of(
            "WIJKWERK_MAIL_HOST",
            f"the mail server refused {_mails(counts['failed'])}",
            "a server that takes them",
            suggestion="Run this again: the others don't go twice.",
        )


def _mails(number: int) -> str:
    return "1 mail" if number == 1 else f"{number} mails"
