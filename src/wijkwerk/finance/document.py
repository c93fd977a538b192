"""The document of an analysis, as it was written down and checked, as what rules count with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wijkwerk.finance.core.analysis import (
    SHARES,
    TERMS,
    Analysis,
    Assumption,
    Correlation,
    Kind,
    Line,
)
from wijkwerk.finance.core.discounting import Rates
from wijkwerk.finance.core.distributions import (
    Distribution,
    Fixed,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
)
from wijkwerk.finance.core.stated import Bounds
from wijkwerk.finance.register import shipped_rates

Document = dict[str, Any]
DRAWS, SEED = 10_000, 1
UNCERTAIN: Mapping[str, type[Any]] = {
    "normal": Normal, "lognormal": LogNormal, "uniform": Uniform, "triangular": Triangular,
}  # fmt: skip
DISTRIBUTIONS = ("value", *UNCERTAIN)


def distribution_of(row: Mapping[str, Any]) -> Distribution:
    """How uncertain an assumption is. Raises ValueError when its figures make no distribution."""
    if "value" in row:
        return Fixed(float(row["value"]))
    for name, kind in UNCERTAIN.items():
        if name in row:
            distribution: Distribution = kind(*map(float, row[name]))
            return distribution
    raise ValueError("an assumption has a figure or a distribution")


def rates_of(document: Document) -> Rates:
    """By which it discounts."""
    if "rate" in document:
        return Rates.flat(float(document["rate"]))
    return shipped_rates()[document["rates"]].rates


def used_as_share(document: Document) -> set[str]:
    """The assumptions that a line takes as a share."""
    return {
        row[term] for row in document["line"] for term in SHARES if isinstance(row.get(term), str)
    }


def alternatives(document: Document) -> list[str]:
    """The codes of what is held against doing nothing; [""] when there is but one."""
    return [row["code"] for row in document.get("alternative", ())] or [""]


def analysis_of(document: Document, alternative: str = "") -> Analysis:
    """What rules count with: the lines of one alternative. The document was checked."""
    shares = used_as_share(document)
    return Analysis(
        parties=tuple(row["code"] for row in document["party"]),
        lines=tuple(
            _line(row)
            for row in document["line"]
            if not alternative or alternative in row.get("alternatives", (alternative,))
        ),
        rates=rates_of(document),
        assumptions=tuple(
            Assumption(row["code"], distribution_of(row), row["code"] in shares)
            for row in document.get("assumption", ())
        ),
        correlations=tuple(
            Correlation(row["of"][0], row["of"][1], float(row["rank"]))
            for row in document.get("correlation", ())
        ),
        public=frozenset(row["code"] for row in document["party"] if row.get("public")),
    )


def _line(row: Mapping[str, Any]) -> Line:
    first = row.get("first_year", 0)
    return Line(
        code=row["code"],
        kind=Kind(row["kind"]),
        terms={name: row[name] for name in TERMS if name in row},
        parties={party: float(share) for party, share in row["for"].items()},
        first=first,
        last=row.get("last_year", first),
        is_cash=row.get("money", True),
        part_of=row.get("part_of", ""),
    )


def stated_bounds(document: Document) -> dict[str, Bounds]:
    """What a text states of it, by what; {} when nothing."""
    return {
        what: bounds_of(row) for what, row in document.get("stated", {}).items() if what != "source"
    }


def bounds_of(row: Mapping[str, float]) -> Bounds:
    """A figure that was stated: as it is, rounded, or a bound. Raises ValueError for a least above the most."""
    if "figure" in row:
        return Bounds.rounded(row["figure"], row.get("rounded_to", 0.0))
    bounds = {name: float(row[name]) for name in ("least", "most") if name in row}
    return Bounds(**bounds)


def names(document: Document, kind: str, language: str) -> dict[str, str]:
    """What parties, assumptions, lines or alternatives are called, by code."""
    return {row["code"]: row["name"][language] for row in document.get(kind, ())}


# Under which a figure lay elsewhere; a document that stands on its own has the figure itself.
_ELSEWHERE = ("unit_value", "evaluation", "outcome", "price_year")


def plain_document(document: Document) -> Document:
    """The document with its figures filled in, that stands on its own: without the names under which they lay
    elsewhere."""
    rows = []
    for row in document.get("assumption", ()):
        plain = {key: value for key, value in row.items() if key not in _ELSEWHERE}
        if "evaluation" in row:
            plain["source"] = f"{row['evaluation']}, {row['outcome']}"
        rows.append(plain)
    return {
        **{key: value for key, value in document.items() if key != "index"},
        **({"assumption": rows} if rows else {}),
    }
