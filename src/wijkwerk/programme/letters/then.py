"""How things stood at the end of a day that is over, out of the steps that were made since.

A step keeps the state that it was made from, so the first one after the day tells the state of the
day. What was imported without its steps stands as it does now.
"""

from __future__ import annotations

from datetime import date

from wijkwerk.programme.models import Programme, Step
from wijkwerk.shared import deadlines


class Then:
    """The things of one ``machine`` of a programme at the end of ``day``."""

    def __init__(self, programme: Programme, machine: str, day: date) -> None:
        self.day = day
        self._before: dict[int, list[Step]] = {}
        self._since: dict[int, list[Step]] = {}
        for step in programme.steps.filter(machine=machine).order_by("id"):
            side = self._before if deadlines.today(step.at) <= day else self._since
            side.setdefault(step.object_id, []).append(step)

    def state(self, number: int, now: str) -> str:
        """The state of the thing with this number that is ``now`` so; '' when it wasn't there yet."""
        since = self._since.get(number)
        return now if not since else since[0].source

    def place(self, number: int, now: str) -> str:
        """The code of whose it was, when another took it over since; else ``now``."""
        before = self._before.get(number)
        taken = self.done_since(number, "other_partner", "pass_on")
        return before[-1].place if taken and before else now

    def done_since(self, number: int, *actions: str) -> bool:
        """Whether one of these was done after the day."""
        return any(step.action in actions for step in self._since.get(number, ()))

    def last_done(self, number: int, action: str) -> date | None:
        """On which day this was last done, up to the day itself. None when it never was."""
        moments = [step.at for step in self._before.get(number, ()) if step.action == action]
        return deadlines.today(moments[-1]) if moments else None
