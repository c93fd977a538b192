"""The shipped programme reads as what it is: promises of 2012-2014, with what became of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from visitors import NOW
from wijkwerk.programme.exchange.checking import check
from wijkwerk.programme.exchange.importing import import_by_operator
from wijkwerk.programme.exchange.reading import read_file
from wijkwerk.programme.models import Target, TargetPath
from wijkwerk.programme.selectors.targets import target_statuses
from wijkwerk.programme.web.public.drawing import Drawing

pytestmark = pytest.mark.django_db
ZUID = Path(__file__).resolve().parents[4] / "examples" / "programmes" / "rotterdam-zuid.json"
BUREAU, COUNCIL = "programme-bureau", "council"


@pytest.fixture
def zuid() -> None:
    """The shipped programme, in the database."""
    import_by_operator(check(read_file(ZUID)), datetime(2026, 1, 1, tzinfo=UTC))


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("page", ["", "/targets", "/council"])
def test_no_page_says_on_course_of_a_day_that_has_passed(
    client: Client, zuid: None, clock: Any, page: str
) -> None:
    text = text_of(client, f"/nl/programmes/rotterdam-zuid{page}")
    assert (
        "Van 7 doelen is de einddatum voorbij. Van geen enkel doel is bekend of het is gehaald."
    ) in text
    # As a choice of the filter it stays.
    assert "liggen er" not in text and text.count("Nog niet gemeten") == (page == "/targets")
    assert "138" not in text and "198" not in text
    assert "Van 3 doelen is het laatste cijfer meer dan een jaar oud." in text


def test_every_target_tells_what_became_of_it(client: Client, zuid: None, clock: Any) -> None:
    listed = text_of(client, "/nl/programmes/rotterdam-zuid/targets")
    assert listed.count("Niet bekend of het is gehaald") >= 7
    assert "18 scholen (1 augustus 2013: meer dan een jaar oud)" in listed
    council = text_of(client, "/nl/programmes/rotterdam-zuid/council")
    assert "de laatste meting is van 1 augustus 2013" in council
    assert "er is niet gemeten" in council
    # A year's amounts, each with its period: they are no sum, and nobody knows whether they still run.
    assert (
        "Opgegeven voor projecten waarvan niet bekend is of ze nog lopen: €\u00a0120,0 miljoen per jaar; "
        "€\u00a018,0 miljoen per jaar."
    ) in council
    assert "Het nieuwste cijfer is van 1 oktober 2013: meer dan een jaar oud." in council
    # Two notes are two sentences, and where nothing is overdue no money is held back.
    assert "van de 4 afspraken. Van 3 is de einddatum voorbij" in council
    assert "geen nieuw geld tot ze zijn genomen" not in council


def test_the_work_page_and_the_inner_council_page_say_the_same(
    client: Client, zuid: None, somebody: Any, enter: Any, clock: Any
) -> None:
    for role, page in ((BUREAU, "work"), (BUREAU, "work/targets"), (COUNCIL, "work/council")):
        text = text_of(
            enter(somebody(role, "rotterdam-zuid")), f"/nl/programmes/rotterdam-zuid/{page}"
        )
        assert "Van 7 doelen is de einddatum voorbij. Van geen" in text, page
        assert "meer dan een jaar oud" in text, page
    work = text_of(enter(somebody(BUREAU, "rotterdam-zuid")), "/nl/programmes/rotterdam-zuid/work")
    assert "Doelen waarvan de einddatum voorbij is en niet bekend is of ze zijn gehaald: 7" in work
    assert "Doelen zonder cijfer van het laatste jaar: 7" in work


def test_the_api_says_the_same(client: Client, zuid: None, clock: Any) -> None:
    rows = client.get("/api/v1/programmes/rotterdam-zuid/targets").json()["items"]
    assert {row["standing"] for row in rows} == {"not_known"}
    assert {row["why"] for row in rows} == {"ended_not_measured"}
    assert {row["probability"] for row in rows} == {None}
    first = next(row for row in rows if row["title"] == "Scholen met extra lestijd")
    assert (first["latest"], first["latest_on"], first["latest_is_old"]) == (18, "2013-08-01", True)
    whole = client.get("/api/v1/programmes/rotterdam-zuid").json()
    assert (whole["targets"], whole["on_course"], whole["not_known"]) == (7, 0, 7)
    assert (whole["promised_at_first"], whole["good_at_first"]) == (7, 0)
    money = client.get("/api/v1/programmes/rotterdam-zuid/projects").json()["items"]
    periods = sorted((one["money"], one["money_period"]) for one in money if one["money"])
    assert periods == [
        (18e6, "a_year"), (30e6, "in_all"), (90e6, "a_year"), (120e6, "a_year"),
    ]  # fmt: skip


def test_a_commitment_whose_outcome_is_not_published_is_not_called_late(
    client: Client, zuid: None, clock: Any
) -> None:
    """Of three promises the sources don't say what became of them: neither kept nor neglected."""
    listed = text_of(client, "/nl/programmes/rotterdam-zuid/commitments")
    assert "1 van de 4 afspraken is nagekomen." in listed
    assert "Van 3 is de einddatum voorbij en is de uitkomst niet bekend." in listed
    assert "is te laat" not in listed and "Geen enkele afspraak is te laat" not in listed
    council = text_of(client, "/nl/programmes/rotterdam-zuid/council")
    assert "van de 4 afspraken" in council
    assert "Van 3 is de einddatum voorbij en is de uitkomst niet bekend." in council
    rows = client.get("/api/v1/programmes/rotterdam-zuid/commitments").json()["items"]
    assert sorted(row["state"] for row in rows) == ["kept", *["not_known"] * 3]


def test_a_project_of_then_is_not_said_to_run_today(client: Client, zuid: None, clock: Any) -> None:
    for page in ("council", "projects"):
        text = text_of(client, f"/nl/programmes/rotterdam-zuid/{page}")
        assert "16 projecten is niet bekend of ze nog lopen" in text or (
            "zestien projecten is niet bekend of ze nog lopen" in text
        )
        assert "Er lopen 16 projecten" not in text


@pytest.mark.parametrize(("state", "late"), [("promised", True), ("not_known", False)])
def test_only_what_nobody_can_find_out_is_not_called_late(
    client: Client, zuid: None, clock: Any, state: str, late: bool
) -> None:
    """Somebody who may act is still asked about a promise whose day has passed."""
    from wijkwerk.programme.models import Commitment

    Commitment.objects.filter(state="not_known").update(state=state)
    listed = text_of(client, "/nl/programmes/rotterdam-zuid/commitments")
    assert (
        "Te laat, nog niet opgevolgd</td>" in listed
        or re.search(r"\d afspra(?:ak is|ken zijn) te laat", listed) is not None
    ) is late
    assert ("3 afspraken zijn te laat: ‘" in listed) is late  # a few are named in the first line
    assert listed.index("Hoe het ervoor staat") < listed.index("Afspraken per organisatie")
    everything = client.get("/nl/programmes").content.decode()
    assert 'href="/nl/programmes/rotterdam-zuid/commitments">Afspraken<' in everything


def test_a_covenant_whose_last_day_has_passed_is_not_in_force(
    client: Client, zuid: None, clock: Any
) -> None:
    text = text_of(client, "/nl/programmes/rotterdam-zuid/covenants")
    assert "De einddatum is voorbij" in text
    assert "Er is één convenant van kracht" not in text and ">Van kracht<" not in text


@pytest.mark.parametrize(
    ("source", "later", "measured"),
    [
        ("indicator", (), []),
        ("count", (), []),
        ("count", (date(2021, 1, 1),), ["2020-01-01", "2021-01-01"]),
    ],
)
def test_a_start_that_was_only_written_down_is_not_shown_as_measured(
    a_programme: Any, source: str, later: tuple[date, ...], measured: list[str]
) -> None:
    target = Target.objects.create(
        programme=a_programme.programme,
        goal=a_programme.goals[0],
        title="Start",
        source=source,
        scale="count",
        state="active",
        indicator="i",
        area="GM9999",
    )
    TargetPath.objects.create(
        programme=a_programme.programme,
        target=target,
        number=1,
        baseline=0.0,
        value=34.0,
        baseline_on=date(2020, 1, 1),
        due_on=date(2030, 1, 1),
        since=date(2020, 1, 1),
    )
    for day in later:
        target.measurements.create(
            programme=a_programme.programme,
            on=day,
            value=5.0,
            error=0.0,
            evidence="Telling",
            at=NOW,
        )
    (stand,) = target_statuses([target], NOW.date())
    drawing = Drawing(stand, NOW.date().isoformat())
    assert [day for day, seen, *_ in drawing.rows() if seen is not None] == measured
    lines = {line.kind: line for line in drawing.lines()}
    assert ("measured" in lines) == bool(measured) and "promised" in lines
