"""The API of lists: what it says is what the list's own tables say; faults name their parameter."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from decided_list import AFTER
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from served_list import REASON, Served, command_of

from wijkwerk.designation import follow_up, services
from wijkwerk.designation.core.effects import Duty
from wijkwerk.designation.core.tables import LIST_TABLES
from wijkwerk.designation.models import (
    AreaPlan,
    Consultation,
    Exemption,
    ListedArea,
    PlannedMeasure,
    Sanction,
)
from wijkwerk.designation.rest.openapi import OpenApi
from wijkwerk.designation.rest.urls import urlpatterns
from wijkwerk.rest.views import ReadView


def _all(client: Client, address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        told = client.get(following).json()
        items += told["items"]
        following = told["next"]
    return items


@pytest.mark.parametrize("table", sorted(LIST_TABLES))
def test_pages_together_are_the_lists_own_table(client: Client, served: Served, table: str) -> None:
    found = served.serving().found
    year = found.years[-1]
    expected = found.table(table).filter(pl.col("year") == year).collect()
    items = _all(client, served.api(f"/{table}?year={year}&limit=97"))
    got = pl.DataFrame(items, schema=expected.schema)
    keys = [column for column in expected.columns if expected[column].dtype == pl.String]
    assert got.sort(keys).equals(expected.sort(keys))


def test_filters_keep_what_fits(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    rows = _all(client, served.api(f"/statuses?year={year}&status=vulnerable&result=met"))
    assert rows and {row["result"] for row in rows} == {"met"}
    code = rows[0]["area"]
    own = _all(client, served.api(f"/criteria?area={code}&criterion=work"))
    assert {(row["area"], row["criterion"]) for row in own} == {(code, "work")}
    assert len(own) == len(served.serving().years)
    areas = _all(client, served.api(f"/areas?q={code.lower()}"))
    assert [area["code"] for area in areas] == [code]


def test_schemes_and_lists_tell_what_was_switched_on(client: Client, served: Served) -> None:
    assert {one["id"] for one in _all(client, "/api/v1/designation/schemes")} >= {"denmark"}
    told = {one["id"]: one for one in _all(client, "/api/v1/designation/lists")}
    assert told[served.open]["switched_on"] == [f"migration_half: {REASON}"]
    assert told[served.plain]["switched_on"] == []
    whole = client.get(served.api("", served.open)).json()
    assert REASON in json.dumps(whole["scheme"]["switched_on"])
    assert client.get("/api/v1/designation/schemes/denmark").json()["id"] == "denmark"


def test_what_if_answers_as_the_page_does(client: Client, served: Served) -> None:
    year = served.serving().years[-1]
    told = _all(client, served.api(f"/what-if?year={year}&threshold=work:10&least=vulnerable:1"))
    row = next(one for one in told if one["status"] == "vulnerable")
    assert row["after_areas"] == row["before_areas"] + len(row["entering"]) - len(row["leaving"])
    assert row["entering"] and not row["leaving"]


def test_a_status_for_which_nothing_has_to_be_met_is_a_question_too(
    client: Client, served: Served
) -> None:
    """At least 0 of its criteria: whoever has the gate has the status; nobody leaves."""
    year = served.serving().years[-1]
    told = _all(client, served.api(f"/what-if?year={year}&least=vulnerable:0"))
    row = next(one for one in told if one["status"] == "vulnerable")
    gate = _all(client, served.api(f"/criteria?year={year}&criterion=residents&result=met"))
    inside = {one["area"] for one in gate if one["level"] == served.serving().levels[0]}
    assert row["after_areas"] == len(inside) > row["before_areas"]
    assert row["leaving"] == []
    page = client.get(served.page(f"/{year}/what-if?k_vulnerable=0"))
    assert page.status_code == 200
    assert client.get(served.page(f"/{year}/what-if?k_vulnerable=-1")).status_code == 400
    assert client.get(served.api("/what-if?least=vulnerable:-1")).status_code == 400


def test_csv_has_the_rows_under_their_names(client: Client, served: Served) -> None:
    answer = client.get(served.api("/held?format=csv&limit=5&fields=area,year,status"))
    head, *rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert head == ["area", "year", "status"] and len(rows) == 5


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/statuses?year=1900", "year"), ("/statuses?status=x", "status"), ("/held?limit=0", "limit"),
        ("/criteria?result=maybe", "result"), ("/criteria?colour=red", "colour"),
        ("/what-if?threshold=work", "threshold"), ("/what-if?threshold=work:nan", "threshold"),
        ("/what-if?least=vulnerable:9", "least"), ("/what-if?drop=x", "drop"),
        ("/comparison?with=x", "with"), ("/held?cursor=x", "cursor"), ("/held?format=xml", "format"),
    ],
)  # fmt: skip
def test_a_fault_names_its_parameter(
    client: Client, served: Served, path: str, parameter: str
) -> None:
    answer = client.get(served.api(path))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter


def test_what_is_not_there_is_a_problem_too(client: Client, served: Served) -> None:
    for address in ("/api/v1/designation/lists/x/held", "/api/v1/designation/schemes/x"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert client.post(served.api("/what-if")).status_code == 405


def test_what_was_computed_may_be_kept_for_ever_and_a_status_is_asked_for_again(
    client: Client, served: Served
) -> None:
    for path, lasting in (
        ("/criteria", True),
        ("/firmness", True),
        ("/sensitivity", True),
        ("/areas", True),
        ("/held", False),
        ("/statuses", False),
        ("/comparison", False),
        ("", False),
    ):
        answer = client.get(served.api(path))
        # A status may change by a decision: such an answer is asked for again.
        assert ("immutable" in answer["Cache-Control"]) == lasting, path
        again = client.get(served.api(path), headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304


@pytest.fixture
def described(served: Served) -> dict[str, Any]:
    """The description."""
    answer = Client().get(
        "/api/v1/designation/openapi.json", secure=True, headers={"host": "localhost"}
    )
    found: dict[str, Any] = answer.json()
    return found


def test_every_address_is_described_and_every_schema_used(described: dict[str, Any]) -> None:
    views = [urlpattern.callback.view_class for urlpattern in urlpatterns]  # type: ignore[union-attr]
    assert all(issubclass(view, ReadView) for view in views)
    operations = {path["get"]["operationId"] for path in described["paths"].values()}
    assert operations == {view.operation for view in views if view is not OpenApi}
    text = json.dumps(described)
    for name, schema in described["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{name}"' in text, name


def test_answers_are_as_described(
    client: Client, served: Served, described: dict[str, Any]
) -> None:
    for path, entry in described["paths"].items():
        address = path.replace("{list}", served.plain).replace("{scheme}", "denmark")
        content = entry["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**content, "components": described["components"]}
        tail = "" if "limit" not in str(entry["get"]["parameters"]) else "?limit=3"
        told = client.get(f"/api/v1{address}{tail}").json()
        Draft202012Validator(schema).validate(told)


def test_the_description_keeps_our_rules(described: dict[str, Any], broken_rules: Any) -> None:
    assert broken_rules(described) == {}


def test_obligations_tell_what_follows_for_each_area_and_how_far_it_is(
    client: Client, served: Served, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = served.api("/obligations")
    decided = published(publish=False)
    assert _all(client, address) == []  # decided, and not published yet
    one = services.publish(command_of("publisher", AFTER, decided.procedure), decided.procedure)
    rows = _all(client, address)
    areas = {row["area"] for row in rows}
    assert decided.stays not in areas  # a vulnerable area: nothing follows by this rule
    listed = one.areas.get(code=decided.stays)
    listed.status = "extended"
    listed.save()
    folder = served.folder
    consequences = follow_up.following(folder, one, AFTER.date())
    assert consequences.scheme == "denmark"
    assert {duty.code for duties in consequences.of_area.values() for duty in duties} <= {
        "plan", "social_housing", "exemption", "fund", "sanction",
    }  # fmt: skip
    assert areas == {area for area, duties in consequences.of_area.items() if duties} - {
        decided.off
    }
    # By this list nothing follows for any area: what follows by another one, of an area on and off it.
    plan = Duty("", "plan", "extended", "plan", "2025-12-01", None, None, "")
    housing = Duty("2030-12-31", "housing", "extended", "obligation", "2025-12-01", None, 40.0, "%")
    of_area = {decided.stays: (housing, plan), decided.off: (plan,)}
    by_another = replace(consequences, of_area=of_area)
    monkeypatch.setattr(follow_up, "consequences_of", lambda *_of: by_another)
    _begun_about(listed)
    with CaptureQueriesContext(connection) as queries:
        rows = _all(client, address)
    assert [(row["area"], row["consequence"], row["due"], row["limit"]) for row in rows] == [
        (decided.stays, "housing", "2030-12-31", 50.0),
        (decided.stays, "plan", None, None),
    ]
    columns = ("status", "plan", "measures", "plan_share", "fund", "exemption", "sanction")
    assert {tuple(row[column] for column in columns) for row in rows} == {
        ("extended", "approved", "sale;demolition", 45.0, None, "partly", "imposed")
    }
    assert sum("designation_plannedmeasure" in query["sql"] for query in queries) == 1
    assert client.get(f"{served.api('/obligations', 'no-list')}").status_code == 404


def test_views_of_councils_and_residents_are_told_with_the_decision(
    client: Client, served: Served, published: Any
) -> None:
    decided = published(publish=False)
    area = decided.procedure.areas.get(code=decided.stays)
    day = AFTER.date()
    Consultation.objects.create(
        procedure=decided.procedure, area=area, municipality=area.municipality, consulted="residents",
        until=day, made_on=day, state="answered", reasons="Wij blijven.", given_on=day, how="Avond",
        participants=12, answer="Weegt mee.", answered_on=day,
    )  # fmt: skip
    assert _all(client, served.api("/views")) == []
    services.publish(command_of("publisher", AFTER, decided.procedure), decided.procedure)
    (row,) = _all(client, served.api("/views"))
    assert (row["area"], row["consulted"], row["participants"], row["view"], row["answer"]) == (
        decided.stays, "residents", 12, "Wij blijven.", "Weegt mee.",
    )  # fmt: skip


def _begun_about(area: ListedArea) -> None:
    """A plan that was approved, a part of an exemption that was granted, a sanction that was imposed."""
    day = AFTER.date()
    own = {"procedure": area.procedure, "area": area, "municipality": area.municipality}
    plan = AreaPlan.objects.create(
        **own,
        state="approved",
        status="extended",
        title="Plan",
        made_on=day,
        ends_on=day,
        share_percent=45.0,
        share_year=2030,
    )
    for measure in ("sale", "demolition"):
        PlannedMeasure.objects.create(
            plan=plan, measure=measure, owner="Woonstad", deadline=day, money=0, evidence="Zo."
        )
    Exemption.objects.create(
        **own,
        state="decided",
        outcome="partly",
        made_on=day,
        limit_percent=40.0,
        asked_percent=60.0,
        granted_percent=50.0,
    )
    Sanction.objects.create(**own, state="imposed", made_on=day, respond_by=day)
