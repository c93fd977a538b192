"""What somebody wants to be told how often, the key of their calendar, and what was sent."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from wijkwerk.access.api import RefusedError, may
from wijkwerk.audit.api import record
from wijkwerk.programme.models import NoticeChoice, NoticeSent, Programme
from wijkwerk.programme.policies import WORK, takes_part
from wijkwerk.workflow.api import TransitionNotAllowed, actor_of
from wijkwerk.workflow.mail import HOW_OFTEN

LANGUAGES = {"nl": "Nederlands", "en": "English"}


def choose(
    user: Any, programme: Programme, how_often: str, language: str, now: datetime
) -> NoticeChoice:
    """How often this account wants a mail about a programme in which it takes part.

    Raises TransitionNotAllowed: choice.
    """
    _check(user, programme, now)
    if how_often not in HOW_OFTEN or language not in LANGUAGES:
        raise TransitionNotAllowed("choice")
    with transaction.atomic():
        notice_choice = _own(user, programme)
        before = {"how_often": notice_choice.how_often, "language": notice_choice.language}
        notice_choice.how_often, notice_choice.language = how_often, language
        notice_choice.save(update_fields=["how_often", "language"])
        record(
            actor_of(user),
            "notices.choose",
            "notices",
            notice_choice.pk,
            now,
            before=before,
            after={"how_often": how_often, "language": language},
        )
    return notice_choice


def new_key(user: Any, programme: Programme, now: datetime) -> str:
    """A new key for the account's calendar of a programme; the one before opens nothing any more.

    It is told once: only its digest is kept.
    """
    _check(user, programme, now)
    key = secrets.token_urlsafe(32)
    _set_key(user, programme, digest_of(key), "notices.key", now)
    return key


def end_key(user: Any, programme: Programme, now: datetime) -> None:
    """Let the account's calendar of a programme open nothing any more."""
    _check(user, programme, now)
    _set_key(user, programme, "", "notices.key_ended", now)


def digest_of(key: str) -> str:
    """What is kept of a key: SHA-256. A key is 256 bits of chance, so that needs no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def claim(actor: str, programmes: Iterable[int], on: date, number: int) -> bool:
    """Write that a mail about these programmes goes out to an account on that day; False when one
    did already, about any programme: nobody gets two a day."""
    try:
        with transaction.atomic():
            if NoticeSent.objects.filter(actor=actor, on=on).exists():
                return False
            NoticeSent.objects.bulk_create(
                NoticeSent(programme_id=programme, actor=actor, on=on, number=number)
                for programme in sorted(programmes)
            )
    except IntegrityError:  # another run was first
        return False
    return True


def settle(actor: str, on: date) -> None:
    """Write that the server took the mail."""
    NoticeSent.objects.filter(actor=actor, on=on).update(sent=True)


def drop(actor: str, on: date) -> None:
    """Take back what was claimed: the server didn't take it."""
    NoticeSent.objects.filter(actor=actor, on=on, sent=False).delete()


def _check(user: Any, programme: Programme, now: datetime) -> None:
    if not takes_part(user, programme, now):
        raise RefusedError(WORK, may(user, WORK, programme, now))


def _own(user: Any, programme: Programme) -> NoticeChoice:
    choice, _made = NoticeChoice.objects.select_for_update().get_or_create(
        programme=programme, actor=actor_of(user)
    )
    return choice


def _set_key(user: Any, programme: Programme, digest: str, action: str, now: datetime) -> None:
    with transaction.atomic():
        choice = _own(user, programme)
        choice.feed = digest
        choice.save(update_fields=["feed"])
        record(actor_of(user), action, "notices", choice.pk, now)
