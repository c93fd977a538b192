"""The tables of a scheme's TOML into ``core.scheme``: no checks, those are ``reading``'s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

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
from wijkwerk.monitor.api import TomlFile

Entry = dict[str, Any]


def scheme_of(read: list[tuple[TomlFile, Rules]]) -> Scheme:
    """The scheme of its versions; what they share is taken from the newest."""
    ordered = sorted(read, key=lambda one: one[1].since)
    last = ordered[-1][0].document["scheme"]
    return Scheme(
        id=last["id"],
        title=label_of(last.get("name", last["title"])),
        versions=tuple(rules for _, rules in ordered),
        authority=label_of(last.get("authority")),
        list_date=last.get("list_date", "12-31"),
        level=last.get("level", ""),
        rounds=last.get("rounds", False),
    )


def rules_of(document: Entry) -> Rules:
    """The version in a document that its schema finds sound."""
    head = document["scheme"]
    conditions = [
        *(_criterion(one, False) for one in document["criterion"]),
        *(_criterion(one, True) for one in document.get("gate", ())),
    ]
    return Rules(
        since=head["from"],
        title=label_of(head["title"]),
        measures=tuple(_measure(one) for one in document["measure"]),
        criteria=tuple(conditions),
        statuses=tuple(_status(one) for one in document["status"]),
        scores=tuple(_score(one) for one in document.get("score", ())),
        consequences=tuple(_consequence(one) for one in document.get("consequence", ())),
        watch=tuple(sorted(document.get("watch", {}).items())),
        source=Label.of(head.get("source", "")),
        notes=label_of(head.get("notes")),
    )


def label_of(found: Mapping[str, str] | None) -> Label:
    """Words of a document; empty ones when there are none."""
    return Label(**found) if found else Label()


def _measure(one: Entry) -> Measure:
    given = one.get("period", {})
    mean = given.get("mean", 1)
    return Measure(
        code=one["code"], name=label_of(one["name"]), indicator=one["indicator"],
        period=Period(mean, given.get("known", mean), given.get("back", 1)),
        unit=one.get("unit", ""), age=one.get("age", ""),
        description=label_of(one.get("description")),
    )  # fmt: skip


def _score(one: Entry) -> Score:
    return Score(
        code=one["code"], name=label_of(one["name"]),
        parts=tuple((code, float(weight)) for code, weight in one["parts"].items()),
        scale=Scale(one.get("scale", "z")),
        lower_is_worse=tuple(one.get("lower_is_worse", ())),
        least=one.get("least", len(one["parts"])),
        description=label_of(one.get("description")),
    )  # fmt: skip


def _criterion(one: Entry, gate: bool) -> Criterion:
    threshold = one.get("threshold")
    return Criterion(
        code=one["code"], name=label_of(one["name"]), measure=one["measure"],
        op=Op(one.get("op", ">=")), threshold=None if threshold is None else _billionths(threshold),
        top=one.get("top"), relative_to=Relative(one.get("relative_to", "none")),
        ground=one.get("ground", ""), switched_on=one.get("switched_on", "").strip(), gate=gate,
        description=label_of(one.get("description")),
    )  # fmt: skip


def _billionths(number: float) -> float:
    """As figures are compared: a tie is a tie, however many decimals a threshold was given."""
    return float(exact(np.array([number]))[0]) if abs(number) <= LARGEST else float(number)


def _status(one: Entry) -> Status:
    return Status(
        code=one["code"], label=label_of(one["label"]), rank=one["rank"],
        within=one.get("within", ""), at_least=one.get("at_least", 0),
        of=tuple(one.get("of", ())), gates=tuple(one.get("gates", ())),
        years_in_a_row=one.get("years_in_a_row", 1), description=label_of(one.get("description")),
    )  # fmt: skip


def _consequence(one: Entry) -> Consequence:
    return Consequence(
        code=one["code"], status=one["status"], kind=one["kind"], text=label_of(one["text"]),
        deadline=one.get("deadline", ""), within_years=one.get("within_years", 0),
        limit=one.get("limit"), unit=one.get("unit", ""),
    )  # fmt: skip
