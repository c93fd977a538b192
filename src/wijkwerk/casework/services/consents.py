"""Consents, life domains that open, and the codes by which a household looks who looked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from wijkwerk.access.resident_codes import new_code, tidy
from wijkwerk.casework import models as m
from wijkwerk.casework.core.sight import covered
from wijkwerk.casework.grounds import grounds
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, directs
from wijkwerk.casework.sealing import digest_of
from wijkwerk.casework.services.circle import end_of_day
from wijkwerk.casework.services.common import (
    ActionNotAllowed,
    audit,
    audited,
    changed,
    in_household,
    worker_in,
)

WORDING_VERSION = "2026-1"
CODE_HOLDS = timedelta(days=366)


def _needs_resident(household: m.Household, person: m.Person, now: datetime) -> None:
    """Raises ActionNotAllowed for who doesn't belong to a household now."""
    if not household.residences.filter(in_force(now), person=person).exists():
        raise ActionNotAllowed(_("This person doesn’t belong to the household."))


@in_household(director=True)
def give_consent(
    looking: Looking,
    household: m.Household,
    *,
    person: m.Person,
    domain: str,
    organisation: m.Organisation,
    purpose: str,
    signed_by: str,
    wording: str,
    last_day: date | None = None,
) -> m.Consent:
    """Write down what a person of the household agreed to. Raises as ``acting``, ActionNotAllowed for who doesn't
    belong to it, or for an emergency, which asks no consent."""
    worker = worker_in(looking, household)
    _needs_resident(household, person, looking.now)
    if purpose == m.Purpose.EMERGENCY:
        raise ActionNotAllowed(_("Choose another purpose."))
    alike = household.consents.filter(
        in_force(looking.now),
        person=person,
        domain=domain,
        organisation=organisation,
        purpose=purpose,
        withdrawn_at=None,
    )
    if alike.exists():
        raise ActionNotAllowed(_("This consent was written down already, and is in force."))
    consent = m.Consent.objects.create(
        person=person,
        household=household,
        domain=domain,
        organisation=organisation,
        purpose=purpose,
        signed_by=signed_by,
        wording=wording,
        wording_version=WORDING_VERSION,
        recorded_by=worker,
        starts_at=looking.now,
        ends_at=end_of_day(last_day),
    )
    audited(looking, "consent", household, consent=consent.pk)
    return consent


@in_household(also_closed=True)
def withdraw_consent(looking: Looking, household: m.Household, *, consent: m.Consent) -> None:
    """Write down that a person takes a consent back; it ends at once. Raises as ``acting``, ActionNotAllowed when it
    was withdrawn."""
    _withdraw(household.consents.all(), consent.pk, looking.now)
    audited(looking, "withdraw", household, consent=consent.pk)


def _withdraw(consents: QuerySet[m.Consent], number: int, now: datetime) -> m.Consent:
    """End a consent of these, and what was written down of the same terms. Raises ActionNotAllowed for none."""
    consent = consents.filter(pk=number, withdrawn_at=None).first()
    if consent is None:
        raise ActionNotAllowed(_("This consent was taken back already."))
    m.Consent.objects.filter(
        household=consent.household_id,
        person=consent.person_id,
        domain=consent.domain,
        organisation=consent.organisation_id,
        purpose=consent.purpose,
        withdrawn_at=None,
    ).update(withdrawn_at=now)
    return consent


def withdraw_own(code: m.HouseholdCode, number: int, now: datetime) -> None:
    """A person takes a consent back on their own page, without asking anybody, in whichever household they gave it.
    Raises ActionNotAllowed when it was withdrawn, or is of another person."""
    with transaction.atomic():
        consent = _withdraw(m.Consent.objects.filter(person=code.person), number, now)
        changed(consent.household)
        audit(None, "withdraw", consent.household, now, consent=number)


@in_household()
def open_domain(
    looking: Looking, household: m.Household, *, domain: str, because: str
) -> m.OpenDomain:
    """Open a life domain in which the plan needs something. Raises as ``acting``, ActionNotAllowed when it is open, or
    for who doesn't direct and has no law for it: to them it isn't told whether it is."""
    worker = worker_in(looking, household)
    lawful = covered(grounds(), worker.organisation.kind, looking.purpose, looking.day)
    if domain not in lawful and not directs(looking, household):
        raise ActionNotAllowed(
            _("No law lets you work with this life domain. Ask who directs the plan to open it.")
        )
    if household.domains.filter(in_force(looking.now), domain=domain).exists():
        raise ActionNotAllowed(_("This life domain is open already."))
    row = m.OpenDomain.objects.create(
        household=household,
        domain=domain,
        because=because,
        opened_by=worker,
        starts_at=looking.now,
    )
    audited(looking, "open_domain", household, opened=row.pk)
    return row


@in_household(director=True, also_closed=True)
def make_code(looking: Looking, household: m.Household, *, person: m.Person) -> str:
    """A new code for a person of the household, shown once; the one before it ends. Raises as ``acting``,
    ActionNotAllowed for who doesn't belong to it."""
    _needs_resident(household, person, looking.now)
    household.codes.filter(person=person, ended_at=None).update(ended_at=looking.now)
    code = new_code()
    m.HouseholdCode.objects.create(
        household=household,
        person=person,
        digest=digest_of(tidy(code)),
        made_by=worker_in(looking, household),
        purpose=looking.purpose,
        made_at=looking.now,
    )
    audited(looking, "code", household, person=person.pk)
    return code


def by_code(code: str, now: datetime) -> m.HouseholdCode | None:
    """The code that somebody typed; None when it isn't one, or works no more: it ended, is older than a year, its
    person left the household, or who made it left the circle."""
    signs = tidy(code)
    if not signs:
        return None
    rows = m.HouseholdCode.objects.filter(
        Exists(
            m.Residence.objects.filter(
                in_force(now), household=OuterRef("household"), person=OuterRef("person")
            )
        ),
        Exists(
            m.Membership.objects.filter(
                in_force(now), household=OuterRef("household"), worker=OuterRef("made_by")
            )
        ),
        digest=digest_of(signs),
        ended_at=None,
        made_at__gt=now - CODE_HOLDS,
    )
    return rows.select_related(
        "household__organisation", "person", "made_by__user", "made_by__organisation"
    ).first()


def use_code(code: m.HouseholdCode, now: datetime, *, download: bool) -> None:
    """Write down that a code was used, so that the household sees it."""
    m.CodeUse.objects.create(code=code, at=now, download=download)
