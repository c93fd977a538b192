"""Indicators that are parts of one whole: what one withholds, the others give by subtraction.

Own, social and private rent add up to all dwellings; burglaries, violence and vandalism to all
offences. Sources don't say so, so the sums are found in the counts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from wijkwerk.monitor.core.disclosure.cells import Bools, Floats, Ints

# With fewer areas than parts and this many, numbers add up by chance.
_SPARE = 3
_SAME = 1e-9
# Sums by chance that are expected: exp(-6), one in some 400 searches.
_CHANCE = 6.0
# Counts are whole; a sum that is less than this off fits.
_WHOLE = 1e-3
# Sums of three are tried among so many indicators of one base (117,480 of them), of two among all.
_MOST = 90
_BLOCK = 200_000


def linked(counts: Floats, bases: Floats) -> list[tuple[int, ...]]:
    """Sets of columns of ``counts`` (areas, indicators) that must be withheld together.

    A set holds indicators with the same base of which some sum is always another of them or the base:
    of two or three parts, wherever all of it is measured; or any weighted sum, where more areas
    than indicators measure the same. Not a number (in either) is not measured: indicators needn't be
    measured in the same areas. Bounded: three parts are tried among ``_MOST`` indicators of one base.
    """
    is_known = np.isfinite(counts) & np.isfinite(bases)
    same = _same_base(bases, is_known)
    links = np.eye(counts.shape[1], dtype=bool)
    for columns in _components(same):
        if columns.size < 2:
            continue
        own = counts[:, columns], bases[:, columns], is_known[:, columns]
        together = [*_small_sums(*own, same[np.ix_(columns, columns)]), *_weighted_sums(*own)]
        for parts in together:
            links[np.ix_(columns[list(parts)], columns[list(parts)])] = True
    return sorted(
        tuple(component.tolist()) for component in _components(links) if component.size > 1
    )


def _components(links: Bools) -> list[Ints]:
    """The columns of each component, in order."""
    number, label = connected_components(csr_matrix(links), directed=False)
    return [np.flatnonzero(label == component) for component in range(number)]


def _same_base(bases: Floats, is_known: Bools) -> Bools:
    """(indicators, indicators): measured together somewhere, with the same base all over."""
    size = bases.shape[1]
    same = np.zeros((size, size), dtype=bool)
    for column in range(size):
        both = is_known[:, [column]] & is_known
        differ = both & (bases[:, [column]] != bases)
        same[column] = both.any(axis=0) & ~differ.any(axis=0)
    return same


def _small_sums(
    counts: Floats, bases: Floats, is_known: Bools, same: Bools
) -> Iterator[tuple[int, ...]]:
    """Columns of which one to three add up to another, or two or three to their base."""
    size = counts.shape[1]
    order = np.argsort(
        -is_known.sum(axis=1), kind="stable"
    )  # few sums are left after the first areas
    values = np.where(is_known, counts, np.nan)[order]
    whole_base = np.where(is_known, bases, np.nan)[order]
    for number in (1, 2, 3) if size <= _MOST else (1, 2):
        every = np.array([*combinations(range(size), number)], dtype=np.int64).reshape(-1, number)
        for first_part, other in combinations(range(number), 2):
            every = every[same[every[:, first_part], every[:, other]]]
        least = _CHANCE + float(np.log(max(1, every.shape[0]) * (size + 1)))
        for start in range(0, every.shape[0], _BLOCK):
            block = every[start : start + _BLOCK]
            first = values[0][block].sum(axis=1)
            for total_column in range(size):
                # Most don't fit the first area; what isn't known there stays.
                parts = block[~(np.abs(first - values[0, total_column]) > _WHOLE)]
                # A sum of one is the same either way round.
                beside = (
                    parts[:, 0] < total_column
                    if number == 1
                    else (parts != total_column).all(axis=1)
                )
                parts = parts[beside & same[parts, total_column].all(axis=1)]
                for row in _adding_up(values, values[:, [total_column]], parts, least):
                    yield (*row, total_column)
            if number > 1:
                yield from _adding_up(values, whole_base, block, least)


def _adding_up(values: Floats, totals: Floats, parts: Ints, least: float) -> list[tuple[int, ...]]:
    """The rows of ``parts`` (columns of ``values``) that add up to ``totals`` wherever all is known,
    with evidence of at least ``least``; no part is always nought.

    ``totals`` is (areas, 1), or (areas, columns): a base, of the first part. The evidence of an area
    is the logarithm of one in how many would fit by chance: as many as the standard deviation of the
    second largest part, taken for a Poisson count.
    """
    evidence, positive = np.zeros(parts.shape[0]), np.zeros(parts.shape, dtype=bool)
    for area in range(values.shape[0]):
        if parts.shape[0] == 0:
            break
        terms = values[area][parts]
        total = totals[area][0 if totals.shape[1] == 1 else parts[:, 0]]
        off = np.abs(terms.sum(axis=1) - total)
        fits = ~(off > _WHOLE)
        if not fits.all():
            parts, evidence, positive = parts[fits], evidence[fits], positive[fits]
            terms, off = terms[fits], off[fits]
        second = np.sort(terms, axis=1)[:, -2 if terms.shape[1] > 1 else -1]
        comparable_rows = np.isfinite(off)
        with np.errstate(invalid="ignore"):
            evidence += np.where(comparable_rows, np.log1p(np.sqrt(np.maximum(second, 0.0))), 0.0)
            positive |= comparable_rows[:, None] & (terms > 0)
    enough = (evidence >= least) & positive.all(axis=1)
    return [tuple(int(column) for column in row) for row in parts[enough]]


def _weighted_sums(counts: Floats, bases: Floats, is_known: Bools) -> Iterator[tuple[int, ...]]:
    """Sums of any number of columns, among those that measure all that some column measures."""
    for pattern in np.unique(is_known, axis=1).T:
        columns = np.flatnonzero(is_known[pattern].all(axis=0))
        if columns.size < 2 or pattern.sum() < columns.size + 1 + _SPARE:
            continue
        _, kind = np.unique(bases[np.ix_(pattern, columns)], axis=1, return_inverse=True)
        for base_kind in range(int(kind.max()) + 1):
            own = columns[kind.ravel() == base_kind]
            if own.size > 1:
                whole_base = bases[pattern, own[0]]
                for parts in _dependent(counts[np.ix_(pattern, own)], whole_base):
                    yield tuple(int(own[part]) for part in parts)


def _dependent(counts: Floats, base: Floats) -> list[tuple[int, ...]]:
    """Each column that is a weighted sum of the base and columns before it, with those."""
    independent = [-1]  # the base
    basis = base[:, None]
    directions = basis / max(1.0, float(np.linalg.norm(base)))
    result = []
    for column in range(counts.shape[1]):
        values = counts[:, column]
        # What the columns before leave of it; once more, for the digits that the first time lost.
        left = values - directions @ (directions.T @ values)
        left -= directions @ (directions.T @ left)
        if np.abs(left).max() <= _SAME * max(1.0, float(np.abs(values).max())):
            weights, *_ = np.linalg.lstsq(basis, values, rcond=None)
            used = [
                part
                for part, weight in zip(independent, weights, strict=True)
                if abs(weight) > 1e-6 and part >= 0
            ]
            result.append((*used, column))
        else:
            independent.append(column)
            basis = np.column_stack([basis, values])
            directions = np.column_stack([directions, left / np.linalg.norm(left)])
    return result
