"""The real site on a port of its own, with editions made for it, and a real browser before it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from editions import BuildOnce
from wijkwerk.designation.api import Options, build_list
from wijkwerk.monitor.sources.simulate.country import Size, simulate

sys.path.insert(0, str(Path(__file__).parent))  # for browsing.py, with --import-mode=importlib

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# The live map needs WebGL, drawn in software here; every page drawn so would take a third longer.
WITH_WEBGL = [*FLAGS, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WITHOUT_WEBGL = [*FLAGS, "--disable-gpu"]
_BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'


@dataclass(frozen=True)
class Site:
    """A running site: its address and the ids of its editions."""

    url: str
    country: str
    published: str
    older: str  # of the same source as ``newer``
    newer: str
    editions: Path
    data: Path  # where its accounts are
    list: str  # a list of the country's areas

    def page(self, path: str = "", language: str = "nl", edition: str = "") -> str:
        """The address of a page of an edition, the country's unless another is named."""
        return f"{self.url}/{language}/editions/{edition or self.country}{path}"


@pytest.fixture(scope="session")
def live(
    tmp_path_factory: pytest.TempPathFactory, examples: Path, build_once: BuildOnce, migrated: Path
) -> Iterator[Site]:
    """The site as `wijkwerk serve` starts it; skips where no browser is there to look at it."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    work = tmp_path_factory.mktemp("e2e")
    editions = work / "editions"
    country = build_once(simulate(work / "country", Size(4, 12, 60, 5, 3), seed=7), editions)
    made = build_list("denmark", country, work / "lists", Options(draws=200))
    published = build_once(examples / "outcomemonitor-2013", editions)
    older = build_once(examples / "format", editions)
    serve = [
        sys.executable,
        "-m",
        "wijkwerk",
        "serve",
        str(editions),
        "--var",
        str(work / "var"),
        "--data",
        str(work / "data"),
        "--default",
        country.name,
    ]
    (work / "data").mkdir(mode=0o700)
    shutil.copy(migrated, work / "data")
    # The correction comes later, as in real life: the site knows which one is the newer by that.
    subprocess.run([*serve, "--prepare-only"], check=True, capture_output=True, timeout=300)
    newer = build_once(_corrected(examples / "format", work / "format"), editions)
    programme = examples / "programmes" / "rotterdam-zuid.json"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "wijkwerk",
            "programme",
            "import",
            str(programme),
            "--data",
            str(work / "data"),
        ],
        check=True,
        capture_output=True,
    )
    command = [*serve, "--port", "0"]
    # To a file: a pipe that nobody empties would stop the site once it is full.
    log = work / "site.log"
    there = {**os.environ, "WIJKWERK_LISTS": str(work / "lists")}
    with started(command, log, there) as url:
        yield Site(
            url,
            country.name,
            published.name,
            older.name,
            newer.name,
            editions,
            work / "data",
            made.name,
        )


@contextmanager
def started(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[str]:
    """The site that ``command`` starts, stopped at the end; gives its address once it answers."""
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process,
    ):
        try:
            yield _address(process, log)
        finally:
            process.terminate()
            process.wait(timeout=40)  # its workers have 20 seconds to finish


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _corrected(source: Path, copy: Path) -> Path:
    """The source with one number other than before, as a correction would bring it."""
    shutil.copytree(source, copy)
    observations = copy / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    assert ";job_seekers;210;" in text
    observations.write_text(text.replace(";job_seekers;210;", ";job_seekers;215;"), "utf-8")
    return copy


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the site listens, once it answers there."""
    for _attempt in range(480):
        match = re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8"))
        if match and _answers(f"{match[0]}/health/ready"):
            return match[0]
        if process.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"the site did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


# Of a module, not of the session: an open browser would stop Django's tests in this process.
@pytest.fixture(scope="module")
def driver(live: Site) -> Iterator[Any]:
    """Playwright, once the site is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="module")
def browser(driver: Any) -> Iterator[Any]:
    """Chromium of this machine, without WebGL: a page shows its map as a drawing."""
    made = driver.chromium.launch(executable_path=CHROMIUM, args=WITHOUT_WEBGL)
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser_with_webgl(driver: Any) -> Iterator[Any]:
    """Chromium that draws the live map."""
    made = driver.chromium.launch(executable_path=CHROMIUM, args=WITH_WEBGL)
    yield made
    made.close()


class Tab:
    """A tab that remembers what the browser complained of."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(locale="nl-NL", **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _failed(self, request: Any) -> None:
        # What the browser itself gives up on when one leaves a page is no fault.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"{request.failure} {request.url}")

    def close(self) -> None:
        """Close it, and fail when something was wrong."""
        self.context.close()
        assert self.complaints == []


def until(page: Any, expression: str, seconds: float = 15) -> None:
    """Wait until an expression is true on the page; Playwright's own way needs eval, which the
    site's policy refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"still not so: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture(name="until")
def until_fixture() -> Any:
    """``until``, for tests."""
    return until


_DESK = {"width": 1280, "height": 900}


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A page on a desk; fails the test when the browser complains of anything."""
    made = Tab(browser, viewport=_DESK, accept_downloads=True)
    made.page.set_default_timeout(30_000)
    yield made.page
    made.close()


@pytest.fixture
def tab_with_webgl(browser_with_webgl: Any) -> Iterator[Any]:
    """As ``tab``, where the live map is drawn."""
    made = Tab(browser_with_webgl, viewport=_DESK)
    made.page.set_default_timeout(30_000)
    yield made.page
    made.close()


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page on a telephone of 360 pixels."""
    made = Tab(browser, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    made.page.set_default_timeout(30_000)
    yield made.page
    made.close()


@pytest.fixture
def plain(browser: Any) -> Iterator[Any]:
    """A page without JavaScript."""
    made = Tab(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    made.page.set_default_timeout(30_000)
    yield made.page
    made.close()


@pytest.fixture(scope="module")
def undrawn_tab(browser: Any) -> Iterator[Tab]:
    """A tab whose pictures are blank: drawing them all would take most of the time. One for all
    pages of a module: a new browser profile reads fonts, styles and scripts anew."""
    made = Tab(browser, viewport=_DESK)
    made.page.set_default_timeout(30_000)
    made.page.route(
        re.compile(r"/(charts|lessons)/"),
        lambda route: route.fulfill(status=200, content_type="image/svg+xml", body=_BLANK),
    )
    yield made
    made.close()


@pytest.fixture
def undrawn(undrawn_tab: Tab) -> Iterator[Any]:
    """The page of ``undrawn_tab`` as it was at first; fails the test when the browser complains."""
    undrawn_tab.page.set_viewport_size(_DESK)
    yield undrawn_tab.page
    complaints, undrawn_tab.complaints = undrawn_tab.complaints, []
    assert complaints == []
