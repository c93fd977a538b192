"""An administrator chooses what the front page shows; nobody else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from home.conftest import Toy
from visitors import NOW, Clock, account_of, login
from wijkwerk.access.api import RefusedError
from wijkwerk.audit.api import Entry
from wijkwerk.home import services
from wijkwerk.home.models import HomeChoice
from wijkwerk.registry.hooks import HomeSetting
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
AREA = HomeSetting(
    "area", "Stad", "de enige stad", (("GM0518", "Den Haag"), ("GM0599", "Rotterdam"))
)


@pytest.fixture
def offered(gathered: Callable[..., None]) -> None:
    """One thing to choose."""
    gathered(Toy(settings=[AREA]))


def test_a_choice_stands_until_it_is_left_and_is_in_the_trail(offered: None) -> None:
    administrator = account_of("admin@example.org", "administrator")
    services.choose(administrator, {"area": "GM0518"}, NOW)
    services.choose(administrator, {"area": "GM0518"}, NOW)  # nothing new
    assert services.chosen() == {"area": "GM0518"}
    services.choose(administrator, {"area": ""}, NOW)
    assert services.chosen() == {}
    trail = Entry.objects.filter(action=services.CHOOSE)
    assert trail.count() == 2


@pytest.mark.parametrize(
    "wanted", [{"area": "GM0001"}, {"nothing": "x"}, {"area": "GM0518", "other": ""}]
)
def test_what_isnt_offered_is_refused_and_nothing_written(
    offered: None, wanted: dict[str, str]
) -> None:
    administrator = account_of("admin@example.org", "administrator")
    with pytest.raises(InputError):
        services.choose(administrator, wanted, NOW)
    assert not HomeChoice.objects.exists()


@pytest.mark.parametrize("role", ["", "official"])
def test_who_is_no_administrator_may_not(offered: None, role: str, clock: Clock) -> None:
    other = account_of("other@example.org", *([role] if role else []))
    with pytest.raises(RefusedError):
        services.choose(other, {"area": "GM0518"}, NOW)
    browser = login(other, NOW)
    assert browser.get("/nl/work/home").status_code == 403
    assert browser.post("/nl/work/home", {"area": "GM0518"}).status_code == 403
    assert "/nl/work/home" not in browser.get("/nl/work").content.decode()
    assert not HomeChoice.objects.exists()


def test_nobody_is_sent_to_log_in(offered: None) -> None:
    answer = Client().get("/nl/work/home")
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


def test_the_page_offers_what_capabilities_offer_and_shows_the_front_page(
    offered: None, clock: Clock
) -> None:
    browser = login(account_of("admin@example.org", "administrator"), NOW)
    html = browser.get("/nl/work/home").content.decode()
    assert '<option value="" selected>Automatisch: de enige stad</option>' in html
    assert '<option value="GM0518">Den Haag</option>' in html
    assert browser.post("/nl/work/home", {"area": "GM0001"}).status_code == 200
    saved = browser.post("/nl/work/home", {"area": "GM0599"})
    assert (saved.status_code, saved["Location"]) == (302, "/nl/")
    assert '<option value="GM0599" selected>' in browser.get("/nl/work/home").content.decode()
