"""Mails that remind: what one says, who wants it how often, and sending it at most once a day.

A capability brings the lines, two tables (``MailChoiceRow``, ``MailSentRow``) and three functions
that write the second. Before a mail goes out it is *claimed* for that day, and that is committed;
afterwards it is *settled*. A job that breaks off in between has perhaps sent it, perhaps not: that
day it isn't sent again (at most once), the next day it is as if it wasn't sent (nobody is forgotten).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.utils.translation import gettext as _

from wijkwerk.shared.lines import in_one_line

HOW_OFTEN = ("daily", "weekly", "never")
USUAL = "weekly"
_WIDTH = 300  # a line of a mail; the rest of a long title is left out


class MailChoiceRow(models.Model):
    """How often an account wants a mail, and in which language."""

    actor = models.CharField(max_length=60)
    how_often = models.CharField(max_length=10, default=USUAL)  # of HOW_OFTEN
    language = models.CharField(max_length=2, default="nl")

    class Meta:
        """No table of its own."""

        abstract = True


class MailSentRow(models.Model):
    """A mail to an account on a day, with ``number`` things in it. ``sent`` is False from the claim
    until the server took it."""

    actor = models.CharField(max_length=60)
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    sent = models.BooleanField(default=False)

    class Meta:
        """No table of its own."""

        abstract = True


@dataclass(frozen=True)
class Line:
    """Something to know or do, and where; ``url`` is a whole address."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under one heading; ``more`` counts those that were left out."""

    title: str
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def number(self) -> int:
        """Of things in it."""
        return len(self.lines) + self.more


@dataclass(frozen=True)
class Digest:
    """What a mail says, as plain text. Its words are in the reader's language already. ``unsubscribe`` is
    the address that ends mails of this kind when something is posted to it (RFC 8058); '' without one."""

    subject: str
    opening: str
    sections: tuple[Section, ...] = ()
    closing: tuple[Line, ...] = field(default=())
    unsubscribe: str = ""

    @property
    def number(self) -> int:
        """Of things in it; a digest without any isn't sent."""
        return sum(section.number for section in self.sections)

    @property
    def body(self) -> str:
        """The text. What people typed stays on its line, whatever it holds."""
        parts = [self.opening]
        for section in self.sections:
            parts.append(
                "\n".join([section.title.upper(), *map(_told, section.lines), *_rest(section.more)])
            )
        parts.append("\n".join(_told(line, "") for line in self.closing))
        return "\n\n".join(part for part in parts if part) + "\n"


def _told(line: Line, mark: str = "- ") -> str:
    text = _one_line(line.text)
    return f"{mark}{text}\n  {line.url}" if line.url else f"{mark}{text}"


def _rest(more: int) -> list[str]:
    return [f"- {_('and {n} more').format(n=more)}"] if more else []


def _one_line(text: str) -> str:
    """``text`` without line breaks or signs that steer a screen; not longer than a line may be."""
    line = in_one_line(text)
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def is_due(how_often: str, last: date | None, today: date) -> bool:
    """Whether who wants a mail ``how_often``, and got the last one on ``last``, gets one today."""
    if how_often not in ("daily", "weekly"):
        return False
    return last is None or last <= today - timedelta(days=1 if how_often == "daily" else 7)


def message_of(digest: Digest, address: str, connection: Any = None) -> EmailMessage:
    """The mail: plain text to one address, marked so that no absence message answers it."""
    headers = {"Auto-Submitted": "auto-generated", "Precedence": "bulk"}
    if digest.unsubscribe:
        headers["List-Unsubscribe"] = f"<{digest.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        _one_line(digest.subject),
        digest.body,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers=headers,
        connection=connection,
    )


def deliver(
    digest: Digest,
    address: str,
    connection: Any,
    *,
    claim: Callable[[], bool],
    settle: Callable[[], None],
    drop: Callable[[], None],
) -> str:
    """Send a mail: 'sent', 'nothing' to tell, 'taken' by another run, 'failed', or 'unclear'.

    ``claim`` writes, in a transaction that is over when it returns, that this mail goes out today,
    and gives False when it did already; ``settle`` writes that it went; ``drop`` takes the claim
    back. A server that says no leaves the mail for the next run; one that fell silent perhaps has
    it, so that its claim stays.
    """
    if not digest.number:
        return "nothing"
    message = message_of(digest, address, connection)
    if not claim():
        return "taken"
    try:
        message.send()
    except (SMTPServerDisconnected, TimeoutError) as fault:
        _complain(fault)
        return "unclear"
    except (SMTPException, OSError, ValueError) as fault:
        drop()
        _complain(fault)
        return "failed"
    settle()
    return "sent"


def _complain(fault: Exception) -> None:
    # Without the receiver: a log holds no addresses.
    logging.getLogger("wijkwerk.mail").error("a mail was not sent: %s", type(fault).__name__)
