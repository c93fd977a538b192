"""Chance, held against answers that are exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import lognorm, norm, spearmanr, triang, uniform

from wijkwerk.finance.core.analysis import (
    Account,
    Analysis,
    Assumption,
    Correlation,
    Kind,
    Line,
    accounts,
    double_counts,
    flows,
    nets,
)
from wijkwerk.finance.core.deciding import break_evens, swings
from wijkwerk.finance.core.discounting import Rates
from wijkwerk.finance.core.distributions import Fixed, LogNormal, Normal, Triangular, Uniform
from wijkwerk.finance.core.simulation import BLOCK, simulate

DUTCH = Rates.flat(0.0225)


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@pytest.fixture(scope="module")
def exact() -> Analysis:
    """Net = 100 x p x v - 1000, with p triangular and v normal: mean, deviation and chance are known."""
    return Analysis(
        ("us", "them"),
        (
            Line(
                "gain",
                Kind.EFFECT,
                {"number": 100.0, "attribution": "p", "value": "v"},
                {"us": 1.0},
            ),
            Line("pay", Kind.COST, {"value": 1000.0}, {"us": 0.75, "them": 0.25}),
        ),
        DUTCH,
        (Assumption("p", Triangular(0.05, 0.10, 0.20), True), Assumption("v", Normal(150, 30))),
    )


def test_the_case_with_an_exact_answer(exact: Analysis) -> None:
    draws = 200_000
    simulated = simulate(exact, draws, chance())
    error = 591.608 / np.sqrt(draws)
    assert simulated.mean[-1] == pytest.approx(750, abs=4 * error)
    assert simulated.deviation[-1] == pytest.approx(591.608, rel=0.01)
    spread = np.sqrt(0.918721 * (1 - 0.918721) / draws)
    assert simulated.chance_positive[-1] == pytest.approx(0.918721, abs=4 * spread)
    low, _first, middle, _third, high = simulated.quantiles()[:, -1]
    assert (low, middle, high) == pytest.approx((-194, 677, 2_076), abs=12)
    assert np.allclose(simulated.nets[:, -1], simulated.benefits - simulated.costs)


def test_the_tornado_and_where_nothing_is_left(exact: Analysis) -> None:
    first, second = swings(exact)
    assert (first.code, second.code) == ("p", "v")
    assert (first.low, first.high) == pytest.approx((0.06936, 0.17261), abs=1e-5)
    assert (first.at_low[-1], first.at_high[-1]) == pytest.approx((40.5, 1_589.2), abs=0.05)
    assert (second.low, second.high) == pytest.approx((100.654, 199.346), abs=1e-3)
    assert (second.at_low[-1], second.at_high[-1]) == pytest.approx((174.3, 1_325.7), abs=0.05)
    assert round(break_evens(exact, "p")[-1] or 0, 6) == 0.066667
    assert break_evens(exact, "v")[-1] == pytest.approx(1000 / (100 * 0.35 / 3))
    assert first.turns == second.turns == (False, False, False)


def test_an_assumption_that_turns_the_sign_of_one_party_alone() -> None:
    analysis = Analysis(
        ("payer", "neighbour"),
        (
            Line("gain", Kind.EFFECT, {"value": "v"}, {"payer": 0.5, "neighbour": 0.5}),
            Line("cost", Kind.COST, {"value": 60.0}, {"payer": 1.0}),
        ),
        DUTCH,
        (Assumption("v", Uniform(80, 200)),),
    )
    (swing,) = swings(analysis)
    assert swing.turns == (True, False, False)
    assert break_evens(analysis, "v")[0] == pytest.approx(120)
    assert break_evens(analysis, "v")[1] == pytest.approx(0)
    assert break_evens(analysis, "v")[-1] == pytest.approx(60)


def test_a_drop_off_turns_where_a_polynomial_does_and_shares_stay_shares() -> None:
    def analysis(cost: float) -> Analysis:
        return Analysis(
            ("all",),
            (
                Line("gain", Kind.EFFECT, {"value": 100.0, "drop_off": "d"}, {"all": 1.0}, 0, 2),
                Line("cost", Kind.COST, {"value": cost}, {"all": 1.0}),
            ),
            Rates.flat(0.0),
            (Assumption("d", Uniform(0.1, 0.9), True),),
        )

    # 100 (1 + x + x²) = 175 at x = 0.5.
    assert break_evens(analysis(175.0), "d")[-1] == pytest.approx(0.5)
    assert break_evens(analysis(90.0), "d")[-1] is None
    assert break_evens(analysis(400.0), "d")[-1] is None


def test_nothing_breaks_even_by_what_doesnt_matter() -> None:
    analysis = Analysis(
        ("all",),
        (Line("gain", Kind.EFFECT, {"number": 0.0, "value": "v"}, {"all": 1.0}),),
        DUTCH,
        (Assumption("v", Uniform(1, 2)),),
    )
    assert break_evens(analysis, "v")[-1] is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Normal(3, 2), norm(3, 2)),
        (Uniform(2, 5), uniform(2, 3)),
        (Triangular(1, 2, 5), triang(0.25, 1, 4)),
        (Triangular(1, 1, 5), triang(0.0, 1, 4)),
        (LogNormal(10, 4), lognorm(np.sqrt(np.log(1.16)), scale=10 / np.sqrt(1.16))),
    ],
)
def test_distributions_are_those_of_scipy(ours: Normal, theirs: norm) -> None:
    chances = np.linspace(0.001, 0.999, 97)
    assert np.allclose(ours.quantile(chances), theirs.ppf(chances))
    assert ours.mean == pytest.approx(theirs.mean())
    assert np.allclose(ours.of_normal(norm.ppf(chances)), theirs.ppf(chances))
    drawn = ours.draws(chance(), 40_000)
    assert drawn.mean() == pytest.approx(theirs.mean(), abs=5 * theirs.std() / 200)
    assert drawn.std() == pytest.approx(theirs.std(), rel=0.03)


def test_what_is_no_distribution() -> None:
    for make in (
        lambda: Normal(1, 0),
        lambda: LogNormal(0, 1),
        lambda: Uniform(2, 2),
        lambda: Triangular(1, 3, 2),
    ):
        with pytest.raises(ValueError, match=r"above|below|between"):
            make()
    assert Fixed(3.0).is_certain and not Uniform(0, 1).is_certain


def test_assumptions_that_go_together() -> None:
    codes = ("a", "b", "c")
    lines = tuple(Line(code, Kind.EFFECT, {"value": code}, {code: 1.0}) for code in codes)
    distributions = (Triangular(0, 1, 5), LogNormal(10, 5), Normal(0, 1))
    pairs = (Correlation("a", "b", 0.6), Correlation("b", "c", -0.4))
    analysis = Analysis(
        codes,
        lines,
        DUTCH,
        tuple(Assumption(*each) for each in zip(codes, distributions, strict=True)),
        pairs,
    )
    drawn = simulate(analysis, 40_000, chance()).nets
    ranks = spearmanr(drawn[:, :3]).statistic
    assert ranks[0, 1] == pytest.approx(0.6, abs=0.02)
    assert ranks[1, 2] == pytest.approx(-0.4, abs=0.02)
    assert ranks[0, 2] == pytest.approx(0, abs=0.02)
    assert drawn[:, 0].mean() == pytest.approx(2, abs=0.03)
    impossible = (*pairs, Correlation("a", "c", 0.99))
    with pytest.raises(ValueError, match="can't all be true"):
        simulate(Analysis(codes, lines, DUTCH, analysis.assumptions, impossible), 10, chance())


def test_the_same_seed_gives_the_same_draws_also_when_blocks_end(exact: Analysis) -> None:
    longer = simulate(exact, BLOCK + 7, chance(5))
    assert np.array_equal(longer.nets, simulate(exact, BLOCK + 7, chance(5)).nets)
    assert np.array_equal(longer.nets[:BLOCK], simulate(exact, BLOCK, chance(5)).nets)
    assert not np.array_equal(longer.nets, simulate(exact, BLOCK + 7, chance(6)).nets)


PARTIES = ("a", "b", "c")
shares = st.tuples(*[st.floats(0.01, 1)] * 3).map(
    lambda parts: dict(zip(PARTIES, (part / sum(parts) for part in parts), strict=True))
)
pays_to = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)).filter(
    lambda pair: pair[0] != pair[1]
)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(list(Kind)))
    parties = draw(shares)
    if kind is Kind.TRANSFER:
        payer, receiver = draw(pays_to)
        parties = {payer: -1.0, receiver: 1.0}
    terms: dict[str, float | str] = {"value": draw(st.floats(-1000, 1000))}
    for name in ("number", "attribution", "deadweight", "displacement", "drop_off"):
        if draw(st.booleans()):
            terms[name] = draw(st.floats(0, 1))
    first = draw(st.integers(0, 5))
    return Line(
        f"l{draw(st.integers(0, 10**6))}",
        kind,
        terms,
        parties,
        first,
        first + draw(st.integers(0, 9)),
        draw(st.booleans()),
        draw(st.sampled_from(["", "", "other"])),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=8))
def test_parties_add_up_to_all_and_transfers_cancel(rows: list[Line]) -> None:
    analysis = Analysis(PARTIES, tuple(rows), DUTCH)
    *each, together = accounts(analysis)
    for what in ("gains", "pays", "net", "cash"):
        total = sum(getattr(account, what) for account in each)
        assert total == pytest.approx(getattr(together, what), abs=1e-6)
    assert together.transfers == pytest.approx(0, abs=1e-6)
    by_year = analysis.factors @ flows(analysis)
    assert by_year == pytest.approx([account.net for account in each], abs=1e-6)
    assert nets(analysis, analysis.means)[0, -1] == pytest.approx(together.net, abs=1e-6)


def test_money_and_not_money_stand_apart_and_a_part_isnt_added() -> None:
    rows = (
        Line("cash", Kind.EFFECT, {"value": 10.0}, {"a": 1.0}),
        Line("well", Kind.EFFECT, {"value": 4.0}, {"a": 1.0}, is_cash=False),
        Line("again", Kind.EFFECT, {"value": 3.0}, {"a": 1.0}, part_of="cash"),
    )
    account, _together = accounts(Analysis(("a",), rows, DUTCH))
    assert account == Account(gains=14.0, pays=0.0, transfers=0.0, cash=10.0)
    assert account.valued == 4.0


def test_the_same_gain_twice_is_pointed_at() -> None:
    def effect(code: str, **more: object) -> Line:
        fields: dict[str, object] = {
            "terms": {"number": "n", "value": "v"},
            "parties": {"a": 1.0},
            "first": 0,
            "last": 2,
            **more,
        }
        return Line(code, Kind.EFFECT, **fields)  # type: ignore[arg-type]

    assumptions = (Assumption("n", Fixed(1.0)), Assumption("v", Fixed(1.0)))
    rows = (
        effect("first"),
        effect("same"),
        effect("later", first=3, last=4),
        effect("other", parties={"b": 1.0}),
        effect("another", terms={"number": 2.0, "value": "v"}),
        effect("part", part_of="first"),
    )
    assert double_counts(Analysis(("a", "b"), rows, DUTCH, assumptions)) == [("first", "same")]


@pytest.mark.parametrize("is_assumed", [False, True])
def test_an_amount_is_worked_out_by_hand(is_assumed: bool) -> None:
    figures = {
        "number": 100.0, "value": 10.0, "attribution": 0.5, "deadweight": 0.2, "displacement": 0.1, "drop_off": 0.25,
    }  # fmt: skip
    terms = {name: name if is_assumed else figure for name, figure in figures.items()}
    assumptions = tuple(Assumption(name, Fixed(figure)) for name, figure in figures.items())
    line = Line("gain", Kind.EFFECT, terms, {"a": 1.0}, 1, 3)
    analysis = Analysis(("a",), (line,), Rates.flat(0.1), assumptions if is_assumed else ())
    # 100 x 10 x 0.5 x 0.8 x 0.9 = 360, then a quarter less each year.
    assert flows(analysis)[:, 0] == pytest.approx([0, 360, 270, 202.5])
    assert accounts(analysis)[-1].net == pytest.approx(360 / 1.1 + 270 / 1.21 + 202.5 / 1.331)
