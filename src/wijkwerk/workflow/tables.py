"""Reads machines out of a TOML file: ``[[step]]`` tables are the steps, ``[[variant]]`` other ways to
one, ``[states]``, ``[outcomes]`` and ``[refusals]`` what people call these. A table without a label in
both languages for everything that it has is refused."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text, text_of
from wijkwerk.workflow.core.labels import Key, Labels, StepLabels
from wijkwerk.workflow.core.machines import Machines, Transition, Variant

USUAL_REFUSALS = Path(__file__).with_name("refusals.toml")
_LABELLED = {"label", "past"}
_NEEDED = {"machine", "action", "from", "to", "permission"}
_KEYS = {*_NEEDED, *_LABELLED, "when", "reasons", "outcomes", "explanation"}
_VARIANT_NEEDED = {"machine", "action", "step", "label"}
_BOTH = "a text in nl and one in en"
Wrong = Callable[..., None]


@dataclass(frozen=True)
class Table:
    """A file of machines: they, and what else stands in it. ``settle`` tells what is wrong."""

    machines: Machines
    rest: dict[str, Any]
    wrong: Wrong
    problems: list[Problem]

    def settle(self) -> None:
        """Raise InputError with everything that was found wrong, if anything was."""
        if self.problems:
            raise InputError(self.problems)


def read_table(path: Path, machines: Collection[str], conditions: Collection[str]) -> Table:
    """The machines in ``path``, which are ``machines`` and ask nothing but ``conditions``.

    Raises InputError when it isn't TOML; what else is wrong waits for ``Table.settle``, so that a
    caller can add what is wrong with the rest.
    """
    data = _toml(path)
    problems: list[Problem] = []

    def wrong(place: str, what: str, expected: str, value: object = None) -> None:
        shown = None if value is None else str(value)
        problems.append(Problem(path.name, None, place, what, shown, expected))

    reader = _Reader(wrong, machines, conditions)
    transitions = tuple(reader.transitions(data.pop("step", [])))
    variants = dict(reader.variants(data.pop("variant", []), transitions))
    _check_steps(transitions, machines, wrong)
    states = {
        (step.machine, state) for step in transitions for state in (*step.source, step.target)
    }
    outcomes = {(step.machine, outcome) for step in transitions for outcome in step.outcomes}
    labels = Labels(
        steps=reader.steps,
        states=reader.named("states", data.pop("states", {}), {key for key in states if key[1]}),
        outcomes=reader.named("outcomes", data.pop("outcomes", {}), outcomes, others=True),
        refusals=reader.refusals(data.pop("refusals", {}), transitions),
    )
    return Table(Machines(transitions, labels, variants), data, wrong, problems)


@cache
def usual_refusals() -> Mapping[str, Text]:
    """Labels of the refusals that every capability has. Raises InputError for a broken file."""
    labels = {why: text_of(label) for why, label in _toml(USUAL_REFUSALS).items()}
    for why, text in labels.items():
        if text is None:
            raise InputError.of(f"{USUAL_REFUSALS.name} [{why}]", "no label", _BOTH)
    return {why: text for why, text in labels.items() if text is not None}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeError) as fault:
        raise InputError.of(str(path), "can't be read", "TOML in UTF-8", value=str(fault)) from None


class _Reader:
    """Makes steps and labels out of what a file says, and tells ``wrong`` what can't be."""

    def __init__(
        self, wrong: Wrong, machines: Collection[str], conditions: Collection[str]
    ) -> None:
        self.wrong, self.machines, self.conditions = wrong, machines, conditions
        self.steps: dict[Key, StepLabels] = {}

    def label(self, place: str, label: Any) -> Text | None:
        """A text in both languages; what is wrong otherwise is told."""
        text = text_of(label)
        if text is None:
            self.wrong(place, "no label", _BOTH, label)
        return text

    def transitions(self, steps: Any) -> Iterator[Transition]:
        """The steps; the labels of each go into ``self.steps``."""
        for number, step in enumerate(steps, 1):
            place = f"step {number}"
            if not _NEEDED <= set(step) <= _KEYS:
                self.wrong(place, "wrong keys", ", ".join(sorted(_KEYS)), ", ".join(sorted(step)))
                continue
            self._known(f"{place}.machine", step["machine"])
            for condition in step.get("when", []):
                if condition not in self.conditions:
                    self.wrong(
                        f"{place}.when", "unknown condition", ", ".join(self.conditions), condition
                    )
            name = f"{step['machine']}.{step['action']}"
            self._keep(step, name, self.label(f"{name}.past", step.get("past")))
            yield Transition(
                step["machine"],
                step["action"],
                tuple(step["from"]),
                step["to"],
                step["permission"],
                tuple(step.get("when", [])),
                bool(step.get("reasons", False)),
                tuple(step.get("outcomes", [])),
            )

    def variants(
        self, variants: Any, transitions: Collection[Transition]
    ) -> Iterator[tuple[Key, Variant]]:
        """Other ways to a step, which are called otherwise and leave the same in the history."""
        allowed = {*_VARIANT_NEEDED, "explanation", "from"}
        declared = {(step.machine, step.action) for step in transitions}
        for number, variant in enumerate(variants, 1):
            place = f"variant {number}"
            if not _VARIANT_NEEDED <= set(variant) <= allowed:
                self.wrong(
                    place,
                    "wrong keys",
                    ", ".join(sorted(_VARIANT_NEEDED)),
                    ", ".join(sorted(variant)),
                )
                continue
            key, step = (variant["machine"], variant["action"]), variant["step"]
            if (key[0], step) not in declared or key in declared:
                self.wrong(f"{place}.step", "no variant", "the name of a step, and one of its own")
                continue
            own = self.steps.get((key[0], step))
            self._keep(variant, ".".join(key), own.past if own else None)
            source = tuple(variant.get("from", []))
            named = {
                state
                for transition in transitions
                if transition.machine == key[0]
                for state in (*transition.source, transition.target)
            }
            if not set(source) <= named:
                self.wrong(f"{place}.from", "unknown", "states of its machine", variant["from"])
            yield key, Variant(step, source)

    def _keep(self, entry: Mapping[str, Any], name: str, past: Text | None) -> None:
        label = self.label(f"{name}.label", entry.get("label"))
        explanation = None
        if "explanation" in entry:
            explanation = self.label(f"{name}.explanation", entry["explanation"])
        if label and past:
            key = (entry["machine"], entry["action"])
            self.steps[key] = StepLabels(label, past, explanation)

    def _known(self, place: str, machine: str) -> None:
        if machine not in self.machines:
            self.wrong(place, "unknown machine", ", ".join(self.machines), machine)

    def named(
        self, kind: str, labels_by_machine: Any, wanted: Collection[Key], *, others: bool = False
    ) -> dict[Key, Text]:
        """The labels of states or outcomes by machine: of all that are ``wanted``, and of ``others``
        when a service may write those."""
        if not isinstance(labels_by_machine, dict) or not all(
            isinstance(own, dict) for own in labels_by_machine.values()
        ):
            self.wrong(kind, "no labels", f"[{kind}.machine] with labels")
            labels_by_machine = {}
        labels = {}
        for machine, own in labels_by_machine.items():
            self._known(f"{kind}.{machine}", machine)
            for code, text in own.items():
                if (machine, code) not in wanted and not others:
                    self.wrong(f"{kind}.{machine}.{code}", "unknown", "one that a step leads to")
                label = self.label(f"{kind}.{machine}.{code}", text)
                if label:
                    labels[machine, code] = label
        for machine, code in sorted(wanted):
            if code not in labels_by_machine.get(machine, {}):
                self.wrong(f"{kind}.{machine}.{code}", "no label", _BOTH)
        return labels

    def refusals(self, labels_given: Any, transitions: Collection[Transition]) -> dict[str, Text]:
        """The labels of refusals: of every condition that a step asks, and of what services say."""
        labels = dict(usual_refusals())
        for why, text in labels_given.items() if isinstance(labels_given, dict) else ():
            label = self.label(f"refusals.{why}", text)
            if label:
                labels[why] = label
        conditions = {condition for step in transitions for condition in step.when}
        for condition in sorted(conditions - set(labels) - set(labels_given)):
            self.wrong(f"refusals.{condition}", "no label", _BOTH)
        return labels


def _check_steps(
    transitions: Collection[Transition], machines: Collection[str], wrong: Wrong
) -> None:
    names = Counter((step.machine, step.action) for step in transitions)
    for machine, action in sorted(name for name, number in names.items() if number > 1):
        wrong(f"{machine}.{action}", "stands there twice", "each step once")
    for machine in machines:
        own = [step for step in transitions if step.machine == machine]
        ends = {step.target for step in own}
        for step in own:
            if not set(step.source) <= {"", *ends}:
                wrong(
                    f"{machine}.{step.action}", "can never be made", "a state that a step leads to"
                )
            if step.begins and not step.target:
                wrong(f"{machine}.{step.action}", "leads nowhere", "the state that it begins in")
