"""Direct standardisation: OHID's published results, and what a rate must never do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wijkwerk.monitor.core.intervals import poisson
from wijkwerk.monitor.core.standardise import (
    StandardisedRate,
    expected_events,
    gamma_limits,
    standard_population,
    standard_table,
    standardised,
    standardised_rate,
)

ESP2013 = (
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
    7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
)  # fmt: skip
BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
STRATA = {
    "area": pl.String,
    "period": pl.String,
    "indicator": pl.String,
    "age": pl.String,
    "sex": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "obs_status": pl.String,
}
PUBLISHED = {
    "testdata_big": (10430.247991, 9717.709068, 11178.940915),
    "testdata_small": (1103.212025, 877.455768, 1367.088223),
}


@pytest.fixture(scope="module")
def ohid(shared_data: Path) -> dict[str, tuple[list[float], list[float]]]:
    """Events and population of OHID's three test areas, in the order of the age bands."""
    file = shared_data / "conformance" / "PHE" / "testdata_DSR_ISR.xlsx"
    sheet = openpyxl.load_workbook(file, data_only=True)["testdata_multiarea"]
    result: dict[str, tuple[list[float], list[float]]] = {}
    for area, _, count, people in list(sheet.iter_rows(values_only=True))[1:]:
        events, population = result.setdefault(str(area), ([], []))
        events.append(float(count or 0))  # type: ignore[arg-type]
        population.append(float(people))  # type: ignore[arg-type]
    return result


def _strata(
    events: list[float | None], population: list[float | None], area: str = "a", **over: Any
) -> pl.DataFrame:
    size = len(events)
    columns: dict[str, Any] = {
        "area": [area] * size,
        "period": ["2020"] * size,
        "indicator": ["medicine"] * size,
        "age": list(BANDS[:size]),
        "sex": [None] * size,
        "numerator": events,
        "denominator": population,
        "obs_status": ["A"] * size,
    }
    return pl.DataFrame(columns | over, schema=STRATA)


def _computed(strata: pl.DataFrame, standard: pl.DataFrame | None = None) -> pl.DataFrame:
    meta = pl.DataFrame({"indicator": ["medicine", "other"], "scale": [100_000.0, 100_000.0]})
    table = standardised(
        ibis.memtable(strata.to_arrow()),
        ibis.memtable((standard_population() if standard is None else standard).to_arrow()),
        ibis.memtable(meta.to_arrow()),
    )
    arrow = pl.from_arrow(ibis.duckdb.connect().to_pyarrow(table))
    assert isinstance(arrow, pl.DataFrame)
    return arrow.sort("area", "period", "indicator")


def test_ohids_published_rates_are_reproduced(
    ohid: dict[str, tuple[list[float], list[float]]],
) -> None:
    for area, expected in PUBLISHED.items():
        rate = standardised_rate(*ohid[area], ESP2013)
        assert np.allclose((rate.value, rate.lower, rate.upper), expected, atol=5e-7)
    wide = standardised_rate(*ohid["testdata_big"], ESP2013, confidence=0.998)
    assert np.allclose((wide.lower, wide.upper), (9323.28788, 11620.596), atol=5e-6)


def test_ohids_published_rates_are_reproduced_by_the_engine(
    ohid: dict[str, tuple[list[float], list[float]]],
) -> None:
    found = _computed(pl.concat([_strata(*ohid[area], area=area) for area in sorted(ohid)]))
    rows = {row["area"]: row for row in found.iter_rows(named=True)}
    for area, expected in PUBLISHED.items():
        row = rows[area]
        assert np.allclose((row["value"], row["lower"], row["upper"]), expected, atol=5e-6)
        assert (row["interval_method"], row["obs_status"]) == ("dobson", "A")
    assert rows["testdata_big"]["numerator"] == 895
    assert rows["testdata_big"]["base"] == 8970


def test_fewer_than_ten_events_give_no_rate(
    ohid: dict[str, tuple[list[float], list[float]]],
) -> None:
    assert np.isnan(standardised_rate(*ohid["testdata_tiny"], ESP2013).value)
    row = _computed(_strata(*ohid["testdata_tiny"])).row(0, named=True)
    assert (row["value"], row["lower"], row["upper"], row["variance"]) == (None,) * 4
    assert (row["interval_method"], row["obs_status"], row["numerator"]) == ("none", "M", 9)


def test_the_older_european_standard_is_known_as_well() -> None:
    # OHID's test set for the standard of 1976, which ends at 85 and older.
    events = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82]
    people = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153]
    bands = [*BANDS[:17], "85+"]
    strata = _strata(list(map(float, events)), [*map(float, people), 123.0], age=bands)
    row = _computed(strata, standard_table({"medicine": "esp1976"})).row(0, named=True)
    expected = (8592.097585022, 7991.160931442, 9225.253880318)
    assert np.allclose((row["value"], row["lower"], row["upper"]), expected, atol=1e-5)


@pytest.mark.filterwarnings("ignore")
def test_rates_agree_with_phstatsmethods(ohid: dict[str, tuple[list[float], list[float]]]) -> None:
    peer = pytest.importorskip("PHStatsMethods")
    pandas = pytest.importorskip("pandas")
    for area in PUBLISHED:
        events, population = ohid[area]
        frame = pandas.DataFrame({"n": events, "people": population, "age": BANDS})
        row = peer.ph_dsr(frame, "n", "people", "age").iloc[0]
        ours = standardised_rate(events, population, ESP2013)
        theirs = [row[name] for name in row.index if name == "Value" or "_ci" in name.lower()]
        assert np.allclose((ours.value, ours.lower, ours.upper), theirs, rtol=1e-12)


def test_strata_without_events_count_as_zero() -> None:
    events = [0.0] * 18 + [40.0]
    rate = standardised_rate(events, [100.0] * 19, ESP2013)
    assert rate.value == pytest.approx(40 / 100 * 1000)
    row = _computed(_strata(events, [100.0] * 19)).row(0, named=True)
    assert row["value"] == pytest.approx(float(rate.value))
    assert _computed(_strata([0.0] * 19, [100.0] * 19)).row(0, named=True)["obs_status"] == "M"


def test_ages_without_inhabitants_leave_their_weight_to_the_others() -> None:
    events, people = [5.0] * 18 + [0.0], [100.0] * 18 + [0.0]
    rate = standardised_rate(events, people, ESP2013)
    assert rate.value == pytest.approx(5000)
    whole = _strata([5.0] * 19, [100.0] * 19, area="whole")
    rows = _computed(pl.concat([whole, _strata(events, people, area="small")]))
    assert rows["value"].to_list() == pytest.approx([5000, 5000])
    assert rows["obs_status"].to_list() == ["E", "A"]


def test_too_few_inhabited_ages_give_no_rate() -> None:
    events, people = [5.0] * 14 + [0.0] * 5, [100.0] * 14 + [0.0] * 5
    assert np.isnan(standardised_rate(events, people, ESP2013).value)
    whole = _strata([5.0] * 19, [100.0] * 19, area="whole")
    rows = _computed(pl.concat([whole, _strata(events, people, area="small")]))
    assert rows["obs_status"].to_list() == ["M", "A"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"numerator": [5.0] * 18 + [None]}, "M"),
        ({"denominator": [100.0] * 18 + [None]}, "M"),
        ({"denominator": [100.0] * 18 + [0.0]}, "M"),  # events where nobody lives
        ({"age": [*BANDS[:18], "old"]}, "M"),
        ({"age": [*BANDS[:18], "0-44"]}, "M"),  # counted twice
        ({"numerator": [5.0] * 18 + [None], "obs_status": ["A"] * 18 + ["N"]}, "N"),
        ({"obs_status": ["E"] + ["A"] * 18}, "E"),
        ({"obs_status": ["E"] + ["A"] * 17 + ["B"]}, "B"),
    ],
)
def test_a_stratum_that_is_not_sound_is_told(change: dict[str, Any], status: str) -> None:
    row = _computed(_strata([5.0] * 19, [100.0] * 19, **change)).row(0, named=True)
    assert row["obs_status"] == status
    assert (row["value"] is None) == (status in "MN")


def test_totals_beside_their_parts_are_not_counted_twice() -> None:
    men = _strata([5.0] * 19, [100.0] * 19, sex=["M"] * 19)
    women = _strata([9.0] * 19, [100.0] * 19, sex=["F"] * 19)
    both = _strata([14.0] * 19, [200.0] * 19, sex=["T"] * 19)
    everyone = _strata([280.0], [3800.0], age=["total"])
    row = _computed(pl.concat([men, women, both, everyone])).row(0, named=True)
    assert row["value"] == pytest.approx(7000)
    assert (row["numerator"], row["denominator"]) == (19 * 14, 3800)


def test_every_indicator_may_have_its_own_standard() -> None:
    first = _strata([5.0, 50.0], [100.0, 100.0], age=["0-64", "65+"])
    second = first.with_columns(indicator=pl.lit("other"))
    table = standard_table({"medicine": "esp2013", "other": "who2000"})
    rows = _computed(pl.concat([first, second]), table)
    old = 19_500 / 100_000
    assert rows["value"][0] == pytest.approx(100_000 * (0.05 * (1 - old) + 0.5 * old))
    assert rows["value"][1] < rows["value"][0]


@pytest.mark.parametrize(
    ("label", "weight"),
    [
        ("0-4", 5000), ("00-04", 5000), ("0 tot 5 jaar", 5000), ("0", 1000), ("1-4", 4000),
        ("90+", 1000), ("90 jaar of ouder", 1000), ("95+", 200), ("0-14", 16000),
        ("15 t/m 64", 64500),
    ],
)  # fmt: skip
def test_ages_are_known_by_the_labels_that_sources_use(label: str, weight: float) -> None:
    known = dict(standard_population().select("age", "weight").iter_rows())
    assert known[label] == pytest.approx(weight)


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(ValueError, match="esp2013"):
        standard_population("mars2040")


@pytest.mark.parametrize(
    ("events", "people", "message"),
    [
        ([1.0, 2.0], [10.0], "same shape"),
        ([-1.0, 2.0], [10.0, 10.0], "zero or more"),
        ([1.0, 2.0], [0.0, 10.0], "without inhabitants"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    events: list[float], people: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        standardised_rate(events, people, [1.0, 1.0])


strata_counts = arrays(np.int64, 19, elements=st.integers(0, 500))


def _known(found: StandardisedRate) -> bool:
    return not np.isnan(found.value)


@given(strata_counts, st.permutations(range(19)))
def test_a_rate_lies_between_its_strata_whatever_their_order(
    counts: np.ndarray, order: list[int]
) -> None:
    events, people = counts.astype(float), np.arange(500, 2400, 100, dtype=float)
    rate = standardised_rate(events, people, ESP2013, per=1)
    if not _known(rate):
        assert counts.sum() < 10
        return
    shares = events / people
    assert shares.min() - 1e-12 <= rate.value <= shares.max() + 1e-12
    assert rate.lower <= rate.value <= rate.upper
    place = np.array(order)
    again = standardised_rate(events[place], people[place], np.array(ESP2013)[place], per=1)
    assert again.value == pytest.approx(float(rate.value), rel=1e-12)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_last_digit(random: Any) -> None:
    events = [float(place % 7) for place in range(19)]
    strata = _strata(events, [97.0 + place for place in range(19)])
    order = list(range(19))
    random.shuffle(order)
    assert _computed(strata[order]).equals(_computed(strata))


def test_intervals_of_standardised_rates_cover_the_truth() -> None:
    draw = np.random.default_rng(3)
    people = np.linspace(400, 40, 19)
    truth = np.linspace(0.01, 0.2, 19)
    rate = standardised_rate(
        draw.poisson(truth * people, (4000, 19)), np.tile(people, (4000, 1)), ESP2013, per=1
    )
    expected = (truth * ESP2013).sum() / 100_000
    assert 0.94 < ((rate.lower <= expected) & (expected <= rate.upper)).mean() < 0.97


# Down's syndrome in Michigan 1950-64 by birth order and age of the mother, as R's epitools ships it;
# its example reproduces table 1 of Fay & Feuer (1997): rates per 100,000 births with their limits.
BIRTHS = (
    (230061, 329449, 114920, 39487, 14208, 3052), (72202, 326701, 208667, 83228, 28466, 5375),
    (15050, 175702, 207081, 117300, 45026, 8660), (2293, 68800, 132424, 98301, 46075, 9834),
    (327, 30666, 123419, 149919, 104088, 34392),
)  # fmt: skip
CASES = (
    (107, 141, 60, 40, 39, 25), (25, 150, 110, 84, 82, 39), (3, 71, 114, 103, 108, 75),
    (1, 26, 64, 89, 137, 96), (0, 8, 63, 112, 262, 295),
)  # fmt: skip
FAY_FEUER = ((92.3, 80.4, 105.8), (91.2, 82.4, 100.9), (85.1, 77.2, 94.2), (92.7, 80.0, 114.7),
             (75.5, 67.7, 188.3))  # fmt: skip


def test_the_published_limits_of_fay_and_feuer_are_reproduced() -> None:
    standard = np.mean(BIRTHS, axis=0)
    rate = standardised_rate(CASES, BIRTHS, standard, method="gamma")
    for place, expected in enumerate(FAY_FEUER):
        row = (rate.value[place], rate.lower[place], rate.upper[place])
        assert tuple(round(float(one), 1) for one in row) == expected


def test_a_heavy_weight_on_a_tiny_stratum_shows_by_itself() -> None:
    # Of the fifth birth order 327 mothers under 20 carry 9% of the weight, without a single case.
    standard = np.mean(BIRTHS, axis=0)
    dobson = standardised_rate(CASES, BIRTHS, standard)
    gamma = standardised_rate(CASES, BIRTHS, standard, method="gamma")
    assert dobson.one_stratum.tolist() == [False, False, False, True, True]
    assert gamma.one_stratum.tolist() == dobson.one_stratum.tolist()
    assert dobson.upper[4] < 85 < 188 < gamma.upper[4]


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no method 'normal': dobson, gamma"):
        standardised_rate([20.0], [100.0], [1.0], method="normal")


def test_exactly_ten_events_give_a_rate_and_nine_none() -> None:
    ten = standardised_rate([4.0, 6.0], [100.0, 100.0], [1.0, 1.0], per=1.0)
    assert (float(ten.value), float(ten.events)) == (pytest.approx(0.05), 10)
    assert np.isnan(standardised_rate([4.0, 5.0], [100.0, 100.0], [1.0, 1.0]).value)
    weights = pl.DataFrame({"age": ["0-4", "5-9"], "weight": [1.0, 1.0], "total": [2.0, 2.0]})
    assert _computed(_strata([4, 6], [100, 100]), weights)["value"].to_list() == [5000.0]
    assert _computed(_strata([4, 5], [100, 100]), weights)["value"].to_list() == [None]


def test_the_engine_gives_the_same_limits_and_the_same_caveat() -> None:
    ages = list(BANDS[:6])
    standard = pl.DataFrame({"age": ages, "weight": np.mean(BIRTHS, axis=0)}).with_columns(
        total=pl.col("weight").sum()
    )
    strata = pl.concat(
        _strata([*map(float, cases)], [*map(float, births)], area=str(place))
        for place, (cases, births) in enumerate(zip(CASES, BIRTHS, strict=True))
    )
    computed = _computed(strata, standard)
    with_gamma = gamma_limits(computed)
    for place, expected in enumerate(FAY_FEUER):
        row = with_gamma.row(place, named=True)
        assert tuple(round(row[one], 1) for one in ("value", "lower", "upper")) == expected
    assert computed["interval_method"].to_list() == [
        "dobson",
        "dobson",
        "dobson",
        "dobson_one_stratum",
        "dobson_one_stratum",
    ]
    assert with_gamma["interval_method"].to_list()[-1] == "gamma_one_stratum"


@given(
    arrays(np.float64, 4, elements=st.integers(0, 60)),
    arrays(np.float64, 4, elements=st.integers(1, 5000)),
    arrays(np.float64, 4, elements=st.integers(1, 50)),
)
def test_gamma_limits_hold_the_rate_and_are_never_narrower_than_exact_ones_of_the_total(
    events: Any, population: Any, standard: Any
) -> None:
    rate = standardised_rate(events, population, standard, per=1.0, method="gamma")
    if np.isnan(rate.value):
        return
    assert 0 <= rate.lower <= rate.value <= rate.upper
    heaviest = (standard / standard.sum() / population).max()
    # One event more where it weighs most stays within the margin.
    assert rate.value + heaviest <= rate.upper * (1 + 1e-9)


ISR = {
    # OHID's published indirectly standardised rates per 100,000: value, lower and upper 95%
    "testdata_big": (10011.137622091057, 9365.91600297888, 10689.097582910616),
    "testdata_small": (1017.8922051511577, 819.521002506463, 1249.75926013832),
    "testdata_tiny": (100.6706576523123, 46.03303513307893, 191.10426659054028),
}


def _isr_strata(
    ohid: dict[str, tuple[list[float], list[float]]], shared_data: Path
) -> pl.DataFrame:
    """OHID's areas with their reference as an area of its own."""
    file = shared_data / "conformance" / "PHE" / "testdata_DSR_ISR.xlsx"
    sheet = openpyxl.load_workbook(file, data_only=True)["refdata"]
    rows = [row for row in list(sheet.iter_rows(values_only=True))[1:] if row[0]]
    england = ([float(row[1] or 0) for row in rows], [float(row[2]) for row in rows])  # type: ignore[arg-type]
    everyone = ohid | {"ENG": england}
    return pl.concat(
        _strata([*events], [*people], area=area) for area, (events, people) in everyone.items()
    )


def _expected(strata: pl.DataFrame) -> dict[str, dict[str, Any]]:
    references = pl.DataFrame({"indicator": ["medicine"], "reference": ["ENG"]})
    table = expected_events(ibis.memtable(strata.to_arrow()), ibis.memtable(references.to_arrow()))
    arrow = pl.from_arrow(ibis.duckdb.connect().to_pyarrow(table))
    assert isinstance(arrow, pl.DataFrame)
    return {row["area"]: row for row in arrow.iter_rows(named=True)}


def test_ohids_published_ratios_are_reproduced(
    ohid: dict[str, tuple[list[float], list[float]]], shared_data: Path
) -> None:
    strata = _isr_strata(ohid, shared_data)
    found = _expected(strata)
    england = strata.filter(pl.col("area") == "ENG")
    per = england["numerator"].sum() / england["denominator"].sum() * 100_000
    for area, (value, lower, upper) in ISR.items():
        row = found[area]
        assert row["denominator"] == pytest.approx(835.8835612311743, abs=2e-5)
        low, high = poisson(row["numerator"])
        ratio = per / row["denominator"]
        assert (row["numerator"] * ratio, low * ratio, high * ratio) == pytest.approx(
            (value, lower, upper), rel=1e-7
        )
    assert found["ENG"]["numerator"] / found["ENG"]["denominator"] == pytest.approx(1)


def _two_ages(area: str, events: list[float | None], people: list[float | None]) -> pl.DataFrame:
    return _strata(events, people, area=area)


def test_expected_events_are_people_times_the_rates_of_the_reference() -> None:
    found = _expected(
        pl.concat([_two_ages("ENG", [10, 90], [1000, 300]), _two_ages("a", [3, 2], [100, 10])])
    )
    assert (found["a"]["numerator"], found["a"]["denominator"]) == (5, pytest.approx(1 + 3))
    assert (found["a"]["base"], found["a"]["obs_status"]) == (110, "A")


@pytest.mark.parametrize(
    ("area", "status"),
    [
        (([3.0, None], [100.0, 10.0]), "M"),  # events unknown
        (([3.0, 2.0], [100.0, None]), "M"),  # inhabitants unknown
        (([3.0, 2.0, 1.0], [100.0, 10.0, 5.0]), "M"),  # an age that the reference hasn't
        (([3.0, 0.0], [100.0, 0.0]), "A"),  # nobody lives there: nothing is expected
    ],
)
def test_what_is_unknown_of_a_stratum_makes_the_ratio_unknown(
    area: tuple[list[float | None], list[float | None]], status: str
) -> None:
    found = _expected(pl.concat([_two_ages("ENG", [10, 90], [1000, 300]), _two_ages("a", *area)]))
    assert found["a"]["obs_status"] == status
    assert (found["a"]["denominator"] is None) == (status == "M")


def test_a_withheld_stratum_withholds_the_ratio() -> None:
    hidden = _two_ages("a", [None, 2], [None, 10]).with_columns(obs_status=pl.Series(["N", "A"]))
    found = _expected(pl.concat([_two_ages("ENG", [10, 90], [1000, 300]), hidden]))
    assert (found["a"]["obs_status"], found["a"]["numerator"]) == ("N", None)
