"""Whether what a text states can all be true."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wijkwerk.finance.core.stated import WHAT, Bounds, agreement


def test_frontlijnteam_net_over_two_million_and_over_two_for_each_euro() -> None:
    open_ended = agreement({"net": Bounds(2e6), "ratio": Bounds(2.0)})
    assert open_ended.agrees
    assert open_ended.implied["return"].least == pytest.approx(1.0)  # profit over 100%
    # 'Over two' as 2 to 2.5 puts costs at about two million in four years, half a million a year.
    close = agreement({"net": Bounds(2e6, 2.5e6), "ratio": Bounds(2.0, 2.5)}).implied
    assert close["costs"].least == pytest.approx(4e6 / 3)
    assert close["costs"].most == pytest.approx(2.5e6)
    assert not agreement(
        {
            "net": Bounds(2e6),
            "ratio": Bounds(2.0),
            "costs": Bounds(0, 5e5),
            "benefits": Bounds(0, 2e6),
        }
    ).agrees


def test_a_ratio_that_doesnt_fit_costs_and_net() -> None:
    stated = {"costs": Bounds.rounded(1e6, 1e5), "net": Bounds.rounded(2e6, 1e5)}
    assert agreement({**stated, "ratio": Bounds.rounded(3.0, 0.1)}).agrees
    assert agreement({**stated, "return": Bounds.rounded(2.0, 0.1)}).agrees
    assert not agreement({**stated, "ratio": Bounds.rounded(2.0, 0.1)}).agrees
    assert agreement(stated).implied["ratio"].most == pytest.approx(1 + 2.05e6 / 0.95e6)


def test_published_sums_agree() -> None:
    perry = {
        "costs": Bounds.rounded(12_356, 1), "benefits": Bounds.rounded(108_002, 1),
        "net": Bounds.rounded(95_646, 1), "ratio": Bounds.rounded(8.74, 0.01),
    }  # fmt: skip
    assert agreement(perry).agrees
    assert not agreement({**perry, "net": Bounds.rounded(95_656, 1)}).agrees


def test_a_loss_has_a_negative_ratio() -> None:
    stated = {"costs": Bounds.rounded(4_231, 1), "benefits": Bounds.rounded(-1_501, 1)}
    implied = agreement(stated).implied
    assert implied["net"].least == pytest.approx(-5_733)
    assert round(implied["ratio"].least, 2) == round(implied["ratio"].most, 2) == -0.35


def test_nothing_costs_nothing() -> None:
    assert not agreement({"costs": Bounds(0.0, 0.0), "net": Bounds(5.0)}).agrees
    with pytest.raises(ValueError, match="least"):
        Bounds(2.0, 1.0)


figures = st.floats(1, 1e6)


@settings(max_examples=25, deadline=None)
@given(figures, st.floats(-1e6, 1e6), st.floats(0, 0.4), st.sets(st.sampled_from(WHAT), min_size=1))
def test_what_is_true_agrees_and_lies_within_what_follows(
    costs: float, benefits: float, slack: float, figures_stated: set[str]
) -> None:
    true = {
        "costs": costs,
        "benefits": benefits,
        "net": benefits - costs,
        "ratio": benefits / costs,
        "return": benefits / costs - 1,
    }
    assume(abs(benefits) > 1)
    stated = {
        what: Bounds(true[what] - room, true[what] + room)
        for what in figures_stated
        for room in [slack * abs(true[what]) + 1e-3]
    }
    answer = agreement(stated)
    assert answer.agrees
    for what, value in true.items():
        bounds = answer.implied[what]
        room = 1e-3 + 1e-6 * max(abs(value), costs, abs(benefits))
        assert bounds.least - room <= value <= bounds.most + room


def test_without_bounds_nothing_follows_but_signs() -> None:
    implied = agreement({"net": Bounds(5e5)}).implied
    assert implied["benefits"].least == pytest.approx(5e5)
    assert implied["costs"] == Bounds(0.0, inf)
    assert implied["ratio"].least == pytest.approx(1.0)
