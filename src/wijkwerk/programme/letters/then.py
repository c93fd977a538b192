"""How things stood at the end of a day that is over, out of the steps that were made since.

A step keeps the state that it was made from, so the first one after the day tells the state of the
day. What was imported without its steps has its days alone: ``promised_then`` and ``ran_then`` tell
what these say of a day that is over.
"""

from __future__ import annotations

from datetime import date

from wijkwerk.programme.core.portfolio import RUNS
from wijkwerk.programme.models import Commitment, Programme, Project, Step
from wijkwerk.shared import deadlines

_OVER = ("not_known", "embedded", "stopped")


def promised_then(commitment: Commitment, day: date) -> bool:
    """Whether a commitment without dated steps was still a promise at the end of ``day``: nothing can
    have been missed, or have got an unknown outcome, before its first day was over. One that was
    kept has its own day, and one that was released may have been so before."""
    return commitment.state not in ("kept", "released") and commitment.promised_for >= day


def ran_then(project: Project, day: date, today: date) -> bool | None:
    """Whether a project without dated steps ran at the end of ``day``; None when neither its state
    (which is that of ``today``) nor its days tell."""
    if project.begins_on is not None and project.begins_on > day:
        return False
    if project.state not in _OVER:
        return project.state in RUNS
    if project.ends_on is not None and project.ends_on < day:
        return False
    if day < today and project.begins_on is not None and project.ends_on is not None:
        return True
    return False if day >= today and project.state != "not_known" else None


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

    def is_dated(self, number: int) -> bool:
        """Whether any step of the thing is known; of what was imported without any, its state now
        says nothing of when it came to that."""
        return number in self._before or number in self._since

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
