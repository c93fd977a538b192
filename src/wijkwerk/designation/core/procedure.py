"""The procedure of a list as a machine of states: what may follow on what, and when.

Three machines share one table (``procedure.toml``): the procedure itself, an objection in it, and a
proposal to take an area off a published list. '' is the state of what doesn't exist yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MACHINES = ("procedure", "objection", "delisting")
# What may have to hold; a service finds out which do.
CONDITIONS = (
    "term_open",  # the last day for objections isn't over
    "term_over",
    "all_answered",  # no objection waits for an answer
    "procedure_open",
    "procedure_published",
    "not_own",  # somebody else than who made it
)


@dataclass(frozen=True)
class Transition:
    """A step: from some states to one, by who may ``permission``, when ``when`` holds.

    ``reasons``: a text must say why. ``outcomes``: one of these must be chosen; none when empty.
    """

    machine: str
    action: str
    source: tuple[str, ...]
    target: str
    permission: str
    when: tuple[str, ...]
    reasons: bool
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Machines:
    """All steps there are."""

    transitions: tuple[Transition, ...]

    def get(self, machine: str, action: str) -> Transition | None:
        """The step of this name, whatever state it starts from."""
        return next(
            (one for one in self.transitions if (one.machine, one.action) == (machine, action)),
            None,
        )

    def states(self, machine: str) -> tuple[str, ...]:
        """Every state of a machine, '' first."""
        own = [one for one in self.transitions if one.machine == machine]
        named = {state for one in own for state in (*one.source, one.target)}
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
    held = set(holds)
    return Answer(next((one for one in step.when if one not in held), ""))


def listed_after(listed: bool, upheld_wishes: Iterable[str]) -> bool:
    """Whether an area is on the decided list: as the rule says, or as an upheld objection wished.

    A wish is ``off`` or ``on``; of one area at most one objection counts, so order can't matter.
    """
    wishes = set(upheld_wishes)
    if wishes == {"off"}:
        return False
    if wishes == {"on"}:
        return True
    return listed
