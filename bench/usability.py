"""Six questions of people who know nothing of the product, clicked through on a running site.

    make run                     (in another terminal)
    python bench/usability.py --url http://127.0.0.1:8000

Prints docs/usability.md's table: per question the clicks, where the answer ends on its page in heights of the
window, and the seconds that its pages took (until everything is loaded, suggestions included), on a desk of 1280 by
800 and a phone of 360 by 740. Exit code 1 when one took more than three clicks or a screen.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import sync_playwright

SCREENS = {"desk": (1280, 800), "phone": (360, 740)}
MOST_CLICKS, MOST_SCREENS = 3, 1.0
CHROMIUM = os.environ.get("WIJKWERK_CHROMIUM", "/usr/bin/chromium")


@dataclass
class Walk:
    """A visit from the front page on; ``clicks`` and ``seconds`` add up."""

    page: Any
    url: str
    clicks: int = 0
    seconds: float = 0.0
    screen: float = 0.0

    def start(self, query: str = "") -> None:
        """The front page; one comes there by an address, not by a click."""
        self._waited(lambda: self.page.goto(f"{self.url}/nl/{query}", wait_until="load"))

    def find(self, words: str) -> None:
        """Type into the search box (no click), and take the first suggestion."""
        suggestion = self.page.locator("#site-search-results .ww-results__link").first

        def typed() -> None:
            self.page.locator("#site-search").fill(words)
            suggestion.wait_for()

        self._waited(typed)
        self.follow(suggestion)

    def menu(self, entry: str) -> None:
        """An entry of the menu, which on a phone is opened first."""
        button = self.page.locator(".ww-menu__button")
        inside = ".ww-nav__main"
        if button.is_visible():
            self.clicks += 1
            button.click()
            inside = ".ww-menu"
        self.follow(self.page.locator(inside).get_by_role("link", name=entry, exact=True))

    def follow(self, link: Any) -> None:
        """Click on a link, until the page behind it (or the place on this page) is there."""
        self.clicks += 1

        def clicked() -> None:
            link.click()
            self.page.wait_for_load_state("load")

        self._waited(clicked)

    def answered(self, *answers: Any, in_window: bool = False) -> None:
        """Where the last of ``answers`` ends: from the top of the page, or ``in_window`` as it is now."""
        box = "one => { const box = one.getBoundingClientRect(); return [box.bottom, scrollY]; }"
        height = self.page.viewport_size["height"]
        for answer in answers:
            bottom, scrolled = answer.evaluate(box)
            self.screen = max(self.screen, (bottom + (0 if in_window else scrolled)) / height)

    def _waited(self, act: Callable[[], object]) -> None:
        start = time.perf_counter()
        act()
        self.seconds += time.perf_counter() - start


def catching_up(walk: Walk) -> None:
    """Is Schildersbuurt catching up, and is that sure?"""
    walk.start()
    walk.find("schildersbuurt")
    walk.answered(walk.page.locator("main .ww-lead").first)


def worst_off(walk: Walk) -> None:
    """Which neighbourhood of Den Haag is worst off?"""
    walk.start()
    walk.answered(walk.page.locator(".ww-front__sentence").first)


def postcode(walk: Walk) -> None:
    """My postcode, my neighbourhood"""
    walk.page.goto(f"{walk.url}/nl/editions")
    edition = walk.page.locator("main a", has_text="Voorbeeld van het bronformaat").first
    walk.start("?edition=" + edition.get_attribute("href").rstrip("/").split("/")[-1])
    walk.find("9001 AB")
    walk.answered(walk.page.locator("main .ww-lead").first)


def spreadsheet(walk: Walk) -> None:
    """Low income of all districts, all years, for a spreadsheet"""
    walk.start()
    walk.find("laag inkomen")
    link = walk.page.locator("main a", has_text="Spreadsheet: alle wijken, alle jaren").first
    walk.answered(link)

    def fetched() -> None:
        with walk.page.expect_download() as download:
            link.click()
        download.value.path()

    walk.clicks += 1
    walk._waited(fetched)


def on_the_list(walk: Walk) -> None:
    """Is Moerwijk on the list, and why?"""
    walk.start()
    walk.find("moerwijk")
    walk.follow(walk.page.locator(".ww-jump a", has_text="Op een lijst?"))
    reasons = walk.page.get_by_role("link", name="Motivering en gevolgen").first
    walk.answered(reasons, in_window=True)
    walk.follow(reasons)
    walk.answered(walk.page.locator("main .ww-answer").first)


def promise(walk: Walk) -> None:
    """Did the board keep its promise of a team in every school?"""
    walk.start()
    walk.menu("Programma")
    row = walk.page.locator("tr", has_text="Stad 4 vooruit")
    walk.follow(row.get_by_role("link", name="Afspraken"))
    walk.answered(walk.page.locator("main .ww-answer", has_text="Een wijkteam op elke school"))


TASKS = (catching_up, worst_off, postcode, spreadsheet, on_the_list, promise)


def measured(url: str, times: int) -> dict[str, dict[str, Walk]]:
    """Per question and screen the walk that took the middle of the seconds; the first, cold one is left out."""
    result: dict[str, dict[str, Walk]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for screen, (width, height) in SCREENS.items():
            for task in TASKS:
                walks = []
                for _time in range(times + 1):
                    context = browser.new_context(
                        locale="nl-NL", viewport={"width": width, "height": height}
                    )
                    walk = Walk(context.new_page(), url.rstrip("/"))
                    task(walk)
                    context.close()
                    walks.append(walk)
                walks = sorted(walks[1:], key=lambda walk: walk.seconds)
                result.setdefault(str(task.__doc__), {})[screen] = walks[len(walks) // 2]
        browser.close()
    return result


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    too_much = 0
    load = os.getloadavg()[0]
    print("| question | clicks, desk | phone | screens, desk | phone | seconds, desk | phone |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for question, walks in measured(options.url, options.times).items():
        desk, phone = walks["desk"], walks["phone"]
        print(
            f"| {question} | {desk.clicks} | {phone.clicks} | {desk.screen:.2f} | {phone.screen:.2f} "
            f"| {desk.seconds:.1f} | {phone.seconds:.1f} |"
        )
        too_much += any(
            walk.clicks > MOST_CLICKS or walk.screen > MOST_SCREENS for walk in walks.values()
        )
    print(
        f"\nLoad of the machine {load:.1f} to {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors."
    )
    return 1 if too_much else 0


if __name__ == "__main__":
    raise SystemExit(main())
