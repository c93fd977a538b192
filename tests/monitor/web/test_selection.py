"""An own selection: sets of areas, ways to show it, what it is compared with, and the workbook."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from wijkwerk.monitor.core.tables import CHANGES, FIGURES
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figures import FigureQuery
from wijkwerk.monitor.web.spreadsheets import column_meanings
from wijkwerk.monitor.web.views import picked_charts

client = Client()
PICKED = "area=BU00010000&area=BU00010001&indicator=rate01"


def page(site: str, query: str, language: str = "nl") -> str:
    """The page of a selection."""
    response = client.get(f"/{language}/editions/{site}/selection?{query}")
    assert response.status_code == 200
    return response.content.decode()


def workbook(site: str, query: str, language: str = "nl") -> Any:
    """The workbook of a selection."""
    response = client.get(f"/{language}/editions/{site}/selection.xlsx?{query}")
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def rows_of(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet, row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# --- sets of areas ----------------------------------------------------------------------------


def test_all_neighbourhoods_of_a_city_are_picked_at_once(site: str, serving: Serving) -> None:
    html = page(site, "of=GM0001:neighbourhood&indicator=rate01&show=table")
    wanted = serving.catalogue.below("GM0001", "neighbourhood")
    shown = html.split('id="selection"')[1].split("</table>")[0]
    assert shown.count("<tr") - 2 == len(wanted)  # but for the head and the reference
    assert f"alle {len(wanted)} buurten van Stad 1" in html
    assert (
        f'<option value="GM0001:neighbourhood">alle {len(wanted)} buurten van Stad 1</option>'
        in html
    )


def test_a_set_goes_away_as_a_whole_and_others_stay(site: str) -> None:
    html = page(site, "of=FOCUS&of=GM0002:district&area=BU00010000&indicator=rate01")
    away = re.findall(r'class="ww-chip__away" href="([^"]+)"', html)
    assert len(away) == 3
    addresses = [one.replace("&amp;", "&").replace("%3A", ":") for one in away]
    assert any("of=GM0002:district" in one and "of=FOCUS" not in one for one in addresses)
    assert all("indicator=rate01" in one for one in addresses)


@pytest.mark.parametrize("named", ["nobody", "nobody:district", "GM0001:planet", ":planet", ":"])
def test_a_set_that_isnt_there_is_refused(site: str, named: str) -> None:
    response = client.get(f"/nl/editions/{site}/selection?of={named}&indicator=rate01")
    assert response.status_code == 400


# --- ways to show it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "pictures"),
    [
        (PICKED, ["selection"]),
        (f"{PICKED}&show=bars", ["bars"]),
        (f"{PICKED}&show=map", ["places"]),
        (f"{PICKED}&show=table", []),
        ("of=GM0001:neighbourhood&indicator=rate01", ["bars"]),  # too many lines to tell apart
        (f"{PICKED}&indicator=rate02&show=bars", ["bars", "bars"]),
    ],
)
def test_it_is_shown_in_the_way_that_was_chosen(site: str, query: str, pictures: list[str]) -> None:
    html = page(site, query)
    drawn = re.findall(r'<img class="ww-figure__image[^"]*" src="[^"]*/charts/([a-z]+)\.svg', html)
    assert drawn == pictures
    assert 'id="selection"' in html  # the table is always there


def test_a_way_that_doesnt_exist_is_refused(site: str) -> None:
    address = f"/nl/editions/{site}/selection?{PICKED}&show=pie"
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("size", ["large", "small"])
@pytest.mark.parametrize("kind", ["bars", "places", "selection", "lines"])
def test_its_pictures_are_drawn(site: str, kind: str, size: str) -> None:
    picked = "area=BU00010000,BU00010001&of=GM0001:district&indicator=rate01"
    if kind in ("selection", "lines"):
        picked = "area=BU00010000,BU00010001&indicator=rate01"
    response = client.get(f"/nl/editions/{site}/charts/{kind}.svg?{picked}&size={size}")
    drawn = response.content.decode()
    assert response.status_code == 200
    assert "NaN" not in drawn and "undefined" not in drawn
    if kind != "places":
        assert "Stad 1" in drawn  # what they are compared with is on it


# --- what it is compared with -----------------------------------------------------------------


def test_the_reference_stands_below_the_areas_with_its_figures(site: str, serving: Serving) -> None:
    html = page(site, f"{PICKED}&show=table")
    row = html.split('<tr class="is-reference">')[1].split("</tr>")[0]
    assert "Stad 1" in row and "referentie" in row
    asked = FigureQuery(areas=["BU00010000"], indicators=["rate01"])
    last = figures.figures(serving, asked)[-1]
    assert f'data-sort="{last["reference_value"]}"' in row


def test_a_chosen_reference_takes_its_place(site: str) -> None:
    html = page(site, f"{PICKED}&show=table&against=GM0002")
    row = html.split('<tr class="is-reference">')[1].split("</tr>")[0]
    assert "Stad 2" in row and "Stad 1" not in row


def test_one_that_was_picked_itself_isnt_there_twice(site: str) -> None:
    html = page(site, f"{PICKED}&area=GM0001&show=table")
    references = re.findall(r'<tr class="is-reference"><th scope="row" class="">([^<]+)<', html)
    assert references == ["Schijnland"]  # of the city itself


def test_areas_without_a_figure_get_no_picture_that_isnt_there(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/nl/editions/{site}/compare?area=BU00010000&indicator=rate01"
    assert "charts/lines.svg" in client.get(address).content.decode()
    monkeypatch.setattr(picked_charts, "_rows", lambda *asked: [])
    html = client.get(address).content.decode()
    assert "charts/lines" not in html and "/selection?area=BU00010000" in html


def test_compared_areas_have_the_reference_beside_them(site: str) -> None:
    address = f"/nl/editions/{site}/compare?area=BU00010000&area=BU00010001"
    head = client.get(address).content.decode().split("<thead")[1].split("</thead>")[0]
    assert "Stad 1" in head and "referentie" in head


# --- the workbook -----------------------------------------------------------------------------


def test_the_first_sheet_is_to_be_read(site: str, serving: Serving) -> None:
    book = workbook(site, f"{PICKED}&from=2012&to=2013")
    assert book.sheetnames[0] == "Tabel"
    head, *rows = rows_of(book["Tabel"])
    assert head == ["Gebied", "Niveau", "Indicator", "Eenheid", "2012", "2013"]
    assert [row[0] for row in rows][-1] == "Stad 1 (referentie)"
    asked = FigureQuery(areas=["BU00010000"], indicators=["rate01"], periods=["2012"])
    (figure,) = figures.figures(serving, asked)
    name = serving.catalogue.name("BU00010000")
    (own,) = [row for row in rows if row[0] == name]
    assert own[4] == pytest.approx(figure["value"])
    assert rows[-1][4] == pytest.approx(figure["reference_value"])
    assert not any(re.search(r"\b(BU|GM|WK)\d+|rate01", str(cell)) for row in rows for cell in row)
    # A level has the unit of a level; of one area it is told what kind that is.
    assert own[1] == "buurt" and own[3] == "%"
    measure = serving.catalogue.measures["rate01"]
    places = f"#,##0.{'0' * measure.decimals}" if measure.decimals else "#,##0"
    assert {book["Tabel"].cell(row, 5).number_format for row in range(2, len(rows) + 2)} == {places}


def test_its_heads_are_in_the_language_of_the_reader(site: str) -> None:
    book = workbook(site, PICKED, "en")
    assert rows_of(book["Table"])[0][:4] == ["Area", "Level", "Indicator", "Unit"]
    assert "Explanation" in book.sheetnames


def test_another_sheet_has_codes_a_row_per_figure(site: str) -> None:
    head, *rows = rows_of(workbook(site, PICKED)["Cijfers met codes"])
    assert set(FIGURES) <= set(head)
    assert {row[head.index("area")] for row in rows} == {"BU00010000", "BU00010001"}


def test_the_explanation_says_what_every_column_means(site: str) -> None:
    book = workbook(site, PICKED)
    told = {row[0]: row[1] for row in rows_of(book["Uitleg"]) if row[0]}
    for sheet in ("Cijfers met codes", "Veranderingen met codes"):
        for column in rows_of(book[sheet])[0]:
            assert told[column]
    assert set(column_meanings()) >= {*FIGURES, *CHANGES}


def test_a_withheld_figure_is_a_word_and_never_empty(
    withheld_edition: Path, serving_cache: Path, rf: Any
) -> None:
    from wijkwerk.monitor.web.edition_context import visit_of
    from wijkwerk.monitor.web.spreadsheets import pivot

    serving = Serving.open(withheld_edition, serving_cache)
    visit = visit_of(rf.get("/nl/"), serving)
    rows = figures.figures(serving, FigureQuery(indicators=["debts"]))
    withheld = [row for row in rows if row["conf_status"] not in (None, "F")]
    assert withheld
    told = pivot(visit, rows)
    cells = [cell for row in told.rows for cell in row[told.fixed :]]
    assert cells.count("afgeschermd") + cells.count("withheld") + cells.count(
        "achtergehouden"
    ) == len(withheld)
