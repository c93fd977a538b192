"""Where the bureau and the board work on projects. Every step has a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs
from wijkwerk.programme.models import Programme, Project
from wijkwerk.programme.policies import PUBLIC_STATES, WORK, public_rows
from wijkwerk.programme.selectors import portfolio as reading
from wijkwerk.programme.web.frame import worked_on
from wijkwerk.programme.web.portfolio import public, show
from wijkwerk.programme.web.portfolio.pages import work_page
from wijkwerk.programme.web.portfolio.projects import projects
from wijkwerk.programme.web.resource import working_reader
from wijkwerk.ui.lists import paged, row_of


@needs(WORK)
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every project, with what isn't known and which decision is open."""
    programme, now = worked_on(request, slug), timezone.now()
    choice = show.choice_of(request, public=False)
    rows = reading.chosen(reading.seen(programme, public=False), choice, now)
    here, pager = paged(request, rows.select_related("goal", "organisation"))
    told = reading.picture(programme, now, public=False)
    begin = projects.begin_actions(working_reader(request, programme))
    if begin:
        url = reverse("programme:project-import", args=[slug])
        begin.append({"label": _("Take in a list"), "url": url})
    links = [
        (_("Open decisions"), "work-decisions"),
        (_("The whole picture"), "work-portfolio"),
        (_("Assessments"), "work-assessments"),
        (_("Action plans"), "work-action-plans"),
        (_("Covenants"), "work-covenants"),
    ]
    return work_page(
        request,
        programme,
        "projects",
        {
            "first": show.first_line(told),
            "filters": show.filters(programme, choice, request.path, public=False),
            "table": show.projects_table(here, now, public.working_address, _("Projects")),
            "pager": pager,
            "downloads": public.downloads(programme, "work-projects-file"),
            "actions": begin,
            "links": [
                {"label": label, "url": reverse(f"programme:{name}", args=[slug])}
                for label, name in links
            ],
        },
    )


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
    return work_page(
        request,
        programme,
        "decisions",
        {
            "first": show.decisions_line(told),
            "pager": pager,
            "table": show.decisions_table(here, now, public.working_address),
            "undated": told.without_decision_day,
        },
        crumb=_("Open decisions"),
    )


@needs(WORK)
@require_safe
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One project with the note, and what this account can do now."""
    programme, now = worked_on(request, slug), timezone.now()
    here = found_here(programme, number)
    shown = (
        programme.state in PUBLIC_STATES
        and public_rows(programme, Project).filter(pk=here.pk).exists()
    )

    return work_page(
        request,
        programme,
        "project",
        {
            **public.whole(here, now),
            "actions": projects.actions(working_reader(request, programme), here),
            "public_url": public.address(here) if shown else "",
        },
        crumb=here.name,
    )


def found_here(programme: Programme, number: int) -> Project:
    """A project of this programme; Http404 otherwise."""
    rows = programme.projects.select_related("goal", "target", "organisation")
    return row_of(rows, number, _("There is no such project."))
