"""What is told of how much was published."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.monitor.core.disclosure.coverage import COLUMNS, coverage

# Two references for each cell of "a" and "b"; "c" was never measured.
ROWS = [
    ("rate", "2010", "district", "d", "F", 4.0),
    ("rate", "2010", "neighbourhood", "a", "N", None),
    ("rate", "2010", "neighbourhood", "a", "N", None),
    ("rate", "2010", "neighbourhood", "b", "N", None),
    ("rate", "2010", "neighbourhood", "b", "N", None),
    ("rate", "2010", "neighbourhood", "c", "F", None),
    ("rate", "2011", "neighbourhood", "a", "F", 1.0),
    ("rate", "2011", "neighbourhood", "a", "F", 1.0),
    ("score", "2011", "neighbourhood", "a", "F", 7.0),
]
FIGURES = pl.DataFrame(ROWS, schema=list(COLUMNS), orient="row")
TOLD = [
    ("rate", "district", 1, 1, 0),
    ("rate", "neighbourhood", 4, 1, 2),
    ("score", "neighbourhood", 1, 1, 0),
]


@given(st.sets(st.integers(1, len(ROWS) - 1)))
def test_a_cell_counts_once_wherever_the_parts_are_cut(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(ROWS)]
    parts = [FIGURES[a:b] for a, b in itertools.pairwise(edges)]
    found = coverage(parts)
    assert found.columns == ["indicator", "level", "cells", "published", "withheld"]
    assert found.rows() == TOLD


@pytest.mark.parametrize("parts", [[], [FIGURES.clear()]])
def test_without_figures_nothing_is_told(parts: list[pl.DataFrame]) -> None:
    assert coverage(parts).rows() == []
