"""Covenants: who is bound by which sentence until when; for everybody, and where they are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wijkwerk.programme.models import Covenant, Obligation
from wijkwerk.programme.services import covenants as services
from wijkwerk.programme.web.resource import ProgrammeResource
from wijkwerk.workflow.api import Will
from wijkwerk.workflow.forms import EVERYBODY, StepModelForm, VersionForm, long_text
from wijkwerk.workflow.lists import paged
from wijkwerk.workflow.pages import this_day
from wijkwerk.workflow.resources import (
    Card,
    Columns,
    Reader,
    Section,
    Step,
    Table,
    register,
    table_of,
)
from wijkwerk.workflow.values import shown


class CovenantForm(StepModelForm):
    """What is agreed, by whom, from when to when."""

    class Meta(StepModelForm.Meta):
        """Its facts."""

        model = Covenant
        fields = ("title", "begins_on", "ends_on", "parties", "text")
        widgets = {"parties": forms.CheckboxSelectMultiple}

    def arguments(self) -> dict[str, Any]:
        """The facts, and the parties."""
        facts = {name: self.cleaned_data[name] for name in services.FIELDS}
        return {"facts": facts, "parties": self.cleaned_data["parties"]}


class BindForm(StepModelForm):
    """Who is bound by which sentence until when."""

    class Meta(StepModelForm.Meta):
        """A sentence."""

        model = Obligation
        fields = ("organisation", "sentence", "until")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.choose("organisation", self.subject.parties.all())


class CloseForm(VersionForm):
    """Put in force; why, when it replaces an older version."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.subject.replaces is not None:
            self.fields["text"] = long_text(_("Why the older version is replaced"), EVERYBODY)


def _next(command: Will, covenant: Covenant, facts: Any, parties: Any) -> Covenant:
    return services.make(command, covenant.programme, facts, parties, covenant)


def _bound(bound: Obligation) -> list[tuple[str, str]]:
    return [(bound.organisation.name, bound.sentence)]


class CovenantResource(ProgrammeResource):
    """An agreement between organisations, in versions that replace each other."""

    model = Covenant
    machine = "covenant"
    name, plural, title = "covenant", "covenants", _("Covenants")
    missing = _("There is no such covenant.")
    empty = _("There is no covenant yet.")
    some = ngettext_lazy("One covenant is in force.", "%(n)s covenants are in force.", "n")
    none = _("No covenant is in force.")
    select_related = ("programme", "replaces")
    columns = ("title", "number", "state", "begins_on", "ends_on")
    facts = ("all_parties", "begins_on", "ends_on", "number")
    steps = {
        "make": Step(services.make, CovenantForm),
        "next": Step(_next, CovenantForm),
        "bind": Step(services.bind, BindForm),
        "write": Step(services.write, CovenantForm),
        "close": Step(services.close, CloseForm),
        "end": Step(services.end),
        "unbind": Step(services.unbind, rows="obligations", said=_bound),
    }
    elsewhere = {"replace": "putting the next version in force does it"}

    @admin.display(description=_("State"))
    def state(self, subject: Covenant) -> str:
        """One whose last day has passed isn't in force, whether or not somebody wrote that down."""
        if subject.is_past(this_day()):
            return str(_("Its last day has passed"))
        return super().state(subject)

    @admin.display(description=_("Parties"))
    def all_parties(self, subject: Covenant) -> Any:
        """By name."""
        return subject.parties.order_by("name")

    def counted(self, reader: Reader) -> int:
        """Those in force."""
        return int(reader.parent.covenants.in_force(reader.today).count())

    def tables(self, reader: Reader, table: Table) -> list[Table]:
        """First who is bound by what, now."""
        bound = reader.parent.obligations.binding(reader.today)
        bound = bound.select_related("covenant", "organisation")
        rows, pager = paged(reader.request, bound, parameter="bound")
        columns: Columns = {
            _("Who"): "organisation",
            _("By which sentence"): "sentence",
            _("Until"): lambda row: row.until or row.covenant.ends_on,
            _("Covenant"): lambda row: self.link(row.covenant, reader),
        }
        caption, empty = _("Who is bound by what, now"), _("Nobody is bound by a covenant now.")
        first = table_of("bound", caption, rows, columns, empty=empty, pager=pager)
        return [first, {**table, "caption": _("All covenants")}]

    def sections(self, subject: Covenant, reader: Reader) -> list[Section]:
        """Who is bound by what, the parties and term with other versions, and the text."""
        around = self.queryset(reader).filter(Q(replaces=subject) | Q(pk=subject.replaces_id))
        versions = [
            (f"{_('Version')} {other.number}", self.url_of(other, reader), self.state(other))
            for other in around.order_by("number")
        ]
        bound = [
            self._card(subject, row, reader)
            for row in subject.obligations.select_related("organisation")
        ]
        nobody, others = _("Nobody is bound by a sentence yet."), _("Other versions")
        facts = self.facts_of(subject)
        return [
            Section("bound", _("Who is bound by what"), cards=bound, empty=nobody),
            Section("parties", _("Parties and term"), "", (), None, facts, versions, others),
            Section("text", _("Text"), subject.text),
        ]

    def _card(self, subject: Covenant, bound: Obligation, reader: Reader) -> Card:
        url, name = self.row_address("unbind", reader, subject, bound), bound.organisation.name
        until = _("Until %(day)s") % {"day": shown(bound.until)} if bound.until else ""
        link = (self.labels.action(self.machine, "unbind"), f"{name}, {bound.sentence[:60]}", url)
        return Card(name, bound.sentence, until, (link,) if url else ())


covenants = register(CovenantResource())
