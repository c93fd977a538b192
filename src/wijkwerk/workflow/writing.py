"""Making steps: ask access, check the step, write, keep it and audit it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from wijkwerk.access.api import Located
from wijkwerk.audit.api import record
from wijkwerk.workflow.core.labels import Labels
from wijkwerk.workflow.core.machines import Answer, Machines, Transition, possible
from wijkwerk.workflow.models import StepRow
from wijkwerk.workflow.permissions import Decisions

LONGEST_TEXT = 20_000
Thing = TypeVar("Thing", bound=models.Model)


class TransitionNotAllowed(Exception):
    """The step can't be made in this state, or not at this moment; ``why`` says which."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class ChangedMeanwhileError(Exception):
    """Somebody else was first: what the page showed isn't so any more."""


@dataclass(frozen=True)
class StepCommand:
    """What somebody wants: who, by the version that they saw, with which words. ``decisions`` are
    those that were made about them for this page already, at this ``now``."""

    user: Any  # an account; access decides what that is
    now: datetime
    version: int = 0
    text: str = ""
    outcome: str = ""
    decisions: Decisions | None = field(default=None, compare=False, repr=False)

    @property
    def decided(self) -> Decisions:
        """What access decides about who wants this, each question asked once."""
        decisions = self.decisions
        same = decisions is not None and (decisions.user, decisions.now) == (self.user, self.now)
        return decisions if decisions is not None and same else Decisions(self.user, self.now)


def actor_of(user: Any) -> str:
    """How histories call who acts; nobody when it isn't an account."""
    return str(getattr(user, "actor", "nobody"))


@dataclass(frozen=True)
class Workflow:
    """The steps of a capability. Everything hangs from an aggregate ``root`` (a procedure, a programme), whose
    row is locked first, so that two who act on the same root wait for each other.

    ``conditions(root, subject, user, now)`` tells which of the table's conditions hold; subject is None
    for a step that begins something. ``place(subject)`` is the code that its history shows.
    ``private`` names fields whose text stays out of the audit trail. ``shown_places`` are the kinds of
    places (municipality, organisation) that a history shows of who made a step.
    """

    machines: Callable[[], Machines]
    root: type[models.Model]
    link: str  # the name of the foreign key to the root
    steps: type[StepRow]
    conditions: Callable[[Any, Any, Any, datetime], set[str]]
    place: Callable[[Any], str]
    private: frozenset[str] = frozenset()
    shown_places: frozenset[str] = frozenset()

    @property
    def labels(self) -> Labels:
        """What people call its states, steps, outcomes and refusals."""
        return self.machines().labels

    def step(self, machine: str, action: str) -> Transition:
        """The step of this name. Raises TransitionNotAllowed when there is none."""
        transition = self.machines().get(machine, action)
        if transition is None:
            raise TransitionNotAllowed("state")
        return transition

    def allowed(self, command: StepCommand, step: Transition, about: Located | None) -> str:
        """The role by which somebody makes a step. Raises RefusedError without one, TransitionNotAllowed
        when the words that the step needs aren't there."""
        decisions = command.decided
        decisions.require(step.permission, about)
        if (step.reasons and not command.text.strip()) or len(command.text) > LONGEST_TEXT:
            raise TransitionNotAllowed("reasons")
        if step.outcomes and command.outcome not in step.outcomes:
            raise TransitionNotAllowed("outcome")
        return decisions.role(step.permission, about)

    def can(
        self, step: Transition, state: str, root: Any, subject: Any, user: Any, now: datetime
    ) -> Answer:
        """Whether the step can be made now, whoever may make it."""
        return possible(step, state, self.conditions(root, subject, user, now))

    def check(
        self, step: Transition, state: str, root: Any, subject: Any, command: StepCommand
    ) -> None:
        """Raises TransitionNotAllowed unless the step can be made now."""
        can = self.can(step, state, root, subject, command.user, command.now)
        if not can:
            raise TransitionNotAllowed(can.why_not)

    def locked(self, number: Any) -> Any:
        """The root, which others can't change until the transaction ends."""
        return self.root._default_manager.select_for_update().get(pk=number)

    def create(
        self,
        machine: str,
        action: str,
        command: StepCommand,
        model: type[Thing],
        place: Located | None = None,
        **fields: Any,
    ) -> Thing:
        """A new root with these fields, in the state that the step leads to; ``place``: where one must be allowed
        to make it. Raises RefusedError, TransitionNotAllowed."""
        step = self.step(machine, action)
        role = self.allowed(command, step, place)
        rows = model._default_manager
        return self.begin(
            step, command, role, None, lambda _root: rows.create(state=step.target, **fields)
        )

    def begin(
        self,
        step: Transition,
        command: StepCommand,
        role: str,
        root: Any,
        make: Callable[[Any], Thing],
        after: Mapping[str, Any] | None = None,
        *,
        of: models.Model | None = None,
    ) -> Thing:
        """Make something new with ``make(root)`` (root None: it is the root itself).

        ``of`` is what it is about, when conditions ask that, such as the promise of a report.
        Raises TransitionNotAllowed ``there_is_one`` when the database refuses a second.
        """
        with transaction.atomic():
            current = None if root is None else self.locked(root.pk)
            if current is not None:
                about = None if of is None else type(of)._default_manager.get(pk=of.pk)
                self.check(step, "", current, about, command)
            created = self.made(make, current)
            self.record_step(current or created, created, step, "", command, role, after or {})
        return created

    def made(self, make: Callable[[Any], Thing], root: Any) -> Thing:
        """What ``make`` makes, in a savepoint. Raises TransitionNotAllowed when there is such a one
        already."""
        try:
            with transaction.atomic():
                return make(root)
        except IntegrityError:
            raise TransitionNotAllowed("there_is_one") from None

    def move(
        self, subject: Thing, step: Transition, command: StepCommand, role: str, **changes: Any
    ) -> Thing:
        """Make a step with something that is there. Raises ChangedMeanwhileError when its version
        isn't the one that was seen, TransitionNotAllowed when it can't be made now."""
        kind = type(subject)
        own = isinstance(subject, self.root)
        with transaction.atomic():
            root = self.locked(subject.pk if own else getattr(subject, f"{self.link}_id"))
            current: Any = (
                root if own else kind._default_manager.select_for_update().get(pk=subject.pk)
            )
            if current.version != command.version:
                raise ChangedMeanwhileError
            self.check(step, current.state, root, current, command)
            before = current.state
            was = {name: getattr(current, name) for name in changes}
            moved = kind._default_manager.filter(pk=current.pk, version=command.version).update(
                state=step.after(before), version=command.version + 1, **changes
            )
            if not moved:
                raise ChangedMeanwhileError
            current.refresh_from_db()
            self.record_step(root, current, step, before, command, role, changes, was)
        done: Thing = current
        return done

    def make_step(
        self, machine: str, action: str, command: StepCommand, subject: Thing, /, **changes: Any
    ) -> Thing:
        """Ask access about a step with something that is there, and make it: the service of a step that
        asks nothing else and writes its own row alone. Raises as ``allowed`` and ``move``."""
        step = self.step(machine, action)
        about: Any = subject
        return self.move(subject, step, command, self.allowed(command, step, about), **changes)

    def move_all(
        self, machine: str, action: str, command: StepCommand, of: Any, rows: models.QuerySet[Any]
    ) -> int:
        """Make one step with each of ``rows``, that belong to ``of``: what follows when ``of`` ends. However
        many there are, it takes a few statements, so that others don't wait for it. Every row has the step in
        its history, without the words of the command, which stand with ``of``; the audit trail has one
        entry, about ``of``, with how many there were and between which steps they lie. Gives how many.

        Raises as ``allowed`` and ``move``; then no row has moved.
        """
        step = self.step(machine, action)
        role = self.allowed(command, step, of)
        with transaction.atomic():
            root = self.locked(getattr(of, f"{self.link}_id"))
            subjects = list(rows)
            for subject in subjects:
                setattr(subject, self.link, root)  # which it is in, so that nobody asks it again
                self.check(step, subject.state, root, subject, command)
            if not subjects:
                return 0
            steps = self.steps._default_manager.bulk_create(
                [self._step_row(root, row, step, row.state, command, role) for row in subjects]
            )
            state = {"state": step.target} if step.target else {}
            if rows.update(version=models.F("version") + 1, **state) != len(subjects):
                raise ChangedMeanwhileError
            record(
                actor_of(command.user),
                f"{machine}.{action}",
                str(of._meta.model_name),
                of.pk,
                command.now,
                before={"state": sorted({subject.state for subject in subjects})},
                after={
                    **state,
                    "number": len(subjects),
                    "first_step": steps[0].pk,
                    "last_step": steps[-1].pk,
                    "role": role,
                },
            )
        return len(subjects)

    def _step_row(
        self,
        root: Any,
        subject: Any,
        step: Transition,
        source: str,
        command: StepCommand,
        role: str,
        text: str = "",
    ) -> StepRow:
        """A step for the root's own history; not written yet."""
        return self.steps(
            **{self.link: root},
            machine=step.machine,
            object_id=subject.pk,
            action=step.action,
            source=source,
            target=step.after(source),
            at=command.now,
            actor=actor_of(command.user),
            role=role,
            place=self.place(subject),
            outcome=command.outcome if step.outcomes else "",
            text=text,
        )

    def record_step(
        self,
        root: Any,
        subject: Any,
        step: Transition,
        source: str,
        command: StepCommand,
        role: str,
        after: Mapping[str, Any],
        was: Mapping[str, Any] | None = None,
    ) -> StepRow:
        """Write the step down, for the root's own history and for the audit trail."""
        step_row = self._step_row(root, subject, step, source, command, role, command.text)
        step_row.save(force_insert=True)
        record(
            actor_of(command.user),
            f"{step.machine}.{step.action}",
            step.machine,
            subject.pk,
            command.now,
            before={"state": source, **self._shown(was or {})},
            after={
                "state": step.after(source),
                "step": step_row.pk,
                "role": role,
                **self._shown(after),
            },
        )
        return step_row

    def _shown(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value if isinstance(value, int | float | bool | None) else str(value)
            for name, value in fields.items()
            if name not in self.private
        }

    def made_by(self, subject: Any, machine: str, user: Any) -> bool:
        """Whether this account began the thing."""
        return self.steps._default_manager.filter(
            machine=machine, object_id=subject.pk, source="", actor=actor_of(user)
        ).exists()
