"""Every list of every capability can be written in every format that it offers, whatever its columns hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from django.urls import URLResolver, get_resolver

from wijkwerk.rest.formats import _POLARS, Csv, Json, Parquet
from wijkwerk.rest.schema import KINDS
from wijkwerk.rest.views import ListView

# Of each kind of column a value, and one that is hard to write in a table.
VALUES: dict[str, tuple[Any, Any]] = {
    "string": ("Bruisplaats; 'tuin'", None),
    "float64": (0.5, None),
    "int64": (2**40, None),
    "boolean": (True, None),
    "text": ({"nl": "wijk", "en": "district"}, {"nl": "", "en": "=1+1"}),
    "strings": (["WK900101", "WK900102"], []),
    "json": ([1, "a"], {"a": None}),
    "object": ({"label": "jong", "years": [1, 2]}, {}),
    "objects": ([{"label": "jong", "participants": 40}, {"label": "oud + kind"}], []),
}


def list_views(patterns: list[Any]) -> Iterator[type[ListView]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from list_views(pattern.url_patterns)
        else:
            view = getattr(pattern.callback, "cls", None) or getattr(
                pattern.callback, "view_class", None
            )
            if isinstance(view, type) and issubclass(view, ListView):
                yield view


# Outlines and details are no table.
LISTS = sorted(
    {
        view
        for view in list_views(get_resolver("wijkwerk.site.urls").url_patterns)
        if Csv in view.renderer_classes
    },
    key=lambda view: view.operation,
)


def rows_of(view: type[ListView]) -> list[dict[str, Any]]:
    return [{name: VALUES[kind][place] for name, kind in view.columns.items()} for place in (0, 1)]


def test_there_are_lists_of_every_capability() -> None:
    rooms = {view.__module__.split(".")[1] for view in LISTS}
    assert {"monitor", "designation", "programme", "participation"} <= rooms
    assert "objects" in {kind for view in LISTS for kind in view.columns.values()}


def test_every_kind_of_column_can_be_described_and_written() -> None:
    assert set(KINDS) == set(VALUES) == {*_POLARS, "text"}
    assert {kind for view in LISTS for kind in view.columns.values()} <= set(KINDS)


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.operation)
def test_it_is_written_in_every_format(view: type[ListView]) -> None:
    assert {Json, Parquet} <= set(view.renderer_classes)
    rows, context = rows_of(view), {"view": SimpleNamespace(shown=view.columns)}
    as_json = json.loads(Json().render({"items": rows}, None, context))["items"]
    assert as_json == rows
    lines = list(csv.DictReader(io.StringIO(Csv().render({"items": rows}, None, context).decode())))
    table = pl.read_parquet(Parquet().render({"items": rows}, None, context)).to_dicts()
    assert len(lines) == len(table) == 2
    for name, kind in view.columns.items():
        for row, line, cells in zip(rows, lines, table, strict=True):
            if kind == "text":
                assert (cells[f"{name}_nl"], cells[f"{name}_en"]) == (
                    row[name]["nl"],
                    row[name]["en"],
                )
                assert line[f"{name}_en"].lstrip("'") == row[name]["en"]
            elif kind in ("json", "object", "objects"):
                assert json.loads(line[name]) == json.loads(cells[name]) == row[name]
            elif kind == "strings":
                assert line[name] == ";".join(row[name]) and cells[name] == row[name]
            else:
                assert cells[name] == row[name]
                assert line[name].lower() == ("" if row[name] is None else str(row[name]).lower())
    # A page without rows has the same columns.
    empty = pl.read_parquet(Parquet().render({"items": []}, None, context))
    assert empty.schema == pl.read_parquet(Parquet().render({"items": rows}, None, context)).schema
