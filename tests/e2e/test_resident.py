"""A resident on a telephone, with nothing but keys: find the own neighbourhood and read it."""

from __future__ import annotations

from typing import Any

AREA = "Stad 1, buurt 0000"


def _focused(page: Any) -> str:
    found: str = page.evaluate("document.activeElement.textContent.trim()")
    return found


def _in_width(page: Any, selector: str) -> bool:
    """Whether one doesn't have to scroll sideways for any of these."""
    every: bool = page.evaluate(
        "which => { const all = [...document.querySelectorAll(which)].map("
        "one => one.getBoundingClientRect()); return all.length > 0 && all.every("
        "box => box.width > 0 && box.left >= 0 && box.right <= innerWidth); }",
        selector,
    )
    return every


def test_own_neighbourhood_by_keyboard_alone(phone: Any, live: Any, until: Any) -> None:
    phone.goto(live.page())
    phone.keyboard.press("Tab")
    assert _focused(phone) == "Naar de inhoud"
    phone.keyboard.press("Enter")
    assert phone.url.endswith("#content")

    # The next things to be reached lie in the content, not in the menu.
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")
    for _step in range(10):
        if phone.evaluate("document.activeElement.id") == "find":
            break
        phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.id") == "find"
    phone.keyboard.type("stad 1 buurt 000")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search?**")

    results = phone.locator("main .ww-results__link")
    assert results.count() >= 1
    for _step in range(40):
        if _focused(phone).startswith(AREA):
            break
        phone.keyboard.press("Tab")
    assert _focused(phone).startswith(AREA)
    outline = phone.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"  # one sees where one is
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/gebieden/BU*")
    assert phone.locator("h1").inner_text().startswith(AREA)
    assert phone.locator(".ww-lead").inner_text().strip()
    # What an indicator concludes is in sight, and so is it in a table that is wider than the screen;
    # the rest of such a table is reached with the keys.
    assert _in_width(phone, ".ww-stand__course")
    assert _in_width(phone, ".ww-matrix tbody .is-verdict.is-course")
    frame = phone.locator(".ww-matrix").first
    assert frame.get_attribute("tabindex") == "0"
    frame.focus()
    for _step in range(5):
        phone.keyboard.press("ArrowRight")
    until(phone, "document.querySelector('.ww-matrix').scrollLeft > 0")


def test_list_under_the_search_box_answers_while_one_types(phone: Any, live: Any) -> None:
    phone.goto(live.page())
    phone.locator("#site-search").focus()
    phone.keyboard.type("stad 1 burt 0000")  # with a typing mistake
    phone.locator("#site-search-results a").first.wait_for()
    phone.keyboard.press("ArrowDown")
    assert phone.evaluate("document.activeElement.classList.contains('ww-results__link')")
    phone.keyboard.press("Escape")
    assert phone.evaluate("document.activeElement.id") == "site-search"
    assert phone.locator("#site-search-results a").count() == 0


def test_my_neighbourhood_is_found_without_telling_anyone(browser: Any, live: Any) -> None:
    import json

    shapes = json.loads((live.editions / live.country / "geometry.geojson").read_text())
    own = next(
        feature for feature in shapes["features"] if feature["properties"]["code"] == "BU00010000"
    )
    ring = own["geometry"]["coordinates"][0]
    while isinstance(ring[0][0], list):
        ring = ring[0]
    middle = {
        "longitude": sum(point[0] for point in ring) / len(ring),
        "latitude": sum(point[1] for point in ring) / len(ring),
    }
    with browser.new_context(
        viewport={"width": 360, "height": 740}, geolocation=middle, permissions=["geolocation"]
    ) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(live.page())
        page.get_by_role("button", name="Mijn buurt").click()
        page.wait_for_url("**/gebieden/BU00010000*")
        for url in asked:
            assert str(middle["longitude"])[:6] not in url
