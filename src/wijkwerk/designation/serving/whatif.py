"""The explorer's answer: a changed rule on the arrays of a list, for one year."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from wijkwerk.designation.core.logic import MET, UNKNOWN
from wijkwerk.designation.core.whatif import Changes, Figures, what_if
from wijkwerk.designation.serving.library import ListServing
from wijkwerk.designation.serving.prepare import ARRAYS

MOST_OPEN = 3  # lists whose arrays a worker has open; they lie in files, not in its memory
_open: OrderedDict[str, Figures] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """What a changed rule makes of a status in a year: codes of areas."""

    status: str
    before: int
    after: int | None  # None: nothing is left of the status to meet
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    unknown: int


def arrays_of(serving: ListServing) -> Figures:
    """The figures of a list; arrays are read from their files as they are used, so that all
    workers share them."""
    with _lock:
        arrays = _open.get(serving.serving.name)
        if arrays is None:
            arrays = _opened(serving)
            _open[serving.serving.name] = arrays
            while len(_open) > MOST_OPEN:
                _open.popitem(last=False)
        _open.move_to_end(serving.serving.name)
    return arrays


def _opened(serving: ListServing) -> Figures:
    folder = serving.serving / ARRAYS
    axes = json.loads((folder / "axes.json").read_text("utf-8"))

    def array(name: str) -> Any:
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    return Figures(
        scheme=serving.scheme,
        codes=axes["codes"],
        years=axes["years"],
        levels=array("levels"),
        level_names=axes["level_names"],
        exists=array("exists"),
        compared={criterion: array(f"compared-{criterion}") for criterion in axes["criteria"]},
        results={criterion: array(f"results-{criterion}") for criterion in axes["criteria"]},
        made_of=pl.read_parquet(folder / "made_of.parquet"),
    )


def outcomes(serving: ListServing, year: int, level: str, changes: Changes) -> list[Outcome]:
    """What becomes of every status of ``year`` when the rule is changed by ``changes``.

    Years after ``year`` have no say in it, so they are left out.
    """
    figures = arrays_of(serving)
    until_year = _until(figures, year)
    before = _base(serving, until_year, year)
    after = what_if(until_year, changes)
    number = figures.levels == figures.level_names.index(level)
    inside = np.asarray(number & until_year.exists[:, -1])
    names = np.array(figures.codes, dtype=object)
    outcomes_found = []
    for status in serving.rules(year).active():
        was = before[status.code][:, -1]
        now_all = after.get(status.code)
        if now_all is None:
            outcomes_found.append(
                Outcome(status.code, int((inside & (was == MET)).sum()), None, (), (), 0)
            )
            continue
        now = now_all[:, -1]
        coming = inside & (now == MET) & (was != MET)
        going = inside & (now != MET) & (was == MET)
        outcomes_found.append(
            Outcome(
                status.code,
                int((inside & (was == MET)).sum()),
                int((inside & (now == MET)).sum()),
                tuple(names[coming]),
                tuple(names[going]),
                int((inside & (now == UNKNOWN)).sum()),
            )
        )
    return outcomes_found


def _until(figures: Figures, year: int) -> Figures:
    stop = figures.years.index(year) + 1
    cut: Callable[[Any], Any] = lambda array: array[:, :stop]  # noqa: E731
    return replace(
        figures,
        years=figures.years[:stop],
        exists=cut(figures.exists),
        compared={code: cut(array) for code, array in figures.compared.items()},
        results={code: cut(array) for code, array in figures.results.items()},
    )


_bases: OrderedDict[tuple[str, int], dict[str, Any]] = OrderedDict()


def _base(serving: ListServing, figures: Figures, year: int) -> dict[str, Any]:
    """The result under the rule as it is, of the last year alone; kept, for every question needs it."""
    key = (serving.serving.name, year)
    with _lock:
        base = _bases.get(key)
    if base is None:
        base = {code: array[:, -1:].copy() for code, array in what_if(figures, Changes()).items()}
        with _lock:
            _bases[key] = base
            while len(_bases) > 30:
                _bases.popitem(last=False)
    return base
