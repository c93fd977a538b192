"""The API of programmes: what it says is what the tables say; nothing internal is in it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from pytest_django.fixtures import Settings as DjangoSettings
from schemathesis import GenerationMode

from visitors import NOW
from wijkwerk.programme.core.letter import Content, Part, Ref, Sentence, write
from wijkwerk.programme.models import (
    ActionPlan,
    Commitment,
    Covenant,
    Letter,
    Meeting,
    Project,
    Proposal,
    Step,
)
from wijkwerk.programme.policies import INTERNAL
from wijkwerk.programme.rest import schema
from wijkwerk.programme.rest.openapi import OpenApi
from wijkwerk.programme.rest.urls import urlpatterns
from wijkwerk.rest.columns import model_fields
from wijkwerk.rest.views import ReadView
from wijkwerk.shared import deadlines

pytestmark = pytest.mark.django_db
API = "/api/v1/programmes"
HIDDEN = "Zeer-intern-merkteken"
LISTS = ("targets", "paths", "measurements", "commitments", "projects", "decisions", "letters",
         "covenants", "action-plans", "published-facts")  # fmt: skip


@pytest.fixture
def filled(a_programme: Any) -> Any:
    """The small programme with something in every list, and something hidden beside it."""
    cache.clear()
    whole, (city, schools) = a_programme.programme, a_programme.organisations
    own = {"programme": whole}
    for title, state in (("Kwam na", "kept"), ("Komt nog", "promised")):
        Commitment.objects.create(
            **own,
            organisation=schools,
            title=title,
            state=state,
            promised_for=date(2026, 1, 1),
            due_on=date(2026, 1, 1),
            note=HIDDEN,
            quantity=3,
            unit="scholen",
        )
    for code, state in (("a", "running"), ("b", "stopped"), ("c", "proposed")):
        Project.objects.create(
            **own,
            code=code,
            name=HIDDEN if state == "proposed" else f"Project {code}",
            state=state,
            organisation=city,
            note=HIDDEN,
            money=1000,
        )
    meeting = Meeting.objects.create(**own, on=date(2026, 2, 1), title="Bestuur")
    meeting.present.set(a_programme.domains)
    for state, reasons in (("decided", "Omdat het moet"), ("made", HIDDEN)):
        Proposal.objects.create(
            **own,
            target=a_programme.targets[0],
            kind="change",
            value=30,
            state=state,
            due_on=date(2030, 1, 1),
            reasons=reasons,
            made_on=date(2026, 1, 15),
            meeting=meeting if state == "decided" else None,
            outcome="accepted",
        )
    for title, state in (("Akkoord", "in_force"), (HIDDEN, "draft"), (HIDDEN, "offered")):
        covenant = Covenant.objects.create(
            **own, title=title, state=state, text="Samen.", begins_on=date(2026, 1, 1)
        )
        covenant.parties.set([city, schools])
        if state == "in_force":
            covenant.obligations.create(
                **own,
                organisation=city,
                sentence="De gemeente bouwt.",
                until=date(2029, 1, 1),
                evidence="Foto's",
            )
            for digest, signers in (("0" * 64, [city]), ("1" * 64, [city, schools])):
                for organisation in signers:
                    covenant.signatures.create(
                        **own, organisation=organisation, digest=digest, actor="account:777", at=NOW
                    )
    for title, state in (("Nu", "going"), (HIDDEN, "planned"), (HIDDEN, "offered")):
        plan = ActionPlan.objects.create(
            **own, title=title, state=state, problem="Haast.", begins_on=date(2026, 1, 1)
        )
        plan.steps.create(**own, title="Eerst dit", week=2)
        plan.contacts.create(
            **own, organisation=city, function="Directeur", visited_on=date(2026, 1, 3)
        )
    fact = {"statement": "Twee derde ligt op koers", "published_on": date(2020, 12, 1)}
    whole.published_facts.create(**fact, source="Essay")
    ref = Ref("targets", a_programme.targets[0].pk, "Doel", "18", "2026-01-01")
    for state, text in (("issued", "Het gaat goed."), ("draft", HIDDEN)):
        content = Content(
            "Brief",
            "Aan de raad",
            "Zuid",
            "nl",
            "2025-01-01",
            "2025-12-31",
            "2026-01-01",
            (Part("opening", "Aanleiding", (Sentence(text, (ref,)),)),),
        )
        Letter.objects.create(
            **own,
            to="council",
            language="nl",
            state=state,
            since=date(2025, 1, 1),
            until=date(2025, 12, 31),
            content=write(content),
            issued_on=date(2026, 1, 5),
        )
    Step.objects.create(
        **own,
        machine="programme",
        object_id=whole.pk,
        action="edit",
        target="running",
        at="2026-01-01T00:00:00Z",
        actor="account:777",
        role="programme-bureau",
        text=HIDDEN,
    )
    return a_programme


def _items(client: Client, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = f"{API}/zuid/{path}"
    while following:
        told = client.get(following).json()
        items += told["items"]
        following = told["next"]
    return items


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["json", "csv", "parquet"])
def test_nothing_internal_is_in_any_format(
    client: Client, filled: Any, name: str, kind: str
) -> None:
    answer = client.get(f"{API}/zuid/{name}?format={kind}")
    assert answer.status_code == 200
    assert HIDDEN.encode() not in answer.content and b"account:" not in answer.content
    assert answer["Cache-Control"] == "public, max-age=60" and answer["API-Version"]


def test_every_list_holds_what_is_public(client: Client, filled: Any) -> None:
    found = {name: len(_items(client, f"{name}?limit=1")) for name in LISTS}
    assert found == {
        "targets": 2,
        "paths": 2,
        "measurements": 10,
        "commitments": 2,
        "projects": 2,
        "decisions": 1,
        "letters": 1,
        "covenants": 1,
        "action-plans": 1,
        "published-facts": 1,
    }
    covenant, plan = _items(client, "covenants")[0], _items(client, "action-plans")[0]
    assert covenant["parties"] == ["Gemeente", "Scholen op Zuid"]
    assert covenant["obligations"] == [
        {"organisation": "Gemeente", "sentence": "De gemeente bouwt.", "until": "2029-01-01",
         "evidence": "Foto's", "commitment": None}
    ]  # fmt: skip
    assert plan["carried_out_by"] == "2026-07-15"
    assert plan["steps"] == [
        {"title": "Eerst dit", "week": 2, "by": "2026-01-14", "organisation": None, "done_on": None}
    ]  # fmt: skip
    assert plan["contacts"] == [
        {"organisation": "Gemeente", "function": "Directeur", "visited_on": "2026-01-03"}
    ]
    assert _items(client, "letters")[0]["sentences"] == ["Het gaat goed."]
    assert _items(client, "decisions")[0]["present"] == ["Bewoners", "Gemeente", "Scholen"]
    first = _items(client, "targets")[0]
    last = filled.targets[0].measurements.order_by("on").last()
    assert (first["latest"], first["latest_on"]) == (last.value, last.on.isoformat())
    assert first["standing"] == "on_course" and 0 < first["progress"] < 1


def test_a_covenant_tells_whether_it_holds_and_at_its_own_address_who_signed_exactly_what(
    client: Client, filled: Any
) -> None:
    (covenant,) = _items(client, "covenants?organisation=scholen")
    assert _items(client, "covenants?organisation=elders") == []
    assert covenant["holds"] and not {"text", "signatures"} & set(covenant)
    detail = client.get(f"{API}/zuid/covenants/{covenant['id']}").json()
    signed_on = deadlines.today(NOW).isoformat()
    assert detail["text"] == "Samen."
    assert detail["signatures"] == [
        {"organisation": name, "signed_on": signed_on, "mark": "1" * 64}
        for name in ("Gemeente", "Scholen op Zuid")
    ]
    # Its last day has passed: who wrote nothing down left it in force.
    Covenant.objects.filter(pk=covenant["id"]).update(ends_on=date(2026, 1, 2))
    (ended,) = _items(client, "covenants")
    assert (ended["state"], ended["holds"]) == ("in_force", False)
    hidden = Covenant.objects.filter(state="draft").get().pk
    assert client.get(f"{API}/zuid/covenants/{hidden}").status_code == 404
    assert client.get(f"{API}/zuid/covenants?state=draft").status_code == 400


def test_filters_keep_what_fits(client: Client, filled: Any) -> None:
    assert [item["code"] for item in _items(client, "projects?state=stopped")] == ["b"]
    assert _items(client, "commitments?organisation=gemeente") == []
    number = filled.targets[1].pk
    assert {item["target"] for item in _items(client, f"measurements?target={number}")} == {number}
    answer = client.get(f"{API}/zuid/projects?format=csv&fields=code,money")
    head, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert head == ["code", "money"] and len(rows) == 2


@pytest.mark.parametrize(
    ("path", "parameter"),
    [("projects?state=proposed", "state"), ("commitments?state=x", "state"), ("paths?target=x", "target"),
     ("targets?limit=0", "limit"), ("targets?cursor=x", "cursor"), ("letters?colour=red", "colour"),
     ("targets?fields=note", "fields"), ("paths?target=0", "target"), ("targets?format=xml", "format")],
)  # fmt: skip
def test_a_fault_names_its_parameter(
    client: Client, filled: Any, path: str, parameter: str
) -> None:
    answer = client.get(f"{API}/zuid/{path}")
    assert answer.status_code == 400 and answer.json()["parameter"] == parameter
    assert answer["Content-Type"] == "application/problem+json"


def test_what_is_not_public_is_not_there(client: Client, filled: Any) -> None:
    assert [item["slug"] for item in client.get(API).json()["items"]] == ["zuid"]
    filled.programme.state = "draft"
    filled.programme.save()
    assert client.get(API).json()["items"] == []
    for path in ("", *(f"/{one}" for one in LISTS)):
        answer = client.get(f"{API}/zuid{path}")
        assert answer.status_code == 404 and answer["Content-Type"] == "application/problem+json"
    assert client.post(f"{API}/zuid/targets").status_code == 405


def test_an_answer_is_known_by_its_tag_until_something_changes(client: Client, filled: Any) -> None:
    for path in ("", "/targets", "/letters"):
        tag = client.get(f"{API}/zuid{path}")["ETag"]
        again = client.get(f"{API}/zuid{path}", headers={"if-none-match": tag})
        assert again.status_code == 304
    filled.programme.version += 1
    filled.programme.save()
    changed = client.get(f"{API}/zuid/targets", headers={"if-none-match": tag})
    assert changed.status_code == 200


def test_a_page_takes_as_many_queries_with_many_rows(client: Client, filled: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{API}/zuid/{name}").status_code == 200
        return len(caught)

    many = ("commitments", "projects", "covenants", "action-plans")
    before = {name: queries(name) for name in many}
    for number in range(30):
        covenant = Covenant.objects.create(
            programme=filled.programme,
            title="Nog een",
            state="in_force",
            begins_on=date(2026, 1, 1),
            number=number,
        )
        covenant.parties.set(filled.organisations)
        plan = ActionPlan.objects.create(
            programme=filled.programme, title="Nog een", state="going", begins_on=date(2026, 1, 1)
        )
        plan.steps.create(programme=filled.programme, title="Stap", week=1)
        plan.contacts.create(
            programme=filled.programme, organisation=filled.organisations[0], function="Chef"
        )
        Project.objects.create(
            programme=filled.programme,
            code=f"n{number}",
            name="N",
            state="running",
            organisation=filled.organisations[0],
            goal=filled.goals[0],
        )
        Commitment.objects.create(
            programme=filled.programme,
            organisation=filled.organisations[1],
            title=f"{number}",
            state="promised",
            promised_for=date(2030, 1, 1),
            due_on=date(2030, 1, 1),
        )
    assert {name: queries(name) for name in before} == before


@pytest.fixture
def described(filled: Any) -> dict[str, Any]:
    """The description."""
    answer = Client().get(f"{API}/openapi.json", secure=True, headers={"host": "localhost"})
    found: dict[str, Any] = answer.json()
    return found


def test_every_address_is_described_and_every_schema_used(described: dict[str, Any]) -> None:
    views = [urlpattern.callback.view_class for urlpattern in urlpatterns]
    assert all(issubclass(view, ReadView) for view in views)
    operations = {path["get"]["operationId"] for path in described["paths"].values()}
    assert operations == {view.operation for view in views if view is not OpenApi}
    text = json.dumps(described)
    for name, described_schema in described["components"]["schemas"].items():
        Draft202012Validator.check_schema(described_schema)
        assert f'"#/components/schemas/{name}"' in text, name


def test_answers_are_as_described(client: Client, described: dict[str, Any]) -> None:
    for path, entry in described["paths"].items():
        content = entry["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        own = {"covenants": Covenant, "action-plans": ActionPlan}.get(path.split("/")[-2])
        number = own.objects.get(state__in=("in_force", "going")).pk if own else 0
        told = client.get(f"/api/v1{path.format(programme='zuid', number=number)}").json()
        schema = {**content, "components": described["components"]}
        Draft202012Validator(schema).validate(told)


def test_the_description_keeps_our_rules(described: dict[str, Any], broken_rules: Any) -> None:
    assert broken_rules(described) == {}


def test_made_up_questions_get_what_is_promised(
    described: dict[str, Any], settings: DjangoSettings
) -> None:
    settings.API_RATE = 0
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "compress" not in one]
    raw = {**described, "servers": [{"url": "/api/v1"}]}
    for path in raw["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["name"] == "programme":
                parameter["schema"] = {"type": "string", "enum": ["zuid"]}
            if parameter["name"] == "cursor":
                parameter["schema"] = {"not": {}}
    for path in raw["paths"].values():
        path["get"]["parameters"] = [
            one for one in path["get"]["parameters"] if one["name"] != "cursor"
        ]
    api = schemathesis.openapi.from_dict(raw)
    api.app = get_wsgi_application()
    asked = []

    def ask(case: Any) -> None:
        asked.append(case.call_and_validate().status_code)

    def ask_wrongly(case: Any) -> None:
        asked.append(case.call().status_code)

    # In this thread: another one doesn't see this test's database.
    for found in api.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            made = operation.as_strategy(generation_mode=mode)
            run = hypothesis_settings(
                max_examples=4,
                derandomize=True,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            )(given(case=made)(ask if mode is GenerationMode.POSITIVE else ask_wrongly))
            try:
                run()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE  # nothing can be wrong with this address
    assert len(asked) > 40 and {200, 400} <= set(asked) <= {200, 400, 404, 406}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_complete_and_its_last_full_page_has_no_next(
    client: Client, filled: Any, name: str
) -> None:
    """Page by page, of one row each, in the order of making whatever the tables are ordered by."""
    # Made last and due first: the order of the table isn't that of its numbers.
    Commitment.objects.create(
        programme=filled.programme,
        organisation=filled.organisations[0],
        title="Aller-eerst",
        state="promised",
        promised_for=date(2021, 1, 1),
        due_on=date(2021, 1, 1),
    )
    every = client.get(f"{API}/zuid/{name}?limit=1000").json()
    numbers = [item["id"] for item in every["items"]]
    assert numbers == sorted(numbers) and every["next"] is None and numbers
    exact = client.get(f"{API}/zuid/{name}?limit={len(numbers)}")
    assert exact.json()["next"] is None and "Link" not in exact.headers
    seen, address = [], f"{API}/zuid/{name}?limit=1"
    while address:
        page = client.get(address).json()
        assert len(page["items"]) == 1
        seen.append(page["items"][0]["id"])
        address = page["next"]
    assert seen == numbers


def test_every_step_changes_the_tag_also_when_no_version_does(client: Client, filled: Any) -> None:
    addresses = [f"{API}/zuid{one}" for one in ("", *(f"/{name}" for name in LISTS))]
    tags = {address: client.get(address)["ETag"] for address in addresses}
    Step.objects.create(
        programme=filled.programme,
        machine="target",
        object_id=1,
        action="measure",
        target="active",
        at="2026-02-01T00:00:00Z",
        actor="account:777",
        role="programme-bureau",
    )
    for address, tag in tags.items():
        answer = client.get(address, headers={"if-none-match": tag})
        assert (answer.status_code, answer["ETag"] != tag) == (200, True), address


def test_a_dropped_target_is_no_target_any_more_but_its_promise_stays(
    client: Client, filled: Any
) -> None:
    kept, dropped = filled.targets
    dropped.state = "dropped"
    dropped.save()
    listed = client.get(f"{API}/zuid/targets").json()["items"]
    assert [one["id"] for one in listed] == [kept.pk]
    paths = client.get(f"{API}/zuid/paths?target={dropped.pk}").json()["items"]
    assert [path["number"] for path in paths] == [1]
    counts = client.get(f"{API}/zuid/measurements?target={dropped.pk}").json()["items"]
    assert len(counts) == 5


@pytest.mark.parametrize("item", sorted(schema.LISTS))
def test_a_field_is_in_the_api_or_named_with_the_reason(item: str) -> None:
    model = schema.MODELS[item]
    fields, columns = set(model_fields(model)), set(schema.LISTS[item])
    named, inside = set(schema.NOT_TOLD.get(model, {})), INTERNAL.get(model, frozenset())
    left_out = named | set(schema.NEVER_TOLD) | inside
    assert not fields - columns - left_out, "in no list, and nobody says why"
    assert not columns & left_out, "left out, and told all the same"
    assert not named - fields, "left out, but it is no field any more"
