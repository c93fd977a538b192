"""What one stage of the loop hands to the next, and what was taken up of it: plain values, without Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Link(StrEnum):
    """Where one stage of the loop hands over to another, in the order of the loop."""

    WARNING = "warning"  # a figure stands out: what does the programme say?
    LISTED = "listed"  # an area is on a list: is there a programme?
    TARGET = "target"  # a target is off course: did somebody talk?
    IDEA = "idea"  # a resident proposed something: was it answered?
    CONFLICT = "conflict"  # rules collide in many households: is it met as a barrier?
    BARRIER = "barrier"  # something stands in the way: was it solved?
    RESULT = "result"  # a result was claimed: was it paid?
    PROJECT = "project"  # a decision about a project comes: is there an evaluation?
    VERDICT = "verdict"  # an evaluation found no help: was it decided what happens?
    CARD = "card"  # an evaluation was published: does a practice card tell it?
    SCHEME = "scheme"  # an evaluation of a list was published: was its scheme reviewed?
    RECOMMENDATION = "recommendation"  # visitors advised: was it done, and did they see it?


@dataclass(frozen=True)
class HandedOver:
    """Something that came out of a stage and that the next one has to take up.

    ``keys`` names it: whatever was taken up under one of them answers it, as an area and what lies above
    it. ``anew``: only what was taken up on or after ``since`` counts. ``waits_for`` says whose turn it is,
    ``due`` by which day (None: none was set), ``areas`` are the codes that it is about (none: no place in
    particular), ``url`` where it is read ('' nowhere). ``number`` is how many it stands for.
    """

    link: Link
    keys: tuple[str, ...]
    text: str
    since: date
    waits_for: str
    url: str = ""
    areas: tuple[str, ...] = ()
    due: date | None = None
    anew: bool = False
    number: int = 1


@dataclass(frozen=True)
class TakenUp:
    """Something that a stage did with what was handed to it under ``key``, on which day."""

    link: Link
    key: str
    on: date
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class LoopPart:
    """What a capability knows of the loop: the links that it hands over at and those at which it takes up,
    also when there is nothing yet, and everything that it handed over or took up."""

    gives: tuple[Link, ...] = ()
    takes: tuple[Link, ...] = ()
    handed_over: tuple[HandedOver, ...] = ()
    taken_up: tuple[TakenUp, ...] = ()


def rule_key(*parts: str) -> str:
    """Under what a rule of law is handed over and taken up: its words, however they were typed."""
    return " ".join(" ".join(parts).casefold().replace(",", " ").replace(".", " ").split())
