"""A capability in the small: a library (the whole) that lends tools to municipalities. It has what a
capability has (models, services, a resource, addresses) and is installed nowhere."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wijkwerk.access.api import held_for
from wijkwerk.rest.describe import Description
from wijkwerk.site.urls import urlpatterns as of_the_site
from wijkwerk.ui.fields import LineField, ParagraphsField
from wijkwerk.workflow.api import (
    Machines,
    StepCommand,
    Stepping,
    StepRow,
    TransitionNotAllowed,
    Workflow,
    read_table,
)
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.rest import ResourceList
from wijkwerk.workflow.sections import Section


class Library(models.Model):
    """The whole."""

    slug = models.SlugField(unique=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        app_label = "lending"

    def __str__(self) -> str:
        return f"Library {self.slug}"

    @property
    def places(self) -> dict[str, str]:
        return {"municipality": self.slug}


class LendingStep(StepRow):
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="steps")

    class Meta(StepRow.Meta):
        app_label = "lending"


class Loan(Stepping):
    class Kind(models.TextChoices):
        SHORT = "short", _("A week")
        LONG = "long", _("A month")

    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="loans")
    title = LineField("tool", max_length=60)
    kind = models.CharField("for how long", max_length=10, choices=Kind.choices)
    pieces = models.PositiveSmallIntegerField("pieces", default=1)
    since = models.DateField("since")
    note = ParagraphsField("note", blank=True, max_length=500)

    class Meta:
        app_label = "lending"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title

    @property
    def places(self) -> dict[str, str]:
        return self.library.places


class Item(models.Model):
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="items")
    name = LineField("name", max_length=60)

    class Meta:
        app_label = "lending"

    def __str__(self) -> str:
        return self.name


MODELS = (Library, LendingStep, Loan, Item)


@cache
def machines() -> Machines:
    table = read_table(
        Path(__file__).with_name("lending.toml"), ("loan",), ("is_open", "has_items", "not_own")
    )
    table.settle()
    return table.machines


def conditions(library: Library, loan: Loan | None, user: Any, now: datetime) -> set[str]:
    held = {"is_open"} if library.is_open else set()
    if loan is not None and loan.items.exists():
        held.add("has_items")
    if loan is None or not STEPS.made_by(loan, "loan", user):
        held.add("not_own")
    return held


STEPS = Workflow(
    machines=machines,
    root=Library,
    link="library",
    steps=LendingStep,
    conditions=conditions,
    place=lambda loan: str(loan.library.slug),
    shown_places=frozenset({"municipality"}),
)


def ask(command: StepCommand, library: Library, **facts: Any) -> Loan:
    step = STEPS.step("loan", "ask")
    role = STEPS.allowed(command, step, library)
    return STEPS.begin(
        step,
        command,
        role,
        library,
        lambda current: Loan.objects.create(library=current, state=step.target, **facts),
    )


def again(command: StepCommand, loan: Loan, **facts: Any) -> Loan:
    if Loan.objects.get(pk=loan.pk).state != "closed":
        raise TransitionNotAllowed("state")
    return ask(command, loan.library, **facts)


def move(action: str) -> Any:
    def make(command: StepCommand, loan: Loan, **changes: Any) -> Loan:
        step = STEPS.step("loan", action)
        return STEPS.move(loan, step, command, STEPS.allowed(command, step, loan), **changes)

    return make


def add(command: StepCommand, loan: Loan, name: str) -> Item:
    with transaction.atomic():
        return Item.objects.create(loan=move("add")(command, loan), name=name)


def take_out(command: StepCommand, item: Item) -> Loan:
    with transaction.atomic():
        loan: Loan = move("take_out")(command, item.loan)
        item.delete()
    return loan


class LoanResource(Resource):
    model = Loan
    workflow = STEPS
    machine = "loan"
    namespace = "lending"
    name, plural, title = "loan", "loans", "Loans"
    missing, empty = "There is no such loan.", "Nothing was lent."
    some, none = ngettext_lazy("One loan.", "%(n)s loans.", "n"), "No loans."
    audiences = (
        Audience("public", "libraries/<slug:library>", seconds=60),
        Audience("work", "libraries/<slug:library>/work", "procedure.work", "work-",
                 "workflow/_work.html", steps=True),
        Audience("own", "libraries/<slug:library>/own", "objection.make", "own-",
                 "workflow/_work.html"),
    )  # fmt: skip
    columns = ("title", "state", "kind", "pieces", "since", "library__slug", "short")
    facts = ("kind", "since", "short")
    steps = {
        "ask": Step(ask, step_form(Loan, "title", "kind", "pieces", "since"), today="since"),
        "again": Step(again, step_form(Loan, "title", "kind", "pieces", "since")),
        "write": Step(move("write"), step_form(Loan, "title", "note")),
        "add": Step(add, step_form(Item, "name")),
        "answer": Step(move("answer")),
        "close": Step(move("close"), text="How it came back"),
        "take_out": Step(
            take_out, rows="items", path="out", said=lambda item: [("Item", item.name)]
        ),
    }
    elsewhere = {"lose": "the list of lost tools does it"}
    left_out = {"note": "the library's own"}
    paginate_by = 3
    history_size = 2

    @admin.display(description="Is short")
    def short(self, subject: Loan) -> bool:
        return subject.kind == Loan.Kind.SHORT

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Library:
        libraries = Library.objects.filter(slug=named["library"])
        if audience.name == "own":
            user, now = request.user, decisions_of(request).now
            libraries = libraries.filter(
                slug__in=held_for(user, "objection.make", "municipality", now)
            )
        library = libraries.first()
        if library is None:
            raise Http404
        return library

    def parent_address(self, parent: Library) -> dict[str, Any]:
        return {"library": parent.slug}

    def queryset(self, reader: Reader) -> models.QuerySet[Any]:
        rows = Loan.objects.filter(library=reader.parent)
        return rows if reader.audience.permission else rows.filter(state__in=("answered", "closed"))

    def sections(self, subject: Loan, reader: Reader) -> list[Section]:
        links = [
            (str(item), url, "")
            for item in subject.items.all()
            if (url := self.row_address("take_out", reader, subject, item))
        ]
        return [
            *super().sections(subject, reader),
            Section("items", "Items", links=links, empty="No items."),
        ]


loans = register(LoanResource())


class LendingDescription(Description):
    path_words: ClassVar = {"library": ("Code of the library.", "GM0001")}


class LoansApi(ResourceList, resource=loans, item="Loan", operation="loans"):
    """Loans that everybody may see, newest first."""

    tag = "lending"
    schema = LendingDescription()
    newest_first = True
    worked_out: ClassVar = {"short": "boolean"}
    descriptions: ClassVar = {"short": "Whether it is for a week."}
    filters: ClassVar = {
        "state": "state",
        "kind": "kind",
        "pieces": "pieces",
        "title": "title",
        "of": "library__slug",
    }

    def more(self, instance: Loan) -> dict[str, Any]:
        return {"short": self.resource.short(instance)}


api = [path("lending", include((LoansApi.resource_urls("/<slug:library>"), "lending-api")))]
urlpatterns = [
    path("lending/", include((loans.urls(), "lending"))),
    path("api/v1/", include(api)),
    *of_the_site,
]
