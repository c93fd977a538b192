"""Tables of changed boundaries, read for years in a row."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.designation.core.succession import succession
from wijkwerk.designation.lists.boundary_changes import read_changes
from wijkwerk.shared.problems import InputError

HEAD = "vintage_from,vintage_to,area_from,area_to,weight\n"
PEOPLE = pl.DataFrame({"code": ["a"], "inhabitants": [100.0]})


def _made_of(folder: Path, **tables: str) -> list[tuple[int, str, str]]:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return succession(read_changes(folder), PEOPLE).rows()  # type: ignore[return-value]


def test_an_area_renamed_twice_was_made_of_the_one_just_before_it(tmp_path: Path) -> None:
    # 2010→2022 tells what X was before 2015; in 2021 it was B alone.
    first, second = f"{HEAD}2010,2022,A,X,1\n", f"{HEAD}2015,2022,B,X,1\n"
    assert _made_of(tmp_path, first=first, second=second) == [(2022, "X", "B")]


def test_a_change_that_two_tables_tell_is_one(tmp_path: Path) -> None:
    rows = "{0},2022,OLD,C,0.5\n{0},2022,OLD,D,0.5\n"
    first, second = HEAD + rows.format(2010), HEAD + rows.format(2015)
    assert _made_of(tmp_path, first=first, second=second) == [
        (2022, "C", "OLD"),
        (2022, "D", "OLD"),
    ]


def test_tables_that_follow_each_other_are_two_changes(tmp_path: Path) -> None:
    first, second = f"{HEAD}2010,2015,A,B,1\n", f"{HEAD}2015,2022,B,X,1\n"
    assert _made_of(tmp_path, first=first, second=second) == [(2015, "B", "A"), (2022, "X", "B")]


def test_tables_without_the_older_vintage_are_read(tmp_path: Path) -> None:
    text = "vintage_to,area_from,area_to,weight\n2022,A,X,1\n2022,B,X,1\n"
    assert _made_of(tmp_path, only=text) == [(2022, "X", "A"), (2022, "X", "B")]


@pytest.mark.parametrize(
    ("row", "said"), [("20x2,A,X,1", "a year"), ("2022,A,X,0", "a share above 0, at most 1")]
)
def test_a_row_that_can_not_be_read_is_told(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "bad.csv").write_text(f"vintage_to,area_from,area_to,weight\n{row}\n", "utf-8")
    with pytest.raises(InputError) as fault:
        read_changes(tmp_path)
    assert said in str(fault.value)
