"""What can be worked out again from an edition's published figures must come out as it was published.

Where it doesn't, withheld figures went into it: the number of members, the bounds of ranks, the
scores of early warning, the cover of each level.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from wijkwerk.monitor.core.disclosure.coverage import CELL, COLUMNS, COUNTS, coverage
from wijkwerk.monitor.core.interval_expressions import Z
from wijkwerk.monitor.core.warning import early_warning
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.main_references import links, own_references

# Published floats come back as they were; sums of them may differ in the last bits.
_SAME = 1e-6


class Reference(NamedTuple):
    """What the areas of an edition are held against first."""

    links: pl.DataFrame
    own: dict[str, str]

    @classmethod
    def of(cls, edition: Edition) -> Reference:
        """As the edition's settings say."""
        return cls(links(edition), dict(own_references(edition).iter_rows()))

    def main_rows(self, figures: pl.DataFrame, indicator: str) -> pl.DataFrame:
        """The rows of FIGURES of ``indicator`` against the main reference of their area."""
        own = self.own.get(indicator)
        if own is not None:
            return figures.filter(pl.col("reference") == own)
        return figures.join(self.links, on=["area", "reference"], how="semi")


def odd_signals(
    figures: pl.DataFrame, warnings: pl.DataFrame, rate: float, level: str | None
) -> pl.DataFrame:
    """The rows of WARNINGS of one indicator that its published figures don't give.

    ``figures`` are rows against the main reference; ``level`` is the one that is watched.
    """
    width = (pl.col("distance_upper") - pl.col("distance_lower")) / (2 * Z)
    known_distances = (
        figures.filter((pl.col("level") == level) & pl.col("distance_upper").is_not_null())
        .unique(["area", "period"])
        .select("area", "indicator", "period", "distance", variance=width * width)
    )
    again = early_warning(known_distances, rate)
    both = warnings.join(again, on=["area", "indicator", "period"], how="left", suffix="_again")
    same = pl.all_horizontal(
        *(
            (pl.col(name) - pl.col(f"{name}_again")).abs() <= _SAME
            for name in ("score", "threshold")
        ),
        pl.col("signal") == pl.col("signal_again"),
    )
    return both.filter(~same.fill_null(False))


def odd_ranks(figures: pl.DataFrame) -> pl.DataFrame:
    """``level``, ``period`` in which bounds of ranks count areas that aren't shown.

    An area's best rank counts those that are certainly better, so no more than there are with a
    better value; its worst one can't lie beyond all that are ranked.
    """
    per = ["level", "period"]
    ranked = figures.filter(pl.col("rank").is_not_null()).unique(["area", "period"])
    beyond = (pl.col("rank_lower") > pl.col("rank")) | (pl.col("rank_upper") > pl.len().over(per))
    below = pl.col("rank_upper") < pl.col("rank")
    gap = pl.col("rank") != pl.col("rank").rank("min").over(per)
    odd = gap | beyond.fill_null(False) | below.fill_null(False)
    return ranked.filter(odd).select(per).unique()


def odd_coverage(frame: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """``level`` where the coverage of an indicator isn't that of its published figures."""
    again = coverage([figures.select(COLUMNS).sort(CELL)])
    both = frame.join(again, on="level", how="full", suffix="_again", coalesce=True)
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_again")) for name in COUNTS)
    return both.filter(~same).select("level")
