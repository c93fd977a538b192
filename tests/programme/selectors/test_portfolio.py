"""The portfolio as the database counts it is the portfolio as the rules have it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from wijkwerk.programme.core import portfolio as core
from wijkwerk.programme.models import Mark, MoneyPeriod, Project
from wijkwerk.programme.policies import PUBLIC_PROJECTS
from wijkwerk.programme.selectors import council
from wijkwerk.programme.selectors import portfolio as selectors

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def some(a_programme: Any) -> list[Project]:
    """Projects of which anything may be missing."""
    chance = Random(7)

    def one_of(*those: Any) -> Any:
        return chance.choice(those)

    return [
        Project.objects.create(
            programme=a_programme.programme,
            code=f"P{at}",
            name=f"Project {at // 2}",
            state=one_of(*selectors.STATES),
            goal=one_of(None, *a_programme.goals),
            target=one_of(None, *a_programme.targets),
            organisation=one_of(None, *a_programme.organisations),
            money=one_of(None, Decimal(0), Decimal("1250.50")),
            money_until=one_of(None, date(2026, 3, 1), date(2026, 3, 2)),
            money_period=one_of(*MoneyPeriod.values),
            after_plan=one_of("", "Door."),
            stop_criteria=one_of("", "Nul."),
            decision_due=one_of(None, date(2026, 3, 1), date(2026, 3, 2), date(2027, 1, 1)),
            areas=one_of([], ["WK1"], ["WK1", "WK2"]),
        )
        for at in range(150)
    ]


def as_rule(project: Project) -> core.Project:
    def day(value: date | None) -> str | None:
        return None if value is None else value.isoformat()

    return core.Project(
        str(project.pk),
        project.name,
        None if project.goal_id is None else str(project.goal_id),
        None if project.organisation_id is None else str(project.organisation_id),
        None if project.money is None else float(project.money),
        day(project.money_until),
        None if project.target_id is None else str(project.target_id),
        project.after_plan,
        project.stop_criteria,
        tuple(project.areas),
        day(project.begins_on),
        day(project.ends_on),
        day(project.decision_due),
        project.state,
        project.money_period == "a_year",
    )


@pytest.mark.parametrize("public", [True, False])
def test_the_database_counts_what_the_rules_say(
    public: bool, some: list[Project], a_programme: Any
) -> None:
    seen = [one for one in some if not public or one.state in PUBLIC_PROJECTS]
    rule = core.portfolio([as_rule(one) for one in seen], "2026-03-02")
    told = selectors.picture(a_programme.programme, NOW, public=public)
    assert (told.projects, told.going, told.complete) == (rule.projects, rule.going, rule.complete)
    assert told.missing == {what: len(those) for what, those in rule.missing.items()}
    assert {one: n for one, n in told.states.items() if n} == rule.states
    assert told.money == rule.money
    assert all((told.money.in_all, told.money.a_year, told.money.undated))
    assert told.money_ended == len(rule.money_ended)
    assert told.overdue == len(rule.overdue) > 0
    assert told.open_decisions == len(rule.decisions)
    assert told.without_decision_day == len(rule.without_decision_day)
    found = selectors.overlaps(a_programme.programme, public=public)
    assert (found.place, found.name) == (rule.same_place, rule.same_name)
    listed = [
        str(decision.pk)
        for decision in selectors.open_decisions(a_programme.programme, public=public)
    ]
    due = {decision.project: decision.due for decision in rule.decisions}
    assert set(listed) == set(due) and [due[one] for one in listed] == sorted(due.values())
    for one in seen:
        assert selectors.lacking(one) == core.lacks(as_rule(one))
    for what, those in rule.missing.items():
        chosen = selectors.chosen(
            selectors.visible_projects(a_programme.programme, public),
            selectors.Choice(lacks=what),
            NOW,
        )
        assert {str(one.pk) for one in chosen} == set(those)


def test_what_is_kept_isnt_kept_past_a_step(a_programme: Any, command: Any) -> None:
    from wijkwerk.programme.services import projects

    facts = {"name": "Zelfde naam", "goal": a_programme.goals[0], "areas": ["WK1"]}
    for code in ("A", "B"):
        projects.add(
            command("programme-bureau"), a_programme.programme, {**facts, "code": code}, runs=True
        )
        found = selectors.overlaps(a_programme.programme, public=True)
        loop = selectors.whole_loop(a_programme.programme, NOW, public=True)
    assert found.projects == 2 and loop.projects == 2 and loop.standing_at["nothing"] == 2
    project = Project.objects.get(code="A")
    made = command("programme-bureau", project, text="Gepland.")
    projects.mark(made, project, "planned", date(2026, 1, 1))
    assert selectors.whole_loop(a_programme.programme, NOW, public=True).standing_at["planned"] == 1
    assert selectors.loops_of([project], NOW)[project.pk].at == "planned"
    assert Mark.objects.count() == 1


def test_the_council_is_told_of_ends_of_money_as_the_portfolio_tells_them(
    a_programme: Any, some: list[Project]
) -> None:
    """Without money, or with none that is known, there is no end to write down."""
    figures = council.figures_of(a_programme.programme, NOW)
    rules = [as_rule(project) for project in some if project.state in core.RUNS]
    assert figures.projects == len(rules)
    assert 0 < figures.money_open == sum("money_end" in core.lacks(rule) for rule in rules)
    assert figures.money_open < sum(rule.money_until is None for rule in rules)
