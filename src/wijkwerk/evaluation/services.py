"""What can be done with a question: write it, let it stand fast, work it out, publish it. Only these
write; each step is asked of access, checked, kept and audited in one transaction."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from wijkwerk.evaluation import question as questions
from wijkwerk.evaluation.folders import evaluations_folder
from wijkwerk.evaluation.models import Question, Step
from wijkwerk.evaluation.publishing import register
from wijkwerk.monitor.display import library
from wijkwerk.publication.api import Turns
from wijkwerk.served.api import NotServedError
from wijkwerk.shared import deadlines
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import (
    Machines,
    StepCommand,
    TransitionNotAllowed,
    Workflow,
    actor_of,
    read_table,
)

_TURNS = Turns("an evaluation", seconds=300)


@cache
def machines() -> Machines:
    """The steps of ``evaluation.toml``."""
    table = read_table(
        Path(__file__).with_name("evaluation.toml"), ("question",), ("edition_there",)
    )
    table.settle()
    return table.machines


def conditions(root: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold."""
    asked_question = subject if subject is not None else root
    return (
        {"edition_there"}
        if asked_question is not None and edition_folder(asked_question.edition)
        else set()
    )


def edition_folder(edition: str) -> Path | None:
    """Where an edition lies that the site serves; None when it doesn't."""
    try:
        return library().open(edition).path
    except NotServedError:
        return None


STEPS = Workflow(
    machines=machines,
    root=Question,
    link="question",
    steps=Step,
    conditions=conditions,
    place=lambda question: "",
    private=frozenset({"text", "document", "because"}),
)


def _read(text: str, edition: str) -> dict[str, Any]:
    from wijkwerk.designation.api import (
        leavers_shown,
    )  # brings engines along: only who writes waits

    document = questions.question_in(text, leavers_shown)
    if edition_folder(edition) is None:
        raise TransitionNotAllowed("edition_there")
    return {
        "text": text,
        "document": document,
        "edition": edition,
        "title_nl": document["title"]["nl"],
        "title_en": document["title"]["en"],
    }


def write(command: StepCommand, parent: Any, *, text: str, edition: str, **about: Any) -> Question:
    """A draft of a question; ``about`` are further fields of it. Raises InputError with all that is wrong
    in it."""
    step = STEPS.step("question", "write")
    role = STEPS.allowed(command, step, None)
    fields = _read(text, edition) | about
    return STEPS.begin(
        step,
        command,
        role,
        None,
        lambda _root: Question.objects.create(state=step.target, **fields),
    )


def edit(command: StepCommand, question: Question, *, text: str, edition: str) -> Question:
    """Change a draft."""
    step = STEPS.step("question", "edit")
    role = STEPS.allowed(command, step, question)
    return STEPS.move(question, step, command, role, **_read(text, edition))


def renew(
    command: StepCommand, question: Question, *, text: str, edition: str, because: str
) -> Question:
    """Another version of a question that stands fast, with the reason. The old one stays.

    Raises TransitionNotAllowed: state.
    """
    if question.state == "draft":
        raise TransitionNotAllowed("state")
    return write(command, None, text=text, edition=edition, follows=question, because=because)


def freeze(command: StepCommand, question: Question) -> Question:
    """Let the question stand fast: nothing of it changes any more."""
    step = STEPS.step("question", "freeze")
    role = STEPS.allowed(command, step, question)
    day = deadlines.today(command.now)
    frozen = _frozen(question, day)
    return STEPS.move(question, step, command, role, digest=frozen.digest, frozen_on=day)


def _frozen(question: Question, day: date) -> questions.Frozen:
    """As it stands fast from this day, or as it was kept in the format of then."""
    before = None
    if question.follows is not None:
        before = _frozen(question.follows, question.follows.frozen_on or day)
    versions = [
        questions.freeze(question.document, day, before, question.because, as_format)
        for as_format in questions.FORMATS
    ]
    return next((frozen for frozen in versions if frozen.digest == question.digest), versions[0])


def frozen_of(question: Question) -> questions.Frozen:
    """The question as it stands fast. Raises TransitionNotAllowed when it doesn't, or when what is kept
    isn't what was frozen."""
    if question.frozen_on is None:
        raise TransitionNotAllowed("state")
    frozen = _frozen(question, question.frozen_on)
    if frozen.digest != question.digest:
        raise TransitionNotAllowed("state")
    return frozen


def estimate(command: StepCommand, question: Question) -> Question:
    """Work out the answer, by a process beside this one. Raises InputError when the edition hasn't what is
    asked, TooSlowError when others keep it busy."""
    step = STEPS.step("question", "estimate")
    role = STEPS.allowed(command, step, question)
    STEPS.check(step, question.state, question, question, command)
    folder = edition_folder(question.edition)
    assert folder is not None  # the step's condition
    frozen = frozen_of(question)
    name = _worked_out("estimate", frozen, folder)["id"]
    return STEPS.move(question, step, command, role, evaluation=name)


def power(question: Question) -> list[dict[str, Any]]:
    """Whether an effect of the expected size can be seen, out of figures from before the start alone.
    Raises InputError and TooSlowError as ``estimate``; nothing when the edition isn't here."""
    folder = edition_folder(question.edition)
    if folder is None:
        return []
    bare = replace(questions.freeze(question.document, date(1, 1, 1)), follows="", because="")
    rows: list[dict[str, Any]] = _worked_out("power", bare, folder)["power"]
    return rows


def _worked_out(what: str, frozen: questions.Frozen, folder: Path) -> dict[str, Any]:
    stdin = json.dumps(asdict(frozen)).encode()
    try:
        printed = _TURNS.run(
            "wijkwerk.evaluation.working", (what, str(folder), str(evaluations_folder())), stdin
        )
    except subprocess.CalledProcessError as fault:
        raise InputError.of(
            "question", "can't be worked out", "a question that its edition can answer"
        ) from fault
    answer: dict[str, Any] = json.loads(printed)
    if "wrong" in answer:
        raise InputError.of("question", answer["wrong"], "a question that its edition can answer")
    return answer


def publish(command: StepCommand, question: Question) -> Question:
    """Let everybody read the answer, whatever it is."""
    step = STEPS.step("question", "publish")
    role = STEPS.allowed(command, step, question)
    with transaction.atomic():
        moved = STEPS.move(question, step, command, role)
        register(evaluations_folder() / moved.evaluation, command.now, actor_of(command.user))
    return moved
