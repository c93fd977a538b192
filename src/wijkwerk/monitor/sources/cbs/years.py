"""The tables of one year, from however many files, as one; what contradicts itself is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wijkwerk.monitor.sources.cbs.cells import WITHHELD
from wijkwerk.monitor.sources.cbs.dictionary import dictionary
from wijkwerk.monitor.sources.cbs.places import lent_codes
from wijkwerk.monitor.sources.cbs.tables import FileReport, YearTable
from wijkwerk.shared.problems import InputError, Problem

MOST = 20
# Files round differently: 46.5 in one, 46.50 in the other is the same figure.
SLACK = 1e-6
_PLACE = ("name", "municipality", "level", "change")


@dataclass(frozen=True)
class Year:
    """All figures of a year: code, name, municipality, level, change, a number per topic and its
    sign (``<topic>:sign``), one row per area, sorted by code."""

    year: str
    topics: tuple[str, ...]
    frame: pl.DataFrame
    filled: int  # figures that one file lacks and another gives


def joined(tables: Sequence[YearTable], reports: Iterable[FileReport]) -> list[Year]:
    """A ``Year`` per year of ``tables``. InputError names every contradiction: an area twice with
    other figures, files of a year that differ, tables whose codes can't be found."""
    by_year: dict[str, list[YearTable]] = defaultdict(list)
    for table in tables:
        by_year[table.year].append(table)
    problems: list[Problem] = []
    years = []
    for year in sorted(by_year):
        coded, wrong = _with_codes(by_year[year])
        problems += wrong
        singles = []
        for table in coded:
            single, wrong = _single(table)
            singles.append(single)
            problems += wrong
        problems += _contradictions(singles)
        if not problems and singles:
            years.append(_one(year, singles))
    if problems:
        raise InputError(problems)
    return years


def _with_codes(tables: Sequence[YearTable]) -> tuple[list[YearTable], list[Problem]]:
    """Tables that have codes, their own or lent by another; a problem for each that has none."""
    have = [table for table in tables if not table.frame["code"].is_null().all()]
    coded, problems = list(have), []
    for table in tables:
        if not table.frame["code"].is_null().all():
            continue
        codes = lent_codes(table.frame, [year_table.frame for year_table in have])
        if codes is None:
            problems.append(
                Problem(
                    table.file,
                    1,
                    None,
                    "no column with area codes",
                    None,
                    "a column such as 'Codering' or gwb_code with GM0363, WK036301, BU03630101",
                    "Names alone tell too little. Tick 'Codering' under Regioaanduiding on "
                    f"StatLine, or give another file of {table.year} with the same rows and codes.",
                )
            )
        else:
            coded.append(
                YearTable(table.file, table.year, table.topics, table.frame.with_columns(codes))
            )
    return coded, problems


def _single(table: YearTable) -> tuple[YearTable, list[Problem]]:
    """``table`` with each area once; rows that are the same twice are one."""
    frame = table.frame.sort("code", "line", maintain_order=True)
    figures = [*table.topics]
    unique = frame.unique(["code", *figures], keep="first", maintain_order=True)
    twice = unique.filter(pl.col("code").is_duplicated())
    problems = []
    for code, rows in twice.group_by("code", maintain_order=True):
        first, second = rows["line"][0], rows["line"][1]
        problems.append(
            Problem(
                table.file,
                second,
                "code",
                "area stands twice",
                str(code[0]),
                f"each area once in {table.year}; also on line {first}, with other figures",
            )
        )
    once = unique.unique("code", keep="first", maintain_order=True)
    return YearTable(table.file, table.year, table.topics, once), problems[:MOST]


def _contradictions(tables: Sequence[YearTable]) -> list[Problem]:
    """Figures of the same area, year and topic that differ between two files."""
    problems: list[Problem] = []
    for second in range(1, len(tables)):
        for first in range(second):
            problems += _between(tables[first], tables[second])
    return problems


def _between(year_table: YearTable, other: YearTable) -> list[Problem]:
    shared = [topic for topic in year_table.topics if topic in other.topics]
    both = year_table.frame.join(other.frame, on="code", suffix="|2")
    problems: list[Problem] = []
    differing = 0
    for topic in shared:
        wrong = both.filter((pl.col(topic) - pl.col(f"{topic}|2")).abs() > SLACK)
        differing += wrong.height
        for row in wrong.head(MOST - len(problems)).iter_rows(named=True):
            problems.append(
                Problem(
                    other.file,
                    row["line|2"],
                    topic,
                    "files contradict one another",
                    f"{row['code']} in {year_table.year}: {row[f'{topic}|2']:g}",
                    f"{row[topic]:g}, as in {year_table.file}:{row['line']}",
                    "Is one of them another year or an older edition of the table? Give one of them.",
                )
            )
    if differing > len(problems):
        more = f"none; {differing - len(problems)} more between {year_table.file} and {other.file}"
        problems.append(Problem(other.file, None, None, "files contradict one another", None, more))
    return problems


def _one(year: str, tables: Sequence[YearTable]) -> Year:
    """All tables of a year side by side; a figure goes before a sign, and a sign for 'withheld'
    before a blank."""
    topics = tuple(dict.fromkeys(topic for table in tables for topic in table.topics))
    every = pl.concat([table.frame.select("code") for table in tables]).unique().sort("code")
    frame, filled = every, 0
    pieces = [
        every.join(table.frame, on="code", how="left", maintain_order="left") for table in tables
    ]
    for name in _PLACE:
        frame = frame.with_columns(pl.coalesce(*(piece[name] for piece in pieces)).alias(name))
    for topic in topics:
        having = [
            piece for piece, table in zip(pieces, tables, strict=True) if topic in table.topics
        ]
        number = pl.coalesce(*(piece[topic] for piece in having))
        # Withheld first: a blank in another file doesn't make it merely missing.
        signs = [piece[f"{topic}:sign"] for piece in having]
        hidden = [pl.when(sign.is_in(list(WITHHELD))).then(sign) for sign in signs]
        frame = frame.with_columns(
            number.alias(topic), pl.coalesce(*hidden, *signs).alias(f"{topic}:sign")
        )
        frame = frame.with_columns(
            pl.when(pl.col(topic).is_null()).then(pl.col(f"{topic}:sign")).alias(f"{topic}:sign")
        )
        if len(having) > 1:
            filled += int(
                (
                    frame[topic].is_not_null()
                    & having[0][topic].is_null()
                    & having[0][f"{topic}:sign"].is_not_null()
                ).sum()
            )
    return Year(year, topics, _with_counts(frame, topics), filled)


def _with_counts(frame: pl.DataFrame, topics: Sequence[str]) -> pl.DataFrame:
    """Counts that a year gives only as percentages: the percentage of what it is a share of.

    Whole percentages make these estimates; ``<topic>:estimated`` says so.
    """
    topics_known = dictionary().topics
    for topic in topics_known.values():
        share = topics_known[topic.share] if topic.share else None
        if (
            share is None
            or share.of is None
            or topic.id in topics
            or share.id not in topics
            or share.of not in topics
        ):
            continue
        count = (pl.col(share.id) / 100 * pl.col(share.of)).round(0)
        sign = pl.coalesce(f"{share.id}:sign", f"{share.of}:sign")
        frame = frame.with_columns(
            count.alias(topic.id),
            sign.alias(f"{topic.id}:sign"),
            pl.lit(True).alias(f"{topic.id}:estimated"),
        )
    return frame
