"""Checks of areas, groups, correspondence, published counts and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from wijkwerk.areas.api import hierarchy_faults, level_of, overlaps, repair_code, suggest
from wijkwerk.monitor.core.tables import AREA_LEVELS, CLASSES
from wijkwerk.monitor.sources.read import table_file
from wijkwerk.monitor.sources.source import Source
from wijkwerk.monitor.sources.text_files import read_text_table
from wijkwerk.shared.problems import Problem, Severity

_WEIGHT_SLACK = 1e-6


def check_small_tables(source: Source) -> list[Problem]:
    """Problems of the small tables and of what the settings say of them."""
    return [
        *_areas(source),
        *_groups(source),
        *_correspondence(source),
        *_published(source),
        *_settings(source),
    ]


def _lines(source: Source, name: str) -> tuple[str, list[int]]:
    """The name of a table's file and the line of each of its rows."""
    path = table_file(source.folder, name)
    if path is None:
        return f"{name}.csv", []
    return path.name, read_text_table(path)["line"].to_list()


def hint(code: str, known: Iterable[str]) -> str | None:
    """'Did you mean …?' when something known is near, or None."""
    near = suggest(code, known)
    return f"Did you mean {near}?" if near else None


def _areas(source: Source) -> Iterator[Problem]:
    name, lines = _lines(source, "areas")
    areas = source.areas
    known = set(areas["code"].drop_nulls().to_list())
    for row, area in enumerate(areas.iter_rows(named=True)):
        line, code, level = lines[row], area["code"], area["level"]
        if code is None:
            yield Problem(name, line, "code", "code is missing", None, "a code for every area")
            continue
        if level not in AREA_LEVELS:
            near = suggest(level or "", AREA_LEVELS)
            yield Problem(
                name, line, "level", "unknown level", level, "one of " + ", ".join(AREA_LEVELS),
                f"Did you mean {near}?" if near else None,
            )  # fmt: skip
            continue
        told = level_of(code)
        if told is None and level in ("municipality", "district", "neighbourhood"):
            mended = repair_code(code, level)
            if mended is not None and mended != code:
                yield Problem(
                    name, line, "code", "code without its letters or zeros", code,
                    f"a code such as {mended}",
                    f"Did you mean {mended}? Spreadsheets drop leading zeros: import the column "
                    "as text.",
                )  # fmt: skip
        elif told is not None and told != level:
            yield Problem(
                name, line, "level", "level doesn't fit the code", level, f"{told} for {code}"
            )
        for column in ("inhabitants", "dwellings"):
            if area[column] is not None and area[column] < 0:
                yield Problem(
                    name, line, column, "negative count", f"{area[column]:g}", "zero or more"
                )
        start, end = area["valid_from"], area["valid_to"]
        if start is not None and end is not None and start > end:
            yield Problem(name, line, "valid_to", "ends before it starts", end, f"{start} or later")
    for fault in hierarchy_faults(areas.filter(pl.col("code").is_not_null())):
        if fault.kind == "double":
            yield Problem(
                name, lines[fault.row], "code", "defined twice", fault.code, "each code once"
            )
        elif fault.kind == "orphan":
            yield Problem(
                name, lines[fault.row], "parent", "unknown code", fault.detail,
                "the code of an area in this file", hint(fault.detail, known),
            )  # fmt: skip
        else:
            yield Problem(
                name, lines[fault.row], "parent", "hierarchy runs in a circle", fault.detail,
                "a parent on a higher level",
            )  # fmt: skip
    for first, second in overlaps(areas, ["code"]):
        yield Problem(
            name, lines[second], "valid_from", "validity overlaps", areas["code"][second],
            f"periods that don't meet those of line {lines[first]}",
        )  # fmt: skip


def _groups(source: Source) -> Iterator[Problem]:
    name, lines = _lines(source, "groups")
    known = set(source.areas["code"].drop_nulls().to_list())
    seen: dict[tuple[object, ...], int] = {}
    for row, member in enumerate(source.groups.iter_rows()):
        line = lines[row]
        if member[1] not in known:
            yield Problem(
                name, line, "area", "unknown code", member[1], "the code of an area in areas.csv",
                hint(member[1] or "", known),
            )  # fmt: skip
        if member in seen:
            yield Problem(
                name, line, "area", "defined twice", member[1], f"once; also on line {seen[member]}"
            )
        seen.setdefault(member, line)
    for first, second in overlaps(source.groups, ["group", "area"]):
        yield Problem(
            name, lines[second], "valid_from", "validity overlaps", source.groups["area"][second],
            f"periods that don't meet those of line {lines[first]}",
        )  # fmt: skip


def _correspondence(source: Source) -> Iterator[Problem]:
    known = set(source.areas["code"].drop_nulls().to_list())
    for path in sorted((source.folder / "correspondence").glob("*.csv")):
        yield from _one_correspondence(path, known)


def _one_correspondence(path: Path, known: set[str]) -> Iterator[Problem]:
    name = f"correspondence/{path.name}"
    frame = read_text_table(path)
    weights = frame.select(
        "line", "area_from", "area_to", weight=pl.col("weight").cast(pl.Float64, strict=False)
    )
    for row in weights.iter_rows(named=True):
        if row["area_to"] not in known:
            yield Problem(
                name, row["line"], "area_to", "unknown code", row["area_to"],
                "the code of an area in areas.csv", hint(row["area_to"] or "", known),
            )  # fmt: skip
        if row["weight"] is None or not 0 <= row["weight"] <= 1:
            yield Problem(
                name, row["line"], "weight", "impossible weight", str(row["weight"]),
                "a share between 0 and 1",
            )  # fmt: skip
    sums = weights.group_by("area_from").agg(pl.col("weight").sum(), pl.col("line").min())
    off = sums.filter((pl.col("weight") - 1).abs() > _WEIGHT_SLACK).sort("line")
    for row in off.iter_rows(named=True):
        yield Problem(
            name, row["line"], "weight", "weights don't add up to 1", f"{row['weight']:.6g}",
            f"1 over all rows of {row['area_from']}",
        )  # fmt: skip


def _published(source: Source) -> Iterator[Problem]:
    name, lines = _lines(source, "published")
    indicators = [one.id for one in source.indicators]
    for row, entry in enumerate(source.published_classes.iter_rows(named=True)):
        if entry["indicator"] not in indicators:
            yield Problem(
                name, lines[row], "indicator", "unknown indicator", entry["indicator"],
                "an indicator in indicators.toml", hint(entry["indicator"] or "", indicators),
            )  # fmt: skip
        if entry["class"] not in CLASSES:
            yield Problem(
                name, lines[row], "class", "unknown class", entry["class"],
                "one of " + ", ".join(CLASSES), hint(entry["class"] or "", CLASSES),
            )  # fmt: skip


def _settings(source: Source) -> Iterator[Problem]:
    settings = source.settings
    areas = set(source.areas["code"].drop_nulls().to_list())
    groups = set(source.groups["group"].to_list())
    codes = areas | groups
    for code in (settings.reference.code, *settings.reference.also):
        if code is not None and code not in codes:
            yield Problem(
                "source.toml", None, "reference", "unknown code", code, "an area or a group",
                hint(code, codes),
            )  # fmt: skip
    for group in (*settings.report_groups, settings.focus_group):
        if group is not None and group not in codes:
            yield Problem(
                "source.toml", None, "source", "unknown group", group, "a group in groups.csv",
                hint(group, codes),
            )  # fmt: skip
    for indicator in source.indicators:
        if indicator.reference is not None and indicator.reference not in codes:
            yield Problem(
                "indicators.toml", None, f"{indicator.id}.reference", "unknown code",
                indicator.reference, "an area or a group", hint(indicator.reference, codes),
            )  # fmt: skip
    if not source.areas.filter(pl.col("level") == "municipality").height and (
        settings.reference.rule == "municipality"
    ):
        yield Problem(
            "source.toml", None, "reference.rule", "no municipality to compare with",
            "municipality", "areas with level municipality, or another rule",
            severity=Severity.WARNING,
        )  # fmt: skip
