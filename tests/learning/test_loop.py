"""Where the loop stands still, of what capabilities themselves say: pages, API, what nobody may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from visitors import NOW, Clock, account_of
from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.learning.core.loop import LinkStanding
from wijkwerk.learning.loop import concerns, forget, loop_of
from wijkwerk.learning.models import Barrier, BarrierStep
from wijkwerk.participation.models import Idea, Process
from wijkwerk.programme.models import Measurement, Project
from wijkwerk.programme.selectors import targets as target_reading
from wijkwerk.programme.services import escalation, projects
from wijkwerk.programme.web.loop import loop as programme_loop
from wijkwerk.registry.loop import Link
from wijkwerk.workflow.api import StepCommand

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def standing(link: Link, area: str = "", today: date = TODAY) -> LinkStanding:
    target_reading.forget()
    return next(row for row in loop_of(today, "nl", area) if row.link == link)


@pytest.fixture
def behind(a_programme: Any) -> Any:
    """The second target of the programme is off course."""
    a_programme.programme.areas = ["WK000100"]
    a_programme.programme.save()
    target = a_programme.targets[1]
    for on in (date(2025, 6, 1), date(2026, 1, 1)):
        Measurement.objects.create(
            programme=target.programme, target=target, on=on, error=0.0, at=NOW, value=100,
            evidence="Telling",
        )  # fmt: skip
    return target


def bureau() -> Any:
    return account_of("bureau@example.org", "programme-bureau", place="zuid")


def test_a_target_off_course_waits_until_somebody_talked(behind: Any) -> None:
    row = standing(Link.TARGET)
    (passage,) = row.waiting
    assert passage.item.text == "Verbeterde woningen"
    assert (passage.item.waits_for, passage.item.since) == ("Gemeente", date(2026, 1, 1))
    assert passage.item.areas == ("WK000100",)
    behind.refresh_from_db()
    talk = StepCommand(bureau(), NOW, behind.version, "Eens per maand overleg.")
    escalation.climb(talk, behind, "talk", date(2026, 3, 20))
    row = standing(Link.TARGET)
    assert (row.waits, row.went_out, row.through[0].taken.on) == (0, 1, TODAY)  # type: ignore[union-attr]


def evaluation(programme: Any, code: str, answers: dict[str, int], at: datetime = NOW) -> None:
    EvaluationRecord.objects.create(
        evaluation=f"of-{code}", title_nl=f"Hielp {code}?", title_en=f"Did {code} help?", edition="e",
        folder="/nowhere", digest="0" * 64, areas=["WK000100"], kind="project",
        reference=f"{programme.slug}/{code}", answers=answers, registered_at=at,
    )  # fmt: skip


def project(programme: Any, code: str = "P1", **fields: Any) -> Project:
    facts: dict[str, Any] = {"decision_due": date(2026, 4, 1), "state": "running", **fields}
    return Project.objects.create(
        programme=programme, code=code, name=f"Project {code}", areas=["WK000100"], **facts
    )


def test_a_project_waits_for_its_evaluation_half_a_year_before_its_decision(
    a_programme: Any,
) -> None:
    project(a_programme.programme)
    project(a_programme.programme, "P2", decision_due=date(2027, 4, 1))
    project(a_programme.programme, "P3", state="proposed")
    row = standing(Link.PROJECT)
    assert [passage.item.text for passage in row.waiting] == ["Project P1"]
    assert row.waiting[0].item.due == date(2026, 4, 1)
    assert row.since == date(2025, 10, 3)
    # One that came before the half year counts as well.
    evaluation(a_programme.programme, "P1", {"helped": 1}, datetime(2025, 1, 5, tzinfo=UTC))
    assert standing(Link.PROJECT).waits == 0
    assert standing(Link.VERDICT).came_in == 0
    assert standing(Link.CARD).waits == 1


def test_no_help_waits_for_a_decision_that_is_taken_after_it(a_programme: Any) -> None:
    chair = account_of("chair@example.org", "programme-chair", place="zuid")
    row = project(a_programme.programme, stop_criteria="Na een jaar zonder effect.")
    before = StepCommand(chair, datetime(2026, 1, 5, 9, tzinfo=UTC), row.version, "Wel door.")
    row = projects.decide(before, row, "pause", "Nog niets bekend.", date(2026, 6, 1))
    evaluation(a_programme.programme, "P1", {"no_effect": 2})
    assert standing(Link.VERDICT).waits == 1
    stopped = StepCommand(chair, NOW, row.version, "Het hielp niet.")
    projects.decide(
        stopped, row, "stop", "De evaluatie.", reason_kind="ineffective", bridging_ended="Geen."
    )
    assert standing(Link.VERDICT).waits == 0


@pytest.mark.parametrize(
    ("answers", "came"),
    [({"no_effect": 1}, 1), ({"harm": 1, "cannot_be_known": 2}, 1), ({"cannot_be_known": 1}, 0),
     ({"helped": 1, "no_effect": 3}, 0)],
)  # fmt: skip
def test_only_what_could_be_known_and_did_not_help_asks_for_a_decision(
    a_programme: Any, answers: dict[str, int], came: int
) -> None:
    evaluation(a_programme.programme, "P1", answers)
    assert standing(Link.VERDICT).came_in == came


def test_ideas_wait_by_name_when_public_and_by_number_when_not(db: None) -> None:
    process = Process.objects.create(
        state="open", title="Buurtplan", municipality="GM0518", areas="WK051801",
        begins_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    days = {"received_on": date(2026, 1, 5), "answer_by": date(2026, 2, 1)}
    facts: dict[str, Any] = {"process": process, "text": "x", **days}
    Idea.objects.create(title="Een bank", public=True, state="received", **facts)
    Idea.objects.create(title="Geheim", public=False, state="received", **facts)
    Idea.objects.create(title="Ruzie", public=True, topic="neighbours", state="received", **facts)
    Idea.objects.create(
        title="Boom", public=True, state="answered", answered_on=date(2026, 1, 9), **facts
    )
    row = standing(Link.IDEA)
    assert (row.came_in, row.went_out, row.waits, row.late(TODAY)) == (4, 1, 3, 3)
    texts = " ".join(passage.item.text for passage in (*row.waiting, *row.through))
    assert "Een bank" in texts
    assert "Geheim" not in texts
    assert "Ruzie" not in texts
    assert standing(Link.IDEA, "GM0518").waits == 3
    assert standing(Link.IDEA, "GM0363").came_in == 0


@pytest.mark.parametrize(
    ("area", "areas", "about"),
    [("GM0518", ("BU05180101",), True), ("BU05180101", ("GM0518",), True), ("WK051801", ("WK051802",), False),
     ("GM0518", (), False), ("", (), True), ("WK051801", ("WK051801",), True)],
)  # fmt: skip
def test_what_is_about_an_area_lies_in_it_or_around_it(
    area: str, areas: tuple[str, ...], about: bool
) -> None:
    assert concerns(area)(areas) is about


def test_everybody_reads_where_it_stands_still(behind: Any, clock: Clock) -> None:
    client = Client()
    for address in ("/nl/loop", "/nl/loop/areas/WK000100", "/nl/loop/target"):
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert "Verbeterde woningen" in html
        assert "Gemeente" in html
    html = client.get("/en/loop").content.decode()
    assert "1 thing waits, at 1 of the 12 links." in html, html[html.index("lead") :][:400]
    assert (
        "No part of this site hands anything over here yet." not in html
    )  # every link has who does
    elsewhere = client.get("/nl/loop/areas/GM0363").content.decode()
    assert "Verbeterde woningen" not in elsewhere
    assert "/nl/loop/areas/GM0363" in client.get("/nl/loop/areas/GM0363").request["PATH_INFO"]


@pytest.mark.parametrize("address", ["/nl/loop/nothing", "/nl/loop/areas/nowhere"])
def test_what_isnt_there_is_told(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_draft_of_a_programme_says_nothing(behind: Any, clock: Clock) -> None:
    type(behind.programme).objects.update(state="draft")
    assert standing(Link.TARGET).came_in == 0
    assert "Verbeterde woningen" not in Client().get("/nl/loop").content.decode()


def test_the_api_gives_the_same(behind: Any, clock: Clock) -> None:
    client = Client()
    links = client.get("/api/v1/learning/loop").json()["items"]
    assert [row["link"] for row in links] == list(Link)
    target = next(row for row in links if row["link"] == "target")
    assert (target["came_in"], target["went_out"], target["waits"]) == (1, 0, 1)
    detail = client.get("/api/v1/learning/loop/target").json()
    assert detail["passages"][0]["waits_for"] == "Gemeente"
    assert client.get("/api/v1/learning/loop/nothing").status_code == 404


def test_reading_costs_as_many_questions_however_much_waits(
    behind: Any, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        project(behind.programme, f"Q{number}")
    with django_assert_max_num_queries(40):
        assert standing(Link.PROJECT).waits == 30


def test_what_anybody_asks_for_is_read_once_in_a_minute(
    behind: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.learning import loop

    monkeypatch.setattr(loop, "monotonic", lambda: 600.0)
    client = Client()
    assert client.get("/api/v1/learning/loop").status_code == 200
    asked: list[date] = []
    monkeypatch.setattr(loop, "parts", lambda today, language: asked.append(today) or [])
    for address in ("loop", "loop/target"):
        assert "Verbeterde woningen" in client.get(f"/en/{address}").content.decode()
        assert client.get(f"/api/v1/learning/{address}").status_code == 200
    assert "Verbeterde woningen" not in client.get("/en/loop/areas/GM0363").content.decode()
    assert asked == []
    Barrier.objects.create(title="Een regel", state="met", met_on=TODAY)
    client.get("/en/loop")
    assert asked == [TODAY]  # a text of learning that is withheld goes at once
    monkeypatch.setattr(loop, "monotonic", lambda: 660.0)
    assert "Verbeterde woningen" not in client.get("/en/loop").content.decode()
    assert asked == [TODAY, TODAY]


def test_a_link_comes_in_pages(behind: Any, clock: Clock) -> None:
    for number in range(3):
        project(behind.programme, f"Q{number}")
    forget()
    client, address = Client(), "/api/v1/learning/loop/project"
    first = client.get(address, {"limit": 2}).json()
    assert (len(first["passages"]), first["waits"]) == (2, 3)
    second = client.get(first["next"]).json()
    assert (len(second["passages"]), second["next"]) == (1, None)
    names = [row["what"] for row in first["passages"] + second["passages"]]
    assert names == ["Project Q0", "Project Q1", "Project Q2"]
    assert client.get(address, {"cursor": "nothing"}).status_code == 400
    assert (
        client.get("/api/v1/learning/loop/target", {"cursor": first["next"][-8:]}).status_code
        == 400
    )


def test_a_rule_that_collides_waits_until_a_barrier_names_it() -> None:
    from casework_town import worker_of
    from wijkwerk.casework import models as m

    team = m.Organisation.objects.create(code="wijkteam", name="Wijkteam", kind="team")
    worker, before = worker_of("w@example.org", team), datetime(2025, 11, 3, tzinfo=UTC)
    for _number in range(5):
        m.Conflict.objects.create(
            household=m.Household.objects.create(organisation=team, opened_at=before), domain="care", kind="pays",
            law="Wmo 2015", article="artikel 2.3.5", organisation=team, effect="Geheim.", reported_by=worker,
            reported_at=before, written_at=before,
        )  # fmt: skip
    named: dict[str, Any] = {
        "title": "Wie betaalt begeleiding?", "relation": "municipality_partners", "kind": "rules", "level": "state",
        "rule": "wmo 2015", "met_in": "case",
    }  # fmt: skip
    # Solved before, and met by a study of long ago: neither does anything about it now.
    solved = Barrier.objects.create(**named, met_on=date(2024, 2, 1), state="solved")
    BarrierStep.objects.create(
        barrier=solved, machine="barrier", action="solve", source="put", target="solved", object_id=solved.pk, at=before
    )  # fmt: skip
    Barrier.objects.create(**named, met_on=date(2006, 2, 1), state="met", example=True)
    (passage,) = standing(Link.CONFLICT).waiting
    assert (passage.item.waits_for, passage.item.since) == ("Wijkteam", date(2026, 1, 1))
    Barrier.objects.create(**named, met_on=date(2026, 2, 1), state="met")
    row = standing(Link.CONFLICT)
    assert not row.waiting
    assert row.through[0].taken is not None and row.through[0].taken.on == date(2026, 2, 1)


def test_a_programme_that_ended_does_nothing_for_an_area_that_is_listed_now(behind: Any) -> None:
    def areas() -> set[str]:
        return {taken.key for taken in programme_loop(TODAY).taken_up if taken.link == Link.LISTED}

    assert areas() == {"WK000100"}
    behind.programme.state = "ended"
    behind.programme.save()
    assert areas() == set()
