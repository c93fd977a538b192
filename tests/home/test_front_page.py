"""The front page gathers what capabilities tell, in the order of the loop."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from home.conftest import Toy
from wijkwerk.home.models import HomeChoice
from wijkwerk.home.stages import stage_label
from wijkwerk.registry.hooks import HomePart, Stage, Station

pytestmark = pytest.mark.django_db
client = Client()
DONE = Station(Stage.DONE, "31", "projecten lopen", "/p", "2 besluiten te laat", "/late")
MEASURED = Station(Stage.MEASURED, "10", "indicatoren", "/m")
NO_LIST = Station(Stage.DESIGNATED, "", "Er is <geen> lijst.", "/lists")


def page(address: str = "/nl/") -> str:
    """The front page."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_stations_of_all_capabilities_stand_in_the_order_of_the_loop(
    gathered: Callable[..., None],
) -> None:
    gathered(Toy(told=[DONE]), Toy(told=[NO_LIST, MEASURED]))
    html = page()
    names = re.findall(r'ww-loop__name">([^<]+)<', html)
    assert names == ["Gemeten", "Aangewezen", "Gedaan"]
    assert '<a class="ww-loop__link" href="/m"><strong class="ww-loop__figure">10</strong>' in html


def test_what_is_overdue_has_words_a_sign_and_its_own_link(gathered: Callable[..., None]) -> None:
    gathered(Toy(told=[DONE, MEASURED]))
    html = page()
    assert html.count("ww-loop__late") == 1
    late = html.split('class="ww-loop__late" href="')[1].split("</a>")[0]
    assert late.startswith('/late"><svg') and late.endswith("2 besluiten te laat")


def test_a_stage_without_a_figure_says_why_in_one_line(gathered: Callable[..., None]) -> None:
    gathered(Toy(told=[NO_LIST]))
    html = page()
    assert 'ww-loop__link--empty" href="/lists">Er is &lt;geen&gt; lijst.</a>' in html
    assert "ww-loop__figure" not in html


def test_without_anything_to_tell_there_is_a_page_with_the_name_of_the_site(
    gathered: Callable[..., None], settings: object
) -> None:
    settings.SITE_NAME = "Wijkwerk Voorbeeldstad"  # type: ignore[attr-defined]
    gathered(Toy())
    html = page()
    assert "<h1>Wijkwerk Voorbeeldstad</h1>" in html
    assert "<span>Wijkwerk Voorbeeldstad</span></a>" in html.split("</header>")[0]
    assert "ww-loop" not in html


def test_the_part_of_a_capability_comes_first_and_frames_the_page(
    gathered: Callable[..., None],
) -> None:
    part = HomePart("monitor/_no_edition.html", {}, frame={"site_name": "Framed"})
    gathered(Toy(part=part, told=[MEASURED]))
    html = page()
    assert html.index("<h1") < html.index("ww-loop")
    assert "<span>Framed</span></a>" in html


def test_what_was_chosen_goes_to_every_capability(
    gathered: Callable[..., None], settings: object
) -> None:
    settings.HOME = {"area": "GM0001", "edition": "x"}  # type: ignore[attr-defined]
    HomeChoice.objects.create(key="area", value="GM0518")
    toy = Toy()
    gathered(toy)
    page()
    assert toy.asked == [{"area": "GM0518", "edition": "x"}]
    HomeChoice.objects.all().delete()
    page()
    assert toy.asked[-1] == {"area": "GM0001", "edition": "x"}  # at once: a choice is in the key


def test_the_page_is_kept_a_minute_for_everybody(gathered: Callable[..., None]) -> None:
    toy = Toy()
    gathered(toy)
    first, second = client.get("/nl/"), client.get("/nl/")
    assert len(toy.asked) == 1
    assert first["Cache-Control"] == second["Cache-Control"] == "public, max-age=60"
    assert not first.cookies


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_name(stage: Stage) -> None:
    assert stage_label(stage)
