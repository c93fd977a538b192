"""A whole list of projects at once: held against what is there, and written in one transaction.

A list adds and changes; it never takes away, a blank never wipes out what is known, and it obeys the
same rules as somebody who edits one project.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkwerk.audit.api import COMMAND, record
from wijkwerk.programme.figures import Areas, areas_of
from wijkwerk.programme.models import Programme, Project, Step
from wijkwerk.programme.services.common import STEPS, conditions
from wijkwerk.programme.services.projects import changed, cleaned, fault_in, may_change
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed, actor_of

NEW_STATES = ("proposed", "running")
_LINKS = ("goal", "target", "organisation")


@dataclass(frozen=True)
class Line:
    """A line of a list: its number, the code, what it says (only what it does say), and the state
    in which a project that isn't there yet would begin."""

    number: int
    code: str
    facts: Mapping[str, Any]
    state: str = "proposed"


@dataclass(frozen=True)
class Refused:
    """Why a line can't be written: the reason, as services give it."""

    line: Line
    why: str


@dataclass(frozen=True)
class Comparison:
    """What a list would do: the lines that are new, those that change a project with which fields,
    how many are the same, and what can't be. ``areas`` are those that were known."""

    new: tuple[Line, ...]
    changes: tuple[tuple[Line, Project, Mapping[str, Any]], ...]
    same: int
    refused: tuple[Refused, ...]
    areas: Areas

    @property
    def names_areas(self) -> bool:
        """Whether it would put a project in areas."""
        return any(line.facts.get("areas") for line in self.new) or any(
            what.get("areas") for _line, _project, what in self.changes
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all that it would do; another when anything of it differs."""
        effects = [
            [["new", line.code, line.state, _shown(line.facts)] for line in self.new],
            [
                ["edit", line.code, project.version, _shown(what)]
                for line, project, what in self.changes
            ],
        ]
        return hashlib.sha256(json.dumps(effects, sort_keys=True).encode()).hexdigest()


def compare(programme: Programme, lines: Sequence[Line], now: datetime) -> Comparison:
    """Hold a list against the projects that are there. Writes nothing."""
    projects_by_code = {
        project.code: project
        for project in programme.projects.filter(code__in=[line.code for line in lines])
    }
    areas = areas_of(programme)
    new, changes, refused, same = [], [], [], 0
    for line in lines:
        project = projects_by_code.get(line.code)
        if project is None:
            why = fault_in(programme, line.facts, areas)
            if not why and line.state not in NEW_STATES:
                why = "state_of_new"
            if why:
                refused.append(Refused(line, why))
            else:
                new.append(line)
            continue
        what = changed(project, line.facts)
        if not what:
            same += 1
            continue
        facts = {**{name: getattr(project, name) for name in ("begins_on", "ends_on")}, **what}
        why = fault_in(programme, facts, areas.beside(project.areas)) or may_change(
            project, what, now
        )
        if not why and project.state not in STEPS.step("project", "edit").source:
            why = "ended"
        if why:
            refused.append(Refused(line, why))
        else:
            changes.append((line, project, what))
    return Comparison(tuple(new), tuple(changes), same, tuple(refused), areas)


def write(
    command: StepCommand, programme: Programme, lines: Sequence[Line], expected: str
) -> Comparison:
    """Write the list: everything or nothing. ``expected`` is the digest of the comparison that was
    agreed to; ChangedMeanwhileError when it would now do something else."""
    roles = [
        STEPS.allowed(command, STEPS.step("project", action), programme)
        for action in ("add", "take_in", "edit")
    ]
    return _write(programme, lines, expected, actor_of(command.user), roles[-1], command.now)


def write_by_command(
    programme: Programme, lines: Sequence[Line], expected: str, now: datetime
) -> Comparison:
    """The same, by whoever runs the site on its own machine."""
    return _write(programme, lines, expected, COMMAND, "", now)


def _write(
    programme: Programme, lines: Sequence[Line], expected: str, actor: str, role: str, now: datetime
) -> Comparison:
    add, take_in, edit = (STEPS.step("project", action) for action in ("add", "take_in", "edit"))
    with transaction.atomic():
        current = STEPS.locked(programme.pk)
        comparison = compare(current, lines, now)
        if comparison.digest != expected:
            raise ChangedMeanwhileError
        if comparison.refused:
            raise TransitionNotAllowed(comparison.refused[0].why)
        if comparison.new and "programme_going" not in conditions(current, None, None, now):
            raise TransitionNotAllowed("programme_going")
        _change(comparison)
        added = _add(current, comparison)
        Step.objects.bulk_create(
            [
                Step(
                    programme=current,
                    machine="project",
                    object_id=project.pk,
                    action=step.action,
                    source=source,
                    target=project.state,
                    at=now,
                    actor=actor,
                    role=role,
                    place=STEPS.place(project),
                    outcome="",
                    text="",
                )
                for project, step, source in (
                    *(
                        (project, take_in if project.state == "running" else add, "")
                        for project in added
                    ),
                    *(
                        (project, edit, project.state)
                        for _line, project, _what in comparison.changes
                    ),
                )
            ],
            batch_size=500,
        )
        if added or comparison.changes:
            record(
                actor,
                "project.import",
                "programme",
                current.pk,
                now,
                before={},
                after={
                    "new": len(added),
                    "changed": len(comparison.changes),
                    "same": comparison.same,
                    "digest": expected,
                    "role": role,
                },
            )
    return comparison


def _change(comparison: Comparison) -> None:
    touched = {"version"}
    for _line, project, what in comparison.changes:
        for name, value in what.items():
            setattr(project, name, value)
            touched.add(name)
        project.version += 1
    if comparison.changes:
        Project.objects.bulk_update(
            [project for _line, project, _what in comparison.changes],
            sorted(touched),
            batch_size=200,
        )


def _add(programme: Programme, comparison: Comparison) -> list[Project]:
    Project.objects.bulk_create(
        [
            Project(
                programme=programme,
                code=line.code,
                state=line.state,
                **{name: value for name, value in cleaned(line.facts).items() if name != "code"},
            )
            for line in comparison.new
        ],
        batch_size=500,
    )
    codes = [line.code for line in comparison.new]
    return list(
        programme.projects.filter(code__in=codes).select_related("programme", "organisation")
    )


def _shown(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: str(getattr(value, "pk", value)) if name in _LINKS else str(value)
        for name, value in facts.items()
    }
