"""The pages of a group whose members change: who belongs to it when, and what became of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from made_source import made_source
from wijkwerk.monitor.api import build_edition
from wijkwerk.monitor.library import library
from wijkwerk.monitor.services import register_editions
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery
from wijkwerk.monitor.serving.figures import changes, group_changes

SOURCE = """
[source]
id = "leavers"
title = { nl = "Groepen", en = "Groups" }
publisher = "test"
licence = "CC0-1.0"
report_level = "district"
focus_group = "G"
simulated = true
[reference]
rule = "municipality"
"""
INDICATORS = """
[[theme]]
id = "work"
name = { nl = "Werk", en = "Work" }
[[indicator]]
id = "i"
name = { nl = "Zonder werk", en = "Without work" }
theme = "work"
unit = "%"
kind = "rate"
direction = "lower_is_better"
tolerance = 0.5
"""
# A improves by 10 points until 2010 and then gets worse by 6; the city stands still.
RATES = {
    "A": (320, 220, 280), "B": (200, 200, 200), "C": (50, 50, 50), "GM0001": (2000, 2000, 2000),
}  # fmt: skip
TABLES = {
    "areas": [
        "code,name,level,parent", "GM0001,Stad,municipality,", "A,Aar,district,GM0001",
        "B,Beek,district,GM0001", "C,Cel,district,GM0001", "DUO,Het duo,group,",
    ],
    "groups": [
        "group,area,valid_from,valid_to", "G,A,2006,", "G,B,,", "G,C,2006,2010", "DUO,A,,", "DUO,B,,",
    ],
    "observations": ["area,period,indicator,numerator,denominator", *(
        f"{area},{period},i,{count},{10000 if area == 'GM0001' else 1000}"
        for area, counts in RATES.items()
        for period, count in zip(("2006", "2010", "2013"), counts, strict=True)
    )],
}  # fmt: skip


@pytest.fixture(scope="module")
def leavers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition in which C left the group G, and DUO is a group with a name."""
    folder = tmp_path_factory.mktemp("leavers")
    source = made_source(folder / "source", source=SOURCE, indicators=INDICATORS, **TABLES)
    return build_edition(source, folder / "editions")


@pytest.fixture(scope="module")
def opened(leavers: Path) -> Serving:
    return Serving.open(leavers, leavers.parent.parent / "cache")


@pytest.fixture
def own_site(db: None, leavers: Path, settings: Settings, opened: Serving) -> Iterator[str]:
    """The site with this edition alone; gives its id."""
    settings.SERVING = leavers.parent.parent / "cache"
    settings.STATIC_ROOT = settings.SERVING
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    now = datetime(2026, 1, 1, tzinfo=UTC)
    register_editions(leavers.parent, settings.SERVING, now, default=leavers.name)
    library.cache_clear()
    cache.clear()
    yield leavers.name
    library.cache_clear()


def _text(site: str, page: str, language: str = "en") -> str:
    response = Client().get(f"/{language}/editions/{site}/{page}", follow=True)
    assert response.status_code == 200
    plain = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    plain = (
        html.unescape(re.sub(r"<[^>]+>", " ", plain)).replace("\u202f", " ").replace("\xa0", " ")
    )
    return re.sub(r"\s+", " ", plain)


def test_the_page_of_a_group_has_its_members_with_dates(own_site: str) -> None:
    text = _text(own_site, "groups/G")
    assert "Aar 2006 now" in text
    assert "Beek always now" in text
    assert "Cel not in the group now 2006 2010" in text


def test_the_page_of_a_group_tells_joining_and_leaving_apart(own_site: str) -> None:
    """Of A and B it was 26% and became 24%; with C it was 19% in 2006."""
    text = _text(own_site, "groups/G")
    assert re.search(r"Without work 2006–2013, 2 areas 26\.0% 24\.0%", text), text[-1500:]
    assert re.search(r"– 1 \+7\.0 percentage points", text), text[-1500:]


def test_who_left_a_group_does_not_belong_to_it_any_more(own_site: str) -> None:
    text = _text(own_site, "areas/C")
    assert re.search(r"Groups it belongs to \S.* until 2010", text)
    assert "Groups it belongs to" in _text(own_site, "areas/A")


def test_a_group_with_a_name_is_found_once_and_leads_to_its_page(own_site: str) -> None:
    page = Client().get(f"/en/editions/{own_site}/groups").content.decode()
    assert page.count("Het duo") == 1
    found = Client().get(f"/en/editions/{own_site}/search?q=het+duo").content.decode()
    assert found.count('href="/en/areas/DUO"') == 1


@pytest.mark.parametrize(
    ("start", "end", "kind", "moved"),
    [
        ("2006", "2010", "smaller", -10.0),
        ("2010", "2013", "larger", 6.0),
        ("", "", "smaller", -4.0),
    ],
)
def test_an_own_selection_recounts_what_happened_between_its_years(
    own_site: str, start: str, end: str, kind: str, moved: float
) -> None:
    address = reverse("monitor:download", args=[own_site, "json"])
    asked = {"area": "A,B", "indicator": "i", "from": start, "to": end}
    told = json.loads(Client().get(address, asked).content)["changes"]
    own = {row["area"]: row for row in told}
    assert (own["A"]["period_from"], own["A"]["period_to"]) == (start or "2006", end or "2013")
    assert (own["A"]["class"], own["A"]["evidence"]) == (kind, "firm")
    assert own["A"]["distance_change"] == pytest.approx(moved)
    assert own["A"]["own_change"] == pytest.approx(moved)
    assert own["B"]["class"] == "at_or_better"


def test_over_all_years_a_selection_says_what_the_build_says(
    own_site: str, opened: Serving
) -> None:
    address = reverse("monitor:download", args=[own_site, "json"])
    told = json.loads(Client().get(address, {"area": "A,B,C", "indicator": "i"}).content)["changes"]
    built = changes(opened, FigureQuery(areas=["A", "B", "C"]))
    names = ("area", "class", "evidence", "distance_change", "lower", "upper", "own_change")
    assert [
        tuple(round(row[name], 6) if isinstance(row[name], float) else row[name] for name in names)
        for row in told
    ] == [
        tuple(round(row[name], 6) if isinstance(row[name], float) else row[name] for name in names)
        for row in built
    ]


def test_the_page_of_a_selection_tells_what_happened(own_site: str) -> None:
    text = _text(own_site, "selection?area=A&indicator=i&from=2010&to=2013")
    assert "What happened between the chosen years" in text
    assert "2010–2013" in text
    assert "+6.0 percentage points" in text
    one = _text(own_site, "selection?area=A&indicator=i&from=2010&to=2010")
    assert "What happened between the chosen years" not in one


def test_a_group_held_against_another_keeps_the_same_members(opened: Serving) -> None:
    """Against DUO: 26% less 26% became 24% less 24%; G is the same two areas."""
    row = group_changes(opened, group="G", against="DUO")[0]
    assert (row["reference"], row["own_change"]) == ("DUO", pytest.approx(-2))
    assert row["distance_change"] == pytest.approx(0)
    assert row["class"] == "at_or_better"
    itself = group_changes(opened, group="DUO", against="DUO")[0]
    assert (itself["class"], itself["distance_change"]) == (None, None)


def test_the_api_has_members_and_changes(own_site: str) -> None:
    here = f"/api/v1/editions/{own_site}"
    groups = Client().get(f"{here}/groups/G").json()
    assert groups["areas"] == ["A", "B"]
    members = Client().get(f"{here}/group-members?group=G").json()["items"]
    assert members[-1] == {
        "group": "G",
        "area": "C",
        "valid_from": "2006",
        "valid_to": "2010",
        "belongs": False,
    }
    change = Client().get(f"{here}/group-changes?group=G").json()["items"][0]
    assert (change["same"], change["left"], change["method"]) == (2, 1, "pooled")
    assert Client().get(f"{here}/areas/C").json()["groups"] == []
