"""stock.csv and methods.csv into rows of the obligation, with every problem and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    REMOVING,
    TENURES,
    Method,
    Offer,
    Stock,
)
from wijkwerk.monitor.api import TableKind, read_table
from wijkwerk.shared.lines import refused_in_line
from wijkwerk.shared.problems import Problem, Severity
from wijkwerk.shared.spreadsheet_text import may_be_formula

STOCK, METHODS = "stock.csv", "methods.csv"
_NUMBER, _TEXT = "float64", "string"
KINDS = {
    STOCK: TableKind(
        {"estate": _TEXT, "tenure": _TEXT, "type": _TEXT, "dwellings": _NUMBER,
         "households": _NUMBER, "protected": _NUMBER, "kept": _NUMBER, "m2": _NUMBER},
        ("estate", "tenure", "dwellings"),
    ),
    METHODS: TableKind(
        {"estate": _TEXT, "type": _TEXT, "method": _TEXT, "from": _NUMBER, "to": _NUMBER,
         "capacity": _NUMBER, "cost": _NUMBER, "lead_years": _NUMBER, "displaced": _NUMBER,
         "m2": _NUMBER},
        ("estate", "method", "capacity", "cost", "lead_years"),
    ),
}  # fmt: skip
LARGEST = {
    "dwellings": 1e6, "households": 1e6, "protected": 1e6, "kept": 1e6, "m2": 1e8,
    "capacity": 1e6, "cost": 1e9, "lead_years": 50, "displaced": 10, "from": 2200, "to": 2200,
}  # fmt: skip
LONGEST = 60
MOST_ROWS = 2000  # more than any area has; a search over them would not end
_BLANK_IS = {"households": 0.0, "protected": 0.0, "kept": 0.0, "m2": 0.0}


@dataclass
class Rows:
    """The rows of one table that could be read, by line, while problems are gathered."""

    name: str
    problems: list[Problem]

    def fault(
        self,
        line: int | None,
        column: str | None,
        code: str,
        value: object,
        expected: str,
        advice: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem of a row."""
        shown = None if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        self.problems.append(
            Problem(self.name, line, column, code, shown, expected, advice, severity)
        )

    def read(self, folder: Path) -> Iterator[Mapping[str, Any]]:
        """The rows of the file, texts never None and free of what spreadsheets run as formulas."""
        path = folder / self.name
        if not path.is_file():
            self.fault(
                None,
                None,
                "file is missing",
                None,
                self.name,
                "`wijkwerk housing init FOLDER` makes one to begin with.",
            )
            return
        problems: list[Problem] = []
        table = read_table(path, self.name, KINDS[self.name], problems)
        self.problems += [_without_indicators(problem) for problem in problems]
        if table is not None and table.height > MOST_ROWS:
            self.fault(
                None,
                None,
                "too many rows",
                table.height,
                f"at most {MOST_ROWS:,} rows",
                "Take estates together that are treated alike.",
            )
            return
        for row in (table if table is not None else pl.DataFrame()).iter_rows(named=True):
            texts = {
                column: row[column] or ""
                for column, kind in KINDS[self.name].schema.items()
                if kind == _TEXT
            }
            if all(self._fit(row["line"], column, text) for column, text in texts.items()):
                yield {**row, **texts}

    def number(self, row: Mapping[str, Any], column: str, least: float = 0) -> int | None:
        """The whole number in ``column``; None, with a problem, when there is none that will do."""
        value = row[column] if row[column] is not None else _BLANK_IS.get(column)
        if value is None:
            # A cell that holds no number at all was told of when it was read.
            if not any(
                (problem.line, problem.column) == (row["line"], column) for problem in self.problems
            ):
                self.fault(row["line"], column, "cell is empty", None, "a whole number")
            return None
        most = LARGEST[column]
        if value != int(value) or not least <= value <= most:
            self.fault(
                row["line"],
                column,
                "not a number that will do",
                float(value),
                f"a whole number from {least:,.0f} up to {most:,.0f}",
            )
            return None
        return int(value)

    def _fit(self, line: int, column: str, text: str) -> bool:
        if len(text) > LONGEST or refused_in_line(text):
            self.fault(
                line,
                column,
                "not a name",
                text[:LONGEST],
                f"a name of at most {LONGEST} plain characters",
            )
            return False
        if may_be_formula(text):
            self.fault(
                line,
                column,
                "risky name",
                text,
                "a name that starts with a letter",
                "Spreadsheets may run a text with this first sign as a formula.",
            )
            return False
        return True


def read_stock(folder: Path, problems: list[Problem]) -> dict[Stock, int]:
    """The stock with the line of each row; what is wrong goes to ``problems``."""
    rows = Rows(STOCK, problems)
    result: dict[Stock, int] = {}
    line_by_key: dict[tuple[str, str, str], int] = {}
    for row in rows.read(folder):
        line, tenure = row["line"], row["tenure"]
        if not row["estate"]:
            rows.fault(line, "estate", "cell is empty", None, "the name of an estate")
            continue
        if tenure not in TENURES:
            rows.fault(
                line,
                "tenure",
                "unknown tenure",
                tenure,
                "one of " + ", ".join(TENURES),
                hint(tenure, TENURES, listed=True),
            )
            continue
        key = row["estate"], tenure, row["type"]
        if key in line_by_key:
            rows.fault(
                line,
                "estate",
                "row stands twice",
                " ".join(part for part in key if part),
                "each estate, tenure and type once",
                f"See line {line_by_key[key]}.",
            )
            continue
        line_by_key[key] = line
        names = ("dwellings", "households", "protected", "kept", "m2")
        numbers = [rows.number(row, name) for name in names]
        if None in numbers:
            continue
        dwellings, households, protected, to_keep, metres = (number or 0 for number in numbers)
        stock_row = Stock(*key, dwellings, households, protected, to_keep, metres)
        _sound(rows, line, stock_row)
        result[stock_row] = line
    return result


def _sound(rows: Rows, line: int, row: Stock) -> None:
    business = row.tenure == "business"
    if business and (row.dwellings or row.households):
        rows.fault(
            line,
            "dwellings",
            "premises are no dwellings",
            row.dwellings,
            "0",
            "Write the square metres in the column m2.",
        )
    if row.m2 and not business:
        rows.fault(
            line,
            "m2",
            "metres of dwellings",
            row.m2,
            "an empty cell",
            "Only business premises are counted in square metres.",
        )
    for column, number in (("protected", row.protected), ("kept", row.kept)):
        if number and row.tenure != FAMILY:
            rows.fault(
                line,
                column,
                "not a social family dwelling",
                number,
                "an empty cell",
                "Only social family dwellings are changed.",
            )
        elif number > row.dwellings:
            rows.fault(
                line,
                column,
                "more than there are",
                number,
                f"at most the {row.dwellings} dwellings of this row",
            )
    if row.households > row.dwellings and not business:
        rows.fault(
            line,
            "households",
            "more households than dwellings",
            row.households,
            f"at most {row.dwellings}",
            "Is that right? It is used as it is.",
            Severity.WARNING,
        )


def read_offers(
    folder: Path, stock: Mapping[Stock, int], problems: list[Problem]
) -> dict[Offer, int]:
    """What can be done, with the line of each row; ``stock`` gives the estates and types."""
    rows = Rows(METHODS, problems)
    result: dict[Offer, int] = {}
    for row in rows.read(folder):
        offer = _offer(rows, row, stock)
        if offer is None:
            continue
        for other, line in result.items():
            if _overlap(offer, other):
                rows.fault(
                    row["line"],
                    "method",
                    "row stands twice",
                    offer.method,
                    "each estate, type and method once in a year",
                    f"See line {line}.",
                )
                break
        else:
            result[offer] = row["line"]
    return result


def _offer(rows: Rows, row: Mapping[str, Any], stock: Mapping[Stock, int]) -> Offer | None:
    line = row["line"]
    methods = [str(known_method) for known_method in Method]
    if row["method"] not in methods:
        rows.fault(
            line,
            "method",
            "unknown method",
            row["method"],
            "one of " + ", ".join(methods),
            hint(row["method"], methods, listed=True),
        )
        return None
    method = Method(row["method"])
    estates = sorted({stock_row.estate for stock_row in stock})
    if row["estate"] not in estates:
        rows.fault(
            line,
            "estate",
            "unknown estate",
            row["estate"],
            f"an estate of {STOCK}",
            hint(row["estate"], estates),
        )
        return None
    home = _home(rows, row, method, stock)
    first = rows.number(row, "from", 1900) if row["from"] is not None else 0
    last = rows.number(row, "to", 1900) if row["to"] is not None else None
    numbers = [rows.number(row, column) for column in ("capacity", "lead_years", "m2")]
    cost = rows.number(row, "cost", -LARGEST["cost"])
    displaced = _displaced(rows, row, home)
    broken = row["to"] is not None and last is None
    if None in numbers or first is None or cost is None or displaced is None or broken:
        return None
    if method in REMOVING and home is None:
        return None
    if last is not None and first > last:
        rows.fault(line, "to", "ends before it begins", last, f"{first} or later")
        return None
    capacity, lead, metres = (number or 0 for number in numbers)
    if (metres > 0) is not (method is Method.BUSINESS):
        rows.fault(
            line,
            "m2",
            "size of premises",
            metres,
            "the square metres of one business premises with new_business, nothing with "
            "other methods",
        )
        return None
    kind = home.type if home else row["type"]
    return Offer(row["estate"], kind, method, first, last, capacity, cost, lead, displaced, metres)


def _home(
    rows: Rows, row: Mapping[str, Any], method: Method, stock: Mapping[Stock, int]
) -> Stock | None:
    """The dwellings that a method changes; None for new ones, and when it can't be told which."""
    if method not in REMOVING:
        return None
    homes = [
        stock_row
        for stock_row in stock
        if (stock_row.estate, stock_row.tenure) == (row["estate"], FAMILY)
    ]
    types = sorted(stock_row.type for stock_row in homes)
    if not homes:
        rows.fault(
            row["line"],
            "estate",
            "nothing to change",
            row["estate"],
            f"an estate with {FAMILY} dwellings in {STOCK}",
        )
        return None
    if not row["type"] and len(homes) == 1:
        return homes[0]
    match = next((stock_row for stock_row in homes if stock_row.type == row["type"]), None)
    if match is None:
        rows.fault(
            row["line"],
            "type",
            "which dwellings",
            row["type"] or None,
            "a type of social family dwellings in this estate: " + ", ".join(types),
            hint(row["type"], types, listed=True) if row["type"] else None,
        )
    return match


def _displaced(rows: Rows, row: Mapping[str, Any], home: Stock | None) -> Fraction | None:
    """Households displaced per dwelling; an empty cell means those who live in one on average."""
    value = row["displaced"]
    if value is None:
        if home is None or not home.dwellings:
            return Fraction(0)
        return Fraction(home.households, home.dwellings)
    if not 0 <= value <= LARGEST["displaced"]:
        rows.fault(
            row["line"],
            "displaced",
            "not a number that will do",
            float(value),
            f"households per dwelling, from 0 up to {LARGEST['displaced']:g}",
        )
        return None
    return Fraction(str(value))


def _overlap(offer: Offer, other: Offer) -> bool:
    same = (offer.estate, offer.type, offer.method) == (other.estate, other.type, other.method)
    ends = [offer.last if offer.last is not None else 9999 for offer in (offer, other)]
    return same and max(offer.first, other.first) <= min(ends)


def _without_indicators(problem: Problem) -> Problem:
    """The advice on units names a file of the monitor; here units are those of the column."""
    advice = problem.suggestion
    if advice and "; the unit belongs" in advice:
        advice = advice.split("; the unit belongs")[0] + ", without the unit."
    return Problem(
        problem.file,
        problem.line,
        problem.column,
        problem.code,
        problem.value,
        problem.expected,
        advice,
        problem.severity,
    )
