"""Which criteria a draw could turn: only those are simulated, the others are certain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wijkwerk.designation.core.draws import FURTHEST
from wijkwerk.designation.core.logic import MET, NOT_MET, UNKNOWN, Floats, exact
from wijkwerk.designation.core.sample import Sample, meets, used
from wijkwerk.designation.core.scheme import Criterion, Relative
from wijkwerk.designation.core.whatif import evaluated, spans


def uncertain_criteria(sample: Sample) -> dict[str, NDArray[np.bool_]]:
    """Per criterion (listed, years): whether a draw could turn it, and with it a status."""
    shape = (sample.listed, len(sample.years))
    uncertain = {code: np.zeros(shape, bool) for code in sample.results}
    for rules, span in spans(sample.scheme, sample.years):
        scores = {score.code for score in rules.scores}
        for criterion in used(rules):
            for number in range(span.start, span.stop):
                is_known = sample.results[criterion.code][:, number] != UNKNOWN
                if criterion.measure in scores:
                    uncertain[criterion.code][:, number] = is_known
                else:
                    turned = _can_turn(sample, criterion, sample.years[number])
                    uncertain[criterion.code][:, number] = is_known & turned
    return _that_matter(sample, uncertain)


def _that_matter(
    sample: Sample, uncertain: dict[str, NDArray[np.bool_]]
) -> dict[str, NDArray[np.bool_]]:
    """``uncertain`` without the criteria that change no condition, however they and the others come
    out: with one possible criterion out of two wanted, a draw of it says nothing."""
    codes = sample.places[: sample.listed]
    ends = []
    for value in (MET, NOT_MET):
        results = {
            code: np.where(uncertain[code], np.int8(value), result)
            for code, result in sample.results.items()
        }
        conditions, _ = evaluated(
            sample.scheme, codes, sample.years, results, sample.made_of, sample.exists
        )
        ends.append(conditions)
    matters = {code: np.zeros(array.shape, bool) for code, array in uncertain.items()}
    for rules, span in spans(sample.scheme, sample.years):
        for status in rules.active():
            open_ = (ends[0][status.code] != ends[1][status.code])[:, span]
            for code in (*status.of, *status.gates):
                matters[code][:, span] |= open_
    return {code: array & matters[code] for code, array in uncertain.items()}


def _can_turn(sample: Sample, criterion: Criterion, year: int) -> NDArray[np.bool_]:
    low, high = _ends(sample, criterion.measure, year)
    own_low, own_high = low[: sample.listed], high[: sample.listed]
    if criterion.relative_to is not Relative.NONE:
        at = sample.reference[criterion.relative_to]
        least, most = low[at], high[at]
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = [end / by for end in (own_low, own_high) for by in (least, most)]
        open_ = (least <= 0) & (most >= 0)  # by nearly nothing: any ratio may come out
        own_low = np.where(open_, -np.inf, np.minimum.reduce(ends))
        own_high = np.where(open_, np.inf, np.maximum.reduce(ends))
    elif criterion.top is not None:
        # Whether an area is among the highest depends on all the others.
        return np.asarray(~np.isnan(own_low))
    first, second = meets(criterion, exact(own_low)), meets(criterion, exact(own_high))
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
    is_known = ~np.isnan(parts)
    number = is_known.sum(axis=0)
    total = np.where(is_known, parts, 0).sum(axis=0)
    return np.asarray(np.where(number > 0, total / np.maximum(number, 1), np.nan))
