"""Whether targets are feasible, as far as another capability can tell; the programme asks the registry."""

from __future__ import annotations

from collections.abc import Iterable

from wijkwerk.programme.figures import edition_of
from wijkwerk.programme.models.targets import Side
from wijkwerk.programme.selectors.targets import TargetStatus
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import Feasibility, LevelTarget
from wijkwerk.shared.text import Language

_SIDES = {Side.AT_LEAST.value: True, Side.AT_MOST.value: False}


def feasibility_of(statuses: Iterable[TargetStatus], language: Language) -> dict[int, Feasibility]:
    """Of each target (by number) that is to reach the level of another area: how many areas as far behind
    ever did. Without those of which nobody can tell."""
    level_targets = {
        status.target.pk: LevelTarget(
            edition_of(status.target),
            status.target.indicator,
            status.target.area,
            status.path.reference,
            _SIDES.get(status.path.reference_goal),
        )
        for status in statuses
        if status.path.reference and status.target.source == "indicator"
    }
    notes: dict[LevelTarget, Feasibility] = {}
    for capability in capabilities() if level_targets else ():
        notes |= capability.feasibility(set(level_targets.values()), language)
    return {number: notes[target] for number, target in level_targets.items() if target in notes}
