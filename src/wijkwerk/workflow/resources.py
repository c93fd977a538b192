"""What a capability declares of each thing with steps: its model and machine, who sees it, the columns
of its list, the facts of its page, the form and service of each step, and what leaves the site.

Django's generic views (``views.py``) do the rest; ``urls()`` gives their addresses, ``admin.py`` its
page for support. docs/howto/thing-with-steps.md shows one from beginning to end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import Decision, Located, needs, public
from wijkwerk.shared import deadlines
from wijkwerk.workflow import views
from wijkwerk.workflow.core.machines import Transition, possible
from wijkwerk.workflow.forms import OutcomeForm, ReasonForm, VersionForm
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.models import StepRow
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Section, Table
from wijkwerk.workflow.values import Counted, shown, value_of
from wijkwerk.workflow.writing import Workflow

_NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)


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


def _nothing(_reader: Reader, _subject: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Step:
    """The service of a step and its form. The service is called with the actor's command, what the
    step is about, and what was filled in by name.

    The form is ``form``, or what the table of steps asks: reasons, an outcome, or only that one
    confirms it. ``text`` is what its reasons are called, and ``reasons(subject)`` asks them of some
    subjects alone; ``choices`` gives the rows that a field chooses among. ``today`` is the field that
    begins with today, ``initial`` gives what others begin with. ``rows`` names the relation of the subject whose rows
    the step is about (the service then gets the row); ``path`` is what such a step is called in
    addresses. ``said(subject or row)`` gives what one has to know, as (heading, text), when the name
    of the row isn't enough; ``offered``
    whether the page leads to it, beside state and permission.
    """

    service: Callable[..., Any]
    form: type[forms.BaseForm] | None = None
    text: Any = ""
    reasons: Callable[[Any], bool] | None = None
    choices: Mapping[str, Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)
    today: str = ""
    rows: str = ""
    path: str = ""
    said: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    initial: Callable[[Reader, Any], Mapping[str, Any]] = _nothing
    offered: Callable[[Reader, Any], bool] = _always

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

    @cached_property
    def today(self) -> date:
        """The day in the Netherlands."""
        return deadlines.today(decisions_of(self.request).now)


class Resource:
    """A thing with steps. A capability subclasses it, as it would a ModelAdmin, and gives an instance
    to ``register``. Nobody sees rows until ``queryset`` says whose they are."""

    model: type[Model]
    workflow: Workflow
    machine: str
    name: str = ""  # in addresses, of one: "covenant"
    plural: str = ""  # in addresses, of all: "covenants"
    title: Any = ""  # above the list
    namespace: str = ""
    missing: Any = ""  # what a 404 says
    empty: Any = ""  # what a list without rows says
    intro: Any = ""
    # The first line of a list: by ngettext_lazy(…, "n") how many ``counted`` gives, or that none is.
    some: Any = None
    none: Any = ""
    audiences: tuple[Audience, ...] = ()
    # Of its list (the first leads to the page) and of its page. As a ModelAdmin's list_display: fields
    # (``a__b`` of what it leads to), or methods of the resource with ``admin.display``.
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    steps: Mapping[str, Step] = {}  # by action or variant, in the order of the page
    # Steps of the machine that have no page here, each with the reason.
    elsewhere: Mapping[str, str] = {}
    begin_path = ""  # what the page to begin is called in addresses, when not as its action
    # Whether a page leads only to steps whose conditions hold as well, instead of telling what lacks.
    hides_impossible = False
    # Which pages it has here; those that it lacks have views of their own under the same names.
    pages: frozenset[str] = frozenset({"list", "page", "history", "begin", "step"})
    # Fields that leave the site in no export, each with the reason.
    left_out: Mapping[str, str] = {}
    paginate_by = 50
    history_size = 50  # steps on the page of a subject; the others are on that of its history
    select_related: tuple[str, ...] = ()
    list_template = "workflow/list.html"
    page_template = "workflow/page.html"
    history_template = "workflow/history.html"
    step_template = "workflow/step.html"

    def __init__(self) -> None:
        self.labels = ReaderLabels(self.workflow)

    # What a capability overrides.

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Any:
        """In what the resource lies, by the address. Raises Http404 for who may not see it."""
        return None

    def parent_address(self, parent: Any) -> dict[str, Any]:
        """What stands in addresses of the parent."""
        return {}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """The rows that ``reader`` may see: none, until a capability says which."""
        return self.model._default_manager.none()

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows with what the columns of a list need, so that queries don't grow."""
        return rows

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """What the audience's template needs around the page; ``crumb`` is where one is."""
        return {}

    def subject_title(self, subject: Any) -> str:
        """What the page is called."""
        return str(subject)

    @admin.display(description=_("State"))
    def state(self, subject: Any) -> str:
        """How it stands."""
        return self.labels.state(self.machine, subject.state)

    def answer(self, subject: Any, reader: Reader) -> str:
        """The first line of a page."""
        return f"{self.state(subject)}."

    def counted(self, reader: Reader) -> int:
        """What the first line of a list counts: every row."""
        return self.queryset(reader).count()

    def list_answer(self, reader: Reader) -> str:
        """The first line of a list."""
        if self.some is None:
            return ""
        number = self.counted(reader)
        return str(self.some % {"n": Counted(number)} if number else self.none)

    def tables(self, reader: Reader, table: Table) -> list[Table]:
        """The tables of a list: ``table`` has the resource's own rows."""
        return [table]

    def sections(self, subject: Any, reader: Reader) -> list[Section]:
        """The parts of a page, before its history."""
        return [Section("facts", _("Facts"), facts=self.facts_of(subject))]

    def list_sections(self, reader: Reader) -> list[Section]:
        """Parts below a list."""
        return []

    def own_steps(self, subject: Any, reader: Reader) -> QuerySet[Any]:
        """The steps that its history shows ``reader``, oldest first."""
        steps: QuerySet[Any] = self.workflow.steps._default_manager.filter(
            machine=self.machine, object_id=subject.pk
        )
        return steps

    # What it has by that.

    def transition(self, action: str) -> Transition | None:
        """The step of the table behind an action or variant that has a page; None without one."""
        return (
            self.workflow.machines().behind(self.machine, action) if action in self.steps else None
        )

    @cached_property
    def beginning(self) -> str:
        """The action by which one begins; '' when it begins on another page."""
        variants = self.workflow.machines().variants
        return next(
            (
                action
                for action in self.steps
                if (self.machine, action) not in variants and self._begins(action)
            ),
            "",
        )

    def _begins(self, action: str) -> bool:
        transition = self.transition(action)
        return transition is not None and transition.begins

    def address(self, view: str, reader: Reader, *path: Any) -> str:
        """The address of a page: 'list', 'page', 'history', 'begin', 'step', or that of a step with a
        row; ``path`` is the number of the subject, the action, the row."""
        return reverse(
            ":".join(filter(None, [self.namespace, self._url_name(view, reader.audience)])),
            args=[*self.parent_address(reader.parent).values(), *path],
        )

    def url_of(self, subject: Any, reader: Reader) -> str:
        """The page of ``subject`` for this reader; '' where this audience has none."""
        try:
            return self.address("page", reader, subject.pk)
        except NoReverseMatch:
            return ""

    def _url_name(self, view: str, audience: Audience) -> str:
        if view == "list":
            return f"{audience.prefix}{self.plural}"
        if view == "page":
            return f"{audience.prefix}{self.name}"
        if view == "history":
            return f"{audience.prefix}{self.name}-history"
        return f"{self.name}-{self.beginning if view == 'begin' else view}"

    def can_begin(self, reader: Reader, action: str) -> bool:
        """Whether the reader can begin something new in the parent now."""
        step = self.transition(action)
        if step is None or not reader.may(step.permission, reader.parent):
            return False
        decisions = decisions_of(reader.request)
        held = self.workflow.conditions(reader.parent, None, reader.user, decisions.now)
        return bool(possible(step, "", held))

    def actions(self, reader: Reader, subject: Any) -> list[dict[str, str]]:
        """The steps that the state of ``subject`` leaves open to this reader, as links. What a step
        asks besides is told on its own page, so that one learns what is missing."""
        if not reader.audience.steps:
            return []
        return [
            self._link(action, self.address("step", reader, subject.pk, action))
            for action, step in self.steps.items()
            if not step.rows and self.is_open(action, reader, subject)
        ]

    def is_open(self, action: str, reader: Reader, subject: Any) -> bool:
        """Whether the page of ``subject`` leads this reader to a step now."""
        transition = self.transition(action)
        variant = self.workflow.machines().variants.get((self.machine, action))
        if transition is None or not self.steps[action].offered(reader, subject):
            return False
        if transition.begins:
            there = variant is not None and subject.state in variant.source
            return there and self.can_begin(reader, action)
        if subject.state not in transition.source:
            return False
        if not reader.may(transition.permission, subject):
            return False
        return not self.hides_impossible or self.possible(transition, reader, subject)

    def possible(self, transition: Transition, reader: Reader, subject: Any) -> bool:
        """Whether the conditions of a step hold for this reader now."""
        whole = subject if reader.parent is None else reader.parent
        now = decisions_of(reader.request).now
        held = self.workflow.conditions(whole, subject, reader.user, now)
        return bool(possible(transition, subject.state, held))

    def begin_actions(self, reader: Reader) -> list[dict[str, str]]:
        """The way to begin something new, for who can now."""
        if not (reader.audience.steps and self.beginning):
            return []
        if not self.can_begin(reader, self.beginning):
            return []
        return [self._link(self.beginning, self.address("begin", reader))]

    def _link(self, action: str, url: str) -> dict[str, str]:
        return {"label": self.labels.action(self.machine, action), "url": url}

    def row_address(self, action: str, reader: Reader, subject: Any, row: Any) -> str:
        """The address of a step with a row of ``subject``; '' for who can't make it now."""
        if not (reader.audience.steps and self.is_open(action, reader, subject)):
            return ""
        return self.address(self.steps[action].path or action, reader, subject.pk, row.pk)

    def label(self, name: str) -> Any:
        """What a column or fact is called."""
        method = self._method(name)
        if method is not None:
            return method.short_description
        field = self._field(name)
        return name if field is None else capfirst(field.verbose_name)

    def _method(self, name: str) -> Any:
        method = getattr(self, name, None)
        return method if hasattr(method, "short_description") else None

    def _field(self, name: str) -> Any:
        kind: Any = self.model
        *way, last = name.split("__")
        try:
            for step in way:
                kind = kind._meta.get_field(step).related_model
            return kind._meta.get_field(last)
        except FieldDoesNotExist:
            return None

    def value(self, subject: Any, name: str) -> Any:
        """What a column or fact says of ``subject``, in words; None when there is nothing."""
        return shown(value_of(subject, self._method(name) or name))

    def link(self, subject: Any, reader: Reader) -> dict[str, str]:
        """A cell that leads to the page of ``subject``."""
        return {"text": self.subject_title(subject), "url": self.url_of(subject, reader)}

    def facts_of(self, subject: Any) -> list[tuple[Any, Any]]:
        """The facts that there are, with their labels."""
        told = [(self.label(name), self.value(subject, name)) for name in self.facts]
        return [fact for fact in told if fact[1] not in (None, "")]

    def table(self, rows: Iterable[Any], reader: Reader) -> Table:
        """The table of a list."""
        numbers = [isinstance(self._field(name), _NUMBERS) for name in self.columns]
        columns = [
            {"label": self.label(name), "number": number}
            for name, number in zip(self.columns, numbers, strict=True)
        ]
        cells = []
        for row in rows:
            first, *others = (self.value(row, name) for name in self.columns)
            cells.append(
                [
                    {"text": first, "url": self.url_of(row, reader)},
                    *(
                        "" if other is None and not number else other
                        for other, number in zip(others, numbers[1:], strict=True)
                    ),
                ]
            )
        return {
            "id": self.plural,
            "caption": self.title,
            "empty": self.empty,
            "columns": columns,
            "rows": cells,
        }

    @cached_property
    def exported(self) -> tuple[str, ...]:
        """The fields of the model that leave the site, in their order: all but ``left_out``."""
        fields = (*self.model._meta.fields, *self.model._meta.many_to_many)
        ordered = sorted(fields, key=lambda field: field.creation_counter)
        return tuple(field.name for field in ordered if field.name not in self.left_out)

    def record(self, subject: Any) -> dict[str, Any]:
        """``subject`` as plain values, for an export or the API: rows that it leads to by their keys,
        days and moments as ISO 8601."""
        return {name: _plain(getattr(subject, name)) for name in self.exported}

    def urls(self) -> list[URLPattern]:
        """The addresses of its pages, for ``urlpatterns``."""
        return [url for audience in self.audiences for url in self._urls(audience)]

    def _urls(self, audience: Audience) -> Iterator[URLPattern]:
        guard = needs(audience.permission) if audience.permission else public
        base = "/".join(filter(None, [audience.path, self.plural]))
        of_one = f"{base}/<int:number>"
        own = {"resource": self, "audience": audience}
        pages: list[tuple[str, str, type[views.ResourceMixin]]] = [
            ("list", base, views.ResourceListView),
            ("page", of_one, views.ResourceDetailView),
            ("history", f"{of_one}/history", views.HistoryView),
        ]
        for page, route, view in pages:
            if page in self.pages:
                name = self._url_name(page, audience)
                yield path(route, guard(view.as_view(**own)), name=name)
        if not audience.steps:
            return
        if "begin" in self.pages and self.beginning:
            begin = self.transition(self.beginning)
            assert begin is not None
            asks = needs(begin.permission)
            view_of_it = views.BeginView.as_view(**own, action=self.beginning)
            name = self._url_name("begin", audience)
            called = self.begin_path or self.beginning
            yield path(f"{base}/{called}", asks(view_of_it), name=name)
        for action, step in self.steps.items():
            if step.rows:
                called = step.path or action
                view_of_it = views.StepView.as_view(**own, action=action)
                name = self._url_name(called, audience)
                yield path(f"{of_one}/{called}/<int:row>", guard(view_of_it), name=name)
        view_of_it = views.StepView.as_view(**own)
        name = self._url_name("step", audience)
        yield path(f"{of_one}/<slug:action>", guard(view_of_it), name=name)

    def check(self) -> None:
        """Raise ImproperlyConfigured when the declaration and the table of steps differ."""
        machines = self.workflow.machines()
        known = {step.action for step in machines.of(self.machine)}
        variants = {name for machine, name in machines.variants if machine == self.machine}
        fields = {
            field.name for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
        }
        told = {
            name
            for name in (*self.columns, *self.facts)
            if self._method(name) is None and self._field(name) is None
        }
        for what, names in (
            ("has a form, but is no step of the table", set(self.steps) - known - variants),
            ("stands elsewhere, but is no step of the table", set(self.elsewhere) - known),
            (
                "is a step without a form, and elsewhere doesn't say why",
                known - set(self.steps) - set(self.elsewhere),
            ),
            ("is left out, but is no field", set(self.left_out) - fields),
            ("is a column or fact, but neither a field nor a method", told),
        ):
            if names:
                named = ", ".join(sorted(names))
                raise ImproperlyConfigured(
                    f"{type(self).__name__} ({self.machine}): {named} {what}"
                )
        if not issubclass(self.workflow.steps, StepRow):
            raise ImproperlyConfigured(f"{type(self).__name__}: its steps are no StepRow")


def _plain(value: Any) -> Any:
    if hasattr(value, "values_list"):  # the manager of rows that it leads to
        return sorted(value.values_list("pk", flat=True))
    if isinstance(value, Model):
        return value.pk
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


_resources: dict[str, Resource] = {}
_R = Any


def register(resource: _R) -> _R:
    """Check a resource against its table of steps, and make it known under its model's label. Raises
    ImproperlyConfigured for what doesn't fit, and for a second one of the same model."""
    resource.check()
    label = resource.model._meta.label
    known = _resources.get(label)
    if known is not None and type(known) is not type(resource):
        raise ImproperlyConfigured(f"{label} has a resource already: {type(known).__name__}")
    _resources[label] = resource
    return resource


def resources() -> list[Resource]:
    """Every resource that was registered, by the label of its model."""
    return [_resources[label] for label in sorted(_resources)]
