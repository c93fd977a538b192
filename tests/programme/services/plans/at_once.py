"""Run by test_at_once.py as a process of its own: ten chairs decide at once, and ten sign at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

from wijkwerk.audit.database import open_database

open_database(None)

from django.db import connection  # noqa: E402

from wijkwerk.access import accounts  # noqa: E402
from wijkwerk.access.models import User  # noqa: E402
from wijkwerk.audit.api import verify  # noqa: E402
from wijkwerk.programme import models  # noqa: E402
from wijkwerk.programme.services import board, people, plans, programmes, targets  # noqa: E402
from wijkwerk.programme.services.paths import Promise  # noqa: E402
from wijkwerk.workflow.api import StepCommand  # noqa: E402

NUMBER = 10
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def somebody(name: str, role: str, place: str) -> User:
    """An account with a role."""
    user = User.objects.create(email=f"{name}@example.org", created_at=NOW)
    places = [place] if place else []
    accounts.give_role(user, role, places, date(2026, 1, 1), None, "command", NOW)
    user.second_factor_passed = True
    return user


def at_once(doers: list[Callable[[], object]]) -> list[str]:
    """What happened to each, all begun at the same moment."""
    gate, lock = threading.Barrier(len(doers)), threading.Lock()
    results: list[str] = []

    def run(do: Callable[[], object]) -> None:
        gate.wait()
        try:
            do()
            told = "done"
        except Exception as fault:
            told = type(fault).__name__
        with lock:
            results.append(told)
        connection.close()

    threads = [threading.Thread(target=run, args=(doer,)) for doer in doers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def main() -> None:
    """Print who won, and whether the history holds."""
    about = programmes.About("Zuid", date(2020, 1, 1), date(2030, 12, 31))
    whole = programmes.start(
        StepCommand(somebody("founder", "programme-founder", ""), NOW), "zuid", about
    )
    bureau = somebody("bureau", "programme-bureau", "zuid")
    chairs = [somebody(f"chair{n}", "programme-chair", "zuid") for n in range(NUMBER)]

    def mine() -> StepCommand:
        return StepCommand(bureau, NOW, models.Programme.objects.get().version, "Daarom.")

    pillar = programmes.add_pillar(mine(), whole, "School")
    goal = programmes.add_goal(mine(), pillar, "Meer")
    promise = Promise(0, date(2020, 1, 1), date(2030, 1, 1), 34.0)
    target = targets.add(mine(), goal, targets.Figure("Scholen", "count"), promise)
    domain = people.add_domain(mine(), whole, "Gemeente")
    organisations = [
        people.add_organisation(mine(), whole, f"org{n}", f"Organisatie {n}") for n in range(NUMBER)
    ]
    people.take_seat(mine(), domain, organisations[0], date(2020, 1, 1))
    partners = [
        somebody(f"p{n}", "partner", organisation.slug)
        for n, organisation in enumerate(organisations)
    ]
    proposal = board.propose(mine(), target, board.Wish("change", 20.0, due_on=date(2031, 1, 1)))
    meeting = board.meet(
        StepCommand(chairs[0], NOW, models.Programme.objects.get().version),
        whole,
        date(2026, 3, 2),
        "Maart",
        [domain],
    )
    decided = at_once(
        [
            lambda user=user: board.decide(  # type: ignore[misc]
                StepCommand(user, NOW, proposal.version, f"Door {user.pk}."),
                proposal,
                meeting,
                [domain],
                [],
            )
            for user in chairs
        ]
    )
    plan = plans.make(mine(), whole, "Plan", 2023, 2026)
    plans.write(StepCommand(bureau, NOW, plan.version), plan, "Wij beloven.", organisations)
    plan = plans.offer(StepCommand(bureau, NOW, plan.version + 1), plan)
    text = plan.texts.get()
    signed = at_once(
        [
            lambda user=user, one=one: plans.sign(StepCommand(user, NOW), text, one)  # type: ignore[misc]
            for user, one in zip(partners, organisations, strict=True)
        ]
    )
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "decided": decided,
                "signed": signed,
                "paths": models.TargetPath.objects.count(),
                "signatures": models.Signature.objects.count(),
                "breaks": len(verify()[0].breaks),
            }
        )
    )


main()
