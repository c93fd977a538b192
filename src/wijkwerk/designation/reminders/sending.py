"""Who is told today that it is their turn in a procedure, and sending it: once per moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import get_connection
from django.db.models import Count, Q

from wijkwerk.access.api import Recipient, each_once, recipients, rules
from wijkwerk.designation.core.reminding import Standing, moments
from wijkwerk.designation.models import Delisting, ListedArea, Procedure, Reminder
from wijkwerk.designation.procedure_rules import procedure_rules
from wijkwerk.designation.reminders.claims import About, claim, drop, settle
from wijkwerk.designation.reminders.coming import coming_in
from wijkwerk.designation.reminders.content import Turn, digest_of
from wijkwerk.shared import deadlines
from wijkwerk.workflow.mail import Digest
from wijkwerk.workflow.sending import Outgoing, send_each


@dataclass(frozen=True)
class Mail:
    """A reminder to one account, and the moments that it is about."""

    actor: str
    address: str
    about: tuple[About, ...]
    digest: Digest


def mails(now: datetime, language: str) -> Iterator[Mail]:
    """The reminders of today, in the order of the accounts, to who may make the next step."""
    today = deadlines.today(now)
    turns, own = _turns(today)
    places = {place for areas in own.values() for place in areas}
    places |= {turn.moment.coming.place for turn in turns if turn.moment.coming}
    sent_before = {
        (reminder.actor, reminder.procedure_id, reminder.moment)
        for reminder in Reminder.objects.filter(
            Q(sent=True) | Q(on=today), procedure__in=[turn.procedure.pk for turn in turns]
        )
    }
    for recipient in _everybody(now, places):
        mine = tuple(
            turn
            for turn in (_to(recipient, turn, own.get(turn.procedure.pk, {})) for turn in turns)
            if turn and (recipient.actor, turn.procedure.pk, turn.moment.key) not in sent_before
        )
        if mine:
            about = tuple((turn.procedure.pk, turn.moment.key) for turn in mine)
            yield Mail(recipient.actor, recipient.address, about, digest_of(mine, today, language))


def _turns(today: date) -> tuple[list[Turn], dict[int, dict[str, int]]]:
    """Every moment of today; and how many areas of which municipality stand on which list."""
    limits = procedure_rules()
    turns: list[Turn] = []
    proposed: dict[int, list[tuple[int, date]]] = {}
    for delisting in Delisting.objects.filter(state="proposed"):
        proposed.setdefault(delisting.procedure_id, []).append((delisting.pk, delisting.made_on))
    going = (
        Procedure.objects.filter(state__in=("open", "decided", "published"))
        .annotate(
            waiting=Count("objections", filter=Q(objections__state="made"), distinct=True)
            + Count("consultations", filter=Q(consultations__state="given"), distinct=True)
        )
        .order_by("pk")
    )
    for procedure in going:
        coming = coming_in(procedure, today)
        how = Standing(
            procedure.state,
            procedure.objections_until,
            procedure.waiting,
            procedure.decided_on,
            tuple(proposed.get(procedure.pk, ())),
            coming.asked,
            coming.due,
        )
        turns += [
            Turn(
                procedure,
                moment,
                procedure.waiting if moment.kind == "answer" else 1,
                coming.words[moment.coming.key] if moment.coming else None,
            )
            for moment in moments(
                how,
                today,
                limits.remind_before,
                limits.remind_again,
                limits.remind_duty_before,
            )
        ]
    own: dict[int, dict[str, int]] = {}
    open_ones = [turn.procedure.pk for turn in turns if turn.moment.kind == "object"]
    for number, place, areas in (
        ListedArea.objects.filter(procedure__in=open_ones, by_rule=True)
        .values_list("procedure", "municipality")
        .annotate(Count("pk"))
        .order_by()
    ):
        own.setdefault(number, {})[place] = areas
    return turns, own


def _to(recipient: Recipient, turn: Turn, own: dict[str, int]) -> Turn | None:
    """The turn as it is told to an account; None when it isn't theirs."""
    places = {
        place
        for code, place in recipient.held
        if (role := rules().roles.get(code))
        and turn.moment.action in role.may
        and role.within in ("", "municipality")
    }
    if turn.moment.coming is not None:
        return turn if turn.moment.coming.place in places else None
    if turn.moment.kind != "object":
        return turn if "" in places else None
    number = sum(own.get(place, 0) for place in places)
    return Turn(turn.procedure, turn.moment, number) if number else None


def _everybody(now: datetime, places: set[str]) -> list[Recipient]:
    """Accounts for the whole country, and those of these municipalities, once each."""
    return each_once([*recipients("", now), *recipients("municipality", now, places)])


def send_all(now: datetime, language: str) -> Counter[str]:
    """Send today's reminders; how many were sent, failed, unclear or taken by another run."""
    today = deadlines.today(now)
    return send_each([_outgoing(mail, today) for mail in mails(now, language)], get_connection())


def _outgoing(mail: Mail, today: date) -> Outgoing:
    return Outgoing(
        mail.actor,
        mail.address,
        mail.digest,
        claim=lambda: claim(mail.actor, mail.about, today),
        settle=lambda: settle(mail.actor, mail.about, today),
        drop=lambda: drop(mail.actor, mail.about, today),
    )
