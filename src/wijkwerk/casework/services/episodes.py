"""Closing a household with an outcome for each goal, and opening it again as another episode."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wijkwerk.casework import models as m
from wijkwerk.casework.models.base import in_force
from wijkwerk.casework.policies import Looking, rows_of
from wijkwerk.casework.services.common import ActionNotAllowed, audited, in_household, worker_in
from wijkwerk.casework.services.follow_ups import ASKED_AFTER, end_follow_ups, plan_follow_ups
from wijkwerk.casework.services.households import begin_episode, end_episode
from wijkwerk.casework.services.plans import also_in_draft, current_plan


@in_household(director=True)
def set_outcome(looking: Looking, household: m.Household, *, goal: m.Goal, outcome: str) -> m.Goal:
    """How a goal of the agreed plan ended for the household. Raises as ``acting``, ActionNotAllowed for another
    goal."""
    plan = current_plan(household)
    seen_goals = rows_of(looking, m.Goal, household).filter(plan=plan, pk=goal.pk)
    if plan is None or not seen_goals.exists():
        raise ActionNotAllowed(_("Choose a goal of the plan that was agreed."))
    also_in_draft(m.Goal, [goal.pk]).update(outcome=outcome)
    audited(looking, "outcome", household, goal=goal.pk)
    return goal


@in_household(director=True)
def close(
    looking: Looking, household: m.Household, *, exit: str, closing: str, may_ask: bool = False
) -> m.Episode:
    """Close a household: each goal of its plan has an outcome, and each bridging budget closes. ``may_ask``: it agreed
    to be asked later how it goes. Raises as ``acting``, ActionNotAllowed when something is left to do."""
    plan = current_plan(household)
    if plan is not None and plan.goals.filter(outcome="").exists():
        raise ActionNotAllowed(_("First say of each goal how it ended for the household."))
    episode = end_episode(looking, household, exit, closing)
    if may_ask and exit in ASKED_AFTER:
        plan_follow_ups(episode, looking.day)
    audited(looking, "close", household, episode=episode.number)
    return episode


@in_household(also_closed=True)
def reopen(looking: Looking, household: m.Household) -> m.Episode:
    """The household came back: another episode, with who directed it before; the closure before it stays. Raises as
    ``acting``, ActionNotAllowed for one that is open or went on in another."""
    closed = m.Household.objects.filter(pk=household.pk, closed_at__isnull=False, merged_into=None)
    if not closed.update(closed_at=None):
        raise ActionNotAllowed(_("Only a household that was closed can be opened again."))
    if not household.directions.filter(in_force(looking.now), deputy=False).exists():
        worker = worker_in(looking, household)
        m.Direction.objects.create(household=household, worker=worker, starts_at=looking.now)
    episode = begin_episode(household, m.Episode.Door.RELAPSE, looking)
    end_follow_ups(household, looking.day, m.FollowUp.Answer.CAME_BACK)
    audited(looking, "reopen", household, episode=episode.number)
    return episode
