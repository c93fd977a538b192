"""``source.toml`` and ``indicators.toml`` into definitions; every fault told with its line."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from wijkwerk.areas.api import suggest
from wijkwerk.monitor.core.definitions import (
    Break,
    Composite,
    CompositePart,
    Direction,
    DisclosureLimits,
    Indicator,
    Kind,
    ReferenceRule,
    Settings,
    Theme,
    Version,
)
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

Document = dict[str, Any]


def parse(path: Path, schema: str) -> Document:
    """The TOML file ``path``, checked against ``schemas/<schema>.schema.json``.

    Raises InputError with every fault: file absent, not UTF-8, not TOML, or not as the schema says.
    """
    return parse_against(path, Draft202012Validator(schema_document(schema)))


def schema_document(schema: str) -> Document:
    """The JSON Schema ``schemas/<schema>.schema.json``."""
    file = resources.files("wijkwerk.monitor.sources") / "schemas" / f"{schema}.schema.json"
    document: Document = json.loads(file.read_text("utf-8"))
    return document


def parse_against(path: Path, validator: Draft202012Validator) -> Document:
    """The TOML file ``path``, checked by ``validator``; raises as ``parse`` does."""
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError([Problem(name, None, None, "file is missing", None, name)]) from None
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        raise InputError(
            [Problem(name, line, None, "not UTF-8", None, "a text saved as UTF-8")]
        ) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+)", str(fault))
        line_number = int(at.group(1)) if at else None
        reason = str(fault).split(" (at")[0]
        raise InputError(
            [Problem(name, line_number, None, f"not TOML ({reason})", None, "valid TOML")]
        ) from None
    faults = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.path)))
    problems = [_schema_problem(name, text, document, error) for error in faults]
    if problems:
        raise InputError(problems)
    return document


def _schema_problem(name: str, text: str, document: Document, error: Any) -> Problem:
    path = list(error.absolute_path)
    column = ".".join(str(part) for part in path) or None
    line = line_of(text, path)
    value = error.instance if isinstance(error.instance, str | int | float) else None
    shown = None if value is None else str(value)
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        extra = next(key for key in error.instance if key not in known)
        near = suggest(extra, known)
        hint = f"Did you mean {near}?" if near else None
        return Problem(
            name,
            line_of(text, [*path, extra]),
            column,
            "unknown key",
            extra,
            "one of " + ", ".join(known),
            hint,
        )
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return Problem(name, line, column, "key is missing", None, ", ".join(missing))
    if error.validator == "anyOf":
        keys = "name, theme, unit, kind and direction, or catalogue"
        return Problem(name, line, column, "definition is incomplete", None, keys)
    if error.validator == "enum":
        options = [str(option) for option in error.validator_value]
        near = suggest(shown or "", options)
        hint = f"Did you mean {near}?" if near else None
        return Problem(
            name, line, column, "unknown value", shown, "one of " + ", ".join(options), hint
        )
    if error.validator == "pattern":
        expected = error.schema.get("description", error.validator_value)
        return Problem(name, line, column, "malformed value", shown, expected.rstrip("."))
    return Problem(
        name, line, column, "wrong value", shown, f"{error.validator} {error.validator_value}"
    )


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line on which the key at ``path`` of a TOML text stands, as well as can be told.

    Follows ``[table]`` and ``[[array]]`` headers; a key inside an inline table gets the line of
    the key that holds it.
    """
    best: int | None = None
    table: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
        if header:
            table = _header_path(header.group(2).split("."), header.group(1) == "[[", counts)
            here: list[str | int] = table
        else:
            key = re.match(r"\s*([\w-]+)\s*=", line)
            if not key:
                continue
            here = [*table, key.group(1)]
        if list(path[: len(here)]) == here:
            best = number
            if len(here) == len(path):
                return best
    return best


def _header_path(
    parts: list[str], array: bool, counts: dict[tuple[str | int, ...], int]
) -> list[str | int]:
    """The path of a table header, with the index of each array of tables on the way."""
    path: list[str | int] = []
    for position, raw in enumerate(parts):
        path.append(raw.strip())
        key = tuple(path)
        if array and position == len(parts) - 1:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            path.append(counts[key])
    return path


def _text(value: Mapping[str, str] | None) -> Text:
    return Text(value["nl"], value["en"]) if value else Text("", "")


def settings_of(document: Document) -> Settings:
    """``Settings`` from a checked ``source.toml``."""
    source = document["source"]
    reference = document.get("reference", {})
    optional = ("base_period", "report_level", "focus_group", "vintage", "simulated")
    return Settings(
        id=source["id"],
        title=_text(source["title"]),
        publisher=source["publisher"],
        licence=source["licence"],
        report_groups=tuple(source.get("report_groups", ())),
        notes=_text(source.get("notes")),
        reference=ReferenceRule(
            rule=reference.get("rule", "municipality"),
            code=reference.get("code"),
            also=tuple(reference.get("also", ())),
        ),
        disclosure=DisclosureLimits(**document.get("disclosure", {})),
        warning_false_alarm_rate=document.get("warning", {}).get("false_alarm_rate", 0.05),
        **{key: source[key] for key in optional if key in source},
    )


def catalogue() -> dict[str, Document]:
    """The shipped definitions by id, as they stand in the catalogue's TOML."""
    text = (resources.files("wijkwerk.monitor") / "catalogue" / "indicators.toml").read_text(
        "utf-8"
    )
    return {entry["id"]: entry for entry in tomllib.loads(text)["indicator"]}


def definitions_of(
    document: Document, name: str = "indicators.toml"
) -> tuple[tuple[Theme, ...], tuple[Indicator, ...], tuple[Composite, ...]]:
    """Themes, indicators and composites from a checked ``indicators.toml``.

    Raises InputError for what a schema can't say: double ids, unknown themes, catalogue entries,
    indicators of a composite or of an index.
    """
    themes = tuple(Theme(entry["id"], _text(entry["name"])) for entry in document["theme"])
    problems: list[Problem] = []
    shipped = catalogue() if any("catalogue" in entry for entry in document["indicator"]) else {}
    indicators: list[Indicator] = []
    for entry in document["indicator"]:
        wanted = entry.get("catalogue")
        if wanted is not None and wanted not in shipped:
            problems.append(_unknown(name, "catalogue", wanted, shipped))
            continue
        indicators.append(_indicator({**shipped.get(wanted, {}), **entry}))
    composites = tuple(_composite(entry) for entry in document.get("composite", ()))
    ids = [indicator.id for indicator in indicators]
    problems += _doubles(name, "indicator.id", [*ids, *(one.id for one in composites)])
    problems += _doubles(name, "theme.id", [theme.id for theme in themes])
    known_themes = [theme.id for theme in themes]
    everything: list[Indicator | Composite] = [*indicators, *composites]
    for one in everything:
        if one.theme not in known_themes:
            problems.append(_unknown(name, f"{one.id}.theme", one.theme, known_themes))
    for indicator in indicators:
        if indicator.kind is Kind.INDEX and indicator.of not in ids:
            problems.append(_unknown(name, f"{indicator.id}.of", str(indicator.of), ids))
    for composite in composites:
        for part in composite.dimensions:
            for used, _ in part.indicators:
                if used not in ids:
                    problems.append(_unknown(name, f"{composite.id}.{part.id}", used, ids))
    if problems:
        raise InputError(problems)
    return themes, tuple(indicators), composites


def _doubles(name: str, column: str, ids: Iterable[str]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for one in ids:
        if one in seen:
            problems.append(Problem(name, None, column, "defined twice", one, "each id once"))
        seen.add(one)
    return problems


def _unknown(name: str, column: str, value: str, known: Iterable[str]) -> Problem:
    near = suggest(value, known)
    hint = f"Did you mean {near}?" if near else None
    return Problem(name, None, column, "unknown id", value, "an id that is defined", hint)


def _indicator(entry: Document) -> Indicator:
    plain = (
        "id", "theme", "unit", "scale", "decimals", "minimum_base", "minimum_count", "tolerance",
        "source", "base_period", "latest_period", "reference", "of", "standard", "additive",
    )  # fmt: skip
    values = {key: entry[key] for key in plain if key in entry}
    values.setdefault("scale", _SCALES.get(entry["unit"], 1.0))
    return Indicator(
        name=_text(entry["name"]),
        kind=Kind(entry["kind"]),
        direction=Direction(entry["direction"]),
        description=_text(entry.get("description")),
        breaks=tuple(Break(one["period"], _text(one["reason"])) for one in entry.get("break", ())),
        versions=tuple(Version(**one) for one in entry.get("version", ())),
        **values,
    )


_SCALES = {"%": 100.0, "per 100": 100.0, "per 1000": 1e3, "per 10000": 1e4, "per 100000": 1e5}


def _composite(entry: Document) -> Composite:
    return Composite(
        id=entry["id"],
        name=_text(entry["name"]),
        theme=entry["theme"],
        dimensions=tuple(
            CompositePart(
                part["id"], _text(part["name"]), part["weight"], tuple(part["indicators"].items())
            )
            for part in entry["dimension"]
        ),
        **{key: entry[key] for key in ("normalise", "aggregate", "decimals") if key in entry},
    )
