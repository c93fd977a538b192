"""Pages and API of a large programme: how long each takes, and how many questions it asks.

    python bench/programme_site.py --size full

Full is 10,000 projects, 2,000 targets, 5,000 commitments and 200 organisations, in SQLite, or in the
database of DATABASE_URL when that is set. One process, Django's test client: without the network,
with everything else. The aim is 150 ms for the slowest of twenty (p95).
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PUBLIC = ("", "/council", "/targets", "/targets?page=2", "/commitments", "/projects",
          "/projects/portfolio", "/decisions", "/letters", "/calendar.ics")  # fmt: skip
WORK = ("", "/plans", "/targets", "/commitments", "/projects", "/board", "/papers", "/people")
API = ("", "/targets", "/measurements", "/commitments", "/projects", "/decisions")


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["small", "full"], default="small")
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    folder = tempfile.TemporaryDirectory()
    os.environ.update(
        WIJKWERK_DATA=folder.name,
        WIJKWERK_VAR=folder.name,
        WIJKWERK_EDITIONS=folder.name,
        WIJKWERK_LISTS=folder.name,
        DJANGO_SETTINGS_MODULE="wijkwerk.site.settings",
    )
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    call_command("migrate", verbosity=0)
    sys.path += [str(HERE), str(HERE.parent / "tests")]
    from programme_fixture import SIZES, SLUG, fill

    logging.disable(logging.INFO)  # a line a request would stand between the figures
    started = time.perf_counter()
    fill(given.size)
    print(f"{SIZES[given.size]} in {time.perf_counter() - started:.1f} s")
    browser = _bureau()
    from wijkwerk.site.server import when_ready

    when_ready(None)  # as the server does before it answers
    print(f"{'page':<44}{'median':>9}{'p95 ms':>9}{'questions':>11}{'kB':>7}")
    slowest = 0.0
    for base, rooms in (
        (f"/nl/programmes/{SLUG}", PUBLIC),
        (f"/nl/programmes/{SLUG}/work", WORK),
        (f"/api/v1/programmes/{SLUG}", API),
    ):
        for room in rooms:
            slowest = max(slowest, _measure(browser, base + room, given.times))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest p95 {slowest:.0f} ms (aim 150); peak memory {peak:.0f} MB")


def _bureau() -> object:
    """A browser that somebody of the bureau, who is its chair too, came in with."""
    from django.utils import timezone

    from visitors import account_of, login

    roles = ("programme-bureau", "programme-chair")
    return login(account_of("bureau@example.org", *roles, place="large"), timezone.now())


def _measure(browser: object, address: str, times: int) -> float:
    """Print a page's line; gives its p95 in milliseconds. The first answer, which fills what is
    kept, isn't counted; RuntimeError for a page that doesn't answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, size, asked = [], 0, 0
    for number in range(times + 1):
        with CaptureQueriesContext(connection) as questions:
            start = time.perf_counter()
            answer = browser.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            taken.append(1000 * (time.perf_counter() - start))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        if number:
            asked, size = len(questions), len(body)
    first, again = taken[0], sorted(taken[1:])
    p95 = again[max(0, round(0.95 * len(again)) - 1)]
    print(
        f"{address:<44}{again[len(again) // 2]:>9.0f}{p95:>9.0f}{asked:>11}{size // 1024:>7}"
        f"   first {first:.0f}",
        flush=True,
    )
    return p95


if __name__ == "__main__":
    main()
