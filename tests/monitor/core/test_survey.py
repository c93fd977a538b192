"""Survey shares and balances: limits that respect the design and stay within bounds."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.survey import (
    RESULT,
    balance_estimates,
    score_estimates,
    survey_estimates,
)


def _rows(values: list[float], **columns: list[object]) -> pl.DataFrame:
    size = len(values)
    return pl.DataFrame(
        {
            "area": ["a"] * size,
            "period": ["2012"] * size,
            "indicator": ["satisfied"] * size,
            "value": values,
            **columns,
        }
    )


def test_equal_weights_give_wilsons_limits_on_nearly_the_number_of_answers() -> None:
    row = survey_estimates(_rows([1.0] * 300 + [0.0] * 700)).row(0, named=True)
    lower, upper = intervals.wilson(300, 1000)
    assert row["value"] == pytest.approx(0.3)
    assert (row["lower"], row["upper"]) == (
        pytest.approx(float(lower), abs=2e-4),
        pytest.approx(float(upper), abs=2e-4),
    )
    assert (row["base"], row["interval_method"]) == (1000, "taylor")


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_unanimous_answers_keep_an_interval_with_a_width(answer: float) -> None:
    row = survey_estimates(_rows([answer] * 30)).row(0, named=True)
    assert row["value"] == answer
    assert 0.05 < row["upper"] - row["lower"] < 0.2
    assert row["variance"] > 0


def test_one_respondent_tells_next_to_nothing() -> None:
    row = survey_estimates(_rows([1.0])).row(0, named=True)
    assert (row["value"], row["upper"]) == (1, 1)
    assert row["lower"] < 0.02


def test_clusters_that_agree_among_themselves_widen_the_interval() -> None:
    values = [float(place // 50 % 2) for place in range(1000)]
    clusters: list[object] = [str(place // 50) for place in range(1000)]
    alone = survey_estimates(_rows(values)).row(0, named=True)
    clustered = survey_estimates(_rows(values, psu=clusters)).row(0, named=True)
    assert clustered["upper"] - clustered["lower"] > 5 * (alone["upper"] - alone["lower"])


def test_a_balance_is_share_better_minus_share_worse() -> None:
    rows = _rows([1.0] * 250 + [0.0] * 650 + [-1.0] * 100)
    row = balance_estimates(rows).row(0, named=True)
    assert row["value"] == pytest.approx(0.15)
    # The variance of a mean of -1, 0 and 1.
    assert row["variance"] == pytest.approx((0.35 - 0.15**2) / 999)
    half = 1.96 * np.sqrt(row["variance"])
    assert (row["lower"], row["upper"]) == (
        pytest.approx(0.15 - half, abs=1e-3),
        pytest.approx(0.15 + half, abs=1e-3),
    )


@pytest.mark.parametrize("answer", [-1.0, 0.0, 1.0])
def test_a_unanimous_balance_keeps_a_width_and_its_bounds(answer: float) -> None:
    row = balance_estimates(_rows([answer] * 25)).row(0, named=True)
    assert row["value"] == answer
    assert -1 <= row["lower"] <= answer <= row["upper"] <= 1
    assert row["upper"] - row["lower"] > 0.1


@pytest.mark.parametrize(
    ("estimate", "answer"),
    [(survey_estimates, -1.0), (survey_estimates, 2.0), (balance_estimates, 5.0)],
)
def test_an_answer_out_of_bounds_is_refused(estimate: object, answer: float) -> None:
    with pytest.raises(ValueError, match=f"not {answer:g}"):
        estimate(_rows([0.0, answer]))  # type: ignore[operator]


def test_no_respondents_give_no_estimates() -> None:
    empty = _rows([0.0]).clear()
    assert survey_estimates(empty).equals(pl.DataFrame(schema=RESULT))
    assert balance_estimates(empty).equals(pl.DataFrame(schema=RESULT))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), st.floats(0.01, 100), st.sampled_from("xyz")),
        min_size=1,
        max_size=40,
    )
)
def test_limits_hold_the_estimate_and_stay_within_bounds(
    people: list[tuple[float, float, str]],
) -> None:
    answers, weights, strata = (list(part) for part in zip(*people, strict=True))
    rows = _rows(answers, weight=weights, stratum=strata)
    balance = balance_estimates(rows).row(0, named=True)
    assert -1 <= balance["lower"] <= balance["value"] + 1e-9
    assert balance["value"] - 1e-9 <= balance["upper"] <= 1
    share = survey_estimates(rows.with_columns(pl.col("value").abs())).row(0, named=True)
    assert 0 <= share["lower"] <= share["value"] + 1e-9
    assert share["value"] - 1e-9 <= share["upper"] <= 1


def test_a_mirrored_opinion_mirrors_the_balance() -> None:
    rows = _rows([1.0] * 20 + [0.0] * 30 + [-1.0] * 11)
    ahead = balance_estimates(rows).row(0, named=True)
    back = balance_estimates(rows.with_columns(-pl.col("value"))).row(0, named=True)
    assert back["value"] == pytest.approx(-ahead["value"])
    assert (back["lower"], back["upper"]) == (
        pytest.approx(-ahead["upper"]),
        pytest.approx(-ahead["lower"]),
    )


def test_intervals_of_clustered_samples_cover_the_truth() -> None:
    draw = np.random.default_rng(5)
    samples, clusters, people = 400, 30, 15
    chance = draw.beta(4, 12, (samples, clusters, 1))  # mean 0.25, alike within a cluster
    answers = (draw.random((samples, clusters, people)) < chance).astype(float)
    sample, cluster, _ = np.indices(answers.shape)
    rows = pl.DataFrame(
        {
            "area": ["a"] * answers.size,
            "period": [f"{number:04d}" for number in sample.ravel()],
            "indicator": ["unsafe"] * answers.size,
            "value": answers.ravel(),
            "psu": [str(number) for number in cluster.ravel()],
        }
    )
    estimates = survey_estimates(rows)
    covered = ((estimates["lower"] <= 0.25) & (estimates["upper"] >= 0.25)).mean()
    assert covered is not None and 0.92 < covered < 0.98


def test_luck_of_a_stratified_sample_makes_no_more_answers_than_were_given() -> None:
    """In each stratum all but one agree: by the design 100 answers would weigh as many more."""
    values = [1.0] * 49 + [0.0] + [0.0] * 49 + [1.0]
    strata: list[object] = ["yes"] * 50 + ["no"] * 50
    row = survey_estimates(_rows(values, stratum=strata)).row(0, named=True)
    assert 0.25 / row["variance"] > 1000
    lower, upper = intervals.wilson_at(50, 100, stats.t.ppf(0.975, 98))
    assert (row["lower"], row["upper"]) == (
        pytest.approx(float(lower)),
        pytest.approx(float(upper)),
    )


def _scores(size: int = 400, seed: int = 2) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return _rows(
        draw.integers(1, 11, size).astype(float).tolist(),
        weight=draw.uniform(0.3, 4, size).tolist(),
        stratum=[f"s{number}" for number in draw.integers(0, 4, size)],
        psu=[f"p{number}" for number in draw.integers(0, 9, size)],
    )


def test_the_mean_of_scores_by_hand() -> None:
    """Three answers of weight 1, 1 and 2: (4 + 6 + 2·8) / 4 = 6.5; u is w (y - 6.5) / 4."""
    row = score_estimates(_rows([4.0, 6.0, 8.0], weight=[1.0, 1.0, 2.0])).row(0, named=True)
    variance = 3 / 2 * ((2.5 / 4) ** 2 + (0.5 / 4) ** 2 + (2 * 1.5 / 4) ** 2)
    half = float(stats.t.ppf(0.975, 2)) * variance**0.5
    assert (row["value"], row["base"]) == (pytest.approx(6.5), 3)
    assert row["variance"] == pytest.approx(variance)
    assert (row["lower"], row["upper"]) == (pytest.approx(6.5 - half), pytest.approx(6.5 + half))
    assert row["interval_method"] == "taylor"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("design", [(), ("stratum",), ("psu",), ("stratum", "psu")])
def test_scores_have_the_mean_error_and_limits_of_svy(design: tuple[str, ...]) -> None:
    svy = pytest.importorskip("svy")
    rows = _scores().select("area", "period", "indicator", "value", "weight", *design)
    row = score_estimates(rows).row(0, named=True)
    peer = (
        svy.Sample(rows, svy.Design(wgt="weight", **{name: name for name in design}))
        .estimation.mean("value")
        .to_polars()
        .row(0, named=True)
    )
    assert row["value"] == pytest.approx(peer["est"], rel=1e-10)
    assert row["variance"] ** 0.5 == pytest.approx(peer["se"], rel=1e-10)
    assert row["lower"] == pytest.approx(peer["lci"], rel=1e-6)
    assert row["upper"] == pytest.approx(peer["uci"], rel=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_scores_have_the_mean_and_error_of_samplics() -> None:
    samplics = pytest.importorskip("samplics")
    rows = _scores().to_pandas()
    peer = samplics.TaylorEstimator(samplics.PopParam.mean)
    peer.estimate(
        y=rows["value"],
        samp_weight=rows["weight"],
        stratum=rows["stratum"],
        psu=rows["stratum"] + rows["psu"],
    )
    row = score_estimates(_scores()).row(0, named=True)
    assert row["value"] == pytest.approx(float(peer.point_est), rel=1e-10)
    assert row["variance"] ** 0.5 == pytest.approx(float(peer.stderror), rel=1e-10)


@pytest.mark.parametrize("values", [[7.0], [7.0] * 30])
def test_scores_that_do_not_differ_have_no_margin(values: list[float]) -> None:
    """Nothing is known of their spread: no interval is better than one of no width."""
    row = score_estimates(_rows(values)).row(0, named=True)
    assert row["value"] == 7
    assert [row[name] for name in ("variance", "lower", "upper")] == [None] * 3
    assert row["interval_method"] == "none"
