"""The picture of the carousel: which projects lack what, which decisions are open, what overlaps.

See docs/method/programme-portfolio.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wijkwerk.programme.core.money import Amount, Money, add_up
from wijkwerk.programme.core.overlaps import Running, SameName, SamePlace, same_name, same_place
from wijkwerk.shared.dates import days_between

# What every project has to state, in the order in which it is told.
WANTED = ("goal", "owner", "measurement", "after_plan", "stop_criteria", "money", "money_end")
GOING = ("proposed", "running", "paused")
RUNS = ("running", "paused")  # what is proposed takes no money yet
NO_NEW_MONEY = "no_new_money"


@dataclass(frozen=True)
class Project:
    """A project as it is known; None and blanks are 'not known'. Days are ISO dates.

    ``measurement``: the target or figure that it is measured by. ``money`` in euros; 0 is a project
    without money, which needs no end of it; ``a_year``: every year, else in all. ``state``: proposed,
    running, paused, not_known (it ran, and nobody knows whether it still does), embedded or stopped.
    """

    id: str
    name: str
    goal: str | None = None
    owner: str | None = None
    money: float | None = None
    money_until: str | None = None
    measurement: str | None = None
    after_plan: str = ""
    stop_criteria: str = ""
    areas: tuple[str, ...] = ()
    starts: str | None = None
    ends: str | None = None
    decision_due: str | None = None
    state: str = "running"
    a_year: bool = False


@dataclass(frozen=True)
class Decision:
    """A decision that has to be taken: ``days`` until it is due, negative when it is overdue.

    ``default``: what holds as long as it isn't taken ('no_new_money' from the day after); None
    while there is time.
    """

    project: str
    due: str
    days: int
    default: str | None


@dataclass(frozen=True)
class Portfolio:
    """The picture on a day, of the projects that are going (proposed, running, paused).

    ``missing`` has the ids per thing WANTED, sorted; ``complete`` how many lack nothing; ``states``
    counts all projects. ``money`` is that of those that run or are paused; ``money_ended`` are
    projects whose money ended before the day.
    ``decisions`` come overdue ones first, the longest first.
    """

    projects: int
    going: int
    states: dict[str, int]
    missing: dict[str, tuple[str, ...]]
    complete: int
    money: Money
    money_ended: tuple[str, ...]
    decisions: tuple[Decision, ...]
    without_decision_day: tuple[str, ...]
    same_place: tuple[SamePlace, ...]
    same_name: tuple[SameName, ...]

    @property
    def overdue(self) -> tuple[Decision, ...]:
        """The decisions that are due and were not taken."""
        return tuple(decision for decision in self.decisions if decision.days < 0)


def lacks(project: Project) -> tuple[str, ...]:
    """What ``project`` doesn't state, in the order of WANTED."""
    stated = {
        "goal": project.goal,
        "owner": project.owner,
        "measurement": project.measurement,
        "after_plan": project.after_plan.strip(),
        "stop_criteria": project.stop_criteria.strip(),
        "money": project.money is not None,
        # Money of nought, or that nobody knows, has no end to be told.
        "money_end": project.money_until or not project.money,
    }
    return tuple(what for what in WANTED if not stated[what])


def portfolio(projects: Sequence[Project], today: str) -> Portfolio:
    """The picture of ``projects`` on ``today`` (ISO date); their order makes no difference.

    Raises ValueError when an id comes twice.
    """
    if len({project.id for project in projects}) != len(projects):
        raise ValueError("every project has an id of its own")
    ordered = sorted(projects, key=lambda project: project.id)
    going = [project for project in ordered if project.state in GOING]
    runs = [project for project in going if project.state in RUNS]
    lacking = {project.id: lacks(project) for project in going}
    running = [
        Running(project.id, project.name, project.goal, project.areas, project.starts, project.ends)
        for project in going
    ]
    return Portfolio(
        len(ordered),
        len(going),
        {
            state: sum(project.state == state for project in ordered)
            for state in sorted({project.state for project in ordered})
        },
        {what: tuple(key for key, those in lacking.items() if what in those) for what in WANTED},
        sum(not those for those in lacking.values()),
        add_up(
            (Amount(Decimal(str(run.money or 0)), run.a_year, run.money_until) for run in runs),
            today,
        ),
        tuple(
            project.id
            for project in going
            if project.money_until is not None and project.money_until < today
        ),
        decisions(going, today),
        tuple(project.id for project in going if project.decision_due is None),
        same_place(running),
        same_name(running),
    )


def decisions(projects: Sequence[Project], today: str) -> tuple[Decision, ...]:
    """The open decisions about projects that are going, by the day they are due."""
    open_decisions = []
    for project in projects:
        if project.decision_due is not None and project.state in GOING:
            days = days_between(today, project.decision_due)
            default = NO_NEW_MONEY if days < 0 else None
            open_decisions.append(Decision(project.id, project.decision_due, days, default))
    return tuple(sorted(open_decisions, key=lambda decision: (decision.due, decision.project)))
