"""Reads machines out of a TOML file: ``[[step]]`` tables are the steps, ``[[variant]]`` other ways to
one, ``[states]``, ``[outcomes]`` and ``[refusals]`` what people call these (``steps.schema.json``). A table
without a label in both languages for everything that it has is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from wijkwerk.config.api import Document, TomlFile, hint, read_toml, schema_document
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text
from wijkwerk.workflow.core.labels import Key, Labels, StepLabels
from wijkwerk.workflow.core.machines import Machines, Transition, Variant

USUAL_REFUSALS = Path(__file__).with_name("refusals.toml")
_PARTS = ("step", "variant", "states", "outcomes", "refusals")
_BOTH = "a text in nl and one in en"
_TEXTS = {"type": "object", "additionalProperties": {"$ref": "text.schema.json"}}


@dataclass(frozen=True)
class Table:
    """A file of machines: they, and the capability's own settings in it. ``settle`` tells what is
    wrong besides what the schema says."""

    machines: Machines
    rest: Document
    file: TomlFile
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, what: str, expected: str, value: object = None) -> None:
        """Something is wrong with a setting: told with its line."""
        self.problems.append(_problem(self.file, (key,), key, what, expected, value))

    def settle(self) -> None:
        """Raise InputError with everything that was found wrong, if anything was."""
        if self.problems:
            raise InputError(self.problems)


def read_table(
    path: Path,
    machines: Collection[str],
    conditions: Collection[str],
    settings: Mapping[str, Document] | None = None,
) -> Table:
    """The machines in ``path``, which are ``machines`` and ask nothing but ``conditions``. ``settings``
    are the capability's own keys of the file, each with its JSON Schema.

    Raises InputError with every fault against the schema; what else is wrong waits for
    ``Table.settle``, so that a caller can add what is wrong with the settings.
    """
    schema = schema_document("wijkwerk.workflow", "steps")
    own = settings or {}
    file = read_toml(
        path,
        {
            **schema,
            "properties": {**schema["properties"], **own},
            "required": [*schema["required"], *own],
        },
    )
    reader = _Reader(file, machines, conditions)
    rest = {name: value for name, value in file.document.items() if name not in _PARTS}
    return Table(reader.machines_of(), rest, file, reader.problems)


@cache
def usual_refusals() -> Mapping[str, Text]:
    """Labels of the refusals that every capability has. Raises InputError for a broken file."""
    document = read_toml(USUAL_REFUSALS, _TEXTS).document
    return {why: Text(**text) for why, text in document.items()}


def _problem(
    file: TomlFile,
    path: tuple[str | int, ...],
    place: str,
    what: str,
    expected: str,
    value: object = None,
    suggestion: str | None = None,
) -> Problem:
    shown = None if value is None else str(value)
    return Problem(file.name, file.line(*path), place, what, shown, expected, suggestion)


class _Reader:
    """Makes machines out of a file that its schema found well, and collects what can't be."""

    def __init__(
        self, file: TomlFile, machines: Collection[str], conditions: Collection[str]
    ) -> None:
        self.file, self.machines, self.conditions = file, machines, conditions
        self.problems: list[Problem] = []
        self.labels: dict[Key, StepLabels] = {}

    def wrong(
        self,
        path: tuple[str | int, ...],
        what: str,
        expected: str,
        value: object = None,
        suggestion: str | None = None,
    ) -> None:
        """What can't be, at the line of ``path``."""
        place = ".".join(map(str, path))
        self.problems.append(_problem(self.file, path, place, what, expected, value, suggestion))

    def choice(
        self, path: tuple[str | int, ...], what: str, value: str, candidates: Collection[str]
    ) -> None:
        """Refuse a value that isn't ``candidates``, with the one that is meant perhaps."""
        if value not in candidates:
            advice = hint(value, list(candidates), listed=True)
            self.wrong(path, f"unknown {what}", ", ".join(candidates), value, advice)

    def machines_of(self) -> Machines:
        """All of it."""
        document = self.file.document
        steps = document["step"]
        transitions = tuple(self.transitions(steps))
        self.check_steps(transitions)
        variants = dict(self.variants(document.get("variant", []), transitions))
        states = {(step.machine, code) for step in transitions for code in _states_of(step) if code}
        outcomes = {(step.machine, code) for step in transitions for code in step.outcomes}
        labels = Labels(
            steps=self.labels,
            states=self.named("states", states),
            outcomes=self.named("outcomes", outcomes, others=True),
            refusals=self.refusals(transitions),
        )
        return Machines(transitions, labels, variants)

    def transitions(self, steps: list[Document]) -> Iterator[Transition]:
        """The steps; the labels of each go into ``self.labels``."""
        for at, step in enumerate(steps):
            self.choice(("step", at, "machine"), "machine", step["machine"], self.machines)
            for condition in step.get("when", []):
                self.choice(("step", at, "when"), "condition", condition, self.conditions)
            self.labels[step["machine"], step["action"]] = _labels_of(step, Text(**step["past"]))
            yield Transition(
                step["machine"],
                step["action"],
                tuple(step["from"]),
                step["to"],
                step["permission"],
                tuple(step.get("when", [])),
                step.get("reasons", False),
                tuple(step.get("outcomes", [])),
            )

    def check_steps(self, transitions: Collection[Transition]) -> None:
        """Each step once, from states that a step leads to."""
        visited: set[Key] = set()
        for at, step in enumerate(transitions):
            where, key = ("step", at), (step.machine, step.action)
            if key in visited:
                self.wrong((*where, "action"), "stands there twice", "each step once", step.action)
            visited.add(key)
            ends = {other.target for other in transitions if other.machine == step.machine}
            for source in sorted(set(step.source) - {"", *ends}):
                expected = "a state that a step leads to"
                self.wrong((*where, "from"), "can never be made", expected, source)
            if step.begins and not step.target:
                self.wrong((*where, "to"), "leads nowhere", "the state that it begins in")

    def variants(
        self, variants: list[Document], transitions: Collection[Transition]
    ) -> Iterator[tuple[Key, Variant]]:
        """Other ways to a step, which are called otherwise and leave the same in the history."""
        declared = {(step.machine, step.action) for step in transitions}
        for at, variant in enumerate(variants):
            key, step = (variant["machine"], variant["action"]), variant["step"]
            if (key[0], step) not in declared or key in declared:
                expected = "the name of a step, and one of its own"
                self.wrong(("variant", at, "step"), "no variant", expected, step)
                continue
            self.labels[key] = _labels_of(variant, self.labels[key[0], step].past)
            own = [step for step in transitions if step.machine == key[0]]
            states = sorted({code for step in own for code in _states_of(step)})
            for source in variant.get("from", []):
                self.choice(("variant", at, "from"), "state", source, states)
            yield key, Variant(step, tuple(variant.get("from", [])))

    def named(self, kind: str, wanted: Collection[Key], *, others: bool = False) -> dict[Key, Text]:
        """The labels of states or outcomes by machine: of all that are ``wanted``, and of ``others``
        when a service may write those."""
        labels = {
            (machine, code): Text(**text)
            for machine, own in self.file.document.get(kind, {}).items()
            for code, text in own.items()
        }
        for machine in self.file.document.get(kind, {}):
            self.choice((kind, machine), "machine", machine, self.machines)
        for machine, code in labels:
            if (machine, code) not in wanted and not others:
                self.wrong((kind, machine, code), "unknown", "one that a step leads to", code)
        for machine, code in sorted(set(wanted) - set(labels)):
            self.wrong((kind, machine, code), "no label", _BOTH)
        return labels

    def refusals(self, transitions: Collection[Transition]) -> dict[str, Text]:
        """The labels of refusals: of every condition that a step asks, and of what services say."""
        own = self.file.document.get("refusals", {})
        labels = {**usual_refusals(), **{why: Text(**text) for why, text in own.items()}}
        conditions = {condition for step in transitions for condition in step.when}
        for condition in sorted(conditions - set(labels)):
            self.wrong(("refusals", condition), "no label", _BOTH)
        return labels


def _states_of(step: Transition) -> tuple[str, ...]:
    return (*step.source, step.target)


def _labels_of(entry: Document, past: Text) -> StepLabels:
    explanation = entry.get("explanation")
    return StepLabels(
        Text(**entry["label"]), past, Text(**explanation) if explanation is not None else None
    )
