"""Barriers: met, put before who can lift them, answered, and what broke them."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache, partial
from importlib import resources
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from wijkwerk.learning.core.search import Entry, Index, words_of
from wijkwerk.learning.models import Barrier, BarrierStep
from wijkwerk.learning.rules import machines
from wijkwerk.shared import deadlines
from wijkwerk.shared.text import Text
from wijkwerk.workflow.api import StepCommand, Stepping, TransitionNotAllowed, Workflow

WRITE = "barrier.write"
LINES = ("project", "rule", "body", "cost")
PROSE = ("text", "workaround", "question", "answer", "broken_by")
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Crowbar:
    """What broke barriers of some ``kinds`` elsewhere, with the ``barrier`` that it broke."""

    code: str
    text: Text
    barrier: Text
    relation: str
    kinds: tuple[str, ...]


@cache
def crowbars() -> dict[str, Crowbar]:
    """The crowbars that ship, by code."""
    text = (resources.files("wijkwerk.learning.data") / "crowbars.toml").read_text("utf-8")
    return {
        row["code"]: Crowbar(
            row["code"],
            Text(row["nl"], row["en"]),
            Text(barrier["nl"], barrier["en"]),
            barrier["relation"],
            tuple(barrier["kinds"]),
        )
        for barrier in tomllib.loads(text)["barrier"]
        for row in barrier["crowbar"]
    }


def conditions(barrier: Any, subject: Any, user: Any, now: datetime) -> set[str]:
    """Which conditions of the table hold now: whether it says who can lift it and what is asked of them."""
    return {"has_body"} if barrier is not None and barrier.body else set()


STEPS = Workflow(
    machines=machines,
    root=Barrier,
    link="barrier",
    steps=BarrierStep,
    conditions=conditions,
    place=lambda barrier: "",
    private=frozenset({"title", *LINES, *PROSE}),  # what names somebody has to be gone
)


def meet(command: StepCommand, parent: Any, **fields: Any) -> Barrier:
    """Somebody met a barrier. Raises RefusedError; TransitionNotAllowed case_area."""
    _no_household(fields)
    command = replace(command, text="")  # its text can be corrected, that of a step can't
    day = fields.pop("met_on", None) or deadlines.today(command.now)
    return STEPS.create("barrier", "meet", command, Barrier, met_on=day, **fields)


def none_yet(command: StepCommand, parent: Any, *, project: str, municipality: str) -> Barrier:
    """A project met no barrier yet, which is something to know. Raises RefusedError."""
    return STEPS.create(
        "barrier",
        "none_yet",
        command,
        Barrier,
        title=str(project),
        relation=Barrier.Relation.MUNICIPALITY_RESIDENTS,
        kind=Barrier.Kind.OTHER,
        level=Barrier.Level.OWN,
        project=project,
        municipality=municipality,
        met_on=deadlines.today(command.now),
    )


def _no_household(fields: Mapping[str, Any]) -> None:
    """Raises TransitionNotAllowed case_area for help to a household below its municipality."""
    if fields.get("met_in") == Barrier.Met.CASE and fields.get("area"):
        raise TransitionNotAllowed("case_area")


put = partial(STEPS.make_step, "barrier", "put")
answer = partial(STEPS.make_step, "barrier", "answer")


def solve(command: StepCommand, barrier: Barrier, *, broken_by: str, crowbar: str = "") -> Barrier:
    """What broke it, by which crowbar ('' another). Raises TransitionNotAllowed crowbar for one that isn't there."""
    if crowbar and crowbar not in crowbars():
        raise TransitionNotAllowed("crowbar")
    solved: Barrier = STEPS.make_step(
        "barrier", "solve", command, barrier, broken_by=broken_by, crowbar=crowbar
    )
    return solved


def correct(command: StepCommand, barrier: Barrier, *, why: str, **fields: Any) -> Barrier:
    """Other texts, such as without a name. Raises TransitionNotAllowed case_area."""
    _no_household(fields)
    command = replace(command, text=why)
    corrected: Barrier = STEPS.make_step("barrier", "correct", command, barrier, **fields)
    return corrected


def withhold(command: StepCommand, barrier: Barrier) -> Barrier:
    """Its reasons take the place of every text, and nothing says where it was below the municipality."""
    reasons = {name: command.text for name in PROSE if getattr(barrier, name)}
    withheld: Barrier = STEPS.make_step(
        "barrier",
        "withhold",
        command,
        barrier,
        title=textwrap.shorten(command.text, _LONGEST_TITLE, placeholder="…"),
        area="",
        **dict.fromkeys(LINES, ""),
        **reasons,
    )
    return withheld


def met() -> QuerySet[Barrier]:
    """Every barrier that was met; who says that there is none yet met none."""
    return Barrier.objects.exclude(state="none_yet")


def waiting_for(body: str) -> QuerySet[Barrier]:
    """The barriers that ``body`` can lift and that aren't solved, by rule, the oldest first."""
    rows = met().exclude(state="solved").filter(body=body).exclude(body="")
    return rows.order_by("rule", "met_on", "pk")


def bodies() -> list[tuple[str, int]]:
    """Who can lift barriers that aren't solved, with how many; most first."""
    rows = met().exclude(state="solved").exclude(body="").values("body")
    numbered = rows.annotate(number=Count("pk")).order_by("-number", "body")
    return [(row["body"], row["number"]) for row in numbered]


def counted() -> list[dict[str, Any]]:
    """Per kind how many barriers were met, how many were solved, and in how many municipalities; most first."""
    rows = (
        met()
        .values("kind")
        .annotate(
            number=Count("pk"),
            solved=Count("pk", filter=Q(state="solved")),
            cities=Count("municipality", distinct=True, filter=~Q(municipality="")),
        )
        .order_by("-number", "kind")
    )
    return [dict(row) for row in rows]


def index() -> Index:
    """The barriers as they are searched now."""
    return _index(state_of(Barrier))


def state_of(model: type[Stepping]) -> tuple[Any, ...]:
    """What changes whenever a row comes or a step is made with one."""
    state = model._default_manager.aggregate(Count("pk"), Max("pk"), Sum("version"))
    return tuple(state.values())


@lru_cache(maxsize=2)
def _index(_state: tuple[Any, ...]) -> Index:
    rows = met().values_list("pk", "relation", "kind", "rule", "title", "text", "state")
    return Index(
        Entry(pk, relation, kind, rule, words_of(title, text), state == "solved")
        for pk, relation, kind, rule, title, text, state in rows
    )


def alike(barrier: Barrier, most: int = 10) -> list[Barrier]:
    """Who met it before, best first."""
    numbers = index().search(
        f"{barrier.title} {barrier.text}",
        relation=barrier.relation,
        kind=barrier.kind,
        rule=barrier.rule,
        without=barrier.pk,
        most=most,
    )
    return in_order(numbers)


def in_order(numbers: list[int]) -> list[Barrier]:
    """The barriers with these numbers, in their order."""
    rows = Barrier.objects.in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]


def crowbars_for(kind: str, relation: str) -> list[Crowbar]:
    """What broke barriers of this kind elsewhere; those of the same relation first."""
    of_kind = [crowbar for crowbar in crowbars().values() if kind in crowbar.kinds]
    return sorted(of_kind, key=lambda crowbar: crowbar.relation != relation)
