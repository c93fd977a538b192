"""Draws of scores and of places among the highest: each draw compares all areas at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from wijkwerk.designation.core.draws import Small, Streams
from wijkwerk.designation.core.logic import MET
from wijkwerk.designation.core.sample import Sample, measure_draws, meets
from wijkwerk.designation.core.scheme import Criterion, Rules, Scale, Scheme, Score


class Scores:
    """Draws of the measures and scores of a year."""

    def __init__(self, scheme: Scheme, sample: Sample, draws: int, seed: int) -> None:
        self._sample, self._draws = sample, draws
        self._streams = Streams(seed)
        self._listed = np.arange(sample.listed)

    def decided(
        self, rules: Rules, wanted: list[Criterion], year: int
    ) -> Iterator[tuple[Criterion, NDArray[np.uint8] | None]]:
        """Whether each criterion of ``wanted`` is met, as bits (listed, draws / 8); None when no
        figure that it rests on has an interval."""
        for criterion in wanted:
            if not self._has_width(rules, criterion.measure, year):
                yield criterion, None
                continue
            values = self._of(rules, criterion.measure, year)
            passing = self._passing(rules, criterion, year)
            yield criterion, np.packbits(self._met(criterion, values, passing), axis=1)

    def _passing(self, rules: Rules, criterion: Criterion, year: int) -> NDArray[np.bool_]:
        """Which listed areas pass the gates before a ``top``, by the figures as published."""
        passing = np.ones(self._sample.listed, bool)
        at = self._sample.years.index(year)
        for gate in rules.gates_before(criterion.code) if criterion.top is not None else ():
            passing &= self._sample.results[gate][: self._sample.listed, at] == MET
        return passing

    def _has_width(self, rules: Rules, code: str, year: int) -> bool:
        scores = {score.code: score for score in rules.scores}
        if code in scores:
            return any(self._has_width(rules, part, year) for part, _ in scores[code].parts)
        moments, _ = self._sample.terms[code, year]
        return any(
            bool(((figure.below > 0) | (figure.above > 0))[: self._sample.listed].any())
            for moment in moments
            if (figure := self._sample.figures.get(moment)) is not None
        )

    def _of(self, rules: Rules, code: str, year: int) -> Small:
        """Draws (listed, draws) of a measure or score; NaN where it is unknown."""
        scores = {score.code: score for score in rules.scores}
        if code not in scores:
            return measure_draws(self._sample, self._streams, code, year, self._listed, self._draws)
        return self._score(rules, scores[code], year)

    def _score(self, rules: Rules, score: Score, year: int) -> Small:
        shape = (self._sample.listed, self._draws)
        total = np.zeros(shape, np.float32)
        weights = np.zeros(shape[0], np.float32)
        number = np.zeros(shape[0], np.int64)
        for part, weight in score.parts:
            values = self._of(rules, part, year)
            has_value = ~np.isnan(values[:, 0])
            if score.scale is not Scale.NONE:
                for level in np.unique(self._sample.levels):
                    rows = np.flatnonzero(has_value & (self._sample.levels == level))
                    if rows.size:
                        values[rows] = _scaled(values[rows], score.scale)
            turned = -weight if part in score.lower_is_worse else weight
            total += np.where(has_value[:, None], values * np.float32(turned), 0)
            weights += np.where(has_value, np.float32(weight), 0)
            number += has_value
        with np.errstate(invalid="ignore", divide="ignore"):
            total /= weights[:, None]
        total[(number < score.least) | (number == 0)] = np.nan
        return total

    def _met(
        self, criterion: Criterion, values: Small, passing: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        if criterion.top is None:
            return meets(criterion, values)
        met = np.zeros(values.shape, bool)
        has_value = ~np.isnan(values[:, 0])
        for level in np.unique(self._sample.levels):
            rows = np.flatnonzero(has_value & (self._sample.levels == level))
            among = rows[passing[rows]]
            if among.size:
                inside = values[among]
                at = max(len(among) - criterion.top, 0)
                met[rows] = values[rows] >= np.partition(inside, at, axis=0)[at]
        return met


def _scaled(values: Small, scale: Scale) -> Small:
    """``values`` (areas, draws), all known, on the score's scale, per draw."""
    if scale is Scale.Z:
        mean = values.mean(axis=0, dtype=np.float64).astype(np.float32)
        spread = values.std(axis=0, dtype=np.float64).astype(np.float32)
        return np.asarray((values - mean) / np.where(spread > 0, spread, 1))
    if len(values) == 1:
        return np.full(values.shape, 50, np.float32)
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    if (ordered[1:] == ordered[:-1]).any():  # equal figures share the middle of their places
        place = rankdata(values, axis=0).astype(np.float32) - np.float32(1)
    else:
        place = np.empty(values.shape, np.float32)
        np.put_along_axis(place, order, np.arange(len(values), dtype=np.float32)[:, None], axis=0)
    return np.asarray(place * np.float32(100 / (len(values) - 1)))
