"""Projects of residents: from a proposal, by a ballot, to what was carried out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation.models import Budget, Payment, Project
from wijkwerk.participation.policies import published_result
from wijkwerk.participation.services import budgets as services
from wijkwerk.participation.web.budgets import budgets
from wijkwerk.participation.web.labels import euros, outcome_label, why_label
from wijkwerk.participation.web.resource import PUBLIC, ProcessPart
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of


def _draft_budgets(process: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = Budget.objects.filter(process=process, state="draft")
    return rows


class ProjectResource(ProcessPart):
    """A project: proposed, costed, on the ballot, chosen or not, carried out, confirmed."""

    model = Project
    machine = "project"
    name, plural, title = "project", "projects", _("Projects of residents")
    missing, empty = _("There is no such project."), _("There is no project yet.")
    some = ngettext_lazy("One project.", "%(n)s projects.", "n")
    none = _("There is no project yet.")
    select_related = ("process", "budget")
    columns = ("title", "state", "money", "street", "due_on")
    facts = ("budget", "street", "money", "costing", "due_on", "paid")
    steps = {
        "propose": Step(
            services.propose, step_form(Project, "budget", "title", "text", "street"),
            choices={"budget": _draft_budgets},
        ),
        "write": Step(services.write_project, step_form(Project, "title", "text", "street")),
        "cost": Step(services.cost, step_form(Project, "cost", "costing", "due_on", required=True)),
        "admit": Step(services.admit),
        "decline": Step(services.decline),
        "spend": Step(services.spend, step_form(Payment, "amount", "on", "purpose"), today="on"),
        "delay": Step(services.delay, step_form(Project, "due_on", required=True)),
        "deliver": Step(services.deliver, step_form(Project, "result", required=True)),
        "confirm": Step(services.confirm),
        "reject": Step(services.reject),
    }  # fmt: skip
    elsewhere = {
        "award": "awarding the budget does it for every winner",
        "pass": "awarding the budget does it for the others",
    }
    left_out = {"receipt": "it is a secret of who proposed it"}

    @admin.display(description=_("Cost"))
    def money(self, subject: Project) -> str:
        """In euros; '' while nobody knows."""
        return euros(subject.cost)

    @admin.display(description=_("Paid"))
    def paid(self, subject: Project) -> str:
        """In euros; '' before it got money."""
        if subject.state not in ("awarded", "delivered", "confirmed"):
            return ""
        return euros(subject.spent)

    def answer(self, subject: Project, reader: Reader) -> str:
        """How it stands, and when it is late."""
        state = f"{self.state(subject)}."
        late = subject.state == "awarded" and subject.due_on and subject.due_on < reader.today
        return f"{state} {gettext('It is late.')}" if late else state

    def sections(self, subject: Project, reader: Reader) -> list[Section]:
        """What it is, its result in the count, what was done and paid."""
        return [
            Section("text", self.label("text"), subject.text),
            *self._count(subject, reader),
            *([Section("done", self.label("result"), subject.result)] if subject.result else []),
            Section("facts", _("Facts"), facts=self._facts(subject, reader)),
            *self._payments(subject),
        ]

    def _facts(self, project: Project, reader: Reader) -> list[tuple[Any, Any]]:
        """Without the budget, when this reader may not see it yet."""
        shows_budget = budgets.queryset(reader).filter(pk=project.budget_id).exists()
        facts = self.facts if shows_budget else [name for name in self.facts if name != "budget"]
        return self.facts_of(project, facts)

    def _count(self, project: Project, reader: Reader) -> list[Section]:
        if project.budget.state not in ("counted", "awarded"):
            return []
        last = project.budget.counts.order_by("-number").first()
        count_rows = (
            {}
            if last is None
            else {project["code"]: project for project in published_result(last.result)["projects"]}
        )
        own = count_rows.get(str(project.pk))
        if own is None:
            return []
        links = [(str(project.budget), budgets.url_of(project.budget, reader), "")]
        why = [why_label(own)] if "votes" in own else []
        lead = [f"{outcome_label(own)}.", *why]
        return [Section("count", _("Result of the vote"), lead=lead, links=links)]

    def _payments(self, project: Project) -> list[Section]:
        rows = list(project.payments.all())
        if not rows:
            return []
        columns: Columns = {
            _("For what"): "purpose",
            _("Date"): "on",
            _("Amount in euros"): lambda row: euros(row.amount),
        }
        table = table_of("payments", _("Payments"), rows, columns)
        return [Section("payments", _("What was paid"), table=table)]

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With their budget."""
        return rows.select_related("budget")

    def counted(self, reader: Reader) -> int:
        """Those that this reader sees."""
        return self.queryset(reader).count()

    def frame(self, reader: Reader, crumb: str) -> Any:
        """The pages of the process; residents propose on a page of their own."""
        return {**super().frame(reader, crumb), "public": reader.audience is PUBLIC}


projects = register(ProjectResource())
