"""Requests for help with debts: written down with their term, and answered by a first talk."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.core.debt_terms import first_talk_by
from wijkwerk.casework.policies import Looking, rows_of
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in
from wijkwerk.casework.services.plans import needs_domain


@in_household()
def request_help(
    looking: Looking, household: m.Household, *, asked_on: date, is_threatened: bool
) -> m.DebtRequest:
    """The household asked for help with its debts. Raises as ``acting``, ActionNotAllowed for a day to come, or while
    debts isn't an open life domain."""
    needs_domain(looking, household, m.Domain.DEBTS)
    if asked_on > looking.day:
        raise ActionNotAllowed(_("This day is yet to come."))
    row = m.DebtRequest.objects.create(
        household=household,
        domain=m.Domain.DEBTS,
        written_at=looking.now,
        asked_on=asked_on,
        is_threatened=is_threatened,
        talk_by=first_talk_by(asked_on, threatened=is_threatened),
        worker=worker_in(looking, household),
    )
    audited(looking, "debt_request", household, request=row.pk)
    return row


@in_household()
def first_talk(
    looking: Looking, household: m.Household, *, request: m.DebtRequest, talked_on: date
) -> m.DebtRequest:
    """The first talk after a request. Raises as ``acting``, ActionNotAllowed for one that was answered or that who
    looks doesn't see, or a day before the request or to come."""
    row = rows_of(looking, m.DebtRequest, household).filter(pk=request.pk, talked_on=None).first()
    if row is None:
        raise ActionNotAllowed(_("Choose a request that waits for its first talk."))
    if not row.asked_on <= talked_on <= looking.day:
        raise ActionNotAllowed(_("Choose a day after the request, up to and including today."))
    row.talked_on = talked_on
    row.save()
    audited(looking, "debt_talk", household, request=row.pk)
    return row
