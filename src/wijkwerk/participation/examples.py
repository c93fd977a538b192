"""The budget of ``make run``: a made-up neighbourhood out of ``examples/participation``, counted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from wijkwerk.participation.core.clock import answer_by
from wijkwerk.participation.core.counting import count
from wijkwerk.participation.core.records import record_of
from wijkwerk.participation.core.representation import Group, merged
from wijkwerk.participation.models import (
    Budget,
    CastBallot,
    CountResult,
    Idea,
    Phase,
    Process,
    ProcessCheck,
    ProcessStep,
    Project,
    Scheme,
    Turnout,
)
from wijkwerk.participation.models.turnouts import as_kept
from wijkwerk.participation.rules import rules
from wijkwerk.participation.services.counts import election_of, rule_of

EXAMPLE = Path("examples/participation/lindekwartier.toml")
_DATES = ("begins_on", "ends_on", "opens_on", "closes_on", "due_on", "counted_on", "held_on")


def make_budget(tell: Callable[[str], None], now: datetime | None = None) -> Process | None:
    """Write the example, unless there is one already: None then. Raises OSError without its file."""
    if Process.objects.filter(simulated=True).exists():
        return None
    now = now or datetime.now(UTC)
    year = _of_year(tomllib.loads(EXAMPLE.read_text("utf-8")), now.year)
    facts = year["process"]
    because = facts.pop("check")
    process = Process.objects.create(state="open", simulated=True, **facts)
    for phase in year["phase"]:
        Phase.objects.create(process=process, **phase)
    for question in ProcessCheck.Question.values:
        ProcessCheck.objects.create(
            process=process, question=question, verdict="yes", because=because
        )
    budget = _counted(process, year)
    _step(process, "process", "open", now, "participation-official")
    _step(budget, "budget", "count", now, "counting-committee")
    for facts in year["turnout"]:
        groups = as_kept(merged([Group(*cells) for cells in facts.pop("groups")]))
        phase = process.phases.filter(title=facts.pop("phase")).first()
        Turnout.objects.create(
            process=process, phase=phase, state="recorded", groups=groups, **facts
        )
    for facts in year["scheme"]:
        scheme = Scheme.objects.create(process=process, state="open", **facts)
        _step(scheme, "scheme", "open", now, "participation-official")
    for facts in year["idea"]:
        _idea(process, now, **facts)
    tell(f"Made the process {process}.")
    return process


def _step(subject: Any, machine: str, action: str, at: datetime, role: str, **more: str) -> None:
    process = subject if machine == "process" else subject.process
    ProcessStep.objects.create(
        process=process, machine=machine, object_id=subject.pk, action=action, target=subject.state,
        at=at, actor="example", role=role, place=process.municipality, **more,
    )  # fmt: skip


def _idea(
    process: Process,
    now: datetime,
    days_ago: int,
    answered_after: int = 0,
    answer: str = "",
    **facts: Any,
) -> None:
    received = now - timedelta(days=days_ago)
    last = answer_by(received.date(), rules().terms[facts["kind"]])
    answered = received + timedelta(days=answered_after) if answer else None
    idea = Idea.objects.create(
        process=process, state="answered" if answer else "received", public=True,
        received_on=received.date(), answer_by=last,
        answered_on=answered.date() if answered else None, **facts,
    )  # fmt: skip
    _step(idea, "idea", "submit", received, "resident")
    if answered:
        _step(
            idea,
            "idea",
            "answer",
            answered,
            "participation-official",
            text=answer,
            outcome=idea.decision,
        )


def _of_year(part: Any, year: int) -> Any:
    """The same with the months and days as days of a year."""
    if isinstance(part, list):
        return [_of_year(member, year) for member in part]
    if not isinstance(part, dict):
        return part
    return {
        name: date.fromisoformat(f"{year}-{value}") if name in _DATES else _of_year(value, year)
        for name, value in part.items()
    }


def _counted(process: Process, example: dict[str, Any]) -> Budget:
    facts = example["budget"]
    more = {name: facts.pop(name) for name in ("euros", "counted_on", "costing", "due_on")}
    budget = Budget.objects.create(
        process=process, state="counted", amount=more["euros"] * 100, **facts
    )
    projects = [
        Project.objects.create(
            process=process, budget=budget, state="admitted", cost=project.pop("euros") * 100,
            costing=more["costing"], due_on=more["due_on"], **project,
        )
        for project in example["project"]
    ]  # fmt: skip
    number = 0
    for group in example["group"]:
        for place in range(group["voters"]):
            number += 1
            # What a group likes, and for two in five something else as well.
            likes = {*group["likes"], *([number * 5 % len(projects)] if place % 5 < 2 else [])}
            votes = {str(projects[like].pk): 1 for like in sorted(likes)}
            CastBallot.objects.create(budget=budget, key=f"example {number}", votes=votes)
    result = record_of(count(election_of(budget), rule_of(budget)))
    CountResult.objects.create(
        budget=budget,
        number=1,
        on=more["counted_on"],
        result={**result, "excluded": [], "rejected_paper": {}},
    )
    return budget
