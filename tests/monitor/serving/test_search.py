"""Anything is found by name, old name or code, with typing mistakes and without accents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.serving.catalogue import Area, Catalogue, Group
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.search import SearchIndex, normalise
from wijkwerk.shared.text import Text


def _area(code: str, name: str, level: str, parent: str | None, *former: str) -> Area:
    return Area(code, name, level, parent, None, None, None, former)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    """A few areas whose names are easily mistaken."""
    areas = [
        _area("NL00", "Nederland", "country", None),
        _area("GM0344", "Utrecht", "municipality", "NL00"),
        _area("GM1900", "Súdwest-Fryslân", "municipality", "NL00", "Sneek", "Bolsward"),
        _area("GM0363", "Amsterdam", "municipality", "NL00"),
        _area("BU03630101", "Centrum", "neighbourhood", "GM0363"),
        _area("BU03440101", "Centrum", "neighbourhood", "GM0344"),
        _area("BU03440102", "Kanaleneiland-Zuid", "neighbourhood", "GM0344"),
        _area("BU03440103", "Overvecht", "neighbourhood", "GM0344"),
    ]
    catalogue = Catalogue(
        id="x",
        title=Text("x", "x"),
        source={"focus_group": "FOCUS"},
        manifest={},
        themes={"work": Text("Werk en inkomen", "Work and income")},
        measures={},
        areas={area.code: area for area in areas},
        groups={
            "G4": Group("G4", "Vier grote steden", ("GM0344",)),
            "FOCUS": Group("FOCUS", "FOCUS", ("BU03440103",)),
        },
        children={},
        has_geometry=False,
    )
    return SearchIndex.of(catalogue)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("GM0363", "GM0363"), ("gm0363", "GM0363"), (" bu03440102 ", "BU03440102"),
        ("amsterdam", "GM0363"), ("AMSTERDAM", "GM0363"), ("Amsterdm", "GM0363"),
        ("Amserdam", "GM0363"), ("amst", "GM0363"),
        ("sudwest fryslan", "GM1900"), ("Súdwest", "GM1900"), ("Sneek", "GM1900"),
        ("bolswart", "GM1900"), ("kanalen eiland", "BU03440102"), ("kanaleneilant", "BU03440102"),
        ("zuid", "BU03440102"), ("overvegt", "BU03440103"), ("g4", "G4"), ("grote steden", "G4"),
        ("inkomen", "work"), ("income", "work"), ("focusgebieden", "FOCUS"),
        ("focus areas", "FOCUS"), ("focus", "FOCUS"),
    ],
)  # fmt: skip
def test_the_best_hit_comes_first(index: SearchIndex, asked: str, first: str) -> None:
    assert index.find(asked)[0].entry.code == first


def test_namesakes_are_told_apart_by_their_city(index: SearchIndex) -> None:
    hits = index.find("centrum")
    assert [(hit.entry.code, hit.entry.context) for hit in hits[:2]] == [
        ("BU03440101", "Utrecht"),
        ("BU03630101", "Amsterdam"),
    ]


def test_a_real_match_comes_before_one_that_only_resembles_it(index: SearchIndex) -> None:
    hits = index.find("utrecht")
    assert hits[0].entry.code == "GM0344"
    assert all(hit.score < hits[0].score for hit in hits[1:])


def test_an_area_with_an_old_name_is_found_once(index: SearchIndex) -> None:
    codes = [one.entry.code for one in index.find("s")]
    assert len(codes) == len(set(codes))
    assert index.find("sneek")[0].entry.former


def test_only_the_kinds_that_are_asked_for_are_found(index: SearchIndex) -> None:
    assert {one.entry.kind for one in index.find("werk", kinds=("theme",))} == {"theme"}
    assert index.find("GM0363", kinds=("group",)) == []


@settings(deadline=None)
@given(asked=st.text(max_size=200), limit=st.integers(1, 30))
def test_any_question_gets_an_answer_within_its_limit(
    serving: Serving, asked: str, limit: int
) -> None:
    hits = serving.search.find(asked, limit)
    assert len(hits) <= limit
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({(hit.entry.kind, hit.entry.code) for hit in hits}) == len(hits)


@settings(deadline=None)
@example("\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL S}")
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once or len(text) > 40
    assert once == once.strip()


def test_every_area_is_found_by_its_code_and_its_name(serving: Serving) -> None:
    areas: list[Any] = list(serving.catalogue.areas.values())[::7]
    for area in areas:
        assert serving.search.find(area.code)[0].entry.code == area.code
        assert area.name in {one.entry.name for one in serving.search.find(area.name)}
