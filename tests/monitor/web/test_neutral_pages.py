"""What has no better side, and what was measured once, on every page, in the report and in the API."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from editions import BuildOnce
from wijkwerk.monitor.api import attack
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions

client = Client()
JUDGING = re.compile(
    r"achterstand|voorsprong|\bachter\b(?! het cijfer)|\bvoor op\b|slechter|beter\b|verbetering|verslechtering"
)
SOURCE = """[source]
id = "sides"
title = { nl = "Kanten", en = "Sides" }
publisher = "Test"
licence = "CC0-1.0"
report_level = "district"
report_groups = ["G"]
[reference]
rule = "country"
[disclosure]
enabled = false
"""
THEMES = '[[theme]]\nid = "t"\nname = { nl = "Thema", en = "Theme" }\n'
INDICATORS = (
    ("origin", "Herkomst", "Origin", "neutral"),
    ("once", "Eenmalig", "Once", "lower_is_better"),
    ("judged", "Schulden", "Debts", "lower_is_better"),
)


def _source(folder: Path) -> Path:
    folder.mkdir()
    definitions = [THEMES]
    for name, nl, en, direction in INDICATORS:
        definitions.append(
            f'[[indicator]]\nid = "{name}"\nname = {{ nl = "{nl}", en = "{en}" }}\ntheme = "t"\n'
            f'unit = "%"\nkind = "rate"\ndirection = "{direction}"\n'
        )
    areas = ["code,name,level,parent", "NL,Nederland,country,", "GM0001,Stad,municipality,NL"]
    rows = ["area,period,indicator,numerator,denominator"]
    for number in range(10):
        code = f"WK00010{number}"
        areas.append(f"{code},Wijk {number},district,GM0001")
        for name, *_ in INDICATORS:
            for period in ("2019", "2022") if name != "once" else ("2022",):
                count = 1000 + 100 * number + (300 if number == 0 and period == "2022" else 0)
                rows.append(f"{code},{period},{name},{count},10000")
    groups = ["group,area", "G,WK000107", "G,WK000108", "G,WK000109"]
    for name, lines in (("areas", areas), ("observations", rows), ("groups", groups)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "source.toml").write_text(SOURCE, "utf-8")
    (folder / "indicators.toml").write_text("\n".join(definitions), "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, build_once: BuildOnce) -> Path:
    here = tmp_path_factory.mktemp("sides")
    return build_once(_source(here / "source"), here / "editions")


@pytest.fixture
def sides(site: str, built: Path, tmp_path: Path, settings: Settings) -> Iterator[str]:
    """The id of the edition, on a site of its own."""
    settings.SERVING = tmp_path / "serving"
    register_editions(built.parent, settings.SERVING, datetime(2026, 1, 1, tzinfo=UTC), built.name)
    library.cache_clear()
    cache.clear()
    yield f"/nl/editions/{built.name}"
    library.cache_clear()


def page(address: str) -> str:
    """The text of the content of a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert main is not None
    text = re.sub(r"<[^>]+>", " ", html.unescape(main[0]))
    return " ".join(text.replace("\u00a0", " ").split())


def test_no_page_of_a_neutral_indicator_judges(sides: str) -> None:
    """Wijk 0 has 13%, the land 14.8%; Wijk 9 has 19%."""
    said = page(f"{sides}/indicators/origin")
    assert "1,8 lager" in said and "4,2 hoger" in said
    assert "Geen beter of slechter" in said
    assert not JUDGING.findall(said.replace("Geen beter of slechter", ""))
    series = page("/nl/gebieden/WK000109/origin")
    assert "4,2 procentpunt hoger" in series
    assert not JUDGING.findall(series.replace("Geen beter of slechter", ""))


def test_an_area_is_behind_on_what_has_a_better_side_alone(sides: str) -> None:
    """Wijk 9 is above the land on all three: behind on two of the two that count."""
    said = page("/nl/gebieden/WK000109")
    assert "Deze wijk heeft op beide indicatoren een achterstand op Nederland." in said
    table = said.split("Ontwikkeling")[-1]
    # What has no better side stands last, and is no lag.
    assert table.index("Schulden") < table.index("Herkomst")
    assert "4,2 procentpunt hoger" in table and "Geen goede of slechte kant" in table
    compared = page(f"{sides}/compare?area=WK000109")
    assert "Wijk 9 bij 2 van de 2 indicatoren" in compared


def test_home_and_theme_count_no_neutral_indicator(sides: str) -> None:
    """Of 'Schulden' the ten districts have a change, of 'Eenmalig' one moment."""
    assert "Niet van alle 20 afstanden is te bepalen wat ermee gebeurde" in page(sides)
    assert "bij 10 is er maar één meting" in page(sides)
    # No answer of its own: two of the three have one.
    assert "2 indicatoren in 10 gebieden" in page(sides)


def test_one_moment_is_said_as_such(sides: str) -> None:
    said = page(f"{sides}/indicators/once")
    assert "In alle 10 gebieden is er maar één meting." in said
    assert "Maar één meting" in said
    assert "te weinig waarnemingen" not in said.casefold()
    series = page("/nl/gebieden/WK000105/once")
    assert "Maar één meting" in series and "Niet te bepalen" not in series
    english = page(f"{sides.replace('/nl/', '/en/')}/indicators/once")
    assert "In all 10 areas there is only one moment." in english


def test_the_map_of_a_neutral_indicator_has_colours_that_do_not_judge(sides: str) -> None:
    content = client.get(f"{sides}/indicators/origin").content.decode()
    assert 'data-scale="neutral"' in content
    assert "ww-legend__swatch--neutral-4" in content
    assert 'data-scale="neutral"' not in client.get(f"{sides}/indicators/judged").content.decode()
    drawn = client.get(f"{sides}/charts/map.svg?indicator=origin").content.decode().casefold()
    assert "#473366" in drawn and "#a8480f" not in drawn
    judged = client.get(f"{sides}/charts/map.svg?indicator=judged").content.decode().casefold()
    assert "#a8480f" in judged and "#473366" not in judged


def _items(address: str) -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/editions/{address}")
    assert answer.status_code == 200, answer.content
    return list(json.loads(answer.content)["items"])


@pytest.mark.parametrize("against", ["", "&against=GM0001", "&against=WK000103"])
def test_the_api_says_it_whatever_it_is_held_against(sides: str, against: str) -> None:
    edition = sides.split("/")[-1]
    for indicator, expected in (("origin", "not_judged"), ("once", "one_moment")):
        rows = _items(f"{edition}/changes?indicator={indicator}&level=district&limit=100{against}")
        assert {row["class"] for row in rows} == {expected}, indicator
        assert {row["evidence"] for row in rows} == {"cannot_tell"}
    known = {item["id"]: item for item in _items(f"{edition}/indicators?limit=100")}
    assert known["origin"]["direction"] == "neutral"


def test_the_report_judges_nothing_neutral(built: Path) -> None:
    text = html.unescape((built / "report.html").read_text("utf-8"))
    start = text.index('id="topic-origin"')
    part = re.sub(
        r"<svg.*?</svg>", "", text[start : text.index('id="topic-', start + 5)], flags=re.S
    )
    said = " ".join(re.sub(r"<[^>]+>", " ", part).replace("\u00a0", " ").split())
    assert "Vergeleken met Nederland was het aandeel" in said
    assert "Lager of hoger is hier niet beter of slechter." in said
    left = said.replace("Lager of hoger is hier niet beter of slechter.", "")
    left = left.replace("geen beter of slechter", "")
    assert not JUDGING.findall(left)
    first = text[: text.index('id="topic-')]
    assert "Wat niet beter of slechter kan worden" in first
    assert "Wat nog maar één keer is gemeten" in first
    plain = " ".join(re.sub(r"<[^>]+>", " ", first).replace("\u00a0", " ").split())
    # The answer is about the two topics that have a better side.
    assert "bij 1 onderwerp is er nog geen verandering te meten" in plain.casefold()
    assert "in de 3 wijken van de groep G is nog maar één keer gemeten" in plain


def test_the_spreadsheet_says_that_neither_side_is_better(built: Path) -> None:
    book = openpyxl.load_workbook(built / "tables.xlsx", read_only=True)
    rows = list(book["Indicatoren"].iter_rows(values_only=True))
    place = rows[0].index("Beter is")
    assert {row[0]: row[place] for row in rows[1:]} == {
        "origin": "geen",
        "once": "lager",
        "judged": "lager",
    }
    kinds = {row[2]: row for row in book["Veranderingen"].iter_rows(values_only=True)}
    assert any("geen beter of slechter" in map(str, row) for row in kinds.values() if row)


def test_the_attack_finds_nothing_in_it(built: Path) -> None:
    found = attack(built)
    assert not found.recovered
