"""After a published decision every page and every answer shows the list as it was decided."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from decided_list import AFTER, leave
from django.test import Client
from django.utils import translation
from served_list import command_of

from wijkwerk.designation import services
from wijkwerk.designation.lists.report.tell import report_content
from wijkwerk.designation.serving import questions
from wijkwerk.designation.serving.library import lists
from wijkwerk.designation.serving.questions import Wanted
from wijkwerk.designation.web.area_cards import area_cards
from wijkwerk.designation.web.list_context import edition_of


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_what_is_not_published_has_no_say(client: Client, published: Any) -> None:
    one = published(publish=False)
    assert one.listed == one.computed
    rows = client.get(one.served.api(f"/held?year={one.year}&area={one.off}")).json()["items"]
    assert rows[0]["status"] == rows[0]["computed"] != ""
    assert rows[0]["decision"] is None
    page = _text(client, one.served.page(f"/areas/{one.off}", language="en"))
    assert "taken off" not in page


def test_the_list_page_counts_what_was_decided_and_says_why(client: Client, published: Any) -> None:
    one = published()
    # One off, one on: as many as computed, but others. Take another one away to tell them apart.
    leave(one)
    page = _text(client, one.served.page(f"/{one.year}", language="en"))
    assert one.listed == one.computed - 1
    assert re.search(rf"In {one.year} {one.computed - 1} of the \d+ areas", page)
    # What was adopted stays what it was: an area that left later doesn't change it.
    assert f"was adopted with {one.computed} areas." in page
    assert f"By the rule alone it would be {one.computed} areas." in page
    assert "The decision differs: 1 added, 1 taken off." in page
    assert (
        f"Since then 1 area has been taken off the list. {one.computed - 1} areas are on the list now."
        in page
    )
    dutch = _text(client, one.served.page(f"/{one.year}"))
    assert f"vastgesteld met {one.computed} gebieden." in dutch
    assert "Het besluit wijkt daarvan af: 1 toegevoegd, 1 eraf." in dutch
    assert (
        f"Daarna is er 1 gebied van de lijst gehaald. Er staan nu {one.computed - 1} gebieden"
        in dutch
    )
    assert f"/en/designation/procedures/{one.procedure.pk}" in page
    table = page[page.index('id="areas"') :]
    assert f"/areas/{one.off}" not in table and f"/areas/{one.on}" in table
    assert "put on the list by the decision of 2 May 2026; by the rule: none" in table
    procedure = _text(client, f"/en/designation/procedures/{one.procedure.pk}")
    assert f"{one.listed} areas are on the list now. The rule lists {one.computed}." in procedure


def test_an_area_says_what_was_decided_about_it_and_what_follows(
    client: Client, published: Any
) -> None:
    one = published()
    added = _text(client, one.served.page(f"/areas/{one.on}", language="en"))
    assert "Put on the list by the decision of 2 May 2026; by the rule: none." in added
    assert "So it is." in added
    assert "had the status" in added
    off = _text(client, one.served.page(f"/areas/{one.off}", language="en"))
    assert "Taken off the list by the decision of 2 May 2026; by the rule:" in off
    assert f"was not on the list in {one.year}" in off
    assert 'id="duties"' not in off
    leave(one)
    left = _text(client, one.served.page(f"/areas/{one.stays}", language="en"))
    assert "Left the list on 2 May 2026" in left
    assert f"left the list of {one.year} on 2 May 2026." in left
    assert f"was not on the list in {one.year}" not in left
    assert "Its figures are still followed." in left
    assert "Agreed with the city." in left
    assert "/designation/procedures/" in left


def test_the_api_gives_both_and_the_address_of_why(client: Client, published: Any) -> None:
    one = published()
    rows = {
        row["area"]: row
        for row in client.get(
            one.served.api(f"/held?year={one.year}&area={one.off},{one.on},{one.stays}")
        ).json()["items"]
    }
    lowest = one.served.serving().lowest_status(one.year)
    assert (rows[one.on]["status"], rows[one.on]["computed"]) == (lowest, "")
    assert rows[one.off]["status"] == "" and rows[one.off]["computed"] == lowest
    assert rows[one.stays]["status"] == rows[one.stays]["computed"] == lowest
    assert rows[one.stays]["decision"] is None
    assert re.search(
        rf"/designation/procedures/{one.procedure.pk}#o\d+$", rows[one.off]["decision"]
    )
    assert client.get(rows[one.off]["decision"]).status_code == 200
    met = client.get(
        one.served.api(f"/statuses?year={one.year}&status={lowest}&result=met&limit=1000")
    ).json()["items"]
    codes = {row["area"] for row in met}
    assert one.on in codes and one.off not in codes and len(codes) == one.listed
    (detail,) = client.get(one.served.api("")).json()["decisions"]
    assert (detail["year"], detail["listed"], detail["by_rule"]) == (
        one.year,
        one.computed,
        one.computed,
    )
    assert {row["area"]: row["kind"] for row in detail["areas"]} == {
        one.on: "added",
        one.off: "removed",
    }
    listed = client.get("/api/v1/designation/lists").json()["items"]
    assert {row["id"]: row["decided_years"] for row in listed}[one.served.plain] == [str(one.year)]


def test_pages_of_a_table_still_give_every_row_once(client: Client, published: Any) -> None:
    one = published()
    address, found = one.served.api(f"/held?year={one.year}&limit=7"), []
    while address:
        answer = client.get(address).json()
        found += answer["items"]
        address = answer["next"]
    own = one.served.serving().found.table("held").collect()
    assert [row["area"] for row in found] == own.filter(own["year"] == one.year)["area"].to_list()
    assert sum(row["status"] not in ("", "unknown") for row in found) == one.listed


def test_map_downloads_search_and_explorer_tell_it_too(client: Client, published: Any) -> None:
    one = published()
    shapes = client.get(one.served.page(f"/{one.year}/areas.geojson", language="en")).json()
    labels = {row["properties"]["code"]: row["properties"] for row in shapes["features"]}
    assert "taken off the list by the decision" in labels[one.off]["label"]
    assert labels[one.off]["class"] == 0
    assert labels[one.on]["class"] == labels[one.stays]["class"] > 0
    told = client.get(one.served.page(f"/{one.year}/rows.json", language="en")).json()
    rows = {row["area"]: row for row in told["areas"]}
    assert one.off not in rows and rows[one.on]["computed"] == ""
    assert "/designation/procedures/" in rows[one.on]["decision"]
    assert "the list of" in told["source"] and "was adopted" in told["source"]
    body = client.get(one.served.page(f"/{one.year}/rows.csv?show=all", language="en")).content
    lines = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    off = next(row for row in lines if row["area"] == one.off)
    assert off["held"] == "" and off["computed"] != "" and off["decision"]
    name = questions.names(one.served.serving(), [one.off])[one.off]
    found = _text(client, one.served.page(f"/areas?q={one.off}", language="en"))
    assert name in found and "not on the list (taken off the list by the decision" in found
    explored = _text(client, one.served.page(f"/{one.year}/what-if?k_vulnerable=0", language="en"))
    assert "was adopted" in explored
    home = _text(client, "/en/designation")
    assert "was adopted" in home


def test_a_comparison_of_two_years_is_one_of_decided_lists(client: Client, published: Any) -> None:
    one = published()
    before = one.year - 1
    rows = client.get(
        one.served.api(f"/comparison?year={one.year}&against={before}&limit=1000")
    ).json()["items"]
    added = [row for row in rows if row["area"] == one.on]
    was = {
        row["area"]: row["result"]
        for row in client.get(
            one.served.api(f"/statuses?year={before}&area={one.on},{one.off}&status=vulnerable")
        ).json()["items"]
    }
    if was[one.on] == "not_met":
        assert [(row["change"], row["cause"]) for row in added] == [("entered", "decision")]
    off = [row for row in rows if row["area"] == one.off]
    assert [(row["change"], row["cause"]) for row in off] == (
        [("left", "decision")] if was[one.off] == "met" else []
    )


def test_tags_and_kept_answers_change_when_a_decision_is_published(
    client: Client, published: Any
) -> None:
    one = published(publish=False)
    paths = [
        one.served.page(f"/{one.year}"),
        one.served.page(f"/areas/{one.off}"),
        one.served.page(f"/{one.year}/map.svg?size=small"),
        one.served.page(f"/{one.year}/rows.csv"),
        one.served.page(f"/{one.year}/compare"),
        one.served.page(f"/{one.year}/consequences"),
        one.served.api("/held"),
        one.served.api("/statuses"),
        one.served.api("/comparison"),
        one.served.api(""),
    ]
    tags = {path: client.get(path)["ETag"] for path in paths}
    drawn = one.served.serving()
    services.publish(command_of("publisher", AFTER, one.procedure), one.procedure)
    for path, tag in tags.items():
        again = client.get(path, headers={"if-none-match": tag})
        assert again.status_code == 200 and again["ETag"] != tag, path
        assert "immutable" not in again["Cache-Control"], path
    for path in (one.served.api("/criteria"), one.served.api("/firmness")):
        assert "immutable" in client.get(path)["Cache-Control"]
    now = one.served.serving()
    assert now.decisions.stamp != drawn.decisions.stamp
    leave(one)
    assert one.served.serving().decisions.stamp != now.decisions.stamp


def test_the_report_tells_what_was_decided(client: Client, published: Any) -> None:
    from wijkwerk.designation.lists.report.tell import report_content

    one = published()
    serving = one.served.serving()
    decided = report_content(serving.found, one.year, "en", serving.decisions.of_year)
    assert f"adopted, with {one.computed} areas" in decided["answer"]
    names = {row[0]: row for row in decided["decided"]["rows"]}
    off = next(row for name, row in names.items() if f"({one.off})" in name)
    assert off[1] == "not on the list" and off[2] != off[1] and "taken off" in off[3]
    codes = {row["code"] for row in decided["areas"]}
    assert one.on in codes and one.off not in codes
    alone = report_content(serving.found, one.year, "en")
    assert "Decisions about the list are not in it" in alone["answer"]
    assert "No decision about it" in report_content(serving.found, one.year, "en", {})["answer"]
    first = client.get(one.served.page(f"/{one.year}/report.pdf", language="en"))
    assert first.status_code == 200 and first["Content-Type"] == "application/pdf"


def test_what_counts_areas_per_status_counts_those_that_were_decided(published: Any) -> None:
    one = published()
    leave(one)
    rows = {
        (row["level"], row["status"]): row
        for row in questions.counts(one.served.serving(), one.year)
    }
    row = rows[one.level, one.served.serving().lowest_status(one.year)]
    assert (row["met"], row["computed"]) == (one.computed - 1, one.computed)


def test_the_report_keeps_what_was_adopted_and_never_claims_to_be_sure(published: Any) -> None:
    one = published()
    leave(one)
    serving = one.served.serving()
    made = report_content(serving.found, one.year, "nl", serving.decisions.of_year)
    answer = made["answer"]
    assert f"vastgesteld, met {one.computed} gebieden." in answer
    assert "Het besluit wijkt daarvan af: 1 toegevoegd, 1 eraf." in answer
    assert (
        f"Daarna is 1 gebied van de lijst gehaald. Nu staan er {one.computed - 1} op de lijst."
        in answer
    )
    chances = re.findall(r"Kans op deze aanwijzing: (.*?)\.", json.dumps(made, ensure_ascii=False))
    assert chances and not {"0%", "100%"} & set(chances)
    assert "minder dan 1%" in chances


def test_the_monitors_page_of_an_area_says_its_status_and_follows_the_decision(
    client: Client, published: Any
) -> None:
    one = published(publish=False)
    edition = one.served.serving().edition

    def note(area: str) -> str:
        page = _text(client, f"/en/areas/{area}?edition={edition}")
        link = re.escape(f'href="/en/designation/lists/{one.served.plain}/areas/{area}"')
        match = re.search(rf"<p>([^<]*) <a {link}>", page)
        assert match is not None, area
        return match[1]

    assert "Draft: " in note(one.off) and "decision" not in note(one.off)
    assert note(one.on).startswith("No, not on ‘") and f" of {one.year}. " in note(one.on)
    services.publish(command_of("publisher", AFTER, one.procedure), one.procedure)
    day = "by the decision of 2 May 2026"
    assert note(one.off).startswith("No, not on ‘")
    assert f"Decision: taken off the list {day}." in note(one.off)
    assert f"Decision: put on the list {day}." in note(one.on) and "Draft" not in note(one.on)
    assert "The chance that it meets the rule is " in note(one.on)


def test_the_monitors_page_says_what_was_not_decided_and_of_a_city_how_many_areas_are_on_a_list(
    client: Client, published: Any
) -> None:
    one = published(publish=False)
    serving = one.served.serving()
    area = questions.area(serving, one.on)
    assert area is not None
    level, city = serving.levels[0], area["municipality"]
    undecided = next(
        other
        for other in lists().all()
        if other.edition == serving.edition and other.years[-1] not in other.decisions.drafts
    )
    nothing = "A calculation by the rule. No decision about it has been published."
    with translation.override("en"):
        (own,) = (
            card.text
            for card in area_cards(one.on, serving.edition, "en")
            if undecided.id in card.url
        )
        assert nothing in own
        of_city = next(
            card for card in area_cards(city, serving.edition, "en") if undecided.id in card.url
        )
    year = undecided.years[-1]
    rows = [
        row
        for row in questions.entries(undecided, Wanted(year, level, show="all"), 10_000)
        if row["municipality"] == city
    ]
    listed = [row for row in rows if row["held"] not in ("", "unknown")]
    number = str(len(listed)) if listed else "None"
    assert of_city.text.startswith(f"{number} of its {len(rows)} ") and nothing in of_city.text
    assert client.get(of_city.url).status_code == 200


def test_an_area_that_a_decision_took_off_keeps_its_years_and_no_rule_is_called_unmet(
    client: Client, published: Any
) -> None:
    one = published()
    serving = one.served.serving()
    lowest = serving.lowest_status(one.year)
    (run,) = (
        row["years_in_a_row"]
        for row in questions.statuses_of(serving, one.off)
        if row["year"] == one.year and row["status"] == lowest
    )
    assert run > 0
    page = _text(client, one.served.page(f"/{one.year}?show=all&within=", language="en"))
    row = next(part for part in page.split("<tr") if f"/areas/{one.off}" in part)
    assert re.search(rf"<td[^>]*>\s*{run}\s*<", row)
    compared = _text(
        client, one.served.page(f"/{one.year}/compare?against={one.year - 1}", language="en")
    )
    rows = [part for part in compared.split("<tr") if f"/areas/{one.off}" in part]
    assert rows and all("not met" not in part and "not on the list" in part for part in rows)


def test_the_procedure_names_municipalities(client: Client, published: Any) -> None:
    one = published()
    serving = one.served.serving()
    code = str(questions.area(serving, one.off)["municipality"])  # type: ignore[index]
    edition = edition_of(serving)
    assert edition is not None
    name = edition.catalogue.name(code)
    page = _text(client, f"/nl/designation/procedures/{one.procedure.pk}")
    assert name != code and f"({name})" in page
    assert f"({code})</h3>" not in page
    row = next(part for part in page.split("<tr") if f"/areas/{one.stays}" in part)
    assert "GM0" not in row


def test_the_map_marks_what_a_decision_put_on_the_list_and_what_it_took_off(
    client: Client, published: Any
) -> None:
    one = published()
    address = one.served.page(f"/{one.year}/areas.geojson")
    shapes = json.loads(client.get(address).content)["features"]
    marked = {
        shape["properties"]["code"]: shape["properties"]["decided"]
        for shape in shapes
        if "decided" in shape["properties"]
    }
    assert marked == {one.on: "on", one.off: "off"}
    leave(one)
    shapes = json.loads(client.get(address).content)["features"]
    now = {shape["properties"]["code"]: shape["properties"].get("decided") for shape in shapes}
    assert now[one.stays] == "off", "what left later is marked as well"
    drawing = _text(client, one.served.page(f"/{one.year}/map.svg"))
    page = _text(client, one.served.page(f"/{one.year}"))
    for words in ("op de lijst gezet door een besluit", "van de lijst gehaald door een besluit"):
        assert words in drawing and words in page
    assert "ww-legend__swatch--mark-on" in page and "ww-legend__swatch--mark-off" in page
    before = _text(client, one.served.page(f"/{one.year - 1}"))
    assert "ww-legend__swatch--mark" not in before, "the decision is about one year"


def test_a_map_of_a_whole_country_holds_what_was_taken_off(
    client: Client, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = published()
    monkeypatch.setattr("wijkwerk.designation.web.maps.MOST", 3)
    shapes = json.loads(client.get(one.served.page(f"/{one.year}/areas.geojson")).content)[
        "features"
    ]
    assert one.off in {shape["properties"]["code"] for shape in shapes}
