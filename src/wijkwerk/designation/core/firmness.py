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

from wijkwerk.designation.core.draws import Streams
from wijkwerk.designation.core.logic import MET, UNKNOWN, Floats, Truth
from wijkwerk.designation.core.sample import References, Sample, measure_draws, meets, used
from wijkwerk.designation.core.scheme import Criterion, Relative
from wijkwerk.designation.core.simulated_scores import Scores
from wijkwerk.designation.core.uncertain import uncertain_criteria
from wijkwerk.designation.core.whatif import spans, statuses

_CHUNK = 48  # areas at a time: their draws stay small
Tell = Callable[[float], None]


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
    uncertain = uncertain_criteria(sample)
    by_score = _by_score(sample, scores, uncertain, lambda share: say(0.5 * share))
    shape = (sample.listed, len(sample.years))
    open_ = np.zeros(sample.listed, bool)
    for where in uncertain.values():
        open_ |= where.any(axis=1)
    groups = list(_chunks(codes, open_, sample.made_of))
    chances_found = Chances({}, {})
    references = References(sample, draws, seed)

    def drawn_group(areas: NDArray[np.int64]) -> tuple[NDArray[np.int64], dict[str, Truth]]:
        return areas, _drawn(sample, areas, uncertain, by_score, references, draws, seed)

    certain = _closed(codes, open_, sample.made_of)
    if certain.size:
        _store(chances_found, shape, certain, _as_published(sample, certain))
    with ThreadPoolExecutor(2) as pool:
        for done, (areas, outcome) in enumerate(pool.map(drawn_group, groups), 1):
            _store(chances_found, shape, areas, outcome)
            say(0.5 + 0.5 * done / len(groups))
    return chances_found


def _store(
    chances_found: Chances,
    shape: tuple[int, int],
    areas: NDArray[np.int64],
    outcome: dict[str, Truth],
) -> None:
    for code, truth in outcome.items():
        for kind, wanted in ((chances_found.met, MET), (chances_found.unknown, UNKNOWN)):
            number = np.count_nonzero(truth == wanted, axis=2)
            kind.setdefault(code, np.zeros(shape))[areas] = number / truth.shape[2]


def _as_published(sample: Sample, areas: NDArray[np.int64]) -> dict[str, Truth]:
    results = {code: result[areas][:, :, None] for code, result in sample.results.items()}
    return _statuses(sample, areas, results)


def _statuses(
    sample: Sample, areas: NDArray[np.int64], results: Mapping[str, Truth]
) -> dict[str, Truth]:
    codes = [sample.places[area] for area in areas]
    inside = sample.made_of.filter(pl.col("area").is_in(codes))
    return statuses(sample.scheme, codes, sample.years, results, inside, sample.exists[areas])


def _components(codes: list[str], made_of: pl.DataFrame) -> dict[int, list[int]]:
    """Areas that inherit years from each other, by the first of them: they are drawn together."""
    at = {code: number for number, code in enumerate(codes)}
    leader = list(range(len(codes)))

    def find(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for area, before in made_of.select("area", "before").iter_rows():
        if area in at and before in at:
            first, second = sorted((find(at[area]), find(at[before])))
            leader[second] = first
    result: dict[int, list[int]] = {}
    for place in range(len(codes)):
        result.setdefault(find(place), []).append(place)
    return result


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
        member
        for members in _components(codes, made_of).values()
        if not open_[members].any()
        for member in members
    ]
    return np.array(closed, np.int64)


def _by_score(
    sample: Sample, scores: Scores, uncertain: dict[str, NDArray[np.bool_]], say: Tell
) -> dict[str, NDArray[np.uint8]]:
    """Per criterion on a score, or on being among the highest: its draws as bits
    (listed, years, draws / 8), for all areas at once, since each draw compares them all."""
    result: dict[str, NDArray[np.uint8]] = {}
    for rules, span in spans(sample.scheme, sample.years):
        own = {score.code for score in rules.scores}
        compared = [
            criterion
            for criterion in used(rules)
            if criterion.measure in own or criterion.top is not None
        ]
        for done, number in enumerate(range(span.start, span.stop), 1):
            wanted = [
                criterion for criterion in compared if uncertain[criterion.code][:, number].any()
            ]
            for criterion, bits in scores.decided(rules, wanted, sample.years[number]):
                if bits is None:  # no part of it has an interval
                    uncertain[criterion.code][:, number] = False
                    continue
                all_years = result.setdefault(
                    criterion.code,
                    np.zeros((sample.listed, len(sample.years), bits.shape[1]), np.uint8),
                )
                all_years[:, number] = bits
            say(done / (span.stop - span.start))
    return result


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
        code: np.broadcast_to(result[areas][:, :, None], shape).copy()
        for code, result in sample.results.items()
    }
    for rules, span in spans(sample.scheme, sample.years):
        scores = {score.code for score in rules.scores}
        for criterion in used(rules):
            for number in range(span.start, span.stop):
                rows = np.flatnonzero(uncertain[criterion.code][areas, number])
                if not rows.size:
                    continue
                if criterion.measure in scores or criterion.top is not None:
                    bits = by_score[criterion.code][areas[rows], number]
                    met = np.unpackbits(bits, axis=1, count=draws).view(bool)
                else:
                    year = sample.years[number]
                    met = _criterion_draws(
                        sample, streams, references, criterion, year, areas[rows], draws
                    )
                results[criterion.code][rows, number] = met
    return _statuses(sample, areas, results)


def _criterion_draws(
    sample: Sample,
    streams: Streams,
    references: References,
    criterion: Criterion,
    year: int,
    areas: NDArray[np.int64],
    draws: int,
) -> NDArray[np.bool_]:
    values = measure_draws(sample, streams, criterion.measure, year, areas, draws)
    if criterion.relative_to is not Relative.NONE:
        values /= references.of(
            criterion.measure, year, sample.reference[criterion.relative_to][areas]
        )
    return meets(criterion, values)
