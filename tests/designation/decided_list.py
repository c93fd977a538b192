"""A list of the very small country with a published decision about it, for tests of every door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from served_list import START, Served, command_of

from wijkwerk.designation import services
from wijkwerk.designation.models import ListedArea, Procedure
from wijkwerk.designation.serving import questions

AFTER = START + timedelta(days=60)
PUBLISHED = date(2026, 5, 2)


@dataclass
class Decided:
    """A list with an area that was taken off, one that was put on, and one that may leave."""

    served: Served
    year: int
    level: str
    off: str
    on: str
    stays: str
    computed: int
    procedure: Procedure

    @property
    def listed(self) -> int:
        return int(questions.on_list(self.served.serving(), self.year, self.level)["listed"])


@pytest.fixture
def published(served: Served) -> Callable[..., Decided]:
    """Go through a whole procedure; ``publish=False`` stops before the publication."""

    def made(publish: bool = True) -> Decided:
        serving = served.serving()
        year, level = serving.years[-1], serving.levels[0]
        held = serving.found.table("held").collect()
        here = held.filter((held["year"] == year) & (held["level"] == level)).sort("area")
        listed = here.filter(~here["status"].is_in(["", "unknown"]))["area"].to_list()
        off, stays = listed[0], listed[1]
        on = here.filter(here["status"] == "")["area"][0]
        folder = served.folder
        one = services.start(command_of("official", START), folder, served.plain, year)
        one = services.open_for_objections(
            command_of("official", START, one), one, START.date() + timedelta(days=49)
        )
        for area, wish in ((off, "off"), (on, "on")):
            place = str(questions.area(serving, area)["municipality"])  # type: ignore[index]
            city = command_of("municipality", START, place=place, text="We know it better.")
            objection = services.object_to(city, one, folder, area, wish)
            answer = command_of("official", START, objection, text="So it is.", outcome="upheld")
            services.answer(answer, objection)
        one.refresh_from_db()
        one = services.decide(command_of("decider", AFTER, one, text="Weighed."), one)
        if publish:
            one = services.publish(command_of("publisher", AFTER, one), one)
        return Decided(served, year, level, off, on, stays, len(listed), one)

    return made


def leave(decided: Decided, area: str = "") -> None:
    """Let an area that the rule lists leave the published list."""
    row = ListedArea.objects.get(procedure=decided.procedure, code=area or decided.stays)
    city = command_of("municipality", AFTER, place=row.municipality, text="It goes well now.")
    delisting = services.propose_delisting(city, row)
    services.decide_delisting(
        command_of("decider", AFTER, delisting, text="Agreed with the city.", outcome="accepted"),
        delisting,
    )
