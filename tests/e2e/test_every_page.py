"""Every page in both languages: no obstacles by axe, nothing outside the screen, no complaints."""

from __future__ import annotations

from typing import Any

import pytest

PAGES = [
    "", "/themes", "/themes/income", "/indicators/rate01", "/indicators/rate01/method",
    "/indicators/liveability", "/areas", "/areas/BU00010000", "/areas/GM0001", "/areas/BU00010000/rate01", "/groups",
    "/groups/FOCUS", "/compare", "/compare?area=BU00010000&area=BU00010001", "/selection",
    "/selection?area=BU00010000&area=GM0001&indicator=rate01&indicator=price", "/search",
    "/search?q=stad", "/files",
]  # fmt: skip
WHOLE_SITE = [
    "/editions",
    "/about/how-sure",
    "/about/api",
    "/about/accessibility",
    "/about/privacy",
    "/account/login",
    "/designation/procedures",
    "/programmes",
]
# Of the worked example; where a number stands, the first of a list is meant.
PROGRAMME = [
    "", "/council", "/targets", "/targets?standing=off_course", "/targets/1", "/commitments",
    "/commitments/1", "/projects", "/projects/portfolio", "/projects/1", "/decisions", "/letters",
    "/covenants", "/action-plans", "/assessments", "/organisations/rijk",
]  # fmt: skip
WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
# Only a table of figures may scroll by itself, in a frame of its own.
MENU = """() => { const list = document.querySelector('.ww-nav__list');
  return list.scrollWidth - list.clientWidth; }"""
# What a table concludes of an area stays in its frame when one scrolls to the last indicator.
VERDICT = """() => [...document.querySelectorAll('.ww-matrix')].filter(frame => {
  frame.scrollLeft = frame.scrollWidth;
  const edge = frame.getBoundingClientRect();
  return [...frame.querySelectorAll('tbody tr:first-child > :is(th, .is-course)')].some(cell => {
    const place = cell.getBoundingClientRect();
    return place.left < edge.left - 1 || place.right > edge.right + 1; });
}).map(frame => frame.querySelector('table').id)"""
# A caption that says the words of the heading above it once more.
REPEATED = """() => [...document.querySelectorAll('caption')].filter(caption => {
  const above = [...document.querySelectorAll('h1, h2, h3, h4, summary')].filter(
    heading => heading.compareDocumentPosition(caption) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  return above && !caption.querySelector('.ww-visually-hidden')
    && above.textContent.trim() === caption.textContent.trim();
}).map(caption => caption.textContent.trim())"""
DOUBLE = """() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


def _without_obstacles(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert page.evaluate(DOUBLE) == []
    assert page.evaluate(REPEATED) == []
    # The order and the names of things are the same on every screen; what fits is looked at on each.
    page.set_viewport_size({"width": 1280, "height": 800})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(WIDE) <= 0
        assert page.evaluate(MENU) <= 0
        assert page.evaluate(VERDICT) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_of_an_edition(undrawn: Any, live: Any, path: str, language: str) -> None:
    assert undrawn.goto(live.page(path, language)).status == 200
    assert undrawn.locator("h1").count() == 1
    _without_obstacles(undrawn)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", WHOLE_SITE)
def test_page_of_the_site(undrawn: Any, live: Any, path: str, language: str) -> None:
    assert undrawn.goto(f"{live.url}/{language}{path}").status == 200
    assert undrawn.locator("nav[aria-label] a").count() > 5  # also these lead back to an edition
    _without_obstacles(undrawn)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PROGRAMME)
def test_page_of_a_programme(undrawn: Any, live: Any, path: str, language: str) -> None:
    base = f"{live.url}/{language}/programmes/rotterdam-zuid"
    if path.endswith("/1"):
        undrawn.goto(base + path.removesuffix("/1"))
        path = path.removesuffix("1")
        undrawn.locator(
            f"main a[href*='rotterdam-zuid{path}']:not([href*=portfolio])"
        ).first.click()
        undrawn.wait_for_load_state()
    else:
        assert undrawn.goto(base + path).status == 200
    assert undrawn.locator("h1").count() == 1
    _without_obstacles(undrawn)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["", "/themes", "/areas"])
def test_page_of_an_edition_published_for_groups(
    undrawn: Any, live: Any, path: str, language: str
) -> None:
    assert undrawn.goto(live.page(path, language, live.published)).status == 200
    _without_obstacles(undrawn)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_of_what_changed(undrawn: Any, live: Any, language: str) -> None:
    undrawn.goto(live.page(f"/changed-since/{live.older}", language, live.newer))
    _without_obstacles(undrawn)


@pytest.mark.parametrize("path", ["/areas/nobody", "/indicators/rate01?period=1900"])
def test_page_for_a_wrong_address_shows_a_way_on(browser: Any, live: Any, path: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        assert page.goto(live.page(path)).status in (400, 404)
        _without_obstacles(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.get_by_role("link", name="Hoe gaat het").click()
        assert page.url == live.page()


@pytest.mark.parametrize("path", ["", "/indicators/rate01", "/areas/BU00010000", "/about/how-sure"])
def test_every_picture_arrives_and_the_page_does_not_widen(
    tab: Any, live: Any, until: Any, path: str
) -> None:
    address = f"{live.url}/nl{path}" if path.startswith("/about") else live.page(path)
    for width in (1280, 320):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto(address)
        tab.evaluate(
            "document.querySelectorAll('main img').forEach(one => (one.loading = 'eager'))"
        )
        until(
            tab,
            "[...document.querySelectorAll('main img')].filter(one => one.offsetParent)"
            ".every(one => one.complete && one.naturalWidth > 0)",
            60,
        )
        assert tab.evaluate(WIDE) <= 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_live_map_is_drawn_and_answers_to_the_keyboard(
    tab_with_webgl: Any, live: Any, language: str
) -> None:
    tab = tab_with_webgl
    tab.goto(live.page("/indicators/rate01", language))
    # The map comes when one comes near it.
    tab.locator("[data-map]").scroll_into_view_if_needed()
    tab.locator("[data-map][data-ready]").wait_for(timeout=60_000)
    tab.locator(".ww-map canvas").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("+")
    assert tab.locator("[data-map-drawing]").is_hidden()
    _without_obstacles(tab)
