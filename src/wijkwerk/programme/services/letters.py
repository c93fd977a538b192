"""Progress letters: begun, added to, and issued with the content that they then have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from wijkwerk.programme.core.letter import PARTS, read
from wijkwerk.programme.models import Addition, Letter, Programme
from wijkwerk.programme.services.common import STEPS
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import LONGEST_TEXT, StepCommand, TransitionNotAllowed


def make(
    command: StepCommand, programme: Programme, to: str, language: str, since: date, until: date
) -> Letter:
    """A draft of a letter about ``since`` to ``until``; its text follows from the data.

    Raises TransitionNotAllowed: outcome, day.
    """
    step = STEPS.step("letter", "make")
    role = STEPS.allowed(command, step, programme)
    if to not in Letter.To or language not in Letter.Language:
        raise TransitionNotAllowed("outcome")
    if until < since:
        raise TransitionNotAllowed("day")

    def begin(programme: Programme) -> Letter:
        return Letter.objects.create(
            programme=programme,
            to=to,
            language=language,
            since=since,
            until=until,
            state=step.target,
        )

    after = {"to": to, "since": since, "until": until}
    return STEPS.begin(step, command, role, programme, begin, after)


def add(command: StepCommand, letter: Letter, part: str, text: str) -> Letter:
    """What people write after a part of the letter; an empty text takes it away.

    Raises TransitionNotAllowed: reasons.
    """
    step = STEPS.step("letter", "write")
    role = STEPS.allowed(command, step, letter)
    text = text.strip()
    if part not in PARTS or len(text) > LONGEST_TEXT:
        raise TransitionNotAllowed("reasons")
    with transaction.atomic():
        moved = STEPS.move(letter, step, command, role)
        if text:
            Addition.objects.update_or_create(
                letter=moved, part=part, defaults={"programme": moved.programme, "text": text}
            )
        else:
            moved.additions.filter(part=part).delete()
    return moved


def issue(
    command: StepCommand,
    letter: Letter,
    compose: Callable[[Letter], dict[str, Any]],
    papers: Callable[[Letter], object],
) -> Letter:
    """Issue it: what ``compose`` makes of the data at this moment is kept and doesn't change.

    ``papers`` makes its papers of the issued letter; whatever it raises, the letter isn't issued: a
    letter that can't be printed would never be read.
    """
    step = STEPS.step("letter", "issue")
    role = STEPS.allowed(command, step, letter)
    with transaction.atomic():
        STEPS.locked(letter.programme_id)  # nothing changes while it is made
        content = compose(letter)
        read(content)
        issued = STEPS.move(
            letter, step, command, role, content=content, issued_on=deadlines.today(command.now)
        )
        papers(issued)
        return issued
