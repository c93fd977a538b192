"""A programme from its start to its end, and what it is arranged in: pillars and goals."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from wijkwerk.access.api import Place
from wijkwerk.programme.models import Goal, Pillar, Programme, PublishedFact
from wijkwerk.programme.services.common import STEPS, arranged
from wijkwerk.shared import deadlines
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed


@dataclass(frozen=True)
class About:
    """What a programme tells of itself. ``areas`` are codes of areas; ``edition`` the id of the one
    that its indicators come from ('': none); ``mandate`` what the bureau may do by itself."""

    title: str
    begins_on: date
    ends_on: date
    vision: str = ""
    municipality: str = ""
    areas: list[str] = field(default_factory=list)
    edition: str = ""
    mandate: str = ""


def start(command: StepCommand, slug: str, about: About, simulated: bool = False) -> Programme:
    """A new programme, which only its workers see until it runs."""
    step = STEPS.step("programme", "start")
    role = STEPS.allowed(command, step, Place())
    _check_days(about)

    def make(_whole: None) -> Programme:
        return Programme.objects.create(
            slug=slug, state=step.target, simulated=simulated, **asdict(about)
        )

    return STEPS.begin(step, command, role, None, make, {"slug": slug})


def edit(command: StepCommand, programme: Programme, about: About) -> Programme:
    """Change what a programme tells of itself; its targets and promises stay as they are."""
    step = STEPS.step("programme", "edit")
    role = STEPS.allowed(command, step, programme)
    _check_days(about)
    return STEPS.move(programme, step, command, role, **asdict(about))


def run(command: StepCommand, programme: Programme) -> Programme:
    """From now on everybody sees it."""
    return STEPS.make_step("programme", "run", command, programme)


def end(command: StepCommand, programme: Programme) -> Programme:
    """It ends; everything stays to be seen."""
    return STEPS.make_step("programme", "end", command, programme)


def add_pillar(command: StepCommand, programme: Programme, name: str) -> Pillar:
    """A pillar, after those that are there."""

    def make(programme: Programme) -> Pillar:
        return Pillar.objects.create(
            programme=programme, name=named(name), place=programme.pillars.count()
        )

    return arranged(command, "arrange", programme, name, make)


def add_goal(command: StepCommand, pillar: Pillar, name: str) -> Goal:
    """A goal in a pillar, after those that are there; ``command.version`` is the programme's."""

    def make(programme: Programme) -> Goal:
        return Goal.objects.create(
            programme=programme, pillar=pillar, name=named(name), place=pillar.goals.count()
        )

    return arranged(command, "arrange", pillar, f"{pillar.name}: {name}", make)


def add_fact(
    command: StepCommand, programme: Programme, statement: str, published_on: date, source: str
) -> PublishedFact:
    """What somebody else published about the programme. Raises TransitionNotAllowed: day."""
    if published_on > deadlines.today(command.now):
        raise TransitionNotAllowed("day")

    def make(programme: Programme) -> PublishedFact:
        return PublishedFact.objects.create(
            programme=programme, statement=statement, published_on=published_on, source=source
        )

    return arranged(command, "arrange", programme, statement, make)


def named(name: str) -> str:
    """A name without space around it; TransitionNotAllowed without one."""
    stripped = name.strip()
    if not stripped:
        raise TransitionNotAllowed("name")
    return stripped


def _check_days(about: About) -> None:
    if about.ends_on <= about.begins_on:
        raise TransitionNotAllowed("day")
