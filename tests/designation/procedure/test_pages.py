"""The pages: what everybody sees, what an account may do, and what guessing gets somebody."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwerk.audit.api import Entry
from wijkwerk.designation import services
from wijkwerk.designation.models import Objection, Procedure, Step
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
WORK = "/nl/designation/work"
HOSTILE = (
    "\"><script>alert(1)</script>'; DROP TABLE x;-- {{ settings.SECRET_KEY }} \u202e %s ${7*7}"
)


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_nobody_sees_anything_before_it_is_published(client: Client, story: Any) -> None:
    story.open()
    story.object()
    story.answer()
    story.decide()
    number = story.procedure.pk
    page = text_of(client.get("/nl/designation/procedures"))
    assert "Voorbeeld, 2025" not in page
    assert client.get(f"/nl/designation/procedures/{number}").status_code == 404
    story.publish()
    page = text_of(client.get("/nl/designation/procedures"))
    assert "Voorbeeld, 2025" in page
    shown = text_of(client.get(f"/en/designation/procedures/{number}"))
    for words in (
        "The figures are old.",
        "So it is.",
        "Weighed one by one.",
        "Upheld",
        "15 April 2026",
        "Molenhoek",
        "Designation decision-maker",
        "Designation official",
    ):
        assert words in shown


def test_who_decides_sees_the_chance_and_what_cant_be_told(
    story: Any, enter: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Molenhoek is on the list by 62%, Zandwijk can't be told; the others are firm."""
    sure = {"BU1": (0.62, False), "BU2": (0.31, True), "BU3": (0.99, False), "BU4": (1.0, False)}
    areas = [
        replace(area, chance=sure[area.code][0], unknown=sure[area.code][1]) for area in story.areas
    ]
    monkeypatch.setattr("wijkwerk.designation.services.areas_of", lambda folder, name, year: areas)
    story.open()
    story.object()
    official = story.somebody("official")
    clock.now = story.during
    number = story.procedure.pk
    work = text_of(enter(official).get(f"/en/designation/work/{number}"))
    table = work[work.index('id="areas"') : work.index("</table>", work.index('id="areas"'))]
    assert "Chance of the status" in table and "62%" in table and "99%" in table
    assert "neither below 5% nor above 95% for: Molenhoek (62%)." in work
    assert "can’t" not in table
    assert "whether these areas meet the rule, or a heavier one: Zandwijk." in work.replace(
        "&#x27;", "'"
    )
    answering = text_of(
        enter(official).get(f"/en/designation/work/objections/{story.objection.pk}/answer")
    )
    assert "Chance of the status, by the figures" in answering and "62%" in answering
    story.answer()
    clock.now = story.after
    deciding = text_of(
        enter(story.somebody("decider")).get(f"/en/designation/work/{number}/decide")
    )
    assert "Molenhoek (62%)" in deciding and "heavier one: Zandwijk" in deciding


def test_without_the_files_the_working_page_still_comes(
    story: Any, enter: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.open()

    def gone(folder: Any, name: str) -> Any:
        raise InputError.of("list", "no such list", "the id of a list", value=name)

    monkeypatch.setattr("wijkwerk.designation.services.find_list", gone)
    clock.now = story.during
    work = text_of(
        enter(story.somebody("official")).get(f"/en/designation/work/{story.procedure.pk}")
    )
    assert "Molenhoek" in work and "Chance of the status" not in work


def test_no_person_is_named_anywhere(client: Client, story: Any, enter: Any, clock: Any) -> None:
    story.whole()
    story.propose()
    clock.now = story.later
    number = story.procedure.pk
    pages = [text_of(client.get(f"/nl/designation/procedures/{number}"))]
    pages += [text_of(enter(story.somebody("auditor")).get(f"{WORK}/{number}"))]
    for page in pages:
        assert "account:" not in page
        assert "@example.org" not in page
    assert "Vertegenwoordiger van een gemeente (gemeente GM0001)" in pages[1]


def test_public_pages_may_be_kept_a_minute_and_know_no_account(client: Client, story: Any) -> None:
    story.whole()
    for path in ("procedures", f"procedures/{story.procedure.pk}"):
        answer = client.get(f"/nl/designation/{path}")
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert not answer.wsgi_request.session.accessed
        assert not answer.cookies


def test_a_city_sees_no_draft_and_no_objection_of_another(
    story: Any, enter: Any, clock: Any
) -> None:
    story.draft()
    city = enter(story.somebody("municipality", "GM0002"))
    assert "Voorbeeld, 2025" not in text_of(city.get(WORK))
    assert city.get(f"{WORK}/{story.procedure.pk}").status_code == 404
    Procedure.objects.filter(pk=story.procedure.pk).update(state="withdrawn")
    clock.now = story.during
    story.open()
    objection = story.object()
    city = enter(story.somebody("municipality", "GM0002"))
    page = text_of(city.get(f"{WORK}/{story.procedure.pk}"))
    assert "Open voor zienswijzen" in page
    assert "The figures are old." not in page
    for action in ("withdraw", "answer"):
        where = f"{WORK}/objections/{objection.pk}/{action}"
        assert city.get(where).status_code == 404
        assert city.post(where, {"version": 1, "text": "x", "outcome": "upheld"}).status_code == 404
    assert Objection.objects.get().state == "made"


def test_an_objection_that_was_taken_back_is_not_published(client: Client, story: Any) -> None:
    story.open()
    objection = story.object()
    command = story.command("municipality", story.during, objection)
    services.withdraw_objection(command, objection)
    story.decide()
    story.publish()
    page = text_of(client.get(f"/en/designation/procedures/{story.procedure.pk}"))
    assert "Weighed one by one." in page
    assert "The figures are old." not in page


def test_an_area_that_one_city_wants_on_the_list_is_no_news_to_another(
    client: Client, story: Any, enter: Any, clock: Any
) -> None:
    story.open()
    objection = story.object("BU2", "on")
    clock.now = story.during
    where = f"{WORK}/{story.procedure.pk}"
    other = enter(story.somebody("municipality", "GM0002"))
    own = enter(story.somebody("municipality", "GM0001"))
    assert "Zandwijk" not in text_of(other.get(where))
    assert "Zandwijk" in text_of(own.get(where))
    Objection.objects.filter(pk=objection.pk).update(state="withdrawn")
    clock.now = story.after
    story.decide()
    story.publish()
    page = text_of(client.get(f"/nl/designation/procedures/{story.procedure.pk}"))
    assert "Molenhoek" in page
    assert "Zandwijk" not in page


def steps(story: Any) -> dict[str, dict[str, Any]]:
    number = story.procedure.pk
    return {
        f"{WORK}/start": {"list": f"{story.list_id}:2024", "audience": "everybody"},
        f"{WORK}/{number}/open": {"until": "2026-06-30"},
        f"{WORK}/{number}/withdraw": {"text": "x"},
        f"{WORK}/{number}/decide": {"text": "x"},
        f"{WORK}/{number}/publish": {},
        f"{WORK}/{number}/object": {"area": "off:BU3", "text": "x"},
        f"{WORK}/{number}/propose": {"area": "1", "text": "x"},
        f"{WORK}/objections/{story.objection.pk}/answer": {"text": "x", "outcome": "upheld"},
        f"{WORK}/objections/{story.objection.pk}/withdraw": {},
    }


def rows() -> list[int]:
    return [Procedure.objects.count(), Objection.objects.count(), Step.objects.count()]


@pytest.mark.parametrize("who", ["nobody", "stranger", "auditor", "administrator", "left", "hasty"])
def test_guessed_posts_of_somebody_without_the_role_do_nothing(
    who: str, story: Any, enter: Any, clock: Any
) -> None:
    from datetime import date

    story.open()
    story.object()
    clock.now = story.during
    if who == "nobody":
        guesser = Client()
    elif who == "hasty":
        guesser = Client()
        account = story.somebody("official", name="hasty")
        assert account
        guesser.post(
            "/nl/account/login", {"email": "hasty@example.org", "password": "correct horse battery"}
        )
    elif who == "left":
        guesser = enter(story.somebody("official", last=date(2026, 3, 31), name="left"))
    else:
        guesser = enter(story.somebody("" if who == "stranger" else who))
    before = rows(), Procedure.objects.get().version, Objection.objects.get().version
    for where, sent in steps(story).items():
        for version in (1, 2, 3):
            answer = guesser.post(where, {"version": version, **sent})
            assert answer.status_code in (403, 404), where
        assert guesser.get(where).status_code in (302, 403, 404, 200)
    assert (rows(), Procedure.objects.get().version, Objection.objects.get().version) == before


def test_an_official_drafts_a_city_objects_and_it_is_decided_and_published_by_the_pages(
    story: Any, enter: Any, clock: Any, client: Client
) -> None:
    official = enter(story.somebody("official"))
    assert "Voorbeeld, 2025" in text_of(official.get(f"{WORK}/start"))
    done = official.post(
        f"{WORK}/start", {"list": f"{story.list_id}:2025", "audience": "everybody"}
    )
    where = done.headers["Location"]
    number = Procedure.objects.get().pk
    assert where == f"{WORK}/{number}"
    page = text_of(official.get(f"{where}/open"))
    assert 'value="2026-04-13"' in page  # six weeks, offered
    assert official.post(f"{where}/open", {"version": 1, "until": "2026-03-20"}).status_code == 409
    assert official.post(f"{where}/open", {"version": 1, "until": "2026-04-14"}).status_code == 302
    clock.now = story.during
    city = enter(story.somebody("municipality"))
    form = text_of(city.get(f"{where}/object"))
    assert "Molenhoek" in form
    assert "Zandwijk" in form
    assert "Havenbuurt" not in form
    assert (
        city.post(f"{where}/object", {"version": 2, "area": "off:BU3", "text": "x"}).status_code
        == 200
    )
    assert not Objection.objects.exists()
    city.post(f"{where}/object", {"version": 2, "area": "off:BU1", "text": HOSTILE})
    objection = Objection.objects.get()
    official = enter(story.somebody("official"))
    answer_at = f"{WORK}/objections/{objection.pk}/answer"
    asked = official.get(answer_at)
    assert "<script>alert" not in text_of(asked)
    official.post(answer_at, {"version": 1, "outcome": "upheld", "text": HOSTILE})
    clock.now = story.after
    decider = enter(story.somebody("decider"))
    decider.post(f"{where}/decide", {"version": 2, "text": HOSTILE})
    publisher = enter(story.somebody("publisher"))
    publisher.post(f"{where}/publish", {"version": 3})
    assert Procedure.objects.get().state == "published"
    for path in (f"/nl/designation/procedures/{number}", "/nl/designation/procedures"):
        page = text_of(client.get(path))
        assert "<script>alert" not in page
        assert "<b>Overal</b>" not in page
        assert "SECRET_KEY }}" in page or path.endswith("procedures")
    shown = text_of(client.get(f"/nl/designation/procedures/{number}"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_nobody_is_let_write_what_can_not_be_sent(story: Any, enter: Any, clock: Any) -> None:
    story.open()
    where = f"{WORK}/{story.procedure.pk}"
    clock.now = story.during
    assert "<textarea" in text_of(enter(story.somebody("municipality")).get(f"{where}/object"))
    early = text_of(enter(story.somebody("decider")).get(f"{where}/decide"))
    assert "<textarea" not in early
    assert "Dit kan pas als de termijn voor zienswijzen voorbij is." in early
    clock.now = story.after
    late = text_of(enter(story.somebody("municipality")).get(f"{where}/object"))
    assert "<textarea" not in late
    assert "De termijn voor zienswijzen is voorbij." in late


def test_who_was_second_is_told_and_keeps_what_was_written(
    story: Any, enter: Any, clock: Any
) -> None:
    story.open()
    story.object()
    story.answer("rejected")
    clock.now = story.after
    second = enter(story.somebody("decider", name="second"))
    form = text_of(second.get(f"{WORK}/{story.procedure.pk}/decide"))
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    story.decide()
    told = second.post(
        f"{WORK}/{story.procedure.pk}/decide", {"version": version[1], "text": "My own reasons."}
    )
    assert told.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(told)
    assert "My own reasons." in text_of(told)
    assert Procedure.objects.get().motivation == "Weighed one by one."


@pytest.mark.parametrize(
    "sent",
    [{}, {"version": "x"}, {"version": "-1", "text": "x"}, {"version": "9" * 30, "text": "x"},
     {"version": "2", "text": "x" * 30_000}, {"version": "2", "text": "a\x00b"},
     {"version": "2", "text": "   "}],
)  # fmt: skip
def test_forms_that_are_not_ours_change_nothing(
    story: Any, enter: Any, clock: Any, sent: dict[str, str]
) -> None:
    story.open()
    clock.now = story.after
    decider = enter(story.somebody("decider"))
    answer = decider.post(f"{WORK}/{story.procedure.pk}/decide", sent)
    assert answer.status_code in (200, 409)
    assert Procedure.objects.get().state == "open"


@pytest.mark.parametrize(
    "path", ["999", "99999999999999999999", "1/unknown", "1/start", "1/answer",
             "objections/1/make", "objections/1/unknown", "delistings/1/decide"],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_not_there(
    story: Any, enter: Any, clock: Any, path: str, client: Client
) -> None:
    official = enter(story.somebody("official"))
    assert official.get(f"{WORK}/{path}").status_code == 404
    assert official.post(f"{WORK}/{path}", {"version": 1}).status_code in (404, 405)
    assert client.get("/nl/designation/procedures/99999999999999999999").status_code == 404


def test_reading_the_pages_writes_nothing(
    story: Any, enter: Any, clock: Any, client: Client
) -> None:
    story.whole()
    story.propose()
    clock.now = story.later
    number, entries = story.procedure.pk, Entry.objects.count()
    viewers = [(client, [f"/nl/designation/procedures/{number}", "/nl/designation/procedures"])]
    pages = [
        WORK,
        f"{WORK}/start",
        f"{WORK}/{number}",
        f"{WORK}/{number}/object",
        f"{WORK}/{number}/propose",
        f"{WORK}/{number}/publish",
        f"{WORK}/{number}/decide",
        f"{WORK}/delistings/{story.delisting.pk}/decide",
    ]
    viewers += [
        (enter(story.somebody(role, "GM0002" if role == "municipality" else "")), pages)
        for role in ("official", "decider", "municipality", "auditor")
    ]
    entries = Entry.objects.count()
    for viewer, addresses in viewers:
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                viewer.get(address)
            assert {one["sql"].split()[0] for one in asked} <= {"SELECT"}, address
    assert Entry.objects.count() == entries


def test_each_role_is_offered_what_it_can_do_now_and_nothing_else(
    story: Any, enter: Any, clock: Any
) -> None:
    story.open()
    story.object()

    def offered(role: str, place: str = "") -> set[str]:
        page = text_of(enter(story.somebody(role, place)).get(f"{WORK}/{story.procedure.pk}"))
        found = re.findall(r'class="utrecht-button[^"]*" href="[^"]*/(\w+)"', page)
        return set(found)

    clock.now = story.during
    assert offered("official") == {"withdraw", "answer", "consult"}
    assert offered("decider") == {"answer"}
    assert offered("municipality", "GM0001") == {"object", "withdraw"}
    assert offered("municipality", "GM0002") == {"object"}
    assert offered("auditor") == offered("publisher") == set()
    story.answer("rejected")
    clock.now = story.after
    assert offered("official") == {"withdraw", "consult"}
    assert offered("decider") == {"decide"}
    assert offered("municipality", "GM0001") == set()
    story.decide()
    assert offered("publisher") == {"publish"}
    story.publish()
    assert offered("municipality", "GM0002") == {"propose"}
    story.propose()
    clock.now = story.later
    assert offered("municipality", "GM0002") == {"propose", "withdraw"}
    assert offered("decider") == {"decide"}


def test_a_decided_proposal_is_for_everybody_and_one_that_waits_isnt(
    story: Any, client: Client, enter: Any, clock: Any
) -> None:
    story.whole()
    proposal = story.propose()
    address = f"/nl/designation/procedures/{story.procedure.pk}"
    assert "It goes well now." not in text_of(client.get(address))
    clock.now = story.later
    decider = enter(story.somebody("decider"))
    decider.post(
        f"{WORK}/delistings/{proposal.pk}/decide",
        {"version": 1, "outcome": "accepted", "text": "Agreed on all points."},
    )
    page = text_of(client.get(address))
    assert "It goes well now." in page
    assert "Agreed on all points." in page
    assert "van de lijst gehaald op 1 mei 2026" in page or "1 mei 2026" in page
