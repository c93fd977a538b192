"""A small valid source folder that a test can break in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.monitor.sources.check import check_source
from wijkwerk.shared.problems import Severity

SOURCE = """[source]
id = "small"
title = { nl = "Klein", en = "Small" }
publisher = "Wijkwerk"
licence = "CC0-1.0"
base_period = "2012"
focus_group = "FOCUS"

[reference]
rule = "municipality"
"""
INDICATORS = """[[theme]]
id = "work"
name = { nl = "Werken", en = "Working" }

[[indicator]]
id = "seekers"
name = { nl = "Werkzoekenden", en = "Job-seekers" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"

[[indicator]]
id = "price"
name = { nl = "Verkoopprijs", en = "Selling price" }
theme = "work"
unit = "eur"
kind = "mean"
direction = "higher_is_better"
"""
AREAS = """code,name,level,parent,inhabitants,dwellings,valid_from,valid_to
NL00,Nederland,country,,,,,
GM0363,Amsterdam,municipality,NL00,9000,4200,,
WK036301,Noord,district,GM0363,3000,1400,,
WK036302,Midden,district,GM0363,3500,1600,,
WK036303,Zuid,district,GM0363,2500,1200,,
"""
GROUPS = """group,area,valid_from,valid_to
FOCUS,WK036301,2012,
FOCUS,WK036303,2012,
"""
_COUNTS = {
    "WK036301": (210, 1500), "WK036302": (150, 1800), "WK036303": (160, 1250), "GM0363": (520, 4550),
}  # fmt: skip
YEARS = (2012, 2013, 2014, 2015)


def observations() -> list[str]:
    """The rows of the small source: areas by year, counts first and prices behind them."""
    rows = ["area,period,indicator,numerator,denominator,value,base,status"]
    for place, (area, (count, total)) in enumerate(_COUNTS.items()):
        for step, year in enumerate(YEARS):
            rows.append(f"{area},{year},seekers,{count - 3 * step - place},{total + step},,,")
    for place, area in enumerate(_COUNTS):
        for step, year in enumerate(YEARS):
            rows.append(f"{area},{year},price,,,{200000 + 900 * step * (place + 1)},60,")
    return rows


@dataclass
class Folder:
    """A source folder in the making."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Folder:
        """Write a file, as UTF-8 when it is text."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def text(self, name: str) -> str:
        """The text of a file."""
        return (self.path / name).read_text("utf-8")

    def change(self, name: str, old: str, new: str) -> Folder:
        """Replace the one place in a file where ``old`` stands."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        return self.write(name, text.replace(old, new))

    def add(self, name: str, *rows: str) -> Folder:
        """Rows at the end of a file."""
        return self.write(name, self.text(name) + "".join(f"{row}\n" for row in rows))

    def remove(self, name: str) -> Folder:
        """Take a file out."""
        (self.path / name).unlink()
        return self

    def parquet(self, name: str, cut: int | None = None, **first: object) -> Folder:
        """The observations of the small source as Parquet; ``first`` replaces the first cells of
        columns, ``cut`` keeps that many bytes only."""
        columns = pl.read_csv("\n".join(observations()).encode(), infer_schema_length=None)
        frame = columns.with_columns(
            pl.col("area", "indicator", "status").cast(pl.String),
            pl.col("period").cast(pl.String),
            pl.col("numerator", "denominator", "value", "base").cast(pl.Float64),
        )
        for column, given in first.items():
            values = list(given) if isinstance(given, list) else [given]
            frame = frame.with_columns(
                pl.Series(column, [*values, *frame[column].to_list()[len(values) :]])
            )
        frame.write_parquet(self.path / name)
        content = (self.path / name).read_bytes()
        return self.write(name, content if cut is None else content[:cut])

    def told(self, notes: bool = False) -> list[str]:
        """What the check says: 'error observations.csv:3 [area]: …'."""
        return [
            f"{one.severity} {one}".replace(str(self.path), "FOLDER")
            for one in check_source(self.path)
            if notes or one.severity is not Severity.NOTE
        ]


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """A small valid source: a city with three districts, a group, two indicators, four years."""
    folder = Folder(tmp_path / "small")
    folder.write("source.toml", SOURCE).write("indicators.toml", INDICATORS)
    folder.write("areas.csv", AREAS).write("groups.csv", GROUPS)
    return folder.write("observations.csv", "\n".join(observations()) + "\n")
