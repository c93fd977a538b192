"""A draft is marked as one everywhere, and read by those whom its procedure names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from served_list import START, Served, command_of

from visitors import account_of, login
from wijkwerk.designation import services
from wijkwerk.designation.lists.report.tell import report_content
from wijkwerk.designation.models import Procedure
from wijkwerk.designation.serving import questions
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

Go = Callable[..., Procedure]


@pytest.fixture
def go(served: Served) -> Go:
    """A procedure about the last year of the list, as far as asked: draft, open, decided, published."""

    def made(state: str, audience: str = "everybody", year: int | None = None) -> Procedure:
        year = year or served.serving().years[-1]
        procedure = services.start(
            command_of("official", START), served.folder, served.plain, year, audience
        )
        if state in ("open", "decided", "published"):
            until = START.date() + timedelta(days=49)
            procedure = services.open_for_objections(
                command_of("official", START, procedure), procedure, until
            )
        if state in ("decided", "published"):
            after = START + timedelta(days=60)
            procedure = services.decide(
                command_of("decider", after, procedure, text="Weighed."), procedure
            )
        if state == "published":
            procedure = services.publish(
                command_of("publisher", START + timedelta(days=60), procedure), procedure
            )
        return procedure

    return made


def _pages(served: Served, year: int) -> list[str]:
    return [
        served.page(path, language="en")
        for path in (
            f"/{year}",
            f"/{year}/what-if",
            f"/{year}/compare",
            f"/{year}/consequences",
            f"/{year}/rule",
            "/areas?q=a",
        )
    ]


@pytest.mark.parametrize("state", ["draft", "open", "decided"])
def test_a_draft_for_everybody_is_marked_on_every_page_and_in_every_answer(
    client: Client, served: Served, go: Go, state: str
) -> None:
    serving = served.serving()
    year = serving.years[-1]
    assert "This list is a draft" not in client.get(_pages(served, year)[0]).content.decode()
    go(state)
    area = str(questions.entries(serving, questions.Wanted(year, serving.levels[0]), 1)[0]["area"])
    for path in [*_pages(served, year), served.page(f"/areas/{area}", language="en")]:
        page = client.get(path).content.decode()
        assert "This list is a draft" in page, path
        assert "Draft: " in page[page.index("<title>") : page.index("</title>")] or "areas" in path
    assert "This list is a draft" in client.get("/en/designation").content.decode()
    rows = client.get(served.page(f"/{year}/rows.json", language="en")).json()
    assert "This list is a draft" in rows["source"]
    held = client.get(served.api(f"/held?year={year}&limit=3")).json()["items"]
    assert all(row["draft"] for row in held)
    earlier = client.get(served.api(f"/held?year={year - 1}&limit=3")).json()["items"]
    assert not any(row["draft"] for row in earlier)
    lists = {row["id"]: row for row in client.get("/api/v1/designation/lists").json()["items"]}
    assert lists[served.plain]["draft_years"] == [str(year)]
    report = report_content(serving.found, year, "en", {}, draft=True)
    assert report["title"].startswith("Draft: ") and "This is a draft" in report["answer"]


def test_the_mark_goes_when_the_decision_is_published(
    client: Client, served: Served, go: Go
) -> None:
    go("published")
    year = served.serving().years[-1]
    page = client.get(served.page(f"/{year}", language="en")).content.decode()
    assert "This list is a draft" not in page and "was adopted" in page


def _browser(role: str, now: datetime, place: str = "") -> Client:
    user = account_of(f"{role}{place}@example.org".lower(), role, place=place)
    browser: Client = login(user, now)
    return browser


@pytest.mark.parametrize(
    ("state", "nobody", "city", "official"),
    [("draft", 404, 404, 200), ("open", 404, 200, 200), ("decided", 404, 200, 200),
     ("published", 200, 200, 200)],
)  # fmt: skip
def test_a_draft_for_those_who_are_asked_is_theirs_alone_through_every_door(
    client: Client,
    served: Served,
    go: Go,
    clock: Any,
    state: str,
    nobody: int,
    city: int,
    official: int,
) -> None:
    year = served.serving().years[-1]
    one = go(state, "asked")
    clock.now = START + timedelta(days=61)
    paths = [
        *_pages(served, year),
        served.page(f"/{year}/map.svg"),
        served.page(f"/{year}/rows.csv"),
        served.page(f"/{year}/areas.geojson"),
        served.page("/files/list.xlsx"),
    ]
    doors = (
        {nobody: client, official: _browser("official", clock.now)}
        if nobody != official
        else {200: client}
    )
    for status, browser in doors.items():
        for path in paths:
            assert browser.get(path).status_code == status, (path, status)
    place = "GM0001"
    seen = _browser("municipality", clock.now, place).get(paths[0])
    assert seen.status_code == city
    if state != "published":
        if city == 200:
            assert "no-store" in seen["Cache-Control"]
            assert "This list is a draft" in seen.content.decode()
        # What those who may read it saw is kept for nobody else.
        assert client.get(paths[0]).status_code == 404
        assert served.plain not in client.get("/en/designation").content.decode()
    for path in ("", "/held", "/statuses", "/areas", "/criteria", "/what-if", "/comparison"):
        assert client.get(served.api(path)).status_code == nobody, path
    ids = {row["id"] for row in client.get("/api/v1/designation/lists").json()["items"]}
    assert (served.plain in ids) == (state == "published")
    assert served.open in ids
    against = client.get(served.page(f"/{year}/compare?with={served.plain}", served.open))
    assert against.status_code == (200 if state == "published" else 400)
    other = client.get(served.api(f"/comparison?with={served.plain}", served.open))
    assert other.status_code == (200 if state == "published" else 400)
    assert one.audience == "asked"


def test_a_city_that_is_asked_about_one_draft_may_not_read_another_of_the_list(
    served: Served, go: Go, clock: Any
) -> None:
    years = served.serving().years
    go("open", "asked", years[-1])
    clock.now = START
    city = _browser("municipality", START, "GM0001")
    assert city.get(served.page(f"/{years[-1]}")).status_code == 200
    go("draft", "asked", years[-2])
    assert city.get(served.page(f"/{years[-2]}")).status_code == 404
    assert _browser("official", START).get(served.page(f"/{years[-2]}")).status_code == 200


def test_a_withdrawn_draft_stays_with_those_who_were_asked_until_another_is_for_everybody(
    client: Client, served: Served, go: Go
) -> None:
    year = served.serving().years[-1]
    one = go("draft", "asked")
    services.withdraw(command_of("official", START, one, text="Figures were wrong."), one)
    assert client.get(served.page(f"/{year}")).status_code == 404
    go("draft", "everybody", year)
    assert client.get(served.page(f"/{year}")).status_code == 200


def test_a_list_with_a_published_year_cant_be_closed(served: Served, go: Go) -> None:
    go("published")
    years = served.serving().years
    command = StepCommand(account_of("official@example.org", "official"), START)
    for audience in ("asked", "nobody"):
        with pytest.raises(TransitionNotAllowed) as refused:
            services.start(command, served.folder, served.plain, years[-2], audience)
        assert refused.value.why == "audience"
    assert Procedure.objects.count() == 1


def test_who_starts_a_procedure_chooses_who_may_read_the_draft(served: Served, clock: Any) -> None:
    clock.now = START
    browser = _browser("official", START)
    year = served.serving().years[-1]
    page = browser.get("/en/designation/work/start").content.decode()
    assert "Who may read the draft" in page
    sent = {"list": f"{served.plain}:{year}", "audience": "asked"}
    answer = browser.post("/en/designation/work/start", sent)
    assert answer.status_code in (302, 303), answer.content.decode()[-2000:]
    assert Procedure.objects.get().audience == "asked"
    assert Procedure.objects.get().started_on == date(2026, 3, 3)


@pytest.mark.parametrize("state", ["draft", "open", "decided"])
def test_a_drafts_page_says_who_is_asked_until_when_and_how(
    client: Client, served: Served, go: Go, state: str
) -> None:
    one = go(state)
    page = client.get(served.page(f"/{one.year}")).content.decode()
    assert "Gemeenten worden gevraagd om een zienswijze over hun eigen gebieden." in page
    assert "Laat het uw eigen gemeente vóór die datum weten." in page
    way = f'href="/nl/designation/work/{one.pk}"'
    if state == "draft":
        assert "De uiterste datum voor zienswijzen" in page and way not in page
    else:
        assert "tot en met 21 april 2026" in page
        assert way in page and "Zienswijze van een gemeente indienen" in page
    start = client.get("/nl/designation").content.decode()
    assert "Waarom hierover is besloten" not in start and (way in start) == (state != "draft")
