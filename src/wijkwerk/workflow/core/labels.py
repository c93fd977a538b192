"""What people call the states, steps, outcomes and refusals of machines, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wijkwerk.shared.text import Language, Text

Key = tuple[str, str]  # a machine, and a state, step or outcome of it


@dataclass(frozen=True)
class StepLabels:
    """``label`` names a step as something to do ('Put in force'), ``past`` in a history ('Put in
    force by the board'), ``explanation`` tells what it leads to (None: that is clear)."""

    label: Text
    past: Text
    explanation: Text | None = None


@dataclass(frozen=True)
class Labels:
    """The labels of the machines of a table. What isn't there is called by its code: rows may be
    older than the table, which itself is refused when it lacks a label (``tables.py``)."""

    steps: Mapping[Key, StepLabels] = field(default_factory=dict)
    states: Mapping[Key, Text] = field(default_factory=dict)
    outcomes: Mapping[Key, Text] = field(default_factory=dict)
    refusals: Mapping[str, Text] = field(default_factory=dict)

    def state(self, machine: str, state: str, language: Language) -> str:
        """What a state is called."""
        return _said(self.states.get((machine, state)), state, language)

    def action(self, machine: str, action: str, language: Language) -> str:
        """What a step is called, as something to do."""
        step = self.steps.get((machine, action))
        return _said(step.label if step else None, action, language)

    def past(self, machine: str, action: str, language: Language) -> str:
        """What a step is called once it was made."""
        step = self.steps.get((machine, action))
        return _said(step.past if step else None, action, language)

    def explanation(self, machine: str, action: str, language: Language) -> str:
        """What a step leads to; '' when nothing needs telling."""
        step = self.steps.get((machine, action))
        return _said(step.explanation if step else None, "", language)

    def outcome(self, machine: str, outcome: str, language: Language) -> str:
        """What was decided; '' for nothing."""
        return _said(self.outcomes.get((machine, outcome)), outcome, language)

    def refusal(self, why: str, language: Language) -> str:
        """Why a step can't be made, and what one may do."""
        return _said(self.refusals.get(why), why, language)


def _said(text: Text | None, otherwise: str, language: Language) -> str:
    return otherwise if text is None else text.in_(language)
