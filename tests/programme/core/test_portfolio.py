"""The picture of the carousel."""

import time
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.programme.core.money import Money
from wijkwerk.programme.core.overlaps import (
    Running,
    SameName,
    SamePlace,
    plain,
    same_name,
    same_place,
)
from wijkwerk.programme.core.portfolio import WANTED, Decision, Project, lacks, portfolio

TODAY = "2024-12-31"
FULL = Project(
    "full",
    "Extra lestijd",
    "school",
    "city",
    1000.0,
    "2026-12-31",
    "target 1",
    "into the budget",
    "fewer than ten schools",
    ("BU01",),
    "2024-01-01",
    "2026-12-31",
    "2025-06-30",
)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({}, ()),
        ({"goal": None}, ("goal",)),
        ({"owner": ""}, ("owner",)),
        ({"measurement": None}, ("measurement",)),
        ({"after_plan": "  "}, ("after_plan",)),
        ({"stop_criteria": ""}, ("stop_criteria",)),
        ({"money_until": None}, ("money_end",)),
        ({"money": None, "money_until": None}, ("money",)),
        ({"money": 0.0, "money_until": None}, ()),  # no money has no end
    ],
)
def test_what_a_project_lacks_is_named(more: dict, missing: tuple[str, ...]) -> None:
    from dataclasses import replace

    assert lacks(replace(FULL, **more)) == missing


def test_amounts_a_year_are_added_to_nothing_but_those_that_run() -> None:
    rows = [
        Project("once", "Plein", money=5e6),
        Project("yearly", "Les", money=18e6, money_until="2025-12-31", a_year=True),
        Project("also", "Bouw", money=120e6, money_until="2026-12-31", a_year=True),
        Project("over", "Zorg", money=7e6, money_until="2024-12-30", a_year=True),
        Project("open", "Werk", money=90e6, a_year=True),
        Project("asked", "Wens", money=60e6, state="proposed"),
        Project(
            "asked too", "Wens", money=60e6, money_until="2030-01-01", a_year=True, state="proposed"
        ),
    ]
    found = portfolio(rows, "2025-06-01")
    assert found.money == Money(
        Decimal(5_000_000), Decimal(138_000_000), "2025-12-31", (Decimal(90_000_000),)
    )
    later = portfolio(rows, "2026-06-01").money
    assert (later.a_year, later.holds_until) == (Decimal(120_000_000), "2026-12-31")


def test_a_bare_project_lacks_everything_but_the_end_of_its_money() -> None:
    assert lacks(Project("x", "x")) == tuple(one for one in WANTED if one != "money_end")


def test_the_picture_counts_what_is_going() -> None:
    rows = [
        FULL,
        Project("bare", "Straatfeest", money=500.0, money_until="2024-12-30"),
        Project("new", "Taalles", state="proposed", decision_due="2024-12-01"),
        Project("old", "Zwerfvuil", state="stopped", decision_due="2020-01-01"),
    ]
    found = portfolio(rows, TODAY)
    assert (found.projects, found.going, found.complete) == (4, 3, 1)
    assert found.states == {"proposed": 1, "running": 2, "stopped": 1}
    assert found.missing["goal"] == ("bare", "new")
    assert found.missing["money"] == ("new",) and found.missing["money_end"] == ()
    assert (found.money.in_all, found.money_ended) == (1500, ("bare",))
    assert found.without_decision_day == ("bare",)
    assert found.decisions == (
        Decision("new", "2024-12-01", -30, "no_new_money"),
        Decision("full", "2025-06-30", 181, None),
    )
    assert found.overdue == found.decisions[:1]
    assert portfolio(rows[::-1], TODAY) == found


def test_a_decision_that_is_due_today_can_still_be_taken() -> None:
    (found,) = portfolio([Project("x", "x", decision_due=TODAY)], TODAY).decisions
    assert (found.days, found.default) == (0, None)


def test_an_id_counts_once() -> None:
    with pytest.raises(ValueError, match="own"):
        portfolio([FULL, FULL], TODAY)


def run(id_: str, starts: str | None, ends: str | None, name: str = "", **more: object) -> Running:
    given = {"goal": "school", "areas": ("BU01",), **more}
    return Running(id_, name or id_, starts=starts, ends=ends, **given)  # type: ignore[arg-type]


def test_the_same_goal_in_the_same_place_and_time_is_an_overlap() -> None:
    rows = [
        run("a", "2020-01-01", "2021-12-31"),
        run("b", "2021-12-31", "2022-12-31"),
        run("c", "2022-06-01", None),
        run("d", None, "2018-12-31"),
        run("e", "2019-01-01", "2019-12-31"),
        run("f", "2021-01-01", None, goal="work"),
        run("g", "2021-01-01", None, areas=("BU02",)),
        run("h", "2021-01-01", None, goal=None),
    ]
    assert same_place(rows) == (SamePlace("school", "BU01", ("a", "b", "c"), 2),)
    assert same_place(rows[::-1]) == same_place(rows)


def test_an_area_that_is_told_twice_is_one_area() -> None:
    assert same_place([run("a", None, None, areas=("BU01", "BU01"))]) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kansen voor Jongeren!", "jongeren: kansen voor", True),
        ("Buurtcafé Charlois", "Buurtcafe Charlois", True),
        ("Leerkansenzone Zuid", "Leerkanzenzone Zuid", True),
        ("Weerbaarheidstraining", "Weerbaarheidstraning", True),
        ("Taalles fase 1", "Taalles fase 2", False),
        ("Taalles voor ouders", "Sport voor kinderen", False),
        ("", "", False),
        ("???", "!!!", False),
    ],
)
def test_names_that_are_nearly_the_same_are_found(one: str, other: str, alike: bool) -> None:
    rows = [run("a", None, None, one), run("b", None, None, other)]
    rows = [
        Running(row.id, name, None, (), None, None)
        for row, name in zip(rows, (one, other), strict=True)
    ]
    assert same_name(rows) == ((SameName(("a", "b")),) if alike else ())


def test_many_names_of_the_same_words_dont_hide_a_double() -> None:
    rows = [
        Running(
            f"p{at:03d}",
            f"Project buurt {chr(97 + at // 26)}{chr(97 + at % 26)}x{at}",
            None,
            (),
            None,
            None,
        )
        for at in range(200)
    ]
    double = [
        Running("y", "Ontmoetingsplek Feijenoord", None, (), None, None),
        Running("z", "Ontmoetingsplek Feyenoord", None, (), None, None),
    ]
    assert same_name(rows + double) == (SameName(("y", "z")),)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abc 1é", max_size=8), max_size=12), st.randoms(use_true_random=False))
def test_the_same_words_always_meet_whatever_the_order(names: list[str], random) -> None:
    rows = [Running(str(at), name, None, (), None, None) for at, name in enumerate(names)]
    found = same_name(rows)
    group = {project: number for number, those in enumerate(found) for project in those.projects}
    assert sum(len(one.projects) for one in found) == len(group), "a project is in one group"
    for row in rows:
        for other in rows:
            if row.id < other.id and plain(row.name) and plain(row.name) == plain(other.name):
                assert group[row.id] == group[other.id]
    random.shuffle(rows)
    assert same_name(rows) == found


def test_ten_thousand_projects_are_no_work() -> None:
    rng = np.random.default_rng(1)
    words = [f"woord{number}" for number in range(2000)]
    rows = [
        Project(
            str(at),
            " ".join(words[integer] for integer in rng.integers(0, 2000, 4)),
            goal=f"g{at % 50}",
            areas=(f"BU{at % 40:02d}",),
            starts="2020-01-01",
        )
        for at in range(10_000)
    ]
    begun = time.process_time()
    found = portfolio(rows, TODAY)
    assert len(found.same_place) == 200  # 50 goals and 40 areas meet in 200 pairs
    # Comparing all with all would be 50 million pairs, minutes; this takes about a second.
    assert time.process_time() - begun < 15
