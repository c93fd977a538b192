"""Run by test_at_once.py as a process of its own: two connections, one that holds a programme in the
middle of a step, and one that wants another thing of the same programme.

Prints what each did, in which order, as JSON.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime
from typing import Any

from wijkwerk.audit.database import open_database

open_database(None)

from django.db import connection, transaction  # noqa: E402

from wijkwerk.access import accounts, throttle  # noqa: E402
from wijkwerk.access.models import Attempt, User  # noqa: E402
from wijkwerk.audit.api import verify  # noqa: E402
from wijkwerk.programme.models import Organisation, Plan, Programme, Signatory  # noqa: E402
from wijkwerk.programme.services.common import STEPS  # noqa: E402
from wijkwerk.workflow.api import StepCommand  # noqa: E402

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GUESSES = 12
told: list[str] = []


def somebody(name: str) -> User:
    """An account of the bureau."""
    user = User.objects.create(email=f"{name}@example.org", created_at=NOW)
    accounts.give_role(user, "programme-bureau", ["zuid"], date(2026, 1, 1), None, "command", NOW)
    user.second_factor_passed = True
    return user


def in_a_thread(what: Any) -> threading.Thread:
    """A thread with a connection of its own, which is closed at its end."""

    def run() -> None:
        try:
            what()
        except Exception as fault:  # told, so that the test shows it
            told.append(f"{type(fault).__name__}: {fault}"[:200])
        finally:
            connection.close()

    made = threading.Thread(target=run)
    made.start()
    return made


def two_things_of_one_whole() -> None:
    """One holds the programme; a plan of it and the programme itself wait for that."""
    programme = Programme.objects.create(
        slug="zuid",
        title="Zuid",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    city = Organisation.objects.create(slug="stad", name="Stad")
    plans = [
        Plan.objects.create(
            programme=programme,
            title=f"Plan {year}",
            state="draft",
            first_year=year,
            last_year=year + 3,
        )
        for year in (2025, 2029)
    ]
    for plan in plans:
        Signatory.objects.create(programme=programme, plan=plan, organisation=city)
    users = [somebody(f"bureau{number}") for number in range(2)]
    held, go = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            STEPS.locked(programme.pk)
            held.set()
            go.wait(30)
            told.append("first is done")

    def second(number: int) -> None:
        held.wait(30)
        step = STEPS.step("plan", "write")
        command = StepCommand(users[number], NOW, plans[number].version, "Tekst.")
        STEPS.move(plans[number], step, command, "programme-bureau")
        told.append("a plan was written")

    threads = [in_a_thread(first), *(in_a_thread(lambda n=n: second(n)) for n in range(2))]
    held.wait(30)
    for thread in threads[1:]:
        thread.join(1.5)  # whoever doesn't wait for the lock is done by now
    told.append("go")
    go.set()
    for thread in threads:
        thread.join(60)


def guesses_at_once() -> int:
    """So many guesses of one password at one moment; how many weren't made to wait."""
    gate, free, lock = threading.Barrier(GUESSES), [0], threading.Lock()

    def guess() -> None:
        gate.wait()
        waited = throttle.take("password", "somebody@example.org", NOW)
        with lock:
            free[0] += not waited

    # One that is there already: the first guess is always in time.
    throttle.count("password", "somebody@example.org", NOW)
    threads = [in_a_thread(guess) for _ in range(GUESSES)]
    for thread in threads:
        thread.join(60)
    return free[0]


if __name__ == "__main__":
    two_things_of_one_whole()
    allowed = guesses_at_once()
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "told": told,
                "allowed": allowed,
                "failures": Attempt.objects.get(kind="password").failures,
                "breaks": len(verify()[0].breaks),
                "versions": [plan.version for plan in Plan.objects.order_by("pk")],
            }
        )
    )
