"""Beside a programme: is a target feasible, what was done and did it help, and what decisions rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from evaluation.conftest import DISTRICTS, QUESTION
from visitors import NOW, account_of, login
from wijkwerk.evaluation import publishing
from wijkwerk.evaluation.feasibility import feasibility
from wijkwerk.evaluation.models import EvaluationRecord
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.web import evidence, feasibility_notes
from wijkwerk.monitor.api import Edition
from wijkwerk.monitor.display import library
from wijkwerk.programme.agreements import mark_of
from wijkwerk.programme.evidence import evidence_for
from wijkwerk.programme.models import (
    Commitment,
    Goal,
    Organisation,
    Pillar,
    Programme,
    Project,
    Target,
    TargetPath,
)
from wijkwerk.programme.selectors import targets
from wijkwerk.programme.selectors.outputs import results_of
from wijkwerk.programme.selectors.targets import forget
from wijkwerk.programme.services import projects
from wijkwerk.registry.hooks import LevelTarget
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.usefixtures("plain_site", "clock")
BEHIND = DISTRICTS[-1]


@dataclass(frozen=True)
class Promised:
    programme: Programme
    target: Target
    project: Project


@pytest.fixture
def promised(served: str) -> Promised:
    """A programme with a target to reach the city's level, a project measured by it, two commitments."""
    forget()
    programme = Programme.objects.create(
        slug="proef",
        title="Proefprogramma",
        state="running",
        edition=served,
        areas=[BEHIND],
        simulated=True,
        begins_on=date(2012, 1, 1),
        ends_on=date(2032, 12, 31),
    )
    pillar = Pillar.objects.create(programme=programme, name="Werk", place=0)
    goal = Goal.objects.create(programme=programme, pillar=pillar, name="Meer werk")
    target = Target.objects.create(
        programme=programme,
        goal=goal,
        title="Zoals de stad",
        source="indicator",
        scale="share",
        unit="%",
        indicator="seekers",
        area=BEHIND,
        state="active",
    )
    TargetPath.objects.create(
        programme=programme,
        target=target,
        number=1,
        baseline=25.0,
        reference="GM9001",
        reference_goal="at_most",
        baseline_on=date(2012, 12, 31),
        due_on=date(2032, 12, 31),
        since=date(2012, 12, 31),
    )
    partner = Organisation.objects.create(slug="werkplein", name="Werkplein", kind="municipality")
    for title, state, kept_on in (
        ("Banenmarkt", "kept", date(2014, 3, 1)),
        ("Leerwerkplek", "promised", None),
        ("Vervallen", "released", None),
    ):
        Commitment.objects.create(
            programme=programme,
            organisation=partner,
            target=target,
            title=title,
            state=state,
            kept_on=kept_on,
            promised_for=date(2014, 1, 1),
            due_on=date(2014, 1, 1),
        )
    project = Project.objects.create(
        programme=programme,
        code="P-1",
        name="Proef met werk",
        state="running",
        goal=goal,
        target=target,
        decision_due=NOW.date() + timedelta(days=9),
        areas=[BEHIND],
        organisation=partner,
        after_plan="Het Werkplein gaat ermee door.",
    )
    return Promised(programme, target, project)


@pytest.fixture
def evaluated(promised: Promised, evaluation: Evaluation) -> str:
    """The evaluation of the project, for everybody to read."""
    found = publishing.register(evaluation.path, NOW)
    EvaluationRecord.objects.update(kind="project", reference="proef/P-1")
    return found.evaluation


def test_whether_areas_as_far_behind_ever_got_there_stands_beside_the_target(
    promised: Promised, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = Edition.open(library().open(promised.programme.edition).path)
    found = feasibility(edition, "seekers", BEHIND, "GM9001")
    browser, number = Client(), promised.target.pk
    page = browser.get(f"/nl/programmes/proef/targets/{number}").content.decode()
    listed = browser.get("/nl/programmes/proef/targets").content.decode()
    (row,) = browser.get("/api/v1/programmes/proef/targets").json()["items"]
    if found.is_told:
        assert (row["comparable_areas"], row["comparable_reached"]) == (found.areas, found.reached)
        assert "die ooit ongeveer zo ver achter lagen" in page and "haalde" in listed
    else:
        assert (row["comparable_areas"], row["comparable_reached"]) == (None, None)
        assert "niet te bepalen" in page + listed or "ligt niet achter" in page
    # Worked out once: the next visitor, and another language, get what is kept.
    monkeypatch.setattr(feasibility_notes, "figures", None)
    assert browser.get(f"/en/programmes/proef/targets/{number}").status_code == 200


def test_it_is_left_out_where_nobody_can_tell(promised: Promised) -> None:
    edition = promised.programme.edition
    asked = [
        LevelTarget(edition, "seekers", "WK000000", "GM9001"),
        LevelTarget(edition, "nothing", BEHIND, "GM9001"),
        LevelTarget(edition, "seekers", BEHIND, "GM0000"),
        LevelTarget("none-0123456789", "seekers", BEHIND, "GM9001"),
    ]
    assert feasibility_notes.feasibility_notes(asked, "nl") == {}
    best, worst = (
        LevelTarget(edition, "seekers", BEHIND, "GM9001", side) for side in (True, False)
    )
    notes = feasibility_notes.feasibility_notes([best, worst], "en")
    assert sum("isn’t behind" in note.text for note in notes.values()) == 1


def test_what_was_done_stands_above_what_changed(promised: Promised) -> None:
    browser, number = Client(), promised.project.pk
    page = browser.get(f"/nl/programmes/proef/projects/{number}").content.decode()
    assert "Wat is er gedaan, en hielp het?" in page
    assert "Van de 2 afspraken waarvan de einddatum voorbij is, is er 1 nagekomen." in page
    assert "Dit is niet geëvalueerd" in page
    for address in (f"targets/{promised.target.pk}/outputs.svg", "outputs.svg"):
        picture = browser.get(f"/nl/programmes/proef/{address}?size=small")
        assert picture.status_code == 200 and picture["Content-Type"] == "image/svg+xml"
        assert "is er 1 nagekomen." in picture.content.decode()
    overview = browser.get("/nl/programmes/proef").content.decode()
    assert f'href="/nl/programmes/proef/targets/{promised.target.pk}"' in overview
    Commitment.objects.all().delete()
    assert browser.get("/nl/programmes/proef/outputs.svg").status_code == 404


def test_every_answer_has_an_equal_place_beside_the_project(
    promised: Promised, evaluated: str
) -> None:
    address = f"/nl/programmes/proef/projects/{promised.project.pk}"
    page = Client().get(address).content.decode()
    for answer in ("Werkzoekenden: Het hielp", "Zeldzaam: Niet te bepalen"):
        assert f'<a href="/nl/evaluations/{evaluated}">{answer}</a>' in page
    assert "niet geëvalueerd" not in page
    # What isn't about a real place is no evidence for what is real.
    Programme.objects.update(simulated=False)
    assert "niet geëvalueerd" in Client().get(address).content.decode()


def test_nothing_is_worked_out_or_opened_that_is_there_already_or_not_shown(
    promised: Promised, evaluated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every module is imported before one is patched, or it would keep what stands there then.
    assert Client().get("/nl/programmes/proef").status_code == 200
    results = results_of(promised.programme, NOW.date())
    assert [result.status.target for result in results] == [promised.target]
    monkeypatch.setattr(targets, "target_statuses", None)
    assert results_of(promised.programme, NOW.date()) == results
    (evaluation,) = evidence_for(promised.project, "nl")
    assert evaluation.outcomes()[0][:2] == ("Werkzoekenden", "Het hielp")
    # Who only chooses one doesn't wait for it to be opened.
    monkeypatch.setattr(evidence, "open_evaluation", None)
    (evaluation,) = evidence_for(promised.project, "nl")
    with pytest.raises(TypeError):
        evaluation.outcomes()


def test_a_decision_rests_on_an_evaluation_that_everybody_can_read(
    promised: Promised, evaluated: str
) -> None:
    bureau = account_of("bureau@proef.example", "programme-bureau", place="proef")
    owner = account_of("owner@proef.example", "partner", place="werkplein")
    asked = projects.ask_owner(StepCommand(bureau, NOW, promised.project.version), promised.project)
    projects.sign(StepCommand(owner, NOW, asked.version), asked, asked.organisation, mark_of(asked))
    promised.project.refresh_from_db()
    chair = account_of("chair@proef.example", "programme-chair", place="proef")
    browser, number = login(chair, NOW), promised.project.pk
    address = f"/nl/programmes/proef/work/projects/{number}/embed"
    form = browser.get(address).content.decode()
    assert f'<option value="{evaluated}">Hielp de proef met werk?' in form
    sent = {
        "version": promised.project.version,
        "evidence": "Zie het onderzoek.",
        "text": "Goed.",
        "bridging_ended": "Geen.",
    }
    assert browser.post(address, {**sent, "evaluation": "other-0123456789"}).status_code in (
        200,
        409,
    )
    done = browser.post(address, {**sent, "evaluation": evaluated})
    assert done.status_code == 302, done.content.decode()
    promised.project.refresh_from_db()
    assert (promised.project.state, promised.project.evaluation) == ("embedded", evaluated)
    page = Client().get(f"/nl/programmes/proef/projects/{number}").content.decode()
    assert "Zie het onderzoek." in page and f"/nl/evaluations/{evaluated}" in page
    (row,) = Client().get("/api/v1/programmes/proef/projects").json()["items"]
    assert row["evaluation"] == evaluated
    publishing.withdraw(evaluated, "een fout", NOW)
    cache.clear()
    page = Client().get(f"/nl/programmes/proef/projects/{number}").content.decode()
    assert "niet meer op deze site" in page and evaluated not in page


def test_a_decision_doesnt_rest_on_what_isnt_there(promised: Promised) -> None:
    chair = account_of("chair@proef.example", "programme-chair", place="proef")
    command = StepCommand(chair, NOW, promised.project.version, text="Goed.")
    with pytest.raises(TransitionNotAllowed, match="no_evaluation"):
        projects.decide(command, promised.project, "embed", "Onderzoek", evaluation="x-0123456789")


def test_the_question_names_the_project_that_it_is_about(
    promised: Promised, evaluation: Evaluation
) -> None:
    publishing.register(evaluation.path, NOW)
    record = EvaluationRecord.objects.get()
    assert (record.kind, record.reference) == ("project", "") and 'kind = "project"' in QUESTION
