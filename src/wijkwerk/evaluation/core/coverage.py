"""Does an evaluation do what it says? Countries with a known effect, evaluated many times.

Areas are drawn as the simulated country draws them: a lasting level, a trend of all, years that differ for
no lasting reason, and a register that counts people. So it is known what an intervention did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wijkwerk.evaluation.core.differences import Effect, earlier_trends, overall, two_by_two
from wijkwerk.evaluation.core.judging import ALPHA
from wijkwerk.evaluation.core.panel import NEVER, Mask, Numbers, Panel
from wijkwerk.evaluation.core.regression_to_mean import Regression, apart_from_regression

_AREAS, _TREATED, _PERIODS, _START, _PEOPLE = 120, 20, 10, 5, 1000
_LEVEL, _SHOCK, _TREND = 0.6, 0.12, -0.03  # on the log-odds
_EFFECT = -0.35
_CHOSEN = 1  # the year by which areas are chosen


@dataclass(frozen=True)
class Coverage:
    """Of a scenario, over ``draws``: the share of 95% intervals that hold the true effect, the mean
    error, and the shares in which it was said to help and to harm."""

    scenario: str
    draws: int
    covered: float
    bias: float
    helped: float
    harm: float


@dataclass(frozen=True)
class Drawn:
    """A country: shares in percent (n × t), starts (n), what is true (mean over treated cells), the
    figure by which areas were chosen, and which areas are compared with."""

    values: Numbers
    start: Numbers
    truth: float
    figure: Numbers
    compared: Mask


def draw(
    chance: np.random.Generator,
    effect: float,
    *,
    chosen_for_bad: bool = False,
    staggered: bool = False,
    spill: float = 0.0,
    exclude_neighbours: bool = False,
) -> Drawn:
    """A country with ``effect`` on the log-odds of treated areas, and ``spill`` of it on the area beside."""
    level = -1.2 + _LEVEL * chance.normal(size=(_AREAS, 1))
    years = _TREND * np.arange(_PERIODS) + _SHOCK * chance.normal(size=(_AREAS, _PERIODS))
    before = chance.binomial(_PEOPLE, _share(level + years)) / _PEOPLE
    figure = 100 * before[:, _CHOSEN]
    order = np.argsort(-figure, kind="stable") if chosen_for_bad else chance.permutation(_AREAS)
    start = np.full(_AREAS, NEVER)
    start[order[:_TREATED]] = _START
    if staggered:
        start[order[: _TREATED // 2]] = _START + 2
    beside = np.zeros(_AREAS, dtype=bool)
    beside[order[_TREATED : 2 * _TREATED]] = True
    is_treated = np.arange(_PERIODS)[None, :] >= start[:, None]
    is_beside = beside[:, None] & (np.arange(_PERIODS)[None, :] >= _START)
    moved = level + years + effect * is_treated + spill * effect * is_beside
    true = 100 * (_share(moved) - _share(level + years))
    counts = chance.binomial(_PEOPLE, _share(moved))
    values = 100 * np.where(is_treated | is_beside, counts / _PEOPLE, before)
    compared = ~beside if exclude_neighbours else np.ones(_AREAS, dtype=bool)
    return Drawn(values, start, float(true[is_treated].mean()), figure, compared)


def _share(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _plain(country: Drawn) -> tuple[Panel, Effect | Regression | None]:
    panel = Panel(country.values, country.start).only(country.compared)
    if len(panel.cohorts) == 1:
        return panel, two_by_two(panel)
    return panel, overall(panel)


def _apart(country: Drawn) -> tuple[Panel, Effect | Regression | None]:
    panel = Panel(country.values, country.start)
    return panel, apart_from_regression(panel, country.figure, _CHOSEN)


Draw = Callable[[np.random.Generator], Drawn]
_SCENARIOS: dict[str, tuple[Draw, Callable[[Drawn], tuple[Panel, Effect | Regression | None]]]] = {
    "no_effect": (lambda chance: draw(chance, 0.0), _plain),
    "effect": (lambda chance: draw(chance, _EFFECT), _plain),
    "staggered": (lambda chance: draw(chance, _EFFECT, staggered=True), _plain),
    "staggered_no_effect": (lambda chance: draw(chance, 0.0, staggered=True), _plain),
    "chosen_no_effect_naive": (lambda chance: draw(chance, 0.0, chosen_for_bad=True), _plain),
    "chosen_no_effect": (lambda chance: draw(chance, 0.0, chosen_for_bad=True), _apart),
    "chosen_effect": (lambda chance: draw(chance, _EFFECT, chosen_for_bad=True), _apart),
    "spill_naive": (lambda chance: draw(chance, _EFFECT, spill=0.4), _plain),
    "spill": (lambda chance: draw(chance, _EFFECT, spill=0.4, exclude_neighbours=True), _plain),
}  # fmt: skip


def scenarios() -> tuple[str, ...]:
    """The names of what can be tried."""
    return tuple(_SCENARIOS)


def coverage(scenario: str, draws: int, seed: int) -> Coverage:
    """Evaluate ``draws`` countries of a scenario, each as ``outcome`` would: an answer when the chance is
    below 5% and trends didn't differ before. Raises KeyError for an unknown scenario."""
    make, answer = _SCENARIOS[scenario]
    chance = np.random.default_rng(seed)
    covered = helped = harm = done = 0
    errors = []
    for _ in range(draws):
        country = make(chance)
        panel, effect = answer(country)
        if effect is None or effect.lower is None or effect.upper is None or effect.p is None:
            continue
        done += 1
        errors.append(effect.estimate - country.truth)
        covered += effect.lower <= country.truth <= effect.upper
        trends = earlier_trends(panel)
        if effect.p < ALPHA and (trends is None or trends.p >= ALPHA):
            helped += effect.estimate < 0
            harm += effect.estimate > 0
    return Coverage(
        scenario, done, covered / done, float(np.mean(errors)), helped / done, harm / done
    )
