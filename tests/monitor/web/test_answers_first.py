"""Pages begin with their answer, and an area is shown beside its reference and its group."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from wijkwerk.monitor.serving import figures
from wijkwerk.monitor.serving.edition import Serving
from wijkwerk.monitor.serving.figure_query import FigureQuery

client = Client()


def page(address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def lead(text: str) -> str:
    match = re.search(r'<p class="ww-lead">(.*?)</p>', text, re.DOTALL)
    assert match is not None
    return " ".join(match[1].split())


def test_the_page_of_a_group_counts_what_its_themes_count(site: str) -> None:
    text = page("/en/areas/FOCUS").split('id="themes"')[-1]
    line = re.search(r"<p>(.*?)</p>", text, re.DOTALL)
    assert line is not None
    said = {
        kind: int(number)
        for kind, number in re.findall(r"(smaller|larger) in (\d+) cases?", line[1])
    }
    assert said, line[1]
    for kind, total in said.items():
        badges = re.findall(rf"(\d+)</\w+>\s*<span class=\"ww-badge ww-badge--{kind}", text)
        assert sum(int(badge) for badge in badges) == total


def test_a_comparison_tells_on_how_many_indicators_each_area_is_behind(
    site: str, serving: Serving
) -> None:
    said = lead(page(f"/en/editions/{site}/compare?area=GM0001&area=GM0002"))
    for code in ("GM0001", "GM0002"):
        lags = [
            row["distance"]
            for row in figures.latest_figures(serving, [code], None)
            if row["distance"] is not None and serving.catalogue.measures[row["indicator"]].judged
        ]
        behind = sum(lag > 0 for lag in lags)
        name = serving.catalogue.areas[code].name
        assert f"{name} on {behind} of {len(lags)} indicator" in said


def member_with_a_group(serving: Serving) -> tuple[str, str, str]:
    """An area of the focus group, and a period and value of rate01 of the group."""
    rows = figures.group_figures(serving, group="FOCUS", indicator="rate01")
    row = next(row for row in rows if row["method"] == "pooled" and row["value"] is not None)
    return serving.catalogue.groups["FOCUS"].areas[0], row["period"], row["value"]


def test_the_line_of_an_area_stands_beside_that_of_its_group(site: str, serving: Serving) -> None:
    area, period, value = member_with_a_group(serving)
    picture = page(f"/en/editions/{site}/charts/trend.svg?indicator=rate01&area={area}")
    assert "focus areas" in picture
    table = page(f"/en/areas/{area}/rate01").split('id="series"')[-1]
    assert "Focus areas" in table
    row = re.search(rf"<tr[^>]*>\s*<t[hd][^>]*>{period}.*?</tr>", table, re.DOTALL)
    assert row is not None and f"{value:.1f}%" in row[0]


def test_an_area_of_no_group_has_no_line_of_one(site: str, serving: Serving) -> None:
    inside = {code for group in serving.catalogue.groups.values() for code in group.areas}
    alone = next(
        one.code
        for one in serving.catalogue.at_level("neighbourhood")
        if one.code not in inside
        and figures.figures(serving, FigureQuery(areas=[one.code], indicators=["rate01"]))
    )
    picture = page(f"/en/editions/{site}/charts/trend.svg?indicator=rate01&area={alone}")
    assert "focus areas" not in picture


@pytest.mark.parametrize(("against", "ranked"), [("", True), ("&against=BU00010000", False)])
def test_a_column_of_ranks_stands_only_where_there_are_ranks(
    site: str, against: str, ranked: bool
) -> None:
    text = page(f"/en/editions/{site}/indicators/rate01?group=all{against}")
    table = text.split('id="areas"')[-1].split("</table>")[0]
    assert ("with range" in table) == ranked


def test_ranks_are_whole_numbers_on_the_axis_too(site: str) -> None:
    picture = page("/nl/about/lessons/ranks-large.svg")
    axis = [one for one in re.findall(r">([\d.,]+)</text>", picture) if one[0].isdigit()]
    assert "1" in axis and not any("," in one or "." in one for one in axis)


def test_a_figure_without_a_margin_is_not_said_to_have_one(site: str) -> None:
    text = page(f"/en/editions/{site}/indicators/liveability/method")
    assert "Each figure has a margin" not in text
    assert "no interval" not in text
