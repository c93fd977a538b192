"""How firm a list is: the chance of each status, by simulation from the published intervals.

See docs/method/firmness.md. Per draw every figure is drawn once: years share the draws of their
figures, so that means of years and years in a row go together, and all areas share those of what
they are held against. Only criteria that a draw could turn are simulated; the others are certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wijkwerk.designation.core.draws import FURTHEST, Quantiles, Small, Streams, name
from wijkwerk.designation.core.logic import MET, NOT_MET, UNKNOWN, Floats, Truth, exact
from wijkwerk.designation.core.scheme import Criterion, Relative, Rules, Scheme
from wijkwerk.designation.core.simulated_scores import Scores
from wijkwerk.designation.core.whatif import evaluated, spans, statuses

Moment = tuple[str, str]  # indicator and period
_CHUNK = 48  # areas at a time: their draws stay small
Tell = Callable[[float], None]


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


@dataclass(frozen=True)
class Chances:
    """Per status (area, year): the share of the draws in which it is met, and is unknown."""

    met: dict[str, Floats]
    unknown: dict[str, Floats]


def chances(sample: Sample, draws: int, seed: int, tell: Tell | None = None) -> Chances:
    """The chance of each status of each listed area and year over ``draws`` draws."""
    say = tell or (lambda share: None)
    codes = sample.places[: sample.listed]
    scores = Scores(sample.scheme, sample, draws, seed)
    uncertain = _uncertain(sample)
    by_score = _by_score(sample, scores, uncertain, lambda share: say(0.5 * share))
    shape = (sample.listed, len(sample.years))
    open_ = np.zeros(sample.listed, bool)
    for where in uncertain.values():
        open_ |= where.any(axis=1)
    groups = list(_chunks(codes, open_, sample.made_of))
    found = Chances({}, {})
    references = References(sample, draws, seed)

    def one(areas: NDArray[np.int64]) -> tuple[NDArray[np.int64], dict[str, Truth]]:
        return areas, _drawn(sample, areas, uncertain, by_score, references, draws, seed)

    certain = _closed(codes, open_, sample.made_of)
    if certain.size:
        _store(found, shape, certain, _as_published(sample, certain))
    with ThreadPoolExecutor(2) as pool:
        for done, (areas, outcome) in enumerate(pool.map(one, groups), 1):
            _store(found, shape, areas, outcome)
            say(0.5 + 0.5 * done / len(groups))
    return found


def _store(
    found: Chances, shape: tuple[int, int], areas: NDArray[np.int64], outcome: dict[str, Truth]
) -> None:
    for code, truth in outcome.items():
        for kind, wanted in ((found.met, MET), (found.unknown, UNKNOWN)):
            number = np.count_nonzero(truth == wanted, axis=2)
            kind.setdefault(code, np.zeros(shape))[areas] = number / truth.shape[2]


def _as_published(sample: Sample, areas: NDArray[np.int64]) -> dict[str, Truth]:
    results = {code: one[areas][:, :, None] for code, one in sample.results.items()}
    return _statuses(sample, areas, results)


def _statuses(
    sample: Sample, areas: NDArray[np.int64], results: Mapping[str, Truth]
) -> dict[str, Truth]:
    codes = [sample.places[one] for one in areas]
    inside = sample.made_of.filter(pl.col("area").is_in(codes))
    return statuses(sample.scheme, codes, sample.years, results, inside, sample.exists[areas])


def _components(codes: list[str], made_of: pl.DataFrame) -> dict[int, list[int]]:
    """Areas that inherit years from each other, by the first of them: they are drawn together."""
    at = {code: number for number, code in enumerate(codes)}
    leader = list(range(len(codes)))

    def find(one: int) -> int:
        while leader[one] != one:
            one = leader[one]
        return one

    for area, before in made_of.select("area", "before").iter_rows():
        if area in at and before in at:
            first, second = sorted((find(at[area]), find(at[before])))
            leader[second] = first
    found: dict[int, list[int]] = {}
    for one in range(len(codes)):
        found.setdefault(find(one), []).append(one)
    return found


def _chunks(
    codes: list[str], open_: NDArray[np.bool_], made_of: pl.DataFrame
) -> Iterator[NDArray[np.int64]]:
    chunk: list[int] = []
    for members in _components(codes, made_of).values():
        if not open_[members].any():
            continue
        chunk += members
        if len(chunk) >= _CHUNK:
            yield np.array(chunk)
            chunk = []
    if chunk:
        yield np.array(chunk)


def _closed(codes: list[str], open_: NDArray[np.bool_], made_of: pl.DataFrame) -> NDArray[np.int64]:
    """Areas for which no draw changes anything."""
    closed = [
        one
        for members in _components(codes, made_of).values()
        if not open_[members].any()
        for one in members
    ]
    return np.array(closed, np.int64)


def _uncertain(sample: Sample) -> dict[str, NDArray[np.bool_]]:
    """Per criterion (listed, years): whether a draw could turn it."""
    shape = (sample.listed, len(sample.years))
    found = {code: np.zeros(shape, bool) for code in sample.results}
    for rules, span in spans(sample.scheme, sample.years):
        scores = {one.code for one in rules.scores}
        for one in _used(rules):
            for number in range(span.start, span.stop):
                known = sample.results[one.code][:, number] != UNKNOWN
                if one.measure in scores:
                    found[one.code][:, number] = known
                else:
                    turned = _can_turn(sample, one, sample.years[number])
                    found[one.code][:, number] = known & turned
    return _that_matter(sample, found)


def _that_matter(
    sample: Sample, uncertain: dict[str, NDArray[np.bool_]]
) -> dict[str, NDArray[np.bool_]]:
    """``uncertain`` without the criteria that change no condition, however they and the others come
    out: with one possible criterion out of two wanted, a draw of it says nothing."""
    codes = sample.places[: sample.listed]
    ends = []
    for value in (MET, NOT_MET):
        results = {
            code: np.where(uncertain[code], np.int8(value), one)
            for code, one in sample.results.items()
        }
        conditions, _ = evaluated(
            sample.scheme, codes, sample.years, results, sample.made_of, sample.exists
        )
        ends.append(conditions)
    matters = {code: np.zeros(one.shape, bool) for code, one in uncertain.items()}
    for rules, span in spans(sample.scheme, sample.years):
        for status in rules.active():
            open_ = (ends[0][status.code] != ends[1][status.code])[:, span]
            for code in (*status.of, *status.gates):
                matters[code][:, span] |= open_
    return {code: one & matters[code] for code, one in uncertain.items()}


def _used(rules: Rules) -> list[Criterion]:
    needed = rules.needed()
    return [one for one in rules.criteria if one.code in needed]


def _can_turn(sample: Sample, one: Criterion, year: int) -> NDArray[np.bool_]:
    low, high = _ends(sample, one.measure, year)
    own_low, own_high = low[: sample.listed], high[: sample.listed]
    if one.relative_to is not Relative.NONE:
        at = sample.reference[one.relative_to]
        with np.errstate(divide="ignore", invalid="ignore"):
            own_low, own_high = own_low / high[at], own_high / low[at]
    elif one.top is not None:
        # Whether an area is among the highest depends on all the others.
        return np.asarray(~np.isnan(own_low))
    first, second = _meets(one, exact(own_low)), _meets(one, exact(own_high))
    return np.asarray(first != second)


def _ends(sample: Sample, measure: str, year: int) -> tuple[Floats, Floats]:
    """A measure of all places when each of its figures is at either end of its draws."""
    ends = []
    for z in (-FURTHEST, FURTHEST):
        moments, _ = sample.terms[measure, year]
        parts = [sample.figures[moment].at(z) for moment in moments if moment in sample.figures]
        ends.append(_mean(np.array(parts)) if parts else np.full(len(sample.places), np.nan))
    return ends[0], ends[1]


def _mean(parts: Floats) -> Floats:
    """The mean along axis 0 of what is known; NaN where nothing is."""
    known = ~np.isnan(parts)
    number = known.sum(axis=0)
    total = np.where(known, parts, 0).sum(axis=0)
    return np.asarray(np.where(number > 0, total / np.maximum(number, 1), np.nan))


def _meets(one: Criterion, values: NDArray[np.floating]) -> NDArray[np.bool_]:
    assert one.threshold is not None
    with np.errstate(invalid="ignore"):
        if one.op.upward:
            met = values > one.threshold if one.op.strict else values >= one.threshold
        else:
            met = values < one.threshold if one.op.strict else values <= one.threshold
    return np.asarray(met)


def _by_score(
    sample: Sample, scores: Scores, uncertain: dict[str, NDArray[np.bool_]], say: Tell
) -> dict[str, NDArray[np.uint8]]:
    """Per criterion on a score, or on being among the highest: its draws as bits
    (listed, years, draws / 8), for all areas at once, since each draw compares them all."""
    found: dict[str, NDArray[np.uint8]] = {}
    for rules, span in spans(sample.scheme, sample.years):
        own = {one.code for one in rules.scores}
        compared = [one for one in _used(rules) if one.measure in own or one.top is not None]
        for done, number in enumerate(range(span.start, span.stop), 1):
            wanted = [one for one in compared if uncertain[one.code][:, number].any()]
            for one, bits in scores.decided(rules, wanted, sample.years[number]):
                if bits is None:  # no part of it has an interval
                    uncertain[one.code][:, number] = False
                    continue
                all_years = found.setdefault(
                    one.code,
                    np.zeros((sample.listed, len(sample.years), bits.shape[1]), np.uint8),
                )
                all_years[:, number] = bits
            say(done / (span.stop - span.start))
    return found


class References:
    """Draws of what areas are held against, kept: all areas share them."""

    def __init__(self, sample: Sample, draws: int, seed: int) -> None:
        self._kept: dict[tuple[str, int, int], Small] = {}
        streams = Streams(seed)
        for rules, span in spans(sample.scheme, sample.years):
            for one in _used(rules):
                if one.relative_to is Relative.NONE:
                    continue
                at = np.unique(sample.reference[one.relative_to])
                for year in sample.years[span]:
                    drawn = measure_draws(sample, streams, one.measure, year, at[at >= 0], draws)
                    for place, values in zip(at[at >= 0].tolist(), drawn, strict=True):
                        self._kept[one.measure, year, place] = values

    def of(self, measure: str, year: int, places: NDArray[np.int64]) -> Small:
        """Draws (places, draws) of a measure of ``places``."""
        return np.stack([self._kept[measure, year, place] for place in places.tolist()])


def measure_draws(
    sample: Sample, streams: Streams, measure: str, year: int, places: NDArray[np.int64], draws: int
) -> Small:
    """Draws (places, draws) of a measure; NaN where too few of its figures are known."""
    moments, least = sample.terms[measure, year]
    total = np.zeros((len(places), draws), np.float32)
    number = np.zeros(len(places), np.int64)
    for moment in moments:
        if moment not in sample.figures:
            continue
        of = sample.figures[moment][places]
        known = ~np.isnan(of.middle)
        drawn = figure_draws(of, streams, [sample.places[one] for one in places], moment, draws)
        total += np.where(known[:, None], drawn, 0)
        number += known
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


def _drawn(
    sample: Sample,
    areas: NDArray[np.int64],
    uncertain: dict[str, NDArray[np.bool_]],
    by_score: dict[str, NDArray[np.uint8]],
    references: References,
    draws: int,
    seed: int,
) -> dict[str, Truth]:
    """Every status of ``areas``: (areas, years, draws)."""
    streams = Streams(seed)
    shape = (len(areas), len(sample.years), draws)
    results = {
        code: np.broadcast_to(one[areas][:, :, None], shape).copy()
        for code, one in sample.results.items()
    }
    for rules, span in spans(sample.scheme, sample.years):
        scores = {one.code for one in rules.scores}
        for one in _used(rules):
            for number in range(span.start, span.stop):
                rows = np.flatnonzero(uncertain[one.code][areas, number])
                if not rows.size:
                    continue
                if one.measure in scores or one.top is not None:
                    bits = by_score[one.code][areas[rows], number]
                    met = np.unpackbits(bits, axis=1, count=draws).view(bool)
                else:
                    year = sample.years[number]
                    met = _criterion_draws(
                        sample, streams, references, one, year, areas[rows], draws
                    )
                results[one.code][rows, number] = met
    return _statuses(sample, areas, results)


def _criterion_draws(
    sample: Sample, streams: Streams, references: References, one: Criterion, year: int,
    areas: NDArray[np.int64], draws: int,
) -> NDArray[np.bool_]:  # fmt: skip
    values = measure_draws(sample, streams, one.measure, year, areas, draws)
    if one.relative_to is not Relative.NONE:
        values /= references.of(one.measure, year, sample.reference[one.relative_to][areas])
    return _meets(one, values)
