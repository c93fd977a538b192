"""Plans under pressure: for everybody, and where the bureau keeps them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from wijkwerk.programme.models import ActionPlan, ActionStep, Contact
from wijkwerk.programme.services import actions as services
from wijkwerk.programme.web.portfolio.labels import weeks_label
from wijkwerk.programme.web.resource import ProgrammeResource
from wijkwerk.workflow.forms import VersionForm, day_field, step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import shown


class DoneForm(VersionForm):
    """When a step was done."""

    on = day_field(_("On which day"))


class ActionPlanResource(ProgrammeResource):
    """Steps in weeks, one contact per government, then half a year of carrying out."""

    model = ActionPlan
    machine = "action_plan"
    name, plural, title = "action-plan", "action-plans", _("Action plans")
    missing = _("There is no such plan.")
    empty = _("There is no action plan yet.")
    some = ngettext_lazy(
        "One plan under pressure is going on.", "%(n)s plans under pressure are going on.", "n"
    )
    none = _("No plan under pressure is going on.")
    intro = _(
        "A plan under pressure is for a problem that can’t wait: some weeks of planning with"
        " everybody at the table, one contact for each government, then half a year of carrying out."
    )
    columns = ("title", "state", "begins_on", "steps_done")
    steps = {
        "make": Step(
            services.make, step_form(ActionPlan, "title", "problem", "begins_on"), today="begins_on"
        ),
        "add_step": Step(services.add_step, step_form(ActionStep, "title", "week", "organisation")),
        "add_contact": Step(services.add_contact, step_form(Contact, "organisation", "function")),
        "report": Step(
            services.report, step_form(ActionPlan, "beyond", required=True), _("What came out")
        ),
        "done_step": Step(services.done_step, DoneForm, today="on", rows="steps", path="done"),
    }

    @admin.display(description=_("Steps done"))
    def steps_done(self, subject: ActionPlan) -> str:
        """How many of how many."""
        steps = subject.steps.all()
        done = sum(step.done_on is not None for step in steps)
        return _("%(done)s of %(all)s") % {"done": done, "all": len(steps)}

    def listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With their steps, which the list counts."""
        return rows.prefetch_related("steps")

    def counted(self, reader: Reader) -> int:
        """Those that go on."""
        return int(reader.parent.action_plans.filter(state="going").count())

    def answer(self, subject: ActionPlan, reader: Reader) -> str:
        """How it stands, how many steps were done and how many are too late."""
        steps_sentence = _("%(done)s steps were done.") % {"done": self.steps_done(subject)}
        late = sum(services.is_late(subject, step, reader.today) for step in subject.steps.all())
        behind = ngettext("One is too late.", "%(n)s are too late.", late) % {"n": late}
        return " ".join([f"{self.state(subject)}.", steps_sentence, *([behind] if late else [])])

    def sections(self, subject: ActionPlan, reader: Reader) -> list[Section]:
        """The problem, what came out, steps in weeks, who answers for whom."""
        texts = [(name, getattr(subject, name)) for name in ("problem", "result", "beyond")]
        contacts = list(subject.contacts.values_list("organisation__name", "function"))
        nobody = _("No contact was chosen yet.")
        return [
            *(Section(name, self.label(name), text) for name, text in texts if text),
            self._steps(subject, reader),
            Section("contacts", _("One contact each"), facts=contacts, empty=nobody),
        ]

    def _steps(self, plan: ActionPlan, reader: Reader) -> Section:
        steps = list(plan.steps.select_related("organisation"))
        columns: Columns = {
            _("Step"): "title",
            _("By the end of"): lambda step: {
                "text": weeks_label(step.week),
                "note": shown(services.end_of_week(plan, step.week)),
            },
            _("By whom"): "organisation",
            _("Done on"): lambda step: self._done(plan, step, reader),
        }
        table = table_of("steps", _("Steps"), steps, columns, empty=_("There are no steps yet."))
        facts = [(self.label("begins_on"), plan.begins_on)]
        if steps:
            last = max(step.week for step in steps)
            carried_out = services.carried_out_by(plan, last)
            facts.append((_("Last week ends"), services.end_of_week(plan, last)))
            facts.append((_("Half a year of carrying out ends"), carried_out))
        return Section("steps", _("Steps in weeks"), table=table, facts=facts)

    def _done(self, plan: ActionPlan, step: ActionStep, reader: Reader) -> Any:
        if step.done_on:
            return step.done_on
        late = _("too late") if services.is_late(plan, step, reader.today) else ""
        url = self.row_address("done_step", reader, plan, step)
        return {"text": _("Say that it was done"), "note": late, "url": url} if url else late


action_plans = register(ActionPlanResource())
