"""Is this neighbourhood catching up, and is that sure? Asked by somebody in a hurry, on a phone and a desk."""

from __future__ import annotations

import re
from typing import Any

import pytest

AREA = "Stad 1, buurt 0000"
ANSWER = re.compile(r"loopt (per saldo zeker|niet zeker) in|raakt per saldo zeker verder achter")


def in_sight(page: Any, selector: str) -> bool:
    """Whether the whole of an element is on the screen, without scrolling."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


@pytest.mark.parametrize("screen", ["tab", "phone"])
def test_is_it_catching_up_and_is_that_sure(live: Any, request: Any, screen: str) -> None:
    page = request.getfixturevalue(screen)
    page.goto(live.page())
    page.locator("#site-search").fill(AREA)
    # One click: the list under the box. The answer stands on the first screen.
    page.locator("#site-search-results a", has_text=AREA).first.click()
    page.wait_for_url("**/gebieden/BU00010000*")
    assert page.locator("h1").inner_text().startswith(AREA)
    lead = page.locator(".ww-lead").first.inner_text()
    assert "achterstand op Stad 1" in lead and ANSWER.search(lead)
    assert in_sight(page, ".ww-lead")
    # Per indicator: the verdict is in view without scrolling sideways.
    page.locator('.ww-tabs__link[href="#figures"]').click()
    row = page.locator(".ww-stand__course").first
    row.scroll_into_view_if_needed()
    assert re.search(r"Loopt in|Raakt verder achter|Bleef|Geen achterstand", row.inner_text())
    box = row.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def test_which_neighbourhood_of_the_city_is_worst_off(tab: Any, live: Any) -> None:
    """Up from a neighbourhood to its city: the answer, and down again to the one that it names."""
    tab.goto(f"{live.url}/nl/gebieden/BU00010000")
    tab.locator(".ww-breadcrumbs").get_by_role("link", name="Stad 1", exact=True).click()
    tab.wait_for_url("**/gebieden/GM0001")
    lead = tab.locator(".ww-lead").first.inner_text()
    named = re.search(r"staat (.+?) het verst achter", lead)
    assert named is not None
    first = tab.locator("#overview tbody tr").first.locator("th a")
    assert first.inner_text() == named[1]
    # Sorted by a link, without a script, and back at the table.
    tab.locator("#overview thead").get_by_role("link", name="Gebied").click()
    assert "sort=name" in tab.url
    names = tab.locator("#overview tbody th").all_inner_texts()
    assert names == sorted(names)
    tab.locator("#overview tbody th a").first.click()
    tab.wait_for_url("**/gebieden/BU*")


def test_an_old_address_and_another_edition(tab: Any, browser: Any, live: Any) -> None:
    tab.goto(live.page("/areas/BU00010000"))
    assert tab.url == f"{live.url}/nl/gebieden/BU00010000?edition={live.country}"
    tab.get_by_role("link", name="English").click()
    tab.wait_for_url("**/en/areas/BU00010000?edition=*")
    # A page of its own: a browser complains of an answer 404, as it must be here.
    with browser.new_context() as context:
        page = context.new_page()
        assert page.goto(f"{live.url}/nl/gebieden/BU00019999").status == 404
        assert page.locator("main").get_by_role("link", name="Stad 1").first.is_visible()


@pytest.mark.parametrize("screen", ["tab", "phone"])
def test_among_all_neighbourhoods_in_the_font_of_the_page(
    live: Any, request: Any, until: Any, screen: str
) -> None:
    """The spine is taken into the page, so that its words stand in the font of the page."""
    page = request.getfixturevalue(screen)
    page.goto(f"{live.url}/nl/gebieden/BU00010000")
    figure = page.locator('figure[id^="spine-"]')
    figure.scroll_into_view_if_needed()
    words = "document.querySelector('figure[id^=spine-] svg text')"
    until(page, f"Boolean({words})", 60)
    assert "Fira Sans" in page.evaluate(f"getComputedStyle({words}).fontFamily")
    assert figure.locator("svg[role=img]").get_attribute("aria-label")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    figure.locator("summary").first.click()
    assert re.search(r"\d+\svan\s\d+", figure.locator("#spine-table").inner_text())


def test_all_years_of_an_indicator_in_two_clicks(tab: Any, live: Any) -> None:
    tab.goto(live.page("/indicators/rate01"))
    link = tab.locator(".ww-downloads a").first
    assert in_sight(tab, ".ww-downloads a")
    with tab.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_verdict_stays_in_sight_wherever_one_scrolls(phone: Any, live: Any) -> None:
    phone.goto(live.page("/indicators/rate01"))
    frame = phone.locator(".ww-table__scroll").first
    for far in (0, 200, 5000):
        frame.evaluate(f"frame => {{ frame.scrollLeft = {far}; }}")
        cell = phone.locator("#areas tbody tr td.is-verdict").first.bounding_box()
        assert cell["x"] >= 0 and cell["x"] + cell["width"] <= 360, far
