"""What every thing with steps in a process shares: who sees it, and the pages around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, Model, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wijkwerk.participation import models as m
from wijkwerk.participation.models import Process
from wijkwerk.participation.policies import PUBLIC as EVERYBODY
from wijkwerk.participation.policies import (
    READ,
    handles,
    public_processes,
    public_rows,
    worked_on,
    working_rows,
)
from wijkwerk.participation.services.common import STEPS
from wijkwerk.workflow.permissions import decisions_of
from wijkwerk.workflow.resources import Audience, Reader, Resource

NAMESPACE = "participation"
SECONDS = 60
PUBLIC = Audience(
    "public", "participation/<int:process>", template="participation/_frame.html", seconds=SECONDS
)
WORKING = Audience(
    "work",
    "work/participation/<int:process>",
    READ,
    "work-",
    "participation/_work.html",
    steps=True,
)


def public_process(number: int) -> Process:
    """A process that everybody may see. Raises Http404."""
    process = public_processes().filter(pk=number).first()
    if process is None:
        raise Http404(gettext("There is no such process, or it isn’t public."))
    return process


def working_process(request: HttpRequest, number: int) -> Process:
    """A process that the account works on. Raises Http404, as if it isn't there."""
    now = decisions_of(request).now
    process = worked_on(request.user, now).filter(pk=number).first()
    if process is None:
        raise Http404(gettext("There is no such process."))
    return process


# The pages of a process: what each is called, and of what kind its rows are (None: always there).
_TABS: Mapping[str, tuple[Any, type[Model] | None]] = {
    "process": (_("This process"), None),
    "ideas": (_("Ideas and questions"), None),
    "agreements": (_("Agreements"), None),
    "summits": (_("Citizens’ summits"), m.Summit),
    "budgets": (_("Budgets"), None),
    "projects": (_("Projects of residents"), None),
    "campaigns": (_("Raised together"), m.Campaign),
    "schemes": (_("Small budgets"), m.Scheme),
    "challenges": (_("Right to challenge"), m.Challenge),
    "assets": (_("Run by residents"), m.Asset),
    "enterprises": (_("Enterprises of residents"), m.Enterprise),
    "panels": (_("Neighbourhood panels"), m.Panel),
    "yardsticks": (_("Yardstick of residents"), m.Yardstick),
    "turnouts": (_("Who took part"), m.Turnout),
    "surveys": (_("Influence, say residents"), m.SurveyMark),
}


def _public_pages(process: Process) -> set[str]:
    """The pages on which everybody finds something; asked in one question."""
    kinds = {view: kind for view, (_label, kind) in _TABS.items() if kind}
    exists = {f"has_{view}": Exists(public_rows(process, kind)) for view, kind in kinds.items()}
    row = Process.objects.filter(pk=process.pk).values(**exists).first() or {}
    return {view for view in _TABS if view not in kinds or row.get(f"has_{view}")}


def frame(
    process: Process | None, current_page: str, crumb: str, *, work: bool = False
) -> dict[str, Any]:
    """Context of the frame around a page: the pages of the process beside it (``current_page`` is the open
    one), and where one is."""
    prefix = "work-" if work else ""
    everything = reverse(f"{NAMESPACE}:{prefix}processes")
    context: dict[str, Any] = {"nav_current": "participation", "process": process}
    crumbs = [{"label": _("Participation"), "url": everything}]
    if process is not None:
        shown = set(_TABS) if work else _public_pages(process)
        context["tabs"] = tabs = [
            {
                "here": view,
                "label": label,
                "url": reverse(f"{NAMESPACE}:{prefix}{view}", args=[process.pk]),
            }
            for view, (label, _kind) in _TABS.items()
            if view in shown or view == current_page
        ]
        context["tab"], context["tabs_label"] = current_page, _("Pages of this process")
        crumbs.append({"label": str(process), "url": tabs[0]["url"]})
        crumbs += [tab for tab in tabs[1:] if tab["here"] == current_page]
    if crumb and str(crumb) != str(crumbs[-1]["label"]):
        crumbs.append({"label": crumb, "url": ""})
    # The list of all is where the menu leads: nothing lies above it.
    context["crumbs"] = crumbs if len(crumbs) > 1 else []
    return context


def _may_in(reader: Reader) -> Callable[[str], Any]:
    return lambda action: reader.may(action, reader.parent)


class ProcessPart(Resource):
    """Something in a process: policies.py says what everybody sees, and what who handles it."""

    workflow = STEPS
    namespace = NAMESPACE
    audiences: tuple[Audience, ...] = (PUBLIC, WORKING)
    select_related: tuple[str, ...] = ("process",)

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Process:
        """The process. Raises Http404 for who may not see it, or nothing of this kind in it."""
        if audience is PUBLIC:
            return public_process(named["process"])
        process = working_process(request, named["process"])
        reader = Reader(request, audience, process)
        if EVERYBODY[self.model] is None and not self.handled_by(reader):
            raise Http404(str(self.missing))
        return process

    def handled_by(self, reader: Reader) -> bool:
        """Whether this reader sees rows that aren't public, and what was said of them to each other."""
        return reader.audience is WORKING and handles(_may_in(reader), self.model)

    def parent_address(self, parent: Process) -> dict[str, Any]:
        """Its number."""
        return {"process": parent.pk}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """What this audience sees of the process."""
        if reader.audience is PUBLIC:
            return public_rows(reader.parent, self.model)
        return working_rows(reader.parent, self.model, _may_in(reader))

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """The pages of the process beside this one."""
        return frame(reader.parent, self.plural, crumb, work=reader.audience is WORKING)
