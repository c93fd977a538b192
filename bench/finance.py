"""Times the Monte Carlo of a cost-benefit analysis against a plain NumPy loop that makes each draw by itself.

    python bench/finance.py [--draws 100000] [--loop-draws 100]

200 effects x 8 parties x 20 years, every effect with an uncertain number and an uncertain value, a quarter of them
dropping off by an uncertain share a year, and ten pairs of assumptions that go together. The loop does a few draws of
the same analysis, in the same run; its time is what that many draws would take.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from wijkwerk.finance.core.analysis import Analysis, Assumption, Correlation, Kind, Line
from wijkwerk.finance.core.discounting import Rates
from wijkwerk.finance.core.distributions import Normal, Triangular
from wijkwerk.finance.core.sankey import layout
from wijkwerk.finance.core.simulation import simulate

EFFECTS, PARTIES, YEARS = 200, 8, 20


def analysis() -> Analysis:
    chance = np.random.Generator(np.random.PCG64(7))
    parties = tuple(f"party{place}" for place in range(PARTIES))
    assumptions, lines = [], []
    for place in range(EFFECTS):
        middle = float(chance.uniform(5, 50))
        assumptions += [
            Assumption(f"n{place}", Triangular(middle / 2, middle, middle * 2)),
            Assumption(f"v{place}", Normal(1000, 200)),
        ]
        shares = chance.dirichlet(np.ones(PARTIES))
        terms: dict[str, float | str] = {
            "number": f"n{place}", "value": f"v{place}", "deadweight": 0.2, "attribution": 0.7,
        }  # fmt: skip
        if place % 4 == 0:
            assumptions.append(Assumption(f"d{place}", Triangular(0.0, 0.1, 0.3), True))
            terms["drop_off"] = f"d{place}"
        kind = Kind.COST if place % 10 == 0 else Kind.EFFECT
        lines.append(
            Line(
                f"l{place}",
                kind,
                terms,
                dict(zip(parties, map(float, shares), strict=True)),
                1,
                YEARS,
            )
        )
    together = tuple(
        Correlation(f"v{place}", f"v{place + 1}", 0.5) for place in range(0, EFFECTS // 10, 2)
    )
    return Analysis(parties, tuple(lines), Rates.flat(0.0225), tuple(assumptions), together)


def one_by_one(subject: Analysis, draws: int) -> np.ndarray:
    """Each draw by itself: NumPy over years and parties, Python over draws and lines."""
    chance = np.random.Generator(np.random.PCG64(1))
    outcomes = np.empty((draws, PARTIES))
    for draw in range(draws):
        values = {each.code: each.distribution.draws(chance, 1)[0] for each in subject.assumptions}
        total = np.zeros((YEARS + 1, PARTIES))
        for place, line in enumerate(subject.counted):
            figure = {
                name: values[term] if isinstance(term, str) else term
                for name, term in line.terms.items()
            }
            years = np.arange(YEARS)
            amount = figure["number"] * figure["value"] * figure["attribution"]
            amount *= 1 - figure["deadweight"]
            by_year = amount * (1 - figure.get("drop_off", 0.0)) ** years
            total[1:] += by_year[:, None] * subject.shares[place]
        outcomes[draw] = subject.factors @ total
    return outcomes


def flows(number: int) -> dict[tuple[str, str], int]:
    """So many links between ten layers of pots; one in seventy goes back, so that there are loops."""
    chance = np.random.Generator(np.random.PCG64(3))
    links: dict[tuple[str, str], int] = {}
    while len(links) < number:
        first, last = sorted(int(layer) for layer in chance.choice(10, 2, replace=False))
        if len(links) % 70 == 69:
            first, last = last, first
        source, target = (int(pot) for pot in chance.integers(0, 60, 2))
        links[f"{first}-{source}", f"{last}-{target}"] = int(chance.integers(1, 10**8))
    return links


def drawn_flows(number: int) -> None:
    links = flows(number)
    begin = time.process_time()
    placed = layout(links, 720, 600)
    seconds = time.process_time() - begin
    print(
        f"a Sankey of {number:,} flows laid out in {1000 * seconds:.0f} ms, {len(placed.closing)} of them close a loop"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--loop-draws", type=int, default=100)
    options = parser.parse_args()
    subject = analysis()
    simulate(subject, 5000, np.random.Generator(np.random.PCG64(1)))
    begin = time.process_time()
    drawn = simulate(subject, options.draws, np.random.Generator(np.random.PCG64(1)))
    ours = time.process_time() - begin
    begin = time.process_time()
    plain = one_by_one(subject, options.loop_draws)
    loop = (time.process_time() - begin) / options.loop_draws * options.draws
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    margin = 4 * drawn.deviation[-1] / np.sqrt(options.loop_draws)
    assert abs(plain.sum(axis=1).mean() - drawn.mean[-1]) < margin, "the loop counts something else"
    print(f"{options.draws:,} draws x {EFFECTS} effects x {PARTIES} parties x {YEARS} years")
    print("processor seconds, since machines are shared:")
    print(
        f"ours {ours:.2f} s, {memory:.0f} MB; a loop per draw {loop:.0f} s ({loop / ours:.0f} times slower)"
    )

    drawn_flows(2_000)


if __name__ == "__main__":
    main()
