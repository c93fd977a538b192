"""Where the loop stands still: for each link what came in, what went out, and what waits for whom since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wijkwerk.registry.loop import HandedOver, Link, LoopPart, TakenUp


@dataclass(frozen=True)
class Passage:
    """Something that was handed over, and what took it up; None while it waits."""

    item: HandedOver
    taken: TakenUp | None

    def days(self, today: date) -> int:
        """How long it waited, until it was taken up or until today; 0 for what was there before it was asked."""
        return max(0, ((self.taken.on if self.taken else today) - self.item.since).days)

    def late(self, today: date) -> bool:
        """Whether it waits beyond the day that was set for it."""
        return self.taken is None and self.item.due is not None and self.item.due < today


@dataclass(frozen=True)
class LinkStanding:
    """How a link stands on a day. ``gives`` and ``takes``: whether any capability hands over or takes up
    there at all. ``waiting`` has the longest first, ``through`` the newest first."""

    link: Link
    gives: bool
    takes: bool
    waiting: tuple[Passage, ...]
    through: tuple[Passage, ...]

    @property
    def came_in(self) -> int:
        """How many things were handed over."""
        return self.waits + self.went_out

    @property
    def went_out(self) -> int:
        """How many of them were taken up."""
        return sum(passage.item.number for passage in self.through)

    @property
    def waits(self) -> int:
        """How many of them wait."""
        return sum(passage.item.number for passage in self.waiting)

    @property
    def since(self) -> date | None:
        """Since when the one that waits longest does; None when nothing waits."""
        return self.waiting[0].item.since if self.waiting else None

    def late(self, today: date) -> int:
        """How many of those that wait are beyond their day."""
        return sum(passage.item.number for passage in self.waiting if passage.late(today))


def standings(
    parts: Iterable[LoopPart],
    today: date,
    concerns: Callable[[Sequence[str]], bool] = lambda areas: True,
) -> list[LinkStanding]:
    """How each link stands on ``today``, in the order of the loop. ``concerns`` chooses by the areas that
    something is about. What is handed over or taken up after today isn't there yet."""
    parts = list(parts)
    days: dict[tuple[Link, str], list[TakenUp]] = {}
    for part in parts:
        for taken in part.taken_up:
            if taken.on <= today:
                days.setdefault((taken.link, taken.key), []).append(taken)
    passages: dict[Link, list[Passage]] = {link: [] for link in Link}
    for part in parts:
        for item in part.handed_over:
            if item.since <= today and concerns(item.areas):
                passages[item.link].append(Passage(item, _first(item, days)))
    return [
        LinkStanding(
            link,
            any(link in part.gives for part in parts),
            any(link in part.takes for part in parts),
            tuple(sorted((row for row in rows if row.taken is None), key=_oldest)),
            tuple(sorted((row for row in rows if row.taken is not None), key=_newest)),
        )
        for link, rows in passages.items()
    ]


def _first(item: HandedOver, days: dict[tuple[Link, str], list[TakenUp]]) -> TakenUp | None:
    """The first thing that answers it."""
    answers = [
        taken
        for key in item.keys
        for taken in days.get((item.link, key), ())
        if not item.anew or taken.on >= item.since
    ]
    return min(answers, key=lambda taken: taken.on, default=None)


def _oldest(passage: Passage) -> tuple[date, str]:
    return passage.item.since, passage.item.text


def _newest(passage: Passage) -> tuple[int, str]:
    on = passage.taken.on if passage.taken else passage.item.since
    return -on.toordinal(), passage.item.text
