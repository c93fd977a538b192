"""The New Towns: areas with an early warning, in the municipalities that the scheme names."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from wijkwerk.designation.api import DesignationList, Options, build_list, verify_list
from wijkwerk.designation.published_lists import published_counts
from wijkwerk.designation.reading import find_scheme, read_scheme, shipped
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError


def test_areas_with_a_warning_are_listed_in_the_named_municipalities_alone(
    small_edition: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no area of the scheme's municipalities"):
        build_list("new-towns", small_edition, tmp_path, Options(draws=10))
    text = (find_scheme("new-towns") / "2009.toml").read_text("utf-8")
    own = re.sub(r"municipalities = \[[^]]*\]", 'municipalities = ["GM0001", "GM0002"]', text)
    scheme = tmp_path / "own.toml"
    scheme.write_text(own, "utf-8")
    made = build_list(str(scheme), small_edition, tmp_path / "lists", Options(draws=10))
    found = DesignationList.open(made)
    areas = found.table("areas").collect()
    assert set(areas["municipality"]) == {"GM0001", "GM0002"} and areas.height < 48
    assert found.scheme.municipalities == ("GM0001", "GM0002")
    assert verify_list(made) == []
    warned = Edition.open(small_edition).table("warnings").collect()
    signals = dict(warned.group_by("area").agg(pl.col("signal").sum()).iter_rows())
    held = dict(found.table("held").collect().select("area", "status").iter_rows())
    assert held == {
        code: "unknown" if code not in signals else "signalled" if signals[code] else ""
        for code in areas["code"]
    }
    assert len(found.years) == 1  # only the newest period is judged


def test_the_scheme_names_five_municipalities_and_seven_that_joined() -> None:
    scheme = read_scheme(find_scheme("new-towns"))
    # Spijkenisse goes on as Nissewaard: thirteen codes are twelve municipalities.
    assert len(scheme.municipalities) == len(set(scheme.municipalities)) == 13


def test_social_recapture_was_of_twelve_municipalities_with_the_areas_that_the_source_names() -> (
    None
):
    scheme = read_scheme(find_scheme("social-recapture"))
    assert len(scheme.municipalities) == len(set(scheme.municipalities)) == 12
    for notes in (scheme.at(2006).notes.nl, scheme.at(2006).notes.en):
        named = dict(re.findall(r"(\w[\w ]*) \(([^)]*)\)", notes))
        areas = {place: len(text.split(", ")) for place, text in named.items()}
        assert areas == {
            "Almelo": 1, "Amsterdam": 2, "Arnhem": 1, "Den Haag": 2, "Dordrecht": 1, "Eindhoven": 1,
            "Heerlen": 4, "Leeuwarden": 7, "Nijmegen": 1, "Rotterdam": 2, "Schiedam": 2, "Utrecht": 1,
        }  # fmt: skip
        assert [row.areas for row in published_counts("social-recapture")] == [sum(areas.values())]


def test_no_plan_of_social_recapture_had_to_be_better_than_another() -> None:
    rules = read_scheme(find_scheme("social-recapture")).at(2006)
    assert [status.code for status in rules.statuses] == ["selected"]
    assert all(criterion.top is None for criterion in rules.criteria)


def test_what_was_published_names_statuses_of_the_scheme() -> None:
    danish = {(row.year, row.status): row.areas for row in published_counts("denmark")}
    assert danish == {(2019, "vulnerable"): 43, (2019, "long_term"): 15}
    assert published_counts("new-towns") == ()
    for code in shipped():
        scheme = read_scheme(find_scheme(code))
        for row in published_counts(code):
            assert row.status in {status.code for status in scheme.at(row.year).statuses}
            assert row.source.nl and row.source.en
