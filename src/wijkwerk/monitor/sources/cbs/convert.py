"""Files of key figures into a source folder: the whole road."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from wijkwerk.areas.api import level_of
from wijkwerk.monitor.sources.cbs.areas import areas_of, groups_of, reference_rule, without_city
from wijkwerk.monitor.sources.cbs.files import RawTable, read_tables
from wijkwerk.monitor.sources.cbs.folder import must_be_free, whole_or_nothing, write_source
from wijkwerk.monitor.sources.cbs.observations import observations_of
from wijkwerk.monitor.sources.cbs.report import Report
from wijkwerk.monitor.sources.cbs.suspicions import copied_years, with_filled_marks
from wijkwerk.monitor.sources.cbs.tables import FileReport, YearTable, interpret
from wijkwerk.monitor.sources.cbs.years import Year, joined
from wijkwerk.shared.problems import InputError, Problem

Progress = Callable[[str, float], None]


class Gathered:
    """Tables as they come in; each is made sense of at once, so that only figures stay in memory.

    Faults are kept until ``must_be_right``: the user is told all of them in one run. ``year`` is for
    tables that tell none.
    """

    def __init__(self, year: str | None = None) -> None:
        self.year = year
        self.tables: list[YearTable] = []
        self.reports: list[FileReport] = []
        self._problems: list[Problem] = []
        # Sheets without key figures, per workbook: an explanation beside the figures is no fault.
        self._sheets: dict[str, list[Problem]] = {}
        self._understood: set[str] = set()

    def read(self, path: Path) -> None:
        """Take the tables of a file."""
        try:
            for raw in read_tables(path):
                self.add(raw)
        except InputError as wrong:
            self._problems += wrong.problems

    def add(self, raw: RawTable) -> None:
        """Take a table that was read already."""
        workbook = raw.file.split(", sheet ")[0]
        try:
            year_tables, report = interpret(raw, self.year)
        except InputError as wrong:
            if ", sheet " in raw.file and wrong.problems[0].code.startswith("no key figures"):
                self._sheets.setdefault(workbook, []).extend(wrong.problems)
            else:
                self._problems += wrong.problems
            return
        self._understood.add(workbook)
        self.tables += year_tables
        self.reports.append(report)

    def must_be_right(self) -> None:
        """InputError with every fault so far."""
        lost = [
            problem
            for workbook, problems in self._sheets.items()
            if workbook not in self._understood
            for problem in problems
        ]
        if self._problems or lost:
            raise InputError([*self._problems, *lost])


def from_files(
    paths: Sequence[Path],
    out: Path,
    *,
    year: str | None = None,
    municipalities: Sequence[str] = (),
    population: bool = False,
    place: tuple[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Write the source folder ``out`` out of ``paths`` and tell what was done.

    ``year`` for files that tell none; ``municipalities`` (codes) keeps only these and the country;
    ``population`` takes age and households along; ``place``, a code and a name, is what the source is
    called after. Raises InputError with every fault of every file,
    and then writes nothing.
    """
    tell = progress or (lambda step, share: None)
    must_be_free(out)
    gathered = gather(paths, year, tell)
    return make_source(
        gathered,
        out,
        municipalities=municipalities,
        population=population,
        place=place,
        progress=tell,
    )


def gather(paths: Sequence[Path], year: str | None, progress: Progress) -> Gathered:
    """The tables of all ``paths``; InputError with every fault of every file."""
    gathered = Gathered(year)
    for number, path in enumerate(paths):
        progress(f"reading {path.name}", 0.6 * number / len(paths))
        gathered.read(path)
    gathered.must_be_right()
    return gathered


def make_source(
    gathered: Gathered,
    out: Path,
    *,
    municipalities: Sequence[str] = (),
    population: bool = False,
    place: tuple[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """The source folder ``out`` of what was gathered; options as for ``from_files``.

    Raises InputError when no indicator can be made of it.
    """
    tell = progress or (lambda step, share: None)
    tell("understanding", 0.6)
    gathered.must_be_right()
    tables, reports = gathered.tables, gathered.reports
    years = joined(tables, reports)
    if municipalities:
        years = _within(years, municipalities)
    years, filled = with_filled_marks(years)
    tell("making the source", 0.8)
    areas = areas_of(years)
    rule = reference_rule(areas)
    observations, taken, lacking = observations_of(years, population)
    if not observations.height:
        raise InputError([_nothing_to_follow(reports, lacking)])
    have = {year.year for year in years}
    report = Report(
        files=tuple(reports),
        areas=dict(areas.group_by("level", maintain_order=True).len().iter_rows()),
        observations=observations.height,
        statuses=dict(observations.group_by("status").len().sort("status").iter_rows()),
        taken=tuple(taken),
        lacking=lacking,
        filled=filled,
        copied=tuple(copied_years(years)),
        gaps=tuple(
            str(lacking_year)
            for lacking_year in range(int(min(have)), int(max(have)))
            if str(lacking_year) not in have
        ),
        without_city=tuple(without_city(areas)),
        completed=sum(year.filled for year in years),
        population=population,
    )
    tell("writing", 0.9)
    with whole_or_nothing(out) as building:
        write_source(building, areas, groups_of(years, areas), observations, rule, report, place)
    tell("done", 1.0)
    return report


def _within(years: Sequence[Year], municipalities: Sequence[str]) -> list[Year]:
    wanted = [code.strip().upper() for code in municipalities]
    wrong = [code for code in wanted if level_of(code) != "municipality"]
    numbers = {code[2:6] for year in years for code in year.frame["code"].to_list()}
    wrong += [code for code in wanted if code not in wrong and code[2:] not in numbers]
    if wrong:
        raise InputError(
            [
                Problem(
                    "--municipality",
                    None,
                    None,
                    "unknown municipality",
                    code,
                    "the code of a municipality in the files, such as GM0363",
                )
                for code in wrong
            ]
        )
    keep = pl.col("code").str.slice(2, 4).is_in([code[2:] for code in wanted])
    country = pl.col("code").str.starts_with("NL")
    return [
        Year(year.year, year.topics, year.frame.filter(keep | country), year.filled)
        for year in years
    ]


def _nothing_to_follow(reports: Sequence[FileReport], lacking: dict[str, set[str]]) -> Problem:
    file = reports[0].file if len(reports) == 1 else "the files together"
    people = any(not others for others in lacking.values())
    if people:
        advice = "There are only figures on the population: --with-population makes shares of them."
    elif lacking:
        parts = [
            f"{name} needs {', '.join(sorted(need))}" for name, need in sorted(lacking.items())
        ]
        advice = f"Their bases are missing: {'; '.join(parts)}."
    else:
        advice = "Take more topics along in the download."
    return Problem(
        file,
        None,
        None,
        "no indicator can be made of these columns",
        None,
        "at least one topic that is better when higher or lower",
        advice,
    )
