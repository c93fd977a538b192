"""The result of an analysis as plain values: what pages, the API and the command line tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from wijkwerk.finance.core.analysis import (
    Account,
    Analysis,
    Kind,
    Line,
    accounts,
    double_counts,
    flows,
    worths,
)
from wijkwerk.finance.core.deciding import Swing, break_evens, swings
from wijkwerk.finance.core.discounting import Floats
from wijkwerk.finance.core.returns import (
    internal_rates,
    payback_year,
    ratio,
    value_of_public_funds,
)
from wijkwerk.finance.core.simulation import QUANTILES, Simulated, simulate
from wijkwerk.finance.core.stated import Bounds, agreement
from wijkwerk.finance.document import (
    DRAWS,
    SEED,
    Document,
    alternatives,
    analysis_of,
    stated_bounds,
)
from wijkwerk.shared.problems import InputError

Result = dict[str, Any]
ALL = "all"  # all parties together
_BINS = 30
MOST = 1e18  # in euros or another currency: more than the world has


def results_of(document: Document) -> Result:
    """What the analysis comes to, for each alternative: {"alternatives": [...], "stated": {...} or None}. What is
    stated is held against the first alternative as well. Raises InputError when amounts grow too large."""
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # what grows too large is told below, not warned of
        rows = [{"code": code, **_result(document, code)} for code in alternatives(document)]
    return {"alternatives": rows, "stated": _stated(document, rows[0])}


def _result(document: Document, alternative: str) -> Result:
    analysis = analysis_of(document, alternative)
    names = [*analysis.parties, ALL]
    totals = accounts(analysis)
    together = totals[-1]
    by_year = flows(analysis)
    sums = by_year.sum(axis=1)
    decisive = swings(analysis)
    amounts = [total.net for total in totals] + [together.gains, together.pays]
    amounts += [net for swing in decisive for net in (*swing.at_low, *swing.at_high)]
    _within_reason([*amounts, *by_year.flat])
    public = [place for place, party in enumerate(analysis.parties) if party in analysis.public]
    result: Result = {
        "benefits": _plain(together.gains),
        "costs": _plain(together.pays),
        "net": _plain(together.net),
        "ratio": _plain(ratio(together.gains, together.pays)),
        "internal_rates": [_plain(rate) for rate in internal_rates(sums)],
        "payback_year": payback_year(sums, analysis.rates),
        "public": _public(totals, public),
        "accounts": [
            {"party": party, **_account(account)}
            for party, account in zip(names, totals, strict=True)
        ],
        "lines": _lines(analysis),
        "flows": [[_plain(amount) for amount in year] for year in by_year],
        "swings": [_swing(swing, names) for swing in decisive],
        "break_even": _break_even(analysis, names),
        "perhaps_twice": [list(pair) for pair in double_counts(analysis)],
        "simulated": None,
    }
    if any(not assumption.distribution.is_certain for assumption in analysis.assumptions):
        draws, seed = document.get("draws", DRAWS), document.get("seed", SEED)
        chance = np.random.Generator(np.random.PCG64(seed))
        simulated = simulate(analysis, draws, chance)
        _within_reason(simulated.nets)
        result["simulated"] = _simulated(simulated, names, draws, seed)
    return result


def _within_reason(amounts: Any) -> None:
    """Raises InputError when an amount is more than the world has, or no number: then nothing can be said."""
    if not (np.abs(np.asarray(amounts, dtype=float)) <= MOST).all():
        raise InputError.of(
            "analysis",
            "an amount is too large to count with",
            f"amounts of at most {MOST:.0e}",
            suggestion="Look at values, rates and years: a rate near -1 makes later years very large.",
        )


def _plain(value: float | None) -> float | None:
    """To nine significant digits, since more would differ between machines; None for what is no number."""
    if value is None or not np.isfinite(value):
        return None
    return float(f"{float(value):.9g}")


def _account(account: Account) -> Result:
    return {
        "gains": _plain(account.gains),
        "pays": _plain(account.pays),
        "transfers": _plain(account.transfers),
        "net": _plain(account.net),
        "cash": _plain(account.cash),
        "valued": _plain(account.valued),
    }


def _public(totals: Sequence[Account], public: Sequence[int]) -> Result | None:
    """The public purse, when parties say that they belong to it: its net, and what others gain for each euro that it
    costs (``infinite`` when it costs nothing)."""
    if not public:
        return None
    purse = sum(totals[place].net for place in public)
    others = totals[-1].net - purse
    value = value_of_public_funds(others, -purse)
    return {
        "net": _plain(purse),
        "others": _plain(others),
        "value_of_public_funds": _plain(value),
        "infinite": value is not None and not np.isfinite(value),
    }


def _lines(analysis: Analysis) -> list[Result]:
    """Lines with what they are worth, those that are part of another too."""
    counted = dict(
        zip(
            (line.code for line in analysis.counted),
            worths(analysis, analysis.means)[:, 0],
            strict=True,
        )
    )
    return [
        {
            "code": line.code,
            "kind": line.kind.value,
            "worth": _plain(counted[line.code] if line.code in counted else _apart(analysis, line)),
            "part_of": line.part_of,
        }
        for line in analysis.lines
    ]


def _apart(analysis: Analysis, line: Line) -> float:
    by_year = flows(analysis, [line]) * analysis.factors[:, None]
    return (
        float(abs(by_year.sum()))
        if line.kind is not Kind.TRANSFER
        else float(abs(by_year).sum() / 2)
    )


def _swing(swing: Swing, names: Sequence[str]) -> Result:
    return {
        "code": swing.code,
        "low": _plain(swing.low),
        "high": _plain(swing.high),
        "at_low": [_plain(value) for value in swing.at_low],
        "at_high": [_plain(value) for value in swing.at_high],
        "turns": [name for name, turns in zip(names, swing.turns, strict=True) if turns],
    }


def _break_even(analysis: Analysis, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """By assumption and party: the value at which nothing is left."""
    return {
        assumption.code: {
            name: float(f"{root:.9g}")
            for name, root in zip(names, break_evens(analysis, assumption.code), strict=True)
            if root is not None
        }
        for assumption in analysis.assumptions
    }


def _simulated(simulated: Simulated, names: Sequence[str], draws: int, seed: int) -> Result:
    quantiles = simulated.quantiles()
    return {
        "draws": draws,
        "seed": seed,
        "by": [
            {
                "party": name,
                "chance": _plain(simulated.chance_positive[column]),
                "mean": _plain(simulated.mean[column]),
                "deviation": _plain(simulated.deviation[column]),
                "quantiles": {
                    str(chance): _plain(quantiles[row, column])
                    for row, chance in enumerate(QUANTILES)
                },
            }
            for column, name in enumerate(names)
        ],
        "histogram": _histogram(simulated.nets[:, -1]),
    }


def _histogram(nets: Floats) -> Result:
    """How often the net of all lies where, in bars from the 0.5% to the 99.5% value."""
    low, high = np.quantile(nets, [0.005, 0.995])
    if low == high:
        return {"edges": [], "counts": []}
    counts, edges = np.histogram(nets, bins=_BINS, range=(low, high))
    return {"edges": [_plain(edge) for edge in edges], "counts": [int(count) for count in counts]}


def _stated(document: Document, first: Result) -> Result | None:
    """What a text states, whether that agrees with itself, and with what was computed."""
    stated = stated_bounds(document)
    if not stated:
        return None
    answer = agreement(stated)
    computed = {
        "costs": first["costs"],
        "benefits": first["benefits"],
        "net": first["net"],
        "ratio": first["ratio"],
        "return": None if first["ratio"] is None else first["ratio"] - 1,
    }
    differs = [
        what
        for what, bounds in stated.items()
        if computed[what] is None or not bounds.least <= computed[what] <= bounds.most
    ]
    return {
        "source": document["stated"].get("source", ""),
        "agrees": answer.agrees,
        "stated": {what: _bounds(bounds) for what, bounds in stated.items()},
        "implied": {what: _bounds(bounds) for what, bounds in answer.implied.items()},
        "differs": differs,
    }


def _bounds(bounds: Bounds) -> Result:
    return {"least": _plain(bounds.least), "most": _plain(bounds.most)}
