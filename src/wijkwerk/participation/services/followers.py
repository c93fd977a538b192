"""Mails to authors: asked with a receipt, confirmed from the mail box itself, stopped at any moment.

A mail says what everybody may read. Of what isn't public it says that there is news and no more: mail
boxes are read by others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.mail import get_connection
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkwerk.access.api import site_url
from wijkwerk.participation.core.retention import removal_day, unconfirmed_until
from wijkwerk.participation.models import Follower, Grant, Idea, Pledge, ProcessStep, Project
from wijkwerk.participation.policies import PRIVATE_ACTIONS, PUBLIC
from wijkwerk.participation.services import support
from wijkwerk.participation.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.ui.reader import day
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.mail import Digest, Line, Section, message_of
from wijkwerk.workflow.sending import Outgoing, send_each

Submission = Project | Idea | Pledge | Grant
KINDS: dict[str, type[Submission]] = {
    "idea": Idea,
    "project": Project,
    "pledge": Pledge,
    "grant": Grant,
}
_FINISHED = {
    "idea": ("confirmed", "refused", "lapsed"),
    "project": ("declined", "not_chosen", "confirmed"),
    "pledge": ("withdrawn", "lapsed", "paid_out", "given_back", "done"),
    "grant": ("declined", "withdrawn", "settled"),
}


@dataclass(frozen=True)
class Mail:
    """News for one follower, up to a step (its number)."""

    follower: Follower
    digest: Digest
    last_step: int

    @property
    def actor(self) -> str:
        """What a terminal shows instead of the address."""
        return f"follower {self.follower.pk}"


def ask(submission: Submission, address: str, language: str, now: datetime) -> Follower:
    """Keep an address that wants to follow. An earlier one that was confirmed gets its mails until this one
    says yes; one that wasn't is forgotten. The caller has held the receipt against ``submission``, and calls
    ``send_confirmation``."""
    machine, today = str(type(submission)._meta.model_name), deadlines.today(now)
    numbers = {submission.pk, _leading(submission).pk}
    last = _steps(machine, numbers).order_by("-pk").values_list("pk", flat=True).first()
    with transaction.atomic():
        # A new row, so that links in mails to an earlier address lead nowhere.
        Follower.objects.filter(
            machine=machine, object_id=submission.pk, confirmed_on=None
        ).delete()
        return Follower.objects.create(
            process=submission.process,
            machine=machine,
            object_id=submission.pk,
            address=address,
            language=language,
            told_step=last or 0,
            remove_on=unconfirmed_until(today),
        )


def send_confirmation(follower: Follower) -> None:
    """Mail the question whether this address wants mails. Raises OSError (SMTPException is one) when it can't
    be sent; the address is removed then."""
    with override(follower.language):
        digest = Digest(
            _("Do you want mails about what you brought in?"),
            _(
                "Somebody filled in your address on %(site)s, to hear how it stands with something that was"
                " brought in. Was it you? Then say yes on this page. Was it somebody else? Then you need do"
                " nothing: your address is removed on %(day)s."
            )
            % {"site": site_url("/"), "day": day(follower.remove_on)},
            closing=(Line(_("Yes or no:"), _choice_url(follower)),),
        )
    try:
        message_of(digest, follower.address).send()
    except OSError:
        follower.delete()
        raise


def token_of(follower: Follower) -> str:
    """What stands in links of mails: it names the row, and nobody else can make it."""
    return _signer().sign(str(follower.pk))


def by_token(token: str, now: datetime) -> Follower | None:
    """The follower of a link; None when it was removed, or must be by now."""
    try:
        number = int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Follower.objects.filter(pk=number, remove_on__gt=deadlines.today(now))
    return rows.select_related("process").first()


def confirm(follower: Follower, now: datetime) -> None:
    """It is their own mail box: from now on they hear of each step, and an earlier address no more."""
    today = deadlines.today(now)
    same = Follower.objects.filter(machine=follower.machine, object_id=follower.object_id)
    with transaction.atomic():
        waiting = same.select_for_update().filter(pk=follower.pk, confirmed_on=None)
        if waiting.exists():
            same.exclude(pk=follower.pk).exclude(confirmed_on=None).delete()
            waiting.update(confirmed_on=today, remove_on=removal_day(today))


def stop(follower: Follower) -> None:
    """No mails any more: the address is removed at once."""
    follower.delete()


def mails(now: datetime) -> Iterator[Mail]:
    """The mails that wait to be sent."""
    today = deadlines.today(now)
    rows = Follower.objects.exclude(confirmed_on=None).filter(remove_on__gt=today)
    for follower, submission, steps in _followed(rows):
        news = [step for step in steps if step.pk > follower.told_step]
        # Without an address it was sealed with a key that the site hasn't any more.
        if submission is not None and news and follower.address:
            with override(follower.language):
                yield Mail(follower, _digest(follower, submission, news), news[-1].pk)


def send_all(now: datetime) -> Counter[str]:
    """Remove the addresses whose day has come, then send what waits; how many were sent, failed, unclear or
    taken by another run."""
    remove_old(now)
    return send_each([_outgoing(mail) for mail in mails(now)], get_connection())


def remove_old(now: datetime) -> int:
    """Remove the addresses whose day has come, how many; and who supported an idea (``support.remove_old``)."""
    support.remove_old(now)
    changed = []
    for follower, submission, steps in _followed(Follower.objects.exclude(confirmed_on=None)):
        finished = _finished_on(follower, submission, steps)
        assert follower.confirmed_on is not None
        follower.remove_on = removal_day(follower.confirmed_on, finished)
        changed.append(follower)
    Follower.objects.bulk_update(changed, ["remove_on"], batch_size=500)
    return Follower.objects.filter(remove_on__lte=deadlines.today(now)).delete()[0]


def _followed(
    rows: QuerySet[Follower],
) -> Iterator[tuple[Follower, Submission | None, list[ProcessStep]]]:
    """Each with what it follows (None when that isn't there any more) and the steps of that, oldest first; in
    a few questions however many there are."""
    for machine, kind in KINDS.items():
        followers = list(rows.filter(machine=machine).order_by("pk"))
        numbers = {follower.object_id for follower in followers}
        submissions = kind._default_manager.in_bulk(numbers)
        joined = {int(getattr(row, "joined_to_id", None) or 0) for row in submissions.values()}
        by_number: dict[int, list[ProcessStep]] = {}
        for step in _steps(machine, numbers | joined).order_by("pk"):
            by_number.setdefault(step.object_id, []).append(step)
        for follower in followers:
            submission = submissions.get(follower.object_id)
            own = by_number.get(follower.object_id, [])
            of_leading = by_number.get(getattr(submission, "joined_to_id", None) or 0, [])
            yield follower, submission, sorted([*own, *of_leading], key=lambda step: step.pk)


def _signer() -> Signer:
    return Signer(sep=".", salt="wijkwerk.participation.follower")


def _choice_url(follower: Follower) -> str:
    return site_url(reverse("participation:mail-choice", args=[token_of(follower)]))


def _leading(submission: Any) -> Any:
    """What it goes on as: the idea that it was joined with, else itself."""
    return getattr(submission, "joined_to", None) or submission


def _steps(machine: str, numbers: Iterable[int]) -> QuerySet[ProcessStep]:
    return ProcessStep.objects.filter(machine=machine, object_id__in=numbers)


def _finished_on(
    follower: Follower, submission: Submission | None, steps: list[ProcessStep]
) -> date | None:
    """The day of the last step of what is finished; None while it goes on. What isn't there any more is
    finished since it was confirmed."""
    leading = _leading(submission)
    going_on = leading is not None and leading.state not in _FINISHED[follower.machine]
    if going_on and getattr(leading, "decision", "") != "not_taken":
        return None
    return deadlines.today(steps[-1].at) if steps else follower.confirmed_on


def _digest(follower: Follower, submission: Any, steps: list[ProcessStep]) -> Digest:
    leading = _leading(submission)
    rule = PUBLIC[type(leading)]
    is_public = rule is not None and type(leading).objects.filter(rule, pk=leading.pk).exists()
    labels = ReaderLabels(STEPS)
    lines = [
        Line(
            ": ".join(
                filter(
                    None,
                    [
                        f"{day(deadlines.today(step.at))}, {labels.past(step.machine, step.action)}",
                        labels.outcome(step.machine, step.outcome),
                        step.text if is_public and step.action not in PRIVATE_ACTIONS else "",
                    ],
                )
            )
        )
        for step in steps
    ]
    return Digest(
        _("News about what you brought in"),
        _("What you brought in: %(title)s") % {"title": leading} if is_public else "",
        (Section(_("What happened"), tuple(lines)),),
        (
            Line(
                _("With your receipt you read everything, and say whether it is solved:"),
                site_url(reverse("participation:follow")),
            ),
            Line(_("No mails any more:"), _choice_url(follower)),
            Line(
                _("We remove your address on %(day)s at the latest.")
                % {"day": day(follower.remove_on)}
            ),
        ),
        unsubscribe=_choice_url(follower),
    )


def _outgoing(mail: Mail) -> Outgoing:
    follower = mail.follower
    before, rows = follower.told_step, Follower.objects.filter(pk=follower.pk)

    def drop() -> None:
        rows.filter(told_step=mail.last_step).update(told_step=before)

    return Outgoing(
        mail.actor,
        follower.address,
        mail.digest,
        # Written before it goes: another run at the same moment doesn't send it as well.
        claim=lambda: bool(rows.filter(told_step=before).update(told_step=mail.last_step)),
        settle=lambda: None,
        drop=drop,
    )
