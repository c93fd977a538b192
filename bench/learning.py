"""Finding who met a barrier before, twins, committees, and the page of the loop: how long each takes.

Run: uv run python bench/learning.py [--size smoke|small|full]. full: 10,000 barriers and 10,000 things in the loop, on SQLite in
a folder that is thrown away. A search must stay under 100 ms (p95). Beside it, as the yardstick: comparing the same
words with every barrier in Python's own difflib, which finds the same best one among those that share its words.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SIZES = {"smoke": 200, "small": 2_000, "full": 10_000}
ASKED, LIMIT = 60, 100  # times; milliseconds
WORDS = [
    "uitkering",
    "woning",
    "wachttijd",
    "schuld",
    "regel",
    "school",
    "werkgever",
    "inspectie",
    "vergunning",
    "energie",
    "loket",
    "gezin",
    "zorg",
    "indicatie",
    "corporatie",
    "geld",
    "gegevens",
    "plein",
    "winkel",
    "jongeren",
    "traject",
    "uitval",
    "huur",
    "toewijzing",
    "boete",
    "vonnis",
    "aanvraag",
]
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))


def fill(number: int) -> list[str]:
    """So many barriers; gives their titles."""
    from wijkwerk.learning.models import Barrier

    chance = random.Random(7)
    rows = [
        Barrier(
            title=" ".join(chance.choices(WORDS, k=5)),
            text=" ".join(chance.choices(WORDS, k=25)),
            relation=chance.choice(Barrier.Relation.values),
            kind=chance.choice(Barrier.Kind.values),
            rule=chance.choice(["", *WORDS]),
            level="own",
            state=chance.choice(["met", "put"]),
            municipality=f"GM{chance.randint(1, 400):04}",
            met_on=date(2020, 1, 1) + timedelta(chance.randint(0, 2000)),
        )
        for _ in range(number)
    ]
    Barrier.objects.bulk_create(rows, 1_000)
    return [row.title for row in rows]


def timed(ask: Callable[[int], Any], often: int = ASKED) -> str:
    """Median and p95 in milliseconds, and p95 of the processor time, after one that warms up."""
    ask(0)
    times, worked = [], []
    for number in range(often):
        began, busy = time.perf_counter(), time.process_time()
        ask(number)
        times.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
    p95, p95_worked = (statistics.quantiles(values, n=20)[-1] for values in (times, worked))
    middle = statistics.median(times)
    return f"median {middle:6.1f} ms   p95 {p95:6.1f} ms   processor p95 {p95_worked:6.1f} ms"


def twins_over(areas: int, indicators: int) -> Callable[[int], Any]:
    """Asks for the twins of an area, after everything was prepared."""
    import numpy as np

    from wijkwerk.learning.core.twins import nearest, standardise

    chance = np.random.default_rng(7)
    codes = tuple(f"BU{place:08d}" for place in range(areas))
    names = tuple(f"i{place}" for place in range(indicators))
    values, changes = (chance.normal(size=(areas, indicators)).astype(np.float32) for _ in "ab")
    values[chance.random(values.shape) < 0.1] = np.nan
    began = time.perf_counter()
    profiles = standardise(codes, names, values, changes)
    print(f"twins made ready in {1000 * (time.perf_counter() - began):.0f} ms")
    return lambda number: nearest(profiles, codes[number * 97 % areas])


def committees_of(members: int, visits: int) -> Callable[[int], Any]:
    """Composes a round."""
    from wijkwerk.learning.core.committees import Member, Visited, compose

    themes = [f"t{place}" for place in range(8)]

    def ask(number: int) -> Any:
        chance = random.Random(number)
        pool = [
            Member(
                key,
                frozenset(chance.sample(themes, 2)),
                f"GM{chance.randint(1, 18)}",
                frozenset({f"GM{chance.randint(1, 18)}"}),
                key < 3,
                key >= 20,
            )
            for key in range(members)
        ]
        days = [
            Visited(
                key,
                f"GM{key % 18 + 1}",
                frozenset(chance.sample(themes, 3)),
                5 + key % 4,
                key % 4 == 0,
            )
            for key in range(visits)
        ]
        return compose(pool, days)

    return ask


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="full")
    number = SIZES[parser.parse_args().size]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WIJKWERK_DATA"] = folder
        measure(number)


def measure(number: int) -> None:
    """All figures at a size."""
    from wijkwerk.audit.database import open_database

    open_database(None)
    from wijkwerk.learning.core.loop import standings
    from wijkwerk.learning.services import barriers
    from wijkwerk.learning.web.own_loop import loop

    titles = fill(number)
    began = time.perf_counter()
    index = barriers.index()
    print(f"{number:,} barriers, made ready in {1000 * (time.perf_counter() - began):.0f} ms")
    kinds = [row["kind"] for row in barriers.counted()]

    def search(place: int) -> list[int]:
        found = barriers.index().search(
            titles[place % number], kind=kinds[place % len(kinds)], rule=WORDS[place % len(WORDS)]
        )
        return [row.pk for row in barriers.in_order(found)]

    print(f"search       {timed(search)}   (at most {LIMIT})")
    began = time.perf_counter()
    for title in titles[:2]:
        best = max(titles, key=lambda other: difflib.SequenceMatcher(None, title, other).ratio())
        assert best == title
        alike = barriers.in_order(index.search(title, most=1))[0]
        assert set(title.split()) <= set(f"{alike.title} {alike.text}".split())
    yardstick = 1000 * (time.perf_counter() - began) / 2
    print(f"difflib      {yardstick:6.1f} ms each, without rule and kind")
    print(
        f"twins        {timed(twins_over(14_500, 60))}   (14,500 areas, 60 indicators and their change)"
    )
    print(f"committees   {timed(committees_of(26, 20), 5)}   (26 members, 20 visits; at most 10 s)")
    told = timed(lambda _number: standings([loop()], date(2026, 3, 2)), 5)
    print(f"loop         {told}   ({number:,} things in it)")


if __name__ == "__main__":
    main()
