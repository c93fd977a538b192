"""A folder with obligation.toml, stock.csv and methods.csv into the question that it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from wijkwerk.config.api import TomlFile, hint, load_toml, schema_document
from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    Limit,
    Method,
    Obligation,
    Offer,
    Stock,
    Variant,
)
from wijkwerk.designation.housing_input.tables import METHODS, STOCK, read_offers, read_stock
from wijkwerk.designation.reading import find_scheme, read_scheme
from wijkwerk.shared.problems import InputError, Problem, Severity

OBLIGATION = "obligation.toml"
LONGEST_SPAN = 50  # years


@dataclass(frozen=True)
class HousingInput:
    """What a folder asks: the obligation, exemptions to compare, and the words for them.

    ``names`` gives the words of limits and variants by code, ``source`` where share and deadline
    come from ('' when they stand in the file itself).
    """

    title: str
    made_up: bool
    obligation: Obligation
    variants: tuple[Variant, ...]
    names: Mapping[str, str]
    source: str


def read_housing(folder: Path) -> HousingInput:
    """What ``folder`` asks; raises InputError with every error in it."""
    housing, problems = _examine(folder)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors or housing is None:
        raise InputError(errors)
    return housing


def check_housing(folder: Path) -> list[Problem]:
    """Everything that is wrong with ``folder``, warnings and notes included."""
    return _examine(folder)[1]


def _examine(folder: Path) -> tuple[HousingInput | None, list[Problem]]:
    if not folder.is_dir():
        problem = Problem(
            str(folder),
            None,
            None,
            "no such folder",
            None,
            f"a folder with {OBLIGATION}, {STOCK} and {METHODS}",
            "`wijkwerk housing init FOLDER` makes one to begin with.",
        )
        return None, [problem]
    problems: list[Problem] = []
    stock = read_stock(folder, problems)
    offers = read_offers(folder, stock, problems)
    stands = {problem.line for problem in problems if problem.file == STOCK}
    if (
        not any(stock_row.tenure == FAMILY and stock_row.dwellings for stock_row in stock)
        and not stands
    ):
        problems.append(
            Problem(
                STOCK,
                None,
                "tenure",
                "no social family dwellings",
                None,
                f"at least one row with tenure {FAMILY}",
            )
        )
    housing = None
    try:
        schema = schema_document("wijkwerk.designation.housing_input", "obligation")
        file = load_toml(folder / OBLIGATION, schema)
        problems += file.problems
        if not file.problems:
            housing = _Reader(file, stock, offers, problems).read()
    except InputError as wrong:
        problems += wrong.problems
    order = (OBLIGATION, STOCK, METHODS)
    problems = sorted(
        dict.fromkeys(problems),
        key=lambda problem: (
            order.index(problem.file) if problem.file in order else 9,
            problem.line or 0,
        ),
    )
    return housing, problems


@dataclass
class _Reader:
    """Holds a sound obligation.toml against the tables."""

    file: TomlFile
    stock: Mapping[Stock, int]
    offers: Mapping[Offer, int]
    problems: list[Problem]

    def read(self) -> HousingInput | None:
        document = self.file.document
        target = document["target"]
        before = len(self._errors())
        share, deadline, source = self._target(target)
        if share is None or deadline is None:
            return None
        start = int(document["start"])
        if not start <= deadline <= start + LONGEST_SPAN:
            self._fault(
                ("target", "deadline"),
                "deadline",
                "deadline and start don't go together",
                deadline,
                f"a year from {start} up to {start + LONGEST_SPAN}",
            )
        counting, money = document.get("counting", {}), document.get("money", {})
        metres = counting.get("m2_per_dwelling")
        variants = tuple(self._variants(document, start))
        limits = tuple(self._limits(document))
        milestones = tuple(self._milestones(document, start, deadline))
        obligation = Obligation(
            start=start,
            deadline=deadline,
            share=share,
            stock=tuple(self.stock),
            offers=tuple(self.offers),
            limits=limits,
            milestones=milestones,
            m2_per_dwelling=None if metres is None else Fraction(str(metres)),
            existing_business=bool(counting.get("existing_business", False)),
            rebuilt_per_demolished=Fraction(str(counting.get("rebuilt_per_demolished", 1))),
            discount=_share(money.get("discount_percent", 0)),
        )
        self._doubts(obligation)
        if len(self._errors()) > before:
            return None
        names = {
            f"{kind}:{entry['code']}": entry.get("name", entry["code"])
            for kind in ("limit", "variant")
            for entry in document.get(kind, ())
        }
        title, made_up = str(document["title"]), bool(document.get("made_up", False))
        return HousingInput(title, made_up, obligation, variants, names, source)

    def _target(self, target: Mapping[str, Any]) -> tuple[Fraction | None, int | None, str]:
        """The share and the deadline: from a scheme's consequence, or written here."""
        share, deadline, source = target.get("share_percent"), target.get("deadline"), ""
        if "scheme" in target:
            scheme = self._of_scheme(target)
            if scheme is not None:
                share = scheme[0] if share is None else share
                deadline = scheme[1] if deadline is None else deadline
                source = scheme[2]
        elif share is None or deadline is None:
            for key, value in (("share_percent", share), ("deadline", deadline)):
                if value is None:
                    self._fault(
                        ("target",),
                        f"target.{key}",
                        "key is missing",
                        None,
                        key,
                        'Or name a scheme: scheme = "denmark".',
                    )
        year = None if deadline is None else self._last_year(("target", "deadline"), deadline)
        return (None if share is None else _share(share)), year, source

    def _of_scheme(self, target: Mapping[str, Any]) -> tuple[float, str, str] | None:
        """Limit in percent, deadline and title of the obligation in the newest version."""
        try:
            scheme = read_scheme(find_scheme(target["scheme"]))
        except InputError as wrong:
            first = wrong.problems[0]
            self._fault(
                ("target", "scheme"),
                "target.scheme",
                first.code,
                target["scheme"],
                first.expected,
                first.suggestion,
            )
            return None
        newest = scheme.versions[-1]
        fit = {
            consequence.code: consequence
            for consequence in newest.consequences
            if consequence.limit is not None and consequence.unit == "%" and consequence.deadline
        }
        code = target.get("consequence") or next(iter(sorted(fit)), "")
        if code not in fit:
            self._fault(
                ("target", "consequence"),
                "target.consequence",
                "unknown consequence",
                code or None,
                "a consequence with a limit in % and a deadline: "
                + (", ".join(sorted(fit)) or "the scheme has none"),
                hint(code, sorted(fit), listed=True) if code else None,
            )
            return None
        consequence = fit[code]
        assert consequence.limit is not None
        return consequence.limit, consequence.deadline, f"{newest.title.en} ({code})"

    def _last_year(self, path: tuple[str | int, ...], value: object) -> int | None:
        """The last year whose end lies on or before a deadline, a year or a date."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = str(value)
        if isinstance(value, date):
            # What is counted at a year's end must be counted by then.
            return value.year if (value.month, value.day) == (12, 31) else value.year - 1
        if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200:
            return value
        self._fault(
            path,
            ".".join(map(str, path)),
            "not a deadline",
            value,
            "a year such as 2030 (its end counts) or a date such as 2030-01-01",
        )
        return None

    def _limits(self, document: Mapping[str, Any]) -> Iterator[Limit]:
        estates = sorted({stock_row.estate for stock_row in self.stock})
        codes: set[str] = set()
        for at, limit in enumerate(document.get("limit", ())):
            if limit["code"] in codes:
                self._fault(
                    ("limit", at, "code"),
                    "limit.code",
                    "code stands twice",
                    limit["code"],
                    "each code once",
                )
            codes.add(limit["code"])
            for estate in limit.get("estates", ()):
                if estate not in estates:
                    self._fault(
                        ("limit", at, "estates"),
                        f"limit.{limit['code']}.estates",
                        "unknown estate",
                        estate,
                        f"an estate of {STOCK}",
                        hint(estate, estates),
                    )
            yield Limit(
                limit["code"],
                limit["what"],
                limit["per"],
                Fraction(str(limit["at_most"])),
                tuple(sorted(Method(method) for method in limit.get("methods", ()))),
                tuple(sorted(limit.get("estates", ()))),
            )

    def _milestones(
        self, document: Mapping[str, Any], start: int, deadline: int
    ) -> Iterator[tuple[int, Fraction]]:
        for at, milestone in enumerate(document.get("milestone", ())):
            if not start <= milestone["year"] < deadline:
                self._fault(
                    ("milestone", at, "year"),
                    "milestone.year",
                    "outside the plan",
                    milestone["year"],
                    f"a year from {start} up to {deadline - 1}",
                )
            yield milestone["year"], _share(milestone["share_percent"])

    def _variants(self, document: Mapping[str, Any], start: int) -> Iterator[Variant]:
        codes: set[str] = set()
        for at, variant in enumerate(document.get("variant", ())):
            path = ("variant", at)
            if variant["code"] in codes:
                self._fault(
                    (*path, "code"),
                    "variant.code",
                    "code stands twice",
                    variant["code"],
                    "each code once",
                )
            codes.add(variant["code"])
            if not set(variant) - {"code", "name"}:
                self._fault(
                    path,
                    f"variant.{variant['code']}",
                    "variant changes nothing",
                    None,
                    "share_percent, deadline or without",
                )
            last = None
            if "deadline" in variant:
                last = self._last_year((*path, "deadline"), variant["deadline"])
                if last is not None and not start <= last <= start + LONGEST_SPAN:
                    self._fault(
                        (*path, "deadline"),
                        f"variant.{variant['code']}.deadline",
                        "outside the plan",
                        last,
                        f"a year from {start} up to {start + LONGEST_SPAN}",
                    )
            share = _share(variant["share_percent"]) if "share_percent" in variant else None
            without = tuple(sorted(Method(method) for method in variant.get("without", ())))
            yield Variant(variant["code"], share, last, without)

    def _doubts(self, obligation: Obligation) -> None:
        """What may be a slip, in the tables and the file together."""
        cleared = {offer.estate for offer in self.offers if offer.method is Method.DEMOLITION}
        for offer, line in self.offers.items():
            soonest = max(offer.first, obligation.start) + offer.lead
            late = offer.last is not None and offer.last < obligation.start
            if soonest > obligation.deadline or late:
                self._warn(
                    METHODS,
                    line,
                    "from",
                    "never counts",
                    str(soonest),
                    f"work that starts from {obligation.start} on and is done by the end of "
                    f"{obligation.deadline}",
                    "This row is not used.",
                )
            if offer.method is Method.BUSINESS and obligation.m2_per_dwelling is None:
                self._warn(
                    METHODS,
                    line,
                    "method",
                    "premises don't count",
                    offer.method,
                    "counting.m2_per_dwelling in obligation.toml",
                    "Without it new premises don't change the share.",
                )
            if offer.method is Method.REBUILD and offer.estate not in cleared:
                self._warn(
                    METHODS,
                    line,
                    "method",
                    "nothing is demolished here",
                    offer.method,
                    "a row with demolition in the same estate",
                    "Without it there is no room to rebuild.",
                )

    def _errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    def _fault(
        self,
        path: tuple[str | int, ...],
        column: str,
        code: str,
        value: object,
        expected: str,
        advice: str | None = None,
    ) -> None:
        shown = None if value is None else str(value)
        line = self.file.line(*path)
        self.problems.append(Problem(OBLIGATION, line, column, code, shown, expected, advice))

    def _warn(
        self, name: str, line: int, column: str, code: str, value: str, expected: str, advice: str
    ) -> None:
        self.problems.append(
            Problem(name, line, column, code, value, expected, advice, Severity.WARNING)
        )


def _share(percent: float) -> Fraction:
    """A percentage as an exact share: 40 gives 2/5."""
    return Fraction(str(percent)) / 100
