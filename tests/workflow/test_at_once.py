"""Two at once, for real: connections of their own. SQLite lets one write at a time anyhow; the run on
PostgreSQL (tests/site/test_postgres.py) is where a missing lock shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps


def test_two_different_things_of_one_whole_wait_for_each_other_and_guesses_are_counted(
    run_alone: Callable[[Path], dict[str, Any]],
) -> None:
    alone = run_alone(Path(__file__).with_name("at_once.py"))
    # Who holds the programme is done before any other thing of it changes, and nobody is refused:
    # they are different things.
    assert alone["told"] == ["go", "first is done", "a plan was written", "a plan was written"]
    assert alone["versions"] == [2, 2] and alone["breaks"] == 0
    # Twelve guesses at one moment are as many as one after the other: one was counted before.
    free = apps.get_app_config("access").limits()["password"].free
    assert alone["allowed"] == free - 1
    assert alone["failures"] == free
