"""Covenants: who is bound by which sentence until when; for everybody, and where they are written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wijkwerk.programme.agreements import waits_for
from wijkwerk.programme.models import Covenant, Obligation, Programme
from wijkwerk.programme.services import covenants as services
from wijkwerk.programme.web.commitments.commitments import commitments
from wijkwerk.programme.web.signing import (
    SIGNING,
    SignedResource,
    signatures_section,
    signing,
)
from wijkwerk.ui.lists import paged
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.pages import this_day
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Card, Columns, Section, Table, table_of
from wijkwerk.workflow.values import shown

FACTS = step_form(Covenant, "title", "begins_on", "ends_on", "parties", "text")
SENTENCE = step_form(Obligation, "organisation", "sentence", "until", "evidence")


def _make(command: StepCommand, programme: Programme, parties: Any, **facts: Any) -> Covenant:
    return services.make(command, programme, facts, parties)


def _next(command: StepCommand, covenant: Covenant, parties: Any, **facts: Any) -> Covenant:
    return services.make(command, covenant.programme, facts, parties, covenant)


def _write(command: StepCommand, covenant: Covenant, parties: Any, **facts: Any) -> Covenant:
    return services.write(command, covenant, facts, parties)


def _bound(bound: Obligation) -> list[tuple[str, str]]:
    return [(bound.organisation.name, bound.sentence)]


class CovenantResource(SignedResource):
    """An agreement between organisations, signed by each, in versions that replace each other."""

    model = Covenant
    machine = "covenant"
    signing_path = "covenants/sign"
    name, plural, title = "covenant", "covenants", _("Covenants")
    missing = _("There is no such covenant.")
    empty = _("There is no covenant yet.")
    some = ngettext_lazy("One covenant is in force.", "%(n)s covenants are in force.", "n")
    none = _("No covenant is in force.")
    select_related = ("programme", "replaces")
    columns = ("title", "number", "state", "begins_on", "ends_on")
    facts = ("parties", "begins_on", "ends_on", "number")
    steps = {
        "make": Step(_make, FACTS),
        "next": Step(_next, FACTS),
        "bind": Step(services.bind, SENTENCE, choices={"organisation": lambda c: c.parties.all()}),
        "write": Step(_write, FACTS),
        "offer": Step(services.offer),
        "take_back": Step(services.take_back),
        "close": Step(services.close, offered=lambda _reader, covenant: not waits_for(covenant)),
        "end": Step(services.end),
        "unbind": Step(services.unbind, rows="obligations", said=_bound),
        "sign": signing(
            services.sign, lambda reader, covenant: covenants.signed_text(covenant, reader)
        ),
    }
    elsewhere = {"replace": "the last signature under the next version does it"}

    @admin.display(description=_("State"))
    def state(self, subject: Covenant) -> str:
        """One whose last day has passed isn't in force, whether or not somebody wrote that down."""
        if subject.is_past(this_day()):
            return str(_("The deadline has passed"))
        return super().state(subject)

    def counted(self, reader: Reader) -> int:
        """Those in force."""
        return int(reader.parent.covenants.in_force(reader.today).count())

    def tables(self, reader: Reader, table: Table) -> list[Table]:
        """First who is bound by what, now. A row per obligation."""
        bound = reader.parent.obligations.binding(reader.today)
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
        return [
            *self.signed_text(subject, reader),
            *([Section("versions", _("Other versions"), links=versions)] if versions else []),
            signatures_section(subject),
        ]

    def signed_text(self, subject: Covenant, reader: Reader) -> list[Section]:
        """Exactly what is signed: who is bound by what, the parties, the term and the text."""
        obligations = subject.obligations.select_related("organisation", "commitment__programme")
        cards = [self._card(subject, bound, reader) for bound in obligations]
        nobody = _("Nobody is bound by a sentence yet.")
        return [
            Section("bound", _("Who is bound by what"), cards=cards, empty=nobody),
            Section("parties", _("Parties and term"), facts=self.facts_of(subject)),
            Section("text", _("Text"), subject.text),
        ]

    def _card(self, subject: Covenant, bound: Obligation, reader: Reader) -> Card:
        name, about = bound.organisation.name, bound.sentence[:60]
        until = _("Until %(day)s") % {"day": shown(bound.until)} if bound.until else ""
        links: list[tuple[str, str, str]] = []
        if bound.commitment is not None and reader.audience is not SIGNING:
            followed = commitments.url_of(bound.commitment, reader)
            links.append((str(_("How it stands")), about, followed))
        url = self.row_address("unbind", reader, subject, bound)
        if url:
            links.append((str(self.labels.action(self.machine, "unbind")), f"{name}, {about}", url))
        shows = ((_("What will show that it was done"), bound.evidence),) if bound.evidence else ()
        return Card(name, bound.sentence, until, tuple(links), parts=shows)


covenants: CovenantResource = register(CovenantResource())
