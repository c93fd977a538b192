"""From an edition to an answer: the known effect, what can't be known, and what is withheld."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation.conftest import EFFECT, QUESTION, TREATED
from wijkwerk.evaluation.evaluating import evaluate, power_of
from wijkwerk.evaluation.gathering import gather
from wijkwerk.evaluation.question import question_in, question_of
from wijkwerk.evaluation.reading import Evaluation
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError


def _outcomes(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["indicator"]: one for one in result["outcomes"]}


def test_the_known_effect_is_found_and_the_others_get_their_own_answers(
    evaluation: Evaluation,
) -> None:
    found = _outcomes(evaluation.result)
    assert {key: one["answer"] for key, one in found.items()} == {
        "seekers": "helped",
        "debts": "no_effect",
        "rare": "cannot_be_known",
    }
    main = found["seekers"]["main"]
    assert main["method"] == "two_by_two"
    assert main["lower"] <= EFFECT <= main["upper"]
    for one in found["seekers"]["estimates"]:
        assert one["estimate"] == pytest.approx(EFFECT, abs=0.5), one["method"]
    assert found["seekers"]["holds"]["relative"] == 2.0
    assert "not_detectable" in found["rare"]["refusals"]
    assert evaluation.result["answers"] == {
        "helped": 1, "no_effect": 1, "cannot_be_known": 1, "harm": 0,
    }  # fmt: skip


def test_the_years_that_sources_differ_about_are_left_out_and_tried(evaluation: Evaluation) -> None:
    seekers = _outcomes(evaluation.result)["seekers"]
    assert "2012" not in seekers["periods"] and seekers["started"] == "2013"
    assert [one["start"] for one in seekers["sensitivity"]] == ["2012", "2013"]
    early, late = (one["estimate"] for one in seekers["sensitivity"])
    assert late == pytest.approx(EFFECT, abs=0.3)
    assert early > late  # 2012 was a year without effect


def test_what_is_withheld_stays_so(edition: Path, evaluation: Evaluation) -> None:
    data = gather(question_of(question_in(QUESTION)), Edition.open(edition))
    debts = data.series[1]
    row = data.areas.index("WK900130")
    assert np.isnan(debts.values[row]).any()
    assert debts.withheld[row].any()
    main = _outcomes(evaluation.result)["debts"]["main"]
    assert main["controls"] == 23  # of 24


def test_power_looks_at_nothing_from_the_start_on(edition: Path) -> None:
    asked = question_of(question_in(QUESTION))
    data = gather(asked, Edition.open(edition), before_only=True)
    assert all(max(one.periods) < "2012" for one in data.series)
    found = {one["indicator"]: one for one in power_of(asked, Edition.open(edition))}
    assert found["seekers"]["can_be_seen"] is True
    assert found["rare"]["can_be_seen"] is False
    assert (found["seekers"]["before"], found["seekers"]["after"]) == (4, 4)
    assert found["seekers"]["treated"] == 6 and found["seekers"]["controls"] == 24


def _answered(edition: Path, *changes: tuple[str, str]) -> dict[str, dict[str, Any]]:
    text = QUESTION.replace("draws = 99", "draws = 19")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return _outcomes(evaluate(question_of(question_in(text)), Edition.open(edition)))


def test_areas_that_were_chosen_for_a_bad_figure(edition: Path) -> None:
    found = _answered(
        edition, ('how = "other"', 'how = "bad_figure"\nindicator = "seekers"\nperiod = "2010"')
    )
    seekers = found["seekers"]
    assert seekers["main"]["method"] == "apart_from_regression"
    assert seekers["regression"] is not None
    assert "chosen_on_outcome" in seekers["refusals"]
    assert seekers["answer"] == "helped"
    assert "chosen_on_outcome" in seekers["evidence"]["down"]


def test_one_area_is_judged_by_placebos(edition: Path) -> None:
    others = ", ".join(f'"{code}"' for code in TREATED if code != "WK900102")
    found = _answered(
        edition,
        (repr(list(TREATED)).replace("'", '"'), '["WK900102"]'),
        ('within = ["GM9001"]', f"exclude = [{others}]"),
    )
    seekers = found["seekers"]
    assert seekers["main"]["method"] == "synthetic_control"
    assert "cohort_of_one" in seekers["refusals"]
    assert seekers["synthetic"]["of"] == 25
    # Four years before, 24 donors: placebos fit so well that their ratios hide a large effect.
    assert seekers["answer"] == "cannot_be_known" and "not_detectable" in seekers["refusals"]
    assert seekers["main"]["error"] is None
    codes = {code for code, _, _ in seekers["synthetic"]["donors"]}
    assert codes and not codes & set(TREATED)
    assert seekers["main"]["estimate"] == pytest.approx(EFFECT, abs=1.0)


def test_too_early_and_without_a_before(edition: Path) -> None:
    early = _answered(edition, ("expected = 2.0", "expected = 2.0\nlag = 4"))["seekers"]
    assert early["answer"] == "cannot_be_known" and "too_early" in early["refusals"]
    never = _answered(edition, ('start = ["2012", "2013"]', 'start = ["2007", "2008"]'))["seekers"]
    assert never["answer"] == "cannot_be_known" and "no_before" in never["refusals"]
    later = _answered(edition, ('start = ["2012", "2013"]', 'start = ["2018", "2019"]'))["seekers"]
    assert later["answer"] == "cannot_be_known" and "no_after" in later["refusals"]


def test_areas_that_began_at_different_moments(edition: Path) -> None:
    found = _answered(
        edition,
        ('start = ["2012", "2013"]', 'start = ["2013", "2013"]'),
        ("[choice]", 'start = { WK900101 = "2014", WK900102 = "2014" }\n\n[choice]'),
    )["seekers"]
    assert found["main"]["method"] == "staggered"
    assert found["counts"]["cohorts"] == 2
    methods = [one["method"] for one in found["estimates"]]
    assert "staggered_not_yet" in methods and "imputation" in methods


def test_areas_that_are_alike(edition: Path) -> None:
    text = QUESTION.replace('within = ["GM9001"]', 'match = ["debts"]\neach = 2')
    result = evaluate(question_of(question_in(text)), Edition.open(edition))
    assert 2 <= len(result["compared"]) <= 12
    assert [one["name"] for one in result["balance"]] == ["debts", "debts:trend"]
    methods = [one["method"] for one in result["outcomes"][0]["estimates"]]
    assert "all_areas" in methods


def test_what_the_edition_hasnt_is_told(edition: Path) -> None:
    with pytest.raises(InputError, match="no such indicator"):
        _answered(edition, ('indicator = "debts"', 'indicator = "depts"'))
    with pytest.raises(InputError, match="no such area"):
        _answered(edition, ("WK900101", "WK999999"))
    with pytest.raises(InputError, match="boundaries"):
        _answered(edition, ('within = ["GM9001"]', 'neighbours = "exclude"'))


def test_the_same_whatever_the_seed_but_for_what_is_drawn(edition: Path) -> None:
    one = _answered(edition)["seekers"]
    other = _answered(edition, ("draws = 19", "draws = 19\nseed = 7"))["seekers"]
    assert one["main"]["estimate"] == other["main"]["estimate"]
    assert one["answer"] == other["answer"]
