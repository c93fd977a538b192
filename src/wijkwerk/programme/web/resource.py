"""What every thing with steps in a programme shares: who sees it, and the pages around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wijkwerk.programme.models import Programme
from wijkwerk.programme.policies import INTERNAL, PUBLIC_STATES, WORK, public_rows
from wijkwerk.programme.services.common import STEPS
from wijkwerk.programme.web.frame import PUBLIC_SECONDS, frame, public_programme, worked_on
from wijkwerk.workflow.resources import Audience, Reader, Resource
from wijkwerk.workflow.sections import Link

PUBLIC = Audience(
    "public",
    path="programmes/<slug:slug>",
    template="programme/_frame.html",
    seconds=PUBLIC_SECONDS,
)
WORKING = Audience(
    "work",
    path="programmes/<slug:slug>/work",
    permission=WORK,
    prefix="work-",
    template="programme/_work.html",
    steps=True,
)


def working_reader(request: HttpRequest, programme: Programme) -> Reader:
    """Who works on a programme, for views that aren't generic."""
    return Reader(request, WORKING, programme)


class ProgrammeResource(Resource):
    """Something in a programme: the public sees what policies.py says, who works on it all."""

    workflow = STEPS
    namespace = "programme"
    audiences: tuple[Audience, ...] = (PUBLIC, WORKING)
    select_related: tuple[str, ...] = ("programme",)
    tabs: ClassVar[Mapping[str, str]] = {"public": "projects", "work": "work-projects"}

    @property
    def left_out(self) -> Mapping[str, str]:  # type: ignore[override]
        """What policies.py keeps inside: exports, API and pages ask one place."""
        return dict.fromkeys(INTERNAL.get(self.model, ()), "only who works on it reads this")

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Programme:
        """The programme. Raises Http404 for who may not see it."""
        if audience is PUBLIC:
            return public_programme(named["slug"])
        return worked_on(request, named["slug"])

    def parent_address(self, parent: Programme) -> dict[str, Any]:
        """Its code."""
        return {"slug": parent.slug}

    def queryset(self, reader: Reader) -> QuerySet[Any]:
        """What this audience sees of the programme."""
        if reader.audience is PUBLIC:
            return public_rows(reader.parent, self.model)
        rows: QuerySet[Any] = self.model._default_manager.filter(programme=reader.parent)
        return rows

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """The tabs and crumbs of the programme."""
        tab = self.tabs[reader.audience.name]
        # The list that a tab leads to isn't below itself.
        if tab == self.url_name("list", reader.audience) and crumb == self.list_title(reader):
            crumb = ""
        return frame(reader.parent, tab, crumb=crumb, work=reader.audience is WORKING)

    def links(self, subject: Any, reader: Reader) -> list[Link]:
        """For who works on it, the page that everybody sees, when there is one."""
        if reader.audience is not WORKING or reader.parent.state not in PUBLIC_STATES:
            return []
        if not self.has_page("page", PUBLIC) or PUBLIC not in self.audiences:
            return []
        if not public_rows(reader.parent, self.model).filter(pk=subject.pk).exists():
            return []
        everybody = Reader(reader.request, PUBLIC, reader.parent)
        return [(_("What everybody sees"), self.url_of(subject, everybody))]
