"""Draws of published figures: what the figure could have been, by its interval.

A draw of a figure is a standard normal number z put through the figure's own quantiles, so that the
median is the published value and 2.5% lies beyond each published limit (docs/method/firmness.md).
Each figure has a stream of numbers of its own, named by seed, area, indicator and period: which
areas, years or measures are simulated beside it, and in what order, never changes a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkwerk.designation.core.logic import Floats

Z = 1.959963984540054
# Draws stop here, on either side: the chance of more is one in 1.7 million, far below what any number
# of draws shows. What comes out the same at both ends is certain.
FURTHEST = 5.0
PLAIN, LOGARITHM, LOG_ODDS = 0, 1, 2
_COUNTS = ("byar", "exact", "dobson", "delta")
Small = NDArray[np.float32]


@dataclass(frozen=True)
class Quantiles:
    """Figures as distributions; arrays of one shape.

    ``middle`` is the value on ``scale`` (PLAIN, LOGARITHM, LOG_ODDS), ``below`` and ``above`` the
    standard deviation on either side, ``least`` and ``most`` the limits of what is possible,
    ``top`` the highest share (100 for percent). NaN middle: unknown. No interval: deviations are 0.
    """

    middle: Floats
    below: Floats
    above: Floats
    scale: NDArray[np.int8]
    least: Floats
    most: Floats
    top: Floats

    def __getitem__(self, key: Any) -> Quantiles:
        parts = (self.middle, self.below, self.above, self.scale, self.least, self.most, self.top)
        return Quantiles(*(part[key] for part in parts))

    def at(self, z: Any) -> Floats:
        """The figures at the standard normal ``z`` (any shape that broadcasts)."""
        z = np.asarray(z)
        at_z = self.middle + z * np.where(z < 0, self.below, self.above)
        with np.errstate(over="ignore"):
            turned = np.where(
                self.scale == PLAIN,
                at_z,
                np.where(
                    self.scale == LOGARITHM,
                    np.exp(np.where(self.scale == PLAIN, 0, at_z)),
                    self.top / (1 + np.exp(-np.where(self.scale == LOG_ODDS, at_z, 0))),
                ),
            )
        return np.asarray(np.clip(turned, self.least, self.most))


def quantiles(
    value: Floats, lower: Floats, upper: Floats, method: Sequence[str | None], unit: Sequence[str]
) -> Quantiles:
    """The distributions of published figures; NaN where there is none.

    Shares (unit %) strictly inside 0-100 are drawn on the log-odds, counts per inhabitant with a
    positive lower limit on the logarithm, the rest as they are. Nothing goes below 0 that can't be,
    nor a share above 100.
    """
    share = np.array([unit_name == "%" for unit_name in unit])
    counts = np.array([method_name in _COUNTS for method_name in method])
    has_interval = ~np.isnan(lower) & ~np.isnan(upper) & ~np.isnan(value)
    low = np.where(has_interval, np.minimum(lower, value), value)
    high = np.where(has_interval, np.maximum(upper, value), value)
    inside = has_interval & share & (low > 0) & (high < 100) & (high > low)
    positive = has_interval & ~inside & counts & (low > 0) & (high > low)
    scale = np.where(inside, LOG_ODDS, np.where(positive, LOGARITHM, PLAIN)).astype(np.int8)

    def on_scale(figures: Floats) -> Floats:
        safe = np.where(inside, figures, 50.0)
        logs = np.where(positive, figures, 1.0)
        return np.where(
            inside, np.log(safe / (100 - safe)), np.where(positive, np.log(logs), figures)
        )

    middle, below, above = on_scale(value), on_scale(low), on_scale(high)
    infinite = np.full(value.shape, np.inf)
    return Quantiles(
        middle=middle,
        below=(middle - below) / Z,
        above=(above - middle) / Z,
        scale=scale,
        least=np.where(has_interval & (share | counts), 0.0, -infinite),
        most=np.where(has_interval & share, 100.0, infinite),
        top=np.full(value.shape, 100.0),
    )


class Streams:
    """Standard normal numbers by name: area, indicator and period; not for several threads."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.Philox(key=0)
        self._normal = np.random.Generator(self._bits).standard_normal
        self._seed = seed % 2**64
        self._state: Any = self._bits.state

    def fill(self, out: Small, area: int, figure: int) -> None:
        """Fill ``out`` with the numbers of the figure named by two ``name``s; cut off at FURTHEST."""
        state = self._state
        state["state"]["key"][:] = (area, self._seed)
        # The lower words count the numbers of a stream, the highest names it.
        state["state"]["counter"][:] = (0, 0, 0, figure)
        state["buffer_pos"] = 4
        state["has_uint32"] = 0
        self._bits.state = state
        self._normal(dtype=np.float32, out=out)
        np.clip(out, -FURTHEST, FURTHEST, out=out)


def name(*texts: str) -> int:
    """64 bits that tell ``texts`` apart from any other words."""
    text = "\x1f".join(texts).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
