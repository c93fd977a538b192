"""Resources in Django's admin: to look at for who may, to write for nobody."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from wijkwerk.workflow.admin import SupportSite, support_site

pytestmark = pytest.mark.django_db
OFFICIAL, CITY = "official", "municipality"
Browser = Callable[..., Client]


@pytest.fixture
def support(library: Any, settings: Settings) -> SupportSite:
    """The toy capability on a site with the admin."""
    settings.INSTALLED_APPS = [
        *settings.INSTALLED_APPS,
        "django.contrib.admin",
        "django.contrib.messages",
    ]
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    site = support_site()
    urls = ModuleType("urls_with_admin")
    urls.urlpatterns = [path("support/", site.urls), *__import__("lending").urlpatterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls
    return site


def test_support_looks_and_changes_nothing(
    support: SupportSite, loan: Callable[..., Any], browser: Browser
) -> None:
    one = loan("answered", "Zaag")
    official = browser(OFFICIAL)
    base = "/support/lending/loan/"
    listed = official.get(base).content.decode()
    assert "Zaag" in listed and "Beantwoord" in listed and "A week" in listed
    page = official.get(f"{base}{one.pk}/change/")
    shown = page.content.decode()
    assert page.status_code == 200 and "Zaag" in shown
    assert 'name="_save"' not in shown and 'name="title"' not in shown
    assert "note" not in page.context["adminform"].readonly_fields, "left out of every export"
    sent = {"title": "Weg", "_save": "x"}
    assert official.post(f"{base}{one.pk}/change/", sent).status_code == 403
    for address in (f"{base}add/", f"{base}{one.pk}/delete/", f"{base}{one.pk}/history/"):
        assert official.get(address).status_code == 403, address
        assert official.post(address, sent).status_code == 403, address
    official.post(base, {"action": "delete_selected", "_selected_action": [one.pk], "index": 0})
    one.refresh_from_db()
    assert (one.title, one.version) == ("Zaag", 1)


def test_support_is_for_who_may_see_the_rows(
    support: SupportSite, loan: Callable[..., Any], browser: Browser, client: Client
) -> None:
    one = loan("answered", "Zaag")
    page = f"/support/lending/loan/{one.pk}/change/"
    assert client.get(page).status_code == 302 and "/login" in client.get(page)["Location"]
    assert "Zaag" in browser(CITY).get(page).content.decode()
    other = browser(CITY, "GM0002")
    assert "Zaag" not in other.get("/support/lending/loan/").content.decode()
    assert "Zaag" not in other.get(page, follow=False).content.decode()
    assert browser("").get(page).status_code in (302, 403)
    assert "Zaag" not in browser("").get("/support/", follow=False).content.decode()
