"""What the simulation draws: figures as distributions, and draws of measures made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wijkwerk.designation.core.draws import Quantiles, Small, Streams, name
from wijkwerk.designation.core.logic import Truth
from wijkwerk.designation.core.scheme import Criterion, Relative, Rules, Scheme
from wijkwerk.designation.core.whatif import spans

Moment = tuple[str, str]  # indicator and period


@dataclass(frozen=True)
class Sample:
    """What is simulated. ``places`` are all areas and what they are held against, the listed ones
    (``listed``) first; ``figures`` has per indicator and period the distribution for each place.

    ``terms``: per measure and year the moments it is the mean of, and how many must be known.
    ``reference``: per relative the number of the place that each listed area is held against, -1
    for none. ``results``: what the figures as published give, per criterion (listed, years).
    """

    scheme: Scheme
    places: list[str]
    listed: int
    levels: NDArray[np.int64]
    years: list[int]
    figures: dict[Moment, Quantiles]
    terms: dict[tuple[str, int], tuple[list[Moment], int]]
    reference: dict[Relative, NDArray[np.int64]]
    results: dict[str, Truth]
    exists: NDArray[np.bool_]
    made_of: pl.DataFrame


def used(rules: Rules) -> list[Criterion]:
    """The criteria and gates that an evaluated status rests on."""
    needed = rules.needed()
    return [criterion for criterion in rules.criteria if criterion.code in needed]


def meets(criterion: Criterion, values: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Whether each value meets the criterion; an unknown one (NaN) doesn't."""
    assert criterion.threshold is not None
    with np.errstate(invalid="ignore"):
        if criterion.op.upward:
            met = (
                values > criterion.threshold
                if criterion.op.strict
                else values >= criterion.threshold
            )
        else:
            met = (
                values < criterion.threshold
                if criterion.op.strict
                else values <= criterion.threshold
            )
    return np.asarray(met)


class References:
    """Draws of what areas are held against, kept: all areas share them."""

    def __init__(self, sample: Sample, draws: int, seed: int) -> None:
        self._kept: dict[tuple[str, int, int], Small] = {}
        streams = Streams(seed)
        for rules, span in spans(sample.scheme, sample.years):
            for criterion in used(rules):
                if criterion.relative_to is Relative.NONE:
                    continue
                at = np.unique(sample.reference[criterion.relative_to])
                for year in sample.years[span]:
                    drawn = measure_draws(
                        sample, streams, criterion.measure, year, at[at >= 0], draws
                    )
                    for place, values in zip(at[at >= 0].tolist(), drawn, strict=True):
                        self._kept[criterion.measure, year, place] = values

    def of(self, measure: str, year: int, places: NDArray[np.int64]) -> Small:
        """Draws (places, draws) of a measure of ``places``."""
        return np.stack([self._kept[measure, year, place] for place in places.tolist()])


def measure_draws(
    sample: Sample, streams: Streams, measure: str, year: int, places: NDArray[np.int64], draws: int
) -> Small:
    """Draws of a measure in an array of shape (places, draws); NaN where too few of its figures are
    known. ``places`` has numbers of areas."""
    moments, least = sample.terms[measure, year]
    total = np.zeros((len(places), draws), np.float32)
    number = np.zeros(len(places), np.int64)
    for moment in moments:
        if moment not in sample.figures:
            continue
        of = sample.figures[moment][places]
        has_value = ~np.isnan(of.middle)
        drawn = figure_draws(of, streams, [sample.places[place] for place in places], moment, draws)
        total += np.where(has_value[:, None], drawn, 0)
        number += has_value
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / number[:, None].astype(np.float32)
    mean[(number < least) | (number == 0)] = np.nan
    return np.asarray(mean, np.float32)


def figure_draws(
    of: Quantiles, streams: Streams, codes: list[str], moment: Moment, draws: int
) -> Small:
    """Draws (areas, draws) of one indicator and period."""
    z = np.zeros((len(codes), draws), np.float32)
    figure = name(*moment)
    wide = (of.below > 0) | (of.above > 0)
    for number, code in enumerate(codes):
        if wide[number]:
            streams.fill(z[number], name(code), figure)
    z *= np.where(z < 0, of.below.astype(np.float32)[:, None], of.above.astype(np.float32)[:, None])
    z += of.middle.astype(np.float32)[:, None]
    for scale, back in _BACK.items():
        rows = of.scale == scale
        if rows.all():
            back(z)
        elif rows.any():
            part = z[rows]
            back(part)
            z[rows] = part
    np.clip(z, of.least.astype(np.float32)[:, None], of.most.astype(np.float32)[:, None], out=z)
    return z


def _exponent(z: Small) -> None:
    np.exp(z, out=z)


def _percent(z: Small) -> None:
    np.negative(z, out=z)
    with np.errstate(over="ignore"):
        np.exp(z, out=z)
    z += 1
    np.divide(100, z, out=z)


_BACK = {1: _exponent, 2: _percent}
