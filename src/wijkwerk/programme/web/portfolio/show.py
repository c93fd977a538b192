"""Tables, filters and first lines of the portfolio, for the public and for who works on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkwerk.programme.core.pdca import STEPS as LOOP
from wijkwerk.programme.core.pdca import PdcaTotals
from wijkwerk.programme.core.portfolio import WANTED
from wijkwerk.programme.models import Programme, Project
from wijkwerk.programme.selectors import portfolio as selectors
from wijkwerk.programme.services.projects import is_overdue
from wijkwerk.programme.web.portfolio import labels, pictures
from wijkwerk.ui.pictures.style import SIZES, WIDTHS
from wijkwerk.ui.reader import day


def first_line(picture: selectors.Picture) -> str:
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
    sentence = ngettext(
        "Of one, something that has to be known isn’t known.",
        "Of %(n)s, something that has to be known isn’t known.",
        lacking,
    ) % {"n": labels.count(lacking)}
    return f"{going} {sentence} {decisions_line(picture)}".strip()


def decisions_line(picture: selectors.Picture) -> str:
    """How many decisions are overdue, in a sentence."""
    if not picture.overdue:
        return _("No decision is overdue.")
    return ngettext(
        "A decision about one project is overdue. There is no new money until the board has decided.",
        "Decisions about %(n)s projects are overdue. There is no new money until the board has decided.",
        picture.overdue,
    ) % {"n": labels.count(picture.overdue)}


def decisions_table(projects: list[Project], now: datetime, page: str) -> dict[str, Any]:
    """Open decisions, the longest overdue first; ``page`` is what the address of a project is called."""
    return {
        "id": "decisions",
        "stacked": True,
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
                {
                    "text": project.name,
                    "url": reverse(page, args=[project.programme.slug, project.pk]),
                    "note": project.code,
                },
                {
                    "text": day(project.decision_due),
                    "note": labels.overdue_label(selectors.days_overdue(project.decision_due, now))
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


def missing_rows(picture: selectors.Picture) -> list[tuple[str, int]]:
    """What projects lack, in words, with how many."""
    return [(labels.lacking_label(what), picture.missing[what]) for what in WANTED]


def loop_rows(pdca_totals: PdcaTotals) -> list[tuple[str, int]]:
    """How many projects stand where in their loop."""
    return [(labels.mark_label(mark), pdca_totals.standing_at[mark]) for mark in ("nothing", *LOOP)]


def figure(
    programme: Programme,
    name: str,
    title: str,
    alt: str,
    rows: list[tuple[str, int]],
    table: dict[str, Any],
) -> dict[str, Any]:
    """A picture on the page, as ``ui/components/figure.html`` takes it."""

    def of_size(size: Any) -> dict[str, Any]:
        return {
            "url": reverse("programme:portfolio-picture", args=[programme.slug, name, size]),
            "width": WIDTHS[size],
            "height": pictures.height_of(rows),
        }

    small, middle, large = (of_size(size) for size in SIZES)
    return {
        "id": f"figure-{name}",
        "title": title,
        "alt": alt,
        "narrow": small,
        "middle": middle,
        **large,
        "table": table,
    }


def missing_table(picture: selectors.Picture, address: str) -> dict[str, Any]:
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
    days = {pair.split("-")[1]: median_days for pair, median_days in pdca_totals.days.items()}
    return {
        "id": "loop",
        "stacked": True,
        "caption": _("The loop of the projects that are going on or proposed"),
        "columns": [
            {"label": _("Step")},
            {"label": _("Stand here now"), "number": True},
            {"label": _("Ever came here"), "number": True},
            {"label": _("Days from the step before (middle one)"), "number": True},
        ],
        "rows": [
            [
                labels.mark_label(mark),
                labels.count(pdca_totals.standing_at[mark]),
                labels.count(pdca_totals.reached[mark]) if mark in pdca_totals.reached else "",
                "" if days.get(mark) is None else labels.count(int(days[mark] or 0)),
            ]
            for mark in ("nothing", *LOOP)
        ],
    }
