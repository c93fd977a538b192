"""Processes: what residents are asked, in which phases, by which rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models import Idea, Phase, Process, ProcessCheck, Route
from wijkwerk.participation.policies import READ, public_processes, public_rows, worked_on
from wijkwerk.participation.process_templates import templates
from wijkwerk.participation.services import processes as services
from wijkwerk.participation.services.common import STEPS
from wijkwerk.participation.services.residents import open_budget
from wijkwerk.participation.web.resource import NAMESPACE, SECONDS, frame
from wijkwerk.ui.reader import language
from wijkwerk.workflow.forms import StepModelForm, step_form
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource, Step, register
from wijkwerk.workflow.sections import Columns, Link, Section, table_of
from wijkwerk.workflow.values import shown

_PUBLIC = Audience("public", "", template="participation/_frame.html", seconds=SECONDS)
_WORK = Audience("work", "work", READ, "work-", "participation/_work.html", steps=True)
_DESIGN = (
    "title", "municipality", "areas", "begins_on", "ends_on", "question", "negotiable", "fixed",
    "decides", "powers", "consultation", "groups", "budget_line", "contact", "must_join", "three_responsible",
)  # fmt: skip
_MOST = 20  # of what residents changed, on the page of a process
_TEXTS = ("negotiable", "fixed", "decides", "powers", "consultation", "groups")
_CHANGES = ("negotiable", "fixed", "decides", "powers", "groups", "contact")


class DesignForm(step_form(Process, *_DESIGN)):  # type: ignore[misc]
    """The design, which may begin with a template."""

    template = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta(StepModelForm.Meta):
        """Fields of the model."""

        model = Process
        fields = _DESIGN


def _of_template(reader: Reader, _subject: Any) -> dict[str, Any]:
    """What the design begins with, when the address names a template."""
    key = reader.request.GET.get("template", "")
    template = templates().get(key)
    return {"template": key, **template.texts} if template else {}


class ProcessResource(Resource):
    """A process is designed before it opens, and changes with a date and reasons."""

    model = Process
    workflow = STEPS
    machine = "process"
    namespace = NAMESPACE
    name, plural, title = "process", "participation", _("Participation")
    missing, empty = _("There is no such process."), _("There is no process yet.")
    some = ngettext_lazy("One process is open.", "%(n)s processes are open.", "n")
    none = _("No process is open now.")
    audiences = (_PUBLIC, _WORK)
    columns = ("title", "state", "begins_on", "ends_on")
    facts = ("begins_on", "ends_on", "budget_line", "contact", "must_join", "three_responsible")
    steps = {
        "design": Step(services.design, DesignForm, initial=_of_template),
        "write": Step(services.write, step_form(Process, *_DESIGN)),
        "plan": Step(services.plan, step_form(Phase, "title", "activity", "begins_on", "ends_on")),
        "check": Step(services.check, step_form(ProcessCheck, "question", "verdict", "because")),
        "route": Step(services.route, step_form(Route, "topic", "area", "handler")),
        "open": Step(services.open_process),
        "change": Step(services.change, step_form(Process, *_CHANGES)),
        "postpone": Step(services.postpone, step_form(Process, "ends_on")),
        "resume": Step(services.resume),
        "finish": Step(services.finish, text=_("What came out, and what happens with it")),
    }

    def url_name(self, view: str, audience: Audience) -> str:
        """The list bears the capability's own name."""
        return f"{audience.prefix}processes" if view == "list" else super().url_name(view, audience)

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """Those that everybody sees, or that the account works on."""
        if reader.audience is _PUBLIC:
            return public_processes()
        return worked_on(reader.user, decisions_of(reader.request).now)

    def counted(self, reader: Reader) -> int:
        """Those that are open."""
        return self.queryset(reader).filter(state="open").count()

    def frame(self, reader: Reader, crumb: str) -> dict[str, Any]:
        """Around a list nothing, around a process its pages."""
        match = reader.request.resolver_match
        number = match.kwargs.get("number") if match else None
        process = Process.objects.filter(pk=number).first() if number else None
        return frame(process, "process", crumb, work=reader.audience is _WORK)

    def answer(self, subject: Process, reader: Reader) -> str:
        """How it stands, and what residents can do today."""
        now = [
            str(phase.get_activity_display())
            for phase in subject.phases.all()
            if phase.begins_on <= reader.today <= phase.ends_on
        ]
        state = f"{self.state(subject)}."
        if subject.state != "open" or not now:
            return state
        return state + " " + _("What you can do now: %(what)s.") % {"what": ", ".join(now).lower()}

    def sections(self, subject: Process, reader: Reader) -> list[Section]:
        """The question, what one can do, phases, what was agreed, the checks."""
        return [
            Section("question", self.label("question"), subject.question),
            *self._doing(subject, reader),
            *self._changed(subject),
            self._phases(subject),
            Section("facts", _("Facts"), facts=self.facts_of(subject)),
            *(Section(name, self.label(name), getattr(subject, name)) for name in _TEXTS),
            *self._routes(subject),
            self._checks(subject),
        ]

    def list_sections(self, reader: Reader) -> list[Section]:
        """Ways of working of cities to begin with, for who may design."""
        begins = self.begin_actions(reader)
        if not begins:
            return []
        links = [
            (
                template.name.in_(language()),
                f"{begins[0]['url']}?template={key}",
                template.about.in_(language()),
            )
            for key, template in templates().items()
        ]
        return [Section("templates", _("Begin with the way of a city"), links=links)]

    def links(self, subject: Process, reader: Reader) -> list[Link]:
        """The calendar of a public process."""
        if reader.audience is not _PUBLIC:
            return []
        url = reverse(f"{NAMESPACE}:calendar", args=[subject.pk])
        return [(_("All days as a calendar (iCalendar)"), url)]

    def _doing(self, process: Process, reader: Reader) -> list[Section]:
        if reader.audience is not _PUBLIC:
            return []
        links = []
        if open_budget(process, decisions_of(reader.request).now) is not None:
            url = reverse(f"{NAMESPACE}:propose", args=[process.pk])
            links.append((gettext("Propose a project"), url, ""))
        for budget in process.budgets.filter(state="settled"):
            if budget.opens_on <= reader.today <= budget.closes_on:
                url = reverse(f"{NAMESPACE}:vote", args=[process.pk, budget.pk])
                links.append((gettext("Vote"), url, str(budget)))
        url = reverse(f"{NAMESPACE}:follow")
        links.append((gettext("Follow what you proposed"), url, gettext("with your receipt")))
        return [Section("doing", _("What you can do"), links=links)]

    def _changed(self, process: Process) -> list[Section]:
        """What contributions of residents changed, newest first."""
        rows = (
            public_rows(process, Idea).exclude(changed="").order_by("-answered_on", "-pk")[:_MOST]
        )
        links = [
            (row.title, reverse(f"{NAMESPACE}:idea", args=[process.pk, row.pk]), row.changed)
            for row in rows
        ]
        title = _("What residents changed")
        return [Section("changed", title, links=links)] if links else []

    def _phases(self, process: Process) -> Section:
        columns: Columns = {
            _("Phase"): "title",
            _("What residents can do"): "activity",
            _("First day"): "begins_on",
            _("Last day"): "ends_on",
        }
        empty = _("There are no phases yet.")
        table = table_of("phases", _("Phases"), process.phases.all(), columns, empty=empty)
        return Section("phases", _("Phases"), table=table)

    def _routes(self, process: Process) -> list[Section]:
        routes = list(process.routes.all())
        columns: Columns = {
            _("About what"): "topic",
            _("Area"): "area",
            _("Who handles it"): "handler",
        }
        table = table_of("routes", _("Who handles signals"), routes, columns)
        return [Section("routes", _("Who handles signals"), table=table)] if routes else []

    def _checks(self, process: Process) -> Section:
        by_question = {check.question: check for check in process.checks.all()}
        rows = [
            (value, label, by_question.get(value)) for value, label in ProcessCheck.Question.choices
        ]
        columns: Columns = {
            _("Check"): lambda row: str(row[1]),
            _("Verdict"): lambda row: (
                row[2].get_verdict_display() if row[2] else gettext("Not filled in")
            ),
            _("Reasons"): lambda row: shown(row[2].because) if row[2] else "",
        }
        table = table_of("checks", _("Six checks before it opens"), rows, columns)
        return Section("checks", _("Six checks"), table=table)


processes = register(ProcessResource())
