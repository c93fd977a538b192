"""My programmes, and of one what needs attention now: nothing overdue stays out of sight."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import Place, may, needs, signed_in
from wijkwerk.monitor.display import library
from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import COUNCIL, WORK, organisations_for, programmes_for
from wijkwerk.programme.selectors.targets import whole
from wijkwerk.programme.services import programmes as does
from wijkwerk.programme.web import target_labels as words
from wijkwerk.programme.web.acting import actions, told_steps
from wijkwerk.programme.web.frame import frame, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.plans import attention
from wijkwerk.programme.web.plans.acting import act
from wijkwerk.programme.web.plans.corrections import arranged
from wijkwerk.programme.web.plans.forms import AboutForm, GoalForm, NameForm, StartForm
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import ReasonForm, VersionForm
from wijkwerk.workflow.pages import GET_AND_POST, StepPage, step_page

_HISTORY = 20


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The programmes that this account works on, and those whose council's page it may read."""
    user, now = request.user, timezone.now()
    works = {one.pk for one in programmes_for(user, WORK, now)}
    rows = [
        [
            {
                "text": one.title,
                "url": reverse(
                    "programme:work" if one.pk in works else "programme:work-council",
                    args=[one.slug],
                ),
            },
            LABELS.state("programme", one.state),
        ]
        for one in programmes_for(user, COUNCIL, now)
    ]
    table = {
        "id": "programmes",
        "caption": _("My programmes"),
        "rows": rows,
        "empty": _("You have no role in a programme."),
        "columns": [{"label": _("Programme")}, {"label": _("State")}],
    }
    return render(
        request,
        "programme/plans/all.html",
        {
            "account": user,
            "table": table,
            "may_start": may(user, "programme.start", Place(), now),
            "organisations": organisations_for(user, now),
        },
    )


@needs("programme.start")
@GET_AND_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start a programme."""
    form = StartForm(_editions(), request.POST or None, initial={"version": 0})

    def make(form: forms.Form, command: StepCommand) -> Programme:
        said = form.cleaned_data
        return does.start(command, said["slug"], _about(said), said["simulated"])

    back = reverse("programme:work-all")
    return step_page(
        request,
        StepPage(
            title=LABELS.action("programme", "start"),
            form=form,
            make=make,
            why_not=LABELS.refusal,
            done=lambda made: back,
            back=back,
            back_label=_("My programmes"),
            explanation=LABELS.explanation("programme", "start"),
        ),
    )


@needs(WORK)
@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """What needs attention in a programme now."""
    programme, now = worked_on(request, slug), timezone.now()
    user = request.user
    matters = attention.matters_of(programme, now)
    waiting = sum(matter.total for matter in matters)
    return render(
        request,
        "programme/plans/work.html",
        {
            **frame(programme, "work", work=True),
            "account": user,
            "matters": matters,
            "waiting": waiting,
            "state": LABELS.state("programme", programme.state),
            "answer": words.whole_sentence(whole(programme, deadlines.today(now))),
            "pillars": arranged(request, programme, now),
            "actions": [
                *actions(
                    user,
                    programme,
                    programme,
                    ("run", "edit", "end"),
                    lambda action: _address(programme, action),
                    now,
                ),
                *(
                    {"label": LABELS.action("programme", one), "url": _address(programme, one)}
                    for one in ("pillar", "goal")
                    if actions(user, programme, programme, ("arrange",), str, now)
                ),
            ],
            "history": told_steps(
                reversed(programme.steps.filter(machine="programme").order_by("-pk")[:_HISTORY])
            ),
            "public_url": ""
            if programme.state == "draft"
            else reverse("programme:overview", args=[slug]),
            "council_url": reverse("programme:work-council", args=[slug]),
        },
    )


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """A step of the programme itself."""
    programme = worked_on(request, slug)
    begin, sent = {"version": programme.version}, request.POST or None
    back = reverse("programme:work", args=[slug])
    form: forms.Form
    name, empty = action, None
    if action == "edit":
        held = {
            base_field: getattr(programme, base_field)
            for base_field in AboutForm.base_fields
            if base_field != "version"
        }
        held["areas"] = ", ".join(programme.areas)
        form = AboutForm(_editions(programme.edition), sent, initial={**begin, **held})

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.edit(command, programme, _about(form.cleaned_data))
    elif action in ("run", "end"):
        form = (ReasonForm if action == "end" else VersionForm)(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return (does.end if action == "end" else does.run)(command, programme)
    elif action == "pillar":
        name, form = "arrange", NameForm(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.add_pillar(command, programme, form.cleaned_data["name"])
    elif action == "goal":
        pillars = {
            str(pillar.pk): pillar for pillar in programme.pillars.select_related("programme")
        }
        name = "arrange"
        form = GoalForm(
            [(key, pillar.name) for key, pillar in pillars.items()], sent, initial=begin
        )
        empty = None if pillars else (_("There is no pillar yet."), _("First add a pillar."))

        def make(form: forms.Form, command: StepCommand) -> Any:
            said = form.cleaned_data
            return does.add_goal(command, pillars[said["choice"]], said["name"])
    else:
        raise Http404
    return act(
        request,
        programme,
        "programme",
        name,
        form,
        make,
        back,
        thing=programme,
        words=action,
        empty=empty,
    )


def _address(programme: Programme, action: str) -> str:
    return reverse("programme:programme-step", args=[programme.slug, action])


def _about(said: dict[str, Any]) -> does.About:
    return does.About(
        said["title"],
        said["begins_on"],
        said["ends_on"],
        said["vision"],
        said["municipality"],
        said["areas"],
        said["edition"],
        said["mandate"],
    )


def _editions(chosen: str = "") -> list[tuple[str, str]]:
    """The editions of the monitor; the chosen one stays when it isn't served any more."""
    found = [record.edition for record in library().records()]
    if chosen and chosen not in found:
        found.append(chosen)
    return [(one, one) for one in found]
