"""The page of a step in a programme, and which steps somebody can make now: for every room of pages."""

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
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.workflow.api import Transition, possible
from wijkwerk.workflow.pages import Make, StepPage, history, refuse_unless, step_page


def act(
    request: HttpRequest,
    programme: Programme,
    machine: str,
    action: str,
    form: forms.Form,
    make: Make,
    *,
    done: Callable[[Any], str],
    back: tuple[str, str],
    thing: Any = None,
    variant: str = "",
    **told: Any,
) -> HttpResponse:
    """The page of a step about ``thing`` (None: something new in ``programme``), with what else
    StepPage tells. ``back`` is the address and name of where one came from; ``variant`` what the
    step is called here when it has several pages."""
    known = refuse_unless(request, programme_rules().machines.get(machine, action))
    more = {"nav_current": "programmes", **told.pop("more", {})}
    return step_page(
        request,
        StepPage(
            title=LABELS.action(machine, variant or action),
            explanation=LABELS.explanation(machine, variant or action),
            form=form,
            make=make,
            why_not=LABELS.refusal,
            done=done,
            back=back[0],
            back_label=back[1],
            closed=closed(request, known, programme, thing),
            more=more,
            **told,
        ),
    )


def closed(request: HttpRequest, known: Transition, programme: Programme, thing: Any) -> str:
    """Why a step can't be made now whatever one fills in; '' when it can."""
    now = timezone.now()
    # Signing is asked of an organisation, which the form chooses.
    if known.permission != "plan.sign" and not may(
        request.user, known.permission, thing or programme, now
    ):
        return _("You may read this, but not change it.")
    state = "" if thing is None or known.begins else thing.state
    can = STEPS.can(known, state, programme, thing, request.user, now)
    return "" if can else LABELS.refusal(can.why_not)


def can_begin(user: Any, programme: Programme, machine: str, action: str, now: datetime) -> bool:
    """Whether this account can begin something new in a programme now."""
    known = programme_rules().machines.get(machine, action)
    return bool(
        known
        and possible(known, "", conditions(programme, None, user, now))
        and may(user, known.permission, programme, now)
    )


def actions(
    user: Any,
    programme: Programme,
    thing: Any,
    wanted: Iterable[str],
    address: Callable[[str], str],
    now: datetime,
) -> list[dict[str, str]]:
    """Which of the ``wanted`` steps this account can make now with something that is there."""
    held = conditions(programme, thing, user, now)
    found = _open(user, thing, wanted, now)
    return _links([one for one in found if possible(one, thing.state, held)], address)


def offered(
    user: Any, thing: Any, wanted: Iterable[str], address: Callable[[str], str], now: datetime
) -> list[dict[str, str]]:
    """Which of the ``wanted`` steps its state leaves open to this account. What a step asks besides
    is told on its own page, so that one learns what is missing."""
    return _links(_open(user, thing, wanted, now), address)


def _open(user: Any, thing: Any, wanted: Iterable[str], now: datetime) -> list[Transition]:
    known = (programme_rules().machines.get(machine_of(thing), action) for action in wanted)
    return [
        one
        for one in known
        if one is not None and thing.state in one.source and may(user, one.permission, thing, now)
    ]


def _links(steps: Iterable[Transition], address: Callable[[str], str]) -> list[dict[str, str]]:
    return [
        {"label": LABELS.action(step.machine, step.action), "url": address(step.action)}
        for step in steps
    ]


def told_steps(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Steps as a history shows them."""
    return history(steps, LABELS)


def steps_with(thing: Any) -> Any:
    """The steps that were made with something in a programme."""
    return thing.programme.steps.filter(machine=machine_of(thing), object_id=thing.pk)
