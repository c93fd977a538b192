"""Steps with a programme itself: what it tells, its pillars and goals, who takes part, its meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkwerk.access.api import needs
from wijkwerk.programme.models import (
    Domain,
    Goal,
    Meeting,
    Pillar,
    Programme,
    PublishedFact,
    Seat,
)
from wijkwerk.programme.policies import WORK
from wijkwerk.programme.services import board, corrections, merging, people
from wijkwerk.programme.services import programmes as services
from wijkwerk.programme.web.labels import with_entered
from wijkwerk.programme.web.plans.forms import (
    AboutForm,
    GoalForm,
    MergeForm,
    NameForm,
    OrganisationForm,
    SeatForm,
    StartForm,
    SubstituteForm,
)
from wijkwerk.programme.web.resource import WORKING, ProgrammeResource
from wijkwerk.ui.lists import row_of
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand
from wijkwerk.workflow.forms import step_form
from wijkwerk.workflow.resources import Audience, Reader, Step, register
from wijkwerk.workflow.views import BeginView, StepView

FOUNDING = Audience("start", permission="programme.start", template="access/page.html")
LEAVE = step_form(Seat, "last_day", required=True)
MEETING = step_form(Meeting, "title", "on", "present", "substitutes")
FACT = step_form(PublishedFact, "statement", "published_on", "source")
ABOUT = ("run", "edit", "end", "pillar", "goal", "fact")
# Which page a step is made from, and leads back to: that of the programme when it isn't here.
PEOPLE = ("organisation", "domain", "seat", "merge", "leave", "appoint")
_BOARD = ("meet", "correct_meet")


def _start(command: StepCommand, _parent: None, **facts: Any) -> Programme:
    return services.start(command, **facts)


def _add_goal(command: StepCommand, _programme: Programme, pillar: Pillar, name: str) -> Any:
    return services.add_goal(command, pillar, name)


def _take_seat(command: StepCommand, _programme: Programme, domain: Domain, **facts: Any) -> Any:
    return people.take_seat(command, domain, **facts)


def _called_now(named: Any) -> str:
    return _("It is called ‘%(name)s’ now.") % {"name": named.name}


def _renaming(named: Pillar | Goal) -> str:
    return corrections.renaming(named, corrections.signed_goals(named.programme))


def _no_pillar(_reader: Reader, programme: Programme) -> tuple[str, str] | None:
    if programme.pillars.exists():
        return None
    return _("There is no pillar yet."), _("First add a pillar.")


def _no_domain(_reader: Reader, programme: Programme) -> tuple[str, str] | None:
    if programme.domains.exists():
        return None
    return _("The board has no sides yet."), _("First add a side of the board.")


def _no_board(reader: Reader, programme: Programme) -> tuple[str, str] | None:
    if people.seated(programme, reader.today):
        return None
    return _("Nobody sits on the board yet."), _("First fill a seat on the board.")


def _stand_ins(programme: Programme) -> Any:
    return programme.seats.exclude(substitute_for=None).select_related("domain", "organisation")


def _seats(programme: Programme) -> Any:
    seats = programme.seats.filter(last_day=None, substitute_for=None)
    return seats.select_related("domain", "organisation")


def _meetings(programme: Programme) -> Any:
    return programme.meetings.select_related("programme")


RENAME = Step(
    corrections.rename,
    NameForm,
    rows="pillars",
    really=_renaming,
    about=_called_now,
    initial=lambda _reader, named: {"name": named.name},
)


class RenameView(StepView):
    """Another name for a pillar or a goal, as the address says which."""

    def find_row(self, number: int) -> Any:
        """The pillar or goal. 404 for another number."""
        kind = self.kwargs["kind"]
        if kind not in ("pillars", "goals"):
            raise Http404
        return row_of(getattr(self.object, kind).select_related("programme"), number)


class ProgrammeItself(ProgrammeResource):
    """A programme. Its pages show what waits, how targets stand and who takes part: views of their own."""

    model = Programme
    machine = "programme"
    name, plural, title = "programme", "programmes", gettext_lazy("My programmes")
    audiences = (FOUNDING, WORKING)
    select_related = ()
    is_parent = hides_impossible = True
    columns = ("title", "state", "begins_on", "ends_on")
    steps = {
        "run": Step(services.run),
        "edit": Step(services.edit, AboutForm),
        "end": Step(services.end),
        "pillar": Step(services.add_pillar, NameForm),
        "goal": Step(
            _add_goal, GoalForm, choices={"choice": lambda p: p.pillars.all()}, empty=_no_pillar
        ),
        "fact": Step(services.add_fact, FACT),
        "organisation": Step(people.add_organisation, OrganisationForm),
        "domain": Step(people.add_domain, NameForm),
        "seat": Step(
            _take_seat,
            SeatForm,
            today="first_day",
            choices={"choice": lambda p: p.domains.select_related("programme")},
            empty=_no_domain,
        ),
        "merge": Step(merging.merge, MergeForm),
        "leave": Step(
            people.leave_seat,
            LEAVE,
            today="last_day",
            rows=_seats,
        ),
        "appoint": Step(people.appoint, SubstituteForm, today="first_day", rows=_seats, about=str),
        "rename": RENAME,
        "rename_signed": RENAME,
        "meet": Step(
            board.meet,
            MEETING,
            today="on",
            choices={"present": lambda p: p.domains.all(), "substitutes": _stand_ins},
            empty=_no_board,
        ),
        "correct_meet": Step(
            corrections.correct_meeting,
            MEETING,
            rows=_meetings,
            choices={
                "present": lambda meeting: meeting.programme.domains.all(),
                "substitutes": lambda meeting: _stand_ins(meeting.programme),
            },
            about=lambda meeting: with_entered(f"{meeting.title}, {day(meeting.on)}", meeting),
        ),
        "start": Step(_start, StartForm, audience="start"),
    }
    pages = frozenset()

    def parent(self, request: HttpRequest, audience: Audience, **named: Any) -> Any:
        """The programme; None for who begins one."""
        return None if audience is FOUNDING else super().parent(request, audience, **named)

    def frame(self, reader: Reader, crumb: str) -> Mapping[str, Any]:
        """Pages of steps alone: they have no tabs."""
        return {"nav_current": "programmes", "programme": reader.parent}

    def address(self, view: str, reader: Reader, *path: Any) -> str:
        """A step stands below the page that it is made from."""
        if view == "list":
            return reverse("programme:work-all")
        programme = reader.parent.slug
        if view == "page":
            return reverse("programme:work", args=[programme])
        if view != "step":  # with a row
            return reverse(f"programme:{view}", args=[programme, *path[1:]])
        action = path[1]
        if action == "meet":
            return reverse("programme:meeting-add", args=[programme])
        room = "people" if action in PEOPLE else "programme"
        return reverse(f"programme:{room}-step", args=[programme, action])

    def back(self, action: str, subject: Any, reader: Reader) -> tuple[str, Any]:
        """The page that the step is made from."""
        if subject is None:
            return self.list_url(reader), self.title
        return self.after(action, subject, reader), subject.title

    def after(self, action: str, subject: Any, reader: Reader) -> str:
        """The page that it was made from. Who begins a programme has no role in it yet."""
        if reader.parent is None:
            return self.list_url(reader)
        page = "work-people" if action in PEOPLE else "work-board" if action in _BOARD else "work"
        return reverse(f"programme:{page}", args=[reader.parent.slug])

    def urls(self) -> list[URLPattern]:
        """Below the pages that the steps are made from."""
        begins, guard, work = needs("programme.start"), needs(WORK), WORKING.path
        own: dict[str, Any] = {"resource": self, "audience": WORKING}

        def step(route: str, name: str, view: type[StepView] = StepView, **more: Any) -> URLPattern:
            return path(f"{work}/{route}", guard(view.as_view(**own, **more)), name=name)

        start = BeginView.as_view(resource=self, audience=FOUNDING, action="start")
        return [
            path("work/programmes/start", begins(start), name="programme-start"),
            step("about/<slug:action>", "programme-step"),
            step("people/<slug:action>", "people-step"),
            step("people/seats/<int:row>/leave", "seat-leave", action="leave"),
            step("people/seats/<int:row>/appoint", "seat-appoint", action="appoint"),
            step("<slug:kind>/<int:row>/rename", "rename", RenameView, action="rename"),
            step("board/meet", "meeting-add", action="meet"),
            step("board/meetings/<int:row>/correct", "meeting-correct", action="correct_meet"),
        ]


programmes: ProgrammeItself = register(ProgrammeItself())
