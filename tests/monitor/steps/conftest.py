"""Sources made in the test, and the tables that come of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from made_source import made_source
from wijkwerk.monitor.core import tables
from wijkwerk.monitor.disclosure import protected
from wijkwerk.monitor.engine import connect
from wijkwerk.monitor.pipeline import compute
from wijkwerk.monitor.sources.read import read_source

Frames = dict[str, pl.DataFrame]
TablesOf = Callable[..., Frames]
_SETTINGS = """
[source]
id = "made"
title = { nl = "Gemaakt", en = "Made" }
publisher = "test"
licence = "CC0-1.0"
report_level = "district"
"""
_INDICATOR = """
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }
[[indicator]]
id = "i"
name = { nl = "I", en = "I" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
"""


def write_source(
    folder: Path,
    *,
    areas: Sequence[str],
    groups: Sequence[str],
    rows: Sequence[str],
    columns: str = "numerator,denominator",
    settings: str = '[reference]\nrule = "country"\n',
    indicators: str = _INDICATOR,
    correspondence: Sequence[str] = (),
) -> Path:
    """A source folder out of lines of CSV without their headers."""
    if correspondence:
        lines = ["vintage_from,vintage_to,area_from,area_to,weight", *correspondence]
        (folder / "correspondence").mkdir(parents=True)
        (folder / "correspondence" / "table.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return made_source(
        folder,
        source=_SETTINGS + settings,
        indicators=indicators,
        areas=["code,name,level,parent", *areas],
        groups=["group,area,valid_from,valid_to", *groups],
        observations=[f"area,period,indicator,{columns}", *rows],
    )


def maker(factory: pytest.TempPathFactory) -> TablesOf:
    """A function from a source, as ``write_source`` takes it, to its tables; ``protect`` withholds."""

    def made(*, protect: bool = False, **source: object) -> Frames:
        here = factory.mktemp("made")
        folder = write_source(here / "source", **source)  # type: ignore[arg-type]
        (here / "reading").mkdir()
        engine = connect("duckdb", here / "running")
        read = read_source(folder, here / "reading")
        result = protected(read, engine) if protect else compute(read, engine)
        return {name: engine.collect(getattr(result, name)) for name in tables.EDITION_TABLES}

    return made


@pytest.fixture
def tables_of(tmp_path_factory: pytest.TempPathFactory) -> TablesOf:
    """``maker`` for one test."""
    return maker(tmp_path_factory)
