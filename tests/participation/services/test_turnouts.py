"""Who took part: counts are kept, small ones only together, and residents come out of an edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from participants import OFFICIAL, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation.core.representation import Group
from wijkwerk.participation.models import Process, Turnout
from wijkwerk.participation.services import population as residents
from wijkwerk.participation.services import turnouts
from wijkwerk.workflow.api import TransitionNotAllowed

FACTS = {
    "title": "Avond",
    "channel": "meeting",
    "held_on": date(2026, 1, 2),
    "characteristic": "age",
    "source": "CBS",
}
AGES = [Group("jong", 700, 40), Group("midden", 900, 12), Group("oud", 300, 3), Group("kind", 400, 2)]  # fmt: skip


def test_small_groups_are_kept_only_together(process: Process, command: Wants) -> None:
    made = turnouts.record(command(OFFICIAL), process, AGES, regulars=3, unknown=2, **FACTS)
    assert made.groups == [
        {"label": "jong", "residents": 700, "participants": 40},
        {"label": "midden", "residents": 900, "participants": 12},
        {"label": "oud + kind", "residents": 700, "participants": 5},
    ]
    # The two who didn't say are too few to be told.
    assert (made.participants, made.unknown, made.regulars) == (57, 0, None)
    whole = str(list(Turnout.objects.values())) + str(list(process.steps.values()))
    assert "'participants': 3" not in whole and "'participants': 2" not in whole


@pytest.mark.parametrize(
    ("groups", "facts", "why"),
    [
        (AGES[2:], {}, "few_took_part"),
        ([Group("a", 3, 9), Group("b", 80, 9)], {}, "more_than_live_there"),
        (AGES, {"unknown": 3000}, "more_than_live_there"),
        (AGES, {"regulars": 58}, "more_regulars"),
        (AGES, {"held_on": date(2027, 1, 1)}, "dates"),
    ],
)
def test_what_cant_be_is_refused(
    groups: list[Group], facts: dict[str, Any], why: str, process: Process, command: Wants
) -> None:
    with pytest.raises(TransitionNotAllowed) as refusal:
        turnouts.record(command(OFFICIAL), process, groups, **{**FACTS, **facts})
    assert refusal.value.why == why and not Turnout.objects.exists()


def test_an_official_types_lines_and_everybody_reads_the_verdict(
    process: Process, somebody: Callable[..., Any], client: Client, clock: Clock
) -> None:
    official = login(somebody(OFFICIAL), NOW)
    page = f"/nl/work/participation/{process.pk}/turnouts/record"
    given = {**FACTS, "version": 0, "held_on": "2026-01-02", "unknown": 0}
    wrong = official.post(page, {**given, "lines": "jong; 40; 700\noud; 6"})
    assert "Regel 2" in wrong.content.decode()
    nowhere = official.post(page, {**given, "lines": "jong; 40; aged_0_14\noud; 6; 9"})
    assert "heeft geen editie" in nowhere.content.decode()
    made = official.post(page, {**given, "lines": "jong; 40; 700\noud; 6; 1.300"})
    assert made.status_code == 302, made.content.decode()[-3000:]
    row = Turnout.objects.get()
    told = client.get(f"/nl/participation/{process.pk}/turnouts/{row.pk}").content.decode()
    assert "verschillen" in told and "Te weinig bereikt: oud." in told
    listed = client.get(f"/nl/participation/{process.pk}/turnouts").content.decode()
    assert "46 keer" in listed
    api = client.get(f"/api/v1/participation/{process.pk}/turnouts").json()["items"]
    assert api[0]["groups"][1] == {"label": "oud", "residents": 1300, "participants": 6}
    official.post(
        f"/nl/work/participation/{process.pk}/turnouts/{row.pk}/withdraw",
        {"version": row.version, "text": "Dubbel geteld."},
    )
    assert client.get(f"/nl/participation/{process.pk}/turnouts/{row.pk}").status_code == 404
    assert client.get(f"/api/v1/participation/{process.pk}/turnouts").json()["items"] == []


def test_residents_come_from_the_newest_year_that_has_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measure = SimpleNamespace(unit="%")
    euros = SimpleNamespace(unit="eur")
    catalogue = SimpleNamespace(
        areas={"WK01": SimpleNamespace(name="Linde")},
        measures={"young": measure, "old": measure, "income": euros},
        source={"id": "kwb"},
    )
    rows = [
        {"indicator": "young", "period": "2024", "value": 12.5, "base": 1000},
        {"indicator": "old", "period": "2024", "value": None, "base": 1000},
        {"indicator": "young", "period": "2023", "value": 10.0, "base": 1010},
        {"indicator": "old", "period": "2023", "value": 20.0, "base": 1010},
    ]
    monkeypatch.setattr(
        residents,
        "library",
        lambda: SimpleNamespace(default=lambda: SimpleNamespace(catalogue=catalogue)),
    )
    monkeypatch.setattr(
        residents,
        "figures",
        lambda _edition, ask: [row for row in rows if row["indicator"] in ask.indicators],
    )
    found = residents.population("WK01", ["young", "old"])
    assert found.residents == {"young": 101, "old": 202} and found.source == "kwb, Linde, 2023"
    for area, asked, why in (
        ("WK09", ["young"], "area"),
        ("WK01", ["none"], "indicator"),
        ("WK01", ["income"], "not_a_share"),
    ):
        with pytest.raises(residents.PopulationError) as fault:
            residents.population(area, asked)
        assert fault.value.why == why
