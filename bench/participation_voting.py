"""People who vote at once, while two of the processes that serve them are killed: no vote is lost, none counts twice.

    python bench/participation_voting.py --voters 2000 --workers 4
    DATABASE_URL=postgresql://… python bench/participation_voting.py --voters 2000 --workers 4

Every code is used by two processes at the same time; who was cut off tries again. Prints ballots a second (every
one is a transaction that reached the disk) and what was counted, as JSON. SQLite in WAL in a folder of its own, or
the database of DATABASE_URL (an empty one). Exit code 1 when a vote is lost or doubled. The aim is 200 a second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

NOW = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)


def prepare(voters: int) -> tuple[int, list[str], list[str]]:
    """A budget that is open: its number, those of its projects, and the codes of letters."""
    from wijkwerk.participation.models import Budget, Process, Project, VotingCode
    from wijkwerk.participation.services import secrets

    days = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    process = Process.objects.create(
        state="open", title="Wijk", municipality="GM9001", areas="GM9001", **days
    )
    budget = Budget.objects.create(
        process=process, state="settled", title="Budget", amount=100_000_00, most=2,
        opens_on=date(2026, 4, 1), closes_on=date(2026, 4, 21),
    )  # fmt: skip
    projects = [
        Project.objects.create(
            process=process, budget=budget, state="admitted", title=f"Plan {n}", text="x", cost=1
        )
        for n in range(20)
    ]
    codes = [secrets.new_code() for _ in range(voters)]
    VotingCode.objects.bulk_create(
        VotingCode(budget=budget, digest=secrets.digest("code", budget.pk, code)) for code in codes
    )
    return budget.pk, [str(project.pk) for project in projects], codes


def cast_all(budget_number: int, projects: list[str], codes: list[str], told: Path) -> None:
    """Cast a ballot with each code, and write down each that the site said was in the box."""
    from wijkwerk.participation.models import Budget
    from wijkwerk.participation.services import voting

    budget = Budget.objects.get(pk=budget_number)
    draw = random.Random(os.getpid())
    with told.open("a", buffering=1) as file:
        for code in codes:
            voting.cast(budget, code, dict.fromkeys(draw.sample(projects, 2), 1), NOW)
            print(code, file=file)


def forked(*told: object) -> int:
    """A process of its own that casts; its number."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        cast_all(*told)  # type: ignore[arg-type]
        code = 0
    finally:
        connections.close_all()
        os._exit(code)


def main() -> int:
    """Vote, kill, vote on, count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--voters", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("WIJKWERK_DATA", name)
        os.environ.setdefault(
            "WIJKWERK_SECRET_KEY", "of this benchmark alone, with 50 signs or more ...."
        )
        from wijkwerk.audit.database import open_database

        open_database(None)
        result = run(given.voters, given.workers, folder)
    print(json.dumps(result))
    return 0 if result["lost"] == result["doubled"] == 0 else 1


def run(voters: int, workers: int, folder: Path) -> dict[str, object]:
    """What came of it."""
    from django.db import connection

    from wijkwerk.participation.models import Budget, CastBallot, VotingCode
    from wijkwerk.participation.services import voting

    number, projects, codes = prepare(voters)
    vendor = connection.vendor
    # Each code is in the hands of two: its own process, and the next one.
    shares = [codes[n::workers] for n in range(workers)]
    told = [folder / f"told-{n}" for n in range(workers)]
    started = time.perf_counter()
    children = {
        forked(number, projects, [*shares[n], *shares[n - 1]], told[n]): n for n in range(workers)
    }
    # When about a tenth is in, two of them are killed wherever they are.
    while sum(len(path.read_text().split()) for path in told if path.exists()) < voters // 10:
        time.sleep(0.01)
    victims = random.Random(voters).sample(sorted(children), 2)
    for child in victims:
        os.kill(child, signal.SIGKILL)
    for child in list(children):
        os.waitpid(child, 0)
    again = [code for child in victims for code in shares[children[child]]]
    child = forked(number, projects, again, folder / "told-again")
    os.waitpid(child, 0)
    seconds = time.perf_counter() - started
    acknowledged = [code for path in folder.glob("told-*") for code in path.read_text().split()]
    budget = Budget.objects.get(pk=number)
    in_box = CastBallot.objects.filter(budget=budget).count()
    missing = [code for code in set(acknowledged) if voting.ballot_of(budget, code) is None]
    unused = VotingCode.objects.filter(budget=budget, used_on=None).count()
    return {
        "database": vendor,
        "acknowledged": len(acknowledged),
        "seconds": round(seconds, 2),
        "a_second": round(len(acknowledged) / seconds),
        "processor_ms_a_ballot": round(1000 * _processor_seconds() / len(acknowledged), 1),
        "ballots": in_box,
        "lost": len(missing) + unused,
        "doubled": in_box - len(set(codes)) if in_box > len(set(codes)) else 0,
    }


def _processor_seconds() -> float:
    """Of all processes that voted."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
