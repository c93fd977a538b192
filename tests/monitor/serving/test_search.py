"""Anything is found by name, old name or code, with typing mistakes and without accents."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.serving.catalogue import Area, Catalogue, Group
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.everyday import everyday_words
from wijkwerk.monitor.serving.postcodes import (
    PostcodeAreas,
    areas_of_postcode,
    has_postcodes,
    postcode_in,
)
from wijkwerk.monitor.serving.search import Entry, SearchIndex, normalise
from wijkwerk.monitor.sources.cbs.dictionary import definitions
from wijkwerk.monitor.sources.shipped import entries
from wijkwerk.served.api import Store
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
        ("inkomen", "work"), ("income", "work"), ("aandachtsgebieden", "FOCUS"),
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


@pytest.fixture(scope="module")
def subjects() -> SearchIndex:
    """Indicators as a source calls them, and what people type."""

    def measure(id_: str, nl: str, en: str) -> Any:
        return SimpleNamespace(id=id_, name=Text(nl, en))

    measures = [
        measure("low_income", "Huishoudens met een laag inkomen", "Households with a low income"),
        measure("debt", "Wanbetaling zorgpremie", "Default on health insurance"),
        measure("school", "Leerlingen met een startkwalificatie", "Pupils with a qualification"),
        measure("poverty", "Armoede onder kinderen", "Poverty among children"),
    ]
    catalogue: Any = SimpleNamespace(
        areas={}, groups={}, themes={}, measures={one.id: one for one in measures}
    )
    return SearchIndex.of(catalogue)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("schulden", "debt"), ("debts", "debt"), ("onderwijs", "school"), ("education", "school"),
        ("minima", "low_income"), ("geldzorgen", "low_income"), ("ÉDUCATION", "school"),
        ("armoede", "poverty"),  # who is called so goes before who is about it
    ],
)  # fmt: skip
def test_everyday_words_lead_to_what_they_are_about(
    subjects: SearchIndex, asked: str, first: str
) -> None:
    assert subjects.find(asked)[0].entry.code == first


def test_an_everyday_word_finds_both_what_is_called_so_and_what_is_about_it(
    subjects: SearchIndex,
) -> None:
    codes = [hit.entry.code for hit in subjects.find("armoede") if not hit.resembles]
    assert codes == ["poverty", "low_income"]


def test_every_subject_leads_to_something_that_ships() -> None:
    names = [one["name"] for one in entries()] + [one.entry["name"] for one in definitions()[1]]
    found = {word for name in names for word in everyday_words(name["nl"], name["en"])}
    for word in ("armoede", "schulden", "onderwijs", "werk", "wonen", "veiligheid", "gezondheid"):
        assert word in found


def test_what_only_looks_like_it_is_told_apart(index: SearchIndex) -> None:
    assert [hit.resembles for hit in index.find("overvegt")[:1]] == [True]
    assert [hit.resembles for hit in index.find("overve")[:1]] == [False]


def test_a_name_means_the_areas_that_are_called_so_now(index: SearchIndex) -> None:
    assert {entry.code for entry in index.named("CENTRUM")} == {"BU03630101", "BU03440101"}
    assert [entry.code for entry in index.named("sneek")] == ["GM1900"]
    assert index.named("centr") == []


@pytest.mark.parametrize(
    ("asked", "postcode"),
    [("2512ga", "2512GA"), (" 2512 GA ", "2512GA"), ("2512", "2512"), ("0512", None), ("2512G", None),
     ("GM0363", None), ("25123", None)],
)  # fmt: skip
def test_a_postcode_is_told_from_other_questions(asked: str, postcode: str | None) -> None:
    assert postcode_in(asked) == postcode


def test_a_postcode_gives_its_areas_the_largest_first(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "CREATE TABLE postcodes AS SELECT * FROM (VALUES ('2511ZZ', 'C', 90.0), "
            "('2512AB', 'A', 3.0), ('2512GA', 'A', 1.0), ('2512GA', 'B', 2.0), ('2512ZZ', 'B', 9.0), "
            "('2513AA', 'C', NULL)) AS t(postcode, area, addresses)"
        )
    store = Store(path)
    assert areas_of_postcode(store, "2512GA") == PostcodeAreas("2512 GA", ("B", "A"))
    assert areas_of_postcode(store, "2512").areas == ("B", "A")
    assert areas_of_postcode(store, "2513").areas == ("C",)
    assert areas_of_postcode(store, "9999XX").areas == ()
    assert has_postcodes(store)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("schulden", []), ("onderwijs", []), ("huren", []),  # words, of which no indicator is here
        ("schildersburt", ["WK1"]), ("schilderswyk", ["WK1"]), ("moerwyk", ["WK2"]),
        ("laakwartier", ["WK3"]), ("scholden", []),
    ],
)  # fmt: skip
def test_a_word_for_a_subject_is_no_mistake_in_the_name_of_a_place(
    asked: str, codes: list[str]
) -> None:
    names = ("Schildersbuurt", "Moerwijk", "Laakkwartier en Spoorwijk")
    places = tuple(
        Entry("area", f"WK{place}", name, normalise(name))
        for place, name in enumerate(names, start=1)
    )
    texts = tuple(entry.text for entry in places)
    index = SearchIndex(places, texts, {}, {}, {})
    assert [hit.entry.code for hit in index.find(asked)] == codes
