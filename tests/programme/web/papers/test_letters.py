"""Letters: made, added to, issued, read by everybody; and never read before."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from wijkwerk.programme.models import Addition, Letter

pytestmark = pytest.mark.django_db
MADE = {"version": 0, "to": "council", "language": "nl", "since": "2025-01-01",
        "until": "2025-12-31"}  # fmt: skip
WORK = "/nl/programmes/zuid/work/papers"


@pytest.fixture
def draft(a_programme: Any, enter: Any, somebody: Any) -> Letter:
    """A letter that the bureau made, with an addition."""
    browser = enter(somebody("programme-bureau"))
    answer = browser.post(f"{WORK}/make", MADE)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    letter = Letter.objects.get()
    answer = browser.post(
        f"{WORK}/letters/{letter.pk}/add/missed", {"version": 1, "text": "Wij <b>praten</b> door."}
    )
    assert answer.status_code == 302
    return Letter.objects.get()


def _issue(draft: Letter, enter: Any, somebody: Any) -> None:
    chair = enter(somebody("programme-chair"))
    answer = chair.post(f"{WORK}/letters/{draft.pk}/issue", {"version": draft.version})
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def test_a_letter_is_made_added_to_and_issued(
    client: Client, draft: Letter, enter: Any, somebody: Any
) -> None:
    assert client.get(f"/nl/programmes/zuid/letters/{draft.pk}").status_code == 404
    _issue(draft, enter, somebody)
    told = client.get(f"/nl/programmes/zuid/letters/{draft.pk}").content.decode()
    assert "Scholen met extra leertijd" in told
    assert "Wij &lt;b&gt;praten&lt;/b&gt; door." in told
    assert "Zeer-intern-merkteken" not in told
    listed = client.get("/nl/programmes/zuid/letters").content.decode()
    assert f"/nl/programmes/zuid/letters/{draft.pk}" in listed


def test_an_issued_letter_says_the_same_when_the_figures_change(
    client: Client, draft: Letter, a_programme: Any, enter: Any, somebody: Any
) -> None:
    _issue(draft, enter, somebody)
    address = f"/nl/programmes/zuid/letters/{draft.pk}"
    before = client.get(address).content
    type(a_programme.targets[0]).objects.update(title="Heel iets anders")
    a_programme.targets[0].measurements.model.objects.all()
    assert client.get(address).content == before


def test_every_figure_of_a_sentence_is_a_link_in_all_three(
    client: Client, draft: Letter, enter: Any, somebody: Any
) -> None:
    _issue(draft, enter, somebody)
    letter = Letter.objects.get()
    refs = [
        ref
        for part in letter.content["parts"]
        for sentence in part["sentences"]
        for ref in sentence["refs"]
    ]
    different = {tuple(sorted((k, str(v)) for k, v in ref.items())) for ref in refs}
    address = f"/nl/programmes/zuid/letters/{draft.pk}"
    page = client.get(address).content.decode()
    assert page.count("ww-letter__ref") == len(refs)
    made = client.get(f"{address}/docx").content
    document = Document(io.BytesIO(made))
    paper = document.sections[0]
    assert (round(paper.page_width.cm, 1), round(paper.page_height.cm, 1)) == (21.0, 29.7)
    assert 'w:instr="NUMPAGES"' in paper.footer._element.xml
    links = [rel for rel in document.part.rels.values() if "hyperlink" in rel.reltype]
    assert links and all("http://testserver/nl/programmes/zuid" in link._target for link in links)
    assert made.count(b"") and document.element.xml.count("<w:hyperlink ") == (
        len(refs) + len(different)
    )
    pdf = PdfReader(io.BytesIO(client.get(f"{address}/pdf").content))
    text = "".join(page.extract_text() for page in pdf.pages)
    found = sum(
        annotation.get_object().get("/Subtype") == "/Link"
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
    )
    assert found >= len(refs) + len(different) and "praten" in text


def test_files_are_the_same_every_time(
    client: Client, draft: Letter, enter: Any, somebody: Any
) -> None:
    _issue(draft, enter, somebody)
    address = f"/nl/programmes/zuid/letters/{draft.pk}/docx"
    assert client.get(address).content == client.get(address).content


@pytest.mark.parametrize(
    ("role", "make", "add", "issue", "read"),
    [
        ("programme-bureau", 302, 302, 403, 200), ("programme-chair", 403, 403, 302, 200),
        ("programme-board", 403, 403, 403, 200), ("partner", 403, 403, 403, 403),
        ("council", 403, 403, 403, 403), ("programme-founder", 403, 403, 403, 403),
    ],
)  # fmt: skip
def test_each_role_does_what_it_may(
    draft: Letter, enter: Any, somebody: Any, role: str, make: int, add: int, issue: int, read: int
) -> None:
    browser = enter(somebody(role))
    version = {"version": draft.version}
    assert browser.get(WORK).status_code == read
    assert browser.get(f"{WORK}/letters/{draft.pk}").status_code == read
    assert browser.get(f"{WORK}/letters/{draft.pk}/file/docx").status_code == read
    assert browser.post(f"{WORK}/make", MADE).status_code == make
    answer = browser.post(f"{WORK}/letters/{draft.pk}/issue", version)
    assert answer.status_code == issue
    added = browser.post(f"{WORK}/letters/{draft.pk}/add/money", {**version, "text": "x"})
    # The chair issued it just now: then nobody adds to it.
    assert added.status_code == add


def test_a_bureau_of_another_programme_sees_nothing(
    draft: Letter, enter: Any, somebody: Any
) -> None:
    browser = enter(somebody("programme-bureau", "noord", name="noord"))
    for path in ("", f"/letters/{draft.pk}", "/make", "/export/json", f"/letters/{draft.pk}/issue"):
        assert browser.get(WORK + path).status_code in (403, 404), path


def test_who_acts_on_an_older_version_is_told(draft: Letter, enter: Any, somebody: Any) -> None:
    browser = enter(somebody("programme-bureau"))
    answer = browser.post(f"{WORK}/letters/{draft.pk}/add/money", {"version": 1, "text": "Nieuw"})
    assert answer.status_code == 409
    assert not Addition.objects.filter(part="money").exists()


def test_an_empty_addition_goes_away_and_an_issued_letter_takes_none(
    draft: Letter, enter: Any, somebody: Any
) -> None:
    browser = enter(somebody("programme-bureau"))
    address = f"{WORK}/letters/{draft.pk}/add/missed"
    assert browser.post(address, {"version": draft.version, "text": " "}).status_code == 302
    assert not Addition.objects.exists()
    _issue(Letter.objects.get(), enter, somebody)
    version = Letter.objects.get().version
    assert browser.post(address, {"version": version, "text": "Toch"}).status_code == 409
    assert not Addition.objects.exists()


def test_a_fault_while_it_is_composed_issues_nothing(draft: Letter, command: Any) -> None:
    from wijkwerk.programme.models import Step
    from wijkwerk.programme.services import letters

    def breaks(letter: Letter) -> dict[str, Any]:
        raise RuntimeError

    steps = Step.objects.count()
    with pytest.raises(RuntimeError):
        letters.issue(command("programme-chair", draft), draft, breaks, lambda one: None)
    with pytest.raises(ValueError, match="no object"):
        letters.issue(command("programme-chair", draft), draft, lambda one: {}, lambda one: None)
    assert Letter.objects.get().state == "draft" and Step.objects.count() == steps


def test_the_working_page_takes_as_many_queries_with_many_letters(
    draft: Letter, enter: Any, somebody: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = enter(somebody("programme-bureau"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(WORK).status_code == 200
        # But for the register of editions, which is looked at every few seconds.
        return sum("editionrecord" not in query["sql"] for query in caught.captured_queries)

    queries()  # the first visit looks up what is kept afterwards
    before = queries()
    for year in range(1990, 2020):
        Letter.objects.create(
            programme=draft.programme,
            to="council",
            language="nl",
            state="draft",
            since=f"{year}-01-01",
            until=f"{year}-12-31",
        )
    assert queries() == before


def test_what_a_letter_leaves_out_leads_to_the_page_with_all_of_it(a_programme: Any) -> None:
    from wijkwerk.programme.core.letter import Ref
    from wijkwerk.programme.letters.making import address

    for kind in ("targets", "commitments", "projects", "decisions"):
        rest = Ref(kind, None, "Nog 5", "5", "2026-03-02")
        assert address(a_programme.programme, rest, "en") == f"/en/programmes/zuid/{kind}"
    ref = Ref("programme", None, "Alles", "1")
    assert address(a_programme.programme, ref, "nl") == "/nl/programmes/zuid"


HARD = "Wijk 😀 \U0001f468\u200d\U0001f469\u200d\U0001f467, مرحبا, Łódź, 漢字, 한글, 𓀀"


def test_emoji_and_other_scripts_are_in_every_paper_of_an_issued_letter(
    client: Client, draft: Letter, a_programme: Any, enter: Any, somebody: Any
) -> None:
    """What is accepted can be printed: in a target, an organisation and an addition."""
    a_programme.targets[0].title = HARD
    a_programme.targets[0].save()
    Addition.objects.update(text=f"Erbij: {HARD}")
    _issue(Letter.objects.get(), enter, somebody)
    made = client.get(f"/nl/programmes/zuid/letters/{draft.pk}/pdf")
    assert made.status_code == 200
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    for word in ("Łódź", "漢字", "한글", "[U+13000]"):
        assert word in read.replace("\n", "").replace("\u200b", "")
    text = client.get(f"/nl/programmes/zuid/letters/{draft.pk}/docx").content
    told = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(text)).paragraphs)
    assert HARD in told


@pytest.mark.parametrize("which", ["kept_pdf", "docx"])
@pytest.mark.parametrize(
    "fault", [subprocess.CalledProcessError(1, "typst"), OSError("disk is full"), ValueError("XML")]
)
def test_a_letter_is_issued_only_when_its_papers_exist(
    client: Client,
    draft: Letter,
    enter: Any,
    somebody: Any,
    monkeypatch: pytest.MonkeyPatch,
    which: str,
    fault: Exception,
) -> None:
    from wijkwerk.audit.api import Entry
    from wijkwerk.programme.models import Step

    def breaks(*_told: Any) -> bytes:
        raise fault

    steps = Step.objects.count()
    chair = enter(somebody("programme-chair"))
    with monkeypatch.context() as patch:
        patch.setattr(f"wijkwerk.programme.web.papers.show.{which}", breaks)
        answer = chair.post(f"{WORK}/letters/{draft.pk}/issue", {"version": draft.version})
    assert answer.status_code == 409
    assert "niet vastgesteld" in answer.content.decode()
    after = Letter.objects.get()
    assert (after.state, after.version, after.content) == ("draft", draft.version, {})
    assert Step.objects.count() == steps
    assert not Entry.objects.filter(action="letter.issue").exists()
    assert client.get(f"/nl/programmes/zuid/letters/{draft.pk}").status_code == 404
    _issue(after, enter, somebody)
