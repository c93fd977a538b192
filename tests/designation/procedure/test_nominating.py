"""A round of nominations: plans that municipalities send in, scored by peers of other cities who don't see what
others gave, and made into the file of a list."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from django.test import Client

from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.designation import nominating
from wijkwerk.designation.core.nominating import may_judge, mean_score
from wijkwerk.designation.core.scheme import Label
from wijkwerk.designation.lists.nominations import read_nominations
from wijkwerk.designation.models import Nomination, NominationRound, PlanScore
from wijkwerk.designation.policies import nominations_for, scores_for
from wijkwerk.designation.web import nominations as pages
from wijkwerk.designation.web.coming import coming_work
from wijkwerk.shared.problems import InputError
from wijkwerk.workflow.api import StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCORING = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
LATE = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
CRITERIA = {
    "organisation": Label("Organisatie", "Organisation"),
    "residents": Label("B", "Residents"),
}
FACTS = {
    "scheme": "nomination", "edition": "x", "title": "Ronde 2026", "year": 2026,
    "plans_until": date(2026, 4, 1), "scores_until": date(2026, 5, 31),
}  # fmt: skip
FOUR, TWO = {"organisation": 4, "residents": 4}, {"organisation": 2, "residents": 3}


@pytest.fixture(autouse=True)
def criteria(plain_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "criteria_of", lambda _scheme: CRITERIA)


def why(act: Callable[[], Any]) -> str:
    with pytest.raises(TransitionNotAllowed) as refused:
        act()
    return refused.value.why


class Round:
    """A round with a plan of GM0001, and who acts in it."""

    def __init__(self, somebody: Any) -> None:
        self.somebody = somebody
        self.round = nominating.start(self.by("official", now=OPENED), CRITERIA, **FACTS)
        self.plan = self.nominate("BU1", "GM0001")

    def by(
        self, role: str, subject: Any = None, place: str = "", now: datetime = SCORING, **words: str
    ) -> StepCommand:
        return StepCommand(self.somebody(role, place), now, getattr(subject, "version", 0), **words)

    def nominate(self, area: str, city: str, now: datetime = OPENED) -> Nomination:
        command = self.by("municipality", place=city, now=now)
        return nominating.nominate(command, self.round, (area, area, city), f"=Plan {area}", "Zo.")

    def scored(self) -> None:
        command = self.by("official", self.round)
        self.round = nominating.have_scored(command, self.round)
        self.plan.refresh_from_db()

    def score(self, city: str, scores: dict[str, int], now: datetime = SCORING) -> PlanScore:
        command = self.by("assessor", place=city, now=now, text=f"Kanarie{city}")
        return nominating.score(command, self.plan, CRITERIA, scores)

    def close(self, now: datetime = SCORING) -> NominationRound:
        self.round.refresh_from_db()
        self.round = nominating.close(self.by("official", self.round, now=now), self.round)
        self.plan.refresh_from_db()
        return self.round


@pytest.fixture
def going(somebody: Any) -> Round:
    return Round(somebody)


def test_a_round_goes_from_plans_to_the_file_of_a_list(going: Round, tmp_path: Path) -> None:
    early = going.by("official", going.round, now=OPENED)
    assert why(lambda: nominating.have_scored(early, going.round)) == "plans_over"
    assert (
        why(lambda: going.nominate("BU9", "GM0001", SCORING)) == "plans_open"
    )  # the last day is over
    assert why(lambda: going.score("GM0002", FOUR)) == "scoring"
    going.scored()
    going.score("GM0002", FOUR)
    assert why(going.close) == "scores_in"
    going.score("GM0003", TWO)
    going.close()
    text = nominating.nominations_csv(going.round, CRITERIA)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["assessor"], row["assessor_municipality"], row["organisation"]) for row in rows] == [
        ("A1", "GM0002", "4"), ("A2", "GM0003", "2"),
    ]  # fmt: skip
    assert {row["plan"] for row in rows} == {"'=Plan BU1"}  # no formula
    path = tmp_path / "nominations.csv"
    path.write_text(text, "utf-8")
    areas = pl.DataFrame(
        {
            "code": ["GM0001", "BU1"],
            "level": ["municipality", "neighbourhood"],
            "parent": [None, "GM0001"],
        }
    )
    means = read_nominations(path, areas).filter(pl.col("area") == "BU1")
    assert dict(means.select("indicator", "value").iter_rows()) == {
        "nominations.nominated": 1.0, "nominations.organisation": 3.0, "nominations.residents": 3.5,
    }  # fmt: skip


def test_nobody_scores_a_plan_of_an_own_city_or_twice_or_in_part(going: Round) -> None:
    going.scored()
    assert why(lambda: going.score("GM0001", FOUR)) == "other_city"
    both = going.somebody("assessor", "GM0004")
    accounts.give_role(both, "municipality", ["GM0001"], date(2026, 1, 1), None, "command", SCORING)
    assert why(lambda: going.score("GM0004", FOUR)) == "other_city"  # also in another role
    for scores in ({"organisation": 4}, {**FOUR, "residents": 6}, {**FOUR, "backing": 3}):
        assert why(lambda scores=scores: going.score("GM0002", scores)) == "scores"
    going.score("GM0002", FOUR)
    assert why(lambda: going.score("GM0002", FOUR)) == "not_scored"
    with pytest.raises(RefusedError):
        command = going.by("municipality", place="GM0002", text="Ja.")
        nominating.score(command, going.plan, CRITERIA, FOUR)


def test_silence_stops_nothing_once_the_last_day_to_score_is_over(going: Round) -> None:
    going.scored()
    going.score("GM0002", FOUR)
    assert going.close(LATE).state == "closed"
    assert pages._means(going.plan) == {"organisation": None, "residents": None}  # by one alone


def test_scores_are_blind_until_ones_own_are_in(going: Round) -> None:
    going.scored()
    going.score("GM0002", FOUR)

    def seen(role: str, place: str = "") -> int:
        return scores_for(going.somebody(role, place), going.plan, SCORING).count()

    assert seen("assessor", "GM0002") == 1
    assert [seen("assessor", "GM0003"), seen("official"), seen("municipality", "GM0001")] == [
        0,
        0,
        0,
    ]
    going.score("GM0003", TWO)
    assert seen("assessor", "GM0003") == seen("assessor", "GM0002") == 2
    assert seen("official") == 0
    going.close()
    assert seen("official") == seen("municipality", "GM0001") == 2
    assert seen("") == 0


def test_plans_are_seen_by_their_city_the_country_and_while_scored_by_peers(going: Round) -> None:
    def seen(role: str, place: str = "") -> int:
        return nominations_for(going.somebody(role, place), SCORING).count()

    who = [
        ("official", ""),
        ("municipality", "GM0001"),
        ("municipality", "GM0002"),
        ("assessor", "GM0002"),
    ]
    assert [seen(*each) for each in who] == [1, 1, 0, 0]
    going.scored()
    assert [seen(*each) for each in who] == [1, 1, 0, 1]
    withdrawn = going.by("municipality", going.plan, "GM0001")
    assert why(lambda: nominating.withdraw_nomination(withdrawn, going.plan)) == "plans_open"


def test_a_round_needs_a_scheme_that_scores_plans_and_days_in_order(somebody: Any) -> None:
    command = StepCommand(somebody("official"), OPENED, 0)
    with pytest.raises(InputError, match="scores no plans"):
        nominating.start(command, {}, **FACTS)
    wrong = {**FACTS, "scores_until": FACTS["plans_until"]}
    assert why(lambda: nominating.start(command, CRITERIA, **wrong)) == "day"
    past = replace(command, now=LATE)
    assert why(lambda: nominating.start(past, CRITERIA, **FACTS)) == "day"


def test_it_is_done_on_the_site_and_everybody_sees_the_means(
    going: Round, enter: Any, clock: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = SimpleNamespace(code="GM0002")
    area = SimpleNamespace(code="BU3", name="Havenbuurt", level="neighbourhood")
    catalogue = SimpleNamespace(
        areas={"BU3": area}, report_level="neighbourhood", lineage=lambda _code: [city]
    )
    served = SimpleNamespace(open=lambda _edition: SimpleNamespace(catalogue=catalogue))
    monkeypatch.setattr(pages, "library", lambda: served)
    monkeypatch.setattr(pages, "place_name", lambda _catalogue, code, _language: code)
    clock.now = OPENED
    number = going.round.pk
    own = enter(going.somebody("municipality", "GM0002"))
    filled = {"version": going.round.version, "area": "BU3", "title": "Haven", "plan": "Samen."}
    assert own.post(f"/en/designation/work/rounds/{number}/nominate", filled).status_code == 302
    clock.now = SCORING
    going.scored()
    peer = enter(going.somebody("assessor", "GM0002"))
    page = peer.get(f"/en/designation/work/rounds/{number}").content.decode()
    assert "=Plan BU1" in page
    url = f"/en/designation/work/nominations/{going.plan.pk}"
    assert "once you scored this plan yourself" in peer.get(url).content.decode()
    scores = {"version": 1, "score_organisation": 4, "score_residents": 5, "text": "Kanarie."}
    assert peer.post(f"{url}/score", scores).status_code == 302
    assert "Kanarie." in peer.get(url).content.decode()
    official = enter(going.somebody("official"))
    assert "Kanarie." not in official.get(url).content.decode()
    assert "Kanarie." not in official.get(f"/en/designation/work/rounds/{number}").content.decode()
    file = f"/en/designation/work/rounds/{number}/nominations.csv"
    assert official.get(file).status_code == 404
    public = f"/en/designation/rounds/{number}"
    assert client.get(public).status_code == 404
    going.score("GM0003", TWO)
    clock.now = LATE
    going.close(LATE)
    official = enter(going.somebody("official"))
    assert b"A1,GM0002,4,5" in official.get(file).content
    assert enter(going.somebody("assessor", "GM0003")).get(file).status_code == 403
    shown = client.get(public).content.decode()
    assert "Havenbuurt" in shown and "3.0" in shown and "too few scores" in shown
    plan = client.get(f"/en/designation/nominations/{going.plan.pk}").content.decode()
    assert "4.0" in plan and "Kanarie" not in plan


def test_who_may_judge_and_what_a_mean_needs() -> None:
    assert may_judge({"GM2"}, "GM1") and not may_judge({"GM1", "GM2"}, "GM1")
    assert not may_judge((), "GM1")
    assert mean_score([4, 3]) == 3.5 and mean_score([4]) is None


def test_who_has_to_nominate_or_score_is_told_on_my_work(going: Round) -> None:
    def told(role: str, place: str, now: datetime) -> list[str]:
        return [item.label for item in coming_work(going.somebody(role, place), now)]

    assert len(told("municipality", "GM0002", OPENED)) == 1
    assert "Ronde 2026" in told("municipality", "GM0002", OPENED)[0]
    assert told("assessor", "GM0002", OPENED) == told("auditor", "", OPENED) == []
    going.scored()
    assert told("municipality", "GM0002", SCORING) == []
    (line,) = told("assessor", "GM0002", SCORING)
    assert "één plan wacht" in line
    assert told("assessor", "GM0001", SCORING) == []  # its own city's
    assert told("assessor", "GM0002", LATE) == []
    going.score("GM0002", FOUR)
    assert told("assessor", "GM0002", SCORING) == []


def test_after_the_last_day_nobody_scores(going: Round) -> None:
    going.scored()
    assert why(lambda: going.score("GM0002", FOUR, LATE)) == "scoring"


def test_who_may_still_score_doesnt_see_how_many_did(going: Round, enter: Any, clock: Any) -> None:
    clock.now = SCORING
    going.scored()
    address = f"/en/designation/work/rounds/{going.round.pk}"
    both = going.somebody("official")
    assert "Assessors" in enter(both).get(address).content.decode()
    accounts.give_role(both, "assessor", ["GM0002"], date(2026, 1, 1), None, "test", SCORING)
    assert "Assessors" not in enter(both).get(address).content.decode()
