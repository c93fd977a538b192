"""The page of a step: what was filled in is done, or comes back with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wijkwerk.shared import deadlines
from wijkwerk.shared.deadlines import HERE
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.core.machines import Transition
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.models import StepRow
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.writing import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
Make = Callable[[forms.Form, StepCommand], Any]


@dataclass(frozen=True)
class StepPage:
    """What a capability tells of a step's page.

    ``why_not(code)`` gives the words of a refusal; ``closed`` says why it can't be made now whatever
    one fills in; ``done(made)`` is the address afterwards; ``back`` and ``back_label`` lead away
    without doing anything; ``empty`` is (title, text) when there is nothing to choose from. ``answer(made)``
    is what is given at once, such as a letter, instead of going to ``done``.
    """

    title: str
    form: forms.Form
    make: Make
    why_not: Callable[[str], str]
    done: Callable[[Any], str]
    back: str
    back_label: str
    about: str = ""
    explanation: str = ""
    closed: str = ""
    unreadable: str = ""
    said: tuple[tuple[str, str], ...] = ()  # heading and text that one has to know
    empty: tuple[str, str] | None = None
    answer: Callable[[Any], HttpResponse] | None = None
    template: str = "workflow/step.html"
    more: Mapping[str, Any] = field(default_factory=dict)


def refuse_unless(request: HttpRequest, step: Transition | None) -> Transition:
    """The step; Http404 without one, RefusedError for who may not make it at all: they get no form
    either, nor learn what is wrong in it."""
    if step is None:
        raise Http404
    decisions_of(request).require(step.permission, None)
    return step


def command_of(request: HttpRequest, form: forms.Form) -> StepCommand:
    """What was filled in, as a command."""
    filled_in, decisions = form.cleaned_data, decisions_of(request)
    return StepCommand(
        decisions.user,
        decisions.now,
        filled_in.get("version") or 0,
        filled_in.get("text", ""),
        filled_in.get("outcome", ""),
        decisions,
    )


def this_day() -> date:
    """The day in the Netherlands."""
    return deadlines.today(timezone.now())


def step_page(request: HttpRequest, page: StepPage) -> HttpResponse:
    """Shows the form, or does what it says and goes on. 409 when it can't be done any more."""
    form, status, changed = page.form, 200, False
    if request.method == "POST" and form.is_valid():
        try:
            outcome = page.make(form, command_of(request, form))
        except ChangedMeanwhileError:
            status, changed = 409, True
        except TransitionNotAllowed as wrong:
            status = 409
            form.add_error(None, page.why_not(wrong.why))
        except InputError as wrong:
            status = 409
            form.add_error(None, page.unreadable or str(wrong))
        else:
            return page.answer(outcome) if page.answer else HttpResponseRedirect(page.done(outcome))
    context = {
        "account": request.user,
        "form": form,
        "title": page.title,
        "about": page.about,
        "explanation": page.explanation,
        "said": page.said,
        "changed": changed,
        # Before somebody writes a page of reasons in vain.
        "closed": "" if request.method == "POST" else page.closed,
        "empty": page.empty,
        "back": page.back,
        "back_label": page.back_label,
        **page.more,
    }
    return render(request, page.template, context, status=status)


def history(
    steps: Iterable[StepRow], labels: ReaderLabels, named: Callable[[str], str] | None = None
) -> list[dict[str, Any]]:
    """Steps as a page tells them: what, when, by which role, and why. ``named`` gives the name of
    a municipality or organisation by its code."""
    return [
        {
            "at": timezone.localtime(step.at, HERE),
            "what": labels.past(step.machine, step.action),
            "who": labels.who(step.role, step.place, named),
            "outcome": labels.outcome(step.machine, step.outcome),
            "text": step.text,
        }
        for step in steps
    ]
