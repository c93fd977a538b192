"""The rule of sight as a table: each part of it decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wijkwerk.casework.core.sight import (
    Consent,
    Emergency,
    Facts,
    Ground,
    Looker,
    Membership,
    Piece,
    Residence,
    Span,
    sees,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ALWAYS = Span(NOW - timedelta(days=9))
LAW = Ground("Wmo 2015", "5.1.1", "team", "plan", "care", date(2015, 1, 1))
ME = (Looker(1, 10, "team"),)
CIRCLE = [Membership(1, 5, "plan", ALWAYS)]


def ask(
    facts: Facts,
    domain: str = "care",
    person: int | None = None,
    purpose: str = "plan",
    now: datetime = NOW,
) -> bool:
    return sees(facts, ME, purpose, Piece(5, domain, person), now, now.date())


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (Facts([LAW], CIRCLE), True),
        (Facts([LAW]), False),
        (Facts([], CIRCLE), False),
        (Facts([LAW], [Membership(1, 6, "plan", ALWAYS)]), False),
        (Facts([LAW], [Membership(1, 5, "support", ALWAYS)]), False),
        (Facts([LAW], [Membership(2, 5, "plan", ALWAYS)]), False),
        (Facts([LAW], [Membership(1, 5, "plan", Span(NOW - timedelta(9), NOW))]), False),
        (Facts([LAW], [Membership(1, 5, "plan", Span(NOW + timedelta(1)))]), False),
        (Facts([Ground("Wmo", "1", "team", "plan", "care", date(2026, 3, 3))], CIRCLE), False),
        (
            Facts(
                [Ground("Wmo", "1", "team", "plan", "care", date(2015, 1, 1), date(2026, 3, 1))],
                CIRCLE,
            ),
            False,
        ),
        (Facts([Ground("Wmo", "1", "care", "plan", "care", date(2015, 1, 1))], CIRCLE), False),
        (Facts([Ground("Wmo", "1", "team", "plan", "debts", date(2015, 1, 1))], CIRCLE), False),
    ],
)
def test_a_place_in_the_circle_and_a_law_together_open_a_domain(facts: Facts, answer: bool) -> None:
    assert ask(facts) is answer


def consent(person: int = 7, **more: object) -> Consent:
    facts = {
        "person": person,
        "household": 5,
        "organisation": 10,
        "domain": "debts",
        "purpose": "plan",
        "span": ALWAYS,
        **more,
    }
    return Consent(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_consent", "answer"),
    [
        (consent(), True),
        (consent(8), False),
        (consent(household=6), False),
        (consent(organisation=11), False),
        (consent(domain="care"), False),
        (consent(purpose="support"), False),
        (consent(withdrawn_at=NOW), False),
        (consent(withdrawn_at=NOW + timedelta(seconds=1)), True),
        (consent(span=Span(NOW - timedelta(9), NOW)), False),
    ],
)
def test_a_consent_opens_what_it_says_and_no_more(given_consent: Consent, answer: bool) -> None:
    assert ask(Facts([], CIRCLE, [given_consent]), "debts", 7) is answer


def test_what_is_about_a_whole_household_asks_everybody_in_it() -> None:
    both = [Residence(7, 5, ALWAYS), Residence(8, 5, ALWAYS), Residence(9, 6, ALWAYS)]
    assert not ask(Facts([], CIRCLE, [consent(7)], both), "debts")
    assert ask(Facts([], CIRCLE, [consent(7), consent(8)], both), "debts")
    gone = [both[0], Residence(8, 5, Span(NOW - timedelta(9), NOW))]
    assert ask(Facts([], CIRCLE, [consent(7)], gone), "debts")
    assert not ask(Facts([], CIRCLE, [consent(7)], []), "debts")


@pytest.mark.parametrize(
    ("left", "joined", "answer"),
    [(-1, -9, False), (-2, -9, True), (-5, -9, True), (-1, -1, True), (1, -9, False)],
)
def test_who_left_after_it_was_written_is_still_asked(left: int, joined: int, answer: bool) -> None:
    refuser = Residence(8, 5, Span(NOW + timedelta(joined), NOW + timedelta(left)))
    facts = Facts([], CIRCLE, [consent(7)], [Residence(7, 5, ALWAYS), refuser])
    piece = Piece(5, "debts", None, NOW - timedelta(2))
    assert sees(facts, ME, "plan", piece, NOW, NOW.date()) is answer


def test_an_emergency_opens_one_household_until_it_ends_and_for_that_purpose_alone() -> None:
    facts = Facts([], [], [], [], [Emergency(1, 5, Span(NOW, NOW + timedelta(hours=4)))])
    assert ask(facts, "debts", purpose="emergency")
    assert not ask(facts, "debts", purpose="plan")
    assert not ask(facts, "debts", purpose="emergency", now=NOW + timedelta(hours=4))
    assert not sees(facts, ME, "emergency", Piece(6, "debts"), NOW, NOW.date())
