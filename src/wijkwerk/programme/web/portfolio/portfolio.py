"""The picture of all projects: what isn't known of them, open decisions, overlaps, closed loops. For
everybody and for who works on them; with the list of projects as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wijkwerk.access.api import needs, public
from wijkwerk.programme.exchange.project_files import TYPES, as_csv, as_xlsx
from wijkwerk.programme.figures import name_of_place
from wijkwerk.programme.models import Goal, Programme
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.selectors import portfolio as selectors
from wijkwerk.programme.web.amounts import money_label, undated_label
from wijkwerk.programme.web.frame import cached_briefly, frame, public_programme, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.portfolio import labels, pictures, show
from wijkwerk.programme.web.resource import PUBLIC, WORKING
from wijkwerk.ui.downloads import attachment
from wijkwerk.ui.lists import paged
from wijkwerk.ui.pictures.style import SIZES
from wijkwerk.ui.reader import language

MOST_OVERLAPS = 50


def _page(
    request: HttpRequest,
    programme: Programme,
    name: str,
    context: Mapping[str, Any],
    *,
    crumb: str,
    public: bool,
) -> HttpResponse:
    """A page below the projects."""
    tab = "projects" if public else "work-projects"
    around = {
        **frame(programme, tab, crumb=crumb, work=not public),
        "base_template": (PUBLIC if public else WORKING).template,
        **({} if public else {"account": request.user}),
    }
    answer = render(request, f"programme/portfolio/{name}.html", {**around, **context})
    return cached_briefly(answer) if public else answer


@public
@require_safe
def projects_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every project that everybody may see, as a spreadsheet."""
    return file_of(public_programme(slug), kind, public=True)


@needs(WORK)
@require_safe
def work_projects_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every project as a spreadsheet, without notes."""
    return file_of(worked_on(request, slug), kind, public=False)


def file_of(programme: Programme, kind: str, *, public: bool) -> HttpResponse:
    """The list as a file, without what is internal. 404 for another kind."""
    if kind not in TYPES:
        raise Http404(_("There is no such download."))
    rows = selectors.visible_projects(programme, public).select_related(
        "goal", "target", "organisation"
    )
    body = (as_csv if kind == "csv" else as_xlsx)(rows.order_by("code"), language())
    name = f"{programme.slug}-{'projecten' if language() == 'nl' else 'projects'}.{kind}"
    return attachment(body, name, TYPES[kind])


@public
@require_safe
def portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the whole."""
    return _portfolio(request, public_programme(slug), public=True)


@needs(WORK)
@require_safe
def work_portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of the whole, with what is only proposed."""
    return _portfolio(request, worked_on(request, slug), public=False)


def _portfolio(request: HttpRequest, programme: Programme, *, public: bool) -> HttpResponse:
    listed = reverse(f"programme:{'' if public else 'work-'}projects", args=[programme.slug])
    context = picture_of(programme, timezone.now(), public=public, listed=listed)
    # Its pictures are everybody's: they don't show what is only proposed.
    page_context = {**context, "drawn": public}
    return _page(
        request, programme, "portfolio", page_context, crumb=_("The whole picture"), public=public
    )


@needs(WORK)
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's list: what is to be decided, by when, and what holds until then."""
    programme, now = worked_on(request, slug), timezone.now()
    page_rows, pager = paged(request, selectors.open_decisions(programme))
    picture_now = selectors.picture(programme, now, public=False)
    return _page(
        request,
        programme,
        "decisions",
        {
            "first": show.decisions_line(picture_now),
            "pager": pager,
            "table": show.decisions_table(page_rows, now, "programme:work-project"),
            "undated": picture_now.without_decision_day,
        },
        crumb=_("Open decisions"),
        public=False,
    )


def picture_of(programme: Programme, now: datetime, *, public: bool, listed: str) -> dict[str, Any]:
    """The whole portfolio, as the public or who works on it sees it."""
    page = "programme:project" if public else "programme:work-project"
    whole_picture = selectors.picture(programme, now, public=public)
    loops = selectors.whole_loop(programme, now, public=public)
    alike = selectors.overlaps(programme, public=public)
    missing, turns = show.missing_rows(whole_picture), show.loop_rows(loops)
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
    decisions = list(selectors.open_decisions(programme, public=public)[:20])
    return {
        "first": show.first_line(whole_picture),
        "loop_line": closed,
        "stats": [
            {"label": _("Projects that are going on"), "value": labels.count(whole_picture.runs)},
            {"label": _("Everything known"), "value": labels.count(whole_picture.complete)},
            {"label": _("Decisions overdue"), "value": labels.count(whole_picture.overdue)},
            {
                "label": _("Money of projects that run"),
                "value": money_label(whole_picture.money, labels.euros),
                "note": undated_label(whole_picture.money, labels.euros),
            },
        ],
        "missing": show.figure(
            programme,
            "missing",
            _("What isn’t known of projects"),
            told_of(missing),
            missing,
            show.missing_table(whole_picture, listed),
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
                    {"text": LABELS.state("project", state), "url": f"{listed}?state={state}"},
                    labels.count(number),
                ]
                for state, number in whole_picture.states.items()
                if number or state != "proposed"
            ],
        },
        "decisions": show.decisions_table(decisions, now, page),
        "decisions_line": show.decisions_line(whole_picture),
        "undated": whole_picture.without_decision_day,
        "ended": whole_picture.money_ended,
        "overlaps": overlaps_table(programme, alike, listed),
        "overlapping": alike.projects,
    }


def told_of(rows: list[tuple[str, int]]) -> str:
    """The rows of a picture, for who can't see it."""
    return "; ".join(f"{what}: {labels.count(number)}" for what, number in rows)


def overlaps_table(
    programme: Programme, overlaps: selectors.Overlaps, listed: str
) -> dict[str, Any]:
    """Projects that may do the same: one goal in one area at one time, or nearly one name."""
    place = sorted(
        overlaps.place, key=lambda overlap: (-overlap.at_once, overlap.goal, overlap.area)
    )[:MOST_OVERLAPS]
    name = overlaps.name[: MOST_OVERLAPS - min(len(place), MOST_OVERLAPS // 2)]
    goals = {str(goal.pk): goal.name for goal in Goal.objects.filter(programme=programme)}
    keys = {key for overlap in name for key in overlap.projects}
    names = dict(programme.projects.filter(pk__in=keys).values_list("pk", "name"))
    rows: list[list[Any]] = [
        [
            {
                "text": _("%(goal)s in %(area)s")
                % {
                    "goal": goals.get(overlap.goal, ""),
                    "area": name_of_place(str(programme.edition), overlap.area, language()),
                },
                "url": f"{listed}?{urlencode({'goal': overlap.goal, 'area': overlap.area})}",
            },
            _("The same goal, area and time"),
            labels.count(len(overlap.projects)),
        ]
        for overlap in place
    ]
    rows += [
        [
            " · ".join(names[int(key)] for key in overlap.projects[:4]),
            _("Nearly the same name"),
            labels.count(len(overlap.projects)),
        ]
        for overlap in name
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
    """A picture of the portfolio as SVG. 404 for another name or size."""
    programme, now = public_programme(slug), timezone.now()
    known_size = next((name_of_size for name_of_size in SIZES if name_of_size == size), None)
    if known_size is None or name not in ("missing", "loop"):
        raise Http404(_("There is no such picture."))
    whole_picture = selectors.picture(programme, now, public=True)
    if name == "missing":
        rows, title = show.missing_rows(whole_picture), _("What isn’t known of projects")
    else:
        rows = show.loop_rows(selectors.whole_loop(programme, now, public=True))
        title = _("Where projects stand in their loop")
    spec = pictures.bars(rows, known_size, _("Projects"), whole_picture.going)
    return pictures.picture_answer(spec, title, told_of(rows))
