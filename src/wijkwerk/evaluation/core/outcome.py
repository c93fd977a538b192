"""One outcome, from figures to answer: every estimate, what it rests on, and what may be said.

The order is fixed, so that nobody chooses the method that says most: one treated area gives a synthetic
control; areas that were chosen for a bad figure an estimate apart from regression to the mean; areas that
began together a two-by-two; others Callaway and Sant'Anna's overall effect. The others stand beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from wijkwerk.evaluation.core import judging, more_questions, power, synthetic
from wijkwerk.evaluation.core.differences import (
    Effect,
    covariance,
    earlier_trends,
    event_study,
    overall,
    two_by_two,
)
from wijkwerk.evaluation.core.honest import (
    MOST_LATER,
    EventStudy,
    breakdown,
    relative_magnitudes,
    smoothness,
)
from wijkwerk.evaluation.core.judging import Answer, Facts, Refusal
from wijkwerk.evaluation.core.panel import Mask, Numbers, Panel
from wijkwerk.evaluation.core.regression_to_mean import Regression, apart_from_regression
from wijkwerk.evaluation.core.synthetic_differences import placebo_error, synthetic_differences
from wijkwerk.evaluation.core.two_way import bacon, imputation, two_way_regression

MOST_DONORS = 100  # of the areas nearest to the treated line before the start
_MOST_EARLY = 6  # effects before the start that bounds rest on
_PLACEBO_DRAWS = 50
_RELATIVE = (0.5, 1.0, 1.5, 2.0)
_FEWEST_FOR_INTERVAL = 39  # placebos, for an interval of 95%


@dataclass(frozen=True)
class Study:
    """An outcome of the treated areas and all that they may be compared with.

    ``panel``: n areas; ``matched`` (n) the ones that were chosen as alike, None when all are compared with;
    ``better`` 1 when more is better, −1 when less is; ``lag`` periods in which nothing can show yet;
    ``chosen_figure`` (n) that by which areas were chosen, ``chosen_in`` its column; ``ring`` (n) borders
    from a treated area; ``dose`` (n); ``second`` (n) areas with another measure; ``make_up`` (n × t) a
    share of residents.
    """

    panel: Panel
    better: int
    expected: float
    lag: int = 0
    withheld: float = 0.0
    matched: Mask | None = None
    chosen_on_outcome: bool = False
    chosen_figure: Numbers | None = None
    chosen_in: int | None = None
    ring: Numbers | None = None
    dose: Numbers | None = None
    second: Mask | None = None
    make_up: Numbers | None = None
    frozen: bool = True
    draws: int = 199
    seed: int = 1


@dataclass
class Told:
    """What is known of an outcome; plain values, None where something can't be told."""

    answer: Answer = Answer.UNKNOWN
    refusals: list[Refusal] = field(default_factory=list)
    main: dict[str, Any] = field(default_factory=dict)
    estimates: list[dict[str, Any]] = field(default_factory=list)
    power: dict[str, Any] = field(default_factory=dict)
    regression: dict[str, Any] | None = None
    event: list[dict[str, Any]] = field(default_factory=list)
    trends: dict[str, Any] | None = None
    holds: dict[str, Any] | None = None
    synthetic: dict[str, Any] | None = None
    spill_over: dict[str, Any] | None = None
    dose: dict[str, Any] | None = None
    interaction: dict[str, Any] | None = None
    composition: dict[str, Any] | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    facts: Facts | None = None


def estimate(study: Study) -> Told:
    """Everything of one outcome but the answer, which waits for the number of outcomes (``judge``)."""
    outcome_told = Told()
    panel = (
        study.panel
        if study.matched is None
        else study.panel.only(study.matched | study.panel.treated)
    )
    cohorts = panel.cohorts
    treated, controls = _with_figures(panel)
    outcome_told.counts = {
        "treated": treated,
        "controls": controls,
        "before": min(cohorts) if cohorts else 0,
        "after": panel.periods - max(cohorts) if cohorts else 0,
        "cohorts": len(cohorts),
        "withheld": study.withheld,
    }
    facts = Facts(
        treated=treated,
        controls=controls,
        before=outcome_told.counts["before"],
        after=outcome_told.counts["after"],
        cohorts_of_one=sum(int((panel.start == at).sum()) == 1 for at in cohorts),
        withheld=study.withheld,
        too_early=outcome_told.counts["after"] <= study.lag,
        chosen_on_outcome=study.chosen_on_outcome,
        expected=study.expected,
    )
    if not cohorts or treated < 1 or controls < 1:
        outcome_told.facts = facts
        return outcome_told
    outcome_told.power = _power(study, panel, treated, controls)
    _differences(study, panel, outcome_told)
    if len(cohorts) == 1:
        _one_start(study, panel, outcome_told)
    if outcome_told.synthetic is not None and study.matched is not None:
        place = np.flatnonzero(study.matched | study.panel.treated)
        for key in ("donors", "without"):
            outcome_told.synthetic[key] = [
                [int(place[donor]), size] for donor, size in outcome_told.synthetic[key]
            ]
    single = treated == 1
    effects = {row_of_method["method"]: row_of_method for row_of_method in outcome_told.estimates}
    if single:
        outcome_told.main = effects.get("synthetic_control", {})
    elif study.chosen_on_outcome:
        outcome_told.main = effects.get("apart_from_regression", {})
    else:
        outcome_told.main = effects.get("two_by_two") or effects.get("staggered", {})
    shown = outcome_told.power.get("simulated") or outcome_told.power.get("closed")
    if single and outcome_told.synthetic and outcome_told.synthetic.get("detectable") is not None:
        shown = outcome_told.synthetic["detectable"]
    outcome_told.power["detectable"] = shown
    for side in ("treated", "controls"):  # those that the answer rests on
        outcome_told.counts[side] = outcome_told.main.get(side, outcome_told.counts[side])
    outcome_told.facts = Facts(
        **{
            **asdict(facts),
            "detectable": shown,
            "heaviest_donor": outcome_told.synthetic["heaviest"]
            if single and outcome_told.synthetic
            else None,
            "fit": outcome_told.synthetic["fit"] if single and outcome_told.synthetic else None,
            "earlier_trends_p": outcome_told.trends["p"] if outcome_told.trends else None,
            "by_permutation": single,
        }
    )
    return outcome_told


def judge(study: Study, outcome_told: Told, p: float | None) -> None:
    """Give ``outcome_told`` its refusals, answer and evidence; ``p`` is corrected for the number of outcomes."""
    assert outcome_told.facts is not None
    outcome_told.refusals = judging.refusals(outcome_told.facts)
    outcome_told.main = {**outcome_told.main, "p_corrected": p} if outcome_told.main else {}
    outcome_told.answer = judging.answer(
        outcome_told.main.get("estimate"),
        p,
        study.better,
        outcome_told.refusals,
        by_permutation=outcome_told.facts.by_permutation,
    )
    firm = bool(outcome_told.holds and (outcome_told.holds.get("relative") or 0) >= 1)
    outcome_told.evidence = asdict(
        judging.evidence(
            outcome_told.facts,
            outcome_told.refusals,
            matched=study.matched is not None,
            firm=firm,
            frozen=study.frozen,
        )
    )


def _with_figures(panel: Panel) -> tuple[int, int]:
    """Treated and other areas with a figure before the (first) start and one after it."""
    cohorts = panel.cohorts
    if not cohorts:
        return 0, 0
    present = ~np.isnan(panel.values)
    columns = np.arange(panel.periods)[None, :]
    begin = np.where(panel.treated, panel.start, min(cohorts))[:, None]
    usable = (present & (columns < begin)).any(axis=1) & (present & (columns >= begin)).any(axis=1)
    return int((usable & panel.treated).sum()), int((usable & ~panel.treated).sum())


def _power(study: Study, panel: Panel, treated: int, controls: int) -> dict[str, Any]:
    noise = power.noise_of(panel)
    if noise is None:
        return {}
    start = min(panel.cohorts)
    error = power.standard_error(
        treated, controls, start, panel.periods - start, noise.deviation, noise.correlation, "ar1"
    )
    result: dict[str, Any] = {
        "deviation": noise.deviation,
        "correlation": noise.correlation,
        "closed": power.detectable(error),
        "chance": power.power_for(study.expected, error),
    }
    simulated = power.simulate(
        panel.values[~panel.treated], treated, start, study.draws, study.seed
    )
    if simulated is not None:
        result["simulated"] = simulated.detectable
        result["false_alarms"] = simulated.false_alarms
    return result


def _row(method: str, effect: Effect | None) -> list[dict[str, Any]]:
    if effect is None:
        return []
    return [
        {
            "method": method,
            "estimate": effect.estimate,
            "lower": effect.lower,
            "upper": effect.upper,
            "error": effect.standard_error,
            "p": effect.p,
            "treated": effect.treated,
            "controls": effect.controls,
        }
    ]


def _bare(method: str, value: float, error: float | None = None, **more: Any) -> dict[str, Any]:
    reach = None if error is None else judging.REACH * error
    return {
        "method": method,
        "estimate": value,
        "lower": None if reach is None else value - reach,
        "upper": None if reach is None else value + reach,
        "error": error,
        "p": None,
        **more,
    }


def _differences(study: Study, panel: Panel, outcome_told: Told) -> None:
    """Difference-in-differences in all its forms, the trends before, and what the conclusion bears."""
    several = len(panel.cohorts) > 1
    outcome_told.estimates += _row("staggered", overall(panel))
    if several:
        outcome_told.estimates += _row("staggered_not_yet", overall(panel, "not_yet"))
    imputed = imputation(panel)
    if imputed is not None:
        outcome_told.estimates.append(_bare("imputation", imputed.estimate, imputed.standard_error))
    try:
        plain = two_way_regression(panel)
        row = _bare("two_way", plain.estimate, plain.standard_error)
        complete = panel.complete()
        if several and complete.cohorts == panel.cohorts:
            row["parts"] = [asdict(part) for part in bacon(complete)]
        outcome_told.estimates.append(row)
    except ValueError:
        pass
    if study.matched is not None:
        outcome_told.estimates += _row("all_areas", overall(study.panel))
    permuted = power.permutation_p(panel, study.draws, study.seed)
    for row in outcome_told.estimates[:1]:
        row["p_permutation"] = permuted
    effects = event_study(panel, base="universal")
    outcome_told.event = [
        {"since": since, "estimate": effect.estimate, "lower": effect.lower, "upper": effect.upper}
        for since, effect in effects.items()
    ]
    trends = earlier_trends(panel)
    outcome_told.trends = None if trends is None else asdict(trends)
    outcome_told.holds = _holds(panel, effects)


def _holds(panel: Panel, effects: dict[int, Effect]) -> dict[str, Any] | None:
    """How far trends may have differed before the mean effect after the start is nothing; None when it
    can't be told, or when it is nothing already."""
    early = [since for since in effects if since < -1][-_MOST_EARLY:]
    late = [since for since in effects if since >= 0][:MOST_LATER]
    chosen = [effects[since] for since in (*early, *late)]
    if len(early) < 1 or not late or any(effect.standard_error is None for effect in chosen):
        return None
    matrix = covariance(panel, chosen)
    if np.linalg.matrix_rank(matrix) < len(chosen):
        return None
    values = np.array([effect.estimate for effect in chosen])
    study = EventStudy(values[: len(early)], values[len(early) :], matrix)
    weights = np.full(len(late), 1 / len(late))
    straight = smoothness(study, weights, 0.0)
    plain = float(weights @ study.after)
    later = matrix[len(early) :, len(early) :]
    if abs(plain) < judging.REACH * float(np.sqrt(weights @ later @ weights)):
        return {"relative": None, "bend": None, "straight": list(straight)}
    relative = 0.0
    for times in _RELATIVE:
        low, high = relative_magnitudes(study, weights, times)
        if not (low > 0 or high < 0):
            break
        relative = times
    most = float(np.abs(values).max())
    bend = breakdown(lambda size: smoothness(study, weights, size), most, steps=8)
    return {"relative": relative, "bend": bend, "straight": list(straight)}


def _one_start(study: Study, panel: Panel, outcome_told: Told) -> None:
    """What needs areas that all began together."""
    start = panel.cohorts[0]
    outcome_told.estimates = [*_row("two_by_two", two_by_two(panel)), *outcome_told.estimates]
    if outcome_told.estimates and outcome_told.estimates[0]["method"] == "two_by_two":
        for row in outcome_told.estimates[1:2]:
            outcome_told.estimates[0]["p_permutation"] = row.pop("p_permutation", None)
    if study.chosen_figure is not None:
        figure = study.chosen_figure
        if study.matched is not None:
            figure = figure[study.matched | study.panel.treated]
        apart = apart_from_regression(panel, figure, study.chosen_in)
        if apart is not None:
            outcome_told.regression = asdict(apart)
            outcome_told.estimates.append(_of_regression(apart))
    _synthetic(study, panel, outcome_told, start)
    change = more_questions.changes(study.panel, start)
    inside = study.panel.treated
    if study.ring is not None:
        spilled = more_questions.spill_over(change, study.ring)
        outcome_told.spill_over = None if spilled is None else asdict(spilled)
    if study.dose is not None:
        dosed = more_questions.dose(change[inside], study.dose[inside])
        outcome_told.dose = None if dosed is None else asdict(dosed)
    if study.second is not None:
        both = more_questions.interaction(change, inside, study.second)
        outcome_told.interaction = None if both is None else asdict(both)
    if study.make_up is not None:
        moved = more_questions.changes(Panel(study.make_up, study.panel.start), start)
        composed = more_questions.composition(change, moved, inside)
        outcome_told.composition = None if composed is None else asdict(composed)


def _of_regression(apart: Regression) -> dict[str, Any]:
    return {
        "method": "apart_from_regression",
        "estimate": apart.estimate,
        "lower": apart.lower,
        "upper": apart.upper,
        "error": None,
        "p": apart.p,
    }


def _synthetic(study: Study, panel: Panel, outcome_told: Told, start: int) -> None:
    """A synthetic control of the treated areas together, its placebos, and synthetic differences."""
    complete = np.asarray(~np.isnan(panel.values).any(axis=1))
    own = np.flatnonzero(complete & panel.treated)
    pool = np.flatnonzero(complete & ~panel.treated)
    if not len(own) or len(pool) < 2 or not 0 < start < panel.periods:
        return
    line = synthetic.mean_of(panel.values, own.tolist())
    apart = ((panel.values[pool, :start] - line[:start]) ** 2).mean(axis=1)
    pool = np.sort(pool[np.argsort(apart, kind="stable")[:MOST_DONORS]])
    donors = panel.values[pool]
    control = synthetic.synthetic_control(line, donors, start)
    placebos = synthetic.placebos_in_space(line, donors, start)
    spread = float(panel.values[complete][:, :start].std(axis=0).mean())
    heavy = float(control.weights.max())
    outcome_told.synthetic = {
        "effect": control.effect,
        "error_before": control.error_before,
        "fit": control.error_before / spread if spread > 0 else None,
        "ratio": control.ratio if np.isfinite(control.ratio) else None,
        "rank": placebos.rank,
        "of": len(donors) + 1,
        "p": placebos.p,
        "heaviest": heavy,
        "detectable": _seen(placebos, control.error_before),
        "gap": control.gap.tolist(),
        "donors": [
            [int(pool[donor]), float(control.weights[donor])]
            for donor in np.argsort(-control.weights, kind="stable")
            if control.weights[donor] > 1e-6
        ],
        "without": [
            [int(pool[donor]), effect]
            for donor, effect in synthetic.leave_one_out(line, donors, start)
        ],
        "in_time": [asdict(placebo) for placebo in synthetic.placebos_in_time(line, donors, start)]
        if start >= judging.FEWEST_BEFORE
        else [],
    }
    row = _bare("synthetic_control", control.effect)
    row["p"] = placebos.p
    if len(donors) >= _FEWEST_FOR_INTERVAL:
        low, high = np.quantile(placebos.effects, [0.025, 0.975])
        row["lower"], row["upper"] = control.effect - float(high), control.effect - float(low)
    outcome_told.estimates.append(row)
    if start >= 2:
        both = synthetic_differences(panel.values[own], donors, start)
        error = placebo_error(donors, len(own), start, _PLACEBO_DRAWS, study.seed)
        outcome_told.estimates.append(_bare("synthetic_differences", both.effect, error))


def _seen(placebos: synthetic.Placebos, error_before: float) -> float | None:
    """The smallest effect that a synthetic control shows: what exceeds 95% of placebos, by its size and by
    its ratio to the error before, in 80% of estimates. Infinite when placebos fitted perfectly; None with
    too few of them."""
    if len(placebos.effects) < 19:
        return None
    size = np.abs(placebos.effects)
    needed = float(np.quantile(size, 0.95))
    ratio = float(np.sort(placebos.ratios)[int(np.ceil(0.95 * len(size))) - 1])
    by_ratio = ratio * error_before if np.isfinite(ratio) else float("inf")
    return max(needed, by_ratio) + float(np.quantile(size, 0.8))
