"""THE rule of who sees what, as a filter of the database; every page, list, search and count asks it.

``core/sight.py`` says the rule in plain Python, and a test holds the two against each other. ``may`` of access
decides whether an account works for an organisation at all; what follows decides about each household and each
piece of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Value

from wijkwerk.access.api import held_for
from wijkwerk.casework import models as m
from wijkwerk.casework.core.sight import covered
from wijkwerk.casework.grounds import grounds
from wijkwerk.casework.models.base import in_force
from wijkwerk.shared.deadlines import today

READ = "casework.read"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Looking:
    """Somebody who looks, for one purpose, at one moment; ``version`` of the household as they saw it, where it matters
    that it is still so."""

    user: Any  # an account; access decides what that is
    purpose: str
    now: datetime
    version: int | None = None

    @cached_property
    def workers(self) -> Sequence[m.Worker]:
        """As whom: one for each organisation for which the account may read now."""
        codes = held_for(self.user, READ, "organisation", self.now)
        if not codes:
            return ()
        return tuple(
            m.Worker.objects.filter(user_id=self.user.pk, organisation__code__in=codes)
            .select_related("organisation")
            .order_by("id")
        )

    @property
    def day(self) -> date:
        """The day that it is in the Netherlands."""
        return today(self.now)

    def is_known_purpose(self) -> bool:
        """Whether one can look for it at all."""
        return self.purpose in m.Purpose.values


def looking_as(worker: m.Worker, purpose: str, now: datetime) -> Looking:
    """How a worker who isn't here would look: their second step of logging in isn't asked."""
    user: Any = worker.user
    user.second_factor_passed = True
    return Looking(user, purpose, now)


def sees(
    looking: Looking,
    domain: str = "domain",
    person: str = "person",
    household: str = "household",
    *,
    always: str = "",
    since: str = "written_at",
) -> Q:
    """Which rows somebody may see, of a model with these fields.

    ``person`` '' for a model whose rows are about a whole household; so is a row without one.
    ``since``: when a row was written; '' for what is about who belongs to the household now.
    ``always``: every row is of this life domain, so that consents aren't asked where a law opens it.
    """
    if looking.purpose == m.Purpose.EMERGENCY:
        return Q(Exists(_emergencies(looking).filter(household=OuterRef(household))))
    rule = Q(pk__in=[])
    for worker in looking.workers:
        member = Exists(_memberships(looking, [worker]).filter(household=OuterRef(household)))
        domains = covered(grounds(), worker.organisation.kind, looking.purpose, looking.day)
        if always in domains:
            rule |= Q(member)
            continue
        by_law = Q(**{f"{domain}__in": sorted(domains)})
        rule |= Q(member) & (by_law | _consented(looking, worker, domain, person, household, since))
    return rule


def _memberships(looking: Looking, workers: Sequence[m.Worker]) -> QuerySet[m.Membership]:
    """The places in a circle that some workers have now, for the purpose of a look."""
    return m.Membership.objects.filter(
        in_force(looking.now), worker__in=[worker.pk for worker in workers], purpose=looking.purpose
    ).order_by()


def _emergencies(looking: Looking) -> QuerySet[m.Emergency]:
    """What somebody broke the glass of, and hasn't closed again."""
    return m.Emergency.objects.filter(
        in_force(looking.now), worker__in=[worker.pk for worker in looking.workers]
    ).order_by()


def _consented(
    looking: Looking, worker: m.Worker, domain: str, person: str, household: str, since: str
) -> Q:
    """By consent for this household: of whom it is about, or of everybody who belongs to it now or left it after that
    was written."""
    consents = m.Consent.objects.filter(
        in_force(looking.now),
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=looking.now),
        organisation=worker.organisation_id,
        purpose=looking.purpose,
    )
    belongs = in_force(looking.now)
    if since:
        belongs |= Q(
            starts_at__lte=looking.now, ends_at__gt=OuterRef(since), starts_at__lt=F("ends_at")
        )
    residents = m.Residence.objects.filter(belongs, household=OuterRef(household)).order_by()
    lacking = residents.filter(
        ~Exists(
            consents.filter(
                person=OuterRef("person"),
                household=OuterRef("household"),
                domain=OuterRef(OuterRef(domain)),
            )
        )
    )
    everybody = Q(Exists(residents)) & ~Q(Exists(lacking))
    if not person:
        return everybody
    own = Q(
        Exists(
            consents.filter(
                person=OuterRef(person), household=OuterRef(household), domain=OuterRef(domain)
            )
        )
    )
    return (Q(**{f"{person}__isnull": False}) & own) | (
        Q(**{f"{person}__isnull": True}) & everybody
    )


def households(looking: Looking) -> QuerySet[m.Household]:
    """The households whose page somebody may open: they may see who belongs to it."""
    near: QuerySet[Any] = (
        _emergencies(looking)
        if looking.purpose == m.Purpose.EMERGENCY
        else _memberships(looking, looking.workers)
    )
    # What is far away is left out first: the database then begins with the few that are near.
    rows = _identity(m.Household.objects.filter(pk__in=near.values("household")))
    rule = sees(looking, person="", household="pk", always=m.Domain.IDENTITY, since="")
    return rows.filter(rule).select_related("organisation")


def _identity(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that all belong to names and addresses."""
    labelled: QuerySet[Any] = rows.annotate(domain=Value(m.Domain.IDENTITY.value))
    return labelled


def all_residents(looking: Looking) -> QuerySet[m.Residence]:
    """Who belongs to any household now, of those whose name somebody may see."""
    rows = _identity(m.Residence.objects.filter(in_force(looking.now)))
    rule = sees(looking, always=m.Domain.IDENTITY, since="starts_at")
    return rows.filter(rule).select_related("person")


def residents(looking: Looking, household: m.Household) -> QuerySet[m.Residence]:
    """Who belongs to a household now, of those whose name somebody may see."""
    return all_residents(looking).filter(household=household)


def addresses(looking: Looking, household: m.Household) -> QuerySet[m.Address]:
    """Where a household lives and lived, for who may see that."""
    rows = _identity(m.Address.objects.filter(household=household))
    return rows.filter(sees(looking, person="", always=m.Domain.IDENTITY, since="starts_at"))


def rows_of(looking: Looking, kind: type[Row], household: m.Household) -> QuerySet[Row]:
    """The rows of a model with a domain that somebody may see of a household."""
    since = "written_at" if issubclass(kind, m.Piece) else "starts_at"
    rows: QuerySet[Row] = kind._default_manager.filter(
        sees(looking, since=since), household=household
    )
    return rows


def notes(looking: Looking, household: m.Household) -> QuerySet[m.Note]:
    """The notes that somebody may see of a household: personal ones are for who wrote them alone."""
    own = [worker.pk for worker in looking.workers]
    return rows_of(looking, m.Note, household).filter(Q(personal=False) | Q(worker__in=own))


def open_domains(looking: Looking, household: m.Household) -> QuerySet[m.OpenDomain]:
    """The life domains of a household that are open, of those that somebody may see."""
    rows = m.OpenDomain.objects.filter(in_force(looking.now), household=household)
    return rows.filter(sees(looking, person="", since="starts_at")).select_related(
        "opened_by__organisation"
    )


def consents(looking: Looking, household: m.Household) -> QuerySet[m.Consent]:
    """The consents in force that a household gave, also of who left it: of the life domains that somebody sees, or
    that they wrote down; for the director all, who writes down that one is taken back."""
    rows = m.Consent.objects.filter(
        in_force(looking.now), household=household, withdrawn_at=None
    ).select_related("person", "organisation")
    if directs(looking, household):
        return rows
    own = Q(recorded_by__in=[worker.pk for worker in looking.workers])
    return rows.filter(own | sees(looking, since="starts_at"))


def circle(household: m.Household, now: datetime) -> QuerySet[m.Membership]:
    """Who is in the circle now, for whoever may see the household, and for the household itself."""
    return household.memberships.filter(in_force(now)).select_related("worker__organisation")


def directing(household: m.Household, now: datetime) -> QuerySet[m.Direction]:
    """Who directs now, deputies after the director."""
    rows = household.directions.filter(in_force(now)).select_related("worker__organisation")
    return rows.order_by("deputy", "id")


def without_director(now: datetime, organisations: frozenset[str]) -> QuerySet[m.Household]:
    """The open households of organisations that nobody directs: a list of its own, without names. Whose account or role
    ended doesn't direct."""
    present = m.Direction.objects.filter(
        in_force(now),
        Q(worker__user__roles_held__last_day=None)
        | Q(worker__user__roles_held__last_day__gte=today(now)),
        worker__user__is_active=True,
        worker__user__roles_held__place=F("worker__organisation__code"),
        worker__user__roles_held__first_day__lte=today(now),
    )
    return (
        m.Household.objects.filter(closed_at=None, organisation__code__in=organisations)
        .filter(~Exists(present.filter(household=OuterRef("pk"))))
        .select_related("organisation")
    )


def directs(looking: Looking, household: m.Household) -> bool:
    """Whether somebody directs a household now, or stands in for who does."""
    workers = {worker.pk for worker in looking.workers}
    return bool(workers) and directing(household, looking.now).filter(worker__in=workers).exists()
