"""Pages on a phone: Chromium with a processor four times as slow, and Lighthouse's slow 4G."""

from __future__ import annotations

import http.client
import json
import shutil
from typing import Any

CPU = 4
# Lighthouse's mobileSlow4G as applied in a browser: 150 ms and 1.6 Mbit/s, with its corrections.
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 1474.56 * 1024 / 8,
           "uploadThroughput": 675 * 1024 / 8}  # fmt: skip
_PAINTS = """() => new Promise(done => {
  const seen = {first: 0, largest: 0};
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  seen.first = first ? first.startTime : 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) seen.largest = one.startTime;
    done(seen);
  }).observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(seen), 3000);
})"""
_OF_THE_MAP = ("maplibre", "map.geojson", "/map.js", "locate")


def phone(port: int) -> None:
    """Print, per page, when something is to be seen and what came over the line."""
    from playwright.sync_api import sync_playwright

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", "/api/v1/editions")
    edition = json.loads(line.getresponse().read())["items"][0]["id"]
    api = f"/api/v1/editions/{edition}"
    line.request("GET", f"{api}/areas?level=neighbourhood&limit=3")
    area = json.loads(line.getresponse().read())["items"][2]["code"]
    line.request("GET", f"{api}/indicators")
    indicators = [item["id"] for item in json.loads(line.getresponse().read())["items"]]
    home = f"/nl/editions/{edition}"
    pages = {
        "home": home,
        "indicator": f"{home}/indicators/{indicators[0]}",
        "area": f"/nl/gebieden/{area}?edition={edition}",
        "selection": f"{home}/selection?area={area}&indicator={indicators[0]}",
        "how sure": "/nl/about/how-sure",
    }
    print(f"{'phone':20}{'first s':>9}{'largest s':>11}{'kB':>8}{'map kB':>9}")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path in pages.items():
            # A visitor before this one had the page made; the phone itself has nothing yet.
            _visit(browser, f"http://127.0.0.1:{port}{path}", throttled=False)
            told = _visit(browser, f"http://127.0.0.1:{port}{path}", throttled=True)
            print(
                f"{name:20}{told['first'] / 1000:9.2f}{told['largest'] / 1000:11.2f}"
                f"{told['bytes'] / 1000:8.0f}{told['map'] / 1000:9.0f}",
                flush=True,
            )
        browser.close()


def _visit(browser: Any, address: str, throttled: bool) -> dict[str, float]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if throttled:
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    names: dict[str, str] = {}
    came = {"bytes": 0.0, "map": 0.0}

    def asked(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"]

    def done(event: dict[str, Any]) -> None:
        of_map = any(part in names.get(event["requestId"], "") for part in _OF_THE_MAP)
        came["map" if of_map else "bytes"] += event["encodedDataLength"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", done)
    page.goto(address, wait_until="load", timeout=120_000)
    paints = page.evaluate(_PAINTS)
    context.close()
    return {**came, **paints}
