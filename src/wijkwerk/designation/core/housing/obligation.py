"""What the housing obligation is about: the stock, what can be done, the limits, the share to reach.

All amounts are whole: dwellings, premises, euros. Displaced households per dwelling may be a broken
number; it is kept as an exact fraction. A year counts at its end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Literal

FAMILY = "social_family"
# The tenures that a dwelling can have. Only social family dwellings count above the line of the
# share; business premises are counted in square metres.
TENURES = (
    FAMILY, "social_youth", "social_senior", "private_rent", "owner_occupied", "business",
)  # fmt: skip


class Method(StrEnum):
    """The ways to bring the share down."""

    YOUTH = "conversion_youth"
    SENIOR = "conversion_senior"
    SALE = "sale"
    NEW = "new_dwellings"  # densification with dwellings that aren't social
    BUSINESS = "new_business"  # densification with business premises
    DEMOLITION = "demolition"
    REBUILD = "rebuild"  # new dwellings that aren't social, where others were demolished


REMOVING = (Method.YOUTH, Method.SENIOR, Method.SALE, Method.DEMOLITION)
ADDING = (Method.NEW, Method.BUSINESS, Method.REBUILD)
What = Literal["cost", "displaced", "dwellings"]


@dataclass(frozen=True, order=True)
class Stock:
    """Dwellings of one tenure and type in an estate.

    ``households`` live in them. ``protected`` may not be demolished; ``kept`` stay social family
    dwellings, for residents who want to stay. ``m2`` is for business premises only.
    """

    estate: str
    tenure: str
    type: str
    dwellings: int
    households: int
    protected: int = 0
    kept: int = 0
    m2: int = 0


@dataclass(frozen=True, order=True)
class Offer:
    """What can be done with a method in an estate, from ``first`` to ``last`` (start years).

    ``last`` None: up to the deadline, whatever that is. ``capacity`` dwellings (or premises) can be
    started a year, at ``cost`` euros each; each displaces ``displaced`` households. What starts in
    year s counts at the end of year s + ``lead``. ``type`` is the type of the dwellings that are
    changed, '' for new ones. ``m2`` is the size of one business premises.
    """

    estate: str
    type: str
    method: Method
    first: int
    last: int | None
    capacity: int
    cost: int
    lead: int
    displaced: Fraction
    m2: int = 0


@dataclass(frozen=True, order=True)
class Limit:
    """At most ``at_most`` of ``what``, in each year or in all years together.

    'cost' is in euros as paid, 'displaced' in households, 'dwellings' in dwellings and premises
    started. Only the methods and estates named count; none named means all.
    """

    code: str
    what: What
    per: Literal["year", "total"]
    at_most: Fraction
    methods: tuple[Method, ...] = ()
    estates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """The whole question.

    ``share`` is the largest share of social family dwellings allowed at the end of ``deadline``;
    ``milestones`` are (year, share) on the way. ``start`` is the first year in which work may
    start; the stock is that of the end of the year before. ``m2_per_dwelling``: so many square
    metres of business premises count as one dwelling below the line, None when they don't count.
    ``discount`` is the yearly rate by which later costs weigh less when the cheapest plan is
    looked for; 0 for none. ``rebuilt_per_demolished``: dwellings that fit where one stood.
    """

    start: int
    deadline: int
    share: Fraction
    stock: tuple[Stock, ...]
    offers: tuple[Offer, ...]
    limits: tuple[Limit, ...] = ()
    milestones: tuple[tuple[int, Fraction], ...] = ()
    m2_per_dwelling: Fraction | None = None
    existing_business: bool = False
    rebuilt_per_demolished: Fraction = Fraction(1)
    discount: Fraction = Fraction(0)

    def years(self) -> range:
        """The years of the plan."""
        return range(self.start, self.deadline + 1)

    def in_order(self) -> Obligation:
        """The same question with everything in one order, so that the order of rows says nothing."""
        return replace(
            self,
            stock=tuple(sorted(self.stock)),
            offers=tuple(sorted(self.offers)),
            limits=tuple(sorted(self.limits, key=lambda limit: limit.code)),
            milestones=tuple(sorted(self.milestones)),
        )


@dataclass(frozen=True, order=True)
class Action:
    """``number`` dwellings (or premises) of an offer, started in ``year``."""

    year: int
    estate: str
    type: str
    method: Method
    number: int


@dataclass(frozen=True)
class Variant:
    """An exemption to ask for: another share, a later deadline, or methods left out."""

    code: str
    share: Fraction | None = None
    deadline: int | None = None
    without: tuple[Method, ...] = ()

    def of(self, obligation: Obligation) -> Obligation:
        """The question as it would be under this variant."""
        return replace(
            obligation,
            share=obligation.share if self.share is None else self.share,
            deadline=obligation.deadline if self.deadline is None else self.deadline,
            offers=tuple(offer for offer in obligation.offers if offer.method not in self.without),
        )


def family_dwellings(obligation: Obligation) -> int:
    """Social family dwellings in the stock at the start."""
    return sum(stock.dwellings for stock in obligation.stock if stock.tenure == FAMILY)


def all_dwellings(obligation: Obligation) -> Fraction:
    """What stands below the line at the start: dwellings, and premises as far as they count."""
    total = Fraction(
        sum(stock.dwellings for stock in obligation.stock if stock.tenure != "business")
    )
    if obligation.existing_business and obligation.m2_per_dwelling:
        metres = sum(stock.m2 for stock in obligation.stock if stock.tenure == "business")
        total += Fraction(metres) / obligation.m2_per_dwelling
    return total


def weight_below(obligation: Obligation, offer: Offer) -> Fraction:
    """What one of ``offer`` adds below the line of the share once it counts."""
    if offer.method is Method.DEMOLITION:
        return Fraction(-1)
    if offer.method is Method.BUSINESS:
        rule = obligation.m2_per_dwelling
        return Fraction(offer.m2) / rule if rule else Fraction(0)
    return Fraction(1) if offer.method in ADDING else Fraction(0)


def present_value(cost: int, discount: Fraction, years: int) -> int:
    """``cost`` paid after ``years`` years, discounted, in whole euros (halves away from zero)."""
    exact = Fraction(cost) / (1 + discount) ** years
    size = (abs(exact.numerator) * 2 + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size
