"""Nominations: peers score plans; nobody scores for the own municipality."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wijkwerk.designation.api import DesignationList, Options, build_list
from wijkwerk.designation.lists.nominations import read_nominations
from wijkwerk.shared.problems import InputError

AREAS = pl.DataFrame(
    {
        "code": ["GM1", "GM2", "BU1", "BU2", "BU3"],
        "level": ["municipality", "municipality", *["neighbourhood"] * 3],
        "parent": [None, None, "GM1", "GM1", "GM2"],
    }
)
HEAD = "area,year,plan,assessor,assessor_municipality,organisation,residents\n"


def read(tmp_path: Path, *lines: str) -> pl.DataFrame:
    path = tmp_path / "nominations.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return read_nominations(path, AREAS)


def test_scores_are_means_over_peers_and_too_few_peers_are_unknown(tmp_path: Path) -> None:
    found = read(
        tmp_path, "BU1,2010,Plan,P1,GM2,3,4", "BU1,2010,Plan,P2,GM2,4,", "BU3,2010,Other,P3,GM1,5,5"
    )
    rows = {
        (row["area"], row["indicator"]): (row["value"], row["reason"])
        for row in found.iter_rows(named=True)
    }
    assert rows["BU1", "nominations.organisation"] == (3.5, "")
    assert rows["BU1", "nominations.residents"] == (None, "too_few")
    assert rows["BU3", "nominations.organisation"] == (None, "too_few")
    assert rows["BU1", "nominations.nominated"] == (1.0, "")
    assert rows["BU2", "nominations.nominated"] == (0.0, "")
    assert "P1" not in found.write_csv()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["BU1,2010,Plan,P1,GM1,3,3"],
         "nominations.csv:2 [assessor_municipality]: scores for the own municipality: found 'GM1'; "
         "expected an assessor from another municipality. Peers judge each other's plans; leave this "
         "row out."),
        (["BU9,2010,Plan,P1,GM2,3,3"],
         "nominations.csv:2 [area]: unknown area: found 'BU9'; expected an area of the edition."),
        (["BU1,2010,Plan,P1,GM2,6,3"],
         "nominations.csv:2 [organisation]: malformed value: found '6'; expected a score from 1 to 5, "
         "or nothing."),
        (["BU1,2010,Plan,P1,GM2,3,3", "BU1,2010,Plan,P1,GM2,4,3"],
         "nominations.csv:3 [assessor]: scores twice: found 'P1'; expected a row per area, year and "
         "assessor. It is also on line 2."),
        (["BU1,2010,Plan,P1,GM2,3,3", "BU1,2010,Plan B,P2,GM2,4,3"],
         "nominations.csv:3 [plan]: another plan: found 'Plan B'; expected one plan per area and year: "
         "Plan."),
        (["BU1,2010,Plan,P1, gm1,3,3"],
         "nominations.csv:2 [assessor_municipality]: scores for the own municipality: found 'gm1'; "
         "expected an assessor from another municipality. Peers judge each other's plans; leave this "
         "row out."),
        (["BU1,2010,Plan,P1,GM2,3,3", "BU1,2010,Plan,P1 ,GM2,4,3"],
         "nominations.csv:3 [assessor]: scores twice: found 'P1'; expected a row per area, year and "
         "assessor. It is also on line 2."),
        (["BU1,2010,Plan,P1,GM2,0_4,3"],
         "nominations.csv:2 [organisation]: malformed value: found '0_4'; expected a score from 1 to "
         "5, or nothing."),
        (["BU1,10,Plan,P1,GM2,3,3"],
         "nominations.csv:2 [year]: malformed value: found '10'; expected a year as 2024."),
    ],
)  # fmt: skip
def test_a_fault_in_a_nomination_is_told(tmp_path: Path, lines: list[str], expected: str) -> None:
    with pytest.raises(InputError) as wrong:
        read(tmp_path, *lines)
    assert expected in str(wrong.value).splitlines()


def test_spaces_round_a_score_say_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "BU1,2010,Plan,P1,GM2, 3 ,4", "BU1,2010,Plan,P2,GM2, 4,4")
    mean = found.filter(pl.col("indicator") == "nominations.organisation")
    assert mean["value"].to_list() == [3.5]


def test_a_list_by_nomination_takes_sound_plans_only(small_edition: Path, tmp_path: Path) -> None:
    codes = ("BU00010000", "BU00020000", "BU00030000")
    names = "organisation,residents,partners,anchoring,backing"
    rows = [f"area,year,plan,assessor,assessor_municipality,{names}"]
    for number, area in enumerate(codes):
        for peer in ("A", "B"):
            scores = ",".join(["4", "4", "4", "4", "2" if number == 1 else "5"])
            rows.append(f"{area},2012,Plan {number},{peer},GM0004,{scores}")
    rows[-1] = rows[-1].replace("GM0004,4", "GM0004,")
    path = tmp_path / "nominations.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    made = build_list(
        "nomination", small_edition, tmp_path / "lists", Options(nominations=path, draws=50)
    )
    designation_list = DesignationList.open(made)
    held = dict(
        designation_list.table("held")
        .filter(pl.col("year") == 2012)
        .collect()
        .select("area", "status")
        .rows()
    )
    assert held[codes[0]] == "selected"
    assert held[codes[1]] == ""
    assert held[codes[2]] == "unknown"  # one criterion has a single peer
    assert sum(one != "" for one in held.values()) == 2
    with pytest.raises(InputError, match="--nominations"):
        build_list("nomination", small_edition, tmp_path / "lists")
