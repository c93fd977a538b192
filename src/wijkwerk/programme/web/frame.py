"""What every page of a programme has: where one is, and the other pages beside it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import COUNCIL, WORK, programmes_for, public_programmes

PUBLIC_SECONDS = 60


def cached_briefly(answer: HttpResponse) -> HttpResponse:
    """A public page, which may be kept a minute."""
    answer["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return answer


def public_programme(slug: str) -> Programme:
    """A programme that everybody may see; Http404 otherwise."""
    programme = public_programmes().filter(slug=slug).first()
    if programme is None:
        raise Http404(_("There is no such programme, or it isn’t public."))
    return programme


def worked_on(request: HttpRequest, slug: str, action: str = WORK) -> Programme:
    """A programme for which the account may do ``action``; Http404 otherwise, as if it isn't there."""
    programme = programmes_for(request.user, action, timezone.now()).filter(slug=slug).first()
    if programme is None:
        raise Http404(_("There is no such programme."))
    return programme


def council_programme(request: HttpRequest, slug: str) -> Programme:
    """A programme whose council's page the account may see."""
    return worked_on(request, slug, COUNCIL)


def frame(
    programme: Programme, current_tab: str, crumb: str = "", work: bool = False
) -> dict[str, Any]:
    """Context of ``programme/_frame.html`` (or ``_work.html``): ``current_tab`` is the tab that one is on,
    ``crumb`` the name of a page below it."""
    pages = _work_pages() if work else _public_pages()
    tabs = []
    for code, label, name in pages:
        try:
            url = reverse(f"programme:{name}", args=[programme.slug])
        except NoReverseMatch:
            continue
        tabs.append({"here": code, "label": label, "url": url})
    home = reverse("programme:work" if work else "programme:overview", args=[programme.slug])
    crumbs = [
        {"label": _("My programmes"), "url": reverse("programme:work-all")}
        if work
        else {"label": _("Programmes"), "url": reverse("programme:all")},
        {"label": programme.title, "url": home},
        *(tab for tab in tabs[1:] if tab["here"] == current_tab),
    ]
    if crumb and crumb != crumbs[-1]["label"]:
        crumbs.append({"label": crumb, "url": ""})
    return {
        "nav_current": "programmes",
        "programme": programme,
        "tabs": tabs,
        "tab": current_tab,
        "tabs_label": _("Working pages of this programme")
        if work
        else _("Pages of this programme"),
        "crumbs": crumbs,
        "home": home,
    }


def _public_pages() -> list[tuple[str, str, str]]:
    return [
        ("overview", _("Overview"), "overview"),
        ("council", _("In two minutes"), "council"),
        ("targets", _("Targets"), "targets"),
        ("commitments", _("Commitments"), "commitments"),
        ("projects", _("Projects"), "projects"),
        ("decisions", _("Decisions"), "decisions"),
        ("letters", _("Letters"), "letters"),
    ]


def _work_pages() -> list[tuple[str, str, str]]:
    return [
        ("work", _("Work"), "work"),
        ("work-plans", _("Plans"), "work-plans"),
        ("work-targets", _("Targets"), "work-targets"),
        ("work-commitments", _("Commitments"), "work-commitments"),
        ("work-projects", _("Projects"), "work-projects"),
        ("work-board", _("Board"), "work-board"),
        ("work-papers", _("Letters and agreements"), "work-papers"),
        ("work-people", _("Who takes part"), "work-people"),
    ]
