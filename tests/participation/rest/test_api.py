"""The API says what pages say, and nothing before the count."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from jsonschema import Draft202012Validator

from participants import AFTER, COMMITTEE, OFFICIAL, VOTING, Wants, numbers
from visitors import NOW, Clock
from wijkwerk.participation.core.representation import Group
from wijkwerk.participation.models import Budget, Process, Project
from wijkwerk.participation.rest.urls import OpenApi, urlpatterns
from wijkwerk.participation.services import budgets, counts, turnouts
from wijkwerk.workflow.rest import ResourceList

API = "/api/v1/participation"


@pytest.fixture(autouse=True)
def no_limit(clock: Clock) -> None:
    cache.clear()


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(f"{API}{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def fits(told: Any, item: str) -> None:
    schemas = OpenApi.document()["components"]["schemas"]
    Draft202012Validator({**schemas[item], "components": {"schemas": schemas}}).validate(told)


def test_lists_have_what_everybody_sees_and_no_more(settled: Budget, clock: Clock) -> None:
    clock.now = VOTING
    Project.objects.create(
        process=settled.process,
        budget=settled,
        state="proposed",
        title="Nog niet gelezen",
        text="x",
        receipt="a" * 64,
    )
    whole = get("")
    fits(whole, "ProcessPage")
    own = f"/{settled.process_id}"
    listed, projects = get(f"{own}/budgets"), get(f"{own}/projects")
    fits(listed, "BudgetPage")
    fits(projects, "ProjectPage")
    assert (listed["items"][0]["amount"], listed["items"][0]["state"]) == (6_000_000, "settled")
    assert {one["title"] for one in projects["items"]} == {"Tuin", "Bank", "Hok"}
    assert not any("receipt" in one for one in projects["items"])
    assert Client().get(f"{API}{own}/projects?format=csv").content.decode().count("\r\n") == 4
    project = projects["items"][0]
    assert get(f"{own}/projects/{project['id']}") == project
    fits(project, "Project")
    hidden = Project.objects.get(title="Nog niet gelezen")
    get(f"{own}/projects/{hidden.pk}", 404)
    assert get(f"{own}/projects?state=proposed")["items"] == []
    assert len(get(f"{own}/projects?state={project['state']}")["items"]) >= 1
    get(f"{own}/projects?state=lost", 400)
    get(f"{own}/budgets/{settled.pk}/counts", 404)
    Budget.objects.filter(pk=settled.pk).update(state="draft")
    assert get(f"{own}/budgets")["items"] == []
    type(settled.process).objects.update(state="draft")
    get(f"{own}/budgets", 404)
    assert get("")["items"] == []


def test_counts_come_with_the_result(voted: Budget, command: Wants, clock: Clock) -> None:
    clock.now = AFTER
    path = f"/{voted.process_id}/budgets/{voted.pk}/counts"
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    get(path, 404)
    counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    told = get(path)
    fits(told, "CountResults")
    of = numbers(voted)
    assert told["items"][0]["result"]["winners"] == [of["Bank"], of["Tuin"]]


def test_the_description_names_every_address() -> None:
    paths = OpenApi.document()["paths"]
    lists = (
        "agreements",
        "assets",
        "challenges",
        "enterprises",
        "budgets",
        "budgets/{budget}/counts",
        "campaigns",
        "schemes",
        "ideas",
        "projects",
        "panels",
        "summits",
        "demands",
        "surveys",
        "turnouts",
        "yardsticks",
    )
    below = {f"/participation/{{process}}/{name}" for name in lists}
    rows = {f"{path}/{{number}}" for path in below if not path.endswith("counts")}
    assert set(paths) == {"/participation", "/participation/{number}", *below, *rows}


@pytest.mark.parametrize("kind", ["json", "csv", "parquet"])
def test_every_list_of_a_process_answers_in_every_format(
    kind: str, process: Process, command: Wants, clock: Clock
) -> None:
    groups = [Group("jong", 700, 40), Group("oud", 900, 12)]
    turnouts.record(
        command(OFFICIAL), process, groups, title="Avond", held_on=NOW.date(), source="CBS"
    )
    views = (pattern.callback.cls for pattern in urlpatterns)
    names = [
        view.resource.plural
        for view in views
        if issubclass(view, ResourceList) and view.listed and view.resource.model is not Process
    ]
    assert len(names) == 15 and "turnouts" in names
    for name in names:
        answer = Client().get(f"{API}/{process.pk}/{name}?format={kind}")
        assert answer.status_code == 200, (name, answer.content)
        if (name, kind) == ("turnouts", "csv"):
            assert '""label"": ""jong""' in answer.content.decode()
