"""An analyst makes an own selection, checks it, takes it away, cites it and shares it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import polars as pl

AREAS = ("BU00010000", "BU00010001", "GM0001")


def _chosen(tab: Any, live: Any) -> None:
    """Pick areas by name and code, and indicators by ticking them."""
    tab.goto(live.page("/selection"))
    for code in AREAS:
        tab.get_by_role("combobox", name="Gebied toevoegen").fill(code)
        tab.get_by_role("button", name="Toevoegen", exact=True).click()
    if not tab.locator("input[name=indicator][value=rate01]").is_visible():
        tab.get_by_text("Kies indicatoren").first.click()
    for indicator in ("rate01", "price"):
        tab.locator(f"input[name=indicator][value={indicator}]").check()
    tab.get_by_role("button", name="Gebruik deze indicatoren").click()


def _figures(live: Any) -> pl.DataFrame:
    return pl.read_parquet(live.editions / live.country / "figures.parquet").filter(
        pl.col("area").is_in(AREAS) & pl.col("indicator").is_in(["rate01", "price"])
    )


def test_selection_is_what_the_edition_holds_and_is_downloaded_whole(tab: Any, live: Any) -> None:
    _chosen(tab, live)
    table = tab.get_by_role("table").first
    # What they are compared with stands below them.
    assert table.locator("tbody tr:not(.is-reference)").count() == len(AREAS) * 2
    own = _figures(live)
    cells = own.select("area", "indicator", "period").unique().height

    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="CSV", exact=True).click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == cells
    first = next(row for row in rows if row["conf_status"] == "F")
    known = own.filter(
        (pl.col("area") == first["area"])
        & (pl.col("indicator") == first["indicator"])
        & (pl.col("period") == first["period"])
    )["value"][0]
    assert abs(float(first["value"].replace(",", ".")) - known) < 1e-9
    withheld = [row for row in rows if row["conf_status"] != "F"]
    assert all(row["value"] == "" for row in withheld)  # never a zero

    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="Excel").click()
    with zipfile.ZipFile(waiting.value.path()) as book:
        assert book.read("xl/worksheets/sheet2.xml").count(b"<row ") == cells + 1
        strings = book.read("xl/sharedStrings.xml").decode()
    assert live.country in strings and "Bron" in strings

    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="JSON").click()
    told = json.loads(waiting.value.path().read_bytes())
    assert told["edition"] == live.country and len(told["figures"]) == cells


def test_shared_address_gives_the_same_and_can_be_cited(tab: Any, browser: Any, live: Any) -> None:
    _chosen(tab, live)
    tab.get_by_text("Bronvermelding van deze selectie").click()
    cited = tab.locator("#selection-cite").inner_text()
    assert live.country in cited and tab.url in cited
    shown = tab.get_by_role("table").first.inner_text()
    with browser.new_context(viewport={"width": 1280, "height": 900}) as other:
        page = other.new_page()
        page.goto(tab.url)
        assert page.get_by_role("table").first.inner_text() == shown


def test_picture_is_taken_away_with_its_source(tab: Any, live: Any) -> None:
    tab.goto(live.page("/areas/BU00010000/rate01"))
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="PNG").click()
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="SVG").click()
    drawn = waiting.value.path().read_text()
    assert drawn.startswith("<svg") and "<title>" in drawn


def test_up_to_six_areas_stand_beside_each_other(tab: Any, live: Any) -> None:
    tab.goto(live.page("/compare"))
    for name in ("Stad 1", "Stad 2", "stad 3"):
        tab.get_by_role("combobox", name="Gebied toevoegen").fill(name)
        tab.get_by_role("button", name="Toevoegen", exact=True).click()
    heads = tab.get_by_role("table").first.locator("thead th").all_inner_texts()
    assert [head.strip() for head in heads[1:4]] == ["Stad 1", "Stad 2", "Stad 3"]
    assert "referentie" in heads[4]
    tab.get_by_role("link", name="Stad 2 verwijderen").click()
    assert tab.locator(".ww-chips li").count() == 2
    tab.get_by_role("combobox", name="Gebied toevoegen").fill("xqzxqz")
    tab.get_by_role("button", name="Toevoegen", exact=True).click()
    assert "xqzxqz" in tab.get_by_role("alert").inner_text()
