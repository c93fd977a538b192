"""An alderman has two minutes: is our worst neighbourhood catching up, and are we sure?"""

from __future__ import annotations

import re
from typing import Any

CITY = "Stad 2"


def test_worst_neighbourhood_of_the_city_and_whether_it_catches_up(
    tab: Any, live: Any, until: Any
) -> None:
    tab.goto(live.url)
    # The answer stands in the first line, and how the work is going below it.
    answer = tab.locator(".ww-front__sentence").first.inner_text()
    assert re.search(r"achter", answer)
    assert tab.locator(".ww-loop__stage").count() >= 3
    tab.get_by_role("link", name="Hoe gaat het").click()
    assert tab.url == live.page()
    tab.get_by_role("link", name="Inkomen en schulden").click()
    tab.locator("h2 a").first.click()
    assert "/indicators/" in tab.url
    tab.locator(".ww-choice summary").click()
    tab.get_by_label("Gebieden in").select_option(label=CITY)
    tab.locator(".ww-choice").get_by_role("button", name="Tonen").click()

    # Sorted by lag: the worst comes first, and it lies in the city that was chosen.
    table = tab.get_by_role("table").first
    head = table.locator("thead th", has_text="Afstand").first
    assert head.get_attribute("aria-sort") == "descending"
    worst = table.locator("tbody tr").first
    name = worst.locator("th a").inner_text()
    assert name.startswith(CITY)
    said = worst.inner_text()
    assert "achter" in said
    assert re.search(r"Zeker|Niet zeker|Niet te bepalen", said)

    worst.locator("th a").click()
    assert tab.locator("h1").inner_text().startswith(name)
    assert "achter" in tab.locator(".ww-lead").inner_text()
    tab.get_by_role("link", name="Lage inkomens").first.click()
    lead = tab.locator(".ww-lead").inner_text()
    assert "%" in lead and CITY in lead
    assert tab.locator(".ww-badge").first.is_visible()
    # The picture is taken into the page once it has come.
    until(tab, "document.querySelector('figure svg[data-from]')?.clientWidth > 300", 60)


def test_another_reference_changes_every_picture_and_names_itself(tab: Any, live: Any) -> None:
    tab.goto(live.page("/indicators/rate01"))
    tab.locator(".ww-choice summary").click()
    tab.get_by_label("Vergelijk met").select_option(label="Stad 3")
    tab.locator(".ww-choice").get_by_role("button", name="Tonen").click()
    assert "against=GM0003" in tab.url
    sources = tab.locator("main img, main svg[data-from]").evaluate_all(
        "all => all.map(one => one.src || one.dataset.from)"
    )
    assert sources and all("against=GM0003" in source for source in sources)
    assert "Stad 3" in tab.locator(".ww-legend__title").inner_text()
    assert all("Stad 3" in text for text in tab.locator("figcaption p").all_inner_texts())
