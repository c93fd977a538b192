"""What pages with steps say in the reader's language, whatever the steps are about."""

from __future__ import annotations

from collections.abc import Callable, Collection

from wijkwerk.access.api import rules
from wijkwerk.registry.config import place_name
from wijkwerk.ui.reader import language
from wijkwerk.workflow.writing import Workflow


def who_label(
    role: str, place: str, named_kinds: Collection[str], named: Callable[[str], str] | None = None
) -> str:
    """Who made a step: a role, and its place, as ``named`` calls it (else as its area is called), when it is one
    of a kind that is ``named_kinds``. Never a person."""
    known_role = rules().roles.get(role)
    name = known_role.title.in_(language()) if known_role else role
    return (
        f"{name} ({named(place) if named else place_name(place, language())})"
        if place and known_role and known_role.within in named_kinds
        else name
    )


class ReaderLabels:
    """The labels of a workflow in the language of this answer: what its states, steps, outcomes and
    refusals are called. ``''`` for an outcome or explanation that isn't there."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow

    def state(self, machine: str, state: str) -> str:
        """What a state is called."""
        return self._workflow.labels.state(machine, state, language())

    def action(self, machine: str, action: str) -> str:
        """What a step is called, as something to do."""
        return self._workflow.labels.action(machine, action, language())

    def past(self, machine: str, action: str) -> str:
        """What a step is called once it was made."""
        return self._workflow.labels.past(machine, action, language())

    def explanation(self, machine: str, action: str) -> str:
        """What a step leads to."""
        return self._workflow.labels.explanation(machine, action, language())

    def outcome(self, machine: str, outcome: str) -> str:
        """What was decided."""
        return self._workflow.labels.outcome(machine, outcome, language())

    def refusal(self, why: str) -> str:
        """Why a step can't be made, and what one may do."""
        return self._workflow.labels.refusal(why, language())

    def who(self, role: str, place: str, named: Callable[[str], str] | None = None) -> str:
        """Who made a step: a role, and of which municipality or organisation, as ``named`` calls its
        code. Never a person."""
        return who_label(role, place, self._workflow.shown_places, named)
