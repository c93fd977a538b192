"""Which areas are most like an area, on named indicators and their trend, and in what they differ. See
docs/method/twins-that-teach.md."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

FEWEST = 0.5  # of the indicators that one has that another has to have too


@dataclass(frozen=True)
class Standardised:
    """Areas, in order of their codes, by dimensions: every indicator, then the change of every indicator. Scores are
    minus the mean, divided by the standard deviation; 0 where nothing is ``present`` (1 or 0)."""

    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    scores: np.ndarray
    present: np.ndarray


@dataclass(frozen=True)
class Part:
    """A dimension in which two areas were compared: how many standard deviations the other one lies above the
    area itself, and which part that is of the whole (squared) difference, 0 to 1."""

    indicator: str
    trend: bool
    apart: float
    share: float


@dataclass(frozen=True)
class Twin:
    """An area that is alike: its ``distance`` in standard deviations (0: the same), with what it is made of, the
    greatest part first."""

    area: str
    distance: float
    parts: tuple[Part, ...]


def standardise(
    areas: tuple[str, ...], indicators: tuple[str, ...], values: np.ndarray, changes: np.ndarray
) -> Standardised:
    """What ``nearest`` compares, out of ``values`` and ``changes`` (areas, indicators; NaN: unknown). A dimension
    that is the same everywhere tells nothing and is left out."""
    both = np.concatenate([values, changes], axis=1).astype(np.float64)
    present = np.isfinite(both)
    number = np.maximum(present.sum(axis=0), 1)
    middle = np.where(present, both, 0.0).sum(axis=0) / number
    apart = np.where(present, both - middle, 0.0)
    spread = np.sqrt((apart**2).sum(axis=0) / number)
    # What differs by less than rounding doesn't differ.
    varies = spread > 1e-9 * np.maximum(np.abs(middle), 1e-9)
    scores = np.where(varies, apart / np.where(varies, spread, 1.0), 0.0)
    return Standardised(
        areas, indicators, scores.astype(np.float32), (present & varies).astype(np.float32)
    )


def nearest(
    profiles: Standardised,
    area: str,
    *,
    indicators: Collection[str] = (),
    trend: bool = True,
    most: int = 10,
) -> list[Twin]:
    """The areas most like ``area``, nearest first; ties by code. ``indicators`` are those that count (none: all),
    ``trend``: their changes count as much as their latest values. The distance is the root of the mean squared
    difference over what both have; who has less than half of what ``area`` has is no twin. Nobody for an area
    that isn't there or of which nothing is known.
    """
    if area not in profiles.areas:
        return []
    row = profiles.areas.index(area)
    named = np.array([not indicators or name in indicators for name in profiles.indicators], bool)
    columns = np.flatnonzero(np.concatenate([named, named & trend]))
    every = len(columns) == profiles.scores.shape[1]  # no copy then
    scores = profiles.scores if every else profiles.scores[:, columns]
    present = profiles.present if every else profiles.present[:, columns]
    own, has = scores[row], present[row]
    shared = present @ has
    needed = max(1.0, FEWEST * float(has.sum()))
    squares = ((scores - own) ** 2 * present) @ has
    far = np.sqrt(squares / np.maximum(shared, 1))
    # Rounded, so that the last bit of a sum doesn't decide who is nearer.
    far = np.where(shared >= needed, np.round(far, 5), np.inf)
    far[row] = np.inf
    order = np.argsort(far, kind="stable")[:most]  # areas are in order of their codes
    return [
        _twin(profiles, columns, row, at, float(far[at])) for at in order if np.isfinite(far[at])
    ]


def _twin(
    profiles: Standardised, columns: np.ndarray, row: int, other: int, distance: float
) -> Twin:
    both = columns[(profiles.present[row, columns] * profiles.present[other, columns]) > 0]
    apart = (profiles.scores[other, both] - profiles.scores[row, both]).astype(np.float64)
    total = float((apart**2).sum())
    number = len(profiles.indicators)
    parts = [
        Part(
            profiles.indicators[column % number],
            bool(column >= number),
            float(value),
            float(value**2) / total if total else 0.0,
        )
        for column, value in zip(both.tolist(), apart.tolist(), strict=True)
    ]
    parts.sort(key=lambda part: (-part.share, part.indicator, part.trend))
    return Twin(profiles.areas[other], distance, tuple(parts))
