"""Many at once, for real: threads with connections of their own, on a database on disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_of_ten_that_decide_at_once_one_wins_and_the_history_has_no_gap(
    run_alone: Callable[[Path], dict[str, Any]],
) -> None:
    alone = run_alone(Path(__file__).with_name("at_once.py"))
    assert alone["results"] == ["ChangedMeanwhileError"] * 9 + ["won"]
    assert (alone["state"], alone["decisions"], alone["breaks"]) == ("decided", 1, 0)
    # 11 roles, start, open, decide, and 10 of the others.
    assert alone["entries"] == 24
