"""Chances: against exact results, and that no number depends on what is simulated beside it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm, rankdata
from score_scheme import THREE_HIGHEST_OF_ONE

from wijkwerk.designation.core.draws import FURTHEST, Streams, Z, name, quantiles
from wijkwerk.designation.core.firmness import chances
from wijkwerk.designation.core.scheme import Relative, Scale
from wijkwerk.designation.core.simulated_scores import _scaled

Decide = Callable[..., Any]
DRAWS = 20_000
ERROR = 4 * sqrt(0.25 / DRAWS)  # four standard errors of a chance of a half


def figure(area: str, year: int, code: str, value: float, error: float) -> tuple[Any, ...]:
    return (area, str(year), code, value, value - Z * error, value + Z * error)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "method", "unit"),
    [
        (30.0, 25.0, 36.0, "wilson", "%"), (0.0, 0.0, 4.0, "wilson", "%"),
        (100.0, 93.0, 100.0, "wilson", "%"), (8.0, 3.5, 15.8, "exact", "per 1000"),
        (0.0, 0.0, 3.7, "exact", "per 1000"), (250_000.0, 240_000.0, 260_000.0, "normal", "eur"),
        (-3.0, -8.0, 2.0, "taylor", "points"),
    ],
)  # fmt: skip
def test_the_published_limits_are_the_quantiles_of_the_draws(
    value: float, lower: float, upper: float, method: str, unit: str
) -> None:
    one = quantiles(*(np.array([part]) for part in (value, lower, upper)), [method], [unit])
    found = [float(one.at(z)[0]) for z in (-Z, 0, Z)]
    assert found == pytest.approx([lower, value, upper], rel=1e-9, abs=1e-9)
    far = [float(one.at(z)[0]) for z in (-FURTHEST, FURTHEST)]
    assert far[0] <= lower <= upper <= far[1]
    if unit == "%":
        assert 0 <= far[0] <= far[1] <= 100
    if method == "exact":
        assert far[0] >= 0


def test_a_figure_without_interval_is_drawn_as_it_is() -> None:
    one = quantiles(np.array([30.0]), np.array([np.nan]), np.array([np.nan]), ["none"], ["%"])
    assert one.at(-3.0)[0] == one.at(3.0)[0] == 30.0


def test_streams_have_names_and_depend_on_nothing_else() -> None:
    def numbers(streams: Streams, *words: str) -> list[float]:
        out = np.zeros(50, np.float32)
        streams.fill(out, name(words[0]), name(*words[1:]))
        return out.tolist()

    streams = Streams(1)
    first = numbers(streams, "A", "work", "2010")
    other = numbers(streams, "A", "work", "2011")
    assert numbers(streams, "A", "work", "2010") == first != other
    assert numbers(Streams(1), "A", "work", "2010") == first
    assert numbers(Streams(2), "A", "work", "2010") != first
    assert name("ab", "c") != name("a", "bc")


def test_streams_are_standard_normal_and_not_correlated() -> None:
    streams, out = Streams(7), np.zeros((200, 2000), np.float32)
    for number in range(200):
        streams.fill(out[number], name(f"A{number}"), name("work", "2010"))
    assert abs(out.mean()) < 4 / sqrt(out.size)
    assert abs(out.std() - 1) < 4 / sqrt(2 * out.size)
    between = np.corrcoef(out)[np.triu_indices(200, 1)]
    assert abs(between).max() < 6 / sqrt(2000)
    assert abs(between.std() - 1 / sqrt(2000)) < 0.002


def test_one_normal_figure_has_the_chance_of_the_textbook(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace("at_least = 2", "at_least = 1").replace(
        'of = ["a", "b", "c"]', 'of = ["c"]'
    )
    distances = (-2.0, -1.0, -0.25, 0.0, 0.5, 1.5)
    rows = [figure(f"A{at}", 2010, "c", 10 - distance, 1) for at, distance in enumerate(distances)]
    found = chances(decide(text, rows).sample(), DRAWS, 1).met["s"][:, 0]
    assert np.allclose(found, norm.cdf(distances), atol=ERROR)


def test_k_of_n_independent_figures_have_the_poisson_binomial_chance(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace('unit = "%"\n', "")
    rows = [*_three("X", 2010)]
    found = chances(decide(text, rows).sample(), DRAWS, 3)
    p = [norm.cdf(0.5), norm.cdf(-0.3), norm.cdf(1.0)]
    exact = sum(
        np.prod([one if met else 1 - one for one, met in zip(p, way, strict=True)])
        for way in itertools.product((True, False), repeat=3)
        if sum(way) >= 2
    )
    assert found.met["s"][0, 0] == pytest.approx(exact, abs=ERROR)


def _three(area: str, year: int) -> list[tuple[Any, ...]]:
    return [
        figure(area, year, "a", 41, 2),
        figure(area, year, "b", 59.1, 3),
        figure(area, year, "c", 9, 1),
    ]


def test_independent_years_in_a_row_multiply_and_shared_figures_do_not(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace("at_least = 2", "at_least = 1").replace(
        'of = ["a", "b", "c"]', 'of = ["c"]'
    )
    rows = [figure("X", year, "c", 9.5, 1) for year in (2010, 2011, 2012)]
    found = chances(decide(text, rows).sample(), DRAWS, 1)
    assert found.met["lasting"][0, 2] == pytest.approx(norm.cdf(0.5) ** 3, abs=ERROR)
    # One survey that stands for three years is drawn once.
    text = text.replace('indicator = "c"', 'indicator = "c"\nperiod = { back = 3 }')
    rows = [figure("X", 2010, "c", 9.5, 1), ("X", "2012", "a", 1.0)]
    found = chances(decide(text, rows).sample(), DRAWS, 1)
    assert found.met["lasting"][0, 2] == found.met["s"][0, 0]
    assert found.met["s"][0, 0] == pytest.approx(norm.cdf(0.5), abs=ERROR)


def test_a_mean_of_years_is_drawn_as_a_mean(decide: Decide, two_of_three: str) -> None:
    text = (
        two_of_three.replace("at_least = 2", "at_least = 1")
        .replace('of = ["a", "b", "c"]', 'of = ["c"]')
        .replace('indicator = "c"', 'indicator = "c"\nperiod = { mean = 2 }')
    )
    rows = [figure("X", 2010, "c", 9, 1), figure("X", 2011, "c", 10.5, 2)]
    found = chances(decide(text, rows).sample(), DRAWS, 1)
    assert found.met["s"][0, 1] == pytest.approx(norm.cdf(0.25 / (sqrt(5) / 2)), abs=ERROR)


def test_areas_share_the_draws_of_what_they_are_held_against(
    decide: Decide, two_of_three: str
) -> None:
    text = (
        two_of_three.replace("at_least = 2", "at_least = 1")
        .replace('of = ["a", "b", "c"]', 'of = ["c"]')
        .replace('op = "<"\nthreshold = 10', 'op = "<"\nthreshold = 1\nrelative_to = "country"')
    )
    # Two areas without error of their own stand or fall with the country, together.
    both = text.replace("rank = 1\n", "rank = 1\n")
    rows = [("X", "2010", "c", 10.0), ("Y", "2010", "c", 10.0), figure("NL", 2010, "c", 10.2, 1)]
    references = [(area, Relative.COUNTRY, "NL") for area in "XY"]
    found = chances(decide(both, rows, references=references).sample(), DRAWS, 1).met["s"][:, 0]
    assert found[0] == found[1] == pytest.approx(norm.cdf(0.2), abs=ERROR)


def test_neither_order_nor_selection_of_areas_changes_a_number(
    decide: Decide, two_of_three: str
) -> None:
    rows = [row for number in range(60) for row in _three(f"A{number:02d}", 2010)]
    every = chances(decide(two_of_three, rows).sample(), 500, 1).met["s"]
    backwards = chances(decide(two_of_three, rows[::-1]).sample(), 500, 1).met["s"]
    assert np.array_equal(every, backwards)
    few = [row for row in rows if row[0] in ("A07", "A56")]
    assert chances(decide(two_of_three, few).sample(), 500, 1).met["s"][:, 0].tolist() == [
        every[7, 0],
        every[56, 0],
    ]
    more_years = [*few, *_three("A07", 2011), *_three("A56", 2011)]
    again = chances(decide(two_of_three, more_years).sample(), 500, 1).met["s"]
    assert again[:, 0].tolist() == [every[7, 0], every[56, 0]]
    assert chances(decide(two_of_three, few).sample(), 500, 2).met["s"][0, 0] != every[7, 0]


def test_without_intervals_a_chance_is_certain_and_is_the_list(
    decide: Decide, two_of_three: str
) -> None:
    draw = np.random.default_rng(1)
    rows = [
        (
            f"A{number}",
            str(year),
            code,
            None if draw.random() < 0.2 else float(draw.integers(0, 80)),
        )
        for number in range(12)
        for year in (2010, 2011, 2012, 2013)
        for code in "abc"
    ]
    found = decide(two_of_three, rows)
    chance = chances(found.sample(), 100, 1)
    _hold_together(found, chance)
    for status in ("s", "lasting"):
        for row in found.statuses.filter(pl.col("status") == status).iter_rows(named=True):
            at = found.figures.codes.index(row["area"]), row["year"] - 2010
            assert chance.met[status][at] == (row["result"] == "met")
            assert chance.unknown[status][at] == (row["result"] == "unknown")


def _hold_together(found: Any, chance: Any) -> None:
    for status, met in chance.met.items():
        assert ((met >= 0) & (met + chance.unknown[status] <= 1)).all()
    # Who has the nested status has the one around it.
    assert (chance.met["lasting"] <= chance.met["s"]).all()


def test_chances_hold_together_with_intervals_and_unknowns(
    decide: Decide, two_of_three: str
) -> None:
    draw = np.random.default_rng(2)
    rows: list[tuple[Any, ...]] = []
    for number, year, code in itertools.product(range(10), range(2010, 2015), "abc"):
        if draw.random() < 0.15:
            rows.append((f"A{number}", str(year), code, None, None, None, "withheld"))
        else:
            rows.append(figure(f"A{number}", year, code, float(draw.integers(5, 75)), 8))
    found = decide(two_of_three, rows)
    chance = chances(found.sample(), 400, 1)
    _hold_together(found, chance)
    assert ((chance.met["s"] > 0.05) & (chance.met["s"] < 0.95)).any()
    assert (chance.unknown["lasting"] > 0).any()
    # Leaving out what can't matter is no approximation: drawing everything gives the same.
    everything = _without_short_cuts(found.sample(), 400)
    for status in ("s", "lasting"):
        assert np.array_equal(chance.met[status], everything.met[status])
        assert np.array_equal(chance.unknown[status], everything.unknown[status])


def _without_short_cuts(sample: Any, draws: int) -> Any:
    from wijkwerk.designation.core import firmness

    known = {code: result != -1 for code, result in sample.results.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(firmness, "uncertain_criteria", lambda _: known)
        return chances(sample, draws, 1)


def test_a_ratio_below_zero_is_as_uncertain_as_one_above(decide: Decide, two_of_three: str) -> None:
    text = two_of_three.replace("at_least = 2", "at_least = 1").replace(
        'of = ["a", "b", "c"]', 'of = ["b"]'
    )
    text = text.replace("threshold = 60", 'threshold = -0.5\nrelative_to = "country"')
    text = text.replace('indicator = "b"\nunit = "%"', 'indicator = "b"')
    rows = [figure(code, 2010, "b", value, 1) for code, value in (("on", -10.0), ("near", -9.5))]
    rows.append(("NL", "2010", "b", 20.0, 20.0, 20.0, "delta"))
    held = [(code, Relative.COUNTRY, "NL") for code in ("on", "near")]
    sample = decide(text, rows, references=held).sample()
    met = dict(zip(sample.places, chances(sample, DRAWS, 1).met["s"][:, 0], strict=False))
    assert met["on"] == pytest.approx(0.5, abs=ERROR)
    assert met["near"] == pytest.approx(norm.cdf(0.5), abs=ERROR)


def test_years_before_a_change_of_boundaries_are_drawn_with_the_predecessor(
    decide: Decide, two_of_three: str
) -> None:
    text = two_of_three.replace("at_least = 2", "at_least = 1").replace(
        'of = ["a", "b", "c"]', 'of = ["c"]'
    )
    rows = [
        figure("Old", 2010, "c", 9.5, 1),
        figure("New", 2011, "c", 9.5, 1),
        figure("New", 2012, "c", 9.5, 1),
    ]
    absent = [("Old", 2011), ("Old", 2012), ("New", 2010)]
    found = decide(text, rows, absent=absent, changes=[(2011, "New", "Old")])
    sample = found.sample()
    chance = chances(sample, DRAWS, 1)
    new = sample.places.index("New")
    assert chance.met["lasting"][new, 2] == pytest.approx(norm.cdf(0.5) ** 3, abs=ERROR)
    without = chances(replace(sample, made_of=sample.made_of.clear()), DRAWS, 1)
    assert without.met["lasting"][new, 2] == 0


def test_being_among_the_highest_is_drawn_for_all_areas_at_once(decide: Decide) -> None:
    text = THREE_HIGHEST_OF_ONE.replace("top = 3", "top = 1")
    rows = [figure("X", 2010, "a", 10.0, 1), figure("Y", 2010, "a", 9.0, 1)]
    for scale in ("z", "none", "rank"):
        found = chances(
            decide(text.replace('scale = "z"', f'scale = "{scale}"'), rows).sample(), DRAWS, 1
        ).met["s"][:, 0]
        assert found.sum() == pytest.approx(1)
        assert found[0] == pytest.approx(norm.cdf(1 / sqrt(2)), abs=ERROR)


def test_equal_figures_without_interval_share_their_place_in_a_draw() -> None:
    values = np.array([[5, 5], [1, 2], [5, 9], [9, 7]], np.float32)
    expected = (rankdata(values, axis=0) - 1) * 100 / 3
    assert _scaled(values, Scale.RANK) == pytest.approx(expected)
    assert _scaled(values[:1], Scale.RANK) == pytest.approx(np.full((1, 2), 50))
