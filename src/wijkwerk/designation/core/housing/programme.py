"""The obligation as an integer programme: whole numbers only, every row with the limit it stands for.

A variable is how many dwellings (or premises) of an offer start in a year. A row reads
``sum(coefficient * variable) <= at_most`` with whole coefficients, so that a plan keeps to it or
doesn't, without any tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    REMOVING,
    Limit,
    Method,
    Obligation,
    Offer,
    Stock,
    all_dwellings,
    family_dwellings,
    present_value,
    weight_below,
)

# Groups of rows that are facts, not limits: there is no giving on these.
HARD = ("stock", "room")


@dataclass(frozen=True)
class Variable:
    """How many of ``offer`` start in ``year``."""

    offer: Offer
    year: int


@dataclass(frozen=True)
class Row:
    """``sum(coefficient * variable) <= at_most``, all whole numbers.

    ``group`` is the limit that the row belongs to; ``scale`` what the row was multiplied by to
    make it whole.
    """

    group: str
    terms: tuple[tuple[int, int], ...]  # (variable, coefficient)
    at_most: int
    scale: int = 1
    year: int | None = None


@dataclass(frozen=True)
class Programme:
    """Variables with their capacity, and the rows they must keep to."""

    obligation: Obligation
    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]

    def groups(self) -> tuple[str, ...]:
        """Every limit there is, in one order: rows and the capacity of each method."""
        rows = {row.group for row in self.rows if row.group not in HARD}
        methods = {f"capacity:{variable.offer.method}" for variable in self.variables}
        return tuple(sorted(rows | methods))

    def costs(self) -> list[int]:
        """Euros of one of each variable, discounted to the first year when that is asked for."""
        rate, start = self.obligation.discount, self.obligation.start
        return [
            present_value(variable.offer.cost, rate, variable.year - start)
            for variable in self.variables
        ]

    def displacements(self) -> tuple[list[int], int]:
        """Households displaced by one of each variable times a number that makes all whole."""
        return as_integers([variable.offer.displaced for variable in self.variables])


def programme(obligation: Obligation) -> Programme:
    """The integer programme of ``obligation``, in an order that doesn't depend on the input's."""
    ordered = obligation.in_order()
    variables = tuple(
        Variable(offer, year) for offer in ordered.offers for year in _starts(ordered, offer)
    )
    rows = (
        *_stock(ordered, variables),
        *_room(ordered, variables),
        *_shares(ordered, variables),
        *_limits(ordered, variables),
    )
    return Programme(ordered, variables, rows)


def as_integers(values: Iterable[Fraction]) -> tuple[list[int], int]:
    """``values`` times the least number that makes all of them whole, and that number."""
    exact = list(values)
    scale = math.lcm(1, *(fraction.denominator for fraction in exact))
    return [int(fraction * scale) for fraction in exact], scale


def _starts(obligation: Obligation, offer: Offer) -> range:
    """Years in which an offer can start and still count by the deadline."""
    last = obligation.deadline - offer.lead
    if offer.last is not None:
        last = min(last, offer.last)
    return range(max(offer.first, obligation.start), last + 1)


def _row(
    group: str,
    variables: tuple[Variable, ...],
    weight: Callable[[Variable], Fraction | int],
    at_most: Fraction | int,
    year: int | None = None,
) -> Row:
    """The row of ``weight`` per variable, made whole; coefficients share no divisor needlessly."""
    weights = [
        (at, coefficient)
        for at, variable in enumerate(variables)
        if (coefficient := weight(variable))
    ]
    values, scale = as_integers(
        [*(Fraction(coefficient) for _, coefficient in weights), Fraction(at_most)]
    )
    terms = tuple(zip((at for at, _ in weights), values[:-1], strict=True))
    return Row(group, terms, values[-1], scale, year)


def _stock(obligation: Obligation, variables: tuple[Variable, ...]) -> Iterable[Row]:
    """No more dwellings change than there are, than may be demolished, than need not be kept."""
    for row in obligation.stock:
        if row.tenure != FAMILY:
            continue
        changes = partial(_changes, row, REMOVING)
        yield _row("stock", variables, changes, row.dwellings)
        if row.kept:
            yield _row("kept", variables, changes, row.dwellings - row.kept)
        if row.protected:
            down = partial(_changes, row, (Method.DEMOLITION,))
            yield _row("protected", variables, down, row.dwellings - row.protected)


def _changes(row: Stock, methods: tuple[Method, ...], variable: Variable) -> int:
    """1 when the variable takes a dwelling out of ``row`` by one of ``methods``."""
    inside = (variable.offer.estate, variable.offer.type) == (row.estate, row.type)
    return int(inside and variable.offer.method in methods)


def _room(obligation: Obligation, variables: tuple[Variable, ...]) -> Iterable[Row]:
    """New dwellings on cleared land only where it has been cleared by then."""
    per = obligation.rebuilt_per_demolished
    places = {
        variable.offer.estate for variable in variables if variable.offer.method is Method.REBUILD
    }
    for estate in sorted(places):
        for year in obligation.years():

            def room(variable: Variable, where: str = estate, by: int = year) -> Fraction:
                if variable.offer.estate != where:
                    return Fraction(0)
                if variable.offer.method is Method.REBUILD and variable.year <= by:
                    return Fraction(1)
                cleared = (
                    variable.offer.method is Method.DEMOLITION
                    and variable.year + variable.offer.lead <= by
                )
                return -per if cleared else Fraction(0)

            row = _row("room", variables, room, 0)
            if any(value > 0 for _, value in row.terms):
                yield row


def _shares(obligation: Obligation, variables: tuple[Variable, ...]) -> Iterable[Row]:
    for group, year, share in (
        *(("milestone", year, share) for year, share in obligation.milestones),
        ("share", obligation.deadline, obligation.share),
    ):
        yield share_row(obligation, variables, group, year, share)


def share_row(
    obligation: Obligation, variables: tuple[Variable, ...], group: str, year: int, share: Fraction
) -> Row:
    """Family dwellings at the end of ``year`` are at most ``share`` of everything."""

    def weight(variable: Variable) -> Fraction:
        if variable.year + variable.offer.lead > year:
            return Fraction(0)
        above = Fraction(-1 if variable.offer.method in REMOVING else 0)
        return above - share * weight_below(obligation, variable.offer)

    rest = share * all_dwellings(obligation) - family_dwellings(obligation)
    return _row(group, variables, weight, rest, year)


def counted(limit: Limit, variable: Variable) -> Fraction:
    """What one of a variable uses of ``limit``."""
    offer = variable.offer
    if (limit.methods and offer.method not in limit.methods) or (
        limit.estates and offer.estate not in limit.estates
    ):
        return Fraction(0)
    amounts: Mapping[str, Fraction] = {
        "cost": Fraction(offer.cost),
        "displaced": offer.displaced,
        "dwellings": Fraction(1),
    }
    return amounts[limit.what]


def _limits(obligation: Obligation, variables: tuple[Variable, ...]) -> Iterable[Row]:
    for limit in obligation.limits:
        group = f"limit:{limit.code}"
        if limit.per == "total":
            yield _row(group, variables, partial(counted, limit), limit.at_most)
            continue
        for year in obligation.years():
            yield _row(group, variables, partial(_counted_in, limit, year), limit.at_most, year)


def _counted_in(limit: Limit, year: int, variable: Variable) -> Fraction:
    return counted(limit, variable) if variable.year == year else Fraction(0)
