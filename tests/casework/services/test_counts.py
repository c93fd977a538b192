"""Counts of households: the funnel of a year, stock and flow, and the only way out: protected by the monitor."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from editions import BuildOnce
from visitors import NOW, account_of
from wijkwerk.casework import models as m
from wijkwerk.casework.core.funnel import gaps
from wijkwerk.casework.services.counts import year_of
from wijkwerk.casework.services.counts_folder import write_counts
from wijkwerk.monitor.api import attack, check_source
from wijkwerk.shared.problems import InputError

pytestmark = pytest.mark.django_db
MAY = datetime(2024, 5, 1, tzinfo=UTC)
AREAS = """code,name,level,parent
GM9001,Voorbeeldstad,municipality,
WK900101,Noord,district,GM9001
WK900102,Midden,district,GM9001
WK900103,Zuid,district,GM9001
"""


def episodes(organisation: Any, worker: Any, number: int, *, planned: bool, exit: str = "",
             door: str = "visit", year: int = 2024) -> None:  # fmt: skip
    """So many households that were opened in a year, and closed after a month when there is an exit."""
    opened = MAY.replace(year=year)
    closed = opened + timedelta(days=30) if exit else None
    homes = m.Household.objects.bulk_create(
        m.Household(organisation=organisation, opened_at=opened, closed_at=closed)
        for _ in range(number)
    )
    m.Episode.objects.bulk_create(
        m.Episode(household=home, number=1, door=door, opened_at=opened, closed_at=closed, exit=exit) for home in homes
    )  # fmt: skip
    if planned:
        m.Plan.objects.bulk_create(
            m.Plan(household=home, number=1, drafted_by=worker, drafted_at=opened, agreed_at=opened) for home in homes
        )  # fmt: skip


def test_a_year_is_a_funnel_that_closes_with_a_reason_for_everybody(town: SimpleNamespace) -> None:
    for number, planned, exit in ((4, True, "lasting"), (3, True, "moved"), (2, True, ""), (5, False, "refused"),
                                  (1, False, "")):  # fmt: skip
        episodes(town.care, town.nurse, number, planned=planned, exit=exit)
    episodes(town.care, town.nurse, 7, planned=True, door="split")  # counted where they came in
    episodes(town.care, town.nurse, 6, planned=True, exit="died", year=2023)
    m.Target.objects.create(organisation=town.care, year=2024, stage="planned", number=12)
    year = year_of([town.care], 2024)
    assert [(step.number, dict(step.lost), step.waiting, step.target) for step in year.steps] == [
        (15, {"refused": 5}, 1, None), (9, {"moved": 3}, 2, 12), (4, {}, 0, None),
    ]  # fmt: skip
    assert gaps(year.steps) == []
    assert (year.stock.begin, year.stock.came, year.stock.left, year.stock.end) == (0, 15, 12, 3)
    assert year.stock.gap == 0
    assert year_of([town.care], 2025).stock.begin == 3


@pytest.fixture
def source(town: SimpleNamespace, tmp_path: Path) -> Path:
    """Counts of three districts and two years, small ones among them."""
    (tmp_path / "areas.csv").write_text(AREAS)
    for place, (code, size) in enumerate((("WK900101", 40), ("WK900102", 3), ("WK900103", 60))):
        row = m.Organisation.objects.create(
            code=f"team-{place}", name=f"Team {place}", kind="team", area=code
        )
        for year in (2023, 2024):
            episodes(row, town.director, size, planned=True, exit="lasting", year=year)
            episodes(row, town.director, size // 2 + place, planned=False, exit="moved", year=year)
            episodes(row, town.director, 2 + place, planned=True, door="relapse", year=year)
    write_counts(tmp_path / "source", tmp_path / "areas.csv", (2023, 2024))
    return tmp_path / "source"


def test_counts_leave_protected_and_the_intruder_gets_nothing(
    source: Path, build_once: BuildOnce, tmp_path: Path
) -> None:
    assert [row for row in check_source(source) if row.severity == "error"] == []
    edition = build_once(source, tmp_path / "editions")
    figures = pl.read_parquet(edition / "figures.parquet")
    small = figures.filter(area="WK900102")  # three households
    assert small.height and small["value"].is_null().all()
    relapsed = figures.filter(indicator="households_relapsed", area="WK900101")
    assert relapsed["value"].is_null().all()  # two of sixty-two
    shown = figures.filter(indicator="households_planned", area="WK900103")
    assert shown["value"].is_not_null().all()
    assert attack(edition).holds


def test_the_folder_counts_what_it_says(source: Path) -> None:
    with (source / "observations.csv").open() as file:
        rows = {
            (row["area"], row["period"], row["indicator"]): (
                int(row["numerator"]),
                int(row["denominator"]),
            )
            for row in csv.DictReader(file)
        }
    assert rows["WK900101", "2024", "households_planned"] == (42, 62)
    assert rows["WK900101", "2024", "households_lasting"] == (40, 60)
    assert rows["GM9001", "2024", "households_relapsed"] == (
        9,
        40 + 20 + 2 + 3 + 2 + 3 + 60 + 32 + 4,
    )
    assert "naam" not in (source / "source.toml").read_text()


def test_an_area_that_is_not_there_is_said_and_nothing_written(
    town: SimpleNamespace, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv").write_text(AREAS)
    with pytest.raises(InputError, match="no organisation"):
        write_counts(tmp_path / "out", tmp_path / "areas.csv", (2024,))
    m.Organisation.objects.filter(pk=town.team.pk).update(area="WK1")
    with pytest.raises(InputError, match="WK1"):
        write_counts(tmp_path / "out", tmp_path / "areas.csv", (2024,))
    assert not (tmp_path / "out").exists()


def test_a_coordinator_reads_the_counts_of_their_own_team_alone(
    town: SimpleNamespace, enter: Callable[..., Any]
) -> None:
    episodes(town.care, town.nurse, 9, planned=True, exit="moved", year=NOW.year)
    boss = enter(account_of("baas@example.org", "case-coordinator", place="wijkteam"))
    page = boss.get("/en/casework/counts")
    assert page.status_code == 200 and "Wijkteam" in page.content.decode()
    assert "Zorg" not in page.content.decode() and "Quibus" not in page.content.decode()
    assert boss.get("/en/casework/counts?year=x").status_code == 200
    assert enter(town.director.user).get("/en/casework/counts").status_code == 403
    public = boss.get("/nl/casework/funnels").content.decode()
    assert "Telt niet op" in public and "Nijmegen" in public
