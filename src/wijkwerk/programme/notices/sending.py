"""Who gets a reminder today, and sending them: one a day at most, as often as each wants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import get_connection
from django.db.models import Max

from wijkwerk.access.api import Recipient, each_once, recipients
from wijkwerk.programme.models import (
    Commitment,
    NoticeChoice,
    NoticeSent,
    Organisation,
    Programme,
    Signatory,
)
from wijkwerk.programme.notices.content import Part, Teller, parts_of
from wijkwerk.programme.services import notices
from wijkwerk.shared import deadlines
from wijkwerk.workflow.mail import USUAL, Digest, is_due
from wijkwerk.workflow.sending import Outgoing, send_each


@dataclass(frozen=True)
class Mail:
    """A reminder to one account about one or more programmes (their numbers)."""

    actor: str
    address: str
    programmes: tuple[int, ...]
    digest: Digest


def mails(now: datetime) -> Iterator[Mail]:
    """The reminders of today: for who wants one by now, when there is something to tell.

    In the order of the accounts. Who got one today already, or perhaps did, is left out.
    """
    today = deadlines.today(now)
    programmes = list(Programme.objects.filter(state="running").order_by("title", "pk"))
    organisations_present = _organisations_there()
    choices = {
        (notice_choice.actor, notice_choice.programme_id): notice_choice
        for notice_choice in NoticeChoice.objects.all()
    }
    last = {
        (actor, programme): day
        for actor, programme, day in NoticeSent.objects.filter(sent=True)
        .values_list("actor", "programme")
        .annotate(Max("on"))
        .order_by()
    }
    done = set(NoticeSent.objects.filter(on=today).values_list("actor", flat=True))
    teller = Teller(today)
    for recipient in _everybody(now, programmes, organisations_present):
        if recipient.actor in done:
            continue
        about: list[tuple[Programme, set[Part]]] = []
        language = ""
        for programme in programmes:
            choice = choices.get((recipient.actor, programme.pk))
            parts = {
                part
                for part in parts_of(recipient.held, programme.slug)
                if part.kind != "partner"
                or (programme.pk, part.organisation) in organisations_present
            }
            often = choice.how_often if choice else USUAL
            due = parts and is_due(often, last.get((recipient.actor, programme.pk)), today)
            # What has nothing to tell today stays due, and is no reason to name it.
            if due and teller.digest([(programme, parts)], "nl").number:
                about.append((programme, parts))
                language = language or (choice.language if choice else "")
        if about:
            digest = teller.digest(about, language or "nl")
            numbers = tuple(programme.pk for programme, _parts in about)
            yield Mail(recipient.actor, recipient.address, numbers, digest)


def _organisations_there() -> set[tuple[int, str]]:
    """Which organisations (slug) take part in which programmes (number)."""
    return set(Commitment.objects.values_list("programme", "organisation__slug").distinct()) | set(
        Signatory.objects.values_list("programme", "organisation__slug").distinct()
    )


def _everybody(
    now: datetime, programmes: list[Programme], organisations_present: set[tuple[int, str]]
) -> list[Recipient]:
    """Every account with a role in one of these programmes, once each."""
    slugs = [programme.slug for programme in programmes]
    running = {programme.pk for programme in programmes}
    organisations = {slug for number, slug in organisations_present if number in running}
    return each_once(
        [*recipients("programme", now, slugs), *recipients("organisation", now, organisations)]
    )


def send_all(now: datetime) -> Counter[str]:
    """Send today's reminders; how many were sent, failed, unclear or taken by another run."""
    today = deadlines.today(now)
    return send_each([_outgoing(mail, today) for mail in mails(now)], get_connection())


def _outgoing(mail: Mail, today: date) -> Outgoing:
    return Outgoing(
        mail.actor,
        mail.address,
        mail.digest,
        claim=lambda: notices.claim(mail.actor, mail.programmes, today, mail.digest.number),
        settle=lambda: notices.settle(mail.actor, today),
        drop=lambda: notices.drop(mail.actor, today),
    )


def organisations_in(programme: Programme) -> list[Organisation]:
    """Those whose partners are reminded about this programme."""
    slugs = {slug for number, slug in _organisations_there() if number == programme.pk}
    return list(Organisation.objects.filter(slug__in=slugs))
