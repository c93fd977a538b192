"""Many at once, for real: threads with connections of their own, on a database on disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_of_ten_that_decide_at_once_one_wins_and_ten_that_sign_all_do(
    run_alone: Callable[[Path], dict[str, Any]],
) -> None:
    alone = run_alone(Path(__file__).with_name("at_once.py"))
    assert alone["decided"] == ["ChangedMeanwhileError"] * 9 + ["done"]
    assert alone["signed"] == ["done"] * 10
    assert (alone["paths"], alone["signatures"], alone["breaks"]) == (2, 10, 0)
