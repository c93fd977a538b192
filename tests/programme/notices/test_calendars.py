"""Calendars: whole days that stay on their day, the public ones and one's own behind a key."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from wijkwerk.access import accounts
from wijkwerk.programme.models import Commitment, Milestone, NoticeChoice, Project, TargetPath
from wijkwerk.programme.notices import calendars
from wijkwerk.programme.services import notices
from wijkwerk.workflow.calendars import calendar_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BUREAU, CHAIR, PARTNER = "programme-bureau", "programme-chair", "partner"
SECRET = "Zeer-intern-merkteken"


@pytest.fixture
def dated(a_programme: Any, settings: Any) -> Any:
    """A programme with a deadline of every kind."""
    settings.SITE_ADDRESS = "https://programma.example.org"
    programme = a_programme.programme
    for number, (state, due) in enumerate(
        (("promised", date(2026, 12, 31)), ("missed", date(2026, 2, 1)), ("kept", date(2026, 4, 1)))
    ):
        Commitment.objects.create(
            programme=programme,
            organisation=a_programme.organisations[number % 2],
            state=state,
            title=f'Afspraak {state}; "à" \\ 10%, en meer 😀',
            promised_for=due,
            due_on=due,
            next_step_on=date(2026, 3, 9) if state == "missed" else None,
            note=SECRET,
        )
    first = TargetPath.objects.first()
    assert first is not None
    Milestone.objects.create(programme=programme, path=first, on=date(2026, 7, 1), value=3.0)
    path = TargetPath.objects.create(
        programme=programme,
        target=first.target,
        number=2,
        baseline=0.0,
        value=34.0,
        baseline_on=date(2020, 1, 1),
        due_on=date(2027, 1, 1),
        since=date(2026, 1, 1),
    )  # the board moved it: the first path and its milestones are no deadlines any more
    Milestone.objects.create(programme=programme, path=path, on=date(2026, 12, 31), value=3.0)
    for state in ("running", "proposed", "stopped"):
        Project.objects.create(
            programme=programme,
            code=state,
            name=f"Project {state}",
            state=state,
            decision_due=date(2026, 6, 1),
            note=SECRET,
        )
    return a_programme


def events(content: bytes) -> dict[str, Any]:
    """Events by UID, of a calendar that any agenda can read."""
    ical = Calendar.from_ical(content)
    assert isinstance(ical, Calendar)
    assert ical["VERSION"] == "2.0"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    rows = ical.walk("VEVENT")
    assert all(not row.errors for row in rows)
    made = {str(row["UID"]): row for row in rows}
    assert len(made) == len(rows)
    return made


def test_everybody_can_follow_the_public_deadlines(client: Client, dated: Any, clock: Any) -> None:
    answer = client.get("/nl/programmes/zuid/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    kinds = sorted(key.split("-")[0] for key in found)
    assert kinds == ["commitment", "commitment", "decision", "milestone", "target", "target"]
    assert SECRET.encode() not in answer.content
    assert b"proposed" not in answer.content
    assert b"next-step" not in answer.content
    english = events(client.get("/en/programmes/zuid/calendar.ics").content)
    assert sorted(english) == sorted(found)  # the same UIDs in both languages
    assert any("Commitment of Gemeente" in str(one["SUMMARY"]) for one in english.values())


def test_a_deadline_is_a_whole_day_without_a_time_zone_also_at_the_end_of_the_year(
    dated: Any,
) -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # in the Netherlands it is 2027
    days = calendars.public_days(dated.programme, date(2027, 1, 1))
    found = events(calendar_of("programme", dated.programme.slug, "Zuid", days, late))
    one = next(one for key, one in found.items() if key.startswith("milestone"))
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert one["DTSTART"].params["VALUE"] == "DATE"
    assert "TZID" not in one["DTSTART"].params
    assert one["DTSTAMP"].dt == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_moved_deadline_keeps_its_uid_and_raises_its_sequence(dated: Any, command: Any) -> None:
    commitment = Commitment.objects.get(state="missed")
    today = NOW.date()
    before = {day.key: day for day in calendars.public_days(dated.programme, today)}
    Commitment.objects.filter(pk=commitment.pk).update(
        due_on=date(2026, 9, 1), version=commitment.version + 1
    )
    after = {day.key: day for day in calendars.public_days(dated.programme, today)}
    key = f"commitment-{commitment.pk}"
    assert after[key].on == date(2026, 9, 1)
    assert after[key].sequence > before[key].sequence


def test_the_same_day_gives_the_same_file(dated: Any) -> None:
    days = calendars.public_days(dated.programme, NOW.date())
    first = calendar_of("programme", dated.programme.slug, "Zuid", days, NOW)
    later = calendar_of("programme", dated.programme.slug, "Zuid", days, NOW + timedelta(hours=9))
    assert first == later


def test_signs_that_mean_something_in_a_calendar_come_back_as_they_were(dated: Any) -> None:
    days = calendars.public_days(dated.programme, NOW.date())
    found = events(calendar_of("programme", dated.programme.slug, "Zuid", days, NOW))
    titles = [str(one["SUMMARY"]) for one in found.values()]
    assert any('Afspraak promised; "à" \\ 10%, en meer 😀' in title for title in titles)


@pytest.mark.parametrize("sign", ["\r\n", "\r", "\n", "\t", "\u202e", "\x0b", "\u2028", "\x85"])
def test_no_title_breaks_a_calendar_not_even_one_from_before_lines_were_checked(
    dated: Any, sign: str
) -> None:
    title = f"Een{sign}BEGIN:VEVENT{sign}twee"
    days = [calendars.Day("a-1", date(2026, 5, 1), title, "https://example.org/a")]
    content = calendar_of("programme", dated.programme.slug, title, days, NOW)
    found = events(content)
    assert [str(one["SUMMARY"]) for one in found.values()] == ["Een BEGIN:VEVENT twee"]
    assert content.count(b"BEGIN:VEVENT\r\n") == 1


@pytest.mark.parametrize("role", [BUREAU, CHAIR, PARTNER])
def test_a_key_opens_the_days_of_its_owner_until_it_is_renewed_or_ended(
    role: str, client: Client, dated: Any, somebody: Any, clock: Any
) -> None:
    user = somebody(role)
    key = notices.new_key(user, dated.programme, NOW)
    answer = client.get(f"/nl/programmes/calendars/{key}.ics")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.wsgi_request.session.accessed
    found = events(answer.content)
    assert SECRET.encode() not in answer.content
    assert b"account:" not in answer.content
    if role == PARTNER:  # the missed one is of the schools
        assert sorted(one.split("-")[0] for one in found) == ["commitment", "next"]
    else:
        assert len(found) == 7
    second = notices.new_key(user, dated.programme, NOW)
    assert client.get(f"/nl/programmes/calendars/{key}.ics").status_code == 404
    assert client.get(f"/nl/programmes/calendars/{second}.ics").status_code == 200
    notices.end_key(user, dated.programme, NOW)
    assert client.get(f"/nl/programmes/calendars/{second}.ics").status_code == 404


def test_a_key_opens_nothing_once_the_role_ended_or_the_account_was_closed(
    client: Client, dated: Any, somebody: Any, clock: Any
) -> None:
    for name in ("Ended", "Closed"):
        user = somebody(BUREAU, None, name)
        key = notices.new_key(user, dated.programme, NOW)
        if name == "Ended":
            accounts.end_role(user, BUREAU, ["zuid"], date(2026, 3, 2), "command", NOW)
            assert client.get(f"/nl/programmes/calendars/{key}.ics").status_code == 200
            clock.now = NOW + timedelta(days=1)
        else:
            accounts.set_active(user, False, "command", NOW)
        assert client.get(f"/nl/programmes/calendars/{key}.ics").status_code == 404
        clock.now = NOW


def test_a_guessed_key_opens_nothing(client: Client, dated: Any, somebody: Any) -> None:
    notices.choose(somebody(BUREAU), dated.programme, "daily", "nl", NOW)  # has no key
    feed = notices.digest_of("")
    assert not NoticeChoice.objects.filter(feed=feed).exists()
    for key in ("x", "%20", feed, "a" * 500):
        assert client.get(f"/nl/programmes/calendars/{key}.ics").status_code == 404


def test_a_new_address_is_shown_once_and_the_page_is_kept_by_nobody(
    dated: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    browser = enter(somebody(PARTNER))
    shown = browser.post("/nl/work/reminders/zuid", {"do": "key"})
    assert shown.headers["Cache-Control"] == "no-store"
    address = shown.content.decode().split("/programmes/calendars/")[1].split(".ics")[0]
    assert notices.digest_of(address) == NoticeChoice.objects.get().feed
    again = browser.get("/nl/work/reminders/zuid").content.decode()
    assert "/programmes/calendars/" not in again
    chosen = browser.post(
        "/nl/work/reminders/zuid", {"do": "choose", "how_often": "never", "language": "en"}
    )
    assert chosen.status_code == 302
    wants = NoticeChoice.objects.get()
    assert (wants.how_often, wants.language) == ("never", "en")
    assert browser.post("/nl/work/reminders/zuid", {"do": "other"}).status_code == 400
    assert browser.post("/nl/work/reminders/zuid", {"do": "end"}).status_code == 302
    assert NoticeChoice.objects.get().feed == ""


def test_a_calendar_holds_the_nearest_four_hundred(client: Client, dated: Any, clock: Any) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            programme=dated.programme,
            organisation=dated.organisations[0],
            state="promised",
            title=f"A {number}",
            promised_for=date(2026, 5, 1),
            due_on=date(2026, 5, 1) + timedelta(days=number % 300),
        )
        for number in range(3000)
    )
    days = calendars.public_days(dated.programme, NOW.date())
    assert len(days) == 400
    assert days == sorted(days, key=lambda day: (day.on, day.key))
    far = max(day.on for day in days)
    assert (
        Commitment.objects.filter(due_on__lt=far, due_on__gte=NOW.date())
        .exclude(
            pk__in=[int(day.key.split("-")[1]) for day in days if day.key.startswith("commitment")]
        )
        .exclude(state="kept")
        .count()
        == 0
    )


def test_the_public_calendar_is_made_again_once_something_happened(
    client: Client, dated: Any, command: Any, clock: Any
) -> None:
    from wijkwerk.programme.services import commitments as does

    before = client.get("/nl/programmes/zuid/calendar.ics").content
    assert client.get("/nl/programmes/zuid/calendar.ics").content == before
    commitment = Commitment.objects.get(state="missed")
    commitment = does.talk(
        command(BUREAU, commitment, text="Gesproken."), commitment, date(2026, 3, 9)
    )
    does.agree(command(BUREAU, commitment, text="Later."), commitment, date(2026, 11, 3))
    after = client.get("/nl/programmes/zuid/calendar.ics").content
    assert b"20261103" in after
    assert b"20261103" not in before
