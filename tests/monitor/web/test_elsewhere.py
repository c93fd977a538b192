"""What catalogues and search engines get: true, whole, and without what was withdrawn."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord
from wijkwerk.monitor.services import withdraw
from wijkwerk.monitor.serving.edition import Serving

client = Client()
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
# What DCAT-AP-NL 3 makes compulsory.
OF_CATALOG = {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"}
OF_DATASET = {
    "dct:title", "dct:description", "dct:identifier", "dct:publisher", "dct:creator", "dcat:theme",
    "dcat:contactPoint", "dct:accessRights",
}  # fmt: skip
OF_DISTRIBUTION = {"dcat:accessURL", "dct:license", "dct:title", "dct:format"}


@pytest.fixture(autouse=True)
def no_rate(settings: Settings) -> None:
    settings.API_RATE = 0


def get(address: str) -> Any:
    parts = urlsplit(address)
    response = client.get(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert response.status_code == 200, address
    return response


def catalog() -> dict[str, Any]:
    response = get("/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return json.loads(response.content)  # type: ignore[no-any-return]


def addresses(xml: bytes) -> list[str]:
    tree = ElementTree.fromstring(xml)
    return [one.text or "" for one in tree.iterfind(".//s:loc", SPACE)]


def test_the_catalogue_has_every_edition_with_what_is_compulsory(site: str) -> None:
    node = catalog()
    assert set(node) >= OF_CATALOG
    served = EditionRecord.objects.filter(state="served").values_list("edition", flat=True)
    assert {one["dcat:version"] for one in node["dcat:dataset"]} == set(served)
    for dataset in node["dcat:dataset"]:
        assert set(dataset) >= OF_DATASET
        assert {one["@language"] for one in dataset["dct:title"]} == {"nl", "en"}
        for way in dataset["dcat:distribution"]:
            assert set(way) >= OF_DISTRIBUTION
    # Every prefix that is used is explained.
    used = set(re.findall(r'"(\w+):\w+"', json.dumps(node)))
    assert used - {"http", "https"} <= set(node["@context"])


def test_what_the_description_names_is_there(site: str) -> None:
    (dataset,) = [one for one in catalog()["dcat:dataset"] if one["dcat:version"] == site]
    alone = get(dataset["@id"]).json()
    assert {name: one for name, one in alone.items() if name != "@context"} == dataset
    for way in dataset["dcat:distribution"]:
        response = get(way["dcat:downloadURL"]["@id"])
        media = way["dcat:mediaType"]["@id"].removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        assert response["Content-Type"].startswith(media), way
    assert get(dataset["dcat:landingPage"]["@id"])["Content-Type"].startswith("text/html")


def test_the_page_of_files_says_what_each_is_for_and_describes_itself(site: str) -> None:
    html = get(f"/en/editions/{site}/files").content.decode()
    assert "All figures in a spreadsheet, with an explanation." in html
    rows = re.findall(r"<tr[^>]*>.*?</tr>", html[html.index("<tbody") :], re.DOTALL)
    for row in rows:
        cells = [
            re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<td.*?</td>", row, re.S)
        ]
        assert cells[0], row
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    node = json.loads(script)
    assert node["@type"] == "Dataset" and node["identifier"] == site
    assert re.fullmatch(r"\d{4}[^/]*/\d{4}.*", node["temporalCoverage"])
    assert {one["@type"] for one in node["distribution"]} == {"DataDownload"}
    assert node["variableMeasured"] and node["license"]


def test_text_of_a_source_cannot_end_the_script() -> None:
    from wijkwerk.monitor.web.datasets import script_of

    said = script_of({"name": "</script><script>alert(1)&"})
    assert "<" not in said and json.loads(said) == {"name": "</script><script>alert(1)&"}


def test_the_sitemap_leads_to_pages_in_both_languages(site: str, serving: Serving) -> None:
    robots = get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    (own,) = [one for one in addresses(get("/sitemap.xml").content) if site in one]
    body = get(own).content
    found = addresses(body)
    assert len(found) == len(set(found)) and len(found) > 2 * len(serving.catalogue.measures)
    assert {urlsplit(one).path.split("/")[1] for one in found} == {"nl", "en"}
    assert body.count(b"xhtml:link") >= 2 * len(found)
    for address in found[:: len(found) // 12]:
        get(address)


def test_a_withdrawn_edition_is_in_none_of_them(site: str) -> None:
    withdraw(site, "Wrong figures", datetime(2026, 1, 2, tzinfo=UTC))
    library.cache_clear()
    assert site not in get("/catalog.jsonld").content.decode()
    assert site not in get("/sitemap.xml").content.decode()
    for address in (f"/datasets/{site}.jsonld", f"/sitemap-{site}.xml"):
        assert client.get(address).status_code == 410
    assert client.get("/datasets/none.jsonld").status_code == 404


def test_sdmx_has_the_figures_of_csv_and_withholds_what_they_withhold(
    site: str, serving: Serving
) -> None:
    base = f"/api/v1/editions/{site}/figures?level=neighbourhood&limit=3000"
    plain = list(
        csv.DictReader(io.StringIO(get(f"{base}&format=csv").content.decode(), newline=""))
    )
    response = get(f"{base}&format=sdmx")
    assert response["Content-Type"].startswith("application/vnd.sdmx.data+csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert list(rows[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {(one["STRUCTURE"], one["ACTION"]) for one in rows} == {("dataflow", "I")}
    same = {
        "REF_AREA": "area", "INDICATOR": "indicator", "TIME_PERIOD": "period", "OBS_VALUE": "value",
        "OBS_STATUS": "obs_status", "CONF_STATUS": "conf_status", "BASE": "base",
    }  # fmt: skip
    for row, own in zip(rows, plain, strict=True):
        assert {name: row[name] for name in same} == {
            name: own[column] for name, column in same.items()
        }
    withheld = [row for row in rows if row["CONF_STATUS"] != "F"]
    assert withheld and {row["OBS_VALUE"] for row in withheld} == {""}
    units = {row["INDICATOR"]: row["UNIT_MEASURE"] for row in rows}
    shares = [one.id for one in serving.catalogue.measures.values() if one.unit == "%"]
    assert {units[one] for one in shares if one in units} == {"PT"}


def test_sdmx_is_whole_and_a_download_too(site: str) -> None:
    address = f"/api/v1/editions/{site}/figures?format=sdmx&fields=area,value"
    assert client.get(address).status_code == 400
    response = get(f"/nl/editions/{site}/selection.sdmx?area=GM0001&indicator=rate01")
    assert response["Content-Disposition"].endswith('-selection.sdmx.csv"')
    assert response.content.startswith(b"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,")
