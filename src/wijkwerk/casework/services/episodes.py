"""Closing a household with an outcome for each goal, and opening it again as another episode."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wijkwerk.access.api import Place, require
from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, households, rows_of
from wijkwerk.casework.services.common import WRITE, NotNowError, acting, audited, worker_in
from wijkwerk.casework.services.conflicts import balance_of
from wijkwerk.casework.services.households import begin_episode, end_episode
from wijkwerk.casework.services.plans import current_plan


def set_outcome(looking: Looking, household: m.Household, *, goal: m.Goal, outcome: str) -> m.Goal:
    """How a goal of the agreed plan ended for the household. Raises as ``acting``, NotNowError for another goal."""
    with acting(looking, household, as_director=True):
        plan = current_plan(household)
        seen_goals = rows_of(looking, m.Goal, household).filter(plan=plan, pk=goal.pk)
        if plan is None or not seen_goals.update(outcome=outcome):
            raise NotNowError(_("Choose a goal of the plan that was agreed."))
        audited(looking, "outcome", household, goal=goal.pk)
    return goal


def close(looking: Looking, household: m.Household, *, exit: str, closing: str) -> m.Episode:
    """Close a household: each goal of its plan has an outcome, and each bridging budget closes. Raises as ``acting``,
    NotNowError when something is left to do."""
    with acting(looking, household, as_director=True):
        plan = current_plan(household)
        if plan is not None and plan.goals.filter(outcome="").exists():
            raise NotNowError(_("First say of each goal how it ended for the household."))
        if not all(balance_of(conflict).is_closed for conflict in household.conflicts.all()):
            raise NotNowError(_("First close the bridging budget: it isn’t settled yet."))
        episode = end_episode(looking, household, exit, closing)
        audited(looking, "close", household, exit=exit)
    return episode


def reopen(looking: Looking, household: m.Household) -> m.Episode:
    """The household came back: another episode, with who directed it before; the closure before it stays. Raises
    Household.DoesNotExist, RefusedError, NotNowError for one that is open or went on in another."""
    with transaction.atomic():
        if not households(looking).filter(pk=household.pk).exists():
            raise m.Household.DoesNotExist
        current = m.Household.objects.select_for_update().get(pk=household.pk)
        worker = worker_in(looking, household)
        require(looking.user, WRITE, Place(organisation=worker.organisation.code), looking.now)
        if (
            current.closed_at is None
            or current.merged_into_id
            or looking.purpose == m.Purpose.EMERGENCY
        ):
            raise NotNowError(_("Only a household that was closed can be opened again."))
        m.Household.objects.filter(pk=household.pk).update(closed_at=None)
        if not household.directions.filter(in_force(looking.now), deputy=False).exists():
            m.Direction.objects.create(household=household, worker=worker, starts_at=looking.now)
        episode = begin_episode(household, m.Episode.Door.RELAPSE, looking)
        audited(looking, "reopen", household, episode=episode.number)
    return episode
