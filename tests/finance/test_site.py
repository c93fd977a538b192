"""On the site: an analysis from draft to publication by two people, what everybody reads, and who may what."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from finance.conftest import SMALL, example
from visitors import NOW, account_of, login
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.models import Entry
from wijkwerk.finance.examples import make_examples
from wijkwerk.finance.models import Analysis
from wijkwerk.finance.reading import analysis_in
from wijkwerk.finance.rest import OpenApi
from wijkwerk.finance.results import results_of
from wijkwerk.finance.services import analyses as services
from wijkwerk.finance.web.area_cards import area_cards, stamp
from wijkwerk.finance.web.work_items import work_items
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = [pytest.mark.usefixtures("plain_site", "clock"), pytest.mark.django_db]
ROLE = "finance-analyst"


@pytest.fixture
def writer() -> Any:
    return account_of("writer@trial.example", ROLE)


@pytest.fixture
def second() -> Any:
    return account_of("second@trial.example", ROLE)


def command(user: Any, about: Analysis | None = None, text: str = "") -> StepCommand:
    return StepCommand(user, NOW, 0 if about is None else about.version, text)


@pytest.fixture
def published(writer: Any, second: Any) -> Analysis:
    draft = services.write(command(writer), None, text=example("frontline-team"))
    return services.publish(command(second, draft), draft)


def test_who_wrote_or_changed_it_doesnt_publish_it(writer: Any, second: Any) -> None:
    draft = services.write(command(writer), None, text=SMALL)
    with pytest.raises(TransitionNotAllowed, match="not_own"):
        services.publish(command(writer, draft), draft)
    changed = SMALL.replace("value = 1000", "value = 2000")
    draft = services.edit(command(second, draft), draft, text=changed)
    assert draft.result["alternatives"][0]["costs"] == 2000
    with pytest.raises(TransitionNotAllowed, match="not_own"):
        services.publish(command(second, draft), draft)
    third = account_of("third@trial.example", ROLE)
    shown = services.publish(command(third, draft), draft)
    assert shown.state == "published"
    with pytest.raises(TransitionNotAllowed):
        services.edit(command(writer, shown), shown, text=SMALL)
    with pytest.raises(TransitionNotAllowed, match="reasons"):
        services.withdraw(command(writer, shown), shown)
    entry = Entry.objects.get(action="analysis.edit")
    assert "value = 2000" not in str(entry.after)


def test_nobody_else_writes_and_what_is_wrong_is_refused(writer: Any) -> None:
    with pytest.raises(RefusedError):
        services.write(command(account_of("visitor@trial.example")), None, text=SMALL)
    with pytest.raises(InputError, match="unknown rates"):
        services.write(command(writer), None, text=SMALL.replace("nl-2020", "nl-1"))
    heavy = SMALL.replace("draws = 1000", "draws = 100000")
    lines = heavy.split("[[line]]")
    many = "[[line]]".join(
        [*lines, *(lines[2].replace('"cost"', f'"c{n}"', 1) for n in range(120))]
    )
    with pytest.raises(InputError, match="too much work"):
        services.write(command(writer), None, text=many)
    with pytest.raises(InputError, match="not on this site"):
        services.write(
            command(writer),
            None,
            text=SMALL.replace("normal = [150, 30]", 'evaluation = "focus-1"\noutcome = "debts"'),
        )
    for old, new in (("value = 1000", "value = 1e308"), ("[150, 30]", "[0, 1e308]")):
        with pytest.raises(InputError, match="too large to count with"):
            services.write(command(writer), None, text=SMALL.replace(old, new))
    assert not Analysis.objects.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everybody_reads_who_pays_and_what_decides(published: Analysis, language: str) -> None:
    client = Client()
    listed = client.get(f"/{language}/finance/analyses")
    page = client.get(f"/{language}/finance/analyses/{published.pk}")
    assert listed.status_code == page.status_code == 200
    text, chance = page.content.decode(), "69%"
    assert chance in listed.content.decode()
    title, decides, turned = {
        "nl": ("Een frontlijnteam", "Wat de doorslag geeft", "Gemeente: het saldo slaat om met"),
        "en": ("A frontline team", "What decides", "Municipality: the sign turns with"),
    }[language]
    for words in (title, decides, turned, chance, "<svg", "ww-bar-of is-turning"):
        assert words in text
    no_seat = {
        "nl": "geen plek aan tafel: Zorgverzekeraar.",
        "en": "no seat at the table: Health insurer.",
    }
    assert no_seat[language] in text
    assert "frontline-team" not in text and "%(" not in text


def test_a_draft_is_nobodys_through_any_door(writer: Any) -> None:
    draft = services.write(
        command(writer), None, text=SMALL.replace("draws", 'areas = ["WK900101"]\ndraws')
    )
    client, number = Client(), draft.pk
    for address in (
        f"/nl/finance/analyses/{number}",
        f"/nl/finance/analyses/{number}/history",
        f"/nl/finance/analyses/{number}/document",
        f"/api/v1/finance/analyses/{number}",
    ):
        assert client.get(address).status_code == 404, address
    assert "Een proef" not in client.get("/nl/finance/analyses").content.decode()
    assert client.get("/api/v1/finance/analyses").json() == {"items": [], "next": None}
    assert area_cards("WK900101") == []
    assert client.get(f"/nl/work/finance/analyses/{number}").status_code == 302
    page = login(writer, NOW).get(f"/nl/work/finance/analyses/{number}")
    assert page.status_code == 200 and "Concept." in page.content.decode()


def test_what_was_withdrawn_says_so_and_tells_no_figure(published: Analysis, writer: Any) -> None:
    before = stamp()
    assert [card.url for card in area_cards("WK900101")] == [published.get_absolute_url()]
    gone = services.withdraw(command(writer, published, "Een fout in de kosten."), published)
    text = Client().get(f"/nl/finance/analyses/{gone.pk}").content.decode()
    assert "ingetrokken" in text and "Een fout in de kosten." in text and "€" not in text
    assert Client().get(f"/nl/finance/analyses/{gone.pk}/document").status_code == 404
    assert Client().get(f"/api/v1/finance/analyses/{gone.pk}").status_code == 404
    assert area_cards("WK900101") == [] and stamp() != before


def fits(told: Any, item: str) -> None:
    schemas = OpenApi.document()["components"]["schemas"]
    Draft202012Validator({**schemas[item], "components": {"schemas": schemas}}).validate(told)


def test_the_api_tells_what_it_describes(published: Analysis) -> None:
    client, address = Client(), "/api/v1/finance/analyses"
    listed, row = client.get(address).json(), client.get(f"{address}/{published.pk}").json()
    fits(listed, "AnalysisPage")
    fits(row, "AnalysisDetail")
    summary = listed["items"][0]
    assert summary.items() < row.items() and set(row) - set(summary) == {"document", "result"}
    assert {"text", "version", "title_nl"}.isdisjoint(row) and row["title"]["en"]
    lines = client.get(f"{address}?format=csv&fields=id,title").content.decode().splitlines()
    assert lines[0] == "id,title_nl,title_en" and len(lines) == 2


def test_the_document_recomputes_what_the_api_tells(published: Analysis) -> None:
    client = Client()
    text = client.get(f"/nl/finance/analyses/{published.pk}/document").content.decode()
    detail = client.get(f"/api/v1/finance/analyses/{published.pk}").json()
    assert results_of(analysis_in(text)) == detail["result"] == published.result
    (row,) = client.get("/api/v1/finance/analyses").json()["items"]
    assert (row["net"], row["chance"]) == (detail["net"], detail["chance"])
    assert client.get("/api/v1/finance/openapi.json").status_code == 200


def test_a_file_becomes_a_draft_or_a_list_of_what_is_wrong(
    writer: Any, written: Callable[..., Path]
) -> None:
    browser, address = login(writer, NOW), "/nl/work/finance/analyses/file"
    assert browser.get(address).status_code == 200
    wrong = written(('attribution = "p"', 'attribution = "q"')).read_bytes()
    answer = browser.post(address, {"file": SimpleUploadedFile("a.toml", wrong)})
    assert answer.status_code == 422 and "line.gain.attribution" in answer.content.decode()
    binary = browser.post(address, {"file": SimpleUploadedFile("a.toml", b"\xff\xfe\x00")})
    assert binary.status_code == 422 and not Analysis.objects.exists()
    right = browser.post(address, {"file": SimpleUploadedFile("../../a.toml", SMALL.encode())})
    assert right.status_code == 302 and Analysis.objects.get().state == "draft"
    assert Client().get(address).status_code == 302
    visitor = login(account_of("visitor@trial.example", "evaluator"), NOW)
    assert visitor.get(address).status_code == 403


def test_drafts_of_others_wait_on_my_work(writer: Any, second: Any) -> None:
    services.write(command(writer), None, text=SMALL)
    assert "(" not in next(item.label for item in work_items(writer, NOW))
    assert "1" in next(item.label for item in work_items(second, NOW))
    assert list(work_items(account_of("visitor@trial.example"), NOW)) == []


def test_examples_are_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines: list[str] = []
    make_examples(lines.append)
    make_examples(lines.append)
    assert len(lines) == Analysis.objects.count() == 2


def test_every_step_goes_through_its_page(writer: Any, second: Any) -> None:
    browser, other = login(writer, NOW), login(second, NOW)
    begun = browser.post("/nl/work/finance/analyses/write", {"text": SMALL, "version": 0})
    draft = Analysis.objects.get()
    assert begun.status_code == 302 and draft.state == "draft"
    base = f"/nl/work/finance/analyses/{draft.pk}"
    faulty = browser.post(f"{base}/edit", {"text": "x", "version": draft.version})
    assert faulty.status_code == 409 and "not TOML" in faulty.content.decode()
    assert Analysis.objects.get().text == draft.text
    assert browser.post(f"{base}/publish", {"version": draft.version}).status_code != 302
    assert other.post(f"{base}/publish", {"version": draft.version}).status_code == 302
    draft.refresh_from_db()
    posted = {"version": draft.version, "text": "Niet goed geteld."}
    assert other.post(f"{base}/withdraw", posted).status_code == 302
    assert Analysis.objects.get().state == "withdrawn"


def test_the_report_is_a_page_and_an_annex(published: Analysis) -> None:
    address = f"/nl/finance/analyses/{published.pk}"
    assert f"{address}/report" in Client().get(address).content.decode()
    answer = Client().get(f"{address}/report")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert "69%" in pages[0] and "deel van die kosten dat wegvalt" in pages[0]
    assert "Bijlage" not in pages[0] and "Bijlage" in pages[1] and "Aannames" in "".join(pages[1:])
    Analysis.objects.update(state="withdrawn")
    assert Client().get(f"{address}/report").status_code == 404
