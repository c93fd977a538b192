"""Steps with programmes, plans, targets and proposals, in the words of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from wijkwerk.programme.models import Programme
from wijkwerk.programme.web import acting
from wijkwerk.programme.web.plan_words import action_label, explanation, outcome_label, step_labels
from wijkwerk.workflow.pages import Make


def act(
    request: HttpRequest, programme: Programme, machine: str, action: str, form: forms.Form,
    make: Make, back: str, *, back_label: str = "", words: str = "", done: str = "", **told: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a step. ``words`` is what it is called here when one step of the table has several
    pages; ``done`` is where it leads to, when that isn't ``back``."""
    return acting.act(
        request, programme, machine, action, form, make,
        title=action_label(machine, words or action),
        explanation=explanation(machine, words or action),
        done=lambda _made: done or back, back=(back, back_label or programme.title), **told,
    )  # fmt: skip


def actions(
    user: Any, programme: Programme, thing: Any, wanted: Iterable[str],
    address: Callable[[str], str], now: datetime,
) -> list[dict[str, str]]:  # fmt: skip
    """What this account can do now with something that is there."""
    return acting.actions(user, programme, thing, wanted, action_label, address, now)


def told_steps(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Steps as a history shows them."""
    return acting.told_steps(steps, step_labels, outcome_label)
