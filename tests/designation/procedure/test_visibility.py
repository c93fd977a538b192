"""What the pages of a procedure hide, every address hides: marks in the texts of two objections, and
everybody walks through every address of designation, until the decision is published."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from visitors import account_of, login
from wijkwerk.designation import models as m
from wijkwerk.designation import services
from wijkwerk.workflow.api import StepCommand

pytestmark = pytest.mark.django_db
OWN, OTHER, DECIDED, ANSWERED = "KanarieEigen", "KanarieAnder", "KanarieBesluit", "KanarieAntwoord"
COUNTRY = ("official", "decider", "publisher", "auditor")
OUTSIDE = ("nobody", "no-role", "partner", "programme-bureau", "council", "administrator")


def walk(found: list[Any], before: str = "") -> list[str]:
    patterns: list[str] = []
    for one in found:
        if isinstance(one, URLResolver):
            patterns += walk(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            patterns.append(before + str(one.pattern))
    return patterns


def seen_by(browser: Client, numbers: range, below: str = "procedures|work") -> set[str]:
    """The marks that stand in any answer about designation."""
    addresses = set()
    for pattern in walk(get_resolver("wijkwerk.site.urls").url_patterns):
        if not re.search(rf"designation/({below})", pattern):  # the others show list files
            continue
        for number in numbers:
            for action in ("answer", "decide", "publish", "withdraw", "object"):
                one = re.sub(r"<int:\w+>", str(number), "/" + pattern)
                addresses.add(re.sub(r"<\w+:\w+>", action, one))
    assert len(addresses) > 15
    marks = set()
    for address in sorted(addresses):
        answer = browser.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            marks |= set(re.findall(r"Kanarie\w+", answer.getvalue().decode("utf-8", "replace")))
    return marks


@pytest.fixture
def objected(story: Any) -> Any:
    """Two municipalities object; one of them is answered."""
    story.open()
    for place, area, mark in (("GM0001", "BU1", OWN), ("GM0002", "BU3", OTHER)):
        command = StepCommand(story.somebody("municipality", place), story.during, text=mark)
        wish = "off" if story.procedure.areas.get(code=area).status else "on"
        story.objection = services.object_to(command, story.procedure, Path("lists"), area, wish)
    command = story.command(
        "official", story.during, story.objection, text=ANSWERED, outcome="upheld"
    )
    services.answer(command, story.objection)
    return story


def test_what_follows_is_seen_by_its_municipality_and_once_decided_by_everybody(
    story: Any, clock: Any
) -> None:
    story.whole()
    clock.now = story.later
    area = story.procedure.areas.get(code="BU3")
    own = {"procedure": story.procedure, "area": area, "municipality": "GM0002"}
    day = story.later.date()
    plan = m.AreaPlan.objects.create(
        **own, state="draft", status="extended", title="KanariePlan", made_on=day, ends_on=day
    )
    m.PlannedMeasure.objects.create(
        plan=plan, measure="sale", owner="x", deadline=day, money=0, evidence="KanarieMaatregel"
    )
    m.Exemption.objects.create(
        **own,
        state="asked",
        reasons="KanarieVerzoek",
        made_on=day,
        limit_percent=40,
        asked_percent=50,
    )
    m.Sanction.objects.create(
        **own, state="announced", reasons="KanarieSanctie", made_on=day, respond_by=day
    )
    of_plan, asked = {"KanariePlan", "KanarieMaatregel"}, {"KanarieVerzoek", "KanarieSanctie"}

    names = ("nobody", "municipality@GM0001", "municipality@GM0002", "auditor")
    browsers = {name: browser_of(name, clock) for name in names}

    def marks(name: str) -> set[str]:
        below = "(work/)?(area-plans|exemptions|sanctions)"
        return seen_by(browsers[name], range(1, 2), below) & (of_plan | asked)

    for name, expected in {
        **{name: set[str]() for name in ("nobody", "municipality@GM0001")},
        "municipality@GM0002": of_plan | asked,
        "auditor": asked,
    }.items():
        assert marks(name) == expected, name
    m.AreaPlan.objects.update(state="approved", sent_on=day)
    m.Exemption.objects.update(state="decided", outcome="refused")
    m.Sanction.objects.update(state="imposed")
    assert marks("nobody") == marks("municipality@GM0001") == of_plan | asked


def browser_of(name: str, clock: Any) -> Client:
    if name == "nobody":
        return Client()
    role, _at, place = name.partition("@")
    places = {"partner": "scholen", "programme-bureau": "zuid", "council": "zuid"}
    user = account_of(
        f"{role}{place or 'x'}@visitor.example",
        "" if role == "no-role" else role,
        place=place or places.get(role, ""),
    )
    return login(user, clock.now)


def test_an_objection_is_seen_by_its_municipality_and_the_country_until_the_decision(
    objected: Any, clock: Any
) -> None:
    clock.now = objected.during
    expected = {
        **{name: set[str]() for name in OUTSIDE},
        "municipality@GM0001": {OWN},
        "municipality@GM0002": {OTHER, ANSWERED},
        "municipality@GM0009": set(),
        "official": {OWN, OTHER, ANSWERED},
        "auditor": {OWN, OTHER, ANSWERED},
    }
    for name, marks in expected.items():
        assert seen_by(browser_of(name, clock), range(1, 3)) == marks, name
    objected.objection = m.Objection.objects.get(reasons=OWN)
    objected.answer()
    objected.procedure.refresh_from_db()
    clock.now = objected.after
    decide = objected.command("decider", objected.after, objected.procedure, text=DECIDED)
    objected.procedure = services.decide(decide, objected.procedure)
    for name in OUTSIDE:  # decided, and not published yet
        assert seen_by(browser_of(name, clock), range(1, 3)) == set(), name
    objected.publish()
    for name in ("nobody", "partner"):
        assert DECIDED in seen_by(browser_of(name, clock), range(1, 3)), name


def test_every_text_of_people_in_a_procedure_is_known_here() -> None:
    """A new text needs a mark in this walk."""
    texts = {
        (model.__name__, field.name)
        for model in (
            *(m.Procedure, m.Objection, m.Consultation, m.Delisting, m.Step),
            *(m.AreaPlan, m.PlannedMeasure, m.Exemption, m.Sanction),
            *(m.Nomination, m.NominationRound, m.PlanScore, m.RoundStep),
        )
        for field in model._meta.fields
        if isinstance(field, models.TextField)
    }
    assert texts == {
        ("Procedure", "motivation"),
        ("Objection", "reasons"),
        ("Objection", "answer"),
        ("Delisting", "reasons"),
        ("Delisting", "answer"),
        ("Step", "text"),
        *product(("AreaPlan", "Consultation", "Exemption", "Sanction"), ("reasons", "answer")),
        *product(["AreaPlan"], ("master_plan", "fund_answer")),
        ("Nomination", "plan"),
        ("PlanScore", "reasons"),
        ("RoundStep", "text"),
        *product(["PlannedMeasure"], ("evidence", "reason")),
    }
