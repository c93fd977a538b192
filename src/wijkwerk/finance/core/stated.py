"""Whether what a text says of costs, benefits, net, ratio and return can all be true: 'net over two million, over two
for each euro'. A figure may be a bound, or rounded: each is an interval, and together they are a set of lines in the
plane of costs and benefits. They agree when some point lies in all of them; linear programs say so, and what then
follows for each figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

_SOME = 1e-6  # in the largest amount that was stated
WHAT = ("costs", "benefits", "net", "ratio", "return")


@dataclass(frozen=True)
class Bounds:
    """Between ``least`` and ``most``, either of which may be infinite."""

    least: float = -math.inf
    most: float = math.inf

    def __post_init__(self) -> None:
        if math.isnan(self.least) or math.isnan(self.most) or self.least > self.most:
            raise ValueError("the least lies below the most")

    @classmethod
    def rounded(cls, figure: float, step: float) -> Bounds:
        """A figure that was rounded to multiples of ``step``."""
        return cls(figure - step / 2, figure + step / 2)


@dataclass(frozen=True)
class Agreement:
    """Whether the figures agree, and between which bounds each must lie ({} when they don't)."""

    agrees: bool
    implied: Mapping[str, Bounds]


def agreement(stated: Mapping[str, Bounds]) -> Agreement:
    """Hold what is stated (by ``WHAT``) against each other. Costs are above nothing; benefits may be below it.

    The net is benefits less costs, the ratio benefits for each euro of costs, the return the net for each euro of
    costs.
    """
    scale = max(
        [
            abs(bound)
            for what in ("costs", "benefits", "net")
            if what in stated
            for bound in (stated[what].least, stated[what].most)
            if math.isfinite(bound) and bound
        ],
        default=1.0,
    )
    rows, limits = _rows(stated, scale)
    # Costs of exactly nothing have no ratio: what needs them can't be true.
    if _range((1, 0), rows, [-_SOME, *limits[1:]]) is None:
        return Agreement(False, {})
    implied: dict[str, Bounds] = {}
    for what, target in (("costs", (1, 0)), ("benefits", (0, 1)), ("net", (-1, 1))):
        bounds = _range(target, rows, limits)
        assert bounds is not None  # looser than what was possible
        implied[what] = Bounds(*(bound * scale for bound in bounds))
    least, most = _ratio(rows, limits)
    implied["ratio"] = Bounds(least, most)
    implied["return"] = Bounds(least - 1, most - 1)
    return Agreement(True, implied)


def _rows(
    stated: Mapping[str, Bounds], scale: float
) -> tuple[list[tuple[float, float]], list[float]]:
    """Rows a, limits b of a · (costs, benefits) <= b."""
    rows: list[tuple[float, float]] = [(-1.0, 0.0)]  # costs are above nothing
    limits = [0.0]
    plain = {"costs": (1.0, 0.0), "benefits": (0.0, 1.0), "net": (-1.0, 1.0)}
    for what, bounds in stated.items():
        for bound, sign in ((bounds.least, -1.0), (bounds.most, 1.0)):
            if not math.isfinite(bound):
                continue
            if what in plain:
                costs, benefits = plain[what]
                rows.append((sign * costs, sign * benefits))
                limits.append(sign * bound / scale)
            else:
                slope = bound if what == "ratio" else bound + 1
                rows.append((-sign * slope, sign))
                limits.append(0.0)
    return rows, limits


def _range(
    target: tuple[float, float], rows: list[tuple[float, float]], limits: list[float]
) -> tuple[float, float] | None:
    """The least and the most of ``target``; None when nothing fits."""
    ends = []
    for sign in (1, -1):
        answer = linprog(
            sign * np.array(target, dtype=float),
            A_ub=np.array(rows),
            b_ub=np.array(limits),
            bounds=[(None, None)] * 2,
        )
        if answer.status == 2:
            return None
        ends.append(-sign * math.inf if answer.status == 3 else float(answer.fun) * sign)
    return ends[0], ends[1]


def _ratio(rows: list[tuple[float, float]], limits: list[float]) -> tuple[float, float]:
    """The least and the most of benefits divided by costs, with costs 1 in a plane that is scaled by t: the
    transformation of Charnes and Cooper (1962)."""
    widened = [(row[0], row[1], -limit) for row, limit in zip(rows, limits, strict=True)]
    ends = []
    for sign in (1, -1):
        answer = linprog(
            [0, sign, 0],
            A_ub=np.array(widened),
            b_ub=np.zeros(len(widened)),
            bounds=[(1, 1), (None, None), (0, None)],
        )
        ends.append(float(answer.fun) * sign if answer.status == 0 else -sign * math.inf)
    return ends[0], ends[1]
