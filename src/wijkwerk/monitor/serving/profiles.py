"""The figures of every area of a level beside each other, for whoever looks for areas that are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.monitor.serving.edition import Serving


@dataclass(frozen=True)
class Profiles:
    """``values`` are the latest published ones and ``changes`` those between the two moments that the edition
    compares, both (areas, indicators); NaN where there is none, and for a change across a break."""

    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    values: np.ndarray
    changes: np.ndarray


def profiles(serving: Serving, level: str) -> Profiles:
    """Those of a level, in order of codes. Raises TooSlowError."""
    latest = serving.store.columns(
        "SELECT area, indicator, value FROM latest WHERE main AND level = ? AND value IS NOT NULL",
        [level],
    )
    changed = serving.store.columns(
        "SELECT area, indicator, own_change AS value FROM changes"
        " WHERE main AND level = ? AND own_change IS NOT NULL AND broken IS NOT TRUE",
        [level],
    )
    areas, rows = np.unique(latest["area"].astype(str), return_inverse=True)
    indicators, columns = np.unique(latest["indicator"].astype(str), return_inverse=True)
    values = np.full((len(areas), len(indicators)), np.nan, dtype=np.float32)
    values[rows, columns] = latest["value"]
    changes = np.full_like(values, np.nan)
    codes, measures = changed["area"].astype(str), changed["indicator"].astype(str)
    both = np.isin(codes, areas) & np.isin(measures, indicators)
    at = np.searchsorted(areas, codes[both]), np.searchsorted(indicators, measures[both])
    changes[at] = changed["value"][both]
    return Profiles(tuple(areas.tolist()), tuple(indicators.tolist()), values, changes)
