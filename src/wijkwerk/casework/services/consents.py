"""Consents, life domains that open, and the codes by which a household looks who looked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wijkwerk.access.resident_codes import new_code, tidy
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking
from wijkwerk.casework.sealing import digest_of
from wijkwerk.casework.services.circle import end_of_day
from wijkwerk.casework.services.common import (
    NotNowError,
    audit,
    audited,
    changed,
    in_household,
    worker_in,
)

WORDING_VERSION = "2026-1"


@in_household()
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
    """Write down what a person of the household agreed to. Raises as ``acting``, NotNowError for who doesn't belong
    to it, or for an emergency, which asks no consent."""
    worker = worker_in(looking, household)
    if not household.residences.filter(in_force(looking.now), person=person).exists():
        raise NotNowError(_("This person doesn’t belong to the household."))
    if purpose == m.Purpose.EMERGENCY:
        raise NotNowError(_("Choose another purpose."))
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
    """Write down that a person takes a consent back; it ends at once. Raises as ``acting``, NotNowError when it
    was withdrawn."""
    _withdraw(household, consent.pk, looking.now)
    audited(looking, "withdraw", household, consent=consent.pk)


def _withdraw(household: m.Household, number: int, now: datetime, **more: object) -> None:
    rows = m.Consent.objects.filter(pk=number, household=household, withdrawn_at=None, **more)
    if not rows.update(withdrawn_at=now):
        raise NotNowError(_("This consent was taken back already."))


def withdraw_own(code: m.HouseholdCode, number: int, now: datetime) -> None:
    """A person takes a consent back on the page of the household, without asking anybody. Raises NotNowError when
    it was withdrawn, or is of another person."""
    with transaction.atomic():
        _withdraw(code.household, number, now, person=code.person)
        changed(code.household)
        audit(None, "withdraw", code.household, now, consent=number)


@in_household()
def open_domain(
    looking: Looking, household: m.Household, *, domain: str, because: str
) -> m.OpenDomain:
    """Open a life domain in which the plan needs something. Raises as ``acting``, NotNowError when it is open."""
    worker = worker_in(looking, household)
    if household.domains.filter(in_force(looking.now), domain=domain).exists():
        raise NotNowError(_("This life domain is open already."))
    row = m.OpenDomain.objects.create(
        household=household,
        domain=domain,
        because=because,
        opened_by=worker,
        starts_at=looking.now,
    )
    audited(looking, "open_domain", household, domain=domain)
    return row


@in_household(also_closed=True)
def make_code(looking: Looking, household: m.Household, *, person: m.Person) -> str:
    """A new code for a person of the household, shown once; the one before it ends. Raises as ``acting``,
    NotNowError for who doesn't belong to it."""
    if not household.residences.filter(in_force(looking.now), person=person).exists():
        raise NotNowError(_("This person doesn’t belong to the household."))
    household.codes.filter(person=person, ended_at=None).update(ended_at=looking.now)
    code = new_code()
    m.HouseholdCode.objects.create(
        household=household, person=person, digest=digest_of(tidy(code)), made_at=looking.now
    )
    audited(looking, "code", household, person=person.pk)
    return code


def by_code(code: str) -> m.HouseholdCode | None:
    """The code that somebody typed; None when it isn't one, or has ended."""
    digest = digest_of(tidy(code))
    rows = m.HouseholdCode.objects.filter(digest=digest, ended_at=None)
    return rows.select_related("household__organisation", "person").first() if tidy(code) else None
