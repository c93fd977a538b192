"""An area has one address for ever, whichever edition is read; its page says what the figures say."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.monitor.services import register_editions, withdraw
from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.web.areas.addresses import editions_with
from wijkwerk.monitor.web.edition_context import place_url
from wijkwerk.registry.config import place_name
from wijkwerk.served.api import Store
from wijkwerk.ui.hyphens import SOFT_HYPHEN

client = Client()
AREA, CITY = "BU00010000", "GM0001"


def text_of(address: str, part: str = "main") -> str:
    """The words of the content of a page, or of the element with an id."""
    response = client.get(address)
    assert response.status_code == 200, address
    content = html.unescape(response.content.decode()).replace("\u00a0", " ")
    inside = re.search(r"<main.*?</main>", content, re.S)
    assert inside is not None
    found = inside[0]
    if part != "main":
        found = found.split(f'id="{part}"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"/nl/editions/X/areas/{AREA}", f"/nl/gebieden/{AREA}?edition=X"),
        (f"/en/editions/X/areas/{AREA}", f"/en/areas/{AREA}?edition=X"),
        (f"/nl/editions/X/areas/{AREA}/rate01?against=GM0002",
         f"/nl/gebieden/{AREA}/rate01?against=GM0002&edition=X"),
        ("/nl/editions/X/groups/FOCUS", "/nl/gebieden/FOCUS?edition=X"),
        # Whatever the old query said: the edition is that of the path.
        (f"/nl/editions/X/areas/{AREA}?edition=Y", f"/nl/gebieden/{AREA}?edition=X"),
        (f"/en/gebieden/{AREA}", f"/en/areas/{AREA}"),
        (f"/nl/areas/{AREA}/rate01", f"/nl/gebieden/{AREA}/rate01"),
    ],
)  # fmt: skip
def test_old_addresses_lead_on_for_ever(site: str, old: str, new: str) -> None:
    response = client.get(old.replace("/X/", f"/{site}/"))
    assert response.status_code == 301
    assert response.headers["Location"] == new.replace("=X", f"={site}")
    assert client.get(response.headers["Location"]).status_code == 200


def test_no_page_links_to_an_old_address(site: str) -> None:
    home = f"/nl/editions/{site}"
    pages = (
        home, f"{home}/areas", f"{home}/groups", f"{home}/indicators/rate01", f"{home}/early-warning",
        f"{home}/compare?area={AREA}", f"{home}/search?q=stad", f"{home}/map.geojson",
        f"{home}/selection?area={AREA}&indicator=rate01", f"{home}/themes/income",
        f"/nl/gebieden/{AREA}", f"/nl/gebieden/{AREA}/rate01", f"/nl/gebieden/{CITY}",
        "/nl/gebieden/FOCUS",
    )  # fmt: skip
    for page in pages:
        content = client.get(page).content.decode()
        assert not re.search(r"/editions/[^/\"?]+/(areas|groups)/\w", content), page
    assert "/nl/gebieden/" in client.get(f"{home}/map.geojson").content.decode()


def test_the_usual_edition_isnt_named_and_another_is_kept(site: str, published: Path) -> None:
    plain = client.get(f"/nl/gebieden/{AREA}").content.decode()
    main = plain.split("<main")[1].split("</main>")[0]
    links = re.findall(r'href="(/nl/gebieden/[^"]*)"', main)
    assert links and not any("edition=" in link for link in links)
    # The citation and the canonical address: one names the edition, the other none.
    assert f"/nl/gebieden/{AREA}?edition={site}" in plain
    assert f'<link rel="canonical" href="http://testserver/nl/gebieden/{AREA}">' in plain
    other = next(path.name for path in published.iterdir() if path.name.startswith("outcome"))
    page = client.get(f"/nl/gebieden/AW40?edition={other}").content.decode()
    links = re.findall(r'href="(/nl/gebieden/[^"]*)"', page.split("<main")[1])
    assert links and all(f"edition={other}" in link for link in links)


def test_an_area_of_another_edition_alone_is_found_in_it_and_says_so(site: str) -> None:
    said = text_of("/nl/gebieden/AW40")
    assert "In de editie van de voorpagina komt dit gebied niet voor." in said
    assert "In de editie van de voorpagina" not in text_of(f"/nl/gebieden/{AREA}")


def test_the_newest_edition_of_the_series_is_read(
    site: str, country_edition: Path, published: Path, settings: Settings
) -> None:
    """A newer record of the same series: its page, though the home page still shows the older one."""
    record = EditionRecord.objects.get(edition=site)
    newest = EditionRecord.objects.order_by("-place").first()
    assert newest is not None
    EditionRecord.objects.filter(pk=newest.pk).update(series=record.series)
    library().look()
    usual = library().usual()
    assert usual is not None and usual.edition == newest.edition
    assert f"edition={site}" in client.get(f"/nl/gebieden/{AREA}").content.decode()


def test_an_edition_that_is_made_up_is_never_meant_where_a_real_one_has_the_area(
    site: str,
) -> None:
    """Even when the home page shows the one that is made up, and it is the newest."""
    invented = EditionRecord.objects.get(edition=site)
    assert invented.simulated
    real = EditionRecord.objects.get(pk=invented.pk)
    real.pk, real.edition, real.series, real.simulated = None, "real-0000000000", "real", False
    real.is_default, real.place = False, EditionRecord.objects.count() + 1
    real.save()
    library().look()
    usual = library().usual()
    assert usual is not None and usual.edition == site
    assert [record.edition for record in editions_with(AREA)] == [real.edition, site]
    assert [record.edition for record in editions_with("AW40")] != []
    # So a link from the made-up one names its edition.
    assert place_url(AREA, site).endswith(f"{AREA}?edition={site}")


def test_each_language_has_its_word_and_leads_to_the_other(site: str) -> None:
    page = client.get(f"/nl/gebieden/{AREA}?against=GM0002").content.decode()
    assert f'href="/en/areas/{AREA}?against=GM0002"' in page
    page = client.get(f"/en/areas/{AREA}/rate01").content.decode()
    assert f'hreflang="nl" href="/nl/gebieden/{AREA}/rate01"' in page


@pytest.mark.parametrize("code", ["BU00019999", "WK000199", "nobody", "<script>", "../x", "GM9999"])
def test_an_unknown_code_gets_a_page_that_helps(site: str, code: str) -> None:
    response = client.get(f"/nl/gebieden/{code.replace('/', '%2F')}")
    assert response.status_code == 404
    content = response.content.decode()
    assert "<script>" not in content.split("<main")[1]
    assert f'href="/nl/editions/{site}/areas"' in content
    # What it lies in by its code, where that is here.
    assert (f'href="/nl/gebieden/{CITY}"' in content) == (code[2:6] == "0001")


def test_a_code_that_only_another_edition_has_says_which(site: str, published: Path) -> None:
    other = next(path.name for path in published.iterdir() if path.name.startswith("outcome"))
    response = client.get(f"/nl/gebieden/{AREA}?edition={other}")
    assert response.status_code == 404
    assert f"/nl/gebieden/{AREA}?edition={site}" in response.content.decode()
    assert client.get(f"/nl/gebieden/{AREA}?edition=none-0000000000").status_code == 404


def test_a_withdrawn_edition_says_why_and_no_door_opens_it(site: str) -> None:
    assert client.get(f"/nl/gebieden/{AREA}").status_code == 200
    withdraw(site, "Verkeerde cijfers", datetime(2026, 1, 1, tzinfo=UTC))
    library.cache_clear()
    assert client.get(f"/nl/gebieden/{AREA}?edition={site}").status_code == 410
    assert client.get(f"/nl/gebieden/{AREA}").status_code == 404


def test_a_page_is_fresh_for_who_has_it_and_another_edition_isnt_it(site: str) -> None:
    first = client.get(f"/nl/gebieden/{AREA}")
    tag = first.headers["ETag"]
    again = client.get(f"/nl/gebieden/{AREA}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=" in first.headers["Cache-Control"]
    assert client.get(f"/nl/gebieden/{AREA}?edition={site}").headers["ETag"] != tag


def test_the_answer_counts_what_the_figures_say(site: str, serving: Serving) -> None:
    measures = serving.catalogue.measures
    asked = 0
    for area in serving.catalogue.at_level("neighbourhood"):
        counted = [
            row
            for row in figures.latest_figures(serving, [area.code], None)
            if row["distance"] is not None
            and measures[row["indicator"]].judged
            and measures[row["indicator"]].kind != "composite"
        ]
        behind = [row for row in counted if row["distance"] > 0]
        sure = [row for row in behind if (row["distance_lower"] or 0) > 0]
        # None, one and all have sentences of their own (test_sentences.py).
        if 1 < len(sure) < len(behind) < len(counted):
            said = text_of(f"/en/areas/{area.code}")
            assert f"on {len(behind)} of the {len(counted)} indicators." in said
            assert f"Of {len(sure)} of these lags that is sure." in said
            asked += 1
        if asked == 3:
            break
    assert asked


def test_the_table_has_sure_lags_first_and_what_has_no_better_side_last(
    site: str, serving: Serving
) -> None:
    content = client.get(f"/en/areas/{AREA}").content.decode()
    table = content.split('class="ww-stand"')[1].split("</table>")[0]
    for part in table.split('class="ww-stand__theme"')[1:]:
        rows = part.split("<tr>")[1:]
        places = []
        for row in rows:
            said = re.search(r'ww-stand__distance">(?:<span>)?([^<]*)', row)
            assert said is not None
            margin = re.search(r"margin (\S+) to", row)
            lag = "behind" in said[1]
            sure = margin is not None and not margin[1].startswith(("−", "0.0 ")) and lag
            neutral = "higher" in said[1] or "lower" in said[1]
            places.append(4 if said[1] == "–" else 3 if neutral else 0 if sure else 1 if lag else 2)
        assert places == sorted(places)


def test_tabs_lead_to_places_on_the_page(site: str) -> None:
    for address in (f"/nl/gebieden/{AREA}", f"/nl/gebieden/{CITY}", "/nl/gebieden/FOCUS"):
        content = client.get(address).content.decode()
        tabs = re.findall(r'ww-tabs__link" href="#([\w-]+)"', content)
        assert len(tabs) >= 2
        for tab in tabs:
            assert content.count(f'id="{tab}"') == 1, (address, tab)


def test_how_a_municipality_stands_itself_is_a_click_away(site: str) -> None:
    city = client.get(f"/nl/gebieden/{CITY}").content.decode()
    assert f'href="/nl/gebieden/{CITY}?view=own"' in city and 'class="ww-stand"' not in city
    own = client.get(f"/nl/gebieden/{CITY}?view=own").content.decode()
    assert 'class="ww-stand"' in own and 'id="overview"' not in own
    assert client.get(f"/nl/gebieden/{CITY}?view=none").status_code == 400


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The questions that the serving file was asked."""
    questions: list[str] = []
    run = Store._run

    def counted(self: Store, sql: str, values: Any) -> Any:
        questions.append(sql)
        return run(self, sql, values)

    monkeypatch.setattr(Store, "_run", counted)
    cache.clear()
    yield questions


@pytest.mark.parametrize("level", ["district", "neighbourhood"])
def test_a_municipality_is_one_question_to_each_table(
    site: str, asked: list[str], level: str
) -> None:
    assert client.get(f"/nl/gebieden/{CITY}?level={level}").status_code == 200
    tables = [re.search(r"FROM (\w+)", sql) for sql in asked]
    names = [found[1] for found in tables if found]
    # What its areas are and what became of them; how it stands itself is a page of its own.
    assert names.count("latest") == names.count("changes") == 1 and "figures" not in names
    assert len(names) <= 10


def verdicts(serving: Serving, codes: list[str]) -> dict[str, tuple[int, int]]:
    """Per area its number of sure lags, and of firm changes to the good less those to the bad."""
    measures = serving.catalogue.measures
    counted = {code for code, one in measures.items() if one.judged and one.kind != "composite"}
    result = {}
    for code in codes:
        rows = figures.latest_figures(serving, [code], None)
        sure = sum(
            row["indicator"] in counted and (row["distance_lower"] or 0) > 0
            for row in rows
            if row["distance"] is not None and row["distance"] > 0
        )
        balance = 0
        for row in figures.changes(serving, figures.FigureQuery(areas=[code])):
            if row["indicator"] in counted and row["evidence"] == "firm":
                balance += {"smaller": 1, "larger": -1}.get(row["class"], 0)
        result[code] = (sure, balance)
    return result


def test_a_municipality_answers_which_is_furthest_and_how_many_catch_up(
    site: str, serving: Serving
) -> None:
    codes = [one.code for one in serving.catalogue.below(CITY, "neighbourhood")]
    known = verdicts(serving, codes)
    content = client.get(f"/en/areas/{CITY}?level=neighbourhood").content.decode()
    table = content.split('id="overview"')[1].split("</table>")[0]
    shown = re.findall(r'<th scope="row"><a href="/en/areas/(\w+)"', table)
    small = re.findall(
        r'<th scope="row"><a href="/en/areas/(\w+)"', content.split('id="small"')[-1]
    ) if 'id="small"' in content else []  # fmt: skip
    assert set(shown) | set(small) == set(codes)
    sure = [known[code][0] for code in shown]
    assert sure == sorted(sure, reverse=True)
    said = text_of(f"/en/areas/{CITY}?level=neighbourhood")
    name = serving.catalogue.areas[shown[0]].name
    assert f"Of the {len(shown)} neighbourhoods {name} is furthest behind" in said
    up = sum(known[code][1] > 0 for code in shown)
    down = sum(known[code][1] < 0 for code in shown)
    assert up and down
    assert re.search(rf"{up} (is|are) surely catching up", said)
    assert re.search(rf"{down} (is|are) surely falling further behind", said)


def test_the_table_is_sorted_by_links(site: str, serving: Serving) -> None:
    def column(sort: str) -> list[str]:
        content = client.get(f"/en/areas/{CITY}?level=neighbourhood&sort={sort}").content.decode()
        table = content.split('id="overview"')[1].split("</table>")[0]
        return re.findall(r'<th scope="row"><a href="/en/areas/(\w+)', table)

    names = [serving.catalogue.areas[code].name for code in column("name")]
    assert names == sorted(names)
    rows = figures.latest_figures(serving, column("name"), None)
    lag = {row["area"]: row["distance"] for row in rows if row["indicator"] == "rate01"}
    known = [lag[code] for code in column("-i.rate01") if lag.get(code) is not None]
    assert known == sorted(known, reverse=True) and len(known) > 2
    head = client.get(f"/en/areas/{CITY}").content.decode()
    assert 'href="/en/areas/GM0001?sort=-i.rate01"' in head or "sort=i.rate01" in head
    assert client.get(f"/en/areas/{CITY}?sort=nonsense").status_code == 400
    assert client.get(f"/en/areas/{CITY}?level=planet").status_code == 400
    assert client.get(f"/en/areas/{CITY}?theme=none").status_code == 400


def test_the_country_and_a_group_have_the_same_page(site: str, serving: Serving) -> None:
    country = serving.catalogue.at_level("country")[0].code
    for code in (country, "FOCUS"):
        content = client.get(f"/en/areas/{code}?edition={site}").content.decode()
        assert 'id="overview"' in content and "is furthest behind" in content
    group = text_of("/en/areas/FOCUS")
    assert group.startswith("Focus areas") and "Figures of the group" in group


def test_a_page_of_areas_says_once_what_they_are_compared_with(site: str) -> None:
    page = client.get(f"/nl/gebieden/REGION1?edition={site}").content.decode()
    compared = set(re.findall(r"Vergeleken met: ([^.<]*)\.", page))
    (usual,) = re.findall(
        r'<select[^>]*name="against".*?<option value=""[^>]*>([^<]*)<', page, re.S
    )
    assert compared == {"Schijnland"} == {usual}


def test_a_page_of_no_edition_names_the_place(site: str, serving: Serving) -> None:
    assert place_name(CITY, "nl") == serving.catalogue.areas[CITY].name != CITY
    assert place_name("GM9999", "nl") == "gemeente GM9999"
    assert place_name("voorbeeld-wijkteam", "en") == "voorbeeld-wijkteam"


def test_what_is_concluded_of_an_area_is_marked_to_stay_in_view(site: str) -> None:
    content = client.get(f"/en/areas/{CITY}?level=district").content.decode()
    table = content.split('id="overview"')[1].split("</table>")[0]
    heads, rows = table.split("<tbody>")
    for row in [heads.split("<tr>")[-1], *rows.split("<tr>")[1:]]:
        kinds = re.findall(r"<t[dh]([^>]*)>", row)
        assert ["is-verdict" in kind for kind in kinds[:3]] == [False, True, True]
        assert "is-course" in kinds[2] and not any("is-verdict" in kind for kind in kinds[3:])
    assert SOFT_HYPHEN in heads


def test_a_table_for_a_neutral_indicator_has_no_colours_that_judge(
    site: str, serving: Serving
) -> None:
    neutral = [one for one in serving.catalogue.measures.values() if not one.judged]
    assert neutral
    content = client.get(
        f"/en/areas/{CITY}?theme={neutral[0].theme}&level=district"
    ).content.decode()
    heads = content.split('id="overview"')[1].split("</thead>")[0].replace(SOFT_HYPHEN, "")
    assert neutral[0].name.en in html.unescape(heads)
    place = (
        len(re.findall(r"<th scope=\"col\"", heads.split(html.escape(neutral[0].name.en))[0])) - 1
    )
    table = content.split('id="overview"')[1].split("<tbody>")[1].split("</table>")[0]
    for row in table.split("<tr>")[1:]:
        cell = re.findall(r"<t[dh][^>]*>", row)[place]
        assert not re.search(r'"is-\d', cell), cell


def test_what_is_withheld_stays_so(
    site: str, withheld_edition: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.SERVING = tmp_path / "serving"
    now = datetime(2026, 1, 1, tzinfo=UTC)
    register_editions(withheld_edition.parent, settings.SERVING, now, withheld_edition.name)
    library.cache_clear()
    cache.clear()
    city = client.get("/nl/gebieden/GM0001?level=neighbourhood").content.decode()
    cells = city.split("<tbody>")[1].split("</tbody>")[0]
    assert cells.count("ww-withheld") == 6
    own = client.get("/nl/gebieden/BU00010000").content.decode()
    assert "ww-withheld" in own.split('class="ww-stand"')[1]
    assert not re.search(r"0,3%|0,29", own.split('class="ww-stand"')[1].split("</table>")[0])


def test_water_and_roads_lie_under_every_map(site: str) -> None:
    for page in (f"/nl/gebieden/{AREA}", f"/nl/gebieden/{CITY}", "/nl/"):
        drawn = client.get(page).content.decode().split('class="ww-place has-under"')[1]
        first = drawn.split("<a ")[0]
        assert "is-under-" in first, page
    collection = client.get(f"/nl/editions/{site}/map.geojson?level=municipality").json()
    assert {one["properties"]["kind"] for one in collection["under"]["features"]} >= {
        "water",
        "road",
    }
