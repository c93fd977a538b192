"""What everybody sees of a programme: answers first, decisions for ever, and nothing internal."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwerk.programme.models import (
    Commitment,
    Measurement,
    Milestone,
    Plan,
    PlanText,
    Programme,
    Proposal,
    Target,
    TargetPath,
)
from wijkwerk.programme.selectors.commitments import promises
from wijkwerk.registry.hooks import AreaLine

pytestmark = pytest.mark.django_db
SECRET = "Zeer-intern-merkteken"
ROOT = "/nl/programmes/zuid"


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    found: str = answer.content.decode()
    return found


def decide(small: Any, target: Target, outcome: str = "accepted", **more: Any) -> Proposal:
    """A decision of the board, as the services leave it."""
    from wijkwerk.programme.models import Meeting

    meeting = Meeting.objects.create(
        programme=small.programme, on=date(2026, 2, 2), title="Februari"
    )
    meeting.present.set(small.domains)
    made = Proposal.objects.create(
        programme=small.programme,
        target=target,
        kind="change",
        value=170.0,
        due_on=date(2031, 1, 1),
        reasons="Te weinig leraren.",
        made_on=date(2026, 1, 5),
        state="decided",
        outcome=outcome,
        meeting=meeting,
        answer="Met tegenzin.",
        decided_on=date(2026, 2, 2),
        **more,
    )
    made.votes_for.set(small.domains[:2])
    made.votes_against.set(small.domains[2:])
    if outcome == "accepted":
        TargetPath.objects.create(
            programme=small.programme,
            target=target,
            number=2,
            baseline=0.0,
            baseline_error=0.0,
            baseline_on=date(2020, 1, 1),
            value=170.0,
            due_on=date(2031, 1, 1),
            since=date(2026, 2, 2),
            proposal=made,
        )
    return made


def test_the_overview_answers_in_its_first_line(
    client: Client, a_programme: Any, clock: Any
) -> None:
    page = text_of(client.get("/en/programmes/zuid"))
    assert "1 of the 2 targets is on course. 1 is at risk." in page
    assert page.index("ww-answer") < page.index("Per pillar")


def test_a_target_tells_its_chance_its_paths_and_what_happened(
    client: Client, a_programme: Any, clock: Any
) -> None:
    target = a_programme.targets[0]
    decide(a_programme, target)
    page = text_of(client.get(f"/en/programmes/zuid/targets/{target.pk}"))
    for words in (
        "Off course",
        "The original target: On course.",
        "Promised at first",
        "from 0 to 34 schools, by 1 January 2030",
        "Met tegenzin.",
        "Accepted",
        "Counts, and what shows them",
    ):
        assert words in page, words


def test_a_dropped_target_stays_to_be_seen(client: Client, a_programme: Any, clock: Any) -> None:
    target = a_programme.targets[0]
    Target.objects.filter(pk=target.pk).update(state="dropped")
    assert "The board dropped this target" in text_of(
        client.get(f"/en/programmes/zuid/targets/{target.pk}")
    )
    assert target.title in text_of(client.get(f"{ROOT}/targets"))


def test_the_picture_has_both_paths_the_measurements_and_the_margin(
    client: Client, a_programme: Any, clock: Any
) -> None:
    target = a_programme.targets[0]
    decide(a_programme, target)
    for size in ("small", "medium", "large"):
        drawn = text_of(
            client.get(f"/en/programmes/zuid/targets/{target.pk}/picture.svg?size={size}")
        )
        for words in ("<title>", "Measured", "Promised now", "Promised at first", "Expected"):
            assert words in drawn, words
    assert client.get(f"{ROOT}/targets/{target.pk}/picture.svg?size=huge").status_code == 400


def test_the_figures_can_be_had_as_csv(client: Client, a_programme: Any, clock: Any) -> None:
    target = a_programme.targets[0]
    lines = text_of(client.get(f"{ROOT}/targets/{target.pk}/figures.csv")).splitlines()
    assert lines[0].startswith("day,measured,")
    assert lines[1].startswith("2020-01-01,0.0,,,0.0,0.0")
    assert lines[-1].startswith("2030-01-01,,,,34.0,34.0,")


def test_decisions_tell_who_was_there_for_and_against_and_why(
    client: Client, a_programme: Any, clock: Any
) -> None:
    decide(a_programme, a_programme.targets[0])
    page = text_of(client.get("/en/programmes/zuid/decisions"))
    for words in (
        "decided once",
        "1 accepted",
        "Gemeente (Gemeente), Scholen (Scholen op Zuid), Bewoners (Gemeente)",
        "Te weinig leraren.",
        "Met tegenzin.",
        "Change it: 170 schools",
    ):
        assert words in page, words


def test_a_signed_plan_is_public_and_a_draft_isn_t(
    client: Client, a_programme: Any, clock: Any
) -> None:
    plan = Plan.objects.create(
        programme=a_programme.programme,
        title="Plan",
        first_year=2023,
        last_year=2026,
        state="offered",
    )
    PlanText.objects.create(
        programme=a_programme.programme,
        plan=plan,
        number=1,
        text="Wij beloven.",
        digest="0" * 64,
        made_at=clock.now,
        targets=[
            {
                "id": 1,
                "title": "Scholen",
                "pillar": "School",
                "baseline": 0.0,
                "value": 34.0,
                "unit": "scholen",
                "due_on": "2030-01-01",
                "reference": "",
            }
        ],
    )
    assert client.get(f"{ROOT}/plans/{plan.pk}").status_code == 404
    Plan.objects.update(state="locked", locked_on=date(2026, 1, 1))
    page = text_of(client.get(f"{ROOT}/plans/{plan.pk}"))
    assert "Wij beloven." in page
    assert "34 scholen" in page


PAGES = ("", "/council", "/targets", "/decisions", "/targets/{target}",
         "/targets/{target}/picture.svg", "/targets/{target}/figures.csv")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_note_an_account_or_what_isn_t_decided(
    client: Client, a_programme: Any, clock: Any, page: str
) -> None:
    target = a_programme.targets[0]
    Proposal.objects.create(
        programme=a_programme.programme,
        target=target,
        kind="drop",
        reasons=f"{SECRET} 2",
        made_on=date(2026, 1, 5),
        state="made",
    )
    Proposal.objects.create(
        programme=a_programme.programme,
        target=a_programme.targets[1],
        kind="drop",
        reasons=f"{SECRET} 3",
        made_on=date(2026, 1, 5),
        state="withdrawn",
    )
    for language in ("nl", "en"):
        answer = client.get(f"/{language}/programmes/zuid{page.format(target=target.pk)}")
        shown = text_of(answer)
        assert SECRET not in shown
        assert "account:" not in shown
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert not answer.wsgi_request.session.accessed
        assert not answer.cookies


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_there_for_nobody(client: Client, a_programme: Any, page: str) -> None:
    Programme.objects.update(state="draft")
    where = f"{ROOT}{page.format(target=a_programme.targets[0].pk)}"
    assert client.get(where).status_code == 404
    assert "Programma Zuid" not in text_of(client.get("/nl/programmes"))


def test_a_target_of_another_programme_isn_t_here(client: Client, a_programme: Any) -> None:
    Programme.objects.create(
        slug="noord",
        title="Noord",
        state="running",
        begins_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    for page in PAGES[4:]:
        where = page.format(target=a_programme.targets[0].pk)
        assert client.get(f"/nl/programmes/noord{where}").status_code == 404


@pytest.mark.parametrize("query", ["pillar=999", "pillar=x", "standing=fine", "page=0"])
def test_a_choice_that_doesn_t_exist_is_told(client: Client, a_programme: Any, query: str) -> None:
    assert client.get(f"{ROOT}/targets?{query}").status_code == 400


def test_a_choice_shows_its_targets_alone(client: Client, a_programme: Any, clock: Any) -> None:
    page = text_of(client.get(f"{ROOT}/targets?standing=at_risk"))
    assert "Verbeterde woningen" in page
    assert "Scholen met extra leertijd" not in page
    pillar = a_programme.pillars[0].pk
    assert "Verbeterde woningen" not in text_of(client.get(f"{ROOT}/targets?pillar={pillar}"))


@pytest.mark.parametrize("page", ["", "/council", "/targets", "/decisions"])
def test_thirty_targets_ask_no_more_than_three(
    client: Client, a_programme: Any, clock: Any, page: str
) -> None:
    asked = []
    for more in (1, 27):
        for number in range(more):
            add(a_programme, f"{more}-{number}")
        client.get(f"{ROOT}{page}?x={more}")  # the first visit works the shares out
        with CaptureQueriesContext(connection) as context:
            text_of(client.get(f"{ROOT}{page}"))
        # But for the register of editions, which is looked at every few seconds.
        asked.append(
            sum(
                "editionrecord" not in captured_query["sql"]
                for captured_query in context.captured_queries
            )
        )
    assert asked[0] == asked[1]


def add(small: Any, title: str) -> None:
    """A target with a path, milestone, counts and a decision."""
    target = Target.objects.create(
        programme=small.programme, goal=small.goals[0], title=title, source="count", state="active"
    )
    path = TargetPath.objects.create(
        programme=small.programme,
        target=target,
        number=1,
        baseline=0.0,
        baseline_on=date(2020, 1, 1),
        value=34.0,
        due_on=date(2030, 1, 1),
        since=date(2020, 1, 1),
    )
    Milestone.objects.create(programme=small.programme, path=path, on=date(2027, 1, 1), value=20.0)
    for year in range(2021, 2026):
        Measurement.objects.create(
            programme=small.programme,
            target=target,
            on=date(year, 1, 1),
            value=year - 2020,
            evidence="x",
            at="2026-01-01T00:00:00Z",
        )
    decide(small, target)


def test_a_targets_own_page_tells_why_it_was_changed_and_who_was_for_and_against(
    a_programme: Any, client: Client
) -> None:
    small = a_programme
    target = small.targets[0]
    meeting = small.programme.meetings.create(on=date(2025, 5, 1), title="Mei")
    one = target.proposals.create(
        programme=small.programme,
        kind="change",
        value=20.0,
        due_on=date(2031, 1, 1),
        reasons="Te weinig leraren.",
        made_on=date(2025, 4, 1),
        state="decided",
        outcome="rejected",
        meeting=meeting,
        answer="Wij houden vast.",
        decided_on=meeting.on,
    )
    one.votes_for.set(small.domains[:1])
    one.votes_against.set(small.domains[1:])
    target.proposals.create(
        programme=small.programme,
        kind="drop",
        reasons="Nog niet besloten.",
        made_on=date(2025, 6, 1),
        state="made",
    )
    page = client.get(f"/en/programmes/zuid/targets/{target.pk}").content.decode()
    for words in (
        "Why it was proposed",
        "Te weinig leraren.",
        "What the board said",
        "Wij houden vast.",
        "Scholen, Bewoners",
    ):
        assert words in page, words
    assert "Nog niet besloten." not in page


def test_what_others_know_of_money_stands_on_the_page_of_the_council(
    client: Client, a_programme: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = AreaLine("Wijkgeld", "/nl/finance/ledgers/1", note="€ 100 vervalt.")
    monkeypatch.setattr(
        apps.get_app_config("participation"),
        "money_notices",
        lambda place, _today, *, simulated: (
            [notice] if (place, simulated) == ("GM0599", False) else []
        ),
    )
    Programme.objects.update(municipality="GM0599", simulated=False)
    assert "€ 100 vervalt." in text_of(client.get(f"{ROOT}/council"))
    titles = [promise.title for promise in promises("GM0599")]
    assert len(titles) == Target.objects.count() + Commitment.objects.count() > 0
    assert all(client.get(promise.url).status_code == 200 for promise in promises("GM0599")[:1])
    Programme.objects.update(simulated=True)
    assert "€ 100 vervalt." not in text_of(client.get(f"{ROOT}/council"))
    assert promises("GM0599") == []
