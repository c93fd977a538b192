"""Citizens' summits: statements with who agreed, and what became of each demand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.core.campaigns import percent_of
from wijkwerk.participation.models import Agreement, Demand, Statement, Summit
from wijkwerk.participation.services import summits as services
from wijkwerk.participation.web.agreements import agreements
from wijkwerk.participation.web.ideas import clock_sentence
from wijkwerk.participation.web.resource import ProcessPart
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import Counted

_FACTS = ("title", "held_on", "place", "participants", "invited")


class SummitResource(ProcessPart):
    """An evening or day on which residents said what they find."""

    model = Summit
    machine = "summit"
    name, plural, title = "summit", "summits", _("Citizens’ summits")
    missing, empty = _("There is no such summit."), _("There was no summit yet.")
    intro = _("What residents found together, and what became of each demand.")
    some = ngettext_lazy("One summit was held.", "%(n)s summits were held.", "n")
    none = _("No summit was held yet.")
    columns = ("heading", "held_on", "participants", "waiting")
    facts = ("held_on", "place", "participants")
    steps = {
        "record": Step(services.record, step_form(Summit, *_FACTS), today="held_on"),
        "write": Step(services.write, step_form(Summit, *_FACTS)),
        "state": Step(services.state, step_form(Statement, "title", "agree", "disagree")),
        "demand": Step(
            services.demand, step_form(Demand, "title", "text"), begins=("demand", "raise")
        ),
    }

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With how many demands wait."""
        counted: QuerySet[Any] = rows.annotate(
            open_demands=Count("demands", filter=Q(demands__state="raised"))
        )
        return counted

    @admin.display(description=_("Summit"))
    def heading(self, subject: Summit) -> str:
        """What it is called."""
        return subject.title

    @admin.display(description=_("Demands without an answer"))
    def waiting(self, subject: Summit) -> int:
        """How many."""
        if not hasattr(subject, "open_demands"):
            return subject.demands.filter(state="raised").count()
        return int(subject.open_demands)

    def answer(self, subject: Summit, reader: Reader) -> str:
        """How many demands were made, and how many of them wait."""
        number = Counted(subject.demands.count())
        if not number:
            return gettext("Residents made no demands.")
        sentence = ngettext("%(n)s demand.", "%(n)s demands.", number) % {"n": number}
        waiting = Counted(self.waiting(subject))
        if not waiting:
            return f"{sentence} {gettext('Each has an answer.')}"
        waits = ngettext("%(n)s waits for an answer.", "%(n)s wait for an answer.", waiting)
        return f"{sentence} {waits % {'n': waiting}}"

    def sections(self, subject: Summit, reader: Reader) -> list[Section]:
        """How residents were invited, statements, demands."""
        agree = _("Agree")
        columns: Columns = {
            _("Statement"): "title",
            agree: "agree",
            _("Disagree"): "disagree",
            _("Of those who chose"): _share,
        }
        statements = table_of(
            "statements",
            _("Statements"),
            subject.statements.all(),
            columns,
            (agree, _("Disagree")),
            verdict=_("Of those who chose"),
            empty=_("No statement was written down."),
        )
        rows = demands.queryset(reader).filter(summit=subject).select_related("agreement")
        demand_columns: Columns = {
            _("Demand"): lambda row: demands.link(row, reader),
            _("Answer"): lambda row: demands.answer(row, reader),
        }
        demand_table = table_of(
            "demands", _("Demands"), rows, demand_columns, empty=_("Residents made no demands.")
        )
        note = _(
            "It says what those who were there found, not what everybody who lives here finds."
        )
        return [
            Section("statements", _("Statements"), table=statements, note=note),
            Section("demands", _("Demands"), table=demand_table),
            Section("invited", self.label("invited"), subject.invited),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]


def _share(row: Statement) -> str:
    """How many agree of those who agreed or disagreed."""
    chose = row.agree + row.disagree
    if not chose:
        return ""
    return gettext("%(percent)s%% agree") % {"percent": Counted(percent_of(row.agree, chose))}


class DemandResource(ProcessPart):
    """What residents ask at a summit; the answer is an agreement with an owner, or a reason why not."""

    model = Demand
    machine = "demand"
    name, plural, title = "demand", "demands", _("Demands of residents")
    missing, empty = _("There is no such demand."), _("There is no demand yet.")
    some = ngettext_lazy("One demand.", "%(n)s demands.", "n")
    none = _("There is no demand yet.")
    select_related = ("process", "summit", "agreement")
    columns = ("heading", "summit", "clock")
    facts = ("summit", "answer_by", "answered_on")
    steps = {
        "agree": Step(
            services.agree,
            step_form(Agreement, "doer", "due_on", required=True),
            text=_("Explanation"),
        ),
        "refuse": Step(services.refuse),
    }
    elsewhere = {"raise": "it is made on the page of its summit"}
    left_out = {"agreement": "its page leads there, and the register has it"}

    @admin.display(description=_("Demand"))
    def heading(self, subject: Demand) -> str:
        """What it is about."""
        return subject.title

    @admin.display(description=_("Answer"))
    def clock(self, subject: Demand) -> str:
        """How the answer stands."""
        state = self.state(subject).lower() if subject.answered_on else ""
        return clock_sentence(subject.answer_by, subject.answered_on, state)

    def answer(self, subject: Demand, reader: Reader) -> str:
        """The clock, with what it became."""
        return self.clock(subject)

    def sections(self, subject: Demand, reader: Reader) -> list[Section]:
        """What residents ask, and the agreement that it became."""
        agreement = subject.agreement
        links = [(str(agreement), agreements.url_of(agreement, reader), "")] if agreement else []
        return [
            Section("text", self.label("text"), subject.text),
            *([Section("agreement", self.label("agreement"), links=links)] if links else []),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
        ]


summits = register(SummitResource())
demands = register(DemandResource())
