"""What a worker typed and hasn't saved yet: kept sealed on the server, so that a phone that loses its network, or a
call in between, costs nothing. For who typed it alone; gone once it is saved, after a month, or when they leave the
circle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wijkwerk.access.api import require
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, households
from wijkwerk.casework.services.common import WRITE, ActionNotAllowed, worker_in

KEPT = timedelta(days=30)
LARGEST = 20_000  # signs
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "seen", "keep"})


def keep(
    looking: Looking, household: m.Household, action: str, typed: Mapping[str, Sequence[str]]
) -> None:
    """Keep what was typed in the form of an action; what was kept of it before is replaced. Raises
    Household.DoesNotExist, RefusedError, ActionNotAllowed for more than ``LARGEST`` signs."""
    if not households(looking).filter(pk=household.pk).exists():
        raise m.Household.DoesNotExist
    worker = worker_in(looking, household)
    require(looking.user, WRITE, worker, looking.now)
    values = {name: list(texts) for name, texts in typed.items() if name not in _NOT_KEPT}
    text = json.dumps(values)
    if len(text) > LARGEST:
        raise ActionNotAllowed(_("This is too long to keep as a draft: save it."))
    with transaction.atomic():
        m.Household.objects.select_for_update().get(pk=household.pk)
        row = drafts_of(looking, household).filter(action=action, worker=worker).first()
        row = row or m.Draft(
            household=household, worker=worker, purpose=looking.purpose, action=action
        )
        row.typed, row.kept_at = text, looking.now
        row.save()


def drafts_of(looking: Looking, household: m.Household) -> QuerySet[m.Draft]:
    """The drafts of who looks, of a household and for this purpose, that aren't too old."""
    own = [worker.pk for worker in looking.workers]
    return m.Draft.objects.filter(
        household=household,
        worker__in=own,
        purpose=looking.purpose,
        kept_at__gt=looking.now - KEPT,
    )


def typed_before(
    looking: Looking, household: m.Household, action: str
) -> Mapping[str, Sequence[str]]:
    """What was typed in the form of an action, by field; empty when nothing was kept."""
    row = drafts_of(looking, household).filter(action=action).first()
    return json.loads(row.typed) if row is not None else {}


def drop(looking: Looking, household: m.Household, action: str) -> None:
    """A draft goes: it was saved, or isn't wanted."""
    drafts_of(looking, household).filter(action=action).delete()
