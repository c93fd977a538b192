"""A list's arrays for what-if, and its table of sensitivity."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wijkwerk.designation.core.scheme import Scheme
from wijkwerk.designation.core.whatif import Figures, figures_of, sensitivity
from wijkwerk.designation.lists.reading import DesignationList


def load_figures(designation_list: DesignationList) -> Figures:
    """The arrays of a list, to keep in memory: a what-if on them takes a tenth of a second for a
    whole country."""
    return _figures(designation_list.scheme, designation_list.path)


def _figures(scheme: Scheme, folder: Path) -> Figures:
    criteria = pl.read_parquet(
        folder / "criteria.parquet",
        columns=["area", "level", "year", "criterion", "compared", "result", "reason_unknown"],
    )
    return figures_of(scheme, criteria, pl.read_parquet(folder / "succession.parquet"))


def sensitivity_of(scheme: Scheme, folder: Path, years: list[int]) -> pl.DataFrame:
    """``tables.SENSITIVITY`` of the list whose criteria lie in ``folder``."""
    figures = _figures(scheme, folder)
    assert figures.years == years
    return sensitivity(figures)
