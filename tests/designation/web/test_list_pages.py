"""Every public page of a list: it answers, in both languages, and says what it should first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from served_list import REASON, Served

from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.questions import Wanted
from wijkwerk.designation.web import maps
from wijkwerk.designation.web.list_context import ListContext
from wijkwerk.designation.web.maps import map_spec

PAGES = ["/{year}", "/{year}?show=near", "/{year}?show=all&sort=-chance", "/areas?q=buurt",
         "/areas/{area}", "/{year}/what-if", "/{year}/compare", "/{year}/consequences",
         "/{year}/rule"]  # fmt: skip


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.fixture
def year(served: Served) -> int:
    """The last year of the list."""
    return served.serving().years[-1]


@pytest.fixture
def area(served: Served) -> str:
    """An area with a status in the last year."""
    serving = served.serving()
    wanted = Wanted(serving.years[-1], serving.levels[0])
    return str(questions.entries(serving, wanted, 1)[0]["area"])


@pytest.fixture
def whole(served: Served, year: int, area: str) -> Iterator[list[str]]:
    """The address of every page of the list."""
    yield [page.format(year=year, area=area) for page in PAGES]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_answers_in_both_languages(
    client: Client, served: Served, whole: list[str], language: str
) -> None:
    for path in ["", "/schemes/denmark", "/housing"]:
        assert "<h1" in _text(client, f"/{language}/designation{path}")
    for path in whole:
        text = _text(client, served.page(path, language=language))
        assert text.count("<h1") == 1
        assert "Traceback" not in text and "%(" not in text


def test_a_list_without_a_year_leads_to_its_last_one(
    client: Client, served: Served, year: int
) -> None:
    answer = client.get(served.page(""))
    assert answer.status_code == 302
    assert answer["Location"] == served.page(f"/{year}")


def test_the_first_line_counts_what_the_table_lists(
    client: Client, served: Served, year: int
) -> None:
    text = _text(client, served.page(f"/{year}", language="en"))
    held = served.serving().found.table("held").collect()
    listed = held.filter((held["year"] == year) & ~held["status"].is_in(["", "unknown"])).height
    said = re.search(r'ww-answer">In \d+ (\w+) of the \d+ areas', text)
    assert said
    assert said[1] == str(listed)
    table = text[text.index('<table class="utrecht-table" id="areas"') :]
    rows = table[: table.index("</table>")].count('<th scope="row"')
    assert rows == min(listed, 50)


def test_what_was_switched_on_stands_on_every_page_with_its_reason(
    client: Client, served: Served, whole: list[str]
) -> None:
    for path in whole:
        assert REASON in _text(client, served.page(path, served.open))
        assert REASON not in _text(client, served.page(path))


def test_what_is_off_is_told_with_the_statuses_that_fall_away(
    client: Client, served: Served, year: int
) -> None:
    text = _text(client, served.page(f"/{year}", language="en"))
    assert "distinguishes on a protected ground (origin) and is not applied" in text
    assert "So these statuses are not given" in text


def test_a_page_of_a_list_writes_nothing_and_sets_no_cookie(
    client: Client, served: Served, whole: list[str]
) -> None:
    client.get(served.page(whole[0]))  # the register of editions is read once
    for path in whole:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(served.page(path))
        assert not answer.cookies
        writes = [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
        assert writes == []
        assert client.post(served.page(path)).status_code == 405


def test_a_page_may_be_kept_and_is_recognised(client: Client, served: Served, year: int) -> None:
    first = client.get(served.page(f"/{year}"))
    assert "max-age" in first["Cache-Control"]
    again = client.get(served.page(f"/{year}"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    other = client.get(served.page(f"/{year}", language="en"))
    assert other["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/1900", 404), ("/areas/nobody", 404), ("/{year}?show=none", 400), ("/{year}?sort=x", 400),
        ("/{year}?status=nothing", 400), ("/{year}?within=GM9999", 400), ("/{year}?page=0", 400),
        ("/{year}?level=street", 400), ("/{year}/what-if?t_work=many", 400),
        ("/{year}/what-if?t_work=1e999", 400), ("/{year}/what-if?drop=nothing", 400),
        ("/{year}/what-if?k_vulnerable=9", 400), ("/{year}/compare?with=nothing", 400),
        ("/{year}/compare?against=1900", 400), ("/{year}/map.gif", 404), ("/{year}/rows.exe", 404),
        ("/files/..%2F..%2Fetc%2Fpasswd", 404), ("/files/passwd", 404),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_as_such(
    client: Client, served: Served, year: int, path: str, status: int
) -> None:
    assert client.get(served.page(path.format(year=year))).status_code == status


def test_an_unknown_list_is_not_found(client: Client, served: Served) -> None:
    assert client.get("/nl/designation/lists/nothing-0123456789/2015").status_code == 404
    assert client.get("/nl/designation/schemes/nothing").status_code == 404


def test_the_area_shows_each_year_with_sign_and_words(
    client: Client, served: Served, area: str, year: int
) -> None:
    text = _text(client, served.page(f"/areas/{area}", language="en"))
    strip = text[text.index("ww-strip") : text.index("</table>", text.index("ww-strip"))]
    years = served.serving().years
    assert all(f'<th scope="col">{one}</th>' in strip for one in years)
    cells = strip.count("ww-result--")
    assert cells == strip.count('<svg viewBox="0 0 16 16"') >= len(years)
    assert re.search(r"had the status &#x27;.*&#x27; in", text)
    assert "The chance that it meets" in text


def test_the_map_draws_the_listed_areas(client: Client, served: Served, year: int) -> None:
    page = _text(client, served.page(f"/{year}"))
    assert f"/{year}/map.svg" in page
    answer = client.get(served.page(f"/{year}/map.svg?size=small"))
    assert answer["Content-Type"] == "image/svg+xml"
    # Only an address that says by which program and decisions it was drawn is kept for ever.
    assert "immutable" not in answer["Cache-Control"]
    drawn = re.search(r'src="([^"]*/map\.svg\?[^"]*v=[^"]*)"', page)
    assert drawn
    kept = client.get(drawn[1].replace("&amp;", "&"))
    assert "immutable" in kept["Cache-Control"]
    assert answer.content.count(b"<path") > 40


def test_with_many_areas_only_the_listed_ones_are_drawn_as_dots(
    served: Served, year: int, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    serving = served.serving()
    visit = ListContext(rf.get("/"), serving, "nl", year)
    few = map_spec(visit, serving.levels[0], "", "large")
    monkeypatch.setattr(maps, "MOST", 5)
    many = map_spec(visit, serving.levels[0], "", "large")
    assert few is not None and many is not None
    kinds = {value["geometry"]["type"] for value in many["layer"][1]["data"]["values"]}
    assert kinds == {"Point"}
    codes = questions.held_codes(serving, year, serving.levels[0])
    assert (
        len(many["layer"][1]["data"]["values"])
        == len(codes)
        < len(few["layer"][1]["data"]["values"])
    )
