"""Make the pictures of the running site that README.md shows.

    python scripts/pictures.py                 of the simulated country, built for the occasion
    python scripts/pictures.py EDITIONS        of the edition that `wijkwerk serve` shows first
    python scripts/pictures.py EDITIONS NAME   of that edition or source

Needs Chromium. Writes docs/pictures/home.png and docs/pictures/area.png, each below 250 kB.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from wijkwerk.monitor.api import build_edition, simulate

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MOST_BYTES = 250_000
WIDTH, HEIGHT = 1200, 1240
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Serve, look, write; 0 when both pictures are there and small enough."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("There is no chromium on this machine: install it and try again.")
        return 1
    with tempfile.TemporaryDirectory() as work:
        named = arguments[1] if len(arguments) > 1 else None
        editions = Path(arguments[0]) if arguments else _simulated(Path(work))
        with _served(editions, Path(work), named) as url, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
            OUT.mkdir(parents=True, exist_ok=True)
            page.goto(url)
            _taken(page, OUT / "home.png")
            # The first area of the table that the front page leads to: the one that is furthest behind.
            page.locator("main a[href*='/gebieden/']").first.click()
            page.locator(".ww-matrix tbody a").first.click()
            _taken(page, OUT / "area.png")
            browser.close()
    large = [path.name for path in sorted(OUT.glob("*.png")) if path.stat().st_size > MOST_BYTES]
    for name in large:
        print(f"{name} is larger than {MOST_BYTES} bytes.")
    return 1 if large else 0


def _simulated(work: Path) -> Path:
    """A folder with an edition of the made-up country."""
    build_edition(simulate(work / "source"), work / "editions")
    return work / "editions"


def _taken(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    # A page has few colours: a palette makes the file a third as large, and looks the same.
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(path, optimize=True)
    print(f"{path.relative_to(OUT.parents[1])}: {path.stat().st_size // 1000} kB")


@contextmanager
def _served(editions: Path, work: Path, default: str | None) -> Iterator[str]:
    """The site on a free port, until the pictures are taken."""
    command = [
        sys.executable,
        "-m",
        "wijkwerk",
        "serve",
        str(editions),
        "--port",
        "0",
        "--var",
        str(work / "var"),
        "--data",
        str(work / "data"),
        *(["--default", default] if default else []),
    ]
    # To a file: a pipe that nobody empties would stop the site once it is full.
    log = work / "site.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield f"{_address(process, log)}/nl/"
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _attempt in range(480):
        match = re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8"))
        if match and _answers(f"{match[0]}/health/ready"):
            return match[0]
        if process.poll() is not None:
            break
        time.sleep(0.25)
    raise SystemExit("The site did not start: run `wijkwerk serve` to see why.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
