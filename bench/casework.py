"""Casework with many households: how long pages take, how many questions they ask, the plan of the rule of sight, and
sealing everything with another key.

Run: uv run python bench/casework.py [--size smoke|small|full]. full: 10,000 households, 200 workers, 2,000,000 lines of the
read log. On SQLite in a folder that is thrown away, or on DATABASE_URL. Nobody has the rule of sight to lay beside it, so
the figures stand alone; pages must stay under 150 ms (p95) with the same number of questions at every size.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SIZES = {"smoke": (60, 6, 600), "small": (1_000, 40, 50_000), "full": (10_000, 200, 2_000_000)}
PAGES, BATCH = 40, 2_000
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))


def fill(households: int, workers: int, looks: int, now: datetime) -> list[Any]:
    """So many of each in the database; gives the workers, each with as many households as the next."""
    from visitors import account_of
    from wijkwerk.casework import models as m

    team = m.Organisation.objects.create(code="team", name="Team", kind="team")
    staff = [
        m.Worker.objects.create(
            user=account_of(f"w{number}@example.org", "case-worker", place="team"),
            organisation=team,
            name=f"W. {number}",
            function="werker",
        )
        for number in range(workers)
    ]
    start = now - timedelta(days=200)
    homes = m.Household.objects.bulk_create(
        [m.Household(organisation=team, opened_at=start) for _ in range(households)], BATCH
    )
    people = m.Person.objects.bulk_create(
        [m.Person(name=f"Persoon {n}", born_on="1990-01-01") for n in range(2 * households)], BATCH
    )
    m.Residence.objects.bulk_create(
        [
            m.Residence(household=homes[n // 2], person=person, relation="head", starts_at=start)
            for n, person in enumerate(people)
        ],
        BATCH,
    )
    directing = [(home, staff[n % workers]) for n, home in enumerate(homes)]
    m.Membership.objects.bulk_create(
        [
            m.Membership(
                household=home,
                worker=worker,
                purpose="plan",
                because="x",
                starts_at=start,
                confirmed_at=now,
            )
            for home, worker in directing
        ],
        BATCH,
    )
    m.Direction.objects.bulk_create(
        [m.Direction(household=home, worker=worker, starts_at=start) for home, worker in directing],
        BATCH,
    )
    m.OpenDomain.objects.bulk_create(
        [
            m.OpenDomain(
                household=home, domain="care", because="x", opened_by=worker, starts_at=start
            )
            for home, worker in directing
        ],
        BATCH,
    )
    m.Note.objects.bulk_create(
        [
            m.Note(
                household=home,
                domain="care",
                kind="visit",
                at=start,
                written_at=start,
                worker=worker,
                text="Bezoek.",
            )
            for home, worker in directing
        ],
        BATCH,
    )
    for first in range(0, looks, BATCH):
        m.Look.objects.bulk_create(
            m.Look(
                trace=f"{number:032x}",
                at=start + timedelta(seconds=number),
                household=homes[number % households],
                worker=staff[number % workers],
                role="director",
                purpose="plan",
                activity="household",
                domains="care,identity",
            )
            for number in range(first, min(first + BATCH, looks))
        )
    return staff


def timed(ask: Callable[[int], Any]) -> tuple[float, float, float]:
    """Median and p95 of asking, and the median of its processor time, in milliseconds, after one that warms up."""
    ask(0)
    times, worked = [], []
    for number in range(PAGES):
        began, busy = time.perf_counter(), time.process_time()
        answer = ask(number)
        times.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
        assert answer.status_code == 200, answer.status_code
    return (
        statistics.median(times),
        statistics.quantiles(times, n=20)[-1],
        statistics.median(worked),
    )


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="full")
    size = SIZES[parser.parse_args().size]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WIJKWERK_DATA"] = folder
        measure(size)


def measure(size: tuple[int, int, int]) -> None:
    """All figures at a size."""
    from wijkwerk.audit.database import open_database

    open_database(None)
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from visitors import account_of, login
    from wijkwerk.casework import models as m
    from wijkwerk.casework.policies import Looking, households
    from wijkwerk.casework.sealing import add_key
    from wijkwerk.casework.services.consents import make_code
    from wijkwerk.casework.services.rotation import rotate

    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver"]
    now = datetime.now(UTC)
    began = time.perf_counter()
    staff = fill(*size, now)
    print(
        f"{size[0]:,} households, {size[1]} workers, {size[2]:,} looks: {time.perf_counter() - began:.0f} s"
    )
    connection.cursor().execute("ANALYZE")
    user = account_of(staff[0].user.email)
    client = login(user, now)
    looking = Looking(user, "plan", now)
    own = list(households(looking))
    code = make_code(looking, own[0], person=own[0].residences.all()[0].person)
    pages: dict[str, Callable[[int], Any]] = {
        "list": lambda _number: client.get("/nl/casework/for/plan"),
        "household": lambda number: client.get(
            f"/nl/casework/for/plan/{own[number % len(own)].token}"
        ),
        "who looked": lambda _number: Client().post("/nl/casework/looked", {"code": code}),
    }
    for name, ask in pages.items():
        middle, p95, worked = timed(ask)
        with CaptureQueriesContext(connection) as asked:
            ask(0)
        print(
            f"{name:12} median {middle:6.0f} ms   p95 {p95:6.0f} ms   processor {worked:4.0f} ms   {len(asked)} questions"
        )
    print("the rule of sight:", households(looking).explain(), sep="\n")
    add_key()
    began = time.perf_counter()
    number = rotate()
    seconds = time.perf_counter() - began
    print(
        f"sealed anew: {number:,} values in {seconds:.1f} s ({60 * number / seconds:,.0f} a minute)"
    )
    assert m.Person.objects.order_by("-id")[0].name.startswith("Persoon")


if __name__ == "__main__":
    main()
