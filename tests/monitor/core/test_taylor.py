"""Taylor linearisation: R survey's published results, agreement with svy and samplics."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core.taylor import RESULT, taylor_means

# Academic performance of 200 Californian schools in 2000: the stratified example of R's survey
# package, by type of school, and the number of schools of that type there are.
SCHOOLS = {
    "E": (4421, """
        840 516 531 501 720 805 778 731 592 669 497 638 534 705 761 771 751 474 832 559
        765 744 865 782 745 892 619 616 703 509 806 759 740 642 565 726 863 765 893 398
        539 776 580 503 724 476 529 870 746 836 756 423 588 606 632 651 553 676 861 588
        597 884 819 542 509 493 893 709 596 609 671 720 669 650 836 542 578 814 777 719
        617 856 723 609 676 668 421 667 631 845 631 696 714 788 667 568 847 679 477 521"""),
    "M": (1018, """
        496 505 409 609 867 685 647 745 694 676 870 500 679 552 559 650 565 443 774 668
        581 878 753 528 678 535 667 534 648 551 485 765 743 403 695 551 467 669 773 780
        693 635 660 733 657 606 522 601 819 627"""),
    "H": (755, """
        467 522 455 509 681 666 582 641 510 527 681 724 525 712 680 784 743 593 518 770
        721 713 816 641 667 610 618 717 610 868 678 418 712 784 472 764 646 585 556 600
        599 706 409 635 477 710 453 546 646 624"""),
}  # fmt: skip


def _schools(population: bool) -> pl.DataFrame:
    rows = []
    for kind, (there, scores) in SCHOOLS.items():
        values = [float(score) for score in scores.split()]
        rows += [(kind, value, there / len(values), float(there)) for value in values]
    frame = pl.DataFrame(rows, ["stratum", "value", "weight", "population"], orient="row")
    keys = {"area": "CA", "period": "2000", "indicator": "score"}
    frame = frame.with_columns(pl.lit(value).alias(name) for name, value in keys.items())
    return frame if population else frame.drop("population")


def _sample(size: int = 600, seed: int = 1) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "area": [f"a{number}" for number in draw.integers(0, 7, size)],
            "period": ["2020"] * size,
            "indicator": ["unsafe"] * size,
            "value": draw.integers(0, 2, size).astype(float),
            "weight": draw.uniform(0.3, 4, size),
            "stratum": [f"s{number}" for number in draw.integers(0, 6, size)],
            "psu": [f"p{number}" for number in draw.integers(0, 9, size)],
        }
    )


@pytest.mark.parametrize(("population", "error"), [(True, 9.4089), (False, 9.5361)])
def test_the_published_stratified_mean_is_reproduced(population: bool, error: float) -> None:
    row = taylor_means(_schools(population)).row(0, named=True)
    assert row["mean"] == pytest.approx(662.287, abs=5e-4)
    assert math.sqrt(row["variance"]) == pytest.approx(error, abs=5e-5)
    assert (row["base"], row["freedom"]) == (200, 197)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("design", [(), ("stratum",), ("psu",), ("stratum", "psu")])
def test_every_design_agrees_with_svy(design: tuple[str, ...]) -> None:
    svy = pytest.importorskip("svy")
    rows = _sample().select(*("area", "period", "indicator", "value", "weight"), *design)
    peer = (
        svy.Sample(rows, svy.Design(wgt="weight", **{name: name for name in design}))
        .estimation.mean("value", by="area")
        .to_polars()
        .sort("area")
    )
    ours = taylor_means(rows)
    assert np.allclose(ours["mean"], peer["est"], rtol=1e-12)
    assert np.allclose(ours["variance"].sqrt(), peer["se"], rtol=1e-10)
    assert ours["freedom"].to_list() == peer["df"].to_list()


@pytest.mark.filterwarnings("ignore")
def test_a_stratum_with_one_cluster_is_centred_as_svy_does() -> None:
    svy = pytest.importorskip("svy")
    lone = (pl.col("stratum") == "s3") & (pl.col("psu") != "p4")
    rows = _sample().with_columns(stratum=pl.when(lone).then(pl.lit("s2")).otherwise("stratum"))
    design = svy.Design(wgt="weight", stratum="stratum", psu="psu", singleton="center")
    peer = svy.Sample(rows, design).estimation.mean("value", by="area").to_polars().sort("area")
    assert np.allclose(taylor_means(rows)["variance"].sqrt(), peer["se"], rtol=1e-10)


@pytest.mark.filterwarnings("ignore")
def test_the_whole_sample_agrees_with_samplics() -> None:
    samplics = pytest.importorskip("samplics")
    rows = _sample().with_columns(area=pl.lit("all"))
    peer = samplics.TaylorEstimator(samplics.PopParam.mean)
    peer.estimate(
        y=rows["value"].to_numpy(),
        samp_weight=rows["weight"].to_numpy(),
        stratum=rows["stratum"].to_numpy(),
        psu=(rows["stratum"] + rows["psu"]).to_numpy(),
    )
    row = taylor_means(rows).row(0, named=True)
    assert row["mean"] == pytest.approx(float(peer.point_est), rel=1e-10)
    assert math.sqrt(row["variance"]) == pytest.approx(float(peer.stderror), rel=1e-9)


def test_samples_of_other_periods_and_indicators_stand_apart() -> None:
    first = _sample()
    other = _sample(seed=2).with_columns(period=pl.lit("2021"))
    third = _sample(seed=3).with_columns(indicator=pl.lit("decay"))
    together = taylor_means(pl.concat([third, other, first]))
    apart = pl.concat([taylor_means(part) for part in (third, first, other)])
    assert together["area", "period", "indicator"].equals(apart["area", "period", "indicator"])
    assert np.allclose(together["variance"], apart["variance"], rtol=1e-9)


def test_missing_answers_and_weightless_people_are_left_out() -> None:
    rows = _sample(100)
    gone = rows.head(3).with_columns(value=pl.lit(None, pl.Float64))
    light = rows.head(2).with_columns(weight=pl.lit(0.0))
    assert taylor_means(pl.concat([rows, gone, light])).equals(taylor_means(rows))


def test_no_rows_give_no_estimates() -> None:
    assert taylor_means(_sample().clear()).equals(pl.DataFrame(schema=RESULT))


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        taylor_means(_sample(5).with_columns(weight=pl.lit(-1.0)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 50))
def test_the_order_of_rows_and_the_unit_of_weights_change_nothing(seed: int, unit: float) -> None:
    rows = _sample(80, seed)
    expected = taylor_means(rows)
    assert taylor_means(rows.sample(fraction=1.0, shuffle=True, seed=seed)).equals(expected)
    other = taylor_means(rows.with_columns(pl.col("weight") * unit))
    assert np.allclose(other["mean"], expected["mean"], rtol=1e-9)
    assert np.allclose(other["variance"], expected["variance"], rtol=1e-6, atol=1e-15)
    assert (expected["mean"].is_between(0, 1)).all()
    assert (expected["variance"] >= 0).all()
