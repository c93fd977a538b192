"""Generic pages of a thing with steps: who sees and may do what, and what the pages tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from wijkwerk.rest.columns import record_of

pytestmark = pytest.mark.django_db
OFFICIAL, CITY, DECIDER = "official", "municipality", "decider"
Browser = Callable[..., Client]
Make = Callable[..., Any]


def url(name: str, *path: Any) -> str:
    return reverse(f"lending:{name}", args=["GM0001", *path])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_everybody_sees_what_the_queryset_gives_them_and_no_more(
    loan: Make, client: Client
) -> None:
    answered, asked = loan("answered", "Zaag"), loan("asked", "Geheime boor")
    page = client.get(url("loans"))
    assert page.status_code == 200 and page["Cache-Control"] == "public, max-age=60"
    assert "Zaag" in text_of(page) and "boor" not in text_of(page)
    assert url("loan", answered.pk) in text_of(page)
    assert client.get(url("loan", answered.pk)).status_code == 200
    for hidden in (asked.pk, 999_999):
        gone = client.get(url("loan", hidden))
        assert gone.status_code == 404 and "max-age=60" not in gone.get("Cache-Control", "")
        assert client.get(url("loan-history", hidden)).status_code == 404
    assert client.get(reverse("lending:loans", args=["elders"])).status_code == 404
    for refused in ("post", "put", "delete", "options"):
        assert getattr(client, refused)(url("loans")).status_code == 405


def test_a_resource_without_a_queryset_shows_nothing(library: Any) -> None:
    from wijkwerk.workflow.resources import Reader, Resource

    class Silent(Resource):
        model, workflow, machine = type(library), None, "loan"  # type: ignore[assignment]

    reader = Reader(None, None, None)  # type: ignore[arg-type]
    assert Silent().queryset(reader).count() == 0


def test_pages_ask_for_the_permission_of_their_audience(
    loan: Make, browser: Browser, client: Client
) -> None:
    one = loan("asked", items=1)
    pages = [url("work-loans"), url("work-loan", one.pk), url("work-loan-history", one.pk)]
    for address in (*pages, url("loan-ask"), url("loan-step", one.pk, "write")):
        assert client.get(address).status_code == 302, "to the login page"
        assert client.post(address, {"version": 1}).status_code == 403
        assert browser("").get(address).status_code == 403
    for role in (OFFICIAL, CITY, DECIDER):
        for address in pages:
            answer = browser(role).get(address)
            assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]


def test_the_own_organisation_sees_its_own_and_makes_no_steps_there(
    loan: Make, browser: Browser
) -> None:
    one = loan("asked")
    own = browser(CITY)
    shown = text_of(own.get(url("own-loan", one.pk)))
    assert "Hamer" in shown and url("loan-step", one.pk, "write") not in shown
    elsewhere = browser(CITY, "GM0002")
    for address in (url("own-loans"), url("own-loan", one.pk)):
        assert own.get(address).status_code == 200
        assert elsewhere.get(address).status_code == 404
        assert browser(OFFICIAL).get(address).status_code == 403


def test_a_page_leads_to_the_steps_that_its_reader_may_make_now(
    loan: Make, browser: Browser
) -> None:
    one = loan("asked", items=1)
    item = one.items.get()

    def offered(role: str, number: int) -> set[str]:
        shown = text_of(browser(role).get(url("work-loan", number)))
        return {
            action
            for action in ("write", "add", "answer", "close", "again", "lose", "take_out")
            if f'href="{url("loan-step", number, action)}"' in shown
        }

    assert offered(CITY, one.pk) == {"write", "add"}
    assert offered(OFFICIAL, one.pk) == {"answer"}
    out = url("loan-out", one.pk, item.pk)
    assert out in text_of(browser(CITY).get(url("work-loan", one.pk)))
    assert out not in text_of(browser(OFFICIAL).get(url("work-loan", one.pk)))
    closed = loan("closed")
    assert offered(CITY, closed.pk) == {"again"}
    assert offered(OFFICIAL, closed.pk) == set(), "the list of lost tools is elsewhere"
    begin = f'href="{url("loan-ask")}"'
    assert begin in text_of(browser(CITY).get(url("work-loans")))
    assert begin not in text_of(browser(OFFICIAL).get(url("work-loans")))
    one.library.is_open = False
    one.library.save()
    assert begin not in text_of(browser(CITY).get(url("work-loans"))), "a condition of the table"
    assert offered(CITY, closed.pk) == set()


def test_a_thing_goes_its_way_through_the_pages(library: Any, browser: Browser) -> None:
    from lending import LendingStep, Loan

    city, official = browser(CITY), browser(OFFICIAL)
    page = text_of(city.get(url("loan-ask")))
    assert 'value="2026-03-02"' in page, "it begins with today"
    asked = {"version": 0, "title": "Boor", "kind": "long", "pieces": 2, "since": "2026-03-01"}
    assert city.post(url("loan-ask"), {**asked, "kind": "ever"}).status_code == 200
    assert city.post(url("loan-ask"), {**asked, "title": "two\nlines"}).status_code == 200
    assert not Loan.objects.exists()
    made = city.post(url("loan-ask"), asked)
    loan = Loan.objects.get()
    assert made.status_code == 302 and made.url == url("work-loan", loan.pk)
    assert (loan.state, loan.version, loan.kind) == ("asked", 1, "long")
    step = lambda action: url("loan-step", loan.pk, action)  # noqa: E731
    assert 'value="Boor"' in text_of(city.get(step("write"))), "a ModelForm shows what is there"
    city.post(step("write"), {"version": 1, "title": "Klopboor", "note": "Nieuw."})
    loan.refresh_from_db()
    assert (loan.title, loan.note, loan.kind, loan.version) == ("Klopboor", "Nieuw.", "long", 2)
    assert city.post(step("add"), {"version": 2, "name": "Beitel"}).url == url("work-loan", loan.pk)
    item = loan.items.get()
    out = url("loan-out", loan.pk, item.pk)
    assert "Beitel" in text_of(city.get(out))
    assert city.post(out, {"version": 3}).status_code == 302
    assert not loan.items.exists()
    assert city.post(step("add"), {"version": 4, "name": "Bit"}).status_code == 302
    answer = {"version": 5, "outcome": "lent", "text": "Graag."}
    assert official.post(step("answer"), {**answer, "outcome": "perhaps"}).status_code == 200
    assert official.post(step("answer"), {**answer, "text": ""}).status_code == 200
    assert official.post(step("answer"), answer).status_code == 302
    assert official.post(step("close"), {"version": 6, "text": "Heel."}).status_code == 302
    loan.refresh_from_db()
    assert (loan.state, loan.version) == ("closed", 7)
    again = city.post(step("again"), {**asked, "title": "Tang"})
    assert again.url == url("work-loan", Loan.objects.exclude(pk=loan.pk).get().pk)
    values = LendingStep.objects.filter(object_id=loan.pk).values_list("action", "role", "outcome")
    assert list(values) == [
        ("ask", CITY, ""),
        ("write", CITY, ""),
        ("add", CITY, ""),
        ("take_out", CITY, ""),
        ("add", CITY, ""),
        ("answer", OFFICIAL, "lent"),
        ("close", OFFICIAL, ""),
    ]


def test_who_may_not_gets_no_form_and_who_may_elsewhere_is_told(
    loan: Make, browser: Browser
) -> None:
    one = loan("asked", items=1)
    write = url("loan-step", one.pk, "write")
    assert browser(DECIDER).get(write).status_code == 403
    assert browser(DECIDER).post(write, {"version": 1, "title": "X"}).status_code == 403
    other = browser(CITY, "GM0002")
    shown = text_of(other.get(write))
    assert 'name="title"' not in shown and "U mag dit bekijken, maar niet wijzigen." in shown
    assert other.post(write, {"version": 1, "title": "X"}).status_code == 403
    one.refresh_from_db()
    assert (one.title, one.version) == ("Hamer", 1)


def test_steps_that_are_none_here_are_not_found(loan: Make, browser: Browser) -> None:
    one, other = loan("asked", items=1), loan("asked")
    city, official, item = browser(CITY), browser(OFFICIAL), one.items.get()
    for address in (
        url("loan-step", one.pk, "ask"),
        url("loan-step", one.pk, "kick"),
        url("loan-step", one.pk, "lose"),
        url("loan-step", one.pk, "take_out"),
        url("loan-out", other.pk, item.pk),
        url("loan-out", one.pk, 999_999),
        url("loan-step", 999_999, "write"),
    ):
        assert city.get(address).status_code == 404, address
        assert official.post(address, {"version": 1}).status_code == 404, address


def test_who_was_not_the_last_is_told_and_keeps_what_was_written(
    loan: Make, browser: Browser
) -> None:
    one = loan("asked")
    write = url("loan-step", one.pk, "write")
    assert browser(CITY).post(write, {"version": 1, "title": "Eerst"}).status_code == 302
    late = browser(CITY).post(write, {"version": 1, "title": "Te laat geschreven"})
    assert late.status_code == 409 and "Te laat geschreven" in text_of(late)
    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(late)
    one.refresh_from_db()
    assert (one.title, one.version) == ("Eerst", 2)


@pytest.mark.parametrize(
    ("language", "closed", "state"),
    [
        ("nl", "Noem eerst een stuk.", "Dit kan niet meer, of nog niet"),
        ("en", "First name an item.", "This can’t be done any more, or not yet"),
    ],
)
def test_refusals_are_in_the_readers_language(
    loan: Make, browser: Browser, language: str, closed: str, state: str
) -> None:
    one, done = loan("asked"), loan("closed")
    official = browser(OFFICIAL)
    answer = {"version": 1, "outcome": "lent", "text": "Ja."}
    spoken = {"headers": {"accept-language": language}}
    with override(language):
        told = official.get(url("loan-step", one.pk, "answer"), **spoken)
        assert closed in text_of(told) and 'name="outcome"' not in text_of(told)
        made = official.post(url("loan-step", one.pk, "answer"), answer, **spoken)
        assert made.status_code == 409 and closed in text_of(made)
        late = official.post(url("loan-step", done.pk, "answer"), answer, **spoken)
        assert late.status_code == 409 and state in text_of(late)
        again = browser(CITY).get(url("loan-step", one.pk, "again"), **spoken)
        assert state in text_of(again), "a variant sets out from its own states"


def test_a_list_has_pages_and_says_how_many(loan: Make, client: Client) -> None:
    for number in range(7):
        loan("answered", f"Zaag {number}")
    first = text_of(client.get(url("loans"), headers={"accept-language": "en"}))
    assert "7 loans." in first and "Page 1 of 3" in first
    assert [f"Zaag {one}" in first for one in (6, 4, 3)] == [True, True, False]
    assert all(said in first for said in ("A week", ">yes<", "1 March 2026", "GM0001"))
    last = client.get(url("loans") + "?page=3")
    assert "Zaag 0" in text_of(last) and last.context["page_obj"].number == 3
    assert client.get(url("loans") + "?page=999").context["page_obj"].number == 3
    for wrong in ("x", "-1", "0", "1.5", "９", "9" * 30):
        assert client.get(url("loans"), {"page": wrong}).status_code == 400, wrong


def test_an_empty_list_says_so(library: Any, client: Client) -> None:
    shown = text_of(client.get(url("loans")))
    assert "No loans." in shown and "Nothing was lent." in shown


def test_a_long_history_has_a_page_of_its_own(loan: Make, browser: Browser, client: Client) -> None:
    one = loan("asked")
    city = browser(CITY)
    for version in (1, 2, 3):
        city.post(
            url("loan-step", one.pk, "write"), {"version": version, "title": f"Naam {version}"}
        )
    city.post(url("loan-step", one.pk, "add"), {"version": 4, "name": "Stuk"})
    page = text_of(city.get(url("work-loan", one.pk)))
    every = url("work-loan-history", one.pk)
    assert page.count("<li><p><strong>") == 2 and every in page, "the newest two"
    assert page.index("Vraag gewijzigd") < page.index("Stuk toegevoegd"), "oldest first"
    shown = text_of(city.get(every))
    assert shown.count("<li><p><strong>") == 4
    assert (
        "Vertegenwoordiger van een gemeente (gemeente GM0001)" in shown
        and "example.org" not in shown
    )
    type(one).objects.update(state="answered")
    assert client.get(url("loan-history", one.pk)).status_code == 200


def test_access_is_asked_once_for_each_action_and_place(
    loan: Make, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wijkwerk.access.api import may
    from wijkwerk.workflow import permissions

    asked: list[tuple[str, Any]] = []

    def counted(user: Any, action: str, about: Any, now: Any) -> Any:
        asked.append((action, None if about is None else tuple(about.places.items())))
        return may(user, action, about, now)

    one, city = loan("asked", items=3), browser(CITY)
    monkeypatch.setattr(permissions, "may", counted)
    assert city.get(url("work-loan", one.pk)).status_code == 200
    assert asked and len(asked) == len(set(asked))
    asked.clear()
    step = city.post(url("loan-step", one.pk, "write"), {"version": 1, "title": "Y"})
    assert step.status_code == 302
    assert len(asked) == len(set(asked)), "the service takes the page's decision"


def test_what_leaves_the_site_is_every_field_but_those_left_out(loan: Make) -> None:
    from lending import loans

    one = loan("answered", items=1)
    assert loans.exported == (
        "id",
        "state",
        "version",
        "library",
        "title",
        "kind",
        "pieces",
        "since",
    )
    assert record_of(one, loans.exported, {}) == {
        "id": one.pk,
        "state": "answered",
        "version": 1,
        "library": one.library_id,
        "title": "Hamer",
        "kind": "short",
        "pieces": 1,
        "since": "2026-03-01",
    }


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("steps", {}, "is a step without a form"),
        ("elsewhere", {}, "lose is a step without a form"),
        ("elsewhere", {"lose": "x", "kick": "x"}, "kick stands elsewhere"),
        ("left_out", {"colour": "x"}, "colour is left out"),
        ("columns", ("title", "colour"), "colour is a column"),
        ("columns", ("title", "library__colour"), "library__colour is a column"),
        ("facts", ("paint",), "paint is a column or fact"),
    ],
)
def test_a_resource_that_does_not_fit_its_table_is_refused(
    library: Any, name: str, value: Any, told: str
) -> None:
    from lending import LoanResource

    from wijkwerk.workflow.resources import register

    wrong = type("Wrong", (LoanResource,), {name: value})
    with pytest.raises(ImproperlyConfigured, match=told):
        register(wrong())
    more = {**LoanResource.steps, "kick": LoanResource.steps["answer"]}
    with pytest.raises(ImproperlyConfigured, match="kick has a form"):
        register(type("Wrong", (LoanResource,), {"steps": more})())
    with pytest.raises(ImproperlyConfigured, match="has a resource already"):
        register(type("Second", (LoanResource,), {})())


def test_a_form_of_a_step_never_saves(library: Any) -> None:
    from lending import Loan

    from wijkwerk.workflow.forms import step_form

    with pytest.raises(TypeError, match="its service"):
        step_form(Loan, "title")().save()
