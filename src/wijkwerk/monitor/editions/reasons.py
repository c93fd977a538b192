"""Why figures may differ between two editions: what their manifests and definitions say changed.

Nothing but the editions is used, so anyone who has both can see the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wijkwerk.monitor.editions.edition import Edition, collect

# By cause, in the order in which they are told.
MEANING = {
    "definition": "what is measured, or against what, was defined otherwise",
    "areas": "areas, their hierarchy, groups or boundaries are others",
    "input": "other observations went in",
    "disclosure": "protection of small numbers withholds or rounds otherwise",
    "method": "the way of computing changed",
    "software": "a library that computes has another version",
    "unexplained": "nothing that the editions say accounts for it: verify both",
}

# Which columns of the results each part of a definition has a say in; () is all of them. What is
# not named here (names, sources, descriptions, versions, decimals) changes no figure.
ALL: tuple[str, ...] = ()
_PLACE = ("distance", "distance_lower", "distance_upper", "distance_relative", "distance_excluding")
_RANKS = ("rank", "rank_lower", "rank_upper", "rank_lowest", "rank_highest")
_CLASS = ("class", "evidence", "count", "firm", "periods")
_MOVES = ("own_change", "reference_change", "distance_change", "lower", "upper", "value_from", "value_to",
          "joined_effect", "left_effect", "same", "joined", "left", *_CLASS)  # fmt: skip
_SPREAD = ("minimum", "maximum", "worst_five", "worst_areas")
TOUCHES: dict[str, tuple[str, ...]] = {
    "kind": ALL, "unit": ALL, "scale": ALL, "of": ALL, "standard": ALL, "additive": ALL,
    "direction": (*_PLACE, *_RANKS, *_MOVES, *_SPREAD, "score", "contribution", "signal"),
    "tolerance": _CLASS,
    "breaks": ("broken", "obs_status", *_CLASS),
    "base_period": ALL, "latest_period": (*_MOVES, "broken"),
    "reference": ("reference", "reference_value", *_PLACE, *_MOVES, "broken", "score", "signal",
                  "threshold"),
    "dimensions": ALL, "normalise": ALL, "aggregate": ALL,
}  # fmt: skip
_WORDLESS = frozenset(
    {"id", "name", "theme", "decimals", "source", "description", "versions", "minimum_base",
     "minimum_count"}
)  # fmt: skip
_PLACED = ("code", "level", "parent", "valid_from", "valid_to")
_LIMITS = ("minimum_base", "minimum_count")


@dataclass(frozen=True)
class Reasons:
    """What changed from one edition to another, as far as it can change a figure.

    ``fields`` are, per indicator or composite, the parts of its definition that changed;
    ``lines`` say all of it in words, for a reader.
    """

    input: bool
    areas: bool  # codes, hierarchy or boundaries
    groups: tuple[str, ...]  # tables of results that other members of groups have a say in
    told: bool  # whose areas are counted and told
    limits: frozenset[str]  # indicators with other limits of disclosure
    rounding: bool  # of bases, for publication
    method: bool
    software: bool
    fields: dict[str, tuple[str, ...]]
    scales: dict[str, float]  # new scale / old scale, where only that part changed
    flipped: frozenset[str]  # only the direction changed
    lines: tuple[str, ...] = field(default=())


def reasons(old: Edition, new: Edition) -> Reasons:
    """What the two editions say that changed."""
    lines: list[str] = []
    files = _files(old, new, lines)
    first, second = _definitions(old), _definitions(new)
    settings = _settings(old, new, lines)
    fields: dict[str, tuple[str, ...]] = {}
    for name in sorted({*first, *second}):
        before, after = first.get(name), second.get(name)
        if before is None or after is None:
            lines.append(f"{name}: the indicator {'is new' if before is None else 'is gone'}")
            continue
        changed = tuple(sorted(key for key in after if before.get(key) != after[key]))
        for key in changed:
            lines.append(f"{name}: {key} {_short(before.get(key))} → {_short(after[key])}")
        fields[name] = tuple(key for key in changed if key not in _WORDLESS)
    own = {name: of for name, of in fields.items() if of}
    changed_fields = {
        key: own.get(key, ()) + _inherited(after, own) + settings["fields"]
        for key, after in second.items()
    }
    limited = frozenset(
        name
        for name in second
        if settings["limits"]
        or any((first.get(name) or {}).get(key) != second[name].get(key) for key in _LIMITS)
    )
    method = old.manifest["method"] != new.manifest["method"]
    if method:
        lines.append(f"method {old.manifest['method']} → {new.manifest['method']}")
    software = _software(old, new, lines)
    return Reasons(
        input="observations" in files or "published" in files,
        areas="correspondence" in files
        or settings["vintage"]
        or _other(old, new, "areas", _PLACED),
        groups=_touched_by_groups(old, new),
        told=settings["told"],
        limits=limited,
        rounding=settings["rounding"],
        method=method,
        software=software,
        fields={name: tuple(dict.fromkeys(of)) for name, of in changed_fields.items()},
        scales={
            name: float(second[name]["scale"]) / float(first[name]["scale"])
            for name, of in changed_fields.items()
            if "scale" in of and set(of) <= {"scale", "unit"} and name in first
        },
        flipped=frozenset(name for name, of in changed_fields.items() if of == ("direction",)),
        lines=tuple(lines),
    )


def _files(old: Edition, new: Edition, lines: list[str]) -> set[str]:
    """Kinds of input files that differ: observations, published, areas, groups, …"""
    before, after = old.manifest["inputs"], new.manifest["inputs"]
    kinds = set()
    # Digests under two keys can't be held against each other: then any file may be another one.
    comparable = old.manifest["inputs_key"] == new.manifest["inputs_key"]
    if not comparable:
        lines.append("other publication key: whether files changed can't be told")
    for name in sorted({*before, *after}):
        if name in before and before[name] == after.get(name):
            continue
        what = "is new" if name not in before else "is gone" if name not in after else "changed"
        if comparable or what != "changed":
            lines.append(f"{name} {what}")
        kind = name.split("/")[0].split(".")[0]
        kinds.add("observations" if kind.startswith("observations") else kind)
    return kinds


def _definitions(edition: Edition) -> dict[str, dict[str, Any]]:
    read_definitions = edition.definitions
    return {
        definition["id"]: definition
        for definition in (*read_definitions["indicators"], *read_definitions.get("composites", ()))
    }


def _settings(old: Edition, new: Edition, lines: list[str]) -> dict[str, Any]:
    """What of ``source.toml`` changed: parts of a definition, limits, boundaries."""
    before, after = old.definitions["source"], new.definitions["source"]
    # An edition from before there were rules of vintages has none.
    before = {"vintages": [], **before}
    changed = [key for key in after if before.get(key) != after[key]]
    for key in changed:
        was, now = before.get(key), after[key]
        if isinstance(was, dict) and isinstance(now, dict):
            lines += [
                f"source: {key}.{part} {_short(was.get(part))} → {_short(now[part])}"
                for part in now
                if was.get(part) != now[part]
            ]
        else:
            lines.append(f"source: {key} {_short(was)} → {_short(now)}")
    limits, limits_now = before["disclosure"], after["disclosure"]
    harder = {key for key in limits_now if limits.get(key) != limits_now[key]}
    fields = []
    if "reference" in changed:
        fields.append("reference")
    if "base_period" in changed:
        fields.append("base_period")
    return {
        "fields": tuple(fields),
        "limits": bool(harder - {"rounding"}),
        "rounding": bool(harder & {"rounding", "enabled"}),
        "vintage": bool({"vintage", "vintages"} & set(changed)),
        "told": bool({"report_level", "focus_group", "report_groups"} & set(changed)),
    }


def _other(old: Edition, new: Edition, table: str, columns: tuple[str, ...]) -> bool:
    """Does a small table differ in columns that figures depend on? Names and the like don't count."""
    before, after = (
        collect(edition, edition.table(table).select(columns)).sort(columns)
        for edition in (old, new)
    )
    return not before.equals(after)


def _touched_by_groups(old: Edition, new: Edition) -> tuple[str, ...]:
    if not _other(old, new, "groups_members", ("group", "area", "valid_from", "valid_to")):
        return ()
    against = {new.definitions["source"]["reference"].get("code")}
    against |= {*new.definitions["source"]["reference"]["also"]}
    against |= {indicator.get("reference") for indicator in new.definitions["indicators"]}
    groups = set(collect(new, new.table("groups_members").select("group"))["group"])
    own = ("groups", "group_changes", "classes")
    return (*own, "figures", "changes", "warnings") if against & groups else own


def _inherited(definition: dict[str, Any], own: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What an index or composite takes over from the indicators it is made of."""
    parts: Iterable[str] = [definition["of"]] if definition.get("of") else []
    if "dimensions" in definition:
        parts = [name for part in definition["dimensions"] for name, _ in part["indicators"]]
    return ("of",) if any(part in own for part in parts) else ()


def _software(old: Edition, new: Edition, lines: list[str]) -> bool:
    before, after = old.manifest["versions"], new.manifest["versions"]
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    lines += [f"{name} {before.get(name, 'none')} → {after.get(name, 'none')}" for name in changed]
    return bool(changed)


def _short(value: object) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
