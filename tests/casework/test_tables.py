"""What is written of the tables elsewhere fits them: their data cards, and the benchmark that fills them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from visitors import NOW
from wijkwerk.casework import models as m
from wijkwerk.casework.policies import Looking, households
from wijkwerk.registry.cards import check_cards

BENCHMARK = Path(__file__).resolve().parents[2] / "bench" / "casework.py"


def test_the_site_starts_with_these_tables() -> None:
    check_cards()


@pytest.fixture
def benchmark() -> Any:
    """The benchmark as a module."""
    spec = importlib.util.spec_from_file_location("bench_casework", BENCHMARK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db
def test_the_benchmark_fills_a_town_in_which_each_worker_sees_as_much(benchmark: Any) -> None:
    staff = benchmark.fill(6, 2, 9, NOW)
    assert [households(Looking(row.user, "plan", NOW)).count() for row in staff] == [3, 3]
    assert (m.Note.objects.count(), m.Look.objects.count()) == (6, 9)
