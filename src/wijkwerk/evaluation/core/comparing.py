"""Which areas to compare with: alike in profile and in what they did before, and not touched themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.evaluation.core.panel import Mask, Numbers


@dataclass(frozen=True)
class Balance:
    """Of a characteristic: the difference between treated areas and others in standard deviations,
    with all candidates and with those that were chosen; the share of treated areas inside the range
    of the candidates (overlap, 0 to 1)."""

    name: str
    all: float
    chosen: float
    overlap: float


@dataclass(frozen=True)
class Match:
    """``chosen``: mask of the areas that are compared with; ``balance`` of each characteristic."""

    chosen: Mask
    balance: tuple[Balance, ...]


def match(
    profile: Numbers, names: tuple[str, ...], treated: Mask, candidates: Mask, each: int
) -> Match:
    """For each treated area the ``each`` candidates that are nearest in ``profile`` (n × k), every
    characteristic in standard deviations of the candidates.

    An area without a characteristic is no candidate; a treated one is matched on those that it has.
    Ties go to the area that comes first. Raises ValueError without candidates.
    """
    usable = candidates & ~treated & ~np.isnan(profile).any(axis=1)
    if not usable.any():
        raise ValueError("no area is left to compare with")
    spread = profile[usable].std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    scaled = (profile - profile[usable].mean(axis=0)) / spread
    pool = np.flatnonzero(usable)
    chosen = np.zeros(len(profile), dtype=bool)
    for area in np.flatnonzero(treated):
        has = ~np.isnan(scaled[area])
        if not has.any():
            continue
        apart = ((scaled[np.ix_(pool, has)] - scaled[area, has]) ** 2).mean(axis=1)
        chosen[pool[np.argsort(apart, kind="stable")[:each]]] = True
    return Match(chosen, tuple(_balance(profile, names, treated, usable, chosen)))


def _balance(
    profile: Numbers, names: tuple[str, ...], treated: Mask, usable: Mask, chosen: Mask
) -> list[Balance]:
    balances = []
    for column, name in enumerate(names):
        own = profile[treated, column]
        own = own[~np.isnan(own)]
        pool = profile[usable, column]
        near = profile[chosen, column]
        spread = float(pool.std())
        if not len(own) or not len(near) or spread == 0:
            balances.append(Balance(name, 0.0, 0.0, 0.0))
            continue
        inside = (own >= pool.min()) & (own <= pool.max())
        balances.append(
            Balance(
                name,
                float(own.mean() - pool.mean()) / spread,
                float(own.mean() - near.mean()) / spread,
                float(inside.mean()),
            )
        )
    return balances


def rings(neighbours: dict[int, set[int]], treated: Mask, number: int = 2) -> Numbers:
    """For each area how many borders it lies from a treated one: 0 treated, 1 beside one, up to
    ``number``; NaN further away or without borders."""
    ring = np.full(len(treated), np.nan)
    ring[treated] = 0
    edge = set(np.flatnonzero(treated).tolist())
    for distance in range(1, number + 1):
        edge = {
            other for area in edge for other in neighbours.get(area, ()) if np.isnan(ring[other])
        }
        ring[list(edge)] = distance
    return ring


def holm(p: list[float | None]) -> list[float | None]:
    """Chances corrected for asking several questions at once (Holm 1979); None stays None."""
    known_chances = sorted((chance, place) for place, chance in enumerate(p) if chance is not None)
    result: list[float | None] = [None] * len(p)
    highest = 0.0
    for order, (chance, place) in enumerate(known_chances):
        highest = max(highest, min(1.0, chance * (len(known_chances) - order)))
        result[place] = highest
    return result
