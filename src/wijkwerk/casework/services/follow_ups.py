"""How it goes after a closure: asked after 3, 6 and 12 months, when the household agreed to that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in
from wijkwerk.shared.deadlines import months_later

MONTHS = (3, 6, 12)
# Who died or went on in another household isn't asked.
ASKED_AFTER = frozenset(m.Episode.Exit) - {m.Episode.Exit.DIED, m.Episode.Exit.MERGED}


def plan_follow_ups(episode: m.Episode, closed_on: date) -> None:
    """A household is asked how it goes after a closure; within its transaction."""
    for months in MONTHS:
        m.FollowUp.objects.create(
            household_id=episode.household_id,
            episode=episode,
            months=months,
            ask_on=months_later(closed_on, months),
        )


def waiting(households: Iterable[int] | QuerySet[Any, Any], day: date) -> QuerySet[m.FollowUp]:
    """What is to be asked of these households on a day or was before it, the longest waiting first."""
    return m.FollowUp.objects.filter(household__in=households, asked_on=None, ask_on__lte=day)


@in_household(director=True, also_closed=True)
def answer_follow_up(
    looking: Looking, household: m.Household, *, person: m.Person | None, answer: str, remark: str
) -> m.FollowUp:
    """What a person of a household, or (None) all of it together, said when asked how it goes; who doesn't want to be
    asked isn't asked again. Raises as
    ``acting``, ActionNotAllowed when nothing is to be asked yet."""
    row = waiting([household.pk], looking.day).first()
    if row is None:
        raise ActionNotAllowed(_("It isn’t time to ask yet."))
    row.asked_on, row.answer, row.remark = looking.day, answer, remark
    row.person, row.worker = person, worker_in(looking, household)
    row.save()
    if answer == m.FollowUp.Answer.NOT_WANTED:
        end_follow_ups(household, looking.day, answer)
    audited(looking, "follow_up", household, follow_up=row.pk)
    return row


def end_follow_ups(household: m.Household, day: date, answer: str) -> None:
    """What isn't asked any more, and why; within a transaction."""
    household.follow_ups.filter(asked_on=None).update(asked_on=day, answer=answer)
