"""A list is what the rule makes of the figures, and what was decided about it. Said here, once.

Whatever shows a status of a list shows the one after the decision, with the computed one beside it:
rows of ``held`` and ``statuses`` go through ``held_after`` and ``status_after``. See docs/adr/0025.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
NONE, UNKNOWN = "", "unknown"  # of ``held.status``


@dataclass(frozen=True)
class Ruling:
    """What was decided about one area: whether it is on the list, whether the rule lists it, and
    since when it left, if it did. ``why`` names the place on the procedure's page that says why."""

    listed: bool
    by_rule: bool
    left_on: date | None = None
    why: str = ""

    @property
    def on_list(self) -> bool:
        """Whether it is on the list now."""
        return self.listed and self.left_on is None

    @property
    def adopts(self) -> bool:
        """Whether the area just keeps what the rule gives it."""
        return self.by_rule and self.on_list

    @property
    def added(self) -> bool:
        """Whether it is on the list by the decision alone."""
        return self.on_list and not self.by_rule

    @property
    def kind(self) -> str:
        """added, removed, left, rejected (it stays off although somebody wanted it on) or adopted."""
        if self.left_on is not None:
            return "left"
        if self.added:
            return "added"
        if self.by_rule:
            return "adopted" if self.listed else "removed"
        return "rejected"


@dataclass(frozen=True)
class Decision:
    """A published decision about a year of a list. ``rulings``: per area what isn't just adopted;
    ``listed`` and ``by_rule``: how many areas are on the list now, and how many the rule lists."""

    number: int
    year: int
    decided_on: date
    published_on: date
    listed: int
    by_rule: int
    rulings: Mapping[str, Ruling] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many areas left the list since it was adopted."""
        return sum(ruling.kind == "left" for ruling in self.rulings.values())

    @property
    def adopted(self) -> int:
        """How many areas were on the list when it was adopted; what left later doesn't change it."""
        return self.listed + self.left

    @property
    def added(self) -> int:
        """How many areas the decision put on the list, wherever they are now."""
        return sum(ruling.listed and not ruling.by_rule for ruling in self.rulings.values())

    @property
    def removed(self) -> int:
        """How many areas that the rule lists the decision took off."""
        return sum(ruling.by_rule and not ruling.listed for ruling in self.rulings.values())

    def as_plain(self) -> Row:
        """As JSON can hold it, for a process that has no database."""
        return asdict(self) | {
            "decided_on": self.decided_on.isoformat(),
            "published_on": self.published_on.isoformat(),
            "rulings": {
                code: asdict(ruling)
                | {"left_on": ruling.left_on.isoformat() if ruling.left_on else None}
                for code, ruling in sorted(self.rulings.items())
            },
        }

    @classmethod
    def of_plain(cls, row: Row) -> Decision:
        """Back from ``as_plain``."""
        rulings = {
            code: Ruling(
                ruling["listed"],
                ruling["by_rule"],
                date.fromisoformat(ruling["left_on"]) if ruling["left_on"] else None,
                ruling["why"],
            )
            for code, ruling in row["rulings"].items()
        }
        return cls(
            row["number"],
            row["year"],
            date.fromisoformat(row["decided_on"]),
            date.fromisoformat(row["published_on"]),
            row["listed"],
            row["by_rule"],
            rulings,
        )


def highest_after(ruling: Ruling | None, computed: str, lowest: str) -> str:
    """The highest status of an area ('' is none) after ``ruling``: as computed when there is none or
    it adopts; none when the area is off the list; ``lowest``, the status that asks least, when it is
    on the list by the decision alone."""
    if ruling is None or ruling.adopts:
        return computed
    return lowest if ruling.added else NONE


def result_after(ruling: Ruling | None, computed: str, status: str, lowest: str) -> str:
    """Whether an area has ``status`` after ``ruling``: met, not_met or unknown."""
    if ruling is None or ruling.adopts:
        return computed
    if not ruling.added:
        return "not_met"
    return "met" if status == lowest else computed


def held_after(
    row: Row, now: Ruling | None, before: Ruling | None, lowest: str, lowest_before: str
) -> Row:
    """A row of ``tables.HELD`` after the decisions about its year and the year before, with
    ``computed``, the status by the rule, and ``decided``, whether a ruling is about it."""
    after = highest_after(now, row["status"], lowest)
    was = row["before"]
    return row | {
        "status": after,
        "possible": "" if now is not None and not now.on_list else row["possible"],
        "before": None if was is None else highest_after(before, was, lowest_before),
        "computed": row["status"],
        "decided": now is not None and not now.adopts,
    }


def status_after(
    row: Row, now: Ruling | None, before: Ruling | None, lowest: str, lowest_before: str
) -> Row:
    """A row of ``tables.STATUSES`` after the decisions about its year and the year before, with
    ``computed``, the result by the rule, and ``decided``. Years in a row stay those of the rule."""
    status = row["status"]
    result = result_after(now, row["result"], status, lowest)
    was = result_after(before, _result_before(row), status, lowest_before)
    decided = now is not None and not now.adopts
    return row | {
        "result": result,
        "entered": _moved(result, was, "met", "not_met"),
        "left": _moved(result, was, "not_met", "met"),
        "near_miss": "" if decided and result == "met" else row["near_miss"],
        "computed": row["result"],
        "decided": decided,
    }


def _result_before(row: Row) -> str:
    """The result of the year before, out of what the row says of coming and going."""
    if row["result"] == "met":
        return {True: "not_met", False: "met", None: UNKNOWN}[row["entered"]]
    if row["result"] == "not_met":
        return {True: "met", False: "not_met", None: UNKNOWN}[row["left"]]
    if row["entered"] is False:
        return "met"
    return "not_met" if row["left"] is False else UNKNOWN


def _moved(now: str, was: str, into: str, out_of: str) -> bool | None:
    """Whether an area went from ``out_of`` to ``into``; None when that can't be told. As
    ``runs.told`` says it of computed results."""
    opposite = "not_met" if into == "met" else "met"
    if now != into:
        return False if now == opposite or was == into else None
    return {out_of: True, into: False}.get(was)
