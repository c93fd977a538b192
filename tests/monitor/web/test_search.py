"""The search page and the boxes where areas are chosen, as their reader meets them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.postcodes import PostcodeAreas

client = Client()
HEADS = re.compile(r'ww-results__head"[^>]*>([^<]*)<')
LINKS = re.compile(r'<a class="ww-results__link" href="([^"]*)">.*?name">([^<]*)<.*?note">([^<]*)<')


def page(address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def in_postcode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Postcode 1234 AB lies in two areas of the country; others in none."""
    found = {"1234AB": ("BU00010001", "BU00010000"), "1234": ("BU00010001",)}

    def areas(store: object, postcode: str) -> PostcodeAreas:
        written = f"{postcode[:4]} {postcode[4:]}".strip()
        return PostcodeAreas(written, found.get(postcode, ()))

    for module in ("views.search", "finding"):
        monkeypatch.setattr(f"wijkwerk.monitor.web.{module}.areas_of_postcode", areas)


def test_kinds_stand_apart_and_each_area_has_its_level_and_place(site: str) -> None:
    html = page(f"/en/editions/{site}/search?q=stad+1")
    assert "Areas" in HEADS.findall(html)
    level = {unescape(note).split(", ")[0] for _, _, note in LINKS.findall(main(html))}
    assert level <= {"country", "municipality", "district", "neighbourhood", "group of areas"}
    code = page(f"/en/editions/{site}/search?q=BU00010000")
    (first,) = LINKS.findall(main(code))[:1]
    assert first[2].startswith("neighbourhood, ") and "Stad 1" in first[2]


def test_an_indicator_is_found_by_an_everyday_word(site: str, serving: Serving) -> None:
    words = serving.search.everyday
    assert words, "no everyday word fits any indicator of the country"
    word = next(iter(words))
    assert set(HEADS.findall(page(f"/nl/editions/{site}/search?q={word}"))) & {
        "Indicatoren",
        "Thema’s",
    }


def test_what_only_looks_like_it_stands_below(site: str) -> None:
    assert HEADS.findall(page(f"/en/editions/{site}/search?q=stadd+1")) == [
        "Looks like what you typed"
    ]


@pytest.mark.usefixtures("in_postcode")
@pytest.mark.parametrize("asked", ["1234AB", "1234 ab", "1234"])
def test_a_postcode_finds_its_areas_and_nothing_that_resembles_it(site: str, asked: str) -> None:
    html = main(page(f"/nl/editions/{site}/search?{urlencode({'q': asked})}"))
    assert HEADS.findall(html) == [
        f"Gebieden in postcode {'1234 AB' if len(asked) > 4 else '1234'}"
    ]
    codes = [url.rstrip("/").split("/")[-1].split("?")[0] for url, _, _ in LINKS.findall(html)]
    assert codes[0] == "BU00010001" and len(codes) == (2 if len(asked) > 4 else 1)


def test_an_edition_without_postcodes_says_so(site: str) -> None:
    html = unescape(page(f"/en/editions/{site}/search?q=9999XX"))
    assert "This edition doesn't tell where postcodes lie." in html


def test_a_box_suggests_areas_with_their_place(site: str) -> None:
    html = page(f"/en/editions/{site}/search?as=options&add=stad+1", **{"HX-Request": "true"})
    assert "<html" not in html
    assert re.search(r'<option value="Stad 1 \(GM0001\)">municipality, GM0001</option>', html)


@pytest.mark.parametrize("where", ["selection", "compare"])
@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("BU00010000", ["BU00010000"]),
        ("Stad 1 (GM0001)", ["GM0001"]),
        ("BU00010000\nBU00010001", ["BU00010000", "BU00010001"]),
        ("BU00010000; Stad 2", ["BU00010000", "GM0002"]),
        ("BU00010000 BU00010001", ["BU00010000", "BU00010001"]),
        ("stad 1, stad 2, stad 1", ["GM0001", "GM0002"]),
    ],
)
def test_areas_are_added_one_or_several_at_once(
    site: str, where: str, typed: str, codes: list[str]
) -> None:
    response = client.get(f"/en/editions/{site}/{where}?{urlencode({'add': typed, 'x': 'y'})}")
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query == {"area": codes, "x": ["y"]}


def test_a_name_that_fits_several_is_a_question(site: str) -> None:
    asked = urlencode({"add": "stad\nGM0002"})
    html = unescape(page(f"/en/editions/{site}/selection?{asked}"))
    assert "Which area do you mean by ‘stad’?" in html
    choices = LINKS.findall(main(html))
    assert len(choices) > 1
    # What was understood stays, and each choice adds one of those that it fits.
    added = set()
    for url, name, _ in choices:
        kept, more = (*parse_qs(urlsplit(url).query)["area"], "GM0002")[:2]
        assert kept == "GM0002" and "stad" in name.lower()
        added.add(more)
    assert len(added) == len(choices)


def test_what_nothing_is_called_is_said(site: str) -> None:
    asked = urlencode({"add": "qqqqqq\nwwwwwww"})
    html = unescape(page(f"/en/editions/{site}/selection?{asked}"))
    assert "No areas are called ‘qqqqqq’ and ‘wwwwwww’." in html


def test_what_was_understood_is_one_click_away(site: str) -> None:
    asked = urlencode({"add": "GM0001\nqqqqqq\nGM0002"})
    html = unescape(page(f"/en/editions/{site}/selection?{asked}"))
    (url,) = re.findall(r'<a href="([^"]*)">Add the 2 areas that were found</a>', html)
    assert parse_qs(urlsplit(url).query)["area"] == ["GM0001", "GM0002"]


def test_an_exact_name_stands_without_what_resembles_it(site: str) -> None:
    assert "Looks like what you typed" not in HEADS.findall(
        page(f"/en/editions/{site}/search?q=stad+1")
    )


def test_a_long_paste_of_what_is_not_there_takes_no_long_time(
    site: str, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = type(serving.search).find

    def find(self: object, question: str, *more: object) -> object:
        looked.append(question)
        return real(self, question, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(type(serving.search), "find", find)
    page(f"/en/editions/{site}/selection?{urlencode({'add': chr(10).join(['qqqqqq'] * 900)})}")
    assert 0 < len(looked) <= 25


@pytest.mark.parametrize(
    "typed", ["BU00010000 BU00010001", "bu00010000,BU00010001", "Stad 1; BU00010000\tStad 2"]
)
def test_a_pasted_list_leads_to_all_of_its_areas(site: str, typed: str) -> None:
    html = main(page(f"/en/editions/{site}/search?{urlencode({'q': typed})}"))
    assert HEADS.findall(html) == ["All together", "Areas"]
    (comparison, selection), areas = LINKS.findall(html)[:2], LINKS.findall(html)[2:]
    codes = [url.split("/")[-1].split("?")[0] for url, _name, _note in areas]
    assert len(codes) == len(re.split("[ ,;\t](?=B|b|S)", typed.replace("; ", ";")))
    for url, _name, note in (comparison, selection):
        assert note == f"{len(codes)} areas"
        response = client.get(unescape(url))
        assert response.status_code == 200
        assert parse_qs(urlsplit(unescape(url)).query)["area"] == [",".join(codes)]


def test_a_list_with_something_that_is_no_area_is_a_question_as_any_other(site: str) -> None:
    html = main(page(f"/en/editions/{site}/search?{urlencode({'q': 'BU00010000,BU99999999'})}"))
    assert "All together" not in HEADS.findall(html)
