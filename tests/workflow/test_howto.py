"""The thing with steps of docs/howto/thing-with-steps.md, built out of that page's own files."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from pages_as_code import ROOT, write_files

pytestmark = pytest.mark.django_db
HOWTO = ROOT / "docs" / "howto" / "thing-with-steps.md"
OFFICIAL, CITY = "official", "municipality"
Browser = Callable[..., Client]
NAMED = (
    "counted", "list_answer", "list_title", "list_intro", "chosen", "filters", "listed", "table",
    "list_of_cards", "card", "first_sections", "list_sections", "tables", "list_actions",
    "list_links", "sections", "links", "page_template", "context", "has_page", "route", "url_name",
    "row_address", "elsewhere", "is_parent",
)  # fmt: skip


@pytest.fixture(scope="module")
def toolshed(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Any]:
    """The package, with its tables for as long as this file of tests runs."""
    from wijkwerk.workflow import resources

    folder = tmp_path_factory.mktemp("howto")
    write_files(HOWTO.read_text("utf-8"), folder)
    (folder / "toolshed" / "__init__.py").touch()
    sys.path.insert(0, str(folder))
    models = importlib.import_module("toolshed.models")
    tables = (models.Shed, models.ShedStep, models.Loan)
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in tables:
                editor.create_model(model)
        yield models
        with connection.schema_editor() as editor:
            for model in reversed(tables):
                editor.delete_model(model)
    sys.path.remove(str(folder))
    resources._resources.pop(models.Loan._meta.label, None)


@pytest.fixture
def shed(toolshed: Any, db: None, plain_site: None, settings: Settings) -> Any:
    """A shed whose pages the site has."""
    from wijkwerk.site.urls import urlpatterns

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "toolshed"]
    urls = importlib.import_module("toolshed.urls")
    addresses = type(sys)("addresses_of_the_shed")
    addresses.urlpatterns = [
        *urls.pages,
        path("api/v1/", include(urls.api)),
        *urlpatterns,
    ]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = addresses
    return toolshed.Shed.objects.create(slug="GM0001")


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def version_on(page: str) -> int:
    return int(page.split('name="version" value="')[1].split('"')[0])


def test_the_page_followed_literally_gives_a_list_a_page_and_its_steps(
    shed: Any, toolshed: Any, browser: Browser, client: Client
) -> None:
    city, official = browser(CITY), browser(OFFICIAL)
    work = "/sheds/GM0001/work/loans"
    assert "/sheds/GM0001/work/loans/ask" in text_of(city.get(work))
    assert "2026-03-02" in text_of(city.get(f"{work}/ask")), "it begins with today"
    asked = {"version": 0, "title": "Zaag <b>", "since": "2026-03-02"}
    assert city.post(f"{work}/ask", asked).status_code == 302
    loan = toolshed.Loan.objects.get()
    assert "Zaag" not in text_of(client.get("/sheds/GM0001/loans")), "nobody answered yet"
    assert client.get(f"/sheds/GM0001/loans/{loan.pk}").status_code == 404

    answer = f"{work}/{loan.pk}/answer"
    assert city.get(answer).status_code == 403 and answer not in text_of(
        city.get(f"{work}/{loan.pk}")
    )
    assert answer in text_of(official.get(f"{work}/{loan.pk}"))
    told = {"version": version_on(text_of(official.get(answer))), "outcome": "lent"}
    assert official.post(answer, told).status_code == 200, "it asks for reasons"
    assert official.post(answer, {**told, "text": "Hij is er."}).status_code == 302
    assert official.post(answer, {**told, "text": "Nog eens."}).status_code == 409

    page = text_of(client.get(f"/sheds/GM0001/loans/{loan.pk}"))
    assert "Zaag &lt;b&gt;" in page and "Hij is er." in page and "account:" not in page
    assert "Zaag" in text_of(client.get("/sheds/GM0001/loans"))

    listed = client.get("/api/v1/toolshed/GM0001/loans?title=Zaag+<b>").json()
    assert [row["id"] for row in listed["items"]] == [loan.pk]
    assert client.get(f"/api/v1/toolshed/GM0001/loans/{loan.pk}").json() == listed["items"][0]
    described = client.get("/api/v1/toolshed/openapi.json").json()
    assert set(described["paths"]) == {
        "/toolshed/{shed}/loans",
        "/toolshed/{shed}/loans/{number}",
    }


def test_a_condition_that_fails_is_told_before_anybody_writes(
    shed: Any, toolshed: Any, browser: Browser
) -> None:
    toolshed.Shed.objects.update(is_open=False)
    page = text_of(browser(CITY).get("/sheds/GM0001/work/loans/ask"))
    assert "De schuur is dicht." in page or "The shed is closed." in page


def test_what_the_page_names_is_there() -> None:
    from wijkwerk.workflow.declarations import Step
    from wijkwerk.workflow.resources import Resource

    page = HOWTO.read_text("utf-8").split("## 7.")[1].split("## 9.")[0]
    for name in NAMED:
        assert f"`{name}" in page and hasattr(Resource, name), name
    for name in ("choices", "empty", "rows", "path", "begins", "audience", "said"):
        assert name in page and name in Step.__dataclass_fields__, name
