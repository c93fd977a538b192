"""The page of a step in this room, and which steps somebody can make now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwerk.access.api import may
from wijkwerk.programme.models import Programme
from wijkwerk.programme.rules import programme_rules
from wijkwerk.programme.services.common import STEPS, conditions, machine_of
from wijkwerk.programme.web.plan_words import action_words, explanation, outcome_words, step_words
from wijkwerk.programme.web.words import who_words, why_not_words
from wijkwerk.workflow.api import Transition, possible
from wijkwerk.workflow.pages import Make, StepPage, history, refuse_unless, step_page


def act(
    request: HttpRequest, programme: Programme, machine: str, action: str, form: forms.Form,
    make: Make, back: str, *, back_label: str = "", thing: Any = None, words: str = "",
    about: str = "", said: tuple[tuple[str, str], ...] = (), done: str = "",
    empty: tuple[str, str] | None = None, template: str = "workflow/step.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a step about ``thing`` (None: something new in ``programme``). ``words`` is what
    the step is called here when one step of the table has several pages."""
    known = refuse_unless(request, programme_rules().machines.get(machine, action))
    return step_page(request, StepPage(
        title=action_words(machine, words or action), form=form, make=make,
        why_not=why_not_words, done=lambda made: done or back, back=back,
        back_label=back_label or programme.title, about=about, said=said, empty=empty,
        explanation=explanation(machine, words or action),
        closed=closed(request, known, programme, thing), template=template, more=more or {},
    ))  # fmt: skip


def closed(request: HttpRequest, known: Transition, programme: Programme, thing: Any) -> str:
    """Why a step can't be made now whatever one fills in; '' when it can."""
    now = timezone.now()
    # Signing is asked of an organisation, which the form chooses.
    if known.permission != "plan.sign" and not may(
        request.user, known.permission, thing or programme, now
    ):
        return _("You may read this, not do it.")
    state = "" if thing is None else thing.state
    can = STEPS.can(known, state, programme, thing, request.user, now)
    return "" if can else why_not_words(can.why_not)


def actions(
    user: Any, programme: Programme, thing: Any, wanted: Iterable[str],
    address: Callable[[str], str], now: datetime,
) -> list[dict[str, str]]:  # fmt: skip
    """What this account can do now with something that is there."""
    held, machine = conditions(programme, thing, user, now), machine_of(thing)
    return [
        {"label": action_words(machine, action), "url": address(action)}
        for action in wanted
        if (known := programme_rules().machines.get(machine, action))
        and possible(known, thing.state, held) and may(user, known.permission, thing, now)
    ]  # fmt: skip


def can_begin(user: Any, programme: Programme, machine: str, action: str, now: datetime) -> bool:
    """Whether this account can begin something new in a programme now."""
    known = programme_rules().machines.get(machine, action)
    return bool(
        known and possible(known, "", conditions(programme, None, user, now))
        and may(user, known.permission, programme, now)
    )  # fmt: skip


def told_steps(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Steps as a history shows them."""
    return history(steps, step_words, who_words, outcome_words)
