"""``source.toml`` and ``indicators.toml`` into settings and definitions.

What can be understood is, so that the rest of a source can be checked against it in the same run.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from wijkwerk.config.api import Document, TomlFile, doubles, hint, load_toml, schema_document
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
    VintagePeriods,
)
from wijkwerk.shared.problems import Problem
from wijkwerk.shared.text import Text

__all__ = [
    "SCHEMAS",
    "Definitions",
    "Document",
    "TomlFile",
    "catalogue",
    "definitions_of",
    "load_as",
    "settings_of",
]
# Where the JSON Schemas of a source lie.
SCHEMAS = "wijkwerk.monitor.sources.schemas"
_SCALES = {"%": 100.0, "per 100": 100.0, "per 1000": 1e3, "per 10000": 1e4, "per 100000": 1e5}


@dataclass(frozen=True)
class Definitions:
    """What ``indicators.toml`` defines. ``ids`` are all indicators that it names, also those whose
    definition is faulty and that are therefore not in ``indicators``."""

    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...]
    composites: tuple[Composite, ...]
    ids: frozenset[str]


def load_as(path: Path, schema: str) -> TomlFile:
    """The TOML file ``path`` held against ``schemas/<schema>.schema.json``; raises as ``load_toml``."""
    return load_toml(path, schema_document(SCHEMAS, schema))


def catalogue(kind: str = "indicator") -> dict[str, Document]:
    """The shipped definitions by id, as they stand in the catalogue's TOML; ``kind`` is indicator,
    composite or theme."""
    text = (resources.files("wijkwerk.monitor") / "catalogue" / "indicators.toml").read_text(
        "utf-8"
    )
    return {entry["id"]: entry for entry in tomllib.loads(text)[kind]}


def settings_of(file: TomlFile) -> Settings:
    """``Settings`` from ``source.toml``; what its schema finds faulty is left at its default."""
    document = _without_faults(file)
    source = _table(document.get("source"))
    reference = _table(document.get("reference"))
    optional = ("base_period", "report_level", "focus_group", "vintage", "simulated")
    return Settings(
        id=source.get("id", ""),
        title=_text(source.get("title")),
        publisher=source.get("publisher", ""),
        licence=source.get("licence", ""),
        report_groups=tuple(source.get("report_groups", ())),
        notes=_text(source.get("notes")),
        reference=ReferenceRule(
            rule=reference.get("rule", "municipality"),
            code=reference.get("code"),
            also=tuple(reference.get("also", ())),
        ),
        disclosure=DisclosureLimits(**_table(document.get("disclosure"))),
        vintages=tuple(
            VintagePeriods(name, span.get("from"), span.get("until"))
            for name, span in sorted(_table(document.get("vintages")).items())
            if isinstance(span, dict)
        ),
        warning_false_alarm_rate=_table(document.get("warning")).get("false_alarm_rate", 0.05),
        **{key: source[key] for key in optional if key in source},
    )


def _without_faults(file: TomlFile) -> Document:
    """The document without what lies at a faulty path and without keys the schema doesn't know."""
    document: Document = copy.deepcopy(file.document)
    properties = schema_document(SCHEMAS, "source")["properties"]
    for path in file.faulty:
        node: object = document
        for part in path[:-1]:
            node = node.get(part) if isinstance(node, dict) and isinstance(part, str) else None
        if isinstance(node, dict) and path and not isinstance(node.get(str(path[-1])), dict):
            node.pop(str(path[-1]), None)
    for name in [*document]:
        if name not in properties:
            del document[name]
        elif isinstance(document[name], dict):
            allowed = properties[name].get("properties", document[name])
            document[name] = {
                key: content for key, content in document[name].items() if key in allowed
            }
    return document


def _table(value: object) -> Document:
    return value if isinstance(value, dict) else {}


def _text(value: Mapping[str, str] | None) -> Text:
    return Text(str(value.get("nl", "")), str(value.get("en", ""))) if value else Text("", "")


def definitions_of(file: TomlFile, problems: list[Problem]) -> Definitions:
    """Themes, indicators and composites from ``indicators.toml``.

    What the schema finds faulty is left out. What a schema can't say goes to ``problems``: double
    ids, unknown themes, catalogue entries, indicators of a composite or of an index.
    """
    themes = {at: Theme(entry["id"], _text(entry["name"])) for at, entry in _sound(file, "theme")}
    indicators = {
        at: _indicator(entry) for at, entry in _completed(file, "indicator", problems).items()
    }
    composites = {
        at: _composite(entry) for at, entry in _completed(file, "composite", problems).items()
    }
    ids = [str(entry["id"]) for entry in _entries(file, "indicator") if "id" in entry]
    problems += doubles(file, ["theme"], "id", "defined twice", "each id once")
    problems += doubles(file, ["indicator", "composite"], "id", "defined twice", "each id once")
    theme_ids = [str(entry["id"]) for entry in _entries(file, "theme") if "id" in entry]
    for kind, entries in (("indicator", indicators), ("composite", composites)):
        for at, entry in entries.items():
            if entry.theme not in theme_ids:
                path = (kind, at, "theme")
                problems.append(_unknown(file, path, f"{entry.id}.theme", entry.theme, theme_ids))
    for at, indicator in indicators.items():
        if indicator.kind is Kind.INDEX:
            others = [identifier for identifier in ids if identifier != indicator.id]
            problems += _of(file, at, indicator, others)
    for at, composite in composites.items():
        for part in composite.dimensions:
            for used, _ in part.indicators:
                if used not in ids:
                    path = ("composite", at, "dimension")
                    problems.append(_unknown(file, path, f"{composite.id}.{part.id}", used, ids))
    return Definitions(
        tuple(themes.values()),
        tuple(indicators.values()),
        tuple(composites.values()),
        frozenset(ids),
    )


def _completed(file: TomlFile, kind: str, problems: list[Problem]) -> dict[int, Document]:
    """The sound entries by place, with what they take from the shipped catalogue."""
    entries = dict(_sound(file, kind))
    shipped = catalogue(kind) if any("catalogue" in entry for entry in entries.values()) else {}
    result: dict[int, Document] = {}
    for at, entry in entries.items():
        wanted = entry.get("catalogue")
        if wanted is not None and wanted not in shipped:
            path = (kind, at, "catalogue")
            problems.append(_unknown(file, path, f"{entry['id']}.catalogue", wanted, [*shipped]))
            continue
        result[at] = {**(shipped[wanted] if wanted is not None else {}), **entry}
    return result


def _entries(file: TomlFile, kind: str) -> list[Document]:
    """The entries of an array of tables, as far as it is one."""
    entries = file.document.get(kind, [])
    return (
        [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    )


def _sound(file: TomlFile, kind: str) -> Iterator[tuple[int, Document]]:
    """Place and content of the entries that the schema has nothing against."""
    faulty = {path[1] for path in file.faulty if len(path) > 1 and path[0] == kind}
    entries = file.document.get(kind, [])
    for at, entry in enumerate(entries if isinstance(entries, list) else []):
        if at not in faulty and isinstance(entry, dict):
            yield at, entry


def _of(file: TomlFile, at: int, indicator: Indicator, ids: list[str]) -> Iterable[Problem]:
    if indicator.of is None:
        yield Problem(
            file.name,
            file.line("indicator", at),
            f"{indicator.id}.of",
            "key is missing",
            None,
            "of: the indicator that it is an index of",
            "Add a line of = …",
        )
    elif indicator.of not in ids:
        yield _unknown(file, ("indicator", at, "of"), f"{indicator.id}.of", indicator.of, ids)


def _unknown(
    file: TomlFile, path: tuple[str | int, ...], column: str, value: str, identifiers: list[str]
) -> Problem:
    return Problem(
        file.name,
        file.line(*path),
        column,
        "unknown id",
        value,
        "an id that is defined",
        hint(value, identifiers),
    )


def _indicator(entry: Document) -> Indicator:
    plain = (
        "id",
        "theme",
        "unit",
        "scale",
        "decimals",
        "minimum_base",
        "minimum_count",
        "tolerance",
        "source",
        "base_period",
        "latest_period",
        "reference",
        "of",
        "standard",
        "additive",
        "interval_method",
        "rates_of",
    )
    values = {key: entry[key] for key in plain if key in entry}
    kind = Kind(entry["kind"])
    # As many events as expected is 100.
    usual = 100.0 if kind is Kind.INDIRECT else _SCALES.get(entry["unit"], 1.0)
    values.setdefault("scale", usual)
    # Answers of a survey in a unit that is no share are scores: their mean is the figure.
    if kind is Kind.SURVEY and entry["unit"] not in _SCALES:
        kind = Kind.SURVEY_MEAN
    return Indicator(
        name=_text(entry["name"]),
        kind=kind,
        direction=Direction(entry["direction"]),
        description=_text(entry.get("description")),
        breaks=tuple(
            Break(break_entry["period"], _text(break_entry["reason"]))
            for break_entry in entry.get("break", ())
        ),
        versions=tuple(Version(**version_entry) for version_entry in entry.get("version", ())),
        **values,
    )


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
