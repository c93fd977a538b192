"""A researcher takes data by the API, sees what a correction changed, and checks the files."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from typing import Any


def _json(url: str) -> tuple[Any, Any]:
    with urllib.request.urlopen(url, timeout=20) as response:
        return json.load(response), response.headers


def test_figures_by_the_api_are_those_of_the_page(tab: Any, live: Any) -> None:
    base = f"{live.url}/api/v1/editions/{live.country}/figures"
    url: str | None = f"{base}?indicator=rate01&area=BU00010000&limit=2"
    rows: list[dict[str, Any]] = []
    pages = 0
    while url:
        told, headers = _json(url)
        rows += told["items"] if "items" in told else told["results"]
        url = told.get("next")
        url = f"{live.url}{url}" if url and url.startswith("/") else url
        pages += 1
        assert headers["ETag"]
    assert pages > 1
    tab.goto(live.page("/areas/BU00010000/rate01", "en"))
    table = tab.get_by_role("table").first
    assert table.locator("tbody tr").count() == len({row["period"] for row in rows})
    last = max((row for row in rows if row["value"] is not None), key=lambda row: row["period"])
    shown = table.locator("tbody tr", has_text=last["period"]).first.inner_text()
    assert f"{last['value']:.1f}%" in shown


def test_correction_is_told_with_its_cause(tab: Any, live: Any) -> None:
    tab.goto(f"{live.url}/nl/editions")
    tab.locator(f"a[href*='{live.newer}/changed-since/']").click()
    assert tab.url.endswith(f"{live.newer}/changed-since/{live.older}")
    assert "anders" in tab.locator(".ww-lead").inner_text()
    causes = tab.locator("#causes").inner_text()
    assert "invoer" in causes
    tab.get_by_label("Tabel", exact=True).select_option(label="cijfers")
    tab.get_by_role("button", name="Tonen").click()
    rows = tab.locator("#differences tbody tr")
    assert rows.count() >= 1
    assert all("cijfers" in text for text in rows.all_inner_texts())


def test_older_address_keeps_working_and_points_to_the_newer(tab: Any, live: Any) -> None:
    tab.goto(live.page(edition=live.older))
    banner = tab.locator(".ww-banner--older")
    assert banner.is_visible()
    banner.get_by_role("link").click()
    assert tab.url.endswith(live.newer)


def test_file_has_the_hash_that_the_page_and_the_manifest_say(tab: Any, live: Any) -> None:
    tab.goto(live.page("/files"))
    row = tab.locator("#files tbody tr", has_text="figures.parquet")
    said = row.locator("td").last.inner_text().strip()
    with tab.expect_download() as waiting:
        row.get_by_role("link").click()
    assert hashlib.sha256(waiting.value.path().read_bytes()).hexdigest() == said
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="manifest.json").click()
    manifest = json.loads(waiting.value.path().read_bytes())
    assert manifest["outputs"]["figures.parquet"]["sha256"] == said
