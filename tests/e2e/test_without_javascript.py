"""Everything that matters works without JavaScript."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect


def test_find_read_compare_and_select_without_javascript(plain: Any, live: Any) -> None:
    plain.goto(live.page())
    plain.locator("#find").fill("stad 2")
    plain.locator("main").get_by_role("button", name="Zoeken").click()
    plain.locator("main").get_by_role("link", name="Stad 2", exact=False).first.click()
    assert plain.locator("h1").inner_text().startswith("Stad 2")
    assert plain.locator("main table").count() > 1
    assert plain.locator("#overview tbody tr").count() > 10  # every neighbourhood of it
    # Buttons that only a script can serve are not shown.
    assert not plain.locator("[data-copy]").first.is_visible()

    plain.get_by_role("link", name="Vergelijk met andere gebieden").click()
    plain.get_by_role("combobox", name="Gebied toevoegen").fill("Stad 1")
    plain.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(plain.locator(".ww-chips li")).to_have_count(2)

    plain.goto(live.page("/indicators/rate01"))
    assert plain.locator("[data-map-drawing] img").is_visible()  # the map as a drawing
    plain.get_by_role("link", name="Waarde").click()  # sorting is an address
    assert "sort=-value" in plain.url or "sort=value" in plain.url
    plain.locator(".ww-choice summary").click()
    plain.get_by_label("Vergelijk met").select_option(label="Schijnland")
    plain.locator(".ww-choice").get_by_role("button", name="Tonen").click()
    assert "against=" in plain.url
    plain.get_by_role("link", name="English").click()
    assert "/en/" in plain.url and "against=" in plain.url
