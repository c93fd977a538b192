"""A social cost-benefit analysis as data, and what it comes to: for everybody together and for each party.

A line is an amount a year: number x value x attribution x (1 - deadweight) x (1 - displacement), which drops off
by a share a year, from its first year to its last. An effect gains what it is worth to parties by their shares; a
cost is paid by them; a transfer goes from some to others, and nothing of it is left in the sum of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from wijkwerk.finance.core.discounting import Floats, Rates
from wijkwerk.finance.core.distributions import Distribution


class Kind(StrEnum):
    """What a line is."""

    EFFECT = "effect"
    COST = "cost"
    TRANSFER = "transfer"


FACTORS = ("number", "value", "attribution")
COMPLEMENTS = ("deadweight", "displacement")
TERMS = (*FACTORS, *COMPLEMENTS, "drop_off")
SHARES = ("attribution", "deadweight", "displacement", "drop_off")


@dataclass(frozen=True)
class Assumption:
    """A figure that lines count with. ``is_share``: it lies between 0 and 1."""

    code: str
    distribution: Distribution
    is_share: bool = False


@dataclass(frozen=True)
class Line:
    """An amount a year, of the years ``first`` to ``last`` (both counted, from year 0).

    ``terms`` gives for each of ``TERMS`` that it has a figure, or the code of an assumption. ``parties`` are
    shares by party: together 1 for an effect and a cost, together 0 for a transfer. ``is_cash``: real money
    changes hands, otherwise it is welfare expressed in euros. ``part_of`` is the line in which it is counted
    already ('' none): it is shown and not added.
    """

    code: str
    kind: Kind
    terms: Mapping[str, float | str]
    parties: Mapping[str, float]
    first: int = 0
    last: int = 0
    is_cash: bool = True
    part_of: str = ""


@dataclass(frozen=True)
class Correlation:
    """How two assumptions go together: ``rank`` is their rank correlation (Spearman), between -1 and 1."""

    first: str
    second: str
    rank: float


@dataclass(frozen=True)
class Analysis:
    """What is held against doing nothing: lines, and over which parties, assumptions and rates."""

    parties: tuple[str, ...]
    lines: tuple[Line, ...]
    rates: Rates
    assumptions: tuple[Assumption, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    public: frozenset[str] = field(default_factory=frozenset)  # parties of the public purse

    @cached_property
    def counted(self) -> tuple[Line, ...]:
        """The lines that are added up."""
        return tuple(line for line in self.lines if not line.part_of)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each assumption."""
        return {assumption.code: place for place, assumption in enumerate(self.assumptions)}

    @cached_property
    def horizon(self) -> int:
        """The last year of any line."""
        return max((line.last for line in self.lines), default=0)

    @cached_property
    def factors(self) -> Floats:
        """What a euro of each year is worth now."""
        return self.rates.factors(self.horizon)

    @cached_property
    def shares(self) -> Floats:
        """Signed shares, lines that are counted by parties: a cost is below nothing."""
        shares = np.zeros((len(self.counted), len(self.parties)))
        for row, line in enumerate(self.counted):
            for party, share in line.parties.items():
                sign = -1 if line.kind is Kind.COST else 1
                shares[row, self.parties.index(party)] = sign * share
        return shares

    def rows_of(self, *kinds: Kind) -> Floats:
        """1 for the counted lines of these kinds, 0 for the others."""
        return np.array([float(line.kind in kinds) for line in self.counted])

    @cached_property
    def means(self) -> Floats:
        """What the assumptions are worth on average: one column."""
        return np.array([[each.distribution.mean] for each in self.assumptions]).reshape(-1, 1)


def yearly_amount(line: Line, analysis: Analysis, values: Floats) -> Floats | float:
    """The amount of the first year of ``line``, for each column of ``values`` (assumptions by draws); a plain
    number when nothing of it is uncertain."""
    amount: Floats | float = 1.0
    for name in FACTORS:
        if name in line.terms:
            amount = amount * _term(line.terms[name], analysis, values)
    for name in COMPLEMENTS:
        if name in line.terms:
            amount = amount * (1 - _term(line.terms[name], analysis, values))
    return amount


def _term(term: float | str, analysis: Analysis, values: Floats) -> Floats | float:
    return values[analysis.places[term]] if isinstance(term, str) else term


def worth(line: Line, analysis: Analysis, values: Floats) -> Floats | float:
    """The discounted sum of ``line`` over its years, for each column of ``values``."""
    factors = analysis.factors[line.first : line.last + 1]
    amount = yearly_amount(line, analysis, values)
    if "drop_off" not in line.terms:
        return amount * float(factors.sum())
    left = 1 - _term(line.terms["drop_off"], analysis, values)
    # Horner's rule: the factors as a polynomial in what is left after a year.
    profile: Floats | float = float(factors[-1])
    for factor in factors[-2::-1]:
        profile = profile * left + float(factor)
    return amount * profile


def worths(analysis: Analysis, values: Floats) -> Floats:
    """The discounted sums of all counted lines: lines by draws."""
    sums = np.empty((len(analysis.counted), values.shape[1]))
    for place, line in enumerate(analysis.counted):
        sums[place] = worth(line, analysis, values)
    return sums


def nets(analysis: Analysis, values: Floats) -> Floats:
    """What is left for each party, and in the last column for all together: draws by parties and one more."""
    by_party = worths(analysis, values).T @ analysis.shares
    return np.concatenate([by_party, by_party.sum(axis=1, keepdims=True)], axis=1)


def flows(analysis: Analysis, lines: Iterable[Line] | None = None) -> Floats:
    """What parties gain less what they pay, on average: years by parties, not discounted."""
    rows = analysis.counted if lines is None else tuple(lines)
    result = np.zeros((analysis.horizon + 1, len(analysis.parties)))
    for line in rows:
        amount = float(np.asarray(yearly_amount(line, analysis, analysis.means)).reshape(-1)[0])
        left = 1.0
        if "drop_off" in line.terms:
            drop = _term(line.terms["drop_off"], analysis, analysis.means)
            left = 1 - float(np.asarray(drop).reshape(-1)[0])
        sign = -1 if line.kind is Kind.COST else 1
        years = np.arange(line.last - line.first + 1)
        by_year = sign * amount * left**years
        for party, share in line.parties.items():
            result[line.first : line.last + 1, analysis.parties.index(party)] += share * by_year
    return result


@dataclass(frozen=True)
class Account:
    """What a party (or all together) gains and pays, discounted, on average. ``cash`` is the part of ``net`` in
    which real money changes hands; ``transfers`` what others hand it less what it hands them."""

    gains: float
    pays: float
    transfers: float
    cash: float

    @property
    def net(self) -> float:
        """What is left."""
        return self.gains - self.pays + self.transfers

    @property
    def valued(self) -> float:
        """What is left of what is no money, expressed in euros."""
        return self.net - self.cash


def accounts(analysis: Analysis) -> list[Account]:
    """The account of each party, and last that of all together, in which transfers cancel."""
    sums = worths(analysis, analysis.means)[:, 0] if analysis.counted else np.zeros(0)
    cash = np.array([float(line.is_cash) for line in analysis.counted])
    kinds = {kind: analysis.rows_of(kind) for kind in Kind}
    columns = [*analysis.shares.T, analysis.shares.sum(axis=1)]

    def account(shares: Sequence[float] | Floats) -> Account:
        parts = sums * np.asarray(shares)
        return Account(
            float(parts @ kinds[Kind.EFFECT]),
            -float(parts @ kinds[Kind.COST]) + 0.0,
            float(parts @ kinds[Kind.TRANSFER]),
            float(parts @ cash),
        )

    return [account(shares) for shares in columns]


def double_counts(analysis: Analysis) -> list[tuple[str, str]]:
    """Pairs of effects that may be the same gain twice: they count with the same assumption as value, gain the
    same party, and share a year. Whether they are, people say: with ``part_of``, or by leaving them."""
    effects = [line for line in analysis.counted if line.kind is Kind.EFFECT]
    return [
        (first.code, second.code)
        for place, first in enumerate(effects)
        for second in effects[place + 1 :]
        if isinstance(first.terms.get("value"), str)
        and first.terms.get("value") == second.terms.get("value")
        and first.terms.get("number") == second.terms.get("number")
        and set(first.parties) & set(second.parties)
        and first.first <= second.last
        and second.first <= first.last
    ]
