"""What the working pages of the portfolio share: which steps one can make, and the page of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wijkwerk.access.api import may
from wijkwerk.programme.models import Organisation, Programme
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.common import STEPS, conditions, machine_of
from wijkwerk.programme.web.portfolio import words
from wijkwerk.programme.web.words import why_not_words
from wijkwerk.workflow.api import possible
from wijkwerk.workflow.pages import Make, StepPage, refuse_unless, step_page


def can(user: Any, programme: Programme, machine: str, action: str, now: datetime) -> bool:
    """Whether an account may begin something new in the programme now."""
    step = programme_rules().machines.get(machine, action)
    if step is None or not may(user, step.permission, programme, now):
        return False
    return bool(possible(step, "", conditions(programme, None, user, now)))


def actions(
    user: Any, programme: Programme, thing: Any, offered: Iterable[str], now: datetime,
    address: Callable[[str], str],
) -> list[dict[str, str]]:  # fmt: skip
    """Which of the ``offered`` steps this account may make with a thing in its state. What a step
    asks besides is told on its own page, so that one learns what is missing."""
    machine, found = machine_of(thing), []
    for action in offered:
        step = programme_rules().machines.get(machine, action)
        if step is not None and thing.state in step.source and may(
            user, step.permission, thing, now
        ):  # fmt: skip
            found.append({"label": words.action_words(machine, action), "url": address(action)})
    return found


def page(
    request: HttpRequest, programme: Programme, machine: str, action: str, form: forms.Form,
    make: Make, done: Callable[[Any], str], back: tuple[str, str], thing: Any = None, *,
    about: str = "", explanation: str = "", said: tuple[tuple[str, str], ...] = (),
    title: str = "", more: dict[str, Any] | None = None, template: str = "workflow/step.html",
) -> HttpResponse:  # fmt: skip
    """The page of a step; ``back`` is the address and name of where one came from."""
    step = refuse_unless(request, programme_rules().machines.get(machine, action))
    state = "" if thing is None else thing.state
    can = STEPS.can(step, state, programme, thing, request.user, timezone.now())
    return step_page(request, StepPage(
        title=title or words.action_words(machine, action), form=form, make=make,
        why_not=why_not_words, done=done, back=back[0], back_label=back[1],
        about=about, explanation=explanation, said=said,
        closed="" if can else why_not_words(can.why_not), more=more or {}, template=template,
    ))  # fmt: skip


def organisations(among: Any = None) -> list[tuple[str, str]]:
    """Organisations to choose from: those that are still there."""
    rows = Organisation.objects.filter(merged_into=None, ended_on=None) if among is None else among
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def organisation(number: str) -> Organisation | None:
    """The chosen organisation."""
    return Organisation.objects.get(pk=int(number)) if number else None
