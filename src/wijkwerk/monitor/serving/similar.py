"""Which areas are alike: found once, when an edition is prepared.

Latest published values are standardised per indicator and level (z-scores); the distance between
two areas is the root of the mean squared difference over the indicators that both have. Areas
that share less than half of the level's indicators are never twins. See docs/method/twins.md.
"""

from __future__ import annotations

import numpy as np
import polars as pl

TWINS = 5
_BLOCK = 512  # rows at a time: 14,500 x 512 distances stay below 60 MB


def find_twins(latest: pl.DataFrame) -> pl.DataFrame:
    """``area``, ``place``, ``other`` out of ``latest`` (area, level, indicator, value).

    Only levels with more than ``TWINS`` areas have twins; ties go to the code that sorts first.
    """
    twins = []
    for (level,), part in latest.group_by(["level"], maintain_order=True):
        if level in ("country", "group"):
            continue
        wide = part.pivot("indicator", index="area", values="value").sort("area")
        if wide.height > TWINS:
            twins += _twins_of(wide["area"].to_list(), wide.drop("area").to_numpy().astype(float))
    schema = {"area": pl.String, "place": pl.Int64, "other": pl.String}
    return pl.DataFrame(twins, schema=schema, orient="row")


def _twins_of(codes: list[str], values: np.ndarray) -> list[tuple[str, int, str]]:
    is_known = ~np.isnan(values)
    count = is_known.sum(axis=0)
    varying = count > 1
    values, is_known = values[:, varying], is_known[:, varying]
    mean = np.where(is_known, values, 0).sum(axis=0) / is_known.sum(axis=0)
    centred = np.where(is_known, values - mean, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / is_known.sum(axis=0))
    z = centred / np.where(spread > 0, spread, 1.0)
    mask = is_known.astype(float)
    squares = z**2
    needed = values.shape[1] / 2
    result = []
    for start in range(0, len(codes), _BLOCK):
        rows = slice(start, start + _BLOCK)
        shared = mask[rows] @ mask.T
        total = squares[rows] @ mask.T + mask[rows] @ squares.T - 2 * z[rows] @ z.T
        far = np.where(shared >= max(needed, 1), total / np.maximum(shared, 1), np.inf)
        # Rounded, so that the last bit of a sum doesn't decide who is nearer.
        far = np.round(far, 9)
        far[np.arange(far.shape[0]), np.arange(start, start + far.shape[0])] = np.inf
        # The nearest few, and whoever is as near as the last of them: ties must not depend on
        # the order in which a partition leaves them.
        edge = np.partition(far, TWINS - 1, axis=1)[:, TWINS - 1 : TWINS]
        row, column = np.nonzero((far <= edge) & np.isfinite(far))
        order = np.lexsort((column, far[row, column], row))
        place, last = 0, -1
        for row_number, other in zip(row[order].tolist(), column[order].tolist(), strict=True):
            place = place + 1 if row_number == last else 1
            last = row_number
            if place <= TWINS:
                result.append((codes[start + row_number], place, codes[other]))
    return result
