"""Barriers: who met it before and what broke it, and where one follows it until it is solved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.access.api import may
from wijkwerk.learning.models import Barrier
from wijkwerk.learning.services import barriers as services
from wijkwerk.learning.services import practices
from wijkwerk.learning.web.persons import WithholdForm, WithoutPersons
from wijkwerk.learning.web.practices import practices_table
from wijkwerk.ui.filters import filter_form, select, text
from wijkwerk.ui.query import choice_in
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import EVERYBODY, long_text, step_form
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Section, table_of

PUBLIC = Audience("public", "learning", seconds=60)
WORK = Audience("work", "work/learning", services.WRITE, "work-", "workflow/_work.html", steps=True)
_MOST_BODIES = 50
_LONGEST = 200  # signs of words that are looked for


class MeetForm(
    WithoutPersons,
    step_form(  # type: ignore[misc]
        Barrier,
        "title",
        "text",
        "relation",
        "kind",
        "rule",
        "body",
        "level",
        "met_in",
        "project",
        "municipality",
        "area",
        "workaround",
        "cost",
    ),
):
    """A barrier as it was met."""


# What another capability can know of a rule in the way, and how long that may be.
_BEGUN = {"title": 200, "text": 2_000, "rule": 200}


def form_address(user: Any, now: datetime, **begun: str) -> str:
    """Where ``user`` reports a barrier, begun with what is known of a rule; '' for who may not."""
    if not may(user, services.WRITE, None, now):
        return ""
    return f"{reverse('learning:barrier-meet')}?{urlencode(begun)}"


def _begun(reader: Reader, _target: Any) -> dict[str, Any]:
    """What the address says of a rule that stands in the way: that of a flow of money."""
    begun = {
        name: reader.request.GET[name][:most]
        for name, most in _BEGUN.items()
        if name in reader.request.GET
    }
    more = {"kind": Barrier.Kind.RULES, "met_in": Barrier.Met.FLOW} if "rule" in begun else {}
    return {**more, **begun}


class NoneYetForm(WithoutPersons, step_form(Barrier, "project", "municipality", required=True)):  # type: ignore[misc]
    """Where none was met yet."""


class PutForm(WithoutPersons, step_form(Barrier, "question", required=True)):  # type: ignore[misc]
    """What is asked."""


class AnswerForm(WithoutPersons, step_form(Barrier, "answer", required=True)):  # type: ignore[misc]
    """What was answered."""


class SolveForm(WithoutPersons, step_form(Barrier, "broken_by", required=True)):  # type: ignore[misc]
    """What broke it."""

    crowbar = forms.ChoiceField(label=_("Which way was that?"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["crowbar"].choices = [
            ("", gettext("Another way")),
            *((code, row.text.in_(language())) for code, row in services.crowbars().items()),
        ]


class CorrectForm(
    WithoutPersons,
    step_form(  # type: ignore[misc]
        Barrier, "title", *services.LINES, *services.PROSE, "met_in", "municipality", "area"
    ),
):
    """Every text anew, and why."""

    why = long_text(_("Reasons"), EVERYBODY)


class BarrierResource(Resource):
    """Something that stands in the way."""

    model, workflow, machine = Barrier, services.STEPS, "barrier"
    namespace, name, plural, title = "learning", "barrier", "barriers", _("What stands in the way")
    missing, empty = _("There is no such barrier."), _("No barrier was reported.")
    some = ngettext_lazy("There is %(n)s barrier.", "There are %(n)s barriers.", "n")
    none = _("No barrier was reported.")
    intro = _(
        "Whoever meets a barrier in a neighbourhood sees here who met it before and what broke it. What a rule"
        " causes is put before who can change the rule, and followed until it is solved."
    )
    shown_reasons = frozenset({"correct", "withhold"})
    audiences = (PUBLIC, WORK)
    columns = ("heading", "kind", "body", "broken", "state")
    facts = (
        "kind", "relation", "rule", "body", "level", "met_in", "project", "municipality", "area", "cost", "met_on",
    )  # fmt: skip
    steps = {
        "meet": Step(services.meet, MeetForm, initial=_begun),
        "none_yet": Step(services.none_yet, NoneYetForm),
        "put": Step(services.put, PutForm),
        "answer": Step(services.answer, AnswerForm),
        "solve": Step(services.solve, SolveForm),
        "correct": Step(services.correct, CorrectForm),
        "withhold": Step(services.withhold, WithholdForm),
    }

    @admin.display(description=_("Barrier"))
    def heading(self, subject: Barrier) -> dict[str, str]:
        """What it is, and where it was met."""
        return {"text": subject.title, "note": subject.project}

    @admin.display(description=_("What broke it"))
    def broken(self, subject: Barrier) -> str:
        """By which way, or in words; 'nothing yet' while it stands."""
        if subject.state == "none_yet":
            return ""
        row = services.crowbars().get(subject.crowbar)
        return row.text.in_(language()) if row else subject.broken_by or gettext("nothing yet")

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Everybody reads all of them."""
        return Barrier.objects.all()

    def chosen(self, rows: QuerySet[Any], reader: Reader) -> QuerySet[Any]:
        """Those that the address asks for; with words the most alike, best first. Raises BadRequest for a
        choice that isn't there."""
        request = reader.request
        relation = choice_in(request, "relation", ("", *Barrier.Relation.values), "")
        kind = choice_in(request, "kind", ("", *Barrier.Kind.values), "")
        query = request.GET.get("q", "").strip()[:_LONGEST]
        if query:
            numbers = services.index().search(query, relation=relation, kind=kind, rule=query)
            order = (When(pk=number, then=place) for place, number in enumerate(numbers))
            return rows.filter(pk__in=numbers).order_by(Case(*order, default=len(numbers)))
        exactly = {"relation": relation, "kind": kind}
        return rows.filter(**{name: value for name, value in exactly.items() if value})

    def filters(self, reader: Reader) -> Mapping[str, Any]:
        """Words, kind and relation."""
        asked_for = reader.request.GET
        return filter_form(
            reader.request,
            _("Who met it before?"),
            text("q", _("What stands in the way, or which rule?"), asked_for.get("q", "")),
            select("kind", _("What sort?"), Barrier.Kind.choices, asked_for.get("kind")),
            select(
                "relation", _("Between whom?"), Barrier.Relation.choices, asked_for.get("relation")
            ),
        )

    def list_sections(self, reader: Reader) -> list[Section]:
        """How many there are of each kind, how many of them are solved, in how many municipalities."""
        labels = dict(Barrier.Kind.choices)
        columns: dict[Any, Any] = {
            _("What sort?"): lambda row: str(labels[row["kind"]]),
            _("Reported"): lambda row: row["number"],
            _("Solved"): lambda row: row["solved"],
            _("Municipalities"): lambda row: row["cities"],
        }
        rows = services.counted()
        numbers = [_("Reported"), _("Solved"), _("Municipalities")]
        table = table_of("kinds", _("How many of each sort"), rows, columns, numbers)
        parts = [Section("kinds", _("How many of each sort"), table=table)] if rows else []
        bodies: dict[Any, Any] = {
            _("Who can lift it?"): lambda row: row[0],
            _("Not solved"): lambda row: row[1],
            _("To send"): lambda row: {
                "text": gettext("All of them as one document (PDF)"),
                "url": f"{reverse('learning:bundle')}?{urlencode({'body': row[0]})}",
            },
        }
        for_whom, title = services.bodies()[:_MOST_BODIES], _("To whom they go")
        if for_whom:
            bundles = table_of("bodies", title, for_whom, bodies, [_("Not solved")])
            parts.append(Section("bodies", title, table=bundles))
        query = reader.request.GET.get("q", "").strip()[:_LONGEST]
        return [*self._practices(query, "", reader), *parts] if query else parts

    def _practices(self, query: str, kind: str, reader: Reader) -> list[Section]:
        """The practice cards that are about the same."""
        rows, title = practices.alike(query, kind, reader.today), _("What worked elsewhere")
        table = practices_table("practices", title, rows)
        return [Section("practices", title, table=table)] if rows else []

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Where one is in the menu."""
        return {"nav_current": "barriers"}

    def sections(self, subject: Barrier, reader: Reader) -> list[Section]:
        """What happens, who met it before, what broke it elsewhere, and the facts."""
        texts = [(name, getattr(subject, name)) for name in services.PROSE]
        parts = [Section(name, self.label(name), text) for name, text in texts if text]
        if subject.state == "none_yet":
            return [Section("facts", _("Facts"), facts=self.facts_of(subject))]
        columns: dict[Any, Any] = {
            _("Barrier"): lambda row: {
                "text": row.title,
                "url": self.url_of(row, reader),
                "note": row.project,
            },
            _("What broke it"): self.broken,
            _("State"): self.state,
        }
        found_before = services.alike(subject)
        parts.append(
            Section(
                "alike",
                _("Who met it before"),
                table=table_of("alike-table", _("Who met it before"), found_before, columns),
            )
            if found_before
            else Section("alike", _("Who met it before"), gettext("Nobody yet."))
        )
        ways = services.crowbars_for(subject.kind, subject.relation)
        crowbars: dict[Any, Any] = {
            _("What broke it"): lambda row: row.text.in_(language()),
            _("Which barrier was that?"): lambda row: row.barrier.in_(language()),
        }
        elsewhere = _("What broke such barriers elsewhere")
        if ways:
            table = table_of("crowbars-table", elsewhere, ways, crowbars)
            parts.append(Section("crowbars", elsewhere, table=table))
        parts += self._practices(f"{subject.title} {subject.text}", subject.kind, reader)
        return [*parts, Section("facts", _("Facts"), facts=self.facts_of(subject))]


barriers: BarrierResource = register(BarrierResource())
