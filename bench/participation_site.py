"""Pages and API of a process with 5,000 ideas and 50,000 contributions: how long each takes, and how many questions.

    python bench/participation_site.py --size full

Full is 5,000 ideas, 35,000 more that were joined with them, 10,000 promises of 10 campaigns, and a step for each; small is a
hundredth. SQLite, or the database of DATABASE_URL (an empty one). One process, Django's test client: without the
network, with everything else. The aim is 150 ms for the slowest of twenty (p95), and as many questions as with a few.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

SIZES = {"small": 100, "full": 1}
PAGES = ("", "/ideas", "/ideas?page=60", "/ideas/{idea}", "/campaigns", "/campaigns/{campaign}", "/agreements",
         "/submit", "/calendar.ics")  # fmt: skip
API = ("", "/{process}/ideas", "/{process}/campaigns")
WORK = ("", "/ideas", "/campaigns/{campaign}", "/pledges")


def fill(size: str) -> dict[str, int]:
    """Numbers of a process, an idea and a campaign in the middle."""
    from wijkwerk.participation.models import Campaign, Idea, Pledge, Process, ProcessStep

    ideas, joined, promises = (number // SIZES[size] for number in (5_000, 35_000, 10_000))
    now, today = datetime.now(UTC), date.today()
    process = Process.objects.create(
        state="open", title="Wijk", municipality="GM9001", areas="GM9001", question="Wat kan beter?",
        begins_on=today, ends_on=today + timedelta(300),
    )  # fmt: skip
    facts = {
        "process": process,
        "received_on": today,
        "public": True,
        "text": "Een plek om te zitten. " * 20,
    }

    def day(number: int) -> date:
        return today + timedelta(number % 40 - 10)

    leading = Idea.objects.bulk_create(
        Idea(
            state="answered" if n % 3 else "received", title=f"Idee {n} over de straat", answer_by=day(n),
            answered_on=day(n) if n % 3 else None, decision="taken" if n % 3 else "", **facts,
        )
        for n in range(ideas)
    )  # fmt: skip
    Idea.objects.bulk_create(
        (
            Idea(state="joined", title=f"Ook {n}", answer_by=day(n), joined_to=leading[n % ideas], **facts)
            for n in range(joined)
        ),
        batch_size=500,
    )  # fmt: skip
    campaigns = Campaign.objects.bulk_create(
        Campaign(
            process=process, state="open", title=f"Plek {n}", text="x", minimum=100_000, not_reached="Terug.",
            ends_on=today + timedelta(30),
        )
        for n in range(10)
    )  # fmt: skip
    Pledge.objects.bulk_create(
        (
            Pledge(
                process=process, campaign=campaigns[n % 10], state=("promised", "confirmed")[n % 2], amount=500,
                promised_on=today, reference=f"RF{n}",
            )
            for n in range(promises)
        ),
        batch_size=500,
    )  # fmt: skip
    ProcessStep.objects.bulk_create(
        (
            ProcessStep(
                process=process, machine="idea", object_id=row.pk, action="submit", target="received", at=now,
                actor="resident", role="resident", place="GM9001",
            )
            for row in leading
        ),
        batch_size=500,
    )  # fmt: skip
    return {
        "process": process.pk,
        "idea": leading[ideas // 2].pk,
        "campaign": campaigns[5].pk,
    }


def measure(browser: Any, address: str, times: int) -> float:
    """Prints how long an address takes and how much it asks; the p95 in milliseconds."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, asked, size = [], 0, 0
    for _ in range(times):
        cache.clear()
        with CaptureQueriesContext(connection) as questions:
            started = time.process_time()
            answer = browser.get(address)
            taken.append(1000 * (time.process_time() - started))
        assert answer.status_code == 200, (address, answer.status_code)
        asked, size = len(questions), len(answer.content)
    taken.sort()
    p95 = taken[min(times - 1, int(times * 0.95))]
    print(f"{address:<44}{taken[times // 2]:9.0f}{p95:9.0f}{asked:11}{size / 1000:7.0f}")
    return p95


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=list(SIZES), default="small")
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(WIJKWERK_DATA=folder, WIJKWERK_EDITIONS=folder, WIJKWERK_LISTS=folder)
        from wijkwerk.audit.database import open_database

        open_database(None)
        from django.conf import settings
        from django.test import Client
        from django.utils import timezone

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES = {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }
        logging.disable(logging.INFO)
        numbers = fill(given.size)
        print(f"{'page (processor time)':<44}{'median':>9}{'p95 ms':>9}{'questions':>11}{'kB':>7}")
        import sys
        from pathlib import Path

        sys.path.append(str(Path(__file__).parents[1] / "tests"))
        from visitors import account_of, login

        official = login(
            account_of("o@example.org", "participation-official", place="GM9001"), timezone.now()
        )
        slowest = 0.0
        for browser, base, pages in (
            (Client(), f"/nl/participation/{numbers['process']}", PAGES),
            (official, f"/nl/work/participation/{numbers['process']}", WORK),
            (Client(), "/api/v1/participation", API),
        ):
            for page in pages:
                address = base + page.format(**numbers)
                measure(browser, address, 1)  # a first time reads templates and words
                slowest = max(slowest, measure(browser, address, given.times))
        print(f"slowest p95 {slowest:.0f} ms of processor time (aim 150)")


if __name__ == "__main__":
    main()
