"""An independent recount of a plan: the stock year by year, and everything it doesn't keep to.

Nothing here comes from the integer programme: it goes through the actions as a clerk would, with
a ledger of dwellings per estate, type and tenure. Every plan that is shown was recounted first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    Action,
    Limit,
    Method,
    Obligation,
    Offer,
)

# Where a dwelling goes, or what a new one is.
_BECOMES = {
    Method.YOUTH: "social_youth",
    Method.SENIOR: "social_senior",
    Method.SALE: "owner_occupied",
    Method.NEW: "private_rent",
    Method.REBUILD: "private_rent",
}
_LEAVES = (Method.YOUTH, Method.SENIOR, Method.SALE, Method.DEMOLITION)


@dataclass(frozen=True)
class YearEnd:
    """The stock at the end of ``year``, and what was started in it.

    ``dwellings`` per tenure; new dwellings stand under private_rent. ``premises`` counts business
    premises as dwellings, by the rule. ``share`` is family / (dwellings + premises), 0 for an
    empty area. ``cost`` in euros as paid, ``displaced`` in households.
    """

    year: int
    dwellings: tuple[tuple[str, int], ...]
    premises: Fraction
    family: int
    total: Fraction
    share: Fraction
    started: int
    cost: int
    displaced: Fraction


@dataclass(frozen=True)
class Break:
    """A rule that a plan doesn't keep to: which, where, how much there is and how much may be."""

    rule: str
    where: str
    year: int | None
    found: Fraction
    at_most: Fraction


@dataclass(frozen=True)
class Recount:
    """The years of a plan, from the end of the year before it starts, and what it breaks."""

    years: tuple[YearEnd, ...]
    breaks: tuple[Break, ...]

    @property
    def cost(self) -> int:
        """Euros of all years, as paid."""
        return sum(year.cost for year in self.years)

    @property
    def displaced(self) -> Fraction:
        """Households displaced in all years."""
        return sum((year.displaced for year in self.years), Fraction(0))

    @property
    def share(self) -> Fraction:
        """The share at the end."""
        return self.years[-1].share


def recount(obligation: Obligation, actions: Sequence[Action]) -> Recount:
    """The stock of ``obligation`` year by year under ``actions``, with everything that is broken."""
    breaks: list[Break] = []
    actions_with_offer = [(action, _offer_of(obligation, action)) for action in actions]
    for action, offer in actions_with_offer:
        if offer is None:
            breaks.append(_broken("no such offer", action, action.number, 0))
        elif action.number < 0:
            breaks.append(_broken("less than nothing", action, action.number, 0))
        elif action.year + offer.lead > obligation.deadline:
            late = action.year + offer.lead
            breaks.append(_broken("too late to count", action, late, obligation.deadline))
    done = [(action, offer) for action, offer in actions_with_offer if offer is not None]
    breaks += _capacities(done)
    breaks += _stock_breaks(obligation, done)
    years = _ledger(obligation, done, breaks)
    breaks += _limit_breaks(obligation, done)
    for year, share in (*obligation.milestones, (obligation.deadline, obligation.share)):
        end = next((year_end for year_end in years if year_end.year == year), None)
        if end is not None and end.share > share:
            breaks.append(Break("share", "", year, end.share, share))
    return Recount(tuple(years), tuple(breaks))


def _offer_of(obligation: Obligation, action: Action) -> Offer | None:
    for offer in obligation.offers:
        last = offer.last if offer.last is not None else action.year
        same = (offer.estate, offer.type, offer.method) == (
            action.estate,
            action.type,
            action.method,
        )
        if same and max(offer.first, obligation.start) <= action.year <= last:
            return offer
    return None


def _broken(rule: str, action: Action, amount: int, at_most: int) -> Break:
    where = " ".join(part for part in (action.estate, action.type, action.method) if part)
    return Break(rule, where, action.year, Fraction(amount), Fraction(at_most))


def _capacities(done: Sequence[tuple[Action, Offer]]) -> list[Break]:
    used: Counter[tuple[Offer, int]] = Counter()
    for action, offer in done:
        used[offer, action.year] += action.number
    return [
        Break(
            "capacity",
            f"{offer.estate} {offer.type} {offer.method}".replace("  ", " "),
            year,
            Fraction(number),
            Fraction(offer.capacity),
        )
        for (offer, year), number in sorted(used.items())
        if number > offer.capacity
    ]


def _stock_breaks(obligation: Obligation, done: Sequence[tuple[Action, Offer]]) -> list[Break]:
    breaks = []
    for row in obligation.stock:
        if row.tenure != FAMILY:
            continue
        actions_here = [
            action
            for action, _ in done
            if (action.estate, action.type) == (row.estate, row.type) and action.method in _LEAVES
        ]
        gone = sum(action.number for action in actions_here)
        down = sum(action.number for action in actions_here if action.method is Method.DEMOLITION)
        where = f"{row.estate} {row.type}".strip()
        for rule, amount, most in (
            ("stock", gone, row.dwellings),
            ("kept", gone, row.dwellings - row.kept),
            ("protected", down, row.dwellings - row.protected),
        ):
            if amount > most:
                breaks.append(Break(rule, where, None, Fraction(amount), Fraction(most)))
    return breaks


def _ledger(
    obligation: Obligation, done: Sequence[tuple[Action, Offer]], breaks: list[Break]
) -> list[YearEnd]:
    """Go through the years; what was started ``lead`` years ago is finished at a year's end."""
    dwellings_by_tenure: Counter[str] = Counter()
    metres = 0
    for row in obligation.stock:
        if row.tenure == "business":
            metres += row.m2 if obligation.existing_business else 0
        else:
            dwellings_by_tenure[row.tenure] += row.dwellings
    room: dict[str, Fraction] = {}
    years = [_year_end(obligation, obligation.start - 1, dwellings_by_tenure, metres, [])]
    for year in obligation.years():
        started = [(action, offer) for action, offer in done if action.year == year]
        finished = [(action, offer) for action, offer in done if action.year + offer.lead == year]
        for action, offer in finished:
            if action.method in _LEAVES:
                dwellings_by_tenure[FAMILY] -= action.number
            if action.method in _BECOMES:
                dwellings_by_tenure[_BECOMES[action.method]] += action.number
            if action.method is Method.BUSINESS:
                metres += action.number * offer.m2
            if action.method is Method.DEMOLITION:
                freed = action.number * obligation.rebuilt_per_demolished
                room[action.estate] = room.get(action.estate, Fraction(0)) + freed
        for action, _ in started:
            if action.method is Method.REBUILD:
                room[action.estate] = room.get(action.estate, Fraction(0)) - action.number
        for estate in sorted(room):
            if room[estate] < 0:
                breaks.append(Break("room", estate, year, -room[estate], Fraction(0)))
        years.append(_year_end(obligation, year, dwellings_by_tenure, metres, started))
    return years


def _year_end(
    obligation: Obligation,
    year: int,
    dwellings_by_tenure: Counter[str],
    metres: int,
    started: Sequence[tuple[Action, Offer]],
) -> YearEnd:
    rule = obligation.m2_per_dwelling
    premises = Fraction(metres) / rule if rule else Fraction(0)
    total = sum(dwellings_by_tenure.values()) + premises
    return YearEnd(
        year=year,
        dwellings=tuple(sorted(dwellings_by_tenure.items())),
        premises=premises,
        family=dwellings_by_tenure[FAMILY],
        total=total,
        share=Fraction(dwellings_by_tenure[FAMILY]) / total if total else Fraction(0),
        started=sum(action.number for action, _ in started),
        cost=sum(action.number * offer.cost for action, offer in started),
        displaced=sum((action.number * offer.displaced for action, offer in started), Fraction(0)),
    )


def _limit_breaks(obligation: Obligation, done: Sequence[tuple[Action, Offer]]) -> list[Break]:
    breaks = []
    for limit in obligation.limits:
        used: dict[int | None, Fraction] = {}
        for action, offer in done:
            when = action.year if limit.per == "year" else None
            used[when] = used.get(when, Fraction(0)) + _used(limit, action, offer)
        breaks += [
            Break(f"limit:{limit.code}", "", when, amount, limit.at_most)
            for when, amount in sorted(used.items(), key=lambda used_in_year: used_in_year[0] or 0)
            if amount > limit.at_most
        ]
    return breaks


def _used(limit: Limit, action: Action, offer: Offer) -> Fraction:
    if limit.methods and action.method not in limit.methods:
        return Fraction(0)
    if limit.estates and action.estate not in limit.estates:
        return Fraction(0)
    if limit.what == "cost":
        return Fraction(action.number * offer.cost)
    if limit.what == "displaced":
        return action.number * offer.displaced
    return Fraction(action.number)
