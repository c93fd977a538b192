"""Casework with many households: how long pages take, how many questions they ask, the plan of the rule of sight,
sealing everything with another key, and erasing what is past its term.

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
    _log(looks, [home.pk for home in homes], [row.pk for row in staff], start)
    return staff


def _log(looks: int, homes: list[int], staff: list[int], start: datetime) -> None:
    """So many lines of the read log, a second apart, over all households and workers; made by the database itself."""
    from django.db import connection

    from wijkwerk.casework.models import Look

    at = (
        "%s::timestamptz + n * interval '1 second'"
        if connection.vendor == "postgresql"
        else "strftime('%%Y-%%m-%%d %%H:%%M:%%f', %s, n || ' seconds')"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %s) "
            f"INSERT INTO {Look._meta.db_table} "
            "(trace, at, household_id, worker_id, role, purpose, activity, domains) "
            f"SELECT 'bench', {at}, %s + n %% %s, %s + n %% %s, 'director', 'plan', 'household', 'care,identity' "
            "FROM numbers",
            [looks, start.isoformat(sep=" ")[:19], min(homes), len(homes), min(staff), len(staff)],
        )


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
    from wijkwerk.casework.services.erasure import erase
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
    # Fifteen years later: what the fill wrote in its first days has ended, of the read log a day for each 86,400 lines.
    later = now + timedelta(days=15 * 365.25 - 190)
    began = time.perf_counter()
    report = erase(later)
    seconds = time.perf_counter() - began
    print(f"erased: {sum(report.erased.values()):,} rows in {seconds:.1f} s; {dict(report.erased)}")


if __name__ == "__main__":
    main()
