"""What the working pages of the portfolio share: steps in its words, and who can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from wijkwerk.programme.models import Organisation, Programme
from wijkwerk.programme.web import acting
from wijkwerk.programme.web.portfolio import labels
from wijkwerk.workflow.pages import Make


def beginning(
    request: HttpRequest, programme: Programme, machine: str, action: str, name: str
) -> list[dict[str, str]]:
    """The way to begin something new, at the address of this ``name``; none when one can't now."""
    if not acting.can_begin(request.user, programme, machine, action, timezone.now()):
        return []
    url = reverse(f"programme:{name}", args=[programme.slug])
    return [{"label": labels.action_label(machine, action), "url": url}]


def actions(
    request: HttpRequest, thing: Any, wanted: Iterable[str], name: str, now: datetime
) -> list[dict[str, str]]:
    """Which of the ``wanted`` steps stand open, at the addresses of this ``name``."""

    def address(action: str) -> str:
        return reverse(f"programme:{name}", args=[thing.programme.slug, thing.pk, action])

    return acting.offered(request.user, thing, wanted, labels.action_label, address, now)


def page(
    request: HttpRequest, programme: Programme, machine: str, action: str, form: forms.Form,
    make: Make, done: Callable[[Any], str], back: tuple[str, str], thing: Any = None, *,
    title: str = "", **told: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a step; ``back`` is the address and name of where one came from."""
    return acting.act(
        request, programme, machine, action, form, make, done=done, back=back, thing=thing,
        title=title or labels.action_label(machine, action), **told,
    )  # fmt: skip


def told_steps(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """Steps as a history shows them."""
    return acting.told_steps(steps, labels.step_labels)


def organisations(among: Any = None) -> list[tuple[str, str]]:
    """Organisations to choose from: those that are still there."""
    rows = Organisation.objects.filter(merged_into=None, ended_on=None) if among is None else among
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def organisation(number: str) -> Organisation | None:
    """The chosen organisation."""
    return Organisation.objects.get(pk=int(number)) if number else None
