"""The tables of a scheme's TOML into ``core.scheme``: no checks, those are ``reading``'s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from wijkwerk.config.api import TomlFile
from wijkwerk.designation.core.logic import LARGEST, exact
from wijkwerk.designation.core.scheme import (
    Consequence,
    Criterion,
    Label,
    Measure,
    Op,
    Period,
    Relative,
    Rules,
    Scale,
    Scheme,
    Score,
    Status,
)

Entry = dict[str, Any]


def scheme_of(read: list[tuple[TomlFile, Rules]]) -> Scheme:
    """The scheme of its versions; what they share is taken from the newest."""
    ordered = sorted(read, key=lambda version: version[1].since)
    last = ordered[-1][0].document["scheme"]
    return Scheme(
        id=last["id"],
        title=label_of(last.get("name", last["title"])),
        versions=tuple(rules for _, rules in ordered),
        authority=label_of(last.get("authority")),
        list_date=last.get("list_date", "12-31"),
        level=last.get("level", ""),
        rounds=last.get("rounds", False),
        municipalities=tuple(last.get("municipalities", ())),
    )


def rules_of(document: Entry) -> Rules:
    """The version in a document that its schema finds sound."""
    head = document["scheme"]
    conditions = [
        *(_criterion(criterion, False) for criterion in document["criterion"]),
        *(_criterion(gate, True) for gate in document.get("gate", ())),
    ]
    return Rules(
        since=head["from"],
        title=label_of(head["title"]),
        measures=tuple(_measure(measure) for measure in document["measure"]),
        criteria=tuple(conditions),
        statuses=tuple(_status(status) for status in document["status"]),
        scores=tuple(_score(score) for score in document.get("score", ())),
        consequences=tuple(
            _consequence(consequence) for consequence in document.get("consequence", ())
        ),
        watch=tuple(sorted(document.get("watch", {}).items())),
        source=Label.of(head.get("source", "")),
        notes=label_of(head.get("notes")),
    )


def label_of(labels: Mapping[str, str] | None) -> Label:
    """Words of a document; empty ones when there are none."""
    return Label(**labels) if labels else Label()


def _measure(entry: Entry) -> Measure:
    period = entry.get("period", {})
    mean = period.get("mean", 1)
    return Measure(
        code=entry["code"],
        name=label_of(entry["name"]),
        indicator=entry["indicator"],
        period=Period(mean, period.get("known", mean), period.get("back", 1)),
        unit=entry.get("unit", ""),
        age=entry.get("age", ""),
        description=label_of(entry.get("description")),
    )


def _score(entry: Entry) -> Score:
    return Score(
        code=entry["code"],
        name=label_of(entry["name"]),
        parts=tuple((code, float(weight)) for code, weight in entry["parts"].items()),
        scale=Scale(entry.get("scale", "z")),
        lower_is_worse=tuple(entry.get("lower_is_worse", ())),
        least=entry.get("least", len(entry["parts"])),
        description=label_of(entry.get("description")),
    )


def _criterion(entry: Entry, gate: bool) -> Criterion:
    threshold = entry.get("threshold")
    return Criterion(
        code=entry["code"],
        name=label_of(entry["name"]),
        measure=entry["measure"],
        op=Op(entry.get("op", ">=")),
        threshold=None if threshold is None else _billionths(threshold),
        top=entry.get("top"),
        relative_to=Relative(entry.get("relative_to", "none")),
        ground=entry.get("ground", ""),
        switched_on=entry.get("switched_on", "").strip(),
        gate=gate,
        description=label_of(entry.get("description")),
    )


def _billionths(number: float) -> float:
    """As figures are compared: a tie is a tie, however many decimals a threshold was given."""
    return float(exact(np.array([number]))[0]) if abs(number) <= LARGEST else float(number)


def _status(entry: Entry) -> Status:
    return Status(
        code=entry["code"],
        label=label_of(entry["label"]),
        rank=entry["rank"],
        within=entry.get("within", ""),
        at_least=entry.get("at_least", 0),
        of=tuple(entry.get("of", ())),
        gates=tuple(entry.get("gates", ())),
        years_in_a_row=entry.get("years_in_a_row", 1),
        description=label_of(entry.get("description")),
    )


def _consequence(entry: Entry) -> Consequence:
    return Consequence(
        code=entry["code"],
        status=entry["status"],
        kind=entry["kind"],
        text=label_of(entry["text"]),
        deadline=entry.get("deadline", ""),
        within_years=entry.get("within_years", 0),
        limit=entry.get("limit"),
        unit=entry.get("unit", ""),
    )
