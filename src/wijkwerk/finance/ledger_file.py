"""Flows out of a file that somebody sent (a workbook or CSV, an Iv3 file, a Fiscal Data Package), with everything that
is wrong in it, and a total that must close. Flows stand on the first sheet; sheets 'areas' and 'stated' may stand
beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wijkwerk.finance.core.flows import (
    MOST,
    PARTY_KINDS,
    PHASES,
    Flow,
    Party,
    entering,
    wholes_of,
)
from wijkwerk.finance.fiscal_package import flows_of_package
from wijkwerk.finance.iv3 import read_iv3
from wijkwerk.shared.cells import amount, day
from wijkwerk.shared.lines import code_point, refused_in_line
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.spelling import nearest
from wijkwerk.shared.spreadsheet_text import unguarded
from wijkwerk.tables.api import Cell, Row, Sheet, cell_text, find_headers, is_total, read_sheets

KINDS: Mapping[str, str] = {
    "subsidie": "grant", "grant": "grant", "regulier": "regular", "regular": "regular", "uitkering": "benefits",
    "benefits": "benefits", "zorg": "care", "care": "care", "investering": "investment", "investment": "investment",
    "in natura": "in_kind", "in kind": "in_kind", "in_kind": "in_kind", "eigen": "own", "own": "own",
}  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "nummer", "number"),
    "source": ("van", "from", "source"),
    "target": ("naar", "aan", "to", "target"),
    "kind": ("soort", "kind"),
    "activity": ("activiteit", "activity"),
    "area": ("gebied", "area"),
    "requested": ("aangevraagd", "requested"),
    "promised": ("toegezegd", "beloofd", "promised"),
    "committed": ("vastgelegd", "verplicht", "committed"),
    "paid": ("betaald", "paid"),
    "returned": ("teruggegeven", "terugbetaald", "returned"),
    "lapsed": ("vervallen", "lapsed"),
    "begins_on": ("eerste dag", "begins_on", "first day"),
    "ends_on": ("laatste dag", "ends_on", "last day"),
    "lapses_on": ("vervalt op", "lapses_on", "lapses on"),
    "needed": ("nodig", "needed"),
    "regime": ("verantwoording", "regime"),
    "document": ("bron", "document", "source document"),
    "part_of": ("deel van", "part_of", "part of"),
    "overhead": ("overhead",),
    "post": ("functie", "post", "function"),
}
PARTY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("naam", "name"),
    "kind": ("soort", "kind"),
    "stake": ("belang", "stake"),
    "seat": ("aan tafel", "seat"),
    "rules": ("regels", "rules"),
    "most": ("hoogste bedrag", "most"),
    "decides": ("wie beslist", "decides"),
    "account": ("verantwoording", "account"),
}
_PARTY_KINDS: Mapping[str, str] = {
    "": "party", "partij": "party", "lokaal fonds": "local_fund", "local fund": "local_fund",
    "sociale obligatie": "social_bond", "social bond": "social_bond", "bedrijf": "company",
    **{kind: kind for kind in PARTY_KINDS},
}  # fmt: skip
_SEATS: Mapping[str, bool | None] = {"": None, "ja": True, "yes": True, "nee": False, "no": False}
_AMOUNTS = (*PHASES, "overhead")
NEEDED = ("code", "source", "target", "kind")
_DAYS = ("begins_on", "ends_on", "lapses_on")
_INHABITANTS = re.compile("[0-9]{1,9}")
_LONGEST = {"code": 40, "part_of": 40, "area": 20, "needed": 10_000}


@dataclass(frozen=True)
class Area:
    """An area and how many people live there; None when nobody says."""

    code: str
    name: str
    inhabitants: int | None


@dataclass(frozen=True)
class Stated:
    """A sum that a source states, of the flows with these codes (all that are counted when there are none)."""

    what: str
    cents: int
    codes: tuple[str, ...]


@dataclass
class LedgerFile:
    """What a file holds: ``rows`` as the table of flows has them, areas, what a source states, and what is known of who
    pays and gets; ``left_out`` is how many records of it are no flows (of a balance sheet)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0
    areas: list[Area] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    @property
    def flows(self) -> list[Flow]:
        """As rules count with them."""
        return [flow_of(row) for row in self.rows]


def flow_of(row: Mapping[str, Any]) -> Flow:
    """A row as rules count with it."""
    keys = ("code", "source", "target", *_AMOUNTS)
    return Flow(
        **{key: row.get(key) for key in keys},  # type: ignore[arg-type]
        area=row.get("area", ""),
        part_of=row.get("part_of", ""),
    )


def read_ledger(path: Path) -> LedgerFile:
    """The flows of the file. Raises InputError with everything that is wrong, by row and column: also when the total
    of the file isn't the sum of its rows."""
    if path.suffix.lower() == ".json":
        rows, left_out = read_iv3(path)
        return LedgerFile(rows, left_out)
    if path.suffix.lower() == ".zip":
        with flows_of_package(path) as table:
            return read_ledger(table)
    sheets = read_sheets(path, path.name, most=MOST + 100)
    by_name = {(sheet.name or "").strip().lower(): sheet for sheet in sheets}
    first = next((by_name[name] for name in ("flows", "geldstromen") if name in by_name), sheets[0])
    reader = _Reader(path.name)
    ledger = LedgerFile()
    reader.flows(first, ledger)
    for names, read in (
        (("areas", "gebieden"), reader.areas),
        (("stated", "genoemd"), reader.stated),
        (("parties", "partijen"), reader.parties),
    ):
        for name in names:
            if name in by_name and by_name[name] is not first:
                read(by_name[name], ledger)
    if reader.problems:
        raise InputError(reader.problems)
    return ledger


@dataclass
class _Reader:
    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(
        self,
        line: int | None,
        column: str | None,
        code: str,
        value: str | None,
        expected: str,
        advice: str | None = None,
    ) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(self.file, line, column, code, value, expected, advice))

    def flows(self, sheet: Sheet, ledger: LedgerFile) -> None:
        """Rows up to the total; what the total says is held against them."""
        headers = find_headers(sheet.rows, self.file)
        columns = self._columns(headers.names, headers.line, COLUMNS, NEEDED)
        if not any(phase in columns for phase in PHASES):
            names = " or ".join(COLUMNS[phase][0] for phase in PHASES)
            self.wrong(headers.line, None, "a column is missing", None, f"columns {names}")
            raise InputError(self.problems)
        lines: dict[str, int] = {}
        totals: list[tuple[int, Mapping[str, Cell], int]] = []
        for row in sheet.rows[headers.place + headers.rows :]:
            cells = _cells(row, columns)
            if not any(_text(cell) for cell in cells.values()):
                continue
            if is_total(cell_text(row.cells[0])):
                totals.append((row.line, cells, len(ledger.rows)))
                continue
            facts = dict(self._facts(row.line, cells))
            code = facts.get("code", "")
            if code in lines:
                self.wrong(
                    row.line,
                    "code",
                    "code stands twice",
                    code,
                    "each code once",
                    f"It stands in row {lines[code]} too.",
                )
            lines[code] = row.line
            ledger.rows.append(facts)
        if not ledger.rows:
            raise InputError.of(
                self.file, "no flows", "at least one row below the names of columns"
            )
        if len(ledger.rows) > MOST:
            raise InputError.of(self.file, "too many rows", f"at most {MOST}")
        if not self.problems:
            for code, why in wholes_of(ledger.flows).items():
                line = lines[code]
                if why == "unknown":
                    expected = "the code of another flow"
                    self.wrong(line, "part_of", "part of what isn't there", code, expected)
                else:
                    self.wrong(line, "part_of", "part of itself", code, "parts without a loop")
        if not self.problems:
            for line, total_cells, number in totals:
                self._total(line, total_cells, ledger.rows[:number])

    def _columns(
        self,
        names: tuple[str, ...],
        line: int,
        valid: Mapping[str, tuple[str, ...]],
        needed: Sequence[str],
    ) -> dict[str, int]:
        by_name = {name.strip().casefold(): at for at, name in enumerate(names)}
        columns = {
            key: by_name[name]
            for key, others in valid.items()
            for name in reversed(others)
            if name in by_name
        }
        valid_names = {name for others in valid.values() for name in others}
        listed = [others[0] for others in valid.values()]
        for name in by_name:
            if name and name not in valid_names:
                near = nearest(name, sorted(valid_names))
                self.wrong(
                    line,
                    name,
                    "unknown column",
                    name,
                    "one of " + ", ".join(listed),
                    f"Did you mean {near}?" if near else None,
                )
        missing = [valid[key][0] for key in needed if key not in columns]
        if missing:
            names_text = " and ".join(missing)
            self.wrong(line, None, "a column is missing", None, f"columns {names_text}")
            raise InputError(self.problems)
        return columns

    def _facts(self, line: int, cells: Mapping[str, Cell]) -> Iterator[tuple[str, Any]]:
        for key, cell in cells.items():
            text = _text(cell)
            if key in _AMOUNTS:
                yield key, self._cents(line, key, cell, text)
            elif key in _DAYS:
                yield key, self._day(line, key, cell, text)
            elif key == "kind":
                if text.casefold() not in KINDS:
                    self.wrong(
                        line, key, "unknown value", text or None, "one of " + ", ".join(KINDS)
                    )
                yield key, KINDS.get(text.casefold(), "")
            else:
                self._readable(line, key, text)
                if key in NEEDED and not text:
                    self.wrong(line, key, "nothing is filled in", None, "a text")
                longest = _LONGEST.get(key, 200)
                if len(text) > longest:
                    self.wrong(line, key, "too long", text[:40], f"at most {longest} characters")
                yield key, text
        if _text(cells["source"]) == _text(cells["target"]):
            self.wrong(line, "target", "from a pot to itself", _text(cells["target"]), "two pots")

    def _readable(self, line: int, key: str, text: str) -> None:
        sign = refused_in_line(text)
        if sign:
            self.wrong(
                line, key, "a character that nobody sees", code_point(sign), "a text without it"
            )

    def _cents(self, line: int, key: str, cell: Cell, text: str) -> int | None:
        if not text:
            return None
        euros = amount(cell)
        if euros is None or euros < 0:
            self.wrong(line, key, "no amount", text, "euros such as 12.500,00, not below 0")
            return None
        return int(euros * 100)

    def _day(self, line: int, key: str, cell: Cell, text: str) -> date | None:
        if not text:
            return None
        read = day(cell)
        if read is None:
            self.wrong(line, key, "no day", text, "a day such as 2026-12-31")
        return read

    def _total(
        self, line: int, cells: Mapping[str, Cell], above: Sequence[Mapping[str, Any]]
    ) -> None:
        rows = [row for row in above if not row.get("part_of")]
        for phase in PHASES:
            if phase not in cells or not _text(cells[phase]):
                continue
            stated = self._cents(line, phase, cells[phase], _text(cells[phase]))
            total = sum(row.get(phase) or 0 for row in rows)
            if stated is not None and stated != total:
                self.wrong(
                    line,
                    phase,
                    "the total doesn't close",
                    f"{stated / 100:.2f}",
                    f"{total / 100:.2f}, the sum of the rows that are no part of another",
                )

    def areas(self, sheet: Sheet, ledger: LedgerFile) -> None:
        """Columns: code, name, inhabitants."""
        for row in sheet.rows[1:]:
            code, name, number = (_text(cell) for cell in _three(row))
            if not code:
                continue
            self._readable(row.line, "name", code + name)
            if number and not _INHABITANTS.fullmatch(number):
                self.wrong(
                    row.line, "inhabitants", "no whole number", number, "how many people live there"
                )
                continue
            ledger.areas.append(
                Area(code[:20], name[:200] or code, int(number) if number else None)
            )
        for code, times in Counter(area.code for area in ledger.areas).items():
            if times > 1:
                self.wrong(None, "area", "code stands twice", code, "each area once")

    def parties(self, sheet: Sheet, ledger: LedgerFile) -> None:
        """Under the names of PARTY_COLUMNS; each party once."""
        headers = find_headers(sheet.rows, self.file)
        columns = self._columns(headers.names, headers.line, PARTY_COLUMNS, ("name",))
        for row in sheet.rows[headers.place + headers.rows :]:
            cells = _cells(row, columns)
            texts = {key: _text(cell) for key, cell in cells.items()}
            if not texts["name"]:
                continue
            for key, text in texts.items():
                self._readable(row.line, key, text)
                longest = 2_000 if key == "rules" else 200
                if len(text) > longest:
                    self.wrong(
                        row.line, key, "too long", text[:40], f"at most {longest} characters"
                    )
            facts: dict[str, Any] = dict(texts)
            for key, codes in (("kind", _PARTY_KINDS), ("seat", _SEATS)):
                text = texts.get(key, "").casefold()
                if text not in codes:
                    listed = list(filter(None, codes))
                    self.wrong(row.line, key, "unknown value", text, "one of " + ", ".join(listed))
                facts[key] = codes.get(text)
            facts["most"] = self._cents(row.line, "most", cells.get("most"), texts.get("most", ""))
            ledger.parties.append(Party(**facts))
        for name, times in Counter(party.name for party in ledger.parties).items():
            if times > 1:
                self.wrong(None, "name", "stands twice", name, "each party once")

    def stated(self, sheet: Sheet, ledger: LedgerFile) -> None:
        """Columns: what, amount, codes of flows with semicolons."""
        valid_names = {row.get("code") for row in ledger.rows}
        for row in sheet.rows[1:]:
            what, _amount, codes = _three(row)
            text = _text(what)
            if not text:
                continue
            self._readable(row.line, "what", text)
            cents = self._cents(row.line, "amount", _amount, _text(_amount))
            parts = tuple(part.strip() for part in _text(codes).split(";") if part.strip())
            for code in parts:
                if code not in valid_names:
                    self.wrong(row.line, "codes", "unknown code", code, "codes of flows")
            if cents is not None:
                ledger.stated.append(Stated(text[:200], cents, parts))


def _text(cell: Cell) -> str:
    """In one line, without the apostrophe by which an export keeps a text from being taken for a formula."""
    return re.sub(r"[ \t\r\n]+", " ", unguarded(cell_text(cell).strip())).strip()


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, Cell]:
    return {key: row.cells[at] if at < len(row.cells) else None for key, at in columns.items()}


def _three(row: Row) -> tuple[Cell, Cell, Cell]:
    cells = [*row.cells, None, None, None]
    return cells[0], cells[1], cells[2]


def stated_sum(stated: Stated, flows: list[Flow]) -> int:
    """What the flows that a source adds up come to, budgeted: those that it names, or all money that comes in."""
    chosen = (
        [flow for flow in flows if flow.code in stated.codes] if stated.codes else entering(flows)
    )
    return sum(flow.budgeted for flow in chosen)
