"""Run by test_at_once.py as a process of its own: ten decide at once, and ten write the history."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime
from pathlib import Path

from wijkwerk.audit.database import open_database

open_database(None)

from django.db import connection, transaction  # noqa: E402

from wijkwerk.access import accounts  # noqa: E402
from wijkwerk.access.models import User  # noqa: E402
from wijkwerk.audit.api import record, verify  # noqa: E402
from wijkwerk.designation import services  # noqa: E402
from wijkwerk.designation.list_folders import Listed  # noqa: E402
from wijkwerk.designation.models import Procedure, Step  # noqa: E402
from wijkwerk.workflow.api import StepCommand  # noqa: E402

NUMBER = 10
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 5, 2, 9, 0, tzinfo=UTC)
services.find_list = lambda folder, name: Listed(name, "L", "L", True, (2025,), "0" * 64)  # type: ignore[assignment]
services.areas_of = lambda folder, name, year: []  # type: ignore[assignment]


def somebody(name: str, role: str) -> User:
    """An account with a role."""
    user = User.objects.create(email=f"{name}@example.org", created_at=START)
    accounts.give_role(user, role, [], date(2026, 1, 1), None, "command", START)
    user.second_factor_passed = True
    return user


def main() -> None:
    """Print who won, and whether the history holds."""
    official = somebody("official", "official")
    deciders = [somebody(f"decider{n}", "decider") for n in range(NUMBER)]
    made = services.start(StepCommand(official, START), Path(), "list", 2025)
    made = services.open_for_objections(StepCommand(official, START, 1), made, date(2026, 4, 13))
    gate, results, lock = threading.Barrier(2 * NUMBER), [], threading.Lock()

    def decide(user: User) -> None:
        gate.wait()
        try:
            services.decide(StepCommand(user, AFTER, made.version, f"By {user.pk}."), made)
            told = "won"
        except Exception as fault:
            told = type(fault).__name__
        with lock:
            results.append(told)
        connection.close()

    def write(number: int) -> None:
        gate.wait()
        with transaction.atomic():
            record("command", "test.write", "thing", number, AFTER)
        connection.close()

    threads = [threading.Thread(target=decide, args=(decider,)) for decider in deciders]
    threads += [threading.Thread(target=write, args=(n,)) for n in range(NUMBER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = verify()[0]
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "results": sorted(results),
                "state": Procedure.objects.get(pk=made.pk).state,
                "decisions": Step.objects.filter(action="decide").count(),
                "breaks": len(entries.breaks),
                "entries": entries.place,
            }
        )
    )


main()
