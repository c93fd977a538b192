"""What a resource is declared with: who sees it, its steps, and who asks for a page now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from wijkwerk.access.api import Decision, Located
from wijkwerk.shared import deadlines
from wijkwerk.workflow.core.machines import Transition
from wijkwerk.workflow.forms import OutcomeForm, ReasonForm, VersionForm
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Section


@dataclass(frozen=True)
class Audience:
    """Who sees pages of a resource: everybody when ``permission`` is '', else accounts that may do it
    to something. ``path`` stands before the resource's own, such as ``programmes/<slug:slug>/work``;
    ``prefix`` before the names of its addresses; ``steps`` says that steps are made here."""

    name: str
    path: str = ""
    permission: str = ""
    prefix: str = ""
    template: str = "workflow/_public.html"  # in which the pages stand
    steps: bool = False
    seconds: int = 0  # for so long whatever is public may be kept by others


def _always(_reader: Reader, _subject: Any) -> bool:
    return True


def _nothing(_reader: Reader, _subject: Any) -> Any:
    return {}


def _itself(subject: Any) -> Any:
    return subject


@dataclass(frozen=True)
class Step:
    """The service of a step and its form. The service is called with the actor's command, what the
    step is about, and what was filled in by name.

    The form is ``form``, or what the table of steps asks: reasons, an outcome, or only that one
    confirms it. ``text`` is what its reasons are called, and ``reasons(subject)`` asks them of some
    subjects alone; ``choices`` gives the rows that a field chooses among. ``today`` is the field that
    begins with today, ``initial`` gives what others begin with.

    ``rows`` is the relation of the subject whose rows the step is about, or gives them (the service
    then gets the row); ``path`` is what such a step is called in addresses. ``begins`` is the step
    (machine, action) by which it makes something of another machine out of the subject: a proposal
    about a target. ``audience`` is the one audience on whose pages it is made, at an address of its
    own; '' is those with ``steps``.

    Its page tells ``about(subject or row)`` in a line, ``said(subject or row)`` as (heading, text),
    and ``sections``; ``empty(reader, subject)`` is (title, text) when there is nothing to choose
    from yet. ``offered`` says whether the page leads to it, beside state and permission, and
    ``place(subject)`` of what the permission is asked (None: of something), when not the subject.
    ``really(row)`` is the action by which it is made with this row, when that depends on the row.
    """

    service: Callable[..., Any]
    form: type[forms.BaseForm] | None = None
    text: Any = ""
    reasons: Callable[[Any], bool] | None = None
    choices: Mapping[str, Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)
    today: str = ""
    rows: str | Callable[[Any], QuerySet[Any]] = ""
    path: str = ""
    begins: tuple[str, str] | None = None
    audience: str = ""
    about: Callable[[Any], str] | None = None
    said: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    initial: Callable[[Reader, Any], Mapping[str, Any]] = _nothing
    offered: Callable[[Reader, Any], bool] = _always
    sections: Callable[[Reader, Any], Iterable[Section]] = _nothing
    empty: Callable[[Reader, Any], tuple[str, str] | None] = _nothing
    place: Callable[[Any], Located | None] = _itself
    really: Callable[[Any], str] | None = None

    def rows_of(self, subject: Any) -> QuerySet[Any]:
        """The rows of ``subject`` that it can be about."""
        return self.rows(subject) if callable(self.rows) else getattr(subject, self.rows)

    def form_class(self, transition: Transition) -> type[forms.BaseForm]:
        """The form of this step of the table."""
        if self.form is not None:
            return self.form
        if transition.outcomes:
            return OutcomeForm
        return ReasonForm if transition.reasons else VersionForm


@dataclass(frozen=True)
class Reader:
    """Who asks for a page of a resource: by which request, as which audience, in which ``parent``
    (a programme; None when there is none)."""

    request: HttpRequest
    audience: Audience
    parent: Any

    @property
    def user(self) -> Any:
        """The account, or nobody. A public page doesn't ask."""
        return self.request.user

    def may(self, action: str, about: Located | None) -> Decision:
        """What access decides; asked once for each thing and request."""
        return decisions_of(self.request).may(action, about)

    @property
    def now(self) -> datetime:
        """When they ask."""
        return decisions_of(self.request).now

    @cached_property
    def today(self) -> date:
        """The day in the Netherlands."""
        return deadlines.today(self.now)
