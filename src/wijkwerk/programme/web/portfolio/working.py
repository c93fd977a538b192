"""Where the bureau and the board work on projects. Every step has a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.models import Programme, Project
from wijkwerk.programme.policies import PUBLIC_STATES, WORK, public_rows
from wijkwerk.programme.selectors import portfolio as reading
from wijkwerk.programme.services import projects as does
from wijkwerk.programme.web.frame import worked_on
from wijkwerk.programme.web.lists import paged, row_of
from wijkwerk.programme.web.portfolio import forms as filled
from wijkwerk.programme.web.portfolio import public, show, steps
from wijkwerk.programme.web.portfolio.pages import work_page
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import VersionForm
from wijkwerk.workflow.pages import GET_AND_POST, Make

ACTIONS = ("begin", "edit", "mark", "continue", "embed", "pause", "stop", "not_known")


@needs(WORK)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every project, with what isn't known and which decision is open."""
    programme, now = worked_on(request, slug), timezone.now()
    choice = show.choice_of(request, public=False)
    rows = reading.chosen(reading.seen(programme, public=False), choice, now)
    here, pager = paged(request, rows.select_related("goal", "organisation"))
    told = reading.picture(programme, now, public=False)
    begin = steps.beginning(request, programme, "project", "add", "project-add")
    if begin:
        url = reverse("programme:project-import", args=[slug])
        begin.append({"label": _("Take in a list"), "url": url})
    links = [
        (_("Open decisions"), "work-decisions"), (_("The whole picture"), "work-portfolio"),
        (_("Assessments"), "work-assessments"), (_("Action plans"), "work-action-plans"),
        (_("Covenants"), "work-covenants"),
    ]  # fmt: skip
    return work_page(request, programme, "projects", {
        "first": show.first_line(told),
        "filters": show.filters(programme, choice, request.path, public=False),
        "table": show.projects_table(here, now, public.working_address, _("Projects")),
        "pager": pager, "downloads": public.downloads(programme, "work-projects-file"),
        "actions": begin,
        "links": [{"label": label, "url": reverse(f"programme:{name}", args=[slug])}
                  for label, name in links],
    })  # fmt: skip


@needs(WORK)
@require_safe
def projects_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every project as a spreadsheet, without notes."""
    return public.file_of(worked_on(request, slug), kind, public=False)


@needs(WORK)
@require_safe
def portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the whole, with what is only proposed."""
    programme = worked_on(request, slug)
    return work_page(
        request,
        programme,
        "portfolio",
        public.picture_of(
            programme,
            timezone.now(),
            public=False,
            listed=reverse("programme:work-projects", args=[slug]),
        ),
        crumb=_("The whole picture"),
    )


@needs(WORK)
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's list: what is to be decided, by when, and what holds until then."""
    programme, now = worked_on(request, slug), timezone.now()
    here, pager = paged(request, reading.open_decisions(programme))
    told = reading.picture(programme, now, public=False)
    return work_page(request, programme, "decisions", {
        "first": show.decisions_line(told), "pager": pager,
        "table": show.decisions_table(here, now, public.working_address),
        "undated": told.without_decision_day,
    }, crumb=_("Open decisions"))  # fmt: skip


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One project with the note, and what this account can do now."""
    programme, now = worked_on(request, slug), timezone.now()
    one = found_here(programme, number)
    shown = (
        programme.state in PUBLIC_STATES
        and public_rows(programme, Project).filter(pk=one.pk).exists()
    )

    return work_page(request, programme, "project", {
        **public.whole(one, now),
        "actions": steps.actions(request, one, ACTIONS, "project-step", now),
        "public_url": public.address(one) if shown else "",
    }, crumb=one.name)  # fmt: skip


@needs("programme.edit")
@GET_AND_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a project down."""
    programme = worked_on(request, slug)
    form = _project_form(programme, request.POST or None, {"version": 0})
    form.fields["runs"] = forms.BooleanField(
        label=_("It runs already"), required=False,
        help_text=_("Then it needs no beginning here. What isn’t known is shown as missing."),
    )  # fmt: skip

    def make(form: forms.Form, command: StepCommand) -> Project:
        return does.add(command, programme, _facts(programme, form), runs=form.cleaned_data["runs"])

    back = (reverse("programme:work-projects", args=[slug]), _("Projects"))
    return steps.page(
        request, programme, "project", "add", form, make, public.working_address, back,
        explanation=_("Fill in what you know. What stays empty is shown as missing."),
    )  # fmt: skip


@needs(WORK)
@GET_AND_POST
def step(request: HttpRequest, slug: str, number: int, action: str) -> HttpResponse:
    """A step with a project: change, begin, a turn of the loop, or a decision."""
    programme = worked_on(request, slug)
    one = found_here(programme, number)
    if action not in ACTIONS:
        raise Http404
    form, make = _form_of(programme, one, action, request.POST or None)
    said: tuple[tuple[str, str], ...] = ()
    if action in ("continue", "embed", "pause", "stop"):
        shown = ((_("When we agreed to stop"), one.stop_criteria),
                 (_("What happens after the money"), one.after_plan),
                 (_("What it adds to the goal"), one.contribution))  # fmt: skip
        said = tuple((heading, text or _("Nothing was written down.")) for heading, text in shown)
    return steps.page(
        request, programme, "project", action, form, make, lambda _made: public.working_address(one),
        (public.working_address(one), one.name), one, about=one.name,
        explanation=_explanation(action), said=said,
    )  # fmt: skip


def _explanation(action: str) -> str:
    return {
        "begin": _("From now on the stop criteria don’t change any more."),
        "mark": _("What is written down here stays. A mistake is put right by a newer one."),
        "embed": _("It becomes the ordinary work of an organisation, without money of the "
                   "programme."),
        "stop": _("It ends. This can’t be undone."),
        "not_known": _("It isn’t counted among those that run until somebody knows more."),
        "pause": _("It stands still until the next decision."),
    }.get(action, "")  # fmt: skip


def _form_of(
    programme: Programme, one: Project, action: str, sent: Any
) -> tuple[forms.Form, Make]:  # fmt: skip
    begin = {"version": one.version}
    form: forms.Form
    make: Make
    if action == "edit":
        known = {name: getattr(one, name) for name in does.FIELDS}
        known |= {name: getattr(one, f"{name}_id") for name in ("goal", "target", "organisation")}
        form = _project_form(programme, sent, {**known, **begin})
        if one.state in RUNS and one.stop_criteria:
            form.fields["stop_criteria"].disabled = True

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.edit(command, one, _facts(programme, form))
    elif action == "begin":
        form = VersionForm(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.begin(command, one)
    elif action == "mark":
        form = filled.MarkForm(sent, initial={**begin, "on": deadlines.today(timezone.now())})

        def make(form: forms.Form, command: StepCommand) -> Any:
            return does.mark(command, one, form.cleaned_data["kind"], form.cleaned_data["on"])
    else:
        kind = filled.GoOnForm if action in ("continue", "pause") else filled.DecisionForm
        form = kind(sent, initial=begin)

        def make(form: forms.Form, command: StepCommand) -> Any:
            told = form.cleaned_data
            return does.decide(command, one, action, told["evidence"], told.get("due"))

    return form, make


def _project_form(programme: Programme, sent: Any, initial: dict[str, Any]) -> filled.ProjectForm:
    return filled.ProjectForm(
        [(str(one.pk), one.name) for one in programme.goals.all()],
        [(str(one.pk), one.title) for one in programme.targets.filter(state="active")],
        steps.organisations(), sent, initial=initial,
    )  # fmt: skip


def _facts(programme: Programme, form: forms.Form) -> dict[str, Any]:
    told = {name: form.cleaned_data[name] for name in does.FIELDS}
    told["goal"] = programme.goals.filter(pk=told["goal"] or 0).first()
    told["target"] = programme.targets.filter(pk=told["target"] or 0).first()
    told["organisation"] = steps.organisation(told["organisation"])
    return told


def found_here(programme: Programme, number: int) -> Project:
    """A project of this programme; Http404 otherwise."""
    rows = programme.projects.select_related("goal", "target", "organisation")
    return row_of(rows, number, _("There is no such project."))
