"""What finance ships: discount rates and unit values, dated and with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from wijkwerk.finance.core.combining import Rule, Verdict
from wijkwerk.finance.core.discounting import Rates
from wijkwerk.finance.core.distributions import Distribution, Fixed, Uniform
from wijkwerk.shared.text import Text


@dataclass(frozen=True)
class DatedRates:
    """Discount rates, who laid them down, and the year since which they hold."""

    id: str
    name: Text
    source: str
    since: int
    rates: Rates


@dataclass(frozen=True)
class UnitValue:
    """What a source says that something costs or saves, in euros; ``price_year`` is None when it wasn't
    published."""

    id: str
    name: Text
    unit: Text
    distribution: Distribution
    source: str
    price_year: int | None
    note: Text


def _tables(file: str, key: str) -> list[dict[str, Any]]:
    text = (resources.files("wijkwerk.finance.data") / file).read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)[key]
    return rows


@cache
def shipped_rates() -> Mapping[str, DatedRates]:
    """By id."""
    return {
        row["id"]: DatedRates(
            row["id"],
            Text(**row["name"]),
            row["source"],
            row["since"],
            Rates(tuple((step["from"], step["rate"]) for step in row["steps"])),
        )
        for row in _tables("rates.toml", "rates")
    }


@cache
def unit_values() -> Mapping[str, UnitValue]:
    """By id."""
    return {
        row["id"]: UnitValue(
            row["id"],
            Text(**row["name"]),
            Text(**row["unit"]),
            Fixed(float(row["amount"]))
            if "amount" in row
            else Uniform(float(row["low"]), float(row["high"])),
            row["source"],
            row.get("price_year"),
            Text(**row["note"]),
        )
        for row in _tables("unit_values.toml", "unit_value")
    }


@dataclass(frozen=True)
class CombiningRule:
    """A rule about money with its words: why, what it leads to, and who says so."""

    rule: Rule
    because: Text
    effect: Text
    source: str


@cache
def combining_rules() -> Mapping[str, CombiningRule]:
    """By id, as the sources tell them."""
    return {
        row["id"]: CombiningRule(
            Rule(
                row["id"],
                tuple(row["money"]),
                Verdict(row["verdict"]),
                row["seen"],
                row.get("purpose", ""),
                row.get("until"),
                tuple(row.get("exceptions", ())),
            ),
            Text(**row["because"]),
            Text(**row["effect"]),
            row["source"],
        )
        for row in _tables("combining.toml", "rule")
    }


@dataclass(frozen=True)
class Definition:
    """Which households count as having many problems, and how many there are."""

    id: str
    households: int
    name: Text
    note: Text


@dataclass(frozen=True)
class CostsOfFragmentation:
    """What a source says of households with many problems: definitions, euros a year of a household by severity (the
    lowest first), and sums on another base, each with its name and note."""

    definitions: tuple[Definition, ...]
    costs: tuple[tuple[Text, int], ...]
    stated: tuple[tuple[Text, int, Text], ...]


@cache
def costs_of_fragmentation() -> CostsOfFragmentation:
    """As the source tells them."""
    file = "fragmentation.toml"
    return CostsOfFragmentation(
        tuple(
            Definition(row["id"], row["households"], Text(**row["name"]), Text(**row["note"]))
            for row in _tables(file, "definition")
        ),
        tuple((Text(**row["name"]), row["amount"]) for row in _tables(file, "cost")),
        tuple(
            (Text(**row["name"]), row["amount"], Text(**row["note"]))
            for row in _tables(file, "stated")
        ),
    )


@cache
def kinds_of_money() -> Mapping[str, Text]:
    """What rules speak of, by id."""
    return {row["id"]: Text(**row["name"]) for row in _tables("combining.toml", "money")}


@cache
def purposes() -> Mapping[str, Text]:
    """For what money may or may not be used, by id."""
    return {row["id"]: Text(**row["name"]) for row in _tables("combining.toml", "purpose")}
