"""Machines of states as data: which step leads from where to where, who may make it, and when.

Several machines share one table, such as a programme and a target in it. '' is the state of what
doesn't exist yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wijkwerk.workflow.core.labels import Labels


@dataclass(frozen=True)
class Transition:
    """A step: from some states to one, by who may ``permission``, when ``when`` holds.

    ``target`` is '' for a step that leaves the state as it is. ``reasons``: a text must say why.
    ``outcomes``: one of these must be chosen; none when empty.
    """

    machine: str
    action: str
    source: tuple[str, ...]
    target: str
    permission: str
    when: tuple[str, ...] = ()
    reasons: bool = False
    outcomes: tuple[str, ...] = ()

    @property
    def begins(self) -> bool:
        """Whether the step makes something that isn't there yet."""
        return self.source == ("",)

    def after(self, state: str) -> str:
        """The state that the step leads to from ``state``."""
        return self.target or state


@dataclass(frozen=True)
class Variant:
    """Another way to the step ``step``, with a label of its own: the next version of a covenant is
    a covenant that is made. ``source``: the states of what it sets out from; () for nothing."""

    step: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machines:
    """All steps there are, with ``variants`` by machine and name."""

    transitions: tuple[Transition, ...]
    labels: Labels = field(default_factory=Labels)
    variants: Mapping[tuple[str, str], Variant] = field(default_factory=dict)

    def get(self, machine: str, action: str) -> Transition | None:
        """The step of this name, whatever state it starts from; None when there is none."""
        return next(
            (
                transition
                for transition in self.transitions
                if (transition.machine, transition.action) == (machine, action)
            ),
            None,
        )

    def behind(self, machine: str, action: str) -> Transition | None:
        """The step of this name, or the one that this variant is another way to; None without either."""
        variant = self.variants.get((machine, action))
        return self.get(machine, variant.step if variant else action)

    def of(self, machine: str) -> tuple[Transition, ...]:
        """The steps of a machine, in the order of the table."""
        return tuple(transition for transition in self.transitions if transition.machine == machine)

    def states(self, machine: str) -> tuple[str, ...]:
        """Every state of a machine, '' first."""
        named = {
            state
            for transition in self.of(machine)
            for state in (*transition.source, transition.target)
        }
        return ("", *sorted(named - {""}))


@dataclass(frozen=True)
class Answer:
    """Whether a step can be made now; why not: ``state``, or the first condition that fails."""

    why_not: str

    def __bool__(self) -> bool:
        return not self.why_not


def possible(step: Transition, state: str, holds: Iterable[str]) -> Answer:
    """Can ``step`` be made from ``state`` while the conditions ``holds`` hold?"""
    if state not in step.source:
        return Answer("state")
    fulfilled = set(holds)
    return Answer(next((condition for condition in step.when if condition not in fulfilled), ""))
