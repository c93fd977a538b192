"""Flows out of an Iv3 file: what a Dutch municipality or province tells Statistics Netherlands each quarter of its
budget or account, as JSON.

The shape (Iv3-JSON): ``metadata`` with overheidsnaam, overheidsnummer, boekjaar, periode and status (a budget,
'begroting' or 'raming', or 'realisatie'), and ``data`` with lists of records: ``lasten`` (what goes out) and ``baten``
(what comes in) by ``taakveld`` and ``categorie``, with ``bedrag`` in euros. Records of the same taakveld and categorie
are added up. What stands on the balance sheet (``balans_…``) moves no money between pots and is left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from wijkwerk.shared.lines import refused_in_line
from wijkwerk.shared.problems import InputError, Problem

LARGEST = 50_000_000  # bytes of a file
MOST_RECORDS = 500_000
# By the first digits of a category: what money it is. Any other category is the regular budget.
_KINDS = (("4.1", "benefits"), ("4.2", "grant"), ("4.4", "investment"), ("6", "investment"))
_SIDES = ("lasten", "baten")
_PHASE = {"begroting": "committed", "raming": "committed", "realisatie": "paid"}
_LONGEST_CODE = 12


def read_iv3(path: Path) -> tuple[list[dict[str, Any]], int]:
    """The rows of flows of an Iv3 file, and how many of its records stand on the balance sheet. Raises InputError with
    everything that is wrong, by its place in the file."""
    if path.stat().st_size > LARGEST:
        raise InputError.of(path.name, "too large", "at most 50 MB")
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise InputError.of(path.name, "no JSON", "an Iv3 file as JSON, in UTF-8") from None
    return _Reader(path.name).read(document)


@dataclass
class _Reader:
    file: str
    problems: list[Problem] = field(default_factory=list)

    def _wrong(self, place: str, code: str, value: object, expected: str) -> None:
        text = None if value is None else str(value)[:80]
        self.problems.append(Problem(self.file, None, place, code, text, expected, None))

    def read(self, document: Any) -> tuple[list[dict[str, Any]], int]:
        metadata, data = self._parts(document)
        name = self._name(metadata)
        phase = self._phase(metadata)
        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        for side in _SIDES:
            for task, category, cents in self._records(side, data.get(side, [])):
                sums[side, task, category] += cents
        if not sums and not self.problems:
            self._wrong("data", "no flows", None, "records in lasten or baten")
        rows = [self._row(*key, cents, name, phase) for key, cents in sums.items() if cents]
        if self.problems:
            raise InputError(self.problems)
        left_out = sum(
            len(value)
            for key, value in data.items()
            if key not in _SIDES and isinstance(value, list)
        )
        return rows, left_out

    def _parts(self, document: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        parts = document if isinstance(document, dict) else {}
        metadata, data = parts.get("metadata"), parts.get("data")
        if not isinstance(metadata, dict) or not isinstance(data, dict):
            raise InputError.of(self.file, "no Iv3", "the parts metadata and data")
        return metadata, data

    def _name(self, metadata: dict[str, Any]) -> str:
        name = metadata.get("overheidsnaam")
        if (
            not isinstance(name, str)
            or not name.strip()
            or len(name) > 200
            or refused_in_line(name)
        ):
            self._wrong(
                "metadata.overheidsnaam", "unknown value", name, "the name of the municipality"
            )
            return ""
        return name.strip()

    def _phase(self, metadata: dict[str, Any]) -> str:
        status = str(metadata.get("status") or "").strip().lower()
        if status not in _PHASE:
            self._wrong("metadata.status", "unknown value", status, "one of " + ", ".join(_PHASE))
        return _PHASE.get(status, "paid")

    def _records(self, side: str, records: Any) -> Iterator[tuple[str, str, int]]:
        if not isinstance(records, list) or len(records) > MOST_RECORDS:
            self._wrong(f"data.{side}", "unknown value", None, f"a list of at most {MOST_RECORDS}")
            return
        for number, record in enumerate(records, 1):
            place = f"data.{side}[{number}]"
            if not isinstance(record, dict):
                self._wrong(place, "unknown value", record, "taakveld, categorie and bedrag")
                continue
            codes = [str(record.get(key) or "").strip() for key in ("taakveld", "categorie")]
            if not all(code and len(code) <= _LONGEST_CODE and _is_code(code) for code in codes):
                self._wrong(
                    place,
                    "unknown code",
                    " ".join(codes),
                    "a taakveld and a categorie such as 6.3 and 4.1.1",
                )
                continue
            cents = _cents(record.get("bedrag"))
            if cents is None:
                self._wrong(place, "no amount", record.get("bedrag"), "euros such as 12500.00")
                continue
            yield codes[0], codes[1], cents

    def _row(
        self, side: str, task: str, category: str, cents: int, name: str, phase: str
    ) -> dict[str, Any]:
        """A flow from the municipality to a task, or from a kind of income to the municipality. Less than nothing is a
        correction: of an account money that came back, of a budget nobody can tell."""
        pots = (name, f"Taakveld {task}") if side == "lasten" else (f"Baten {category}", name)
        row: dict[str, Any] = {
            "code": f"{side}-{task}-{category}",
            "source": pots[0],
            "target": pots[1],
            "kind": next((kind for start, kind in _KINDS if category.startswith(start)), "regular"),
            "activity": f"Taakveld {task}",
        }
        if cents < 0 and phase != "paid":
            self._wrong(
                f"data.{side}", "below nothing", f"{task} {category}", "a budget of nothing or more"
            )
        amounts = {phase: cents} if cents > 0 else {"paid": 0, "returned": -cents}
        return row | amounts


def _is_code(text: str) -> bool:
    return text.isascii() and all(part.isalnum() for part in text.split("."))


def _cents(value: object) -> int | None:
    """Euros as whole cents; None when it is no amount. Tenths of cents are rounded half to even."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        euros = Decimal(value)
        return int((euros * 100).to_integral_value()) if abs(euros) <= 10**12 else None
    except InvalidOperation:
        return None
