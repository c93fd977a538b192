"""Which rows of a table go into a sheet when not all of them fit."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

# Excel holds 1,048,576 rows, headings included; beyond this many a sheet is of no use to a person
# and takes minutes to open.
MOST_ROWS = 100_000
_LEVELS = ("neighbourhood", "district")


def fitting(frame: pl.LazyFrame, most: int = MOST_ROWS) -> tuple[pl.DataFrame, str | None]:
    """At most ``most`` rows of ``frame``, and what was left out (both languages) or None.

    Moments go before levels: of each indicator the first and the last period stay. Then the
    lowest levels go. As a last resort the first rows stay.
    """
    rows = _number(frame)
    if rows <= most:
        return frame.collect(), None
    remarks = f"{_dots(rows)} rijen passen niet in een blad", f"{rows:,} rows don't fit in a sheet"
    last = (frame.head(most), f"de eerste {_dots(most)} rijen", f"the first {most:,} rows")
    part, nl, en = next((part for part in _parts(frame) if _number(part[0]) <= most), last)
    text = (
        f"{remarks[0]}; hier staan {nl}. Alles staat in de Parquet-bestanden. / "
        f"{remarks[1]}; here are {en}. All is in the Parquet files."
    )
    return part.collect(engine="streaming"), text


def _parts(frame: pl.LazyFrame) -> Iterator[tuple[pl.LazyFrame, str, str]]:
    """Smaller and smaller parts of ``frame``, with what they are in Dutch and English."""
    columns = frame.collect_schema().names()
    which = next((name for name in ("indicator", "composite") if name in columns), None)
    ends = frame
    if which is not None and "period" in columns:
        # Joined with a small table rather than by a window: memory holds what stays, not all.
        span = frame.group_by(which).agg(
            pl.concat_list(pl.col("period").min(), pl.col("period").max()).alias("period")
        )
        moments = span.explode("period").unique().collect(engine="streaming").lazy()
        ends = frame.join(moments, on=[which, "period"], how="semi", maintain_order="left")
        yield (
            ends,
            "van elke indicator de eerste en de laatste periode",
            ("the first and the last period of every indicator"),
        )
    if "level" not in columns:
        return
    for place in range(len(_LEVELS)):
        without = ~pl.col("level").is_in(_LEVELS[: place + 1])
        nl = ("gemeenten en wijken", "gemeenten en hoger")[place]
        en = ("municipalities and districts", "municipalities and above")[place]
        yield frame.filter(without), nl, en
        if ends is not frame:
            yield (
                ends.filter(without),
                f"{nl}, eerste en laatste periode",
                (f"{en}, first and last period"),
            )


def _number(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect(engine="streaming").item())


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")
