"""A question and its data in, the result out: plain values, as they are published."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from wijkwerk.evaluation.core import judging, power
from wijkwerk.evaluation.core.comparing import Match, holm
from wijkwerk.evaluation.core.differences import overall, two_by_two
from wijkwerk.evaluation.core.more_questions import count_and_rate
from wijkwerk.evaluation.core.outcome import Study, Told, estimate, judge
from wijkwerk.evaluation.core.panel import NEVER, Mask, Panel
from wijkwerk.evaluation.gathering import Data, Series, gather, panel_of, periods_of, series_of
from wijkwerk.evaluation.question import Question, remarks
from wijkwerk.monitor.api import Edition

Result = dict[str, Any]
_DIGITS = 9  # significant ones that are published: more would differ between machines
_PER = {"%": 100.0, "per 100": 100.0, "per 1000": 1e3, "per 10000": 1e4, "per 100000": 1e5}


def evaluate(question: Question, edition: Edition, *, frozen: bool = True) -> Result:
    """The result of a question in an edition. Raises InputError as ``gather`` does."""
    data = gather(question, edition)
    studies = [_study(question, data, series, frozen) for series in data.series]
    outcomes_told = [estimate(study) for study in studies]
    corrected = holm([outcome_told.main.get("p") for outcome_told in outcomes_told])
    for study, outcome_told, p in zip(studies, outcomes_told, corrected, strict=True):
        judge(study, outcome_told, p)
    outcomes = [
        _outcome(question, data, series, outcome_told)
        for series, outcome_told in zip(data.series, outcomes_told, strict=True)
    ]
    answers = [outcome["answer"] for outcome in outcomes]
    result: Result = _plain(
        {
            "answers": {answer.value: answers.count(answer.value) for answer in judging.Answer},
            "areas": [
                {"code": code, "name": data.names[code]}
                for code, treated in zip(data.areas, data.treated, strict=True)
                if treated
            ],
            "compared": [
                {"code": code, "name": data.names[code]}
                for place, code in enumerate(data.areas)
                if _compared(data)[place]
            ],
            "level": data.level,
            "remarks": remarks(question),
            "balance": _balance(data.matched),
            "outcomes": outcomes,
        }
    )
    return result


def _compared(data: Data) -> Mask:
    return np.asarray(~data.treated) if data.matched is None else data.matched.chosen


def _balance(matched: Match | None) -> list[dict[str, Any]] | None:
    return None if matched is None else [asdict(covariate) for covariate in matched.balance]


def _study(question: Question, data: Data, series: Series, frozen: bool) -> Study:
    dose = None
    if question.dose:
        dose = np.array([question.dose.get(code, np.nan) for code in data.areas])
    second = None
    if question.second:
        second = np.isin(np.array(data.areas), question.second)
    own = series.withheld[data.treated]
    return Study(
        panel=panel_of(series, data),
        better=series.better,
        expected=series.outcome.expected,
        lag=series.outcome.lag,
        withheld=float(own.mean()) if own.size else 0.0,
        matched=None if data.matched is None else data.matched.chosen,
        chosen_on_outcome=question.chosen_how == "bad_figure",
        chosen_figure=data.chosen_figure,
        chosen_in=_chosen_in(question, series),
        ring=data.ring,
        dose=dose,
        second=second,
        make_up=data.make_up.get(series.measure.id),
        frozen=frozen,
        draws=question.draws,
        seed=question.seed,
    )


def _chosen_in(question: Question, series: Series) -> int | None:
    """The column by which areas were chosen, when it is one of this outcome."""
    if question.chosen_indicator != series.measure.id:
        return None
    periods = series.periods
    return periods.index(question.chosen_period) if question.chosen_period in periods else None


def _outcome(question: Question, data: Data, series: Series, outcome_told: Told) -> dict[str, Any]:
    measure = series.measure
    document = asdict(outcome_told)
    del document["facts"]
    if document["synthetic"] is not None:
        for key in ("donors", "without"):
            document["synthetic"][key] = [
                [data.areas[place], data.names[data.areas[place]], size]
                for place, size in document["synthetic"][key]
            ]
        for placebo in document["synthetic"]["in_time"]:
            placebo["period"] = series.periods[placebo.pop("start")]
    return {
        "indicator": measure.id,
        "name": asdict(measure.name),
        "unit": measure.unit,
        "decimals": measure.decimals,
        "better": "higher" if series.better > 0 else "lower",
        "expected": series.outcome.expected,
        "lag": series.outcome.lag,
        "periods": list(series.periods),
        "started": _started(series),
        "breaks": [
            period for period in measure.breaks if series.periods and period > series.periods[0]
        ],
        "lines": _lines(data, series, outcome_told),
        "count_and_rate": _count_and_rate(data, series),
        "sensitivity": _sensitivity(question, data, series),
        **document,
    }


def _started(series: Series) -> str | None:
    """The first period with any area treated; None when nothing was measured since."""
    begins = series.start[np.isfinite(series.start)]
    column = int(begins.min()) if len(begins) else len(series.periods)
    return series.periods[column] if column < len(series.periods) else None


def _lines(data: Data, series: Series, outcome_told: Told) -> dict[str, Any]:
    """Means a period, of areas with a figure in all periods in which any has one."""
    columns = np.flatnonzero((~np.isnan(series.values)).any(axis=0)).tolist()
    complete = np.asarray(~np.isnan(series.values[:, columns]).any(axis=1))
    lines: dict[str, Any] = {}
    for name, mask in (("treated", data.treated), ("compared", _compared(data))):
        own = series.values[np.asarray(complete & mask)]
        lines[name] = [
            float(own[:, column].mean()) if len(own) and column in columns else None
            for column in range(len(series.periods))
        ]
        lines[f"{name}_areas"] = len(own)
    gap = None if outcome_told.synthetic is None else outcome_told.synthetic["gap"]
    lines["synthetic"] = None
    if gap is not None and None not in lines["treated"]:
        lines["synthetic"] = [own - apart for own, apart in zip(lines["treated"], gap, strict=True)]
    return lines


def _count_and_rate(data: Data, series: Series) -> dict[str, Any] | None:
    """Of the treated areas together, in the last period before and the last one: the number and the
    share. None for a unit that has no number behind it."""
    per = _PER.get(series.measure.unit)
    begins = series.start[data.treated]
    if per is None or not len(begins) or not np.isfinite(begins).all():
        return None
    first, last = int(begins.min()) - 1, len(series.periods) - 1
    if first < 0 or last <= first:
        return None
    values, bases = series.values[data.treated], series.bases[data.treated]
    both = ~np.isnan(values[:, [first, last]] * bases[:, [first, last]]).any(axis=1)
    if not both.any():
        return None
    people = [float(bases[both, column].sum()) for column in (first, last)]
    counts = [
        float((values[both, column] * bases[both, column]).sum() / per) for column in (first, last)
    ]
    if min(people) <= 0 or counts[0] <= 0:
        return None
    rates = [per * count / base for count, base in zip(counts, people, strict=True)]
    rate = count_and_rate((counts[0], counts[1]), (rates[0], rates[1]))
    return {
        "from": series.periods[first],
        "to": series.periods[last],
        "areas": int(both.sum()),
        "counts": [round(count) for count in counts],
        "rates": rates,
        **asdict(rate),
    }


def _sensitivity(question: Question, data: Data, series: Series) -> list[dict[str, Any]]:
    """The same effect with each start that people name, and without the years since the end."""
    if question.starts or question.start[0] == question.start[1]:
        return []
    # With the periods in which nobody knows whether it had begun.
    full = series_of(replace(question, start=(question.start[1], question.start[1])), data, series)
    result = []
    for place, period in enumerate(full.periods):
        if not (question.start[0] <= period <= question.start[1] and place > 0):
            continue
        start = np.where(data.treated, float(place), NEVER)
        in_panel = data.treated | _compared(data)
        panel = Panel(full.values, start, data.clusters).only(np.asarray(in_panel))
        effect = two_by_two(panel) or overall(panel)
        if effect is not None:
            result.append(
                {
                    "start": period,
                    "estimate": effect.estimate,
                    "lower": effect.lower,
                    "upper": effect.upper,
                }
            )
    return result


def power_of(question: Question, edition: Edition) -> list[dict[str, Any]]:
    """What could be seen, out of figures from before the start alone: per outcome the noise, the smallest
    effect that is seen in 80 of 100 cases, by the formula and by simulation, and the answer that this
    already gives (``can_be_seen`` None when it can't be told)."""
    data = gather(question, edition, before_only=True)
    later = _periods_since(question, edition)
    result = []
    for series in data.series:
        panel = panel_of(series, data)
        in_panel = data.treated | _compared(data)
        panel = panel.only(np.asarray(in_panel))
        before, after = len(series.periods), later[series.measure.id]
        row: dict[str, Any] = {
            "indicator": series.measure.id,
            "name": asdict(series.measure.name),
            "unit": series.measure.unit,
            "decimals": series.measure.decimals,
            "expected": series.outcome.expected,
            "before": before,
            "after": after,
            "treated": 0,
            "controls": 0,
            "detectable": None,
            "can_be_seen": None,
        }
        has = ~np.isnan(panel.values).all(axis=1) if before else np.zeros(panel.areas, dtype=bool)
        row["treated"], row["controls"] = (
            int((has & panel.treated).sum()),
            int((has & ~panel.treated).sum()),
        )
        noise = power.noise_of(panel) if before > 1 else None
        if noise is not None and after and row["treated"] and row["controls"]:
            error = power.standard_error(
                row["treated"],
                row["controls"],
                before,
                after,
                noise.deviation,
                noise.correlation,
                "ar1",
            )
            row |= {"deviation": noise.deviation, "correlation": noise.correlation}
            row["detectable"] = power.detectable(error)
            row["chance"] = power.power_for(series.outcome.expected, error)
            half = min(after, before // 2)
            simulated = power.simulate(
                panel.values[~panel.treated],
                row["treated"],
                before - half,
                question.draws,
                question.seed,
            )
            if simulated is not None:
                row["simulated"] = {**asdict(simulated), "before": before - half, "after": half}
                row["detectable"] = max(row["detectable"], simulated.detectable)
            row["can_be_seen"] = bool(row["detectable"] <= series.outcome.expected)
        result.append(_plain(row))
    return result


def _periods_since(question: Question, edition: Edition) -> dict[str, int]:
    """How many periods since the start have figures, per outcome; nothing of what they say."""
    return {
        outcome.indicator: sum(
            period >= question.start[1]
            for period in periods_of(question, edition, outcome.indicator)
        )
        for outcome in question.outcomes
    }


def _plain(value: Any) -> Any:
    """Numbers with so many digits as every machine gives alike; NaN and infinity are None."""
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        number = float(value)
        return float(f"{number:.{_DIGITS}g}") + 0.0 if np.isfinite(number) else None
    return value
