"""Support of an idea without an account: asked with a mail address, given and taken back from its mail box.

Until the yes nothing is kept: the link in the mail holds the HMAC of the address. After it that HMAC stands beside
the idea, so that nobody counts twice; when the idea is answered it goes, and the number stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address

from django.core.mail.message import sanitize_address
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.access.api import site_url
from wijkwerk.participation.core.retention import unconfirmed_until
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
    """What the link in a mail says: of which idea, the HMAC of the address, and until when one can say yes."""

    idea: Idea
    key: str
    until: date

    @property
    def given(self) -> bool:
        """Whether the support of this address is counted."""
        return Support.objects.filter(idea=self.idea, key=self.key).exists()


def may_be_asked(idea: Idea, now: datetime) -> bool:
    """Whether residents can support it today: a public idea that waits for its answer, in a phase for it."""
    return (
        idea.kind == Idea.Kind.IDEA
        and idea.public
        and idea.state in _OPEN
        and activity_now(idea.process, "support", now)
    )


def ask(idea: Idea, address: str, now: datetime) -> None:
    """Mail the question whether this address supports it. Raises TransitionNotAllowed support_open, OSError
    (SMTPException is one)."""
    if not may_be_asked(idea, now):
        raise TransitionNotAllowed("support_open")
    until = unconfirmed_until(deadlines.today(now))
    keys = secrets.digests_of_text("support", idea.pk, mail_box(address))
    # An address that was counted under a key that the site had before is the same one.
    counted = Support.objects.filter(idea=idea, key__in=keys).first()
    named = {"idea": idea.pk, "key": counted.key if counted else keys[0], "until": str(until)}
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
    return Link(idea, named["key"], date.fromisoformat(named["until"])) if idea else None


def give(link: Link, now: datetime) -> None:
    """Count this mail box, once. Raises TransitionNotAllowed support_open."""
    with transaction.atomic():
        idea = Idea.objects.select_for_update().get(pk=link.idea.pk)
        if not may_be_asked(idea, now) or deadlines.today(now) >= link.until:
            raise TransitionNotAllowed("support_open")
        _row, new = Support.objects.get_or_create(idea=idea, key=link.key)
        if new:
            Idea.objects.filter(pk=idea.pk).update(signatures=F("signatures") + 1)


def take_back(link: Link) -> None:
    """Count this mail box no more; after the answer nobody knows any more whose support it was."""
    with transaction.atomic():
        Idea.objects.select_for_update().get(pk=link.idea.pk)
        removed, _kinds = Support.objects.filter(idea=link.idea, key=link.key).delete()
        if removed:
            Idea.objects.filter(pk=link.idea.pk).update(signatures=F("signatures") - 1)


def mail_box(address: str) -> str:
    """The address without what somebody may add to it themselves: 'jan+2@…' is the mail box of 'jan@…'.

    A quoted name has endless spellings, of which the mail all goes to one box: it is taken as it is sent. A host is
    the same in letters and in the signs that a name server knows. Raises ValueError for one that can't be mailed.
    """
    box = Address(addr_spec=sanitize_address(address.strip(), "utf-8"))
    return f"{box.username.casefold().partition('+')[0]}@{box.domain.casefold()}"


def _signer() -> Signer:
    return Signer(sep=".", salt="wijkwerk.participation.support")
