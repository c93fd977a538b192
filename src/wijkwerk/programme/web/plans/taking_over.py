"""Taking over an approved plan for an area of the programme's municipality: which figures become targets, and
which organisation promises what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import needs, require
from wijkwerk.programme.models import Programme
from wijkwerk.programme.services.taking_over import take_over, taken_over
from wijkwerk.programme.web.fields import OrganisationField
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.registry.config import capabilities
from wijkwerk.registry.hooks import ApprovedPlan
from wijkwerk.shared.numbers import number
from wijkwerk.ui.reader import day, language
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed
from wijkwerk.workflow.pages import GET_AND_POST


def approved_plans(programme: Programme) -> list[ApprovedPlan]:
    """What can be taken over: nothing for a programme without a municipality."""
    if not programme.municipality:
        return []
    return [
        plan
        for capability in capabilities()
        for plan in capability.approved_plans(programme.municipality, language())
    ]


class TakeOverForm(forms.Form):
    """Below which goal, which figures, and of each action the organisation that promises it."""

    goal: Any = forms.ModelChoiceField(None, label=gettext_lazy("Goal"), empty_label=None)

    def __init__(self, programme: Programme, plan: ApprovedPlan, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        targets, promised = taken_over(programme)
        goal: Any = self.fields["goal"]
        goal.queryset = programme.goals.select_related("pillar")
        goal.label_from_instance = lambda row: f"{row.pillar.name}: {row.name}"
        self.figures = {
            f"figure-{at}": figure
            for at, figure in enumerate(plan.figures)
            if figure.title not in targets
        }
        self.actions = {
            f"action-{at}": action
            for at, action in enumerate(plan.actions)
            if action.title not in promised
        }
        for name, figure in self.figures.items():
            values = {
                "title": figure.title,
                "baseline": number(figure.baseline, 1, language()),
                "value": number(figure.value, 1, language()),
                "day": day(figure.due_on),
            }
            label = _("Target: %(title)s, from %(baseline)s%% to %(value)s%% by %(day)s") % values
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=True)
        for name, action in self.actions.items():
            field = OrganisationField(
                action.title, required=False, empty_label=_("don’t take this over")
            )
            field.help_text = _("By %(day)s. In the plan: %(owner)s.") % {
                "day": day(action.due_on),
                "owner": action.owner.rstrip("."),
            }
            field.initial = self._named_in(field, action.owner)
            self.fields[name] = field

    @staticmethod
    def _named_in(field: OrganisationField, owner: str) -> str | None:
        """The organisation with whose name the owner begins; None unless it is one alone."""
        rows: Any = field.queryset
        begins = [row.slug for row in rows if owner.casefold().startswith(row.name.casefold())]
        return begins[0] if len(begins) == 1 else None

    @property
    def is_done(self) -> bool:
        """Whether everything was taken over before."""
        return not self.figures and not self.actions


@needs("programme.edit")
@GET_AND_POST
def take_plan_over(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The choices about one plan, and taking it over. 404 for a plan of another municipality."""
    programme, now = worked_on(request, slug), timezone.now()
    require(request.user, "programme.edit", programme, now)
    plan = next((plan for plan in approved_plans(programme) if plan.key == key), None)
    if plan is None:
        raise Http404(_("There is no such plan, or it isn’t approved yet."))
    form = TakeOverForm(programme, plan, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            take_over(
                StepCommand(request.user, now),
                programme,
                plan,
                chosen["goal"],
                [figure for name, figure in form.figures.items() if chosen[name]],
                {action: chosen[name] for name, action in form.actions.items() if chosen[name]},
            )
        except TransitionNotAllowed as refusal:
            form.add_error(None, LABELS.refusal(refusal.why))
        else:
            return HttpResponseRedirect(reverse("programme:work-targets", args=[slug]))
    context = {
        **frame(programme, "work", crumb=_("Take a plan over"), work=True),
        "account": request.user,
        "plan": plan,
        "form": form,
    }
    return render(request, "programme/plans/take_over.html", context)
