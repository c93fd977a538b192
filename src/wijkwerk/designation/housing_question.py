"""A simple question about a housing obligation, answered by a process that ends: question in, plan out,
both as JSON. What comes in was checked by who asks (``calculating.py``)."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from wijkwerk.designation.core.housing.infeasible import explain
from wijkwerk.designation.core.housing.labels import METHODS, explanation_sentences, plan_sentence
from wijkwerk.designation.core.housing.obligation import (
    FAMILY,
    REMOVING,
    Method,
    Obligation,
    Offer,
    Stock,
)
from wijkwerk.designation.core.housing.plans import Aim, best_plan
from wijkwerk.designation.core.housing.solve import Status
from wijkwerk.designation.housing_output import action_rows, path_rows
from wijkwerk.designation.quiet_solver import quiet_solver

_EACH = 1.0  # second for each search of the solver


def solved(question: dict[str, Any]) -> dict[str, Any]:
    """The best plan in words and tables, or why there is none.

    ``question``: the fields of ``calculating.Question``.
    """
    estate, rest = "-", question["all"] - question["family"]
    stock = [Stock(estate, FAMILY, "-", question["family"], question["family"])]
    if rest:
        stock.append(Stock(estate, "owner_occupied", "-", rest, rest))
    offers = []
    for way in question["ways"]:
        method = Method(way["method"])
        # Who lives in a dwelling that is converted or demolished has to move; at a sale that waits
        # until a dwelling is empty.
        moves = Fraction(int(method in (Method.YOUTH, Method.SENIOR, Method.DEMOLITION)))
        of = "-" if method in REMOVING else ""
        offers.append(
            Offer(estate, of, method, question["start"], None, way["a_year"], way["cost"], 0, moves)
        )
    obligation = Obligation(
        question["start"],
        question["start"] + question["years"] - 1,
        Fraction(str(question["share"])) / 100,
        tuple(stock),
        tuple(offers),
    )
    aim: Aim = question.get("aim", "cost")
    plan = best_plan(obligation, aim, _EACH)
    why = explain(obligation, _EACH) if plan.status is Status.INFEASIBLE else None
    return {
        "sentence": {
            language: plan_sentence(plan, obligation, language) for language in ("nl", "en")
        },
        "why": {
            language: [] if why is None else explanation_sentences(why, obligation, {}, language)
            for language in ("nl", "en")
        },
        "methods": {str(code): asdict(name) for code, name in METHODS.items()},
        "aim": aim,
        "exists": plan.exists,
        "actions": action_rows(plan, obligation),
        "path": path_rows(plan),
    }


def main() -> None:
    """A question on standard input, its answer on standard output."""
    question = json.loads(sys.stdin.read())
    with quiet_solver():
        answer = solved(question)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
