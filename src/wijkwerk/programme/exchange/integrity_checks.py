"""What no single value of a document shows: paths that are whole, letters that can be read, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from wijkwerk.programme.core.letter import PARTS, read
from wijkwerk.programme.exchange.export import Row, turned
from wijkwerk.programme.exchange.values import a_key_of
from wijkwerk.programme.frames import frames as shipped

# What the text of a plan keeps of a target: services.paths.told_of.
_TOLD: dict[str, Any] = {
    "id": str | None, "pillar": str, "goal": str, "title": str, "unit": str,
    "baseline": int | float, "baseline_on": str, "value": int | float | None, "reference": str,
    "reference_goal": str, "due_on": str, "milestones": list,
}  # fmt: skip
# And of a commitment: services.plans.commitments_now.
_PROMISED: dict[str, Any] = {
    "of": str, "id": str | None, "organisation": str, "title": str, "quantity": int | float | None,
    "unit": str, "evidence": str, "due_on": str,
}  # fmt: skip


@dataclass(frozen=True)
class IntegrityChecks:
    """Tells ``wrong(table, row, column, what, expected, value)`` of every fault; ``keys`` are those
    of all rows."""

    wrong: Callable[..., None]
    keys: Mapping[tuple[str, str], int]

    def check(self, rows_by_table: dict[str, list[Row]]) -> None:
        """What no single value shows."""
        programme_row = rows_by_table["programme"][0]
        if programme_row["ends_on"] <= programme_row["begins_on"]:
            self.wrong(
                "programme",
                None,
                "ends_on",
                _("too early"),
                _("a day after begins_on"),
                programme_row["ends_on"],
            )
        numbers: dict[str, list[int]] = {}
        for at, row in enumerate(rows_by_table["paths"]):
            numbers.setdefault(row["target"], []).append(row["number"])
            if (row["value"] is None) == (row["reference"] == ""):
                self.wrong("paths", at, "value", _("no target"), _("a value, or else a reference"))
            if row["due_on"] <= row["baseline_on"]:
                self.wrong(
                    "paths",
                    at,
                    "due_on",
                    _("too early"),
                    _("a day after baseline_on"),
                    row["due_on"],
                )
        for at, row in enumerate(rows_by_table["targets"]):
            if (
                sorted(numbers.get(row["key"], []))
                != list(range(1, len(numbers.get(row["key"], [])) + 1))
                or row["key"] not in numbers
            ):
                self.wrong(
                    "targets",
                    at,
                    "key",
                    _("has no whole path"),
                    _("paths numbered from 1, the original first"),
                    row["key"],
                )
        for at, row in enumerate(rows_by_table["plans"]):
            if row["last_year"] < row["first_year"]:
                self.wrong(
                    "plans",
                    at,
                    "last_year",
                    _("too early"),
                    _("first_year or later"),
                    row["last_year"],
                )
        for at, row in enumerate(rows_by_table["letters"]):
            self._letter(at, row)
        for at, row in enumerate(rows_by_table["additions"]):
            if row["part"] not in PARTS:
                self.wrong(
                    "additions", at, "part", _("unknown part"), ", ".join(PARTS), row["part"]
                )
        for at, row in enumerate(rows_by_table["plan_texts"]):
            for column, shape in (("targets", _TOLD), ("commitments", _PROMISED)):
                self._plan_text(at, column, row[column] or [], shape)
        self._assessments(rows_by_table)
        open_seats: set[str] = set()
        for at, row in enumerate(rows_by_table["seats"]):
            if row["last_day"] is None and not row["substitute_for"]:
                if row["domain"] in open_seats:
                    self.wrong(
                        "seats",
                        at,
                        "last_day",
                        _("a second one at a time"),
                        _("one representative of a domain"),
                        row["domain"],
                    )
                open_seats.add(row["domain"])

    def _letter(self, at: int, row: Row) -> None:
        """What is kept of an issued letter must be a letter: pages are made of it."""
        if row["until"] < row["since"]:
            self.wrong("letters", at, "until", _("too early"), _("since or later"), row["until"])
        if row["state"] != "issued" and not row["content"]:
            return
        try:
            read(turned(row["content"], self._letter_number))
        except ValueError as fault:
            self.wrong(
                "letters",
                at,
                "content",
                _("no letter that can be read"),
                _("a letter as an export gives"),
                str(fault),
            )

    def _letter_number(self, table: str, key: Any) -> int | None:
        if key is not None and key != "programme" and (table, key) not in self.keys:
            raise ValueError(f"refers to nothing: {str(key)[:60]!r}")
        return None if key is None else 1

    def _plan_text(self, at: int, column: str, texts: Any, shape: Mapping[str, Any]) -> None:
        """What the text of a plan keeps of targets and commitments: pages are made of it."""
        wrong = partial(self.wrong, "plan_texts", at, column)
        for entry in texts if isinstance(texts, list) else [None]:
            if not isinstance(entry, dict) or entry.keys() != shape.keys():
                wrong(_("no %(name)s") % {"name": column}, ", ".join(shape))
                return
            for name, kinds in shape.items():
                value = entry[name]
                if isinstance(value, bool) or not isinstance(value, kinds):
                    wrong(_("no %(name)s") % {"name": name}, _("as an export gives"), value)
            if entry["id"] is not None and (column, entry["id"]) not in self.keys:
                wrong(_("refers to nothing"), a_key_of(column), entry["id"])
            milestones = entry.get("milestones", [])
            if not all(
                isinstance(each, list)
                and len(each) == 2
                and isinstance(each[0], str)
                and isinstance(each[1], int | float)
                for each in (milestones if isinstance(milestones, list) else [])
            ):
                wrong(_("no milestones"), _("days with values"))

    def _assessments(self, rows_by_table: dict[str, list[Row]]) -> None:
        frames_shipped = shipped()
        frames = {}
        for at, row in enumerate(rows_by_table["assessments"]):
            frames[row["key"]] = frames_shipped.get(row["frame"])
            if row["frame"] not in frames_shipped:
                self.wrong(
                    "assessments",
                    at,
                    "frame",
                    _("unknown frame"),
                    ", ".join(frames_shipped),
                    row["frame"],
                )
        for at, row in enumerate(rows_by_table["scores"]):
            frame = frames.get(row["assessment"])
            if frame is None:
                continue
            codes = [criterion.id for criterion in frame.criteria]
            if row["criterion"] not in codes:
                self.wrong(
                    "scores",
                    at,
                    "criterion",
                    _("unknown criterion"),
                    ", ".join(codes),
                    row["criterion"],
                )
            elif row["round"] not in (1, 2):
                self.wrong("scores", at, "round", _("no round"), _("1 or 2"), row["round"])
