"""What the procedure needs of a list's folder: which there are, and which areas one lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from wijkwerk.designation.core.effects import Duty, duties
from wijkwerk.designation.core.moments import first_in_a_row
from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.publication.api import MANIFEST, file_hash
from wijkwerk.shared.problems import InputError
from wijkwerk.shared.text import Text

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")


@dataclass(frozen=True)
class AreaOnList:
    """An area of a list in a year; ``status`` is '' when it isn't listed or that can't be told.

    ``chance`` (0 to 1, None when nothing was drawn) is that of its status, or of the one that asks
    least when it has none; ``unknown``: its status, or a higher one, can't be told.
    """

    code: str
    name: str
    municipality: str
    status: str
    label_nl: str
    label_en: str
    chance: float | None = None
    unknown: bool = False


@dataclass(frozen=True)
class Listed:
    """A list as the procedure sees it."""

    id: str
    title_nl: str
    title_en: str
    simulated: bool
    years: tuple[int, ...]
    digest: str


def lists_in(folder: Path) -> list[Listed]:
    """Every whole list in ``folder``, in order of id."""
    lists = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if _ID.fullmatch(path.name) and path.is_dir():
            try:
                lists.append(find_list(folder, path.name))
            except (InputError, OSError):
                continue
    return lists


def find_list(folder: Path, name: str) -> Listed:
    """The list with this id. Raises InputError when there is none, or it isn't whole."""
    opened = open_list(folder, name)
    title = opened.scheme.title
    return Listed(
        opened.id,
        title.nl,
        title.en,
        bool(opened.manifest["simulated"]),
        tuple(opened.years),
        file_hash(opened.path / MANIFEST),
    )


def areas_of(folder: Path, name: str, year: int) -> list[AreaOnList]:
    """Every area of the list that existed in ``year``, with the status it has by the rule.

    Raises InputError for a year that the list hasn't got.
    """
    opened = open_list(folder, name)
    if year not in opened.years:
        raise InputError.of(name, "no such year", f"one of {opened.years}", value=str(year))
    held_in_year = (
        opened.table("held").filter(pl.col("year") == year).select("area", "status", "possible")
    )
    named = opened.table("areas").select("code", "name", "municipality")
    drawn = opened.table("firmness").filter(pl.col("year") == year)
    chances = {
        (area, status): share
        for area, status, share in drawn.select("area", "status", "probability")
        .collect()
        .iter_rows()
    }
    lowest = opened.scheme.at(year).lowest()
    rows = held_in_year.join(named, left_on="area", right_on="code").sort(
        "municipality", "name", "area"
    )
    area_on_lists = []
    for row in rows.collect().iter_rows(named=True):
        status = row["status"] if row["status"] not in ("", "unknown") else ""
        label = opened.scheme.label(status, year, "nl") if status else ""
        english = opened.scheme.label(status, year, "en") if status else ""
        area_on_lists.append(
            AreaOnList(
                row["area"],
                row["name"],
                row["municipality"] or "",
                status,
                label,
                english,
                chances.get((row["area"], status or lowest)),
                row["status"] == "unknown" or row["possible"] != "",
            )
        )
    return area_on_lists


@dataclass(frozen=True)
class Consequences:
    """What follows for the areas of a year of a list: the duties of each, with its scheme and the names of
    consequences and statuses in both languages."""

    scheme: str
    of_area: Mapping[str, tuple[Duty, ...]]
    texts: Mapping[str, Text]  # by code of the consequence
    statuses: Mapping[str, Text]
    lowest: str


def years_of_list(folder: Path, name: str) -> tuple[int, ...]:
    """The years that a list has. Raises InputError when there is no such list."""
    return tuple(open_list(folder, name).years)


def consequences_of(
    folder: Path, name: str, year: int, today: str, added: Mapping[str, str]
) -> Consequences:
    """What follows from a year of a list, as on ``today`` (ISO): since the first list in a row by which an
    area has a status, or, for those that a decision ``added``, since the day that is given.

    Raises InputError when there is no such list or year.
    """
    digest = file_hash(open_list(folder, name).path / MANIFEST)
    return _consequences(folder, name, digest, year, today, tuple(sorted(added.items())))


# A list never changes, and a page asks the same several times; the digest is of its manifest.
@lru_cache(maxsize=16)
def _consequences(
    folder: Path, name: str, digest: str, year: int, today: str, put_on: tuple[tuple[str, str], ...]
) -> Consequences:
    opened, added = open_list(folder, name), dict(put_on)
    if year not in opened.years:
        raise InputError.of(name, "no such year", f"one of {opened.years}", value=str(year))
    rules, day = opened.scheme.at(year), opened.scheme.list_date
    met = opened.table("statuses").filter((pl.col("result") == "met") & (pl.col("year") <= year))
    years: dict[tuple[str, str], set[int]] = {}
    for area, status, met_in in met.select("area", "status", "year").collect().iter_rows():
        years.setdefault((area, status), set()).add(met_in)
    entered: dict[str, dict[str, str]] = {
        area: {rules.lowest(): since} for area, since in added.items()
    }
    for (area, status), years_met in years.items():
        if year not in years_met or area in added:
            continue
        entered.setdefault(area, {})[status] = f"{first_in_a_row(years_met, year):04d}-{day}"
    return Consequences(
        opened.scheme.id,
        {area: duties(rules.consequences, since, today) for area, since in entered.items()},
        {row.code: Text(row.text.in_("nl"), row.text.in_("en")) for row in rules.consequences},
        {
            status.code: Text(
                opened.scheme.label(status.code, year, "nl"),
                opened.scheme.label(status.code, year, "en"),
            )
            for status in rules.active()
        },
        rules.lowest(),
    )


def open_list(folder: Path, name: str) -> DesignationList:
    """The list with this id. Raises InputError when there is none, or it isn't whole."""
    # A name, and nothing that leads out of the folder.
    if not _ID.fullmatch(name) or not (folder / name).is_dir():
        raise InputError.of("list", "no such list", "the id of a list", value=name[:200])
    return DesignationList.open(folder / name)
