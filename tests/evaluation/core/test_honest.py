"""Bounds on differences in trend, against the published interval ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wijkwerk.evaluation.core.honest import (
    EventStudy,
    breakdown,
    folded_quantile,
    interval_as_if_parallel,
    relative_magnitudes,
    smoothness,
)

FIRST = np.array([1.0, 0, 0, 0])


@pytest.fixture(scope="module")
def published(shared_data: Path) -> tuple[EventStudy, dict[str, Any]]:
    told = json.loads((shared_data / "reference" / "honestdid_bc.json").read_text())
    effects = np.array(told["betahat"])
    return EventStudy(effects[:4], effects[4:], np.array(told["sigma"])), told


def test_the_usual_interval(published: tuple[EventStudy, dict[str, Any]]) -> None:
    study, told = published
    found = interval_as_if_parallel(study, FIRST)
    assert [round(one, 6) for one in found] == told["original_ci"]


def test_smoothness_is_that_of_honestdid_to_1e_4(
    published: tuple[EventStudy, dict[str, Any]],
) -> None:
    study, told = published
    for bend, ends in told["flci_sd"].items():
        assert smoothness(study, FIRST, float(bend)) == pytest.approx(ends, abs=1e-4)


def test_relative_magnitudes_are_those_of_honestdid_to_a_step_of_the_grid(
    published: tuple[EventStudy, dict[str, Any]],
) -> None:
    study, told = published
    assert relative_magnitudes(study, FIRST, 2.0)[1] == pytest.approx(0.4247, abs=2e-3)
    step = 40 * np.sqrt(study.covariance[4, 4]) / 999
    for times, ends in told["clf_rm"].items():
        low, high = relative_magnitudes(study, FIRST, float(times))
        # The published upper end with 2 is the edge of its grid; ours goes on to where the interval ends.
        edge = 20 * np.sqrt(study.covariance[4, 4])
        assert (low, min(high, edge)) == pytest.approx(ends, abs=step * 1.01)


def test_a_conclusion_breaks_down_where_zero_comes_in(
    published: tuple[EventStudy, dict[str, Any]],
) -> None:
    study, _ = published
    found = breakdown(lambda bend: smoothness(study, FIRST, bend), 1.0)
    assert found is not None and 0.2 < found < 0.3
    small = EventStudy(study.before, study.after * 0.01, study.covariance)
    assert breakdown(lambda bend: smoothness(small, FIRST, bend), 1.0) is None
    assert breakdown(lambda bend: (1.0, 2.0), 3.0) == 3.0


def test_a_straight_difference_in_trend_is_taken_out_and_a_wider_bound_is_wider() -> None:
    line = 0.5 * np.array([-2.0, -1, 1, 2])
    study = EventStudy(line[:2], line[2:] + 2, 1e-4 * np.eye(4))
    low, high = smoothness(study, np.array([0.5, 0.5]), 0.0)
    assert (low + high) / 2 == pytest.approx(2, abs=1e-6)
    lengths = [np.ptp(smoothness(study, np.array([0.5, 0.5]), bend)) for bend in (0, 0.1, 0.4)]
    assert lengths == sorted(lengths) and lengths[0] < lengths[2]
    widths = [np.ptp(relative_magnitudes(study, np.array([0.5, 0.5]), one)) for one in (0.5, 2.0)]
    assert widths[0] < widths[1]


def test_the_folded_quantile() -> None:
    assert folded_quantile(0.0) == pytest.approx(1.959964, abs=1e-6)
    assert folded_quantile(5.0) == pytest.approx(5 + 1.644854, abs=1e-6)
    assert folded_quantile(-5.0) == folded_quantile(5.0)


def test_relative_magnitudes_cover_what_is_true() -> None:
    """Trends differ exactly as much after the start as before: the true effect is inside nearly always."""
    chance = np.random.default_rng(12)
    trend = np.array(
        [0.4, 0.2, 0.2, -0.1]
    )  # of −3, −2, 1 and 2: steps of at most 0.3 (as before: 0.2)
    covariance = 0.01 * (np.eye(4) + 0.3)
    inside = 0
    for _ in range(60):
        effects = chance.multivariate_normal(trend + np.array([0, 0, 1.0, 1.0]), covariance)
        low, high = relative_magnitudes(
            EventStudy(effects[:2], effects[2:], covariance), np.array([0.0, 1.0]), 1.5
        )
        inside += low <= 1.0 <= high
    assert inside >= 54
