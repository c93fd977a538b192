"""Whether somebody made a step in something themselves: then somebody else makes it public."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wijkwerk.workflow.api import actor_of


def own_steps(steps: Any, actions: Collection[str], user: Any) -> QuerySet[Any]:
    """The rows of ``steps`` (a table of StepRow) of these actions that this account made."""
    rows: QuerySet[Any] = steps.objects.filter(action__in=actions, actor=actor_of(user))
    return rows


def not_own_of(
    steps: Any, actions: Collection[str]
) -> Callable[[Any, Any, Any, datetime], set[str]]:
    """Gives which conditions of the table hold: not_own for whoever made none of these actions in the subject."""

    def conditions(root: Any, subject: Any, user: Any, now: datetime) -> set[str]:
        if subject is None:
            return set()
        own = own_steps(steps, actions, user).filter(object_id=subject.pk)
        return set() if own.exists() else {"not_own"}

    return conditions
