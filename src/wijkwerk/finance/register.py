"""What finance ships: discount rates and unit values, dated and with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

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
