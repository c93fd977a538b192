"""Evaluations: are they right, and are they fast?

python bench/evaluation.py coverage [--draws 400]   the table of docs/method/evaluation.md
python bench/evaluation.py peers                     our estimates beside diff-diff and pysyncon
python bench/evaluation.py national [--outcomes 60]  40 areas against 14,500, 200 permutations each
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from wijkwerk.evaluation.core.coverage import coverage, scenarios
from wijkwerk.evaluation.core.differences import earlier_trends, event_study, overall, two_by_two
from wijkwerk.evaluation.core.panel import NEVER, Panel
from wijkwerk.evaluation.core.power import noise_of, permutation_p
from wijkwerk.evaluation.core.synthetic import placebos_in_space, synthetic_control


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What ``work`` gives, and its processor seconds: the machine is shared."""
    start = time.process_time()
    return work(), time.process_time() - start


def covered(draws: int) -> None:
    print(
        "| scenario | draws | intervals that hold the effect | mean error | 'it helped' | 'it did harm' |"
    )
    print("|---|---|---|---|---|---|")
    for name in scenarios():
        one = coverage(name, draws, 1)
        print(
            f"| {name} | {one.draws} | {one.covered:.3f} | {one.bias:+.2f} | {one.helped:.1%} | {one.harm:.1%} |"
        )


def peers() -> None:
    import diff_diff
    import pandas
    import pysyncon

    chance = np.random.default_rng(1)
    areas, periods = 2000, 12
    start = np.repeat([4.0, 6.0, 8.0, NEVER], [60, 60, 60, areas - 180])
    values = chance.normal(size=(areas, periods)).cumsum(axis=1)
    panel = Panel(values, start)
    frame = pandas.DataFrame(
        {
            "unit": np.repeat(np.arange(areas), periods),
            "time": np.tile(np.arange(1, periods + 1), areas),
            "y": values.ravel(),
            "first": np.repeat(np.where(np.isfinite(start), start + 1, 0).astype(int), periods),
        }
    )
    ours, own = timed(lambda: (overall(panel), event_study(panel)))
    model = diff_diff.CallawaySantAnna(control_group="never_treated")
    theirs, other = timed(
        lambda: model.fit(
            frame,
            outcome="y",
            unit="unit",
            time="time",
            first_treat="first",
            aggregate="event_study",
        )
    )
    gap = abs(ours[0].estimate - theirs.overall_att)
    print(
        f"event study, {areas} areas x {periods}: ours {own:.2f} s, diff-diff {other:.2f} s, ratio {other / own:.1f}, gap {gap:.1e}"
    )
    lines = chance.normal(size=(40, 30)).cumsum(axis=1)
    _, own = timed(lambda: placebos_in_space(lines[0], lines[1:], 20))
    wide = pandas.DataFrame(lines.T, columns=[f"a{one}" for one in range(40)])
    long = wide.melt(ignore_index=False, var_name="unit", value_name="y").reset_index(names="time")
    data = pysyncon.Dataprep(
        foo=long, predictors=[], predictors_op="mean", dependent="y", unit_variable="unit", time_variable="time",
        treatment_identifier="a0", controls_identifier=[f"a{one}" for one in range(1, 40)],
        time_predictors_prior=range(20), time_optimize_ssr=range(20),
        special_predictors=[("y", [period], "mean") for period in range(20)],
    )  # fmt: skip
    synth = pysyncon.Synth()
    _, once = timed(lambda: synth.fit(dataprep=data))
    test = pysyncon.PlaceboTest()
    _, other = timed(lambda: test.fit(dataprep=data, scm=pysyncon.Synth(), max_workers=1))
    found = synthetic_control(lines[0], lines[1:], 20)
    print(
        f"synthetic control, 39 placebos: ours {own:.3f} s, pysyncon {other:.1f} s, ratio {other / own:.0f}; error before {found.error_before:.4f} (one fit of pysyncon {once:.2f} s)"
    )


def national(outcomes: int) -> None:
    chance = np.random.default_rng(1)
    start = np.full(14_540, NEVER)
    start[:40] = 6.0
    began = time.perf_counter()
    used = 0.0
    for _ in range(outcomes):
        panel = Panel(chance.normal(size=(14_540, 12)), start)

        def work(panel: Panel = panel) -> None:
            two_by_two(panel), overall(panel), event_study(panel, base="universal")
            earlier_trends(panel), noise_of(panel), permutation_p(panel, 200, 1)

        used += timed(work)[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{outcomes} outcomes, 40 areas against 14,500, 200 permutations: {used:.0f} processor seconds, {time.perf_counter() - began:.0f} s on the clock, {memory:.2f} GB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("coverage", "peers", "national"))
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--outcomes", type=int, default=60)
    asked = parser.parse_args()
    if asked.what == "coverage":
        covered(asked.draws)
    elif asked.what == "peers":
        peers()
    else:
        national(asked.outcomes)


if __name__ == "__main__":
    main()
