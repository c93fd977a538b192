"""The scores of the back-test, by hand."""

import pytest

from wijkwerk.programme.core.answers import Answer
from wijkwerk.programme.core.back_test import Judgement, score

ON, RISK, OFF, UNKNOWN = Answer


def test_scores_are_what_they_are_by_hand() -> None:
    found = score(
        [
            Judgement(ON, 0.9, True, True, True, True),
            Judgement(ON, 0.9, False, True, False, True),
            Judgement(OFF, 0.1, False, False, True, True),
            Judgement(UNKNOWN, None, True),
        ]
    )
    on, risk, off, unknown = found.answers
    assert (on.number, on.share, on.reached, on.right, on.truly_right) == (2, 0.5, 0.5, 0.5, 1.0)
    assert (off.reached, off.right, off.truly_right) == (0, 1, 1)
    assert (risk.number, risk.reached, risk.right) == (0, None, None)
    assert (unknown.reached, unknown.right) == (1, None)
    assert found.reached == 0.5
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.01) / 3)
    assert found.brier_without == pytest.approx(1 / 3 * 2 / 3)
    assert (found.in_80, found.in_95) == (pytest.approx(2 / 3), 1)
    full = [one for one in found.bins if one.number]
    assert [(one.low, one.number, one.probability, one.reached) for one in full] == [
        (0.1, 1, 0.1, 0.0),
        (0.9, 2, 0.9, 0.5),
    ]
    assert found.off_by == pytest.approx((0.1 + 2 * 0.4) / 3)


def test_a_chance_of_one_is_in_the_last_bin() -> None:
    assert score([Judgement(ON, 1.0, True)]).bins[-1].number == 1


def test_without_a_chance_there_is_no_calibration() -> None:
    found = score([Judgement(UNKNOWN, None, True)])
    assert (found.brier, found.off_by, found.in_80) == (None, None, None)
    with pytest.raises(ValueError, match="nothing"):
        score([])
