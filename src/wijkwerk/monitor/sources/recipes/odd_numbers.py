"""Numbers that aren't what they look like: nines that stand for 'no figure', and a percentage beside a
fraction in one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from wijkwerk.monitor.sources.recipes.keys import MOST, first_problems
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import quoted

if TYPE_CHECKING:
    from wijkwerk.monitor.sources.recipes.rows import Rows, Workshop

# Statistics Netherlands writes -99997, 99995 and the like for what is unknown, withheld or not asked.
FILLER = r"-9{3,}[0-9]?(?:[.,]0+)?|9{4,}[0-9](?:[.,]0+)?"
_APART = 10  # times the largest other figure
_SIX_NINES = 999_990


def is_filler(text: str) -> bool:
    """Whether a cell may be such a number: -999, -99997, 99995, 9999999."""
    return re.fullmatch(FILLER, text.strip(), re.ASCII) is not None


def stands_for_nothing(number: float, others: Sequence[float]) -> bool:
    """Whether a number that may stand for 'no figure' surely does, by the ``others`` of its column."""
    if number < 0:
        return not any(other < 0 for other in others) or number <= -_SIX_NINES / _APART
    return number >= _SIX_NINES or number >= _APART * max(map(abs, others), default=0.0)


def percent_and_fraction(texts: Iterable[str]) -> tuple[str, str] | None:
    """A percentage and a number of at most 1 without a % that stand in one column, or None."""
    percent = fraction = None
    for text in texts:
        if "%" in text:
            percent = percent or text
        elif fraction is None and _is_fraction(text):
            fraction = text
        if percent and fraction:
            return percent, fraction
    return None


def _is_fraction(text: str) -> bool:
    plain = re.fullmatch(r"[+\-−]?(?:0?[.,]\d+|1(?:[.,]0+)?)", text.strip(), re.ASCII)
    return plain is not None and re.search("[1-9]", text) is not None


def mixed_percents(
    file: str, line: int | None, column: str, percent: str, fraction: str
) -> Problem:
    """The problem of a column with a percentage and a fraction; ``line`` of the fraction, None when it
    isn't known."""
    return Problem(
        file,
        line,
        column,
        "percentage beside a fraction",
        f"{fraction}, beside {percent}",
        "a % in every cell of the column, or in none",
        "Write the column one way in the file: as percentages, or as fractions with factor = 100.",
    )


def refuse_mixed_percents(shop: Workshop, rows: Rows) -> None:
    """InputError where part of the cells of a figure have a % and another is a fraction: 5,5% beside
    0,075. Nobody can tell whether the fraction is 7,5% or 0,075%."""
    problems: list[Problem] = []
    same = ", ".join(("series", *(f"w{place}" for place in rows.texts.values())))
    for header, place in _with(shop, rows, lambda place: f"contains(r{place}, '%')"):
        text, number = f"r{place}", f"n{place}"
        is_percent = f"contains({text}, '%') AND {number} IS NOT NULL"
        is_fraction = f"NOT contains({text}, '%') AND abs({number}) <= 1 AND {number} <> 0"
        mixed = shop.con.execute(
            f"SELECT min(line) FILTER (WHERE {is_fraction}) AS line, "
            f"arg_min({text}, line) FILTER (WHERE {is_fraction}) AS fraction, "
            f"arg_min({text}, line) FILTER (WHERE {is_percent}) AS percent "
            f"FROM read_parquet({quoted(str(rows.path))}) GROUP BY {same} "
            "HAVING fraction IS NOT NULL AND percent IS NOT NULL ORDER BY 1"
        ).fetchall()
        problems += [
            mixed_percents(rows.staged.name, int(line), header, percent, fraction)
            for line, fraction, percent in mixed
        ]
    if problems:
        raise InputError(first_problems(problems, rows.staged.name, None))


def remark_on_fillers(shop: Workshop, rows: Rows) -> None:
    """A remark for numbers such as -99997 and 9999999 that are read as figures."""

    def of_fillers(place: int) -> str:
        return (
            f"n{place} IS NOT NULL AND contains(r{place}, '999') "
            f"AND regexp_full_match(r{place}, {quoted(FILLER)})"
        )

    for header, place in _with(shop, rows, of_fillers):
        counted = shop.con.execute(
            f"SELECT r{place}, count(*) FROM read_parquet({quoted(str(rows.path))}) "
            f"WHERE {of_fillers(place)} GROUP BY 1 ORDER BY 1 LIMIT {MOST}"
        ).fetchall()
        for text, times in counted:
            shop.remark(
                rows.staged.name,
                header,
                "number that may stand for no figure",
                f"{text}, {times} times",
                "a figure",
                "Name it under [file.signs], as missing or withheld, when it isn't one.",
            )


def _with(shop: Workshop, rows: Rows, condition: Callable[[int], str]) -> list[tuple[str, int]]:
    """The columns of numbers, and their places, of which a row meets ``condition``, in one pass."""
    columns = list(rows.numbers.items())
    if not columns:
        return []
    tests = ", ".join(f"bool_or({condition(place)})" for _, place in columns)
    met = shop.con.execute(f"SELECT {tests} FROM read_parquet({quoted(str(rows.path))})").fetchone()
    assert met is not None
    return [column for column, is_met in zip(columns, met, strict=True) if is_met]
