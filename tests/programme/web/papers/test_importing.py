"""A whole programme out of a file: checked, agreed to, written; hostile files told of, not run."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from wijkwerk.access import accounts
from wijkwerk.audit.api import Entry
from wijkwerk.programme.exchange.export import as_json, document
from wijkwerk.programme.exchange.spreadsheet import as_workbook
from wijkwerk.programme.models import Pillar, Programme, Step, TargetPath

pytestmark = pytest.mark.django_db
FOUNDER, BUREAU = "programme-founder", "programme-bureau"
BEGIN, ADD = "/en/work/programmes/import", "/en/programmes/zuid/work/papers/import"
Sent = dict[str, Any]


@pytest.fixture
def browser(enter: Any, somebody: Any) -> Callable[..., Any]:
    return lambda role, place=None: enter(somebody(role, place))


def sent(told: Any, name: str = "zuid.json", **more: str) -> Sent:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return {"file": SimpleUploadedFile(name, body), **more}


def agreed(answer: Any) -> str:
    return str(answer.context["again"]["agreed"].value())


def new(slug: str = "oost") -> Sent:
    return {
        "format": "wijkwerk-programme",
        "version": 1,
        "contents": "full",
        "programme": {
            "slug": slug,
            "title": "Programma Oost",
            "state": "draft",
            "begins_on": "2020-01-01",
            "ends_on": "2030-12-31",
        },
        "pillars": [{"key": "P1", "name": "School"}],
        "goals": [{"key": "G1", "pillar": "P1", "name": "Leren <b>lezen</b>"}],
    }


@pytest.fixture
def own(a_programme: Any) -> Sent:
    """What the bureau takes out, as it comes out."""
    told: Sent = json.loads(as_json(document(a_programme.programme, full=True)))
    return told


def test_a_founder_begins_a_programme_out_of_a_file(browser: Any) -> None:
    inside = browser(FOUNDER)
    assert BEGIN in inside.get("/en/work/programmes").content.decode()
    assert "nothing is written before" in inside.get(BEGIN).content.decode().lower()
    checked = inside.post(BEGIN, sent(new()))
    shown = checked.content.decode()
    assert checked.status_code == 200 and not Programme.objects.exists()
    assert "This would be a new programme: Programma Oost." in shown
    assert "New: 2. Filled in: 0. Here already: 0." in shown
    assert "Leren &lt;b&gt;lezen&lt;/b&gt;" in shown
    assert inside.post(BEGIN, sent(new(), agreed=agreed(checked))).status_code == 302
    assert Programme.objects.get().state == "draft" and Step.objects.get().role == FOUNDER
    entry = Entry.objects.filter(action="programme.edit").get()
    assert entry.after["added"] == {"pillars": 1, "goals": 1} and "example.org" not in str(
        entry.after
    )
    again = inside.post(BEGIN, sent(new()))
    assert again.status_code == 422 and "there is a programme with this code already" in (
        again.content.decode().lower()
    )


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_the_bureau_adds_to_what_it_took_out(browser: Any, own: Sent, kind: str) -> None:
    inside, name = browser(BUREAU), f"zuid.{kind}"
    assert ADD in inside.get("/en/programmes/zuid/work/papers").content.decode()

    def made() -> bytes:
        return as_json(own) if kind == "json" else as_workbook(own)

    same = inside.post(ADD, sent(made(), name))
    assert same.status_code == 200 and same.context["again"] is None
    assert "changes nothing" in same.content.decode()
    own["pillars"].append({"key": "P9", "name": "Veiligheid"})
    own["programme"]["mandate"] = "Het bureau belt zelf."
    checked = inside.post(ADD, sent(made(), name))
    shown = checked.content.decode()
    assert "Veiligheid" in shown and "Het bureau belt zelf." in shown
    assert "New: 1. Filled in: 1." in shown and Pillar.objects.count() == 2
    assert inside.post(ADD, sent(made(), name, agreed=agreed(checked))).status_code == 302
    assert Pillar.objects.filter(name="Veiligheid").exists()
    assert Programme.objects.get().mandate == "Het bureau belt zelf."


def test_another_file_another_account_and_other_rows_ask_for_another_look(
    browser: Any, own: Sent, a_programme: Any
) -> None:
    inside = browser(BUREAU)
    own["pillars"].append({"key": "P9", "name": "Veiligheid"})
    note = agreed(inside.post(ADD, sent(own)))
    other = {**own, "pillars": [*own["pillars"], {"key": "P10", "name": "Meer"}]}
    # As many rows in the same places, with something else in them.
    swapped = {**own, "pillars": [*own["pillars"][:-1], {"key": "P9", "name": "Anders"}]}
    for body, told in ((other, note), (swapped, note), (own, note[:-1] + "x"), (own, "x")):
        answer = inside.post(ADD, sent(body, agreed=told))
        assert answer.status_code == 200 and answer.context["told"], told
        assert Pillar.objects.count() == 2
    colleague = browser(BUREAU, "west")
    assert colleague.post(ADD, sent(own, agreed=note)).status_code == 404
    # Meanwhile somebody adds the same pillar: the file would do something else now.
    Pillar.objects.create(programme=a_programme.programme, name="Veiligheid", place=0)
    late = inside.post(ADD, sent(own, agreed=note))
    assert late.status_code == 200 and late.context["told"]


def test_who_works_elsewhere_and_only_reads_here_does_not_see_the_page(
    browser: Any, enter: Any, somebody: Any, a_programme: Any
) -> None:
    account = somebody("programme-chair")
    accounts.give_role(account, BUREAU, ["west"], date(2026, 1, 1), None, "command", now())
    inside = enter(account)
    assert inside.get("/en/programmes/zuid/work").status_code == 200
    assert inside.get(ADD).status_code == 403
    assert inside.post(ADD, sent(new("zuid"))).status_code == 403


def test_every_problem_is_told_with_its_row_and_column(browser: Any, own: Sent) -> None:
    inside = browser(BUREAU)
    own["targets"][1]["title"], own["pillars"][0]["name"] = "Iets anders", ""
    for kind, body, row in (("json", as_json(own), 1), ("xlsx", as_workbook(own), 2)):
        answer = inside.post(ADD, sent(body, f"zuid.{kind}"))
        assert answer.status_code == 422 and answer.context["again"] is None
        rows = answer.context["problems"]["rows"]
        assert rows[0][:3] == ["pillars", str(row), "name"], kind
    own["pillars"][0]["name"] = "School"
    own["paths"][0]["value"] = 20.0
    answer = inside.post(ADD, sent(own))
    told = {tuple(row[:3]): row[4:] for row in answer.context["problems"]["rows"]}
    assert told["paths", "1", "value"][0] == "Differs from what is there"
    assert TargetPath.objects.count() == 2
    dutch = inside.post(ADD.replace("/en/", "/nl/"), sent(own)).content.decode()
    assert "Wijkt af van wat er is" in dutch


def test_what_asks_for_somebody_else_does_not_come_in(browser: Any, own: Sent) -> None:
    own["meetings"] = [{"key": "V1", "on": "2022-01-01", "title": "Bestuur"}]
    answer = browser(BUREAU).post(ADD, sent(own))
    assert answer.status_code == 422
    assert "Only somebody with the right role can do this" in answer.content.decode()
    running = new()
    running["programme"]["state"] = "running"
    assert browser(FOUNDER).post(BEGIN, sent(running)).status_code == 422
    assert Programme.objects.count() == 1
    another = browser(BUREAU).post(ADD, sent(new()))
    assert another.status_code == 422 and "Another programme" in another.content.decode()


def test_only_who_may_sees_the_page(browser: Any, client: Any, a_programme: Any) -> None:
    for role in (BUREAU, "programme-chair", "programme-board", "partner", "council"):
        assert browser(role).post(BEGIN, sent(new())).status_code == 403, role
        if role != BUREAU:
            assert browser(role).post(ADD, sent(new())).status_code in (403, 404), role
            assert browser(role).get(ADD).status_code in (403, 404), role
    assert browser(FOUNDER).get(ADD).status_code in (403, 404)
    for address in (BEGIN, ADD):
        assert client.get(address).status_code in (302, 401, 403)
    assert Programme.objects.count() == 1


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 41_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.json", b"\x89PNG\r\n\x1a\n\x00"), ("a.json", b"[" * 100_000), ("a.json", b"[]"),
        ("a.json", b'{"pillars": [' + b"{}," * 20_000 + b"{}]}"), ("a.exe", b"MZ"),
        ("a.json", b" " * 5_000_001), ("a.xlsx", b"PK\x03\x04"), ("a.xlsx", _bomb()),
        ("<script>alert(1)</script>.json", b"{"),
    ],
    ids=["picture", "brackets", "list", "rows", "kind", "large", "damaged", "bomb", "name"],
)  # fmt: skip
def test_a_hostile_file_gets_a_clear_page(browser: Any, name: str, body: bytes) -> None:
    answer = browser(FOUNDER).post(BEGIN, sent(body, name))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Nothing was written. Fix these problems (1)" in shown and "<script>alert" not in shown
    assert not Programme.objects.exists()


def test_the_two_forms_of_a_check_have_fields_of_their_own(browser: Any, own: Sent) -> None:
    own["pillars"].append({"key": "P9", "name": "Veiligheid"})
    shown = browser(BUREAU).post(ADD, sent(own)).content.decode()
    assert shown.count('id="id_file"') == 1 and shown.count('id="again_file"') == 1
    assert shown.count('for="id_file"') == 1 and shown.count('for="again_file"') == 1
