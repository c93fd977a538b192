"""Housing plans beside a rule of thumb and beside another solver, on invented areas.

Run: python bench/housing.py [--size small|full]. The rule of thumb takes what brings the share down
most cheaply per point, as far as limits allow, until the share is reached. SCIP gets the same
question written down independently. Prints cost and time as ratios to ours (above 1: ours is better).
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from fractions import Fraction

from pyscipopt import Model, quicksum

from wijkwerk.designation.core.housing.frontier import frontier
from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    REMOVING,
    Action,
    Limit,
    Method,
    Obligation,
    Offer,
    Stock,
)
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.programme import programme
from wijkwerk.designation.core.housing.recount import recount
from wijkwerk.designation.core.housing.solve import solve

SECONDS = 20


def invented(seed: int, estates: int, years: int) -> Obligation:
    """An area with five methods in every estate, a budget and a bound on moves a year."""
    draw = random.Random(seed)
    stock, offers = [], []
    for number in range(estates):
        name, dwellings = f"e{number:02d}", draw.randrange(80, 400)
        stock.append(
            Stock(name, FAMILY, "flat", dwellings, dwellings, dwellings // 5, dwellings // 4)
        )
        stock.append(Stock(name, "private_rent", "flat", draw.randrange(80), 0))
        base = draw.randrange(60, 120)
        for method, cost, lead, moved in (
            (Method.YOUTH, base * 1000, 1, "0.75"),
            (Method.SENIOR, base * 1200, 1, "0.5"),
            (
                Method.SALE,
                15_000 - draw.randrange(30) * 1000,
                1,
                draw.choice(["0.1", "0.25", "0.4"]),
            ),
            (Method.NEW, draw.randrange(60, 190) * 1000, 3, "0"),
            (Method.DEMOLITION, draw.randrange(60, 110) * 1000, 2, "1"),
        ):
            kind = "flat" if method in REMOVING else ""
            capacity = draw.randrange(4, 30) * 10 // years + 1
            offers.append(
                Offer(name, kind, method, 2021, None, capacity, cost, lead, Fraction(moved))
            )
    # Every second area has limits that bind in most years.
    tight = seed % 2 == 1
    limits = (
        Limit("budget", "cost", "year", Fraction((130_000 if tight else 700_000) * estates)),
        Limit("calm", "displaced", "year", Fraction((4 if tight else 9) * estates)),
    )
    return Obligation(2021, 2020 + years, Fraction(2, 5), tuple(stock), tuple(offers), limits)


def by_thumb(asked: Obligation) -> tuple[Action, ...] | None:
    """The cheapest per point first, as early as limits allow; None when it gets stuck."""
    share = asked.share

    def points(offer: Offer) -> Fraction:
        if offer.method is Method.DEMOLITION:
            return 1 - share
        return Fraction(1) if offer.method in REMOVING else share

    family = sum(one.dwellings for one in asked.stock if one.tenure == FAMILY)
    total = sum(one.dwellings for one in asked.stock)
    short = family - share * total
    rows = {one.estate: one for one in asked.stock if one.tenure == FAMILY}
    left = {name: row.dwellings - row.kept for name, row in rows.items()}
    down = {name: row.dwellings - row.protected for name, row in rows.items()}
    room = {(limit.code, year): limit.at_most for limit in asked.limits for year in asked.years()}
    done = []
    for offer in sorted(asked.offers, key=lambda one: (Fraction(one.cost) / points(one), one)):
        for year in range(asked.start, asked.deadline - offer.lead + 1):
            if short <= 0:
                return tuple(done)
            number = min(offer.capacity, -(-short // points(offer)))
            if offer.method in REMOVING:
                number = min(number, left[offer.estate])
            if offer.method is Method.DEMOLITION:
                number = min(number, down[offer.estate])
            if offer.cost > 0:
                number = min(number, room["budget", year] // offer.cost)
            if offer.displaced:
                number = min(number, room["calm", year] // offer.displaced)
            number = int(number)
            if number <= 0:
                continue
            done.append(Action(year, offer.estate, offer.type, offer.method, number))
            short -= number * points(offer)
            room["budget", year] -= number * offer.cost
            room["calm", year] -= number * offer.displaced
            left[offer.estate] -= number if offer.method in REMOVING else 0
            down[offer.estate] -= number if offer.method is Method.DEMOLITION else 0
    return tuple(done) if short <= 0 else None


@dataclass(frozen=True)
class Scip:
    """What SCIP found: cost, whether proven, displaced at that cost."""

    cost: float | None
    proven: bool


def by_scip(asked: Obligation) -> Scip:
    """The same question for SCIP, written down from the words of the method page."""
    model = Model()
    model.hideOutput()
    model.setParam("limits/time", SECONDS)
    model.setParam("limits/gap", 0.0)
    start = {
        (offer, year): model.addVar(vtype="I", lb=0, ub=offer.capacity)
        for offer in asked.offers
        for year in range(asked.start, asked.deadline - offer.lead + 1)
    }
    for row in asked.stock:
        if row.tenure == FAMILY:
            mine = [(one, x) for (one, _), x in start.items() if one.estate == row.estate]
            gone = [x for one, x in mine if one.method in REMOVING]
            torn = [x for one, x in mine if one.method is Method.DEMOLITION]
            model.addCons(quicksum(gone) <= row.dwellings - row.kept)
            model.addCons(quicksum(torn) <= row.dwellings - row.protected)
    for year in asked.years():
        now = [(one, x) for (one, when), x in start.items() if when == year]
        if now:
            budget, calm = (limit.at_most for limit in asked.limits)
            model.addCons(quicksum(one.cost * x for one, x in now) <= float(budget))
            model.addCons(quicksum(float(one.displaced) * x for one, x in now) <= float(calm))
    family = sum(one.dwellings for one in asked.stock if one.tenure == FAMILY)
    total = sum(one.dwellings for one in asked.stock)
    gone = quicksum(x for (one, _), x in start.items() if one.method in REMOVING)
    torn = quicksum(x for (one, _), x in start.items() if one.method is Method.DEMOLITION)
    new = quicksum(x for (one, _), x in start.items() if one.method is Method.NEW)
    above, below = asked.share.numerator, asked.share.denominator
    model.addCons(below * (family - gone) <= above * (total - torn + new))
    model.setObjective(quicksum(one.cost * x for (one, _), x in start.items()), "minimize")
    model.optimize()
    found = model.getNSols() > 0
    return Scip(round(model.getObjVal()) if found else None, model.getStatus() == "optimal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["small", "full"], default="small")
    estates, years, seeds, points = {"small": (6, 6, 2, 5), "full": (20, 10, 5, 10)}[
        parser.parse_args().size
    ]
    print(f"{estates} estates, {years} years, 5 methods; at most {SECONDS} s a search.\n")
    print(
        "| area | ours: cost (EUR) | proven | s | s of the search for cost | SCIP: cost / ours | proven | time / that search "
        f"| rule of thumb: cost / ours | moves / ours | frontier of {points} points (s) |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for seed in range(seeds):
        asked = invented(seed, estates, years)
        begin = time.perf_counter()
        plan = best_plan(asked, "cost", SECONDS)
        ours = time.perf_counter() - begin
        begin = time.perf_counter()
        problem = programme(asked)
        solve(problem, problem.costs(), seconds=SECONDS)
        first = time.perf_counter() - begin
        begin = time.perf_counter()
        other = by_scip(asked)
        scip = time.perf_counter() - begin
        thumb = by_thumb(asked)
        begin = time.perf_counter()
        line = frontier(asked, points, 5)
        front = time.perf_counter() - begin
        if plan.recount is None:
            print(
                f"| {seed} | no plan ({plan.status}) | | {ours:.1f} | {first:.2f} | {other.cost} | | | | | |"
            )
            continue
        if other.proven and plan.gap == 0:
            assert other.cost == plan.cost, "two proven optima differ"
        rough = "stuck | stuck"
        if thumb is not None:
            counted = recount(asked, thumb)
            assert not counted.breaks, counted.breaks
            rough = (
                f"{counted.cost / plan.cost:.3f} | {float(counted.displaced / plan.displaced):.2f}"
            )
        against = (
            "none | no"
            if other.cost is None
            else (f"{other.cost / plan.cost:.4f} | {'yes' if other.proven else 'no'}")
        )
        proven = "yes" if plan.gap == 0 else f"within {plan.gap:.2%}"
        print(
            f"| {seed} | {plan.cost:,} | {proven} | {ours:.1f} | {first:.2f} | {against} | {scip / first:.2f} | "
            f"{rough} | {front:.1f} ({len(line.points)}) |",
            flush=True,
        )


if __name__ == "__main__":
    main()
