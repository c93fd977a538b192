"""On the site: a researcher's question from draft to publication, what everybody reads, and who may what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django.fixtures import Settings

from evaluation.conftest import QUESTION, TREATED
from visitors import NOW, Clock, account_of, login
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.models import Entry
from wijkwerk.evaluation import publishing, services
from wijkwerk.evaluation.api import measured_effect
from wijkwerk.evaluation.models import EvaluationRecord, Question
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.evaluation.web.area_cards import area_cards, stamp
from wijkwerk.shared.problems import InputError
from wijkwerk.ui.reader import day
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.usefixtures("plain_site", "clock")


@pytest.fixture
def researcher(db: None) -> object:
    return account_of("researcher@trial.example", "evaluator")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, evaluation: Evaluation) -> Iterator[list[str]]:
    """What a process beside would work out is there already; gives what was asked of it."""
    asked: list[str] = []

    def worked_out(what: str, frozen: object, folder: Path) -> dict[str, object]:
        asked.append(what)
        return {"id": evaluation.id, "power": []}

    monkeypatch.setenv("WIJKWERK_EVALUATIONS", str(evaluation.path.parent))
    monkeypatch.setattr(services, "_worked_out", worked_out)
    yield asked


def _command(user: object, question: Question | None = None) -> StepCommand:
    return StepCommand(user, NOW, version=0 if question is None else question.version)


def test_from_draft_to_publication(
    served: str, researcher: object, quick: list[str], evaluation: Evaluation
) -> None:
    question = services.write(_command(researcher), None, text=QUESTION, edition=served)
    assert (question.state, question.digest) == ("draft", "")
    longer = QUESTION.replace("draws = 99", "draws = 199")
    question = services.edit(_command(researcher, question), question, text=longer, edition=served)
    question = services.edit(
        _command(researcher, question), question, text=QUESTION, edition=served
    )
    question = services.freeze(_command(researcher, question), question)
    assert question.digest == evaluation.frozen.digest and question.frozen_on is not None
    with pytest.raises(TransitionNotAllowed):
        services.edit(_command(researcher, question), question, text=longer, edition=served)
    with pytest.raises(TransitionNotAllowed):
        services.publish(_command(researcher, question), question)
    question = services.estimate(_command(researcher, question), question)
    assert question.evaluation == evaluation.id and quick == ["estimate"]
    assert not EvaluationRecord.objects.exists()
    question = services.publish(_command(researcher, question), question)
    assert question.state == "published"
    assert EvaluationRecord.objects.get().evaluation == evaluation.id
    assert [step.action for step in question.steps.all()] == [
        "write", "edit", "edit", "freeze", "estimate", "publish",
    ]  # fmt: skip
    assert Entry.objects.filter(action="question.freeze").exists()


def test_another_version_says_why_and_keeps_the_old_one(
    served: str, researcher: object, quick: list[str]
) -> None:
    first = services.write(_command(researcher), None, text=QUESTION, edition=served)
    with pytest.raises(TransitionNotAllowed):
        services.renew(_command(researcher), first, text=QUESTION, edition=served, because="x")
    first = services.freeze(_command(researcher, first), first)
    changed = QUESTION.replace("expected = 2.0", "expected = 1.0")
    second = services.renew(
        _command(researcher), first, text=changed, edition=served, because="a typing error"
    )
    second = services.freeze(_command(researcher, second), second)
    frozen = services.frozen_of(second)
    assert (frozen.follows, frozen.because) == (first.digest, "a typing error")
    first.refresh_from_db()
    assert first.state == "frozen"


def test_a_question_is_filled_in_field_by_field(
    served: str, researcher: object, quick: list[str]
) -> None:
    browser, write = login(researcher, NOW), "/nl/evaluations/questions/write"
    fields = {
        "version": 0, "edition": served, "text": "", "id": "trial", "title_nl": "Hielp het?",
        "title_en": "Did it help?", "asked_by": "Raad", "kind": "project", "reference": "proef/P-1",
        "name_nl": "Proef", "name_en": "Trial", "theory_nl": "Zo.", "theory_en": "So.",
        "start_first": "2012", "start_last": "2013", "treated": ", ".join(TREATED), "how": "other",
        "within": "GM9001", "indicator_1": "seekers", "expected_1": "2,5",
    }  # fmt: skip
    wrong = browser.post(write, {**fields, "indicator_1": "seeker", "treated": "WK900199"})
    said = wrong.content.decode()
    assert "Deze indicator bestaat niet: seeker." in said and "seekers" in said
    assert "Dit gebied bestaat niet: WK900199." in said and not Question.objects.exists()
    assert browser.post(write, {**fields, "title_en": ""}).status_code == 409
    made = browser.post(write, fields)
    assert made.status_code == 302, made.content.decode()
    question = Question.objects.get()
    assert question.document["areas"]["treated"] == list(TREATED)
    assert question.document["outcome"] == [{"indicator": "seekers", "expected": 2.5}]
    edit = browser.get(f"/nl/evaluations/questions/{question.pk}/edit").content.decode()
    assert 'value="proef/P-1"' in edit and 'value="2,5"' in edit
    same = {**fields, "version": question.version, "title_nl": "Hielp de proef?"}
    assert browser.post(f"/nl/evaluations/questions/{question.pk}/edit", same).status_code == 302
    question.refresh_from_db()
    assert question.title_nl == "Hielp de proef?"


def test_a_document_that_was_changed_in_the_database_is_not_worked_out(
    served: str, researcher: object, quick: list[str]
) -> None:
    question = services.write(_command(researcher), None, text=QUESTION, edition=served)
    question = services.freeze(_command(researcher, question), question)
    document = question.document
    document["outcome"] = document["outcome"][:1]
    Question.objects.filter(pk=question.pk).update(document=document)
    question.refresh_from_db()
    with pytest.raises(TransitionNotAllowed):
        services.estimate(_command(researcher, question), question)
    assert quick == []


def test_who_may_not_ask_may_not(served: str, researcher: object, quick: list[str]) -> None:
    nobody = account_of("nobody@trial.example", "auditor")
    with pytest.raises(RefusedError):
        services.write(_command(nobody), None, text=QUESTION, edition=served)
    question = services.write(_command(researcher), None, text=QUESTION, edition=served)
    with pytest.raises(RefusedError):
        services.freeze(_command(nobody, question), question)
    with pytest.raises(TransitionNotAllowed):
        services.write(_command(researcher), None, text=QUESTION, edition="none-0123456789")
    with pytest.raises(InputError):
        services.write(_command(researcher), None, text="nonsense", edition=served)
    assert Client().get("/nl/evaluations/questions").status_code in (302, 403)


def test_the_pages_of_a_researcher(
    served: str, researcher: object, quick: list[str], clock: Clock
) -> None:
    browser = login(researcher, NOW)
    empty = browser.get("/nl/evaluations/questions")
    assert empty.status_code == 200 and "Een vraag schrijven" in empty.content.decode()
    form = browser.get("/nl/evaluations/questions/write")
    assert "Of de hele vraag als TOML" in form.content.decode()
    wrong = browser.post(
        "/nl/evaluations/questions/write", {"version": 0, "edition": served, "text": "id = 1"}
    )
    assert wrong.status_code == 409 and "question.toml" in wrong.content.decode()
    made = browser.post(
        "/nl/evaluations/questions/write", {"version": 0, "edition": served, "text": QUESTION}
    )
    assert made.status_code == 302
    page = browser.get(made["Location"])
    assert "Hielp de proef met werk?" in page.content.decode()
    assert "Is het te zien?" in page.content.decode()
    number = Question.objects.get().pk
    frozen = browser.post(f"/nl/evaluations/questions/{number}/freeze", {"version": 1})
    assert frozen.status_code == 302
    late = browser.post(
        f"/nl/evaluations/questions/{number}/edit",
        {"version": 2, "edition": served, "text": QUESTION},
    )
    assert late.status_code == 409
    for action, version in (("estimate", 2), ("publish", 3)):
        done = browser.post(f"/nl/evaluations/questions/{number}/{action}", {"version": version})
        assert done.status_code == 302, done.content.decode()
    shown = browser.get(f"/nl/evaluations/questions/{number}").content.decode()
    assert "Gepubliceerd" in shown and "Het hielp" in shown
    renewed = browser.get(f"/nl/evaluations/questions/{number}/renew").content.decode()
    assert "Waarom de vraag is veranderd" in renewed


@pytest.fixture
def published(served: str, evaluation: Evaluation) -> str:
    return publishing.register(evaluation.path, NOW).evaluation


def test_everybody_reads_the_answer(published: str) -> None:
    browser = Client()
    listed = browser.get("/nl/evaluations").content.decode()
    assert "Hielp de proef met werk?" in listed and published in listed
    page = browser.get(f"/nl/evaluations/{published}")
    text = page.content.decode()
    assert "Werkzoekenden: Het hielp" in text and "Niet te bepalen" in text
    # Beside the day that somebody wrote down stands the one that the site knows.
    assert "Op deze site sinds" in text and day(NOW.date()) in text
    assert "max-age=300" in page["Cache-Control"]
    assert "It helped" in browser.get(f"/en/evaluations/{published}").content.decode()
    picture = browser.get(f"/nl/evaluations/{published}/files/lines-1.nl.svg")
    assert picture.status_code == 200 and picture["Content-Type"] == "image/svg+xml"
    paper = browser.get(f"/nl/evaluations/{published}/files/report.pdf")
    assert paper.status_code == 200 and paper["Content-Type"] == "application/pdf"
    for name in ("nothing.csv", "..%2Fsettings.py", "report.html"):
        assert browser.get(f"/nl/evaluations/{published}/files/{name}").status_code == 404
    assert browser.get("/nl/evaluations/none-0123456789").status_code == 404


def test_an_effect_is_counted_with_as_it_was_measured_or_not_at_all(
    published: str, evaluation: Evaluation
) -> None:
    main = {row["indicator"]: row["main"] for row in evaluation.result["outcomes"]}["seekers"]
    measured = measured_effect(published, "seekers")
    assert measured.estimate == main["estimate"]
    reach = 1.96 * measured.deviation
    assert main["upper"] - main["lower"] == pytest.approx(2 * reach, rel=1e-4)
    for name, outcome, problem in (
        (published, "rare", "the effect can't be known"),
        (published, "none", "not in this evaluation"),
        ("none-0123456789", "seekers", "not on this site"),
    ):
        with pytest.raises(InputError, match=problem):
            measured_effect(name, outcome)


def test_the_api_tells_the_same(published: str, evaluation: Evaluation) -> None:
    browser = Client()
    (row,) = browser.get("/api/v1/evaluations").json()["items"]
    assert (row["id"], row["areas"], row["answers"]["helped"]) == (published, list(TREATED), 1)
    answer = browser.get(f"/api/v1/evaluations/{published}")
    assert answer.json()["result"] == evaluation.result
    assert answer.json()["digest"] == evaluation.frozen.digest
    assert answer.json()["registered_on"] == NOW.date().isoformat()
    again = browser.get(
        f"/api/v1/evaluations/{published}", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304
    assert browser.get("/api/v1/evaluations/none").status_code == 404
    described = browser.get("/api/v1/evaluations/openapi.json").json()
    assert {"/evaluations", "/evaluations/{evaluation}"} <= set(described["paths"])
    schemas = described["components"]["schemas"]
    for item, content in (("Evaluation", row), ("EvaluationDetail", answer.json())):
        validator = Draft202012Validator({**schemas[item], "components": {"schemas": schemas}})
        validator.validate(content)
    assert browser.get("/api/v1/evaluations?format=csv").content.decode().count("\r\n") == 2


def test_a_question_of_a_day_that_must_still_come_isnt_shown(
    db: None, evaluation: Evaluation
) -> None:
    before = NOW - timedelta(days=1)
    with pytest.raises(InputError, match="must still come"):
        publishing.register(evaluation.path, before)
    assert not EvaluationRecord.objects.exists()


def test_an_area_says_what_was_tried_in_it(published: str) -> None:
    (card,) = area_cards(TREATED[0], "nl")
    assert "Hielp de proef met werk?" in card.text and "bij 1 hielp het" in card.text
    assert card.url.endswith(published)
    assert area_cards("WK900130", "nl") == []
    assert published in stamp()


def test_what_is_withdrawn_is_gone_by_every_door(published: str, clock: Clock) -> None:
    assert publishing.withdraw(published, "A mistake.", NOW)
    assert not publishing.withdraw("none", "x", NOW)
    browser = Client()
    gone = browser.get(f"/nl/evaluations/{published}")
    assert gone.status_code == 410 and "A mistake." in gone.content.decode()
    assert browser.get(f"/nl/evaluations/{published}/files/report.pdf").status_code == 410
    assert browser.get(f"/api/v1/evaluations/{published}").status_code == 410
    assert browser.get("/api/v1/evaluations").json()["items"] == []
    assert published not in browser.get("/nl/evaluations").content.decode()
    assert area_cards(TREATED[0], "nl") == [] and published not in stamp()
    record = EvaluationRecord.objects.get()
    with pytest.raises(InputError, match="withdrawn"):
        publishing.register(Path(record.folder), NOW)


def test_an_evaluation_of_a_withdrawn_edition_is_gone_too(published: str, served: str) -> None:
    from wijkwerk.monitor.display import library
    from wijkwerk.monitor.services import withdraw

    withdraw(served, "Wrong figures.", NOW)
    library().look()
    assert Client().get(f"/nl/evaluations/{published}").status_code == 410
    assert Client().get("/api/v1/evaluations").json()["items"] == []


def test_damaged_files_are_not_shown(
    served: str, evaluation: Evaluation, tmp_path: Path, settings: Settings
) -> None:
    import shutil

    copy = tmp_path / evaluation.id
    shutil.copytree(evaluation.path, copy)
    publishing.register(copy, NOW)
    browser = Client()
    assert "evaluations" not in browser.get("/health/ready").json()
    (copy / "result.json").write_text("{}")
    ready = browser.get("/health/ready")
    assert (ready.status_code, ready.json()["evaluations"]) == (200, [evaluation.id])
    assert browser.get(f"/nl/evaluations/{evaluation.id}").status_code == 503
    assert browser.get(f"/api/v1/evaluations/{evaluation.id}").status_code == 503
    with pytest.raises(InputError):
        publishing.register(copy, NOW)
    shutil.rmtree(copy)
    assert browser.get("/health/ready").json()["evaluations"] == [evaluation.id]
    assert browser.get(f"/nl/evaluations/{evaluation.id}").status_code == 503
