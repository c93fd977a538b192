"""Which year the rows of a table are about."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from wijkwerk.monitor.sources.cbs.files import RawTable
from wijkwerk.shared.problems import InputError, Problem

FIRST_YEAR = "2013"  # before it columns had other names, and at times another meaning
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def years_of(
    raw: RawTable, texts: pl.DataFrame, column: int | None, given_year: str | None
) -> pl.Series:
    """The year of each row: from a column, else the title, else the file's name, else ``given_year``.

    InputError when there is none, when it isn't a year, or when it lies before FIRST_YEAR.
    """
    years = _told(raw, texts, column, given_year)
    oldest = years.min()
    if isinstance(oldest, str) and oldest < FIRST_YEAR:
        raise InputError(
            [
                Problem(
                    raw.file,
                    None,
                    None,
                    "year is too old",
                    oldest,
                    f"{FIRST_YEAR} or later",
                    "Columns had other names and meanings then. Make a recipe for that file.",
                )
            ]
        )
    return years


def _told(
    raw: RawTable, texts: pl.DataFrame, column: int | None, given_year: str | None
) -> pl.Series:
    if column is not None:
        cells = texts[f"c{column}"].str.strip_chars()
        years = cells.str.extract(r"^(\d{4})(?:JJ00)?(?:\.0)?\*?$")
        bad = [n for n, year in enumerate(years) if year is None][:20]
        if bad:
            raise InputError(
                [
                    Problem(
                        raw.file,
                        raw.lines[n],
                        raw.headers[column],
                        "not a year",
                        cells[n],
                        "a year such as 2023 or 2023JJ00",
                    )
                    for n in bad
                ]
            )
        return years
    for text in (raw.title, Path(raw.file.split(", sheet ")[0]).name, raw.file):
        years_found = sorted(set(_YEAR.findall(text)))
        if len(years_found) == 1:
            return pl.Series([years_found[0]] * texts.height, dtype=pl.String)
        if len(years_found) > 1 and given_year is None:
            raise InputError(
                [
                    Problem(
                        raw.file,
                        None,
                        None,
                        "several years in the name",
                        ", ".join(years_found),
                        "one year",
                        "Say which with --year.",
                    )
                ]
            )
    if given_year is None:
        raise InputError(
            [
                Problem(
                    raw.file,
                    None,
                    None,
                    "no year in the file or its name",
                    None,
                    "a column Perioden or year, or a name such as kwb-2023.csv",
                    "Say the year with --year.",
                )
            ]
        )
    return pl.Series([given_year] * texts.height, dtype=pl.String)
