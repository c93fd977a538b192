"""What the sources publish of lists, as facts to lay beside a list that was computed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wijkwerk.config.api import read_toml, schema_document
from wijkwerk.designation.plan_files import shipped
from wijkwerk.shared.text import Text


@dataclass(frozen=True)
class PublishedCount:
    """How many areas had ``status``, or one that asks more, in ``year`` by what was published."""

    scheme: str
    year: int
    status: str
    areas: int
    source: Text


@cache
def published_counts(scheme: str) -> tuple[PublishedCount, ...]:
    """Everything that ships about a scheme, in the order of the file; () for one of which nothing is known."""
    file = read_toml(
        shipped("published_lists.toml"),
        schema_document("wijkwerk.designation.data", "published_lists"),
    )
    return tuple(
        PublishedCount(
            entry["scheme"],
            entry["year"],
            entry["status"],
            entry["areas"],
            Text(entry["source"]["nl"], entry["source"]["en"]),
        )
        for entry in file.document["count"]
        if entry["scheme"] == scheme
    )
