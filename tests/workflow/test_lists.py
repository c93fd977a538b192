"""What a resource may say of its lists and pages besides columns and facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
CITY, OFFICIAL = "municipality", "official"
Browser = Callable[..., Client]
Make = Callable[..., Any]


def url(name: str, *path: Any) -> str:
    return reverse(f"lending:{name}", args=["GM0001", *path])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


@pytest.fixture
def loans(library: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The resource of the toy capability, with something that it says otherwise."""
    import lending

    def say(**otherwise: Any) -> Any:
        for name, value in otherwise.items():
            monkeypatch.setattr(lending.loans, name, value)
        return lending.loans

    return say


def test_a_list_of_cards_leads_to_pages_and_to_steps(
    loans: Callable[..., Any], loan: Make, browser: Browser
) -> None:
    loans(list_of_cards=True)
    first, *_rest = [loan("asked", f"Boor <{number}>", items=1) for number in range(4)]
    page = text_of(browser(OFFICIAL).get(url("work-loans")))
    assert "<table" not in page and page.count("<article") == 3, "pages of three"
    assert "Boor &lt;3&gt;" in page and "page=2" in page
    second = text_of(browser(OFFICIAL).get(url("work-loans") + "?page=2"))
    assert url("work-loan", first.pk) in second and url("loan-step", first.pk, "answer") in second


def test_the_address_chooses_rows_and_a_form_makes_that_choice(
    loans: Callable[..., Any], loan: Make, client: Client
) -> None:
    from wijkwerk.ui.filters import filter_form, select, text

    def filters(reader: Any) -> dict[str, Any]:
        words = reader.request.GET.get("words", "")
        kinds = select("kind", "Kind", [("short", "A week")], reader.request.GET.get("kind"))
        return filter_form(reader.request, "Choose", text("words", "Name", words), kinds)

    def chosen(rows: Any, reader: Any) -> Any:
        return rows.filter(title__icontains=reader.request.GET.get("words", ""))

    loans(filters=filters, chosen=chosen)
    loan("answered", "Zaag"), loan("answered", "Boor")
    page = text_of(client.get(url("loans") + "?words=zaa&kind=short"))
    assert "Zaag" in page and "Boor" not in page
    assert 'value="zaa"' in page and '<option value="short" selected>' in page
    assert "Boor" in text_of(client.get(url("loans")))


def test_parts_and_links_stand_where_the_resource_says(
    loans: Callable[..., Any], loan: Make, client: Client
) -> None:
    from wijkwerk.workflow.sections import Card, Section

    stages = Section("way", "The way", stages=[("Asked for", False), ("Lent", True)])
    fact = Section("facts", "Facts", facts=[("Where", {"text": "The shed", "url": "/shed"})])
    answers = Card("Card", "Said", parts=(("Answer", "<b>"),), lead="Lead", url="/card")
    loans(
        first_sections=lambda reader: [Section("first", "First part", "Before the rows")],
        list_sections=lambda reader: [Section("last", "Last part", cards=[answers])],
        list_links=lambda reader: [("Elsewhere", "/elsewhere")],
        list_title=lambda reader: "Tools",
        list_intro=lambda reader: "What is lent",
        links=lambda subject, reader: [("Its manual", "/manual")],
        sections=lambda subject, reader: [stages, fact],
    )
    tool = loan("answered", "Zaag")
    page = text_of(client.get(url("loans")))
    order = ["<h1>Tools", "What is lent", "/elsewhere", "Before the rows", "Zaag", "Last part"]
    assert sorted(order, key=page.index) == order
    assert '<a href="/card">Card</a>' in page and "&lt;b&gt;" in page
    shown = text_of(client.get(url("loan", tool.pk)))
    assert "/manual" in shown and '<a href="/shed">The shed</a>' in shown
    assert '<li aria-current="step"><strong>Lent</strong>' in shown


def test_a_page_without_a_history_page_tells_none(
    loans: Callable[..., Any], loan: Make, client: Client, django_assert_num_queries: Any
) -> None:
    tool = loan("answered", "Zaag")
    assert 'id="h-history"' in text_of(client.get(url("loan", tool.pk)))
    loans(has_page=lambda page, audience: page != "history")
    assert 'id="h-history"' not in text_of(client.get(url("loan", tool.pk)))


def test_what_lacks_is_told_before_there_is_a_form(
    loans: Callable[..., Any], library: Any, browser: Browser
) -> None:
    from dataclasses import replace

    steps = loans().steps
    lacks = replace(steps["ask"], empty=lambda reader, parent: ("No tools", f"Ask {parent}"))
    loans(steps={**steps, "ask": lacks})
    page = text_of(browser(CITY).get(url("loan-ask")))
    assert "No tools" in page and "Ask Library GM0001" in page and 'name="title"' not in page


def test_a_step_of_one_audience_stands_on_its_pages_alone(library: Any) -> None:
    from dataclasses import replace

    from lending import LoanResource

    steps = {
        **LoanResource.steps,
        "write": replace(LoanResource.steps["write"], audience="own", path="change"),
    }
    resource = type("Own", (LoanResource,), {"steps": steps})()
    resource.check()
    own = {pattern.name: str(pattern.pattern) for pattern in resource.urls()}
    assert own["own-change"].endswith("own/loans/<int:number>/change")
    public, work, mine = resource.audiences
    made = [resource.made_here("write", audience) for audience in (public, work, mine)]
    assert made == [False, False, True]
    assert resource.made_here("add", work) and not resource.made_here("add", mine)
