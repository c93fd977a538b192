"""Cases for the tests of the course: yearly figures of a target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wijkwerk.programme.core.case import Case
from wijkwerk.programme.core.measurement import Measurement, Scale
from wijkwerk.programme.core.thresholds import Thresholds

LIMITS = Thresholds(0.8, 0.2, 1.0, 5, 2.0, 0.97, 0.5, 183, 2)


def yearly(
    values: Sequence[float], se: float | None = None, first: int = 2011
) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(f"{first + number}-12-31", value, se) for number, value in enumerate(values)
    )


def case(values: Sequence[float], target: float = 20, **more: Any) -> Case:
    se = more.pop("se", None)
    settings = {"by": "2025-12-31", "value": target, "scale": Scale.INDEX, **more}
    return Case("t", yearly(values, se), **settings)
