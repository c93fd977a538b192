"""What the solver says is told as it is, and never believed without a check."""

import math
from types import SimpleNamespace

import pytest
from housing_cases import offer, question

from wijkwerk.designation.core.housing import solve as room
from wijkwerk.designation.core.housing.frontier import frontier
from wijkwerk.designation.core.housing.infeasible import explain
from wijkwerk.designation.core.housing.labels import proof
from wijkwerk.designation.core.housing.obligation import Method
from wijkwerk.designation.core.housing.plans import best_plan
from wijkwerk.designation.core.housing.programme import programme
from wijkwerk.designation.core.housing.solve import SolverError, Status, solve

ASKED = question([offer("a", Method.SALE, 3, 7, "1/2")], share="1/2")


def answering(monkeypatch, **answer) -> None:
    given = {"status": 1, "x": None, "mip_gap": None, "message": "words of the solver", **answer}
    monkeypatch.setattr(room, "milp", lambda **asked: SimpleNamespace(**given))


def test_time_that_runs_out_before_a_plan_is_no_proof_that_there_is_none(monkeypatch) -> None:
    answering(monkeypatch)
    assert best_plan(ASKED).status is Status.UNKNOWN
    assert not best_plan(ASKED).exists
    assert frontier(ASKED).status is Status.UNKNOWN
    assert not frontier(ASKED).complete
    why = explain(ASKED)
    assert why.clash == ()
    assert {giving.enough for giving in why.givings} == {None}
    assert (why.later, why.later_known) == (None, False)


def test_a_plan_that_may_not_be_the_best_says_by_how_much(monkeypatch) -> None:
    answering(monkeypatch, x=[3.0, 0.0], mip_gap=0.02)
    plan = best_plan(ASKED)
    assert (plan.status, plan.gap, plan.cost) == (Status.FEASIBLE, 0.02, 21)


def test_an_answer_that_keeps_to_nothing_is_refused(monkeypatch) -> None:
    answering(monkeypatch, status=0, x=[0.0, 1.0], mip_gap=0.0)
    with pytest.raises(SolverError, match="don't keep"):
        best_plan(ASKED)


def test_a_solver_that_fails_says_why(monkeypatch) -> None:
    answering(monkeypatch, status=4)
    with pytest.raises(SolverError, match="words of the solver"):
        best_plan(ASKED)


def test_almost_whole_numbers_are_made_whole() -> None:
    problem = programme(ASKED)
    assert solve(problem, problem.costs()).values in ((3, 0), (0, 3), (2, 1), (1, 2))


def test_a_gap_that_is_not_known_is_not_called_nothing(monkeypatch) -> None:
    answering(monkeypatch, x=[3.0, 0.0])
    plan = best_plan(ASKED)
    assert plan.gap == math.inf
    assert "isn’t known" in proof(plan, "en")
    assert "niet bekend" in proof(plan, "nl")
