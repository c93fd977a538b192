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
from wijkwerk.programme.web.frame import frame, kept, public_programme, worked_on
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.portfolio import labels, pictures, show
from wijkwerk.programme.web.resource import PUBLIC, WORKING
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
    return kept(answer) if public else answer


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
    """The list as a file, without what is internal."""
    if kind not in TYPES:
        raise Http404(_("There is no such download."))
    rows = selectors.seen(programme, public).select_related("goal", "target", "organisation")
    body = (as_csv if kind == "csv" else as_xlsx)(rows.order_by("code"), language())
    answer = HttpResponse(body, content_type=TYPES[kind])
    name = f"{programme.slug}-{'projecten' if language() == 'nl' else 'projects'}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
    told = {**context, "drawn": public}
    return _page(request, programme, "portfolio", told, crumb=_("The whole picture"), public=public)


@needs(WORK)
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's list: what is to be decided, by when, and what holds until then."""
    programme, now = worked_on(request, slug), timezone.now()
    here, pager = paged(request, selectors.open_decisions(programme))
    told = selectors.picture(programme, now, public=False)
    return _page(
        request,
        programme,
        "decisions",
        {
            "first": show.decisions_line(told),
            "pager": pager,
            "table": show.decisions_table(here, now, "programme:work-project"),
            "undated": told.without_decision_day,
        },
        crumb=_("Open decisions"),
        public=False,
    )


def picture_of(programme: Programme, now: datetime, *, public: bool, listed: str) -> dict[str, Any]:
    """The whole portfolio, as the public or who works on it sees it."""
    page = "programme:project" if public else "programme:work-project"
    told = selectors.picture(programme, now, public=public)
    loops = selectors.whole_loop(programme, now, public=public)
    alike = selectors.overlaps(programme, public=public)
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
    decisions = list(selectors.open_decisions(programme, public=public)[:20])
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
        "decisions": show.decisions_table(decisions, now, page),
        "decisions_line": show.decisions_line(told),
        "undated": told.without_decision_day,
        "ended": told.money_ended,
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
    told = selectors.picture(programme, now, public=True)
    if name == "missing":
        rows, title = show.missing_rows(told), _("What isn’t known of projects")
    else:
        rows = show.loop_rows(selectors.whole_loop(programme, now, public=True))
        title = _("Where projects stand in their loop")
    spec = pictures.bars(rows, known_size, _("Projects"), told.going)
    body = pictures.drawn(spec, title, told_of(rows), language())
    return kept(HttpResponse(body, content_type="image/svg+xml"))
