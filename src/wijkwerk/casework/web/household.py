"""What the page of a household shows to who looks for a purpose."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.definitions import definitions
from wijkwerk.casework.grounds import grounds
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import (
    Looking,
    addresses,
    circle,
    consents,
    directing,
    directs,
    open_domains,
    residents,
)
from wijkwerk.casework.services.circle import asked_handovers, unconfirmed
from wijkwerk.casework.services.drafts import drafts_of
from wijkwerk.casework.services.emergencies import unread
from wijkwerk.casework.services.extents import by_definition
from wijkwerk.casework.web.actions import ACTIONS
from wijkwerk.casework.web.common import household_url, names
from wijkwerk.casework.web.conflict_page import conflict_part
from wijkwerk.casework.web.nuisance import nuisance_part
from wijkwerk.casework.web.plan_page import plan_part
from wijkwerk.ui.reader import language

_ELSEWHERE = {"reopen", "note"}  # buttons that stand apart
_ANSWERS = {"answer", "read-emergency"}  # beside what they answer


def ground_lines(looking: Looking) -> dict[str, str]:
    """Which law opens a life domain to who looks, by domain."""
    kinds = {worker.organisation.kind for worker in looking.workers}
    return {
        ground.domain: f"{ground.law}, {ground.article}"
        for ground in grounds()
        if ground.kind in kinds and ground.purpose == looking.purpose and ground.holds(looking.day)
    }


def page(looking: Looking, household: m.Household) -> tuple[dict[str, Any], set[str]]:
    """The context of the page, and which life domains it shows."""
    people = list(residents(looking, household))
    domains = list(open_domains(looking, household))
    in_force_consents = list(consents(looking, household))
    laws = ground_lines(looking)
    is_director = directs(looking, household)
    own = [worker.pk for worker in looking.workers]
    plan, shown = plan_part(looking, household)
    conflicts, disputed = conflict_part(looking, household)
    nuisance, troubled = nuisance_part(looking, household)
    # What was agreed with the household, and how it is doing, is about all of its life.
    reads_plan = is_director or looking.purpose in (m.Purpose.PLAN, m.Purpose.EMERGENCY)
    extent = household.extents.filter(ends_at=None).first() if reads_plan else None
    answers = by_definition(extent, looking.day, language())
    offered = {
        name: action
        for name, action in ACTIONS.items()
        if name not in _ANSWERS and action.is_offered(looking, household, is_director)
    }
    context = {
        **plan,
        **conflicts,
        **nuisance,
        "household": household,
        "title": names(people),
        "people": people,
        "addresses": addresses(looking, household).filter(in_force(looking.now)),
        "domains": [(row, laws.get(row.domain) or _("by consent")) for row in domains],
        "directors": directing(household, looking.now),
        "circle": [
            (row, is_director or row.purpose == looking.purpose or row.worker_id in own)
            for row in circle(household, looking.now)
        ],
        "unconfirmed": unconfirmed(household, looking.now) if is_director else 0,
        "emergencies": unread(household).select_related("worker__organisation")
        if is_director
        else (),
        "asked": asked_handovers(looking, household).first(),
        "answers": household.handovers.filter(
            answered_at__isnull=False, asked_by__in=own
        ).select_related("worker__organisation")[:3],
        "consents": in_force_consents,
        "episodes": m.Episode.objects.filter(household=household),
        "reads_plan": reads_plan,
        "drafts": [
            (row.action, offered[row.action].label, row.kept_at)
            for row in drafts_of(looking, household)
            if row.action in offered
        ],
        "definitions": [
            (definition, answers[name]) for name, definition in definitions(language()).items()
        ]
        if extent is not None
        else (),
        "follow_ups": household.follow_ups.all(),
        "can_reopen": "reopen" in offered,
        "can_note": "note" in offered,
        "is_director": is_director,
        "url": household_url(looking.purpose, household),
        "actions": [
            (name, action.label) for name, action in offered.items() if name not in _ELSEWHERE
        ],
    }
    return context, {
        m.Domain.IDENTITY.value,
        *shown,
        *disputed,
        *troubled,
        *(row.domain for row in domains),
        *(row.domain for row in in_force_consents),
    }
