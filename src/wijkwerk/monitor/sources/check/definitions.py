"""What the two TOML files say of each other, of units, and of areas and groups."""

from __future__ import annotations

from collections.abc import Iterator

from wijkwerk.monitor.core.definitions import Direction, Indicator, Kind
from wijkwerk.monitor.core.standard_populations import NAMES as STANDARDS
from wijkwerk.monitor.sources.check.problem_reporting import near
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.monitor.sources.toml import TomlFile
from wijkwerk.shared.problems import Problem, Severity

_SHARES = ("%", "per 100", "per 1000", "per 10000", "per 100000")
# Kinds whose unit can't be just anything.
_UNITS = {
    Kind.RATE: _SHARES,
    Kind.STANDARDISED: _SHARES,
    Kind.SURVEY: _SHARES,
    Kind.SURVEY_MEAN: ("score", "points", "number", "years", "eur"),
    Kind.BALANCE: ("%", "points"),
    Kind.INDEX: ("index",),
    Kind.INDIRECT: ("index",),
}


def check_definitions(reading: Reading) -> list[Problem]:
    """Problems of settings and definitions that a schema can't see."""
    return [*_indicators(reading), *_composites(reading), *_settings(reading)]


def place_of(file: TomlFile, indicator: str) -> tuple[str | int, ...]:
    """The path of an indicator's table in ``indicators.toml``."""
    entries = file.document.get("indicator", [])
    at = next((place for place, entry in enumerate(entries) if entry.get("id") == indicator), 0)
    return ("indicator", at)


def _indicators(reading: Reading) -> Iterator[Problem]:
    file, definitions = reading.definitions_file, reading.definitions
    if file is None or definitions is None:
        return
    for indicator in definitions.indicators:
        place = place_of(file, indicator.id)
        units = _UNITS.get(indicator.kind)
        if units is not None and indicator.unit not in units:
            yield Problem(
                file.name,
                file.line(*place, "unit"),
                f"{indicator.id}.unit",
                "impossible unit",
                indicator.unit,
                f"one of {', '.join(units)} for kind {indicator.kind}",
                "Or give it another kind, such as mean or score.",
            )
        if indicator.standard is not None and indicator.standard not in STANDARDS:
            yield Problem(
                file.name,
                file.line(*place, "standard"),
                f"{indicator.id}.standard",
                "unknown standard",
                indicator.standard,
                "one of " + ", ".join(STANDARDS),
                near(indicator.standard, STANDARDS),
            )
        if indicator.interval_method != "dobson" and indicator.kind is not Kind.STANDARDISED:
            yield Problem(
                file.name,
                file.line(*place, "interval_method"),
                f"{indicator.id}.interval_method",
                "has no use here",
                indicator.interval_method,
                "only with kind standardised",
                "Take it out.",
            )
        if (
            indicator.base_period
            and indicator.latest_period
            and indicator.base_period >= indicator.latest_period
        ):
            yield Problem(
                file.name,
                file.line(*place, "latest_period"),
                f"{indicator.id}.latest_period",
                "ends before it starts",
                indicator.latest_period,
                f"a period after {indicator.base_period}",
            )
        yield from _scale(file, place, indicator)


def _composites(reading: Reading) -> Iterator[Problem]:
    """A score is better when higher, so each of its parts needs a better side."""
    file, definitions = reading.definitions_file, reading.definitions
    if file is None or definitions is None:
        return
    neutral = {
        indicator.id
        for indicator in definitions.indicators
        if indicator.direction is Direction.NEUTRAL
    }
    for number, composite in enumerate(definitions.composites):
        for place, dimension in enumerate(composite.dimensions):
            for name, _weight in dimension.indicators:
                if name in neutral:
                    path = ("composite", number, "dimension", place, "indicators", name)
                    yield Problem(
                        file.name,
                        file.line(*path),
                        f"{composite.id}.{dimension.id}.{name}",
                        "no better side",
                        name,
                        "an indicator with direction higher_is_better or lower_is_better",
                        "Take it out of the composite, or say which way is better.",
                    )


def _scale(file: TomlFile, place: tuple[str | int, ...], indicator: Indicator) -> Iterator[Problem]:
    usual = {"%": 100.0, "per 100": 100.0, "per 1000": 1e3, "per 10000": 1e4, "per 100000": 1e5}
    expected = usual.get(indicator.unit)
    if expected is not None and indicator.scale != expected:
        yield Problem(
            file.name,
            file.line(*place, "scale"),
            f"{indicator.id}.scale",
            "scale doesn't fit the unit",
            f"{indicator.scale:g}",
            f"{expected:g} for unit {indicator.unit}",
            "Leave scale out.",
            Severity.WARNING,
        )


def _rates_of(reading: Reading, codes: set[str]) -> Iterator[Problem]:
    """Indirect standardisation needs an area whose rates give the expected events."""
    file, definitions = reading.definitions_file, reading.definitions
    areas = reading.tables.get("areas")
    if file is None or definitions is None or areas is None:
        return
    country = "country" in areas["level"].to_list()
    for indicator in definitions.indicators:
        place = place_of(file, indicator.id)
        if indicator.kind is not Kind.INDIRECT:
            if indicator.rates_of is not None:
                yield Problem(
                    file.name,
                    file.line(*place, "rates_of"),
                    f"{indicator.id}.rates_of",
                    "has no use here",
                    indicator.rates_of,
                    "only with kind indirect",
                    "Take it out.",
                )
        elif indicator.rates_of is None and not country:
            yield Problem(
                file.name,
                file.line(*place),
                f"{indicator.id}.rates_of",
                "key is missing",
                None,
                "rates_of: the area whose rates give the expected events",
                "Or add an area of level country.",
            )
        elif indicator.rates_of is not None and indicator.rates_of not in codes:
            yield Problem(
                file.name,
                file.line(*place, "rates_of"),
                f"{indicator.id}.rates_of",
                "unknown code",
                indicator.rates_of,
                "an area in areas.csv",
                near(indicator.rates_of, codes),
            )


def _settings(reading: Reading) -> Iterator[Problem]:
    file, settings = reading.settings_file, reading.settings
    areas = reading.tables.get("areas")
    if areas is None:
        return
    codes = set(areas["code"].drop_nulls().to_list())
    groups_read = "groups" in reading.tables or "groups" not in reading.files.tables
    if "groups" in reading.tables:
        codes |= set(reading.tables["groups"]["group"].drop_nulls().to_list())
    if reading.definitions is not None and reading.definitions_file is not None and groups_read:
        for indicator in reading.definitions.indicators:
            if indicator.reference is not None and indicator.reference not in codes:
                where = reading.definitions_file
                yield Problem(
                    where.name,
                    where.line(*place_of(where, indicator.id), "reference"),
                    f"{indicator.id}.reference",
                    "unknown code",
                    indicator.reference,
                    "an area or a group",
                    near(indicator.reference, codes),
                )
    yield from _rates_of(reading, set(areas["code"].drop_nulls().to_list()))
    if file is None or settings is None:
        return
    rule = settings.reference
    keys_and_codes = [("code", rule.code), *(("also", code) for code in rule.also)]
    for key, code in keys_and_codes:
        if code is not None and code not in codes and groups_read:
            yield Problem(
                file.name,
                file.line("reference", key),
                f"reference.{key}",
                "unknown code",
                code,
                "an area or a group",
                near(code, codes),
            )
    named = [("focus_group", settings.focus_group)]
    for key, group in [
        *named,
        *(("report_groups", report_group) for report_group in settings.report_groups),
    ]:
        if group is not None and group not in codes and groups_read:
            yield Problem(
                file.name,
                file.line("source", key),
                f"source.{key}",
                "unknown group",
                group,
                "a group in groups.csv",
                near(group, codes),
            )
    levels = set(areas["level"].drop_nulls().to_list())
    if rule.rule in ("municipality", "country") and rule.rule not in levels:
        yield Problem(
            file.name,
            file.line("reference", "rule"),
            "reference.rule",
            "no area to compare with",
            rule.rule,
            f"an area of level {rule.rule} in areas.csv, or another rule",
            None,
            Severity.WARNING,
        )
    level = settings.report_level
    if level is not None and level not in levels:
        yield Problem(
            file.name,
            file.line("source", "report_level"),
            "source.report_level",
            "no area of this level",
            level,
            "one of " + ", ".join(sorted(levels)),
        )
