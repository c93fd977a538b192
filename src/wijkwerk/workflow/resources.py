"""What a capability declares of each thing with steps: its model and machine, who sees it, the columns
of its list, the facts of its page, the form and service of each step, and what leaves the site.

Django's generic views (``views.py``) do the rest; ``urls()`` gives their addresses.
docs/howto/thing-with-steps.md shows one from beginning to end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import needs, public
from wijkwerk.rest.columns import field_at, model_fields
from wijkwerk.workflow import views
from wijkwerk.workflow.columns import ModelColumns
from wijkwerk.workflow.core.machines import Transition, possible
from wijkwerk.workflow.declarations import Audience as Audience
from wijkwerk.workflow.declarations import Reader as Reader
from wijkwerk.workflow.declarations import Step as Step
from wijkwerk.workflow.labels import ReaderLabels
from wijkwerk.workflow.models import StepRow
from wijkwerk.workflow.pages import history
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.sections import Card, Link, Section, Table
from wijkwerk.workflow.values import Counted
from wijkwerk.workflow.writing import Workflow


class Resource(ModelColumns):
    """A thing with steps. A capability subclasses it, as it would a ModelAdmin, and gives an instance
    to ``register``. Nobody sees rows until ``queryset`` says whose they are."""

    workflow: Workflow
    machine: str
    name: str = ""  # in addresses, of one: "covenant"
    plural: str = ""  # in addresses, of all: "covenants"
    title: Any = ""  # above the list
    namespace: str = ""
    missing: Any = ""  # what a 404 says
    empty: Any = ""  # what a list without rows says
    intro: Any = ""
    unreadable: Any = ""  # what a step says when a file can't be read, instead of which and why
    # The first line of a list: by ngettext_lazy(…, "n") how many ``counted`` gives, or that none is.
    some: Any = None
    none: Any = ""
    audiences: tuple[Audience, ...] = ()
    steps: Mapping[str, Step] = {}  # by action or variant, in the order of the page
    # Steps of the machine that have no page here, each with the reason.
    elsewhere: Mapping[str, str] = {}
    begin_path = ""  # what the page to begin is called in addresses, when not as its action
    # Whether the subject is the parent itself, whose steps stand without a number.
    is_parent = False
    # Whether the list shows a card of each row instead of a table.
    list_of_cards = False
    # Whether a page leads only to steps whose conditions hold as well, instead of telling what lacks.
    hides_impossible = False
    # Which pages it has here; those that it lacks have views of their own under the same names.
    pages: frozenset[str] = frozenset({"list", "page", "history", "begin", "step"})
    paginate_by = 50
    # Steps whose words its history shows; None: those of all. What was typed can be corrected, a step can't.
    shown_reasons: frozenset[str] | None = None
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

    def has_page(self, page: str, audience: Audience) -> bool:
        """Whether this audience has a page: 'list', 'page', 'history', 'begin', 'step'. A page
        without a history page shows no history either."""
        return page in self.pages

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """The rows that the address asks for, in their order. Raises BadRequest for a choice that
        isn't there."""
        return rows

    def filters(self, reader: Reader) -> Mapping[str, Any] | None:
        """The form that makes that choice, as ``ui/filters.py`` gives it; None without one."""
        return None

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows with what the columns of a list need, so that queries don't grow."""
        return rows

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """What the audience's template needs around the page; ``crumb`` is where one is."""
        return {}

    @admin.display(description=_("State"))
    def state(self, subject: Any) -> str:
        """How it stands."""
        return self.labels.state(self.machine, subject.state)

    def root(self, subject: Any, reader: Reader) -> Any:
        """The aggregate root, of which conditions are asked: the parent, when it lies in one."""
        return subject if reader.parent is None else reader.parent

    def list_title(self, reader: Reader) -> Any:
        """What the list is called."""
        return self.title

    def list_intro(self, reader: Reader) -> Any:
        """What a list is about, below its first line."""
        return self.intro

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

    def first_sections(self, reader: Reader) -> list[Section]:
        """Parts above a list."""
        return []

    def list_sections(self, reader: Reader) -> list[Section]:
        """Parts below a list."""
        return []

    def card(self, subject: Any, reader: Reader) -> Card:
        """A row of a ``list_of_cards``, with its steps."""
        steps = [
            (step["label"], str(subject), step["url"]) for step in self.actions(reader, subject)
        ]
        return Card(str(subject), links=tuple(steps), url=self.url_of(subject, reader))

    def list_actions(self, reader: Reader) -> list[dict[str, str]]:
        """What one can do from the list: begin something new."""
        return self.begin_actions(reader)

    def list_links(self, reader: Reader) -> list[Link]:
        """Where a list leads besides."""
        return []

    def links(self, subject: Any, reader: Reader) -> list[Link]:
        """Where a page leads besides."""
        return []

    def context(self, subject: Any, reader: Reader) -> Mapping[str, Any]:
        """What a template of one's own needs besides; ``subject`` is None on a list."""
        return {}

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """The address and name of where the page of a step leads back to."""
        if subject is None:
            return self.list_url(reader), self.list_title(reader)
        return self.url_of(subject, reader), self.subject_title(subject)

    def after(self, action: str, subject: Any, reader: Reader) -> str:
        """Where one goes when a step was made."""
        return self.url_of(subject, reader)

    def history(self, steps: Iterable[Any], subject: Any, reader: Reader) -> list[dict[str, Any]]:
        """Steps as a page tells them."""
        shown = list(steps)
        if self.shown_reasons is not None:
            for step in shown:
                step.text = step.text if step.action in self.shown_reasons else ""
        return history(shown, self.labels)

    def own_steps(self, subject: Any, reader: Reader) -> QuerySet[Any]:
        """The steps that its history shows ``reader``, oldest first."""
        steps: QuerySet[Any] = self.workflow.steps._default_manager.filter(
            machine=self.machine, object_id=subject.pk
        )
        return steps

    # What it has by that.

    def step_of(self, action: str) -> tuple[str, str]:
        """The machine and the step or variant in the table, behind a step that has a page."""
        return self.steps[action].begins or (self.machine, action)

    def transition(self, action: str) -> Transition | None:
        """The step of the table behind an action or variant that has a page; None without one."""
        return (
            self.workflow.machines().behind(*self.step_of(action)) if action in self.steps else None
        )

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The actions by which one begins, the usual one first; none when it begins on another page."""
        variants = self.workflow.machines().variants
        return tuple(
            action
            for action in self.steps
            if self.step_of(action)[0] == self.machine
            and (self.machine, action) not in variants
            and self._begins(action)
        )

    @cached_property
    def beginning(self) -> str:
        """The usual one of these; '' for none."""
        return self.beginnings[0] if self.beginnings else ""

    def _begins(self, action: str) -> bool:
        transition = self.transition(action)
        return transition is not None and transition.begins

    def address(self, view: str, reader: Reader, *path: Any) -> str:
        """The address of a page: 'list', 'page', 'history', 'begin', 'step', or that of a step with a
        row; ``path`` is the number of the subject, the action, the row."""
        return reverse(
            ":".join(filter(None, [self.namespace, self.url_name(view, reader.audience)])),
            args=[*self.parent_address(reader.parent).values(), *path],
        )

    def url_of(self, subject: Any, reader: Reader) -> str:
        """The page of ``subject`` for this reader; '' where this audience has none."""
        try:
            return self.address("page", reader, subject.pk)
        except NoReverseMatch:
            return ""

    def list_url(self, reader: Reader) -> str:
        """The list for this reader; '' where this audience has none."""
        try:
            return self.address("list", reader)
        except NoReverseMatch:
            return ""

    def url_name(self, view: str, audience: Audience) -> str:
        """What an address is called, as ``address`` says which."""
        if view == "list":
            return f"{audience.prefix}{self.plural}"
        if view == "page":
            return f"{audience.prefix}{self.name}"
        if view == "history":
            return f"{audience.prefix}{self.name}-history"
        if any(
            step.audience == audience.name and view == (step.path or action)
            for action, step in self.steps.items()
        ):
            return f"{audience.prefix}{view}"
        return f"{self.name}-{self.beginning if view == 'begin' else view}"

    def route(self, view: str, audience: Audience) -> str:
        """The route of 'list' and of 'page', below which the others stand."""
        base = "/".join(filter(None, [audience.path, self.plural]))
        return base if view == "list" else f"{base}/<int:number>"

    def can_begin(self, reader: Reader, action: str) -> bool:
        """Whether the reader can begin something new in the parent now."""
        step = self.transition(action)
        if step is None or not reader.may(step.permission, reader.parent):
            return False
        if reader.parent is None:
            return True
        decisions = decisions_of(reader.request)
        conditions = self.workflow.conditions(reader.parent, None, reader.user, decisions.now)
        return bool(possible(step, "", conditions))

    def actions(
        self, reader: Reader, subject: Any, among: Collection[str] | None = None
    ) -> list[dict[str, str]]:
        """The steps that the state of ``subject`` leaves open to this reader, as links. What a step
        asks besides is told on its own page, so that one learns what is missing."""
        return [
            self._link(action, self.step_url(action, reader, subject))
            for action, step in self.steps.items()
            if not step.rows
            and (among is None or action in among)
            and self.made_here(action, reader.audience)
            and self.is_open(action, reader, subject)
        ]

    def made_here(self, action: str, audience: Audience) -> bool:
        """Whether a step is made on the pages of this audience."""
        own = self.steps[action].audience
        return own == audience.name if own else audience.steps

    def step_url(self, action: str, reader: Reader, subject: Any) -> str:
        """The page of a step with ``subject``."""
        step = self.steps[action]
        if step.audience:
            return self.address(step.path or action, reader, subject.pk)
        return self.address("step", reader, subject.pk, action)

    def is_open(self, action: str, reader: Reader, subject: Any) -> bool:
        """Whether the page of ``subject`` leads this reader to a step now."""
        step, transition = self.steps[action], self.transition(action)
        variant = self.workflow.machines().variants.get((self.machine, action))
        if transition is None or not step.offered(reader, subject):
            return False
        if transition.begins and not step.begins:
            possible_here = variant is not None and subject.state in variant.source
            return possible_here and self.can_begin(reader, action)
        if not step.begins and subject.state not in transition.source:
            return False
        if not reader.may(transition.permission, step.place(subject)):
            return False
        # What is begun out of the subject has no page yet that could tell what lacks.
        hides = self.hides_impossible or step.begins
        return not hides or self.possible(transition, reader, subject)

    def possible(self, transition: Transition, reader: Reader, subject: Any) -> bool:
        """Whether the conditions of a step hold for this reader now."""
        root, now = self.root(subject, reader), decisions_of(reader.request).now
        conditions = self.workflow.conditions(root, subject, reader.user, now)
        return bool(possible(transition, "" if transition.begins else subject.state, conditions))

    def begin_actions(self, reader: Reader) -> list[dict[str, str]]:
        """The ways to begin something new, for who can now."""
        return [
            self._link(
                action, self.address("begin" if action == self.beginning else action, reader)
            )
            for action in (self.beginnings if reader.audience.steps else ())
            if self.can_begin(reader, action)
        ]

    def _link(self, action: str, url: str) -> dict[str, str]:
        return {"label": self.labels.action(*self.step_of(action)), "url": url}

    def row_address(self, action: str, reader: Reader, subject: Any, row: Any) -> str:
        """The address of a step with a row of ``subject``; '' for who can't make it now."""
        if not (reader.audience.steps and self.is_open(action, reader, subject)):
            return ""
        return self.address(self.steps[action].path or action, reader, subject.pk, row.pk)

    def urls(self) -> list[URLPattern]:
        """The addresses of its pages, for ``urlpatterns``."""
        return [url for audience in self.audiences for url in self._urls(audience)]

    def _urls(self, audience: Audience) -> Iterator[URLPattern]:
        guard = needs(audience.permission) if audience.permission else public
        base, of_one = self.route("list", audience), self.route("page", audience)
        own = {"resource": self, "audience": audience}

        def url(route: str, view: Any, name: str, guarded: Any = guard, **more: Any) -> URLPattern:
            page = guarded(view.as_view(**own, **more))
            pattern: URLPattern = path(route, page, name=self.url_name(name, audience))
            return pattern

        if self.has_page("list", audience):
            yield url(base, views.ResourceListView, "list")
        if self.has_page("page", audience):
            yield url(of_one, views.ResourceDetailView, "page")
        if self.has_page("history", audience):
            yield url(f"{of_one}/history", views.HistoryView, "history")
        for action, step in self.steps.items():
            if step.audience == audience.name:
                called = step.path or action
                route = f"{of_one}/{called}" + ("/<int:row>" if step.rows else "")
                yield url(route, views.StepView, called, action=action)
        if not audience.steps:
            return
        for action in self.beginnings if self.has_page("begin", audience) else ():
            begin, usual = self.transition(action), action == self.beginning
            assert begin is not None
            route = f"{base}/{(usual and self.begin_path) or action}"
            asks, name = needs(begin.permission), "begin" if usual else action
            yield url(route, views.BeginView, name, asks, action=action)
        for action, step in self.steps.items():
            if step.rows and not step.audience:
                called = step.path or action
                yield url(f"{of_one}/{called}/<int:row>", views.StepView, called, action=action)
        yield url(f"{of_one}/<slug:action>", views.StepView, "step")

    def check(self) -> None:
        """Raise ImproperlyConfigured when the declaration and the table of steps differ."""
        machines = self.workflow.machines()
        actions = {step.action for step in machines.of(self.machine)}
        variants = {name for machine, name in machines.variants if machine == self.machine}
        begun = {name for name, step in self.steps.items() if step.begins}
        own = set(self.steps) - begun
        varied = {machines.variants[self.machine, name].step for name in own & variants}
        fields = set(model_fields(self.model))
        unknown_names = {
            name
            for name in (*self.columns, *self.facts)
            if self._method(name) is None and field_at(self.model, name) is None
        }
        for what, names in (
            ("has a form, but is no step of the table", own - actions - variants),
            (
                "begins what is no step of the table",
                {name for name in begun if not self._begins(name)},
            ),
            ("stands elsewhere, but is no step of the table", set(self.elsewhere) - actions),
            (
                "is a step without a form, and elsewhere doesn't say why",
                actions - own - varied - set(self.elsewhere),
            ),
            ("is left out, but is no field", set(self.left_out) - fields),
            ("is a column or fact, but neither a field nor a method", unknown_names),
        ):
            if names:
                named = ", ".join(sorted(names))
                raise ImproperlyConfigured(
                    f"{type(self).__name__} ({self.machine}): {named} {what}"
                )
        if not issubclass(self.workflow.steps, StepRow):
            raise ImproperlyConfigured(f"{type(self).__name__}: its steps are no StepRow")


_resources: dict[str, Resource] = {}
_R = Any


def register(resource: _R) -> _R:
    """Check a resource against its table of steps, and make it known under its model's label. Raises
    ImproperlyConfigured for what doesn't fit, and for a second one of the same model."""
    resource.check()
    label = resource.model._meta.label
    earlier = _resources.get(label)
    if earlier is not None and type(earlier) is not type(resource):
        raise ImproperlyConfigured(f"{label} has a resource already: {type(earlier).__name__}")
    _resources[label] = resource
    return resource


def resources() -> list[Resource]:
    """Every resource that was registered, by the label of its model."""
    return [_resources[label] for label in sorted(_resources)]
