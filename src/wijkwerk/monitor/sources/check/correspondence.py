"""Checks of the tables of correspondence: each by itself, and where they lead to together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import polars as pl

from wijkwerk.monitor.core.definitions import VintagePeriods
from wijkwerk.monitor.core.vintage_chains import EARLIER, LATEST, WEIGHT_SLACK, Chains, chains
from wijkwerk.monitor.sources.check.areas import known_codes
from wijkwerk.monitor.sources.check.problem_reporting import Limit, near
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem


def check_correspondence(reading: Reading) -> list[Problem]:
    """Problems of the tables, of the vintage that the settings ask for, and of their rules."""
    if not reading.correspondence:
        return []
    of = chains_of(reading)
    problems: list[Problem] = []
    for name, table in reading.correspondence.items():
        problems += _table(name, table, _known(reading, of), of.target)
    problems += _in_two_tables(reading)
    problems += _target(reading, of)
    problems += _rules(reading, of)
    return problems


def chains_of(reading: Reading) -> Chains:
    """The chains of what could be read of the tables."""
    pieces = [table.drop("line") for table in reading.correspondence.values()]
    settings = reading.settings
    table = pl.concat(pieces).drop_nulls(["area_from", "area_to"])
    return chains(table, settings.vintage if settings is not None else None)


def _known(reading: Reading, of: Chains) -> dict[str | None, set[str]]:
    """The areas that a table to each vintage may lead to: those of the source, and on the way
    there those that a next table takes further. Vintages from which no table leads to that of the
    source may have any, and so may all when the areas can't be read."""
    areas = reading.tables.get("areas")
    if areas is None:
        return {}
    own = known_codes(areas)
    areas_by_vintage: dict[str | None, set[str]] = {}
    for _, end in of.tables:
        after = [codes for pair, codes in of.tables.items() if pair[0] == end]
        if end == of.target or of.target is None or end in of.routes:
            areas_by_vintage[None if end == LATEST else end] = (
                own if end == of.target else own.union(*after)
            )
    return areas_by_vintage


def _table(
    name: str,
    table: pl.DataFrame,
    areas_by_vintage: Mapping[str | None, set[str]],
    target: str | None,
) -> Iterator[Problem]:
    weighted = not table["weight"].is_null().all()  # else the column is absent, and told
    limit = Limit(name)
    for row in table.iter_rows(named=True):
        for column in ("area_from", "area_to"):
            if row[column] is None:
                yield from limit.problem(
                    row["line"], column, "cell is empty", None, "the code of an area"
                )
        to, target_areas = row["area_to"], areas_by_vintage.get(row["vintage_to"])
        unknown = to is not None and target_areas is not None and to not in target_areas
        if unknown and limit.more("area_to", "unknown code"):
            end = row["vintage_to"] or LATEST
            further = "" if end == target else f", or an area_from of a table from {end}"
            yield Problem(
                name,
                row["line"],
                "area_to",
                "unknown code",
                to,
                f"the code of an area in areas.csv{further}",
                near(to, target_areas or ()),
            )
        weight = row["weight"]
        if (
            weighted
            and (weight is None or not 0 <= weight <= 1)
            and limit.more("weight", "impossible weight")
        ):
            shown = None if weight is None else f"{weight:g}"
            advice = "Divide percentages by 100." if weight is not None and weight > 1 else None
            yield Problem(
                name,
                row["line"],
                "weight",
                "impossible weight",
                shown,
                "a share from 0 to 1",
                advice,
            )
    key = ["vintage_from", "vintage_to", "area_from"]
    sums = table.group_by(key).agg(
        pl.col("weight").sum(),
        (~pl.col("weight").is_between(0, 1)).fill_null(True).any().alias("open"),
        pl.col("line").min(),
        pl.len().alias("rows"),
    )
    off = sums.filter(
        ~pl.col("open")
        & ((pl.col("weight") - 1).abs() > WEIGHT_SLACK)
        & pl.col("area_from").is_not_null()
    ).sort("line")
    for row in off.iter_rows(named=True):
        yield from limit.problem(
            row["line"],
            "weight",
            "weights don't add up to 1",
            f"{row['weight']:.6g}",
            f"1 over the {row['rows']} rows of {row['area_from']}",
            f"{_gap(row['weight'])} Is a part missing, or does one stand twice?",
        )
    double = table.filter(table.select([*key, "area_to"]).is_duplicated())
    for row in double.unique([*key, "area_to"], keep="last", maintain_order=True).iter_rows(
        named=True
    ):
        yield from limit.problem(
            row["line"],
            "area_to",
            "stands twice",
            f"{row['area_from']} to {row['area_to']}",
            "each pair once",
        )
    yield from limit.rest()


def _in_two_tables(reading: Reading) -> Iterator[Problem]:
    """The same area of the same vintages in more than one file: its weights would count twice."""
    key = ["vintage_from", "vintage_to", "area_from"]
    named = [
        table.select(*key, "line", file=pl.lit(name))
        for name, table in reading.correspondence.items()
    ]
    rows = pl.concat(named).filter(pl.col("area_from").is_not_null()).sort("file", "line")
    first = rows.unique([*key, "file"], keep="first", maintain_order=True)
    again = first.filter(pl.col("file") != pl.col("file").first().over(key))
    limits = {name: Limit(name) for name in reading.correspondence}
    for row in (
        again.join(
            first.unique(key, keep="first").rename({"file": "before"}).drop("line"),
            on=key,
            nulls_equal=True,
        )
        .sort("file", "line")
        .iter_rows(named=True)
    ):
        if limits[row["file"]].more("area_from", "stands in two tables"):
            yield Problem(
                row["file"],
                row["line"],
                "area_from",
                "stands in two tables",
                row["area_from"],
                f"the parts of an area in one table ({row['before']} has them too)",
                "Take it out of one of the two: its figures would be counted twice.",
            )
    for limit in limits.values():
        yield from limit.rest()


def _gap(total: float) -> str:
    """What becomes of the counts of an area whose weights together are ``total``."""
    if total < 1:
        return f"{100 * (1 - total):.3g}% of every count would be lost."
    return f"{100 * (total - 1):.3g}% of every count would be counted twice."


def _target(reading: Reading, of: Chains) -> Iterator[Problem]:
    """The vintage that the settings ask for must be one that a table leads to, by one way."""
    file, settings = reading.settings_file, reading.settings
    if file is None or settings is None:
        return
    vintages = sorted({end for _, end in of.tables if end != LATEST})
    line = file.line("source", "vintage")
    if settings.vintage is not None and settings.vintage not in vintages:
        yield Problem(
            file.name,
            line,
            "source.vintage",
            "unknown vintage",
            settings.vintage,
            "a vintage_to of a table in correspondence/",
            f"Known: {', '.join(vintages)}."
            if vintages
            else "The tables have no column vintage_to.",
        )
        return
    if of.target is None:
        yield Problem(
            file.name,
            file.line("source"),
            "source.vintage",
            "vintage is missing",
            None,
            "the vintage that series are brought to, one of " + ", ".join(vintages),
            "The tables in correspondence/ end at several vintages: add a line vintage = …",
        )
    for name in sorted(of.forks):
        yield Problem(
            "correspondence",
            None,
            "vintage_to",
            "two ways",
            f"from {_shown(name)} to {of.target}",
            "one chain of tables",
            "Take a table out, or add one that leads there directly.",
        )


def _shown(vintage: str) -> str:
    return {EARLIER: "(no vintage_from)", LATEST: "(no vintage_to)"}.get(vintage, vintage)


def _rules(reading: Reading, of: Chains) -> Iterator[Problem]:
    """The rules of ``[vintages]``: of vintages that there are, and no period under two of them."""
    file, settings = reading.settings_file, reading.settings
    if file is None or settings is None:
        return
    for rule in settings.vintages:
        line = file.line("vintages", rule.vintage)
        column = f"vintages.{rule.vintage}"
        if of.at(rule.vintage) is None:
            yield Problem(
                file.name,
                line,
                column,
                "unknown vintage",
                rule.vintage,
                "a vintage of a table in correspondence/",
                f"Known: {vintages_of(of)}.",
            )
        if rule.first and rule.last and rule.first[: len(rule.last)] > rule.last:
            yield Problem(
                file.name,
                line,
                column,
                "ends before it starts",
                rule.last,
                f"{rule.first} or later",
            )
    for first_rule, other in combinations(settings.vintages, 2):
        if not (_before(first_rule, other) or _before(other, first_rule)):
            yield Problem(
                file.name,
                file.line("vintages", other.vintage),
                f"vintages.{other.vintage}",
                "periods overlap",
                None,
                f"periods that aren't those of vintages.{first_rule.vintage}",
                "A figure is on the boundaries of one vintage: change from or until.",
            )


def _before(vintage_periods: VintagePeriods, other: VintagePeriods) -> bool:
    if vintage_periods.last is None or other.first is None:
        return False
    return vintage_periods.last < other.first[: len(vintage_periods.last)]


def vintages_of(of: Chains) -> str:
    """The vintages that the tables name, for a message."""
    return ", ".join(name for name in of.vintages if name not in (EARLIER, LATEST))
