"""What everybody sees of the portfolio: the projects, each of them, and the picture of the whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import public
from wijkwerk.programme.core.portfolio import GOING
from wijkwerk.programme.exchange.project_files import TYPES, as_csv, as_xlsx
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import Goal, Programme, Project
from wijkwerk.programme.selectors import portfolio as reading
from wijkwerk.programme.services.projects import is_overdue
from wijkwerk.programme.web.acting import steps_with, told_steps
from wijkwerk.programme.web.amounts import money_label, undated_label
from wijkwerk.programme.web.frame import kept, public_programme
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.portfolio import labels, pictures, show
from wijkwerk.programme.web.portfolio.pages import public_page
from wijkwerk.ui.lists import paged, row_of
from wijkwerk.ui.pictures.style import SIZES
from wijkwerk.ui.reader import day, language

MOST_OVERLAPS = 50


@public
@require_safe
def projects(request: HttpRequest, slug: str) -> HttpResponse:
    """The projects of a programme, by state, goal, area, owner and what isn't known."""
    programme, now = public_programme(slug), timezone.now()
    choice = show.choice_of(request, public=True)
    rows = reading.chosen(reading.seen(programme, public=True), choice, now)
    here, pager = paged(request, rows.select_related("goal", "organisation"))
    told = reading.picture(programme, now, public=True)
    return public_page(
        request,
        programme,
        "projects",
        {
            "first": show.first_line(told),
            "filters": show.filters(programme, choice, request.path, public=True),
            "table": show.projects_table(here, now, address, _("Projects")),
            "pager": pager,
            "downloads": downloads(programme, "projects-file"),
        },
    )


def downloads(programme: Programme, name: str) -> list[dict[str, str]]:
    """The list to take along."""
    return [
        {
            "label": _("All projects as %(kind)s") % {"kind": label},
            "url": reverse(f"programme:{name}", args=[programme.slug, kind]),
        }
        for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ]


@public
@require_safe
def projects_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every project that everybody may see, as a spreadsheet."""
    return file_of(public_programme(slug), kind, public=True)


def file_of(programme: Programme, kind: str, *, public: bool) -> HttpResponse:
    """The list as a file, without what is internal."""
    if kind not in TYPES:
        raise Http404(_("There is no such download."))
    rows = reading.seen(programme, public).select_related("goal", "target", "organisation")
    body = (as_csv if kind == "csv" else as_xlsx)(rows.order_by("code"), language())
    answer = HttpResponse(body, content_type=TYPES[kind])
    name = f"{programme.slug}-{'projecten' if language() == 'nl' else 'projects'}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def address(project: Project) -> str:
    """Where everybody reads about a project."""
    return reverse("programme:project", args=[project.programme.slug, project.pk])


@public
@require_safe
def project(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One project: what it is for, what isn't known, its loop, its decisions."""
    programme, now = public_programme(slug), timezone.now()
    found = reading.seen(programme, public=True).select_related("goal", "target", "organisation")
    row = row_of(found, number, _("There is no such project."))
    return public_page(request, programme, "project", whole(row, now), crumb=row.name)


def whole(one: Project, now: datetime) -> dict[str, Any]:
    """Everything about a project but what is internal."""
    programme, going = one.programme, one.state in GOING
    loop = reading.loops_of([one], now)[one.pk]
    target = (
        reverse("programme:target", args=[programme.slug, one.target_id]) if one.target_id else ""
    )
    return {
        "one": one,
        "state": labels.state_meaning(one.state),
        "loop": show.loop_of(loop),
        "overdue": labels.overdue_label(reading.days_overdue(one.decision_due, now))
        if one.decision_due and is_overdue(one, now)
        else "",
        "lacking": [labels.lacking_label(what) for what in reading.lacking(one)] if going else [],
        "waits": labels.mark_label(loop.waits_for) if loop.waits_for else "",
        "facts": [
            (_("Goal"), one.goal.name if one.goal else "", ""),
            (_("Measured by"), one.target.title if one.target else "", target),
            (_("Owner"), one.organisation.name if one.organisation else "", ""),
            (
                _("Areas"),
                ", ".join(
                    name_of_place(str(one.programme.edition), str(code), language())
                    for code in one.areas
                ),
                "",
            ),
            (_("From"), day(one.begins_on), ""),
            (_("Until"), day(one.ends_on), ""),
            (_("Money"), labels.project_euros(one), ""),
            (_("Money from"), one.money_from, ""),
            (_("Money until"), day(one.money_until), ""),
            (_("Next decision"), day(one.decision_due) if going else "", ""),
            (_("Who decides"), one.decider if going else "", ""),
        ],
        "texts": [
            (_("What it adds to the goal"), one.contribution),
            (_("What happens after the money"), one.after_plan),
            (_("When we stop"), one.stop_criteria),
            (_("On what the last decision rests"), one.evidence),
        ],
        "marks": [
            {"what": labels.mark_label(mark.kind), "on": day(mark.on), "text": mark.text}
            for mark in one.marks.all()
        ],
        # What was written at a turn of the loop stands there already.
        "history": told_steps(steps_with(one).exclude(action="mark")),
    }


@public
@require_safe
def portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the carousel: what isn't known, open decisions, overlaps, closed loops."""
    programme, now = public_programme(slug), timezone.now()
    return public_page(
        request,
        programme,
        "portfolio",
        picture_of(programme, now, public=True, listed=reverse("programme:projects", args=[slug])),
        crumb=_("The whole picture"),
    )


def picture_of(programme: Programme, now: datetime, *, public: bool, listed: str) -> dict[str, Any]:
    """The whole portfolio, as the public or who works on it sees it."""
    told = reading.picture(programme, now, public=public)
    loops = reading.whole_loop(programme, now, public=public)
    alike = reading.overlaps(programme, public=public)
    missing, turns = show.missing_rows(told), show.loop_rows(loops)
    closed = (
        ngettext(
            "One project completed the whole improvement cycle.",
            "%(n)s projects completed the whole improvement cycle.",
            loops.closed,
        )
        % {"n": labels.count(loops.closed)}
        if loops.closed
        else _("No project has completed the whole improvement cycle yet.")
    )
    if loops.stops_at:
        closed += " " + _("Most projects are at the step ‘%(step)s’.") % {
            "step": labels.mark_label(loops.stops_at).lower()
        }
    decisions = list(reading.open_decisions(programme, public=public)[:20])
    return {
        "first": show.first_line(told),
        "loop_line": closed,
        "stats": [
            {"label": _("Projects that are going on"), "value": labels.count(told.runs)},
            {"label": _("Everything known"), "value": labels.count(told.complete)},
            {"label": _("Decisions overdue"), "value": labels.count(told.overdue)},
            {
                "label": _("Money of projects that run"),
                "value": money_label(told.money, labels.euros),
                "note": undated_label(told.money, labels.euros),
            },
        ],
        "missing": show.figure(
            programme,
            "missing",
            _("What isn’t known of projects"),
            told_of(missing),
            missing,
            show.missing_table(told, listed),
        ),
        "loop": show.figure(
            programme,
            "loop",
            _("Where projects stand in their loop"),
            told_of(turns),
            turns,
            show.loop_table(loops),
        ),
        "states": {
            "id": "states",
            "caption": _("All projects"),
            "columns": [{"label": _("State")}, {"label": _("Projects"), "number": True}],
            "rows": [
                [
                    {"text": LABELS.state("project", one), "url": f"{listed}?state={one}"},
                    labels.count(number),
                ]
                for one, number in told.states.items()
                if number or one != "proposed"
            ],
        },
        "decisions": show.decisions_table(decisions, now, address if public else working_address),
        "decisions_line": show.decisions_line(told),
        "undated": told.without_decision_day,
        "ended": told.money_ended,
        "overlaps": overlaps_table(programme, alike, listed),
        "overlapping": alike.projects,
    }


def told_of(rows: list[tuple[str, int]]) -> str:
    """The rows of a picture, for who can't see it."""
    return "; ".join(f"{what}: {labels.count(number)}" for what, number in rows)


def working_address(project: Project) -> str:
    """Where one works on a project."""
    return reverse("programme:work-project", args=[project.programme.slug, project.pk])


def overlaps_table(programme: Programme, overlaps: reading.Overlaps, listed: str) -> dict[str, Any]:
    """Projects that may do the same: one goal in one area at one time, or nearly one name."""
    place = sorted(overlaps.place, key=lambda one: (-one.at_once, one.goal, one.area))[
        :MOST_OVERLAPS
    ]
    name = overlaps.name[: MOST_OVERLAPS - min(len(place), MOST_OVERLAPS // 2)]
    goals = {str(goal.pk): goal.name for goal in Goal.objects.filter(programme=programme)}
    keys = {key for one in name for key in one.projects}
    names = dict(programme.projects.filter(pk__in=keys).values_list("pk", "name"))
    rows: list[list[Any]] = [
        [
            {
                "text": _("%(goal)s in %(area)s")
                % {
                    "goal": goals.get(one.goal, ""),
                    "area": name_of_place(str(programme.edition), one.area, language()),
                },
                "url": f"{listed}?{urlencode({'goal': one.goal, 'area': one.area})}",
            },
            _("The same goal, area and time"),
            labels.count(len(one.projects)),
        ]
        for one in place
    ]
    rows += [
        [
            " · ".join(names[int(key)] for key in one.projects[:4]),
            _("Nearly the same name"),
            labels.count(len(one.projects)),
        ]
        for one in name
    ]
    more = len(overlaps.place) + len(overlaps.name) - len(rows)
    return {
        "id": "overlaps",
        "caption": _("Projects that may do the same"),
        "rows": rows,
        "empty": _("No two projects do the same, as far as is known."),
        "note": _("There are %(n)s more.") % {"n": labels.count(more)} if more > 0 else "",
        "columns": [
            {"label": _("What")},
            {"label": _("Why")},
            {"label": _("Projects"), "number": True},
        ],
    }


@public
@require_safe
def picture(request: HttpRequest, slug: str, name: str, size: str) -> HttpResponse:
    """A picture of the portfolio as SVG."""
    programme, now = public_programme(slug), timezone.now()
    known_size = next((one for one in SIZES if one == size), None)
    if known_size is None or name not in ("missing", "loop"):
        raise Http404(_("There is no such picture."))
    told = reading.picture(programme, now, public=True)
    if name == "missing":
        rows, title = show.missing_rows(told), _("What isn’t known of projects")
    else:
        rows = show.loop_rows(reading.whole_loop(programme, now, public=True))
        title = _("Where projects stand in their loop")
    spec = pictures.bars(rows, known_size, _("Projects"), told.going)
    body = pictures.drawn(spec, title, told_of(rows), language())
    return kept(HttpResponse(body, content_type="image/svg+xml"))
