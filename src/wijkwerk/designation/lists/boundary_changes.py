"""Changes of boundaries out of CSV files, as a source folder has them."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wijkwerk.designation.lists.text_tables import LINE, read_texts
from wijkwerk.shared.problems import InputError, Problem


def read_changes(path: Path) -> pl.DataFrame:
    """Changes of boundaries from a file or folder of CSV, as a source folder's ``correspondence/``:
    vintage_to (its first four digits are the first year on the new boundaries), area_from, area_to,
    weight, and vintage_from if it likes. Where tables from several vintages lead to an area, what it
    was made of is told by the latest of them: an older one tells the same change once more, and what
    came before it. InputError names file, line and column."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    wanted = ("vintage_to", "area_from", "area_to", "weight")
    problems: list[Problem] = []
    parts = []
    for file in files:
        try:
            frame = read_texts(file, wanted)
        except InputError as fault:
            problems += fault.problems
            continue
        typed = frame.select(
            LINE,
            year=pl.col("vintage_to").str.slice(0, 4).cast(pl.Int64, strict=False),
            area_from="area_from",
            area_to="area_to",
            since=pl.col("vintage_from")
            if "vintage_from" in frame.columns
            else pl.lit(None, pl.String),
            weight=pl.col("weight").cast(pl.Float64, strict=False),
        )
        for at, (line, year, weight) in enumerate(typed.select(LINE, "year", "weight").iter_rows()):
            if year is None:
                problems.append(
                    Problem(
                        file.name,
                        line,
                        "vintage_to",
                        "malformed value",
                        frame["vintage_to"][at],
                        "a year",
                    )
                )
            if weight is None or not 0 < weight <= 1:
                problems.append(
                    Problem(
                        file.name,
                        line,
                        "weight",
                        "malformed value",
                        frame["weight"][at],
                        "a share above 0, at most 1",
                    )
                )
        parts.append(typed.drop(LINE))
    if problems:
        raise InputError(problems)
    if not parts:
        raise InputError.of(str(path), "no such file", "a CSV file or a folder of them")
    latest = pl.col("since").fill_null("").max().over("year", "area_to")
    return pl.concat(parts).filter(pl.col("since").fill_null("") == latest).drop("since")
