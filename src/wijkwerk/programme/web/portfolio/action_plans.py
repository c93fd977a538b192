"""Plans under pressure: for everybody, and where the bureau keeps them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from wijkwerk.programme.agreements import waits_for
from wijkwerk.programme.models import ActionPlan, ActionStep, Contact
from wijkwerk.programme.policies import PUBLIC_ACTION_PLANS
from wijkwerk.programme.services import actions as services
from wijkwerk.programme.web.portfolio.labels import weeks_label
from wijkwerk.programme.web.signing import SignedResource, signatures_section, signing
from wijkwerk.workflow.forms import VersionForm, day_field, step_form
from wijkwerk.workflow.resources import Reader, Step, register
from wijkwerk.workflow.sections import Columns, Section, table_of
from wijkwerk.workflow.values import shown


class DoneForm(VersionForm):
    """When a step was done."""

    on = day_field(_("On which day"))


VISIT = step_form(Contact, "visited_on", required=True)


def _visited(contact: Contact) -> str:
    return f"{contact.organisation.name}: {contact.function}"


class ActionPlanResource(SignedResource):
    """Steps in weeks, one contact per government or partner, which all agree; then half a year of carrying
    out, and a result."""

    model = ActionPlan
    machine = "action_plan"
    signing_path = "action-plans/sign"
    name, plural, title = "action-plan", "action-plans", _("Action plans")
    missing = _("There is no such plan.")
    empty = _("There is no action plan yet.")
    some = ngettext_lazy(
        "One plan under pressure is going on.", "%(n)s plans under pressure are going on.", "n"
    )
    none = _("No plan under pressure is going on.")
    intro = _(
        "A plan under pressure is for a problem that can’t wait: some weeks of planning with"
        " everybody at the table, one contact for each government and partner, who agree to it, then"
        " half a year of carrying out."
    )
    columns = ("title", "state", "begins_on", "steps_done")
    steps = {
        "make": Step(
            services.make, step_form(ActionPlan, "title", "problem", "begins_on"), today="begins_on"
        ),
        "add_step": Step(services.add_step, step_form(ActionStep, "title", "week", "organisation")),
        "add_contact": Step(
            services.add_contact, step_form(Contact, "organisation", "function", "visited_on")
        ),
        "visit": Step(services.visit, VISIT, today="visited_on", rows="contacts", about=_visited),
        "offer": Step(services.offer),
        "take_back": Step(services.take_back),
        "begin": Step(services.begin, offered=lambda _reader, plan: not waits_for(plan)),
        "sign": signing(services.sign, lambda reader, plan: action_plans.planned(plan, reader)),
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
        """How it stands; once it is carried out how many steps were done and how many are too late."""
        if subject.state not in PUBLIC_ACTION_PLANS:
            return super().answer(subject, reader)
        steps_sentence = _("%(done)s steps were done.") % {"done": self.steps_done(subject)}
        late = sum(services.is_late(subject, step, reader.today) for step in subject.steps.all())
        behind = ngettext("One is too late.", "%(n)s are too late.", late) % {"n": late}
        return " ".join([f"{self.state(subject)}.", steps_sentence, *([behind] if late else [])])

    def sections(self, subject: ActionPlan, reader: Reader) -> list[Section]:
        """What is planned, and who agreed."""
        return [*self.planned(subject, reader), signatures_section(subject)]

    def planned(self, subject: ActionPlan, reader: Reader) -> list[Section]:
        """The problem, what came out, steps in weeks, who answers for whom."""
        texts = [(name, getattr(subject, name)) for name in ("problem", "result", "beyond")]
        nobody = _("No contact was chosen yet.")
        columns: Columns = {
            _("Organisation"): "organisation",
            _("Function of the one contact"): "function",
            _("Visited on"): lambda contact: self._visited(subject, contact, reader),
        }
        rows = subject.contacts.select_related("organisation")
        contacts = table_of("contacts", _("One contact each"), rows, columns, empty=nobody)
        return [
            *(Section(name, self.label(name), text) for name, text in texts if text),
            self._steps(subject, reader),
            Section("contacts", _("One contact each"), table=contacts),
        ]

    def _steps(self, plan: ActionPlan, reader: Reader) -> Section:
        steps = list(plan.steps.select_related("organisation"))
        columns: Columns = {
            _("Step"): "title",
            _("By the end of"): lambda step: {
                "text": weeks_label(step.week),
                "note": shown(plan.end_of_week(step.week)),
            },
            _("By whom"): "organisation",
            _("Done on"): lambda step: self._done(plan, step, reader),
        }
        table = table_of("steps", _("Steps"), steps, columns, empty=_("There are no steps yet."))
        facts: list[tuple[Any, Any]] = [(self.label("begins_on"), plan.begins_on)]
        if steps:
            last = max(step.week for step in steps)
            facts.append((_("Last week ends"), plan.end_of_week(last)))
            facts.append((_("Half a year of carrying out ends"), plan.carried_out_by))
        return Section("steps", _("Steps in weeks"), table=table, facts=facts)

    def _visited(self, plan: ActionPlan, contact: Contact, reader: Reader) -> Any:
        url = self.row_address("visit", reader, plan, contact)
        text = shown(contact.visited_on) if contact.visited_on else _("not visited yet")
        return {"text": text, "url": url} if url else text

    def _done(self, plan: ActionPlan, step: ActionStep, reader: Reader) -> Any:
        if step.done_on:
            return step.done_on
        late = _("too late") if services.is_late(plan, step, reader.today) else ""
        url = self.row_address("done_step", reader, plan, step)
        return {"text": _("Say that it was done"), "note": late, "url": url} if url else late


action_plans: ActionPlanResource = register(ActionPlanResource())
