"""Run by test_two_runs.py as processes of their own: ``make`` a database in which somebody has
something to do, then twice at once ``send``. Mails go to files in a folder per capability."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from wijkwerk.audit.database import open_database

open_database(None)

from django.conf import settings  # noqa: E402

from wijkwerk.access import accounts  # noqa: E402
from wijkwerk.access.models import User  # noqa: E402

NUMBER = 12
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def somebody(name: str, role: str, place: str = "") -> None:
    """An account with a role."""
    user = User.objects.create(email=f"{name}@example.org", created_at=NOW)
    accounts.give_role(user, role, [place] if place else [], date(2026, 1, 1), None, "command", NOW)


def make() -> None:
    """Rows by which twelve people have something to do in either capability."""
    from wijkwerk.designation.models import Procedure
    from wijkwerk.programme.models import Commitment, Organisation, Programme

    programme = Programme.objects.create(
        slug="zuid",
        title="Zuid",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    Commitment.objects.create(
        programme=programme,
        title="Bomen",
        state="promised",
        promised_for=date(2026, 1, 1),
        due_on=date(2026, 1, 1),
        organisation=Organisation.objects.create(slug="gemeente", name="Gemeente"),
    )
    Procedure.objects.create(
        list_id="l",
        year=2025,
        title_nl="Lijst",
        title_en="List",
        state="open",
        started_on=date(2026, 1, 1),
        version=1,
        objections_until=date(2026, 3, 1),
    )
    for number in range(NUMBER):
        somebody(f"bureau{number}", "programme-bureau", "zuid")
        somebody(f"decider{number}", "decider")


def send(folder: Path, own: str, other: str) -> None:
    """Find today's mails, wait until the other process did too, and send them."""
    from wijkwerk.designation.reminders import sending as of_designation
    from wijkwerk.programme.notices import sending as of_programme

    told: dict[str, Any] = {}
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for name, sending, more in (
        ("programme", of_programme, ()),
        ("designation", of_designation, ("nl",)),
    ):
        settings.EMAIL_FILE_PATH = str(folder / name)
        told[name] = both(
            cast(Any, sending), more, folder / f"{name}-{own}", folder / f"{name}-{other}"
        )
    print(json.dumps(told))


def both(sending: Any, more: tuple[str, ...], own: Path, other: Path) -> dict[str, int]:
    """Send when the other process has found its mails as well; how that went."""
    found = list(sending.mails(NOW, *more))
    sending.mails = lambda *told: found
    own.touch()
    for _ in range(6000):
        if other.exists():
            break
        time.sleep(0.01)
    return {"found": len(found), **sending.send_all(NOW, *more)}


if sys.argv[1] == "make":
    make()
else:
    send(Path(os.environ["MAIL_FOLDER"]), *sys.argv[2:4])
