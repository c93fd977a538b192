"""The portfolio as pages ask for it: counted in the database, so that ten thousand projects are no
more work for a page than ten. What is missing means here exactly what ``core.portfolio`` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from wijkwerk.programme.core.money import Money
from wijkwerk.programme.core.overlaps import Running, SameName, SamePlace, same_name, same_place
from wijkwerk.programme.core.pdca import Mark as LoopMark
from wijkwerk.programme.core.pdca import PdcaCycle, PdcaTotals, loops, pdca_totals
from wijkwerk.programme.core.portfolio import GOING, RUNS, WANTED
from wijkwerk.programme.models import Mark, Organisation, Programme, Project
from wijkwerk.programme.policies import public_rows
from wijkwerk.programme.selectors.money import money_of
from wijkwerk.shared import deadlines

STATES = ("proposed", "running", "paused", "not_known", "embedded", "stopped")
# As ``core.portfolio.lacks`` has it; a test holds the two together.
LACKING: dict[str, Q] = {
    "goal": Q(goal=None),
    "owner": Q(organisation=None),
    "measurement": Q(target=None),
    "after_plan": Q(after_plan=""),
    "stop_criteria": Q(stop_criteria=""),
    "money": Q(money=None),
    "money_end": Q(money_until=None) & Q(money__isnull=False) & ~Q(money=0),
}
T = TypeVar("T")
KEPT_SECONDS = 3600
_AREA = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True)
class Choice:
    """Which projects a list shows; '' and 0: all."""

    state: str = ""
    goal: int = 0
    organisation: str = ""
    area: str = ""
    lacks: str = ""
    overdue: bool = False
    words: str = ""


@dataclass(frozen=True)
class Picture:
    """The carousel on a day. ``missing``, ``complete``, ``money`` and decisions are about the
    ``going`` ones; ``money``, as far as it is known, of those that run or are paused."""

    projects: int
    going: int
    states: dict[str, int]
    missing: dict[str, int]
    complete: int
    money: Money
    money_ended: int
    open_decisions: int
    overdue: int
    without_decision_day: int

    @property
    def runs(self) -> int:
        """Those that run or are paused."""
        return sum(self.states[run] for run in RUNS)


@dataclass(frozen=True)
class Overlaps:
    """Projects that may do the same."""

    place: tuple[SamePlace, ...]
    name: tuple[SameName, ...]

    @property
    def projects(self) -> int:
        """How many projects overlap with at least one other."""
        groups = [overlap.projects for overlap in self.place] + [
            overlap.projects for overlap in self.name
        ]
        return len({key for group in groups for key in group})


def visible_projects(programme: Programme, public: bool) -> QuerySet[Project]:
    """The projects that a page may show: everybody doesn't see what is only proposed."""
    return public_rows(programme, Project) if public else programme.projects.all()


def chosen(projects: QuerySet[Project], choice: Choice, now: datetime) -> QuerySet[Project]:
    """``projects`` as far as it fits the choice."""
    if choice.state:
        projects = projects.filter(state=choice.state)
    if choice.goal:
        projects = projects.filter(goal_id=choice.goal)
    if choice.organisation:
        projects = projects.filter(organisation__slug=choice.organisation)
    if choice.area:
        if not _AREA.fullmatch(choice.area):
            return projects.none()
        projects = projects.annotate(in_areas=Cast("areas", TextField())).filter(
            in_areas__contains=f'"{choice.area}"'
        )
    if choice.lacks:
        projects = projects.filter(LACKING[choice.lacks], state__in=GOING)
    if choice.overdue:
        projects = projects.filter(state__in=GOING, decision_due__lt=deadlines.today(now))
    if choice.words:
        projects = projects.filter(Q(name__icontains=choice.words) | Q(code__iexact=choice.words))
    return projects


def picture(programme: Programme, now: datetime, *, public: bool) -> Picture:
    """The carousel, in two questions to the database; kept until the next step or day."""
    name = f"picture-{public}-{deadlines.today(now)}"
    return _kept(programme, name, lambda: _picture(programme, now, public))


def _picture(programme: Programme, now: datetime, public: bool) -> Picture:
    today, going = deadlines.today(now), Q(state__in=GOING)
    nothing = going
    for condition in LACKING.values():
        nothing &= ~condition
    due = going & Q(decision_due__isnull=False)
    those = visible_projects(programme, public)
    aggregates = those.aggregate(
        projects=Count("pk"),
        going=Count("pk", filter=going),
        complete=Count("pk", filter=nothing),
        money_ended=Count("pk", filter=going & Q(money_until__lt=today)),
        open_decisions=Count("pk", filter=due),
        overdue=Count("pk", filter=due & Q(decision_due__lt=today)),
        without_decision_day=Count("pk", filter=going & Q(decision_due=None)),
        **{f"state_{state}": Count("pk", filter=Q(state=state)) for state in STATES},
        **{f"no_{what}": Count("pk", filter=going & LACKING[what]) for what in WANTED},
    )
    return Picture(
        aggregates["projects"],
        aggregates["going"],
        {state: aggregates[f"state_{state}"] for state in STATES},
        {what: aggregates[f"no_{what}"] for what in WANTED},
        aggregates["complete"],
        money_of(those.filter(state__in=RUNS), today),
        aggregates["money_ended"],
        aggregates["open_decisions"],
        aggregates["overdue"],
        aggregates["without_decision_day"],
    )


def open_decisions(programme: Programme, *, public: bool = False) -> QuerySet[Project]:
    """Projects about which a decision is to be taken, the longest overdue first."""
    return (
        visible_projects(programme, public)
        .filter(state__in=GOING, decision_due__isnull=False)
        .select_related("organisation", "goal")
        .order_by("decision_due", "id")
    )


def days_overdue(due: date, now: datetime) -> int:
    """How many days a decision is overdue; negative while there is time."""
    return (deadlines.today(now) - due).days


def loops_of(projects: Iterable[Project], now: datetime) -> dict[int, PdcaCycle]:
    """The loop of each of these projects, in one question."""
    keys = [project.pk for project in projects]
    return {
        int(loop.project): loop
        for loop in loops(
            [str(key) for key in keys],
            _marks(Mark.objects.filter(project__in=keys)),
            deadlines.today(now).isoformat(),
        )
    }


def whole_loop(programme: Programme, now: datetime, *, public: bool) -> PdcaTotals:
    """All loops of what is going, together."""

    def make() -> PdcaTotals:
        going = visible_projects(programme, public).filter(state__in=GOING)
        marks = Mark.objects.filter(programme=programme, project__in=going)
        keys = [str(number) for number in going.order_by("id").values_list("pk", flat=True)]
        return pdca_totals(loops(keys, _marks(marks), deadlines.today(now).isoformat()))

    return _kept(programme, f"loop-{public}-{deadlines.today(now)}", make)


def overlaps(programme: Programme, *, public: bool) -> Overlaps:
    """What may do the same among the projects that are going."""

    def make() -> Overlaps:
        order = visible_projects(programme, public).filter(state__in=GOING).order_by("id")
        rows = order.values_list("pk", "name", "goal_id", "areas", "begins_on", "ends_on")
        running = [
            Running(
                str(key),
                name,
                None if goal is None else str(goal),
                tuple(str(area) for area in areas),
                _iso(first),
                _iso(last),
            )
            for key, name, goal, areas, first, last in rows
        ]
        return Overlaps(same_place(running), same_name(running))

    return _kept(programme, f"overlaps-{public}", make)


def goals_and_organisations(
    programme: Programme, *, public: bool
) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """What a list can be narrowed to: goals, and organisations that own a project."""

    def make() -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
        keys = visible_projects(programme, public).order_by().values("organisation_id").distinct()
        owners = Organisation.objects.filter(pk__in=keys)
        return (
            [(goal.pk, goal.name) for goal in programme.goals.all()],
            list(owners.values_list("slug", "name")),
        )

    return _kept(programme, f"narrow-{public}", make)


def lacking(project: Project) -> tuple[str, ...]:
    """What this project doesn't state, in the order of WANTED."""
    stated = {
        "goal": project.goal_id,
        "owner": project.organisation_id,
        "measurement": project.target_id,
        "after_plan": project.after_plan,
        "stop_criteria": project.stop_criteria,
        "money": project.money is not None,
        "money_end": project.money_until or not project.money,
    }
    return tuple(what for what in WANTED if not stated[what])


def _marks(marks: QuerySet[Mark]) -> Sequence[LoopMark]:
    return [
        LoopMark(str(project), kind, on.isoformat())
        for project, kind, on in marks.order_by("id").values_list("project_id", "kind", "on")
    ]


def _kept(programme: Programme, name: str, make: Callable[[], T]) -> T:
    """What ``make`` gives, kept until a next step is made in the programme."""
    last = programme.steps.order_by("-id").values_list("pk", flat=True).first()
    key = f"programme-{programme.pk}-{name}-{last}-{programme.version}"
    computed: T | None = cache.get(key)
    if computed is None:
        computed = make()
        cache.set(key, computed, KEPT_SECONDS)
    return computed


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
