"""Households and who belongs to them: opened, moved, split and merged, without losing what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wijkwerk.access.api import require
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, households
from wijkwerk.casework.services.common import (
    WRITE,
    ActionNotAllowed,
    Rule,
    acting,
    audited,
    in_household,
    worker_in,
)
from wijkwerk.casework.services.conflicts import balance_of


def open_household(
    looking: Looking,
    worker: m.Worker,
    *,
    name: str,
    born_on: str,
    contact: str,
    address: str,
    because: str,
    door: str = m.Episode.Door.VISIT,
    campaign: m.Campaign | None = None,
    simulated: bool = False,
) -> m.Household:
    """A new household with its first person; who opens it belongs to its circle and directs until somebody else
    does. Raises RefusedError, ActionNotAllowed when ``worker`` isn't theirs, or for a campaign of another organisation
    or another door."""
    require(looking.user, WRITE, worker, looking.now)
    if worker.pk not in {own.pk for own in looking.workers}:
        raise ActionNotAllowed(_("Choose the organisation for which you work."))
    if campaign is not None and (
        campaign.organisation_id != worker.organisation_id or door != m.Episode.Door.VISIT
    ):
        raise ActionNotAllowed(
            _("A campaign belongs to a visit at home, of the organisation for which you work.")
        )
    with transaction.atomic():
        household = m.Household.objects.create(
            organisation=worker.organisation, opened_at=looking.now, simulated=simulated
        )
        _add(household, looking.now, name, born_on, contact, m.Relation.HEAD)
        _begin(looking, household, worker, address=address, because=because, door=door)
        m.Episode.objects.filter(household=household).update(campaign=campaign)
        audited(looking, "open", household)
    return household


def _begin(
    looking: Looking,
    household: m.Household,
    worker: m.Worker,
    *,
    address: str,
    because: str,
    door: str,
) -> None:
    """What a new household has from its first moment: where it lives, who is in its circle and directs, an episode."""
    m.Address.objects.create(household=household, text=address, starts_at=looking.now)
    m.Membership.objects.create(
        household=household,
        worker=worker,
        purpose=looking.purpose,
        because=because,
        starts_at=looking.now,
        confirmed_at=looking.now,
    )
    m.Direction.objects.create(household=household, worker=worker, starts_at=looking.now)
    begin_episode(household, door, looking)


def end_episode(
    looking: Looking, household: m.Household, exit: str, closing: str = ""
) -> m.Episode:
    """The last episode ends now, and with it the household is closed; within a transaction. Raises ActionNotAllowed
    while a bridging budget isn't settled."""
    if not all(balance_of(conflict).is_closed for conflict in household.conflicts.all()):
        raise ActionNotAllowed(_("First close the bridging budget: it isn’t settled yet."))
    episode = m.Episode.objects.get(household=household, closed_at=None)
    episode.closed_at, episode.exit, episode.closing = looking.now, exit, closing
    episode.save()
    m.Household.objects.filter(pk=household.pk).update(closed_at=looking.now)
    m.Submission.objects.filter(household=household, outcome="").update(
        outcome=m.Submission.Outcome.WITHDRAWN, decided_on=looking.day
    )
    return episode


def begin_episode(household: m.Household, door: str, looking: Looking) -> m.Episode:
    """Another episode, after those that were; within a transaction."""
    number = m.Episode.objects.filter(household=household).count() + 1
    return m.Episode.objects.create(
        household=household, number=number, door=door, opened_at=looking.now
    )


def _add(
    household: m.Household, now: datetime, name: str, born_on: str, contact: str, relation: str
) -> m.Person:
    person = m.Person.objects.create(name=name, born_on=born_on, contact=contact)
    m.Residence.objects.create(household=household, person=person, relation=relation, starts_at=now)
    return person


@in_household()
def add_person(
    looking: Looking,
    household: m.Household,
    *,
    name: str,
    born_on: str,
    contact: str,
    relation: str,
) -> m.Person:
    """Somebody else belongs to the household. Raises as ``acting``."""
    person = _add(household, looking.now, name, born_on, contact, relation)
    audited(looking, "person", household, person=person.pk)
    return person


@in_household()
def move(looking: Looking, household: m.Household, *, text: str) -> m.Address:
    """The household lives elsewhere from now on; where it lived stays. Raises as ``acting``."""
    household.addresses.filter(in_force(looking.now)).update(ends_at=looking.now)
    address = m.Address.objects.create(household=household, text=text, starts_at=looking.now)
    audited(looking, "move", household)
    return address


@in_household()
def leave(looking: Looking, household: m.Household, *, person: m.Person) -> None:
    """Somebody belongs to the household no more. Raises as ``acting``, ActionNotAllowed for who doesn't."""
    rows = household.residences.filter(in_force(looking.now), person=person)
    if not rows.update(ends_at=looking.now):
        raise ActionNotAllowed(_("This person doesn’t belong to the household."))
    audited(looking, "leave", household, person=person.pk)


@in_household(director=True)
def split(
    looking: Looking, household: m.Household, *, persons: Sequence[m.Person], address: str
) -> m.Household:
    """Some go on as a household of their own, with the same director and nobody else in its circle. What was
    written stays with the household that it was about. Raises as ``acting``, ActionNotAllowed for persons who
    don't belong to it."""
    worker = worker_in(looking, household)
    rows = household.residences.filter(in_force(looking.now), person__in=persons)
    if not persons or rows.count() != len(persons):
        raise ActionNotAllowed(_("Choose who go, of those who belong to the household now."))
    relations = dict(rows.values_list("person", "relation"))
    rows.update(ends_at=looking.now)
    other = m.Household.objects.create(
        organisation=household.organisation,
        opened_at=looking.now,
        simulated=household.simulated,
    )
    for person in persons:
        m.Residence.objects.create(
            household=other,
            person=person,
            relation=relations[person.pk],
            starts_at=looking.now,
        )
    because = _("Went on from another household.")
    door = m.Episode.Door.SPLIT
    _begin(looking, other, worker, address=address, because=because, door=door)
    audited(looking, "split", household, into=other.pk)
    audited(looking, "open", other)
    return other


@in_household(director=True)
def merge(looking: Looking, household: m.Household, *, other: m.Household) -> None:
    """``other`` goes on in ``household``: who belongs to it moves. What was written stays where it was, and nobody
    sees more by it. Raises as ``acting``, ActionNotAllowed for one and the same."""
    if other.pk == household.pk:
        raise ActionNotAllowed(_("Choose another household."))
    if not households(looking).filter(pk=other.pk).exists():
        raise m.Household.DoesNotExist
    with acting(replace(looking, version=None), other, Rule(director=True)):
        for residence in other.residences.filter(in_force(looking.now)):
            m.Residence.objects.create(
                household=household,
                person=residence.person,
                relation=residence.relation,
                starts_at=looking.now,
            )
        other.residences.filter(in_force(looking.now)).update(ends_at=looking.now)
        end_episode(looking, other, m.Episode.Exit.MERGED)
        m.Household.objects.filter(pk=other.pk).update(merged_into=household)
        audited(looking, "merge", household, other=other.pk)
