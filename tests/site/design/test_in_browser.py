"""The style guide in a real browser: no obstacles by axe, small screens, keyboard, no JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

VIEWS = [
    ("nl/example/styleguide", 360), ("nl/example/styleguide", 1280), ("en/example/styleguide", 1280),
    ("en/example/accessibility", 360), ("nl/example/404", 1280), ("static-error/500", 360),
]  # fmt: skip


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab that fails the test when the browser complains (a refused script, a missing file)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    # The numbered pages answer with their own status here; the browser names that an error.
    assert [one for one in said if "status of 4" not in one] == []
    context.close()


@pytest.mark.parametrize(("address", "width"), VIEWS)
def test_axe_finds_no_obstacle(page: Any, server: str, address: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server}/{address}")
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", ["nl/example/styleguide", "nl/example/404", "static-error/503"])
def test_a_page_never_scrolls_sideways(page: Any, server: str, address: str) -> None:
    page.goto(f"{server}/{address}")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        wide = page.evaluate(
            """width => document.documentElement.scrollWidth <= width ? [] :
              [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width)
                .filter(e => {
                  for (let a = e.parentElement; a; a = a.parentElement)
                    if (getComputedStyle(a).overflowX !== 'visible') return false;
                  return true; })
                .map(e => `${e.tagName} ${e.className}`)""",
            width,
        )
        assert wide == []


def test_what_can_be_clicked_is_at_least_24_pixels(page: Any, server: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server}/nl/example/styleguide")
    # A link within a line of text is exempt (WCAG 2.2, 2.5.8).
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary')]
          .filter(e => e.offsetParent && getComputedStyle(e).display !== 'inline')
          .map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect()])
          .filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24))
          .map(([name, box]) => `${name}: ${box.width}x${box.height}`)
          .filter(name => !/^years|^20/.test(name))"""
    )
    assert small == []


def test_the_first_thing_by_keyboard_is_the_way_to_the_content(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    page.keyboard.press("Tab")
    link = page.locator(".utrecht-skip-link")
    assert link.evaluate("e => e === document.activeElement")
    box = link.bounding_box()
    assert box["y"] >= 0
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_that_has_focus_shows_it(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { let e = document.activeElement; const name = e.className + e.textContent;
              for (let a = e; a; a = a.parentElement) {
                const s = getComputedStyle(a);
                if (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) return '';
              }
              return name.slice(0, 60) }"""
        )
        unseen += [state] if state else []
    assert unseen == []


def _column(page: Any, index: int) -> list[str]:
    cells = page.locator(f"#example-table tbody tr > :nth-child({index})")
    return [text.split("(")[0].strip() for text in cells.all_text_contents()]


def test_a_table_sorts_in_place_and_what_is_withheld_stays_last(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    header = page.locator("#example-table thead th").nth(1)
    header.locator(".ww-sort").click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert _column(page, 2) == ["15,9%", "19,3%", "22,0%", "22,2%", "24,8%", "31,2%", "afgeschermd"]
    header.locator(".ww-sort").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert _column(page, 2) == ["31,2%", "24,8%", "22,2%", "22,0%", "19,3%", "15,9%", "afgeschermd"]
    assert "sort=share" in page.url
    # A column without an address of its own gets a button, reachable by keyboard.
    page.locator("#example-table thead th").nth(3).locator("button").press("Enter")
    assert page.locator("#example-table [aria-sort]").count() == 1


def test_a_row_is_found_by_a_part_of_its_name(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    page.fill("#example-table-filter", "HOEK")
    assert page.locator("#example-table tbody tr:visible").count() == 1
    assert page.locator("#example-table-shown").text_content() == "1 rijen getoond"


def test_the_search_box_suggests_while_typing_and_escape_closes(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    page.locator("#site-search").press_sequentially("mol", delay=30)
    found = page.locator("#site-search-results a")
    found.first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Molenhoek")
    page.keyboard.press("Escape")
    assert found.count() == 0
    assert page.evaluate("document.activeElement.id") == "site-search"


def test_all_content_is_there_without_javascript(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/nl/example/styleguide")
    assert page.locator("#example-table tbody tr:visible").count() == 7
    assert page.locator("#example-table thead a[href]").count() == 3
    assert page.locator("[data-map-drawing] img").is_visible()
    # A button that could do nothing is not shown.
    assert page.locator("[data-copy]:visible, [data-locate]:visible").count() == 0
    assert not page.locator("#example-table-filter").is_visible()
    page.fill("#site-search", "mol")
    page.press("#site-search", "Enter")
    assert page.url.endswith("/nl/example/search?q=mol")
    context.close()


def _map(page: Any, server: str) -> Any:
    page.goto(f"{server}/en/example/styleguide")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.locator("[data-map][data-ready]").wait_for(timeout=20_000)
    return page.locator(".maplibregl-canvas")


def test_the_map_names_the_area_in_the_middle_and_enter_opens_it(page: Any, server: str) -> None:
    canvas = _map(page, server)
    assert not page.locator("[data-map-drawing] img").is_visible()
    page.locator("#s-map").click()
    page.keyboard.press("Tab")
    assert canvas.evaluate("e => e === document.activeElement")
    name = page.locator(".ww-map__name")
    page.keyboard.press("ArrowUp")
    name.get_by_text("Molenhoek").wait_for()
    assert "1,6 punt voor" in (name.text_content() or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**#WK990001")


def test_the_map_names_the_area_under_the_mouse(page: Any, server: str) -> None:
    canvas = _map(page, server)
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.25)
    page.locator(".ww-map__name strong").wait_for()
    assert page.locator(".ww-map__name strong").text_content() == "Molenhoek"
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.25)
    page.wait_for_url("**#WK990001")


def test_the_drawing_stays_when_the_boundaries_do_not_come(page: Any, server: str) -> None:
    page.route("**/example.geojson", lambda route: route.fulfill(status=200, body="{}"))
    page.goto(f"{server}/en/example/styleguide")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_event("console", lambda message: "No interactive map" in message.text)
    assert page.locator("[data-map-drawing] img").is_visible()
    assert page.locator(".ww-map__canvas").count() == 0


@pytest.mark.parametrize(
    ("latitude", "longitude", "said", "anchor"),
    [(52.0560, 4.3180, "", "#WK990001"), (51.0, 4.0, "lies outside", "")],
)
def test_my_neighbourhood_is_found_on_ones_own_machine(
    browser: Any, server: str, latitude: float, longitude: float, said: str, anchor: str
) -> None:
    place = {"latitude": latitude, "longitude": longitude}
    context = browser.new_context(geolocation=place, permissions=["geolocation"])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(f"{server}/en/example/styleguide")
    page.click("[data-locate]")
    if anchor:
        page.wait_for_url(f"**{anchor}")
    else:
        page.locator("#locate-said", has_text=said).wait_for()
    # The position is in no address and no body.
    sent = json.dumps(asked)
    assert str(latitude) not in sent
    assert str(longitude) not in sent
    context.close()


def test_a_refused_location_ends_in_words(browser: Any, server: str) -> None:
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.goto(f"{server}/en/example/styleguide")
    page.click("[data-locate]")
    page.locator("#locate-said", has_text="search box").wait_for()
    context.close()


def test_a_hole_in_an_area_is_not_the_area(page: Any, server: str) -> None:
    page.goto(f"{server}/en/example/styleguide")
    inside = page.evaluate(
        """async () => {
          const { areaAt } = await import('/static/site/js/locate.js');
          const square = (a, b) => [[a, a], [b, a], [b, b], [a, b], [a, a]];
          const ring = { geometry: { type: 'Polygon', coordinates: [square(0, 9), square(3, 6)] } };
          const two = { geometry: { type: 'MultiPolygon',
            coordinates: [[square(20, 21)], [square(30, 31)]] } };
          const point = { geometry: { type: 'Point', coordinates: [1, 1] } };
          const none = { geometry: null };
          const at = (x, y) => [ring, two].indexOf(areaAt([x, y], [none, point, ring, two]));
          return [at(1, 1), at(4, 4), at(30.5, 30.5), at(50, 50), at(8.99, 0.01)];
        }"""
    )
    assert inside == [0, -1, 1, -1, 0]


def test_on_paper_menus_and_buttons_are_left_out(page: Any, server: str) -> None:
    page.goto(f"{server}/nl/example/styleguide")
    page.emulate_media(media="print")
    for selector in (".ww-nav__main", ".ww-search", ".ww-filter", ".ww-pager", "[data-copy]"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("#example-table").is_visible()
