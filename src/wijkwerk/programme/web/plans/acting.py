"""Steps with programmes, plans, targets and proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from wijkwerk.programme.models import Programme
from wijkwerk.programme.web import acting
from wijkwerk.workflow.pages import Make


def act(
    request: HttpRequest,
    programme: Programme,
    machine: str,
    action: str,
    form: forms.Form,
    make: Make,
    back: str,
    *,
    back_label: str = "",
    words: str = "",
    done: str = "",
    **told: Any,
) -> HttpResponse:
    """The page of a step. ``words`` is what it is called here when one step of the table has several
    pages; ``done`` is where it leads to, when that isn't ``back``."""
    return acting.act(
        request,
        programme,
        machine,
        action,
        form,
        make,
        variant=words,
        done=lambda _made: done or back,
        back=(back, back_label or programme.title),
        **told,
    )
