"""Tables, filters and first lines of the portfolio, for the public and for who works on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.pdca import STEPS as LOOP
from wijkwerk.programme.core.pdca import PdcaCycle, PdcaTotals
from wijkwerk.programme.core.portfolio import GOING, WANTED
from wijkwerk.programme.models import Programme, Project
from wijkwerk.programme.policies import PUBLIC_PROJECTS
from wijkwerk.programme.selectors import portfolio as reading
from wijkwerk.programme.services.projects import is_overdue
from wijkwerk.programme.web.labels import LABELS
from wijkwerk.programme.web.portfolio import labels, pictures
from wijkwerk.ui.pictures.style import SIZES, WIDTHS
from wijkwerk.ui.query import choice_in, number_in
from wijkwerk.ui.reader import day

Address = Callable[[Project], str]
LONGEST_WORDS = 100


def choice_of(request: HttpRequest, *, public: bool) -> reading.Choice:
    """What the address asks for; BadRequest when there is no such thing."""
    states = PUBLIC_PROJECTS if public else reading.STATES
    organisation, area = request.GET.get("organisation", ""), request.GET.get("area", "").strip()
    said = request.GET.get("words", "").strip()
    if max(len(organisation), len(area), len(said)) > LONGEST_WORDS or "\0" in said + area:
        raise BadRequest(_("A choice in the address doesn't exist."))
    return reading.Choice(
        state=choice_in(request, "state", ("", *states), ""),
        goal=number_in(request, "goal", 0, 999_999_999, 0),
        organisation=organisation.replace("\0", ""),
        area=area,
        lacks=choice_in(request, "lacks", ("", *WANTED), ""),
        overdue=choice_in(request, "overdue", ("", "1"), "") == "1",
        words=said,
    )


def filters(
    programme: Programme, choice: reading.Choice, action: str, *, public: bool
) -> dict[str, Any]:
    """The form above a list."""
    goals, owners = reading.goals_and_organisations(programme, public=public)
    states = PUBLIC_PROJECTS if public else reading.STATES

    def options(pairs: Iterable[tuple[Any, str]], now: Any) -> list[dict[str, Any]]:
        every = [("", _("All"))]
        return [
            {"value": value, "label": label, "selected": str(value) == str(now or "")}
            for value, label in (*every, *pairs)
        ]

    def select(name: str, label: str, pairs: Iterable[tuple[Any, str]], now: Any) -> dict[str, Any]:
        return {"name": name, "label": label, "kind": "select", "options": options(pairs, now)}

    return {
        "action": action,
        "label": _("Choose which projects to show"),
        "submit": _("Show"),
        "fields": [
            {"name": "words", "label": _("Name or code"), "kind": "text", "value": choice.words},
            select(
                "state",
                _("State"),
                [(state, LABELS.state("project", state)) for state in states],
                choice.state,
            ),
            select("goal", _("Goal"), goals, choice.goal),
            select("organisation", _("Owner"), owners, choice.organisation),
            select(
                "lacks",
                _("What isn’t known"),
                [(one, labels.lacking_label(one)) for one in WANTED],
                choice.lacks,
            ),
            select("overdue", _("Decision"), [("1", _("Overdue"))], "1" if choice.overdue else ""),
            {"name": "area", "label": _("Code of an area"), "kind": "text", "value": choice.area},
        ],
    }


def first_line(picture: reading.Picture) -> str:
    """How it stands with the projects, in a line."""
    unknown = picture.states["not_known"]
    not_known = (
        ngettext(
            "Of one project it isn’t known whether it still runs.",
            "Of %(n)s projects it isn’t known whether they still run.",
            unknown,
        )
        % {"n": labels.count(unknown)}
        if unknown
        else ""
    )
    if not picture.going:
        return not_known or _("No project is going on.")
    going = ngettext("One project is going on.", "%(n)s projects are going on.", picture.runs) % {
        "n": labels.count(picture.runs)
    }
    if picture.states["proposed"]:
        more = ngettext("One is proposed.", "%(n)s are proposed.", picture.states["proposed"])
        going += " " + more % {"n": labels.count(picture.states["proposed"])}
    going = f"{going} {not_known}".strip()
    lacking = picture.going - picture.complete
    if not lacking:
        return f"{going} {_('Everything that has to be known of them is known.')}"
    said = ngettext(
        "Of one, something that has to be known isn’t known.",
        "Of %(n)s, something that has to be known isn’t known.",
        lacking,
    ) % {"n": labels.count(lacking)}
    return f"{going} {said} {decisions_line(picture)}".strip()


def decisions_line(picture: reading.Picture) -> str:
    """How many decisions are overdue, in a sentence."""
    if not picture.overdue:
        return _("No decision is overdue.")
    return ngettext(
        "A decision about one project is overdue. There is no new money until the board has decided.",
        "Decisions about %(n)s projects are overdue. There is no new money until the board has decided.",
        picture.overdue,
    ) % {"n": labels.count(picture.overdue)}


def decision_of(project: Project, now: datetime) -> dict[str, Any] | str:
    """The cell about the next decision: the day, and how far away it is."""
    if project.state not in GOING or project.decision_due is None:
        return ""
    note = labels.overdue_label(reading.days_overdue(project.decision_due, now))
    if is_overdue(project, now):
        note = f"{note}: {_('no new money')}"
    return {"text": day(project.decision_due), "note": note}


def loop_of(loop: PdcaCycle) -> str:
    """Where a project stands in its loop, in some words."""
    if loop.at is None:
        return labels.mark_label("nothing")
    said = labels.mark_label(loop.at)
    if loop.closed:
        closed = ngettext("%(n)s time round", "%(n)s times round", loop.closed)
        said = f"{said} ({closed % {'n': loop.closed}})"
    return said


def projects_table(
    projects: list[Project], now: datetime, address: Address, caption: str
) -> dict[str, Any]:
    """Projects with what isn't known, their loop and their next decision."""
    loops = reading.loops_of(projects, now)
    rows = [
        [
            {"text": project.name, "url": address(project), "note": project.code},
            LABELS.state("project", project.state),
            project.goal.name if project.goal else "",
            project.organisation.name if project.organisation else "",
            ", ".join(labels.lacking_label(what) for what in reading.lacking(project))
            if project.state in GOING
            else "",
            loop_of(loops[project.pk]),
            decision_of(project, now),
        ]
        for project in projects
    ]
    return {
        "id": "projects",
        "caption": caption,
        "rows": rows,
        "empty": _("There is no such project."),
        "columns": [
            {"label": _("Project")},
            {"label": _("State")},
            {"label": _("Goal")},
            {"label": _("Owner")},
            {"label": _("What isn’t known")},
            {"label": _("Loop")},
            {"label": _("Next decision")},
        ],
    }


def decisions_table(projects: list[Project], now: datetime, address: Address) -> dict[str, Any]:
    """Open decisions, the longest overdue first."""
    return {
        "id": "decisions",
        "caption": _("Open decisions"),
        "empty": _("No decision is open."),
        "columns": [
            {"label": _("Project")},
            {"label": _("Due")},
            {"label": _("Until then")},
            {"label": _("Who decides")},
            {"label": _("Money until")},
        ],
        "rows": [
            [
                {"text": project.name, "url": address(project), "note": project.code},
                {
                    "text": day(project.decision_due),
                    "note": labels.overdue_label(reading.days_overdue(project.decision_due, now))
                    if project.decision_due
                    else "",
                },
                _("No new money") if is_overdue(project, now) else _("It goes on as agreed"),
                project.decider,
                day(project.money_until),
            ]
            for project in projects
        ],
    }


def missing_rows(picture: reading.Picture) -> list[tuple[str, int]]:
    """What projects lack, in words, with how many."""
    return [(labels.lacking_label(what), picture.missing[what]) for what in WANTED]


def loop_rows(pdca_totals: PdcaTotals) -> list[tuple[str, int]]:
    """How many projects stand where in their loop."""
    return [(labels.mark_label(one), pdca_totals.standing_at[one]) for one in ("nothing", *LOOP)]


def figure(
    programme: Programme,
    name: str,
    title: str,
    alt: str,
    rows: list[tuple[str, int]],
    table: dict[str, Any],
) -> dict[str, Any]:
    """A picture on the page, as ``ui/components/figure.html`` takes it."""

    def one(size: Any) -> dict[str, Any]:
        return {
            "url": reverse("programme:portfolio-picture", args=[programme.slug, name, size]),
            "width": WIDTHS[size],
            "height": pictures.height_of(rows),
        }

    small, middle, large = (one(size) for size in SIZES)
    return {
        "id": f"figure-{name}",
        "title": title,
        "alt": alt,
        "narrow": small,
        "middle": middle,
        **large,
        "table": table,
    }


def missing_table(picture: reading.Picture, address: str) -> dict[str, Any]:
    """What projects lack, each with the way to those projects."""
    return {
        "id": "missing",
        "caption": _("Projects that are going on or proposed, of which isn’t known:"),
        "columns": [{"label": _("What")}, {"label": _("Projects"), "number": True}],
        "rows": [
            [
                {"text": labels.lacking_label(what), "url": f"{address}?lacks={what}"},
                labels.count(picture.missing[what]),
            ]
            for what in WANTED
        ],
    }


def loop_table(pdca_totals: PdcaTotals) -> dict[str, Any]:
    """Where projects stand in their loop, how many ever came there, and how long it took."""
    days = {pair.split("-")[1]: found for pair, found in pdca_totals.days.items()}
    return {
        "id": "loop",
        "caption": _("The loop of the projects that are going on or proposed"),
        "columns": [
            {"label": _("Step")},
            {"label": _("Stand here now"), "number": True},
            {"label": _("Ever came here"), "number": True},
            {"label": _("Days from the step before (middle one)"), "number": True},
        ],
        "rows": [
            [
                labels.mark_label(one),
                labels.count(pdca_totals.standing_at[one]),
                labels.count(pdca_totals.reached[one]) if one in pdca_totals.reached else "",
                "" if days.get(one) is None else labels.count(int(days[one] or 0)),
            ]
            for one in ("nothing", *LOOP)
        ],
    }
