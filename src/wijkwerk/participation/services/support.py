"""Support of an idea without an account: asked with a mail address, given and taken back from its mail box.

Until the yes nothing is kept: the link in the mail holds the HMAC of the address. After it that HMAC stands beside
the idea, so that nobody counts twice; when the idea is answered it goes, and the number stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address

from django.core.mail.message import sanitize_address
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import site_url
from wijkwerk.participation.core.retention import LONGEST_DAYS, removal_day, unconfirmed_until
from wijkwerk.participation.models import Idea, Support
from wijkwerk.participation.services import secrets
from wijkwerk.participation.services.common import activity_now
from wijkwerk.shared import deadlines
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import TransitionNotAllowed
from wijkwerk.workflow.mail import Digest, Line, message_of

_OPEN = ("received", "drafted", "advised")


@dataclass(frozen=True)
class Link:
    """What the link in a mail says: of which idea, the HMACs of the address with each key that the site had (newest
    first), and until when one can say yes."""

    idea: Idea
    keys: list[str]
    until: date

    @property
    def given(self) -> bool:
        """Whether the support of this address is counted."""
        return Support.objects.filter(idea=self.idea, key__in=self.keys).exists()


def may_be_asked(idea: Idea, now: datetime) -> bool:
    """Whether residents can support it today: a public idea that waits for its answer, in a phase for it."""
    return (
        idea.kind == Idea.Kind.IDEA
        and idea.public
        and idea.state in _OPEN
        and deadlines.today(now) < removal_day(idea.received_on)
        and activity_now(idea.process, "support", now)
    )


def remove_old(now: datetime) -> int:
    """Remove who supported what can't be supported any more, because its process finished or it waited for too long;
    how many. The number of them stays."""
    longest_ago = deadlines.today(now) - timedelta(LONGEST_DAYS)
    over = Q(idea__process__state="finished") | Q(idea__received_on__lte=longest_ago)
    return Support.objects.filter(over).delete()[0]


def ask(idea: Idea, address: str, now: datetime) -> None:
    """Mail the question whether this address supports it. Raises TransitionNotAllowed support_open, OSError
    (SMTPException is one)."""
    if not may_be_asked(idea, now):
        raise TransitionNotAllowed("support_open")
    until = unconfirmed_until(deadlines.today(now))
    keys = secrets.digests_of_text("support", idea.pk, mail_box(address))
    named = {"idea": idea.pk, "keys": keys, "until": str(until)}
    token = _signer().sign_object(named, compress=True)
    digest = Digest(
        _("Do you support this idea?"),
        _(
            "Somebody filled in your address to support an idea: %(title)s. Was it you? Then say yes on this page"
            " before %(day)s. Was it somebody else? Then you need do nothing: we keep nothing of you."
        )
        % {"title": idea.title, "day": day(until)},
        closing=(
            Line(
                _("Yes or no. With the same link you take your support back:"),
                site_url(reverse("participation:support-choice", args=[token])),
            ),
        ),
    )
    message_of(digest, address).send()


def by_token(token: str) -> Link | None:
    """What a link of a mail says; None when nobody of ours made it, or the idea isn't there any more."""
    try:
        named = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    idea = Idea.objects.select_related("process").filter(pk=named["idea"]).first()
    return Link(idea, named["keys"], date.fromisoformat(named["until"])) if idea else None


def give(link: Link, now: datetime) -> None:
    """Count this mail box, once. Raises TransitionNotAllowed support_open."""
    with transaction.atomic():
        idea = Idea.objects.select_for_update().get(pk=link.idea.pk)
        if not may_be_asked(idea, now) or deadlines.today(now) >= link.until:
            raise TransitionNotAllowed("support_open")
        if not Support.objects.filter(idea=idea, key__in=link.keys).exists():
            # The oldest key is in every link to this address that still counts, whenever it was mailed.
            Support.objects.create(idea=idea, key=link.keys[-1])
            Idea.objects.filter(pk=idea.pk).update(signatures=F("signatures") + 1)


def take_back(link: Link, now: datetime) -> bool:
    """Count this mail box no more; whether it doesn't count. False when nobody knows any more whose support it was
    (after the answer, or ``remove_old``): then the number stands."""
    with transaction.atomic():
        idea = Idea.objects.select_for_update().get(pk=link.idea.pk)
        removed, _kinds = Support.objects.filter(idea=idea, key__in=link.keys).delete()
        if removed:
            Idea.objects.filter(pk=idea.pk).update(signatures=F("signatures") - 1)
    is_kept = (
        idea.state in _OPEN
        and idea.process.state != "finished"
        and deadlines.today(now) < removal_day(idea.received_on)
    )
    return bool(removed) or is_kept


def mail_box(address: str) -> str:
    """The address without what somebody may add to it themselves: 'jan+2@…' is the mail box of 'jan@…'.

    A quoted name has endless spellings, of which the mail all goes to one box: it is taken as it is sent. A host is
    the same in letters and in the signs that a name server knows. Raises ValueError for one that can't be mailed.
    """
    box = Address(addr_spec=sanitize_address(address.strip(), "utf-8"))
    return f"{box.username.casefold().partition('+')[0]}@{box.domain.casefold()}"


def _signer() -> Signer:
    return Signer(sep=".", salt="wijkwerk.participation.support")
