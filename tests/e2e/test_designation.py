"""Lists of areas in a browser: an alderman looks, an analyst moves a limit, two years compared."""

from __future__ import annotations

import re
from typing import Any

import pytest

WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
DOUBLE = """() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


def _last(page: Any, live: Any) -> str:
    """The address of the last year of the list."""
    page.goto(f"{live.url}/nl/designation/lists/{live.list}")
    return str(page.url)


def test_an_alderman_sees_whether_his_neighbourhood_is_on_the_list_and_how_sure_that_is(
    phone: Any, live: Any
) -> None:
    phone.goto(live.url)
    phone.get_by_text("Menu", exact=True).click()
    phone.get_by_role("link", name="Lijsten").click()
    phone.locator("article h3 a").first.click()
    assert re.search(
        r"In \d{4} sta(at|an) .* van de \d+ gebieden op de lijst",
        phone.locator(".ww-answer").inner_text(),
    )
    phone.get_by_label("Staat mijn buurt op de lijst?").fill("buurt")
    phone.locator("main").get_by_role("button", name="Zoeken").click()
    phone.locator("main ul:not(.ww-tabs__list) a").first.click()
    said = phone.locator(".ww-answer").inner_text()
    assert re.search(
        r"had in \d{4} de aanwijzing|stond in \d{4} niet op de lijst|niet te bepalen", said
    )
    assert re.search(
        r"De kans dat het gebied aan ‘.*’ voldoet, is .*%", phone.locator("main").inner_text()
    )
    # Not by colour alone: every year of the strip has a sign and a word.
    strip = phone.locator(".ww-strip tbody td")
    assert strip.count() > 8
    assert all(
        re.search(r"voldoet|ja|nee|niet te bepalen|–", text) for text in strip.all_inner_texts()
    )
    assert phone.evaluate(WIDE) <= 0


def test_an_analyst_moves_a_limit_and_sees_who_enters(tab: Any, live: Any, until: Any) -> None:
    tab.goto(_last(tab, live))
    tab.get_by_role("link", name="Wat als?").click()
    answer = tab.locator("#answer")
    assert answer.inner_text().startswith("Dit is de regel van")
    slider = tab.locator('input[type="range"]').first
    number = tab.locator(f'[id="{slider.get_attribute("data-range-for")}"]')
    before = number.input_value()
    slider.focus()
    tab.keyboard.press("Home")  # as lenient as it goes
    assert number.input_value() != before
    until(tab, "document.getElementById('answer').innerText.startsWith('Met deze regel')")
    assert "t_" in tab.url
    tab.get_by_label(re.compile("hoeveel van de")).first.select_option("1")
    until(tab, "document.querySelectorAll('#outcome a').length > 0")
    entering = tab.locator("#outcome a").first
    name = entering.inner_text()
    entering.click()
    assert tab.locator("h1").inner_text() == name
    tab.go_back()
    tab.get_by_role("link", name="Terug naar de huidige regel").click()
    assert tab.locator("#answer").inner_text().startswith("Dit is de regel van")


def test_without_javascript_the_explorer_works_with_its_button(plain: Any, live: Any) -> None:
    plain.goto(_last(plain, live) + "/what-if")
    assert not plain.locator('input[type="range"]').first.is_visible()
    plain.locator('input[type="number"]').first.fill("1")
    plain.get_by_role("button", name="Berekenen").click()
    assert plain.locator("#answer").inner_text().startswith("Met deze regel")


def test_two_years_are_compared(tab: Any, live: Any) -> None:
    tab.goto(_last(tab, live))
    tab.locator(".ww-tabs").get_by_role("link", name="Vergelijken").click()
    year = tab.get_by_label("van het jaar")
    first = year.locator("option").last.get_attribute("value")
    year.select_option(first)
    tab.locator("form.ww-filter button").click()
    assert tab.locator(".ww-answer").inner_text().startswith(f"Van {first} naar")


PAGES = ["/designation", "/designation/schemes/denmark", "/designation/housing", "{list}", "{list}?show=all",
         "{list}/what-if?k_vulnerable=1", "{list}/compare", "{list}/consequences", "{list}/rule",
         "areas", "area"]  # fmt: skip


# English has the same parts: two of its pages stand for the rest.
CASES = [*(("nl", path) for path in PAGES), ("en", "{list}"), ("en", "area")]


@pytest.mark.parametrize(("language", "path"), CASES)
def test_page_of_a_list_has_no_obstacles(undrawn: Any, live: Any, path: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    own = f"/designation/lists/{live.list}"
    start = f"{live.url}/{language}"
    undrawn.goto(f"{start}{own}")
    year = undrawn.url.rsplit("/", 1)[1]
    if path in ("areas", "area"):
        undrawn.goto(f"{start}{own}/areas?q=buurt")
        if path == "area":
            undrawn.locator("main ul:not(.ww-tabs__list) a").first.click()
    else:
        undrawn.goto(start + path.replace("{list}", f"{own}/{year}"))
    assert undrawn.locator("h1").count() == 1
    undrawn.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert undrawn.evaluate(DOUBLE) == []
    undrawn.set_viewport_size({"width": 1280, "height": 800})
    found = Axe().run(undrawn)
    assert found.violations_count == 0, found.generate_report()
    for width in (1280, 360, 320):
        undrawn.set_viewport_size({"width": width, "height": 640})
        assert undrawn.evaluate(WIDE) <= 0, width
