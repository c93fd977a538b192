"""Photos: made anew out of what was sent, so that nothing but the picture is kept.

Of a telephone a photo says where and when it was taken, and a file may be made to break whoever opens it. What is
kept is a JPEG of our own, of the pixels alone (pictures.py).
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkwerk.participation.models import Idea, Photo, Process
from wijkwerk.participation.services import ideas
from wijkwerk.participation.services.common import STEPS
from wijkwerk.publication.api import Turns
from wijkwerk.workflow.api import StepCommand

MOST_BYTES = 5_000_000  # as sent
_MAKER = "wijkwerk.participation.services.pictures"
_turns = Turns("a photo", seconds=20)


@dataclass(frozen=True)
class Picture:
    """A JPEG, and how large it is in pixels."""

    image: bytes
    width: int
    height: int


class PhotoError(Exception):
    """What was sent is no photo, or a larger one than is read."""


def picture_of(content: bytes) -> Picture:
    """The picture in a file, upright, at most 1280 pixels wide and high, without anything else; made by a process of
    its own, one at a time. Raises PhotoError, and TooSlowError when too many wait already."""
    if len(content) > MOST_BYTES:
        raise PhotoError
    try:
        answer = _turns.run(_MAKER, given=content)
    except subprocess.CalledProcessError:
        raise PhotoError from None
    width, height, image = answer.split(b" ", 2)
    return Picture(image, int(width), int(height))


def submit(
    process: Process, same_as: Idea | None, picture: Picture | None, now: datetime, **facts: Any
) -> tuple[Idea, str]:
    """What a resident tells, with its photo, and the receipt; as ``ideas.submit`` or, when it is the same as
    something else, ``ideas.submit_with``. Raises TransitionNotAllowed."""
    with transaction.atomic():
        if same_as is None:
            idea, receipt = ideas.submit(process, now, **facts)
        else:
            idea, receipt = ideas.submit_with(process, same_as, now, **facts)
        if picture is not None:
            Photo.objects.create(
                process=process,
                idea=idea,
                image=picture.image,
                width=picture.width,
                height=picture.height,
            )
    return idea, receipt


def has_photo(idea: Idea) -> bool:
    """Whether a photo came with it that wasn't removed."""
    return Photo.objects.filter(idea=idea).exists()


def remove(command: StepCommand, idea: Idea) -> Idea:
    """The photo goes for good, with reasons, such as a face in it."""
    with transaction.atomic():
        moved = STEPS.make_step("idea", "unpicture", command, idea)
        Photo.objects.filter(idea=moved).delete()
    return moved
