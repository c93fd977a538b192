"""A database that is locked, vanishes and comes back: nobody loses what they typed, and readiness says
so."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def troubles(run_alone: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("about SQLite's file; PostgreSQL has none that a site could lose")
    return run_alone(Path(__file__).parent / "scripts" / "database_troubles.py")


def test_a_database_that_is_locked_or_gone_is_told_and_nothing_typed_is_lost(
    troubles: dict[str, Any],
) -> None:
    fine = {"status": 200, "get": 200, "api": 200, "there": True}
    for when in ("before", "unlocked", "back"):
        assert {name: troubles[when][name] for name in fine} == fine, when
        assert troubles[when]["ready"] == "no edition"  # the database itself is fine
    for when in ("locked", "vanished"):
        told = troubles[when]
        assert told["ready"] == "register", when
        assert (told["status"], told["retry"]) == (503, "60"), when
        assert told["heading"], when
        assert told["keeps"], when
        assert not told["secret"], when
    assert troubles["locked"]["get"] == 200  # reading goes on
    assert not troubles["vanished"]["there"]  # no empty one is begun in its place
    assert troubles["vanished"]["api"] == 503
