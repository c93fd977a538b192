"""Analyses as people write them, and who works on them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

SMALL = """\
base_year = 2024
rates = "nl-2020"
draws = 1000
title = { nl = "Een proef", en = "A trial" }
baseline = { nl = "Geen proef.", en = "No trial." }

[[party]]
code = "city"
name = { nl = "Gemeente", en = "Municipality" }
public = true

[[party]]
code = "people"
name = { nl = "Bewoners", en = "Residents" }

[[assumption]]
code = "p"
name = { nl = "Deel dat slaagt", en = "Share that succeeds" }
triangular = [0.05, 0.10, 0.20]

[[assumption]]
code = "v"
name = { nl = "Waarde", en = "Value" }
normal = [150, 30]

[[line]]
code = "gain"
name = { nl = "Baat", en = "Gain" }
kind = "effect"
number = 100
attribution = "p"
value = "v"
for = { city = 0.5, people = 0.5 }

[[line]]
code = "cost"
name = { nl = "Kosten", en = "Cost" }
kind = "cost"
value = 1000
for = { city = 1 }
"""


def example(name: str) -> str:
    """The text of an analysis that ships."""
    return (resources.files("wijkwerk.finance.data") / "examples" / f"{name}.toml").read_text(
        "utf-8"
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file: SMALL with parts replaced."""

    def write(*changes: tuple[str, str], name: str = "trial.toml") -> Path:
        text = SMALL
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of sheets with rows of cells."""

    def make(**sheets: list[list[Any]]) -> Path:
        import xlsxwriter

        path = tmp_path / "trial.xlsx"
        book = xlsxwriter.Workbook(path)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
        book.close()
        return path

    return make
