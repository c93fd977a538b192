"""What is true in a simulated country: levels, trends, bad years, and a programme that works.

Every block of numbers has a generator of its own, seeded with the country's seed and the block's
number, so that the order of making doesn't matter and the same seed gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.monitor.sources.simulate.layout import Floats, Ints, Layout

FIRST_YEAR = 2008
PROGRAMME_AFTER = 3  # the programme starts in the fourth year
FULL_AFTER = 4  # years until it has its full effect
# On the log-odds of what is bad, where the programme works.
EFFECT = -0.35
# Years differ for no lasting reason: standard deviation of a year's log-odds in a neighbourhood.
SHOCK = 0.12


@dataclass(frozen=True)
class Size:
    """How large the country is; indicators are registered rates beside the special ones."""

    municipalities: int = 12
    districts: int = 60
    neighbourhoods: int = 300
    years: int = 8
    indicators: int = 6
    specials: bool = True  # survey, balance, standardised, mean, boundary changes


NATIONAL = Size(342, 3400, 14_500, 18, 60, specials=False)


@dataclass(frozen=True)
class Rate:
    """A registered rate: true shares (neighbourhoods, years), and what the register holds.

    ``share`` is with the programme, ``without`` as it would have been; ``count`` of ``base``.
    """

    share: Floats
    without: Floats
    count: Floats
    base: Floats


def sized(neighbourhoods: int, years: int, indicators: int) -> Size:
    """A country with about five neighbourhoods to a district and five districts to a city."""
    districts = max(1, neighbourhoods // 5)
    return Size(max(1, districts // 5), districts, neighbourhoods, years, indicators)


def programme(treated: Ints, size: Size) -> Floats:
    """What the programme adds to the log-odds, (neighbourhoods, years)."""
    years = np.arange(size.years)
    growth = np.clip((years - PROGRAMME_AFTER + 1) / FULL_AFTER, 0, 1)
    effect = np.zeros((size.neighbourhoods, size.years))
    effect[treated] = EFFECT * growth
    return effect


def rate(place: Layout, size: Size, seed: int, number: int, treated: Ints) -> Rate:
    """Truth and register of rate ``number``, with the programme in the ``treated`` areas.

    Years before the programme come out the same whoever is treated.
    """
    odds = _odds(place, size, seed, number)
    share, without = _share(odds + programme(treated, size)), _share(odds)
    # Not everybody is in every register: a share of the inhabitants is the base.
    rng = np.random.default_rng([seed, 4, number])
    people = np.repeat(place.inhabitants[:, None], size.years, axis=1)
    base = np.maximum(np.round(people * (0.5 + 0.5 * rng.random())), 1.0)
    count = np.empty_like(base)
    for year in range(size.years):
        # A generator per year: a draw takes as much of it as the chance asks for.
        of_year = np.random.default_rng([seed, 8, number, year])
        count[:, year] = of_year.binomial(base[:, year].astype(np.int64), share[:, year])
    return Rate(share, without, count, base)


def _odds(place: Layout, size: Size, seed: int, number: int) -> Floats:
    """True log-odds (neighbourhoods, years) of a rate, without the programme."""
    rng = np.random.default_rng([seed, 2, number])
    city = rng.normal(0, 0.3, len(place.municipalities))[place.municipality]
    own = rng.normal(0, 0.35, size.neighbourhoods)
    level, slope = rng.uniform(-2.6, -1.2), rng.uniform(-0.05, 0.02)
    drift = rng.normal(0, 0.015, size.neighbourhoods)
    shock = rng.normal(0, SHOCK, (size.neighbourhoods, size.years))
    years = np.arange(size.years)
    lasting = (level + city + own)[:, None] + (slope + drift)[:, None] * years[None, :]
    return np.asarray(lasting + shock)


def _share(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))


def selection(place: Layout, size: Size, seed: int) -> tuple[Ints, Ints]:
    """Focus areas, and the half of them where the programme works (numbers of neighbourhoods).

    Chosen on what the register of the first rate says in the first year, as programmes do: some
    had a bad year and will look better for no reason (regression to the mean). The programme works
    in every other one of the list, which has nothing to do with how bad their year was.
    """
    first = rate(place, size, seed, 0, np.array([], dtype=np.int64))
    observed = first.count[:, 0] / first.base[:, 0]
    large = np.flatnonzero(place.inhabitants >= 300)
    number = max(2, min(40, size.neighbourhoods // 15))
    focus = large[np.argsort(-observed[large], kind="stable")][:number]
    return focus, np.sort(focus)[::2]
