"""An analysis out of a file that somebody sent, TOML or a workbook, with everything that is wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wijkwerk.config.api import (
    TomlFile,
    doubles,
    hint,
    load_toml,
    schema_document,
    toml_text,
    typed_file,
)
from wijkwerk.finance.core.analysis import SHARES, TERMS
from wijkwerk.finance.core.distributions import Fixed, Uniform
from wijkwerk.finance.core.simulation import normal_correlations
from wijkwerk.finance.document import (
    DISTRIBUTIONS,
    Document,
    analysis_of,
    bounds_of,
    distribution_of,
)
from wijkwerk.finance.register import shipped_rates, unit_values
from wijkwerk.finance.workbook import WorkbookDocument, is_workbook, read_workbook, with_sheet
from wijkwerk.shared.problems import InputError, Problem

_WAYS = (*DISTRIBUTIONS, "unit_value", "evaluation")
_CLOSE = 1e-6


# Gives (estimate, standard deviation) of an outcome of an evaluation. Raises InputError when it has none.
Effects = Callable[[str, str], tuple[float, float]]


def read_analysis(path: Path, effects: Effects | None = None, name: str = "") -> Document:
    """The document of the file, in which unit values, price levels and effects of evaluations were filled in.

    Raises InputError with everything that is wrong, by file, row and column. Without ``effects`` an assumption
    that rests on an evaluation is wrong too.
    """
    schema = schema_document("wijkwerk.finance.data", "analysis")
    file = (
        read_workbook(path, schema, name or path.name)
        if is_workbook(path)
        else load_toml(path, schema, name=name)
    )
    if file.problems:
        raise InputError(file.problems)
    _check(file)
    return _filled_in(file, effects)


def analysis_in(text: str, effects: Effects | None = None) -> Document:
    """The same of what somebody typed, in TOML."""
    with typed_file(text, "analysis.toml") as path:
        return read_analysis(path, effects)


def _check(file: TomlFile) -> None:
    """Raise InputError with everything that no schema can say."""
    problems = list(_Checked(file).problems())
    if isinstance(file, WorkbookDocument):
        problems = [with_sheet(problem) for problem in problems]
    if problems:
        raise InputError(problems)


@dataclass(frozen=True)
class _Checked:
    """What no schema can say."""

    file: TomlFile

    def problems(self) -> Iterator[Problem]:
        for kind in ("party", "assumption", "line", "alternative"):
            yield from doubles(self.file, (kind,), "code", "code stands twice", "each code once")
        yield from self._rates()
        for place, row in enumerate(self._rows("assumption")):
            yield from self._assumption(place, row)
        for place, row in enumerate(self._rows("line")):
            yield from self._line(place, row)
        yield from self._correlations()
        yield from self._unused()
        yield from self._parties_named()
        yield from self._stated()

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.file.document.get(kind, [])
        return rows

    def _codes(self, kind: str) -> list[str]:
        return [row["code"] for row in self._rows(kind)]

    def _wrong(
        self, path: tuple[str | int, ...], code: str, value: Any, expected: str, advice: str | None
    ) -> Problem:
        shown = ".".join(str(part) for part in self._named(path))
        text = None if value is None else str(value)
        return Problem(self.file.name, self.file.line(*path), shown, code, text, expected, advice)

    def _named(self, path: tuple[str | int, ...]) -> Iterator[str]:
        node: Any = self.file.document
        for part in path:
            node = node[part] if isinstance(part, int) else node.get(part, {})
            yield node["code"] if isinstance(part, int) and "code" in node else str(part)

    def _rates(self) -> Iterator[Problem]:
        document = self.file.document
        rate_names = ", ".join(shipped_rates())
        if ("rates" in document) == ("rate" in document):
            yield self._wrong(
                ("rates",),
                "one discount rate is needed",
                None,
                f"rates (one of {rate_names}), or rate",
                None,
            )
        elif "rates" in document and document["rates"] not in shipped_rates():
            yield self._wrong(
                ("rates",),
                "unknown rates",
                document["rates"],
                "one of " + ", ".join(shipped_rates()),
                hint(document["rates"], list(shipped_rates()), listed=True),
            )

    def _assumption(self, place: int, row: dict[str, Any]) -> Iterator[Problem]:
        at = ("assumption", place)
        ways = [way for way in _WAYS if way in row]
        if len(ways) != 1:
            yield self._wrong(
                at,
                "an assumption has one figure or distribution",
                ", ".join(ways) or None,
                "one of " + ", ".join(_WAYS),
                None,
            )
            return
        way = ways[0]
        if way == "unit_value":
            if row[way] not in unit_values():
                yield self._wrong(
                    (*at, way),
                    "unknown unit value",
                    row[way],
                    "one of " + ", ".join(unit_values()),
                    hint(row[way], list(unit_values()), listed=True),
                )
                return
            if "price_year" in row:
                yield self._wrong(
                    (*at, "price_year"),
                    "the register says the price level",
                    row["price_year"],
                    "a unit value without price_year",
                    None,
                )
        elif way == "evaluation":
            if "outcome" not in row:
                yield self._wrong(at, "key is missing", None, "outcome", "Name the indicator.")
        else:
            try:
                distribution_of(row)
            except ValueError as fault:
                yield self._wrong((*at, way), "no distribution", row[way], str(fault), None)
                return
        yield from self._price_level(place, row)

    def _price_level(self, place: int, row: dict[str, Any]) -> Iterator[Problem]:
        year = price_year(row)
        base = self.file.document["base_year"]
        levels = self.file.document.get("index", {}).get("level", {})
        if year in (None, base):
            return
        absent = [str(needed) for needed in (year, base) if str(needed) not in levels]
        if absent:
            yield self._wrong(
                ("assumption", place),
                f"prices of {year}, and the analysis counts in those of {base}",
                year,
                "[index] with level for " + " and ".join(absent),
                "Give the price levels with their source, or a figure in prices of the base year.",
            )

    def _line(self, place: int, row: dict[str, Any]) -> Iterator[Problem]:
        at = ("line", place)
        by_code = {each["code"]: each for each in self._rows("assumption")}
        for term in TERMS:
            value = row.get(term)
            if not isinstance(value, str):
                continue
            if value not in by_code:
                yield self._wrong(
                    (*at, term),
                    "unknown assumption",
                    value,
                    "the code of an assumption, or a figure",
                    hint(value, list(by_code)),
                )
            elif term in SHARES and not _lies_in_one(by_code[value]):
                yield self._wrong(
                    (*at, term),
                    "not between 0 and 1",
                    value,
                    "an assumption that lies between 0 and 1",
                    "A share is a figure, uniform or triangular.",
                )
        first = row.get("first_year", 0)
        if row.get("last_year", first) < first:
            yield self._wrong(
                (*at, "last_year"),
                "the last year lies before the first",
                row["last_year"],
                f"{first} or later",
                None,
            )
        yield from self._shares(place, row)
        for alternative in row.get("alternatives", ()):
            if alternative not in self._codes("alternative"):
                yield self._wrong(
                    (*at, "alternatives"),
                    "unknown alternative",
                    alternative,
                    "one of " + (", ".join(self._codes("alternative")) or "[[alternative]]"),
                    None,
                )
        yield from self._part_of(place, row)

    def _part_of(self, place: int, row: dict[str, Any]) -> Iterator[Problem]:
        if "part_of" not in row:
            return
        others = {each["code"]: each for each in self._rows("line") if each is not row}
        other = others.get(row["part_of"])
        at = ("line", place, "part_of")
        if other is None:
            yield self._wrong(
                at,
                "unknown line",
                row["part_of"],
                "the code of another line",
                hint(row["part_of"], list(others)),
            )
        elif "part_of" in other:
            yield self._wrong(
                at, "part of what is a part itself", row["part_of"], "a line that is added up", None
            )

    def _shares(self, place: int, row: dict[str, Any]) -> Iterator[Problem]:
        at = ("line", place, "for")
        parties = self._codes("party")
        for party in row["for"]:
            if party not in parties:
                yield self._wrong(
                    at,
                    "unknown party",
                    party,
                    "one of " + ", ".join(parties),
                    hint(party, parties, listed=True),
                )
        shares = list(row["for"].values())
        if row["kind"] == "transfer":
            if abs(sum(shares)) > _CLOSE or not any(shares):
                yield self._wrong(
                    at,
                    "a transfer doesn't close",
                    round(sum(shares), 6),
                    "shares below 0 for who pays and above 0 for who gets it, together 0",
                    None,
                )
        elif abs(sum(shares) - 1) > _CLOSE or min(shares) < 0:
            yield self._wrong(
                at,
                "shares aren't the whole",
                round(sum(shares), 6),
                "shares of 0 to 1, together 1",
                None,
            )

    def _correlations(self) -> Iterator[Problem]:
        by_code = {each["code"]: each for each in self._rows("assumption")}
        pairs = Counter(frozenset(row["of"]) for row in self._rows("correlation"))
        is_right = True
        for place, row in enumerate(self._rows("correlation")):
            at = ("correlation", place, "of")
            for code in row["of"]:
                if code not in by_code or "value" in by_code[code]:
                    is_right = False
                    yield self._wrong(
                        at,
                        "no uncertain assumption",
                        code,
                        "codes of two uncertain assumptions",
                        hint(code, list(by_code)),
                    )
            if pairs[frozenset(row["of"])] > 1:
                is_right = False
                yield self._wrong(
                    at, "a pair stands twice", ", ".join(row["of"]), "each pair once", None
                )
        if is_right and self._rows("correlation"):
            yield from self._possible_correlations()

    def _possible_correlations(self) -> Iterator[Problem]:
        bare: Document = {
            **self.file.document,
            "line": [],
            "rate": 0.0,
            "assumption": [{"code": row["code"], "value": 0.0} for row in self._rows("assumption")],
        }
        try:
            normal_correlations(analysis_of(bare))
        except ValueError as fault:
            yield self._wrong(
                ("correlation",), str(fault), None, "correlations that go together", None
            )

    def _unused(self) -> Iterator[Problem]:
        used = {row[term] for row in self._rows("line") for term in TERMS if term in row}
        for place, code in enumerate(self._codes("assumption")):
            if code not in used:
                yield self._wrong(
                    ("assumption", place),
                    "no line counts with it",
                    code,
                    "an assumption of some line",
                    "Name it in a line, or leave it out.",
                )

    def _parties_named(self) -> Iterator[Problem]:
        parties = self._codes("party")
        for place, row in enumerate(self._rows("unpriced")):
            for party in row.get("for", ()):
                if party not in parties:
                    yield self._wrong(
                        ("unpriced", place, "for"),
                        "unknown party",
                        party,
                        "one of " + ", ".join(parties),
                        hint(party, parties, listed=True),
                    )

    def _stated(self) -> Iterator[Problem]:
        for what, row in self.file.document.get("stated", {}).items():
            if what == "source":
                continue
            is_figure = "figure" in row
            if is_figure == bool({"least", "most"} & set(row)) or (
                "rounded_to" in row and not is_figure
            ):
                yield self._wrong(
                    ("stated", what),
                    "a figure or bounds",
                    None,
                    "figure (with rounded_to), or least and most",
                    None,
                )
                continue
            try:
                bounds_of(row)
            except ValueError as fault:
                yield self._wrong(("stated", what), "no bounds", None, str(fault), None)


def price_year(row: dict[str, Any]) -> int | None:
    """The price level of an assumption; None when it has none."""
    if "unit_value" in row and row["unit_value"] in unit_values():
        return unit_values()[row["unit_value"]].price_year
    year: int | None = row.get("price_year")
    return year


def _lies_in_one(row: dict[str, Any]) -> bool:
    """Whether an assumption lies between 0 and 1."""
    figures = [row["value"]] if "value" in row else row.get("uniform", row.get("triangular", ()))
    return bool(figures) and min(figures) >= 0 and max(figures) <= 1


def _filled_in(file: TomlFile, effects: Effects | None) -> Document:
    """With figures in place of what lies elsewhere, in prices of the base year."""
    document = dict(file.document)
    levels = document.get("index", {}).get("level", {})
    rows = []
    for place, row in enumerate(document.get("assumption", ())):
        filled = dict(row)
        year = price_year(row)
        factor = (
            1.0
            if year in (None, document["base_year"])
            else levels[str(document["base_year"])] / levels[str(year)]
        )
        if "unit_value" in row:
            value = unit_values()[row["unit_value"]]
            filled["source"] = value.source
            filled |= _of_register(value.distribution)
        if "evaluation" in row:
            filled["normal"] = list(_measured(file, place, row, effects))
        for way in DISTRIBUTIONS:
            if way in filled and factor != 1.0:
                figures = filled[way]
                scaled = (
                    [figure * factor for figure in figures] if way != "value" else figures * factor
                )
                filled[way] = scaled
        rows.append(filled)
    return {**document, "assumption": rows}


def _of_register(distribution: Any) -> dict[str, Any]:
    if isinstance(distribution, Uniform):
        return {"uniform": [distribution.low, distribution.high]}
    assert isinstance(distribution, Fixed)
    return {"value": distribution.value}


def _measured(
    file: TomlFile, place: int, row: dict[str, Any], effects: Effects | None
) -> tuple[float, float]:
    if effects is None:
        raise InputError(
            [
                Problem(
                    file.name,
                    file.line("assumption", place, "evaluation"),
                    f"assumption.{row['code']}.evaluation",
                    "evaluations are known to a site alone",
                    row["evaluation"],
                    "a figure or distribution",
                )
            ]
        )
    try:
        return effects(row["evaluation"], row["outcome"])
    except InputError as fault:
        first = fault.problems[0]
        at = f"assumption.{row['code']}.{first.file}"
        line = file.line("assumption", place, "evaluation")
        raise InputError([replace(first, file=file.name, line=line, column=at)]) from None


def text_of_file(path: Path) -> str:
    """The TOML of a file that somebody sent; a workbook as TOML. Raises InputError when it can't be read."""
    if is_workbook(path):
        schema = schema_document("wijkwerk.finance.data", "analysis")
        file = read_workbook(path, schema, path.name)
        if file.problems:
            raise InputError(file.problems)
        _check(file)  # by sheet and row, which the text has no more
        return toml_text(file.document)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError.of(
            path.name,
            "not UTF-8",
            "TOML saved as UTF-8, or a workbook",
            suggestion="Save it again as UTF-8.",
        ) from None
