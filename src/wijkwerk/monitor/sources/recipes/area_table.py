"""``areas.csv`` of a recipe's source: every area that has figures, with name, parent and size."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from wijkwerk.areas.api import level_of, parent_of
from wijkwerk.monitor.core.tables import AREA_LEVELS
from wijkwerk.monitor.sources.recipes.keys import mend, with_area_above
from wijkwerk.monitor.sources.recipes.recipe import Names
from wijkwerk.monitor.sources.recipes.rows import Rows, Workshop, kept_rows
from wijkwerk.tables.api import Account, is_total, quoted

COLUMNS = (
    "code", "name", "level", "parent", "inhabitants", "dwellings", "valid_from", "valid_to",
)  # fmt: skip
_WORDS = {
    "country": "Land",
    "municipality": "Gemeente",
    "district": "Wijk",
    "neighbourhood": "Buurt",
    "custom": "Gebied",
}
_OWN_NUMBER = (
    6  # letters of a code of a district or neighbourhood before its number in the municipality
)


@dataclass(frozen=True)
class Area:
    """An area on its way to ``areas.csv``; None: not known (yet)."""

    code: str
    level: str
    name: str | None = None
    parent: str | None = None
    inhabitants: float | None = None
    dwellings: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None


def area_table(shop: Workshop, every: Sequence[Rows]) -> pl.DataFrame:
    """The areas of the files that are on the source's boundaries, of the recipe, and above them.

    One row per area, with the columns ``COLUMNS``.
    """
    area_by_code: dict[str, Area] = {}
    for rows in every:
        if rows.file.vintage in (None, shop.recipe.vintage):
            for area in _in_file(shop, rows):
                area_by_code[area.code] = _first(area_by_code.get(area.code), area)
    for entry in shop.recipe.areas:
        given_area = _given(entry)
        area_by_code[given_area.code] = (
            _first(given_area, area_by_code[given_area.code])
            if given_area.code in area_by_code
            else given_area
        )
    _add_parents(area_by_code)
    for number_, names in enumerate(shop.recipe.names):
        named_areas = _known(shop, names, f"names.{number_}", area_by_code)
        for code, area in area_by_code.items():
            if code in named_areas:
                area_by_code[code] = _first(area, named_areas[code])
    rows_out = [
        replace(
            area, name=area.name or _unnamed(area, area_by_code), parent=_parent(area, area_by_code)
        )
        for area in sorted(
            area_by_code.values(), key=lambda area: (AREA_LEVELS.index(area.level), area.code)
        )
    ]
    schema = dict.fromkeys(COLUMNS, pl.String) | {
        "inhabitants": pl.Float64,
        "dwellings": pl.Float64,
    }
    return pl.DataFrame(
        [tuple(getattr(area, column) for column in COLUMNS) for area in rows_out],
        schema=schema,
        orient="row",
    )


def _first(area: Area | None, other: Area) -> Area:
    """``area`` with what it doesn't know taken from ``other``."""
    if area is None:
        return other
    fields = {
        column: getattr(area, column)
        if getattr(area, column) is not None
        else getattr(other, column)
        for column in COLUMNS
    }
    return Area(**fields)


def _in_file(shop: Workshop, rows: Rows) -> Iterable[Area]:
    """The areas of a file; its latest period tells name and size."""
    path = quoted(str(rows.path))
    rows_found = shop.con.execute(
        "SELECT area, any_value(level), arg_max(name, period) FILTER (name IS NOT NULL), "
        "arg_max(parent, period) FILTER (parent IS NOT NULL), "
        "arg_max(inhabitants, period) FILTER (inhabitants IS NOT NULL), "
        "arg_max(dwellings, period) FILTER (dwellings IS NOT NULL) "
        f"FROM (SELECT * FROM read_parquet({path}) ORDER BY line) GROUP BY area ORDER BY area"
    ).fetchall()
    for code, level, name, parent, inhabitants, dwellings in rows_found:
        named = not rows.file.name_levels or level in rows.file.name_levels
        yield Area(
            code,
            level,
            _clean(name, rows.file.name_remove) if named else None,
            parent,
            inhabitants,
            dwellings,
        )


def _clean(name: str | None, remove: str | None) -> str | None:
    if name is None:
        return None
    plain = re.sub(r"\s+", " ", name).strip()
    if is_total(plain):
        return None  # of a row that the recipe gives a code: what it is about, and no name
    if remove is not None:
        plain = re.sub(remove, "", plain).strip()
    return plain or None


def _given(entry: Mapping[str, Any]) -> Area:
    level = entry.get("level") or level_of(entry["code"]) or "custom"
    return Area(level=level, **{key: value for key, value in entry.items() if key != "level"})


def _add_parents(area_by_code: dict[str, Area]) -> None:
    """Areas that the codes of others point at. A country isn't pointed at by a code."""
    waiting = list(area_by_code)
    while waiting:
        code = waiting.pop()
        above = parent_of(code)
        if above is not None and above not in area_by_code:
            area_by_code[above] = Area(above, level_of(above) or "custom")
            waiting.append(above)


def _parent(area: Area, area_by_code: Mapping[str, Area]) -> str | None:
    """The parent that is given, or that the code tells, or the country when there is one."""
    if area.parent in area_by_code:
        return area.parent
    above = parent_of(area.code)
    if above in area_by_code:
        return above
    countries = sorted(code for code, other in area_by_code.items() if other.level == "country")
    return countries[0] if countries and area.level == "municipality" else None


def _unnamed(area: Area, area_by_code: Mapping[str, Area]) -> str:
    """What an area without a name is called: its kind, that it has none, the municipality that it lies
    in and its number in that, so that two of them aren't called the same. A code is no name; it stands
    here only for an area of which nothing else is known."""
    kind = _WORDS.get(area.level, "Gebied")
    municipality = area_by_code.get(f"GM{area.code[2:6]}")
    if area.level in ("district", "neighbourhood") and municipality and municipality.name:
        return f"{kind} zonder naam in {municipality.name} ({area.code[_OWN_NUMBER:]})"
    return f"{kind} zonder naam ({area.code})"


def _known(shop: Workshop, names: Names, place: str, wanted: Container[str]) -> dict[str, Area]:
    """What a file of names knows, by code; the first row of a code wins. ``wanted``: the codes that
    have figures, for the account of its rows."""
    staged = shop.stage(names.reading, place)
    rows = kept_rows(shop, staged, names.keep, place)
    columns = {
        key: staged.column(header, f"{place}.{key}", shop.recipe.name)
        for key, header in names.columns.items()
    }
    sizes = [names.columns[key] for key in ("inhabitants", "dwellings") if key in columns]
    numbers = shop.numbers(
        staged,
        names.reading,
        {names.columns[key]: columns[key] for key in columns if names.columns[key] in sizes},
    )

    def count(key: str) -> str:
        if key not in names.columns:
            return "NULL"
        return f"{numbers[names.columns[key]].number} * {float(names.size_factors.get(key, 1))!r}"

    name = f"nullif(t.{columns['name']}, '')" if "name" in columns else "NULL"
    raw_code = f"t.{columns['code']}"
    if names.codes.within is not None:
        above = staged.column(names.codes.within, f"{place}.codes.within", shop.recipe.name)
        raw_code = with_area_above(f"t.{above}", f"coalesce({raw_code}, '')", names.codes)
    area_by_code: dict[str, Area] = {}
    left_out = {
        "left out by keep": staged.rows,
        "without a code": 0,
        "that repeat a code": 0,
        "of areas without figures": 0,
    }
    for raw, text, inhabitants, dwellings in shop.con.execute(
        f"SELECT {raw_code}, {name}, {count('inhabitants')}, {count('dwellings')} "
        f"FROM read_parquet({quoted(str(staged.path))}) AS t WHERE {rows} ORDER BY line"
    ).fetchall():
        left_out["left out by keep"] -= 1
        code = mend(raw, names.codes.level, names.codes)
        if code is None:
            left_out["without a code"] += 1
        elif code in area_by_code:
            left_out["that repeat a code"] += 1
        else:
            left_out["of areas without figures"] += code not in wanted
            area_by_code[code] = Area(
                code,
                level_of(code) or "custom",
                _clean(text, names.name_remove),
                None,
                inhabitants,
                dwellings,
            )
    shop.accounts.append(
        Account(staged.name, staged.rows, sum(code in wanted for code in area_by_code), left_out)
    )
    return area_by_code
