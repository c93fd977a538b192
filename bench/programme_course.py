"""Is a target on course: ours beside statsmodels, a target at a time; and harsher worlds than assumed.

    python bench/programme_course.py --size small|full

Full: 2,000 targets with 5 to 15 yearly figures, until 2035. The peer is what an analyst would write:
least squares with its prediction interval per target, or with known errors weighted least squares
with the wobble found by a root finder. Ours does all that it does for a page (path, milestones,
four answers) with trends that neither weaken nor bend, so that both must give the same intervals;
that is checked before a time is believed. Each job runs in a process of its own.

The second table is about honesty, not speed: figures whose good and bad years linger (which the
method doesn't know), judged five years ahead.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

Answer = np.ndarray
SIZES = {
    "smoke": (20, 100),
    "small": (200, 2_000),
    "full": (2_000, 20_000),
}  # targets for speed, for honesty
TODAY = "2026-06-01"


def _figures(targets: int, known: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    draw = np.random.default_rng(5)
    made = []
    for _ in range(targets):
        number = int(draw.integers(5, 16))
        error = draw.uniform(0.3, 1.5, number) if known else np.zeros(number)
        truth = 40 - draw.uniform(0, 1.5) * np.arange(number) + draw.normal(0, 0.8, number)
        made.append((truth + error * draw.normal(size=number), error))
    return made


def _cases(targets: int, known: bool) -> list[Any]:
    from wijkwerk.programme.core.case import Case
    from wijkwerk.programme.core.measurement import Measurement

    return [
        Case(
            str(at),
            tuple(
                Measurement(
                    f"{2026 - len(values) + year}-01-01",
                    float(value),
                    float(error) if known else None,
                )
                for year, (value, error) in enumerate(zip(values, errors, strict=True))
            ),
            "2035-01-01",
            20.0,
        )
        for at, (values, errors) in enumerate(_figures(targets, known))
    ]


def _ours(targets: int, known: bool) -> tuple[float, Answer]:
    from wijkwerk.programme.core.course import courses
    from wijkwerk.programme.core.thresholds import Thresholds

    limits = Thresholds(0.8, 0.2, 1.0, 5, 2.0, 1.0, 0.0, 183, 2)
    cases = _cases(targets, known)

    def run() -> Answer:
        found = [course.projection for course in courses(cases, TODAY, limits)]
        return np.array([[one.value, one.low95, one.high95] for one in found if one is not None])

    return _timed(run)


def _peer(targets: int, known: bool) -> tuple[float, Answer]:
    import statsmodels.api as sm
    from scipy import stats
    from scipy.optimize import brentq

    from wijkwerk.shared.dates import days_between

    cases = _cases(targets, known)

    def one_target(case: Any) -> list[float]:
        start = case.measurements[0].day
        time_ = (
            np.array([days_between(start, measurement.day) for measurement in case.measurements])
            / 365.25
        )
        end = days_between(start, case.by) / 365.25
        value = np.array([measurement.value for measurement in case.measurements])
        design = sm.add_constant(time_)
        if not known:
            prediction = sm.OLS(value, design).fit().get_prediction([[1.0, end]])
            return [prediction.predicted_mean[0], *prediction.conf_int(obs=True, alpha=0.05)[0]]
        error = np.array([measurement.se for measurement in case.measurements]) ** 2
        freedom = len(value) - 2

        def fitted(wobble: float) -> Any:
            return sm.WLS(value, design, weights=1 / (error + wobble)).fit(cov_type="fixed scale")

        def gap(wobble: float) -> float:
            return float((fitted(wobble).resid ** 2 / (error + wobble)).sum()) - freedom

        most = float(sm.OLS(value, design).fit().ssr) / freedom
        wobble = brentq(gap, 0.0, most * (1 + 1e-9), xtol=1e-12) if gap(0.0) > 0 else 0.0
        found = fitted(wobble)
        at = np.array([1.0, end])
        mean = float(at @ found.params)
        scale = np.sqrt(at @ found.cov_params() @ at + wobble + error.mean())
        half = stats.t.ppf(0.975, freedom) * scale
        return [mean, mean - half, mean + half]

    return _timed(lambda: np.array([one_target(case) for case in cases]))


def ours_ols(targets: int) -> tuple[float, Answer]:
    return _ours(targets, known=False)


def peer_ols(targets: int) -> tuple[float, Answer]:
    return _peer(targets, known=False)


def ours_wls(targets: int) -> tuple[float, Answer]:
    return _ours(targets, known=True)


def peer_wls(targets: int) -> tuple[float, Answer]:
    return _peer(targets, known=True)


def _timed(job: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds of the fastest of three runs (of one that takes over ten), and the answer."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        answer = job()
        best = min(best, time.perf_counter() - start)
        if best > 10:
            break
    return best, answer


def _child(job: Callable[[int], tuple[float, Answer]], targets: int, queue: Any) -> None:
    seconds, answer = job(targets)
    queue.put((seconds, answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def apart(job: Callable[[int], tuple[float, Answer]], targets: int) -> tuple[float, Answer, float]:
    """Seconds, answer and peak memory in MB of a job in a fresh process."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_child, args=(job, targets, queue))
    process.start()
    found: tuple[float, Answer, float] = queue.get(timeout=1200)
    process.join()
    return found


def lingering(kept: float, spread: float, figures: int, number: int) -> str:
    """A row of the second table: shares of which a year keeps ``kept`` of the last one's luck."""
    from wijkwerk.programme.core.answers import Answer as Said
    from wijkwerk.programme.core.back_test import Judgement, score
    from wijkwerk.programme.core.case import Case
    from wijkwerk.programme.core.course import courses
    from wijkwerk.programme.core.measurement import Measurement, Scale
    from wijkwerk.programme.thresholds import load_thresholds

    draw = np.random.default_rng([9, figures])
    years = figures + 5
    luck = np.zeros((number, years))
    fresh = draw.normal(0, spread * (1 if kept == 1 else np.sqrt(1 - kept**2)), (number, years))
    for year in range(years):
        luck[:, year] = fresh[:, year] + (kept * luck[:, year - 1] if year else 0)
    odds = draw.normal(-1.7, 0.4, number)[:, None] + draw.normal(-0.03, 0.03, number)[
        :, None
    ] * np.arange(years)
    true = 1 / (1 + np.exp(-odds - luck))
    base = draw.integers(200, 3000, number)[:, None]
    seen = draw.binomial(base, true) / base
    share = (seen * base + 1) / (base + 2)
    error = 100 * np.sqrt(share * (1 - share) / base)
    asked = seen[:, 0] * 100 * (1 - draw.uniform(0.1, 1 / 3, number))
    cases = [
        Case(
            str(row),
            tuple(
                Measurement(
                    f"{2000 + year}-12-31", float(100 * seen[row, year]), float(error[row, year])
                )
                for year in range(figures)
            ),
            f"{1999 + years}-12-31",
            float(asked[row]),
            scale=Scale.SHARE,
        )
        for row in range(number)
        if seen[row, 0] > 0
    ]
    judged = []
    for course in courses(cases, f"{1999 + figures}-12-31", load_thresholds()):
        row = int(course.key)
        figure, drawn = 100 * seen[row, -1], course.projection
        assert drawn is not None
        judged.append(
            Judgement(
                course.answer,
                course.probability,
                bool(figure <= asked[row]),
                None,
                bool(drawn.low80 <= figure <= drawn.high80),
                bool(drawn.low95 <= figure <= drawn.high95),
            )
        )
    out = score(judged)
    of = {answer.answer: answer for answer in out.answers}

    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.0f}%"

    cells = [
        percent(of[Said.ON_COURSE].share),
        percent(of[Said.ON_COURSE].right),
        percent(of[Said.OFF_COURSE].share),
        percent(of[Said.OFF_COURSE].right),
        percent(out.off_by),
        percent(out.in_80),
        percent(out.in_95),
    ]
    return " | ".join(cells)


def main() -> None:
    """Print both tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    targets, number = SIZES[parser.parse_args().size]
    print(
        "| job | ours (s) | peer | peer (s) | times faster | ours (MB) | peer (MB) | largest gap |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, ours, peer in (
        ("no known errors", ours_ols, peer_ols),
        ("known errors", ours_wls, peer_wls),
    ):
        seconds, answer, peak = apart(ours, targets)
        other_seconds, other, other_peak = apart(peer, targets)
        gap = float(np.max(np.abs(answer - other) / np.maximum(np.abs(other), 1.0)))
        assert gap < 1e-6, f"the answers differ by {gap}"
        print(
            f"| {targets:,} targets, {name} | {seconds:.3f} | statsmodels | {other_seconds:.3f} "
            f"| {other_seconds / seconds:.0f} | {peak:.0f} | {other_peak:.0f} | {gap:.1e} |",
            flush=True,
        )
    print(
        "\n| good and bad years | figures | on course | right | off course | right | off by | in 80% | in 95% |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for said, kept, spread in (
        ("of their own", 0.0, 0.12),
        ("linger (0.7)", 0.7, 0.12),
        ("never go (random walk)", 1.0, 0.08),
    ):
        for figures in (5, 8, 11):
            print(
                f"| {said} | {figures} | {lingering(kept, spread, figures, number)} |", flush=True
            )


if __name__ == "__main__":
    main()
