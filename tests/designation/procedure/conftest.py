"""A small list in memory, accounts of every role, and the moments of a procedure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from visitors import NOW, account_of
from wijkwerk.access.models import User
from wijkwerk.designation import services
from wijkwerk.designation.list_folders import AreaOnList, Listed
from wijkwerk.designation.models import Delisting, Objection, Procedure
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand

DRAFTED = NOW
OPENED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
UNTIL = date(2026, 4, 14)  # six weeks later
DURING = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 4, 15, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
LIST = Listed("demo-0123456789", "Voorbeeld", "Example", True, (2024, 2025), "0" * 64)
AREAS = [
    AreaOnList("BU1", "Molenhoek", "GM0001", "watch", "Aandachtgebied", "Focus area"),
    AreaOnList("BU2", "Zandwijk", "GM0001", "", "", ""),
    AreaOnList("BU3", "Havenbuurt", "GM0002", "watch", "Aandachtgebied", "Focus area"),
    AreaOnList("BU4", "<b>Overal</b>", "GM0002", "watch", "Aandachtgebied", "Focus area"),
]
ROLES = ("official", "decider", "publisher", "municipality", "auditor", "administrator")
People = Callable[..., User]


@pytest.fixture(autouse=True)
def the_list(plain_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test sees the plain site, and the list of this file."""

    def find(folder: Path, name: str) -> Listed:
        if name != LIST.id:
            raise InputError.of("list", "no such list", "the id of a list", value=name)
        return LIST

    def areas(folder: Path, name: str, year: int) -> list[AreaOnList]:
        find(folder, name)
        return AREAS

    monkeypatch.setattr("wijkwerk.designation.services.find_list", find)
    monkeypatch.setattr("wijkwerk.designation.services.areas_of", areas)
    monkeypatch.setattr("wijkwerk.designation.web.procedure.lists_in", lambda folder: [LIST])


@pytest.fixture
def somebody(db: None) -> People:
    """An account with a role, its second factor given: ``somebody("official")``."""

    def make(
        role: str = "", municipality: str = "", last: date | None = None, name: str = ""
    ) -> User:
        municipality = municipality or ("GM0001" if role == "municipality" else "")
        email = f"{name or role or 'nobody'}{municipality}@example.org".lower()
        return account_of(email, role, place=municipality, first=date(2026, 1, 1), last=last)

    return make


class Story:
    """A procedure that goes on when told to; each step by the right role at the right moment."""

    drafted, opened, during, after, later = DRAFTED, OPENED, DURING, AFTER, LATER
    until, list_id, areas = UNTIL, LIST.id, AREAS

    def __init__(self, somebody: People) -> None:
        self.somebody = somebody
        self.procedure: Procedure
        self.objection: Objection
        self.delisting: Delisting

    def command(self, role: str, now: datetime, thing: Any = None, **more: str) -> StepCommand:
        return StepCommand(
            self.somebody(role), now, thing.version if thing is not None else 0, **more
        )

    def draft(self) -> Procedure:
        self.procedure = services.start(
            self.command("official", DRAFTED), Path("lists"), LIST.id, 2025
        )
        return self.procedure

    def open(self) -> Procedure:
        command = self.command("official", OPENED, self.draft())
        self.procedure = services.open_for_objections(command, self.procedure, UNTIL)
        return self.procedure

    def object(self, area: str = "BU1", wish: str = "off", place: str = "GM0001") -> Objection:
        command = StepCommand(
            self.somebody("municipality", place), DURING, text="The figures are old."
        )
        self.objection = services.object_to(command, self.procedure, Path("lists"), area, wish)
        return self.objection

    def answer(self, outcome: str = "upheld") -> Objection:
        command = self.command(
            "official", DURING, self.objection, text="So it is.", outcome=outcome
        )
        self.objection = services.answer(command, self.objection)
        return self.objection

    def decide(self) -> Procedure:
        self.procedure.refresh_from_db()
        command = self.command("decider", AFTER, self.procedure, text="Weighed one by one.")
        self.procedure = services.decide(command, self.procedure)
        return self.procedure

    def publish(self) -> Procedure:
        command = self.command("publisher", AFTER, self.procedure)
        self.procedure = services.publish(command, self.procedure)
        return self.procedure

    def whole(self) -> Procedure:
        """All the way, with one objection that was upheld."""
        self.open()
        self.object()
        self.answer()
        self.decide()
        return self.publish()

    def propose(self) -> Delisting:
        area = self.procedure.areas.get(code="BU3")
        command = StepCommand(
            self.somebody("municipality", "GM0002"), LATER, text="It goes well now."
        )
        self.delisting = services.propose_delisting(command, area)
        return self.delisting


@pytest.fixture
def story(somebody: People) -> Story:
    """A procedure to be."""
    return Story(somebody)
