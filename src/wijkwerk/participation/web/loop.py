"""Ideas of residents and the answers to them, as a link of the loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkwerk.participation.models import Idea, Process
from wijkwerk.participation.policies import public_processes, public_rows
from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp


def loop() -> LoopPart:
    """Every idea of a process that is public, as the front page counts them; of those that nobody but the
    official may read yet the number, and since when the first waits."""
    handed_over: list[HandedOver] = []
    taken_up: list[TakenUp] = []
    for process in public_processes():
        ideas = Idea.objects.filter(process=process, joined_to=None).exclude(state="refused")
        readable = list(public_rows(process, Idea).filter(pk__in=ideas))
        handed_over += [_idea(process, idea) for idea in readable]
        taken_up += [
            TakenUp(Link.IDEA, str(idea.pk), idea.answered_on, url=_url(process, idea))
            for idea in readable
            if idea.answered_on is not None
        ]
        hidden = ideas.exclude(pk__in=[idea.pk for idea in readable])
        for unread, answers in _not_readable(process, hidden):
            handed_over.append(unread)
            taken_up += answers
    return LoopPart((Link.IDEA,), (Link.IDEA,), tuple(handed_over), tuple(taken_up))


def _url(process: Process, idea: Idea) -> str:
    return reverse("participation:idea", args=[process.pk, idea.pk])


def _places(process: Process) -> tuple[str, ...]:
    return tuple(process.area_codes) or (process.municipality,)


def _idea(process: Process, idea: Idea) -> HandedOver:
    return HandedOver(
        Link.IDEA,
        (str(idea.pk),),
        idea.title,
        idea.received_on,
        idea.handler or _("the municipality"),
        _url(process, idea),
        (idea.area,) if idea.area else _places(process),
        idea.answer_by,
    )


def _not_readable(
    process: Process, hidden: QuerySet[Idea]
) -> Iterator[tuple[HandedOver, Sequence[TakenUp]]]:
    for name, ideas in (
        ("waiting", list(hidden.filter(answered_on=None))),
        ("answered", list(hidden.exclude(answered_on=None))),
    ):
        if not ideas:
            continue
        key = f"{process.pk}/{name}"
        unread = HandedOver(
            Link.IDEA,
            (key,),
            _("Not public: ‘%(process)s’") % {"process": process.title},
            min(idea.received_on for idea in ideas),
            _("the municipality"),
            reverse("participation:process", args=[process.pk]),
            _places(process),
            min(idea.answer_by for idea in ideas),
            number=len(ideas),
        )
        days = [idea.answered_on for idea in ideas if idea.answered_on is not None]
        yield unread, [TakenUp(Link.IDEA, key, max(days))] if days else []
