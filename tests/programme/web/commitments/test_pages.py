"""Pages of commitments: what everybody sees, what each role may do, and what guessing gives."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwerk.audit.api import Entry
from wijkwerk.programme.models import (
    Commitment,
    Organisation,
    Plan,
    PlanText,
    Programme,
    Report,
    Signatory,
    Signature,
    Step,
)
from wijkwerk.programme.services import commitments as does

pytestmark = pytest.mark.django_db
IN, OWN = "/nl/programmes/zuid", "/nl/work/organisations"
BUREAU, CHAIR, BOARD, PARTNER = "programme-bureau", "programme-chair", "programme-board", "partner"
SECRET = "Zeer-intern-merkteken"
HOSTILE = "\"><script>alert(1)</script>'; DROP TABLE x;-- {{ settings.SECRET_KEY }} ${7*7}"
LATE = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


def text_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_everybody_reads_who_promised_what_and_whether_it_was_kept(
    client: Client, some: Any, clock: Any
) -> None:
    some("kept", kept_on=date(2026, 2, 1), title="Gehouden belofte")
    some("promised", date(2026, 1, 5), title="Vergeten belofte")
    some("agreed", date(2026, 9, 1), promised_for=date(2026, 1, 1), title="Verzette belofte")
    page = text_of(client.get(f"{IN}/commitments?show=past_due"))
    assert "Vergeten belofte" in page
    assert "Verzette belofte" not in page
    page = text_of(client.get("/en/programmes/zuid/commitments"))
    for words in (
        "1 of the 3 commitments was kept.",
        "1 commitment is overdue: ‘Vergeten belofte’.",
        "No next step is planned for it.",
        "first promised for 1 January 2026",
        "26 schools",
        "Scholen op Zuid",
    ):
        assert words in page, words


def test_a_commitment_shows_its_first_day_its_rung_and_its_history(
    client: Client, some: Any, command: Any, clock: Any, a_programme: Any
) -> None:
    one = some("promised", date(2026, 3, 20))
    one = does.miss(command(BUREAU, one, now=LATE), one, date(2026, 4, 20))
    one = does.talk(
        command(BUREAU, one, text="Te weinig leraren.", now=LATE), one, date(2026, 5, 1)
    )
    one = does.other_partner(
        command(BUREAU, one, text="De gemeente neemt over.", now=LATE),
        one,
        a_programme.organisations[0],
        date(2026, 5, 4),
    )
    clock.now = LATE
    page = text_of(client.get(f"/en/programmes/zuid/commitments/{one.pk}"))
    for words in (
        "Te weinig leraren.",
        "Scholen op Zuid → Gemeente",
        "Next step: 4 May 2026",
        "here now",
        "Another organisation took over",
    ):
        assert words in page, words
    assert 'aria-current="step"' in page


def test_no_public_page_tells_a_note_an_account_a_draft_or_an_unchecked_report(
    client: Client, some: Any, reported: Any, command: Any, clock: Any
) -> None:
    one = reported.commitment
    does.annotate(command(BUREAU, one), one, f"{SECRET} nog eens")
    for path in ("commitments", f"commitments/{one.pk}", "organisations/scholen", "calendar.ics"):
        page = text_of(client.get(f"{IN}/{path}"))
        for leak in (SECRET, "account:", "@example.org", "Op alle scholen.", "De roosters"):
            assert leak not in page, (path, leak)
    assert "Notitie" not in text_of(client.get(f"{IN}/commitments/{one.pk}"))
    does.check(command(BUREAU, reported, "Klopt.", "confirmed"), reported)
    page = text_of(client.get(f"{IN}/commitments/{one.pk}"))
    assert "Op alle scholen." in page
    assert "Klopt." in page
    Programme.objects.update(state="draft")
    for path in ("commitments", f"commitments/{one.pk}", "organisations/scholen", "calendar.ics"):
        assert client.get(f"{IN}/{path}").status_code == 404


def test_public_pages_may_be_kept_and_know_no_account(client: Client, some: Any) -> None:
    one = some()
    for path in ("commitments", f"commitments/{one.pk}", "organisations/scholen", "calendar.ics"):
        answer = client.get(f"{IN}/{path}")
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
        assert not answer.wsgi_request.session.accessed
        assert not answer.cookies


# Page, and the roles that see it (others: 403, or 404 when the role reaches something else).
PAGES = {
    "work/commitments": {BUREAU, CHAIR, BOARD},
    "work/commitments/new": {BUREAU},
    "work/commitments/{one}": {BUREAU, CHAIR, BOARD},
    "work/commitments/{one}/miss": {BUREAU},
    "work/commitments/{one}/talk": {BUREAU},
    "work/commitments/{one}/agree": {BUREAU},
    "work/commitments/{one}/other_partner": {BUREAU},
    "work/commitments/{one}/board": {BUREAU},
    "work/commitments/{one}/minister": {CHAIR},
    "work/commitments/{one}/release": {CHAIR},
    "work/commitments/{one}/edit": {BUREAU},
    "work/commitments/{one}/annotate": {BUREAU},
    "work/reports/{report}/check": {BUREAU, CHAIR, BOARD},
    "work/reminders": {BUREAU, CHAIR, BOARD},
}


@pytest.mark.parametrize("path", PAGES)
def test_a_working_page_opens_for_its_roles_in_its_own_programme_alone(
    path: str, reported: Any, somebody: Any, enter: Any
) -> None:
    where = f"{IN}/{path.format(one=reported.commitment_id, report=reported.pk)}"
    for role in (BUREAU, CHAIR, BOARD, PARTNER, "council", "programme-founder"):
        status = enter(somebody(role)).get(where).status_code
        assert status == (200 if role in PAGES[path] else 403), role
    stranger = enter(somebody(BUREAU, "elders"))
    assert stranger.get(where).status_code in (403, 404)
    assert Client().get(where).status_code == 302
    assert Client().post(where, {"version": 1}).status_code == 403


def test_a_partner_sees_its_own_commitments_and_no_other_organisation(
    reported: Any, some: Any, somebody: Any, enter: Any
) -> None:
    other = some(organisation=0, title="Van de gemeente")
    own = reported.commitment
    schools = enter(somebody(PARTNER))
    for path in (
        "",
        "/scholen",
        f"/scholen/commitments/{own.pk}",
        f"/scholen/commitments/{own.pk}/report",
    ):
        answer = schools.get(f"{OWN}{path}")
        assert answer.status_code == 200, path
        page = text_of(answer)
        assert SECRET not in page
        assert "Van de gemeente" not in page
        assert "account:" not in page
    for path in (
        "/gemeente",
        f"/gemeente/commitments/{other.pk}",
        f"/scholen/commitments/{other.pk}",
        f"/scholen/commitments/{other.pk}/report",
        f"/gemeente/commitments/{other.pk}/report",
    ):
        assert schools.get(f"{OWN}{path}").status_code == 404, path
        assert schools.post(f"{OWN}{path}", {"done": "x"}).status_code in (404, 405), path
    assert not Report.objects.filter(commitment=other).exists()
    for role in (BUREAU, CHAIR, BOARD, "council"):
        assert enter(somebody(role)).get(f"{OWN}/scholen").status_code == 403
    assert Client().get(f"{OWN}/scholen").status_code == 302


def test_what_is_overdue_comes_first_on_the_own_page(
    some: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    some("kept", date(2025, 1, 1), title="Zegel A", kept_on=date(2025, 1, 1))
    some("promised", date(2026, 3, 20), title="Zegel B")
    some("missed", date(2026, 2, 1), title="Zegel C")
    page = text_of(enter(somebody(PARTNER)).get("/en/work/organisations/scholen"))
    assert re.findall("Zegel .", page) == ["Zegel C", "Zegel B", "Zegel A"]
    assert "1 commitment is overdue. 1 is due within 30 days." in page


def test_a_plan_waits_for_a_signature_until_its_newest_text_has_it(
    a_programme: Any, some: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    some()
    plan = Plan.objects.create(
        programme=a_programme.programme,
        title="Plan 2026",
        first_year=2026,
        last_year=2029,
        state="offered",
    )
    Signatory.objects.create(
        programme=plan.programme, plan=plan, organisation=a_programme.organisations[1]
    )

    def text(number: int) -> PlanText:
        return PlanText.objects.create(
            programme=plan.programme,
            plan=plan,
            number=number,
            text="T",
            digest="0" * 64,
            made_at=clock.now,
        )

    def sign(plan_text: PlanText) -> None:
        Signature.objects.create(
            programme=plan.programme,
            text=plan_text,
            at=clock.now,
            organisation=a_programme.organisations[1],
            actor="x",
        )

    schools = enter(somebody(PARTNER))
    sign(text(1))
    assert "Plan 2026" not in text_of(schools.get(f"{OWN}/scholen"))
    newest = text(2)
    assert "Plan 2026" in text_of(schools.get(f"{OWN}/scholen"))
    sign(newest)
    assert "Plan 2026" not in text_of(schools.get(f"{OWN}/scholen"))


def test_a_partner_reports_and_the_bureau_confirms_in_the_browser(
    some: Any, somebody: Any, enter: Any, client: Client, clock: Any
) -> None:
    one = some()
    where = f"{OWN}/scholen/commitments/{one.pk}"
    schools = enter(somebody(PARTNER))
    wrong = schools.post(f"{where}/report", {"version": 1, "done": "", "quantity": "-3"})
    assert wrong.status_code == 200
    assert not Report.objects.exists()
    sent = schools.post(
        f"{where}/report",
        {
            "version": 1,
            "done": HOSTILE,
            "quantity": "1.234,5",
            "evidence": "Roosters",
            "final": "yes",
        },
    )
    assert (sent.status_code, sent.headers["Location"]) == (302, where)
    report = Report.objects.get()
    assert (report.quantity, report.final, report.state) == (1234.5, True, "made")
    bureau = enter(somebody(BUREAU))
    waiting = text_of(bureau.get("/en/programmes/zuid/work/commitments"))
    assert "Says that all of it was done." in waiting
    check = f"{IN}/work/reports/{report.pk}/check"
    page = text_of(bureau.get(check))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    done = bureau.post(check, {"version": 1, "outcome": "confirmed", "text": "Gezien."})
    assert done.status_code == 302
    one.refresh_from_db()
    assert one.state == "kept"
    again = bureau.post(check, {"version": 1, "outcome": "refused", "text": "Toch niet."})
    assert again.status_code == 409
    public = text_of(client.get(f"{IN}/commitments/{one.pk}"))
    assert "<script>alert" not in public
    assert "Gezien." in public


def test_the_whole_ladder_can_be_climbed_in_the_browser(
    some: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    clock.now = LATE
    one = some("promised", date(2026, 3, 20))
    bureau, chair = enter(somebody(BUREAU)), enter(somebody(CHAIR))
    day = "2026-05-01"

    def do(who: Client, action: str, **sent: str) -> int:
        one.refresh_from_db()
        page = text_of(who.get(f"{IN}/work/commitments/{one.pk}"))
        assert f"/{one.pk}/{action}" in page, action
        told = who.post(
            f"{IN}/work/commitments/{one.pk}/{action}", {"version": one.version, **sent}
        )
        return told.status_code

    assert do(bureau, "miss", next_step_on="2026-04-01") == 409  # the past
    assert do(bureau, "miss", next_step_on=day) == 302
    assert do(bureau, "talk", text="Gesproken.", next_step_on=day) == 302
    assert (
        do(bureau, "other_partner", text="Zij.", organisation="gemeente", next_step_on=day) == 302
    )
    assert do(bureau, "board", text="Bestuur.", next_step_on=day) == 302
    assert do(chair, "minister", text="Wet.", next_step_on=day) == 302
    assert do(bureau, "agree", text="Toch.", due_on="2026-12-31") == 302
    one.refresh_from_db()
    assert (one.state, one.due_on, one.promised_for, one.organisation.slug) == (
        "agreed",
        date(2026, 12, 31),
        date(2026, 3, 20),
        "gemeente",
    )
    page = text_of(chair.get(f"{IN}/work/commitments/{one.pk}"))
    assert "/release" not in page


def test_a_bureau_writes_a_commitment_down(
    a_programme: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    bureau = enter(somebody(BUREAU))
    sent = {
        "version": 0,
        "organisation": "scholen",
        "title": HOSTILE,
        "quantity": "1.700,5",
        "unit": "woningen",
        "due_on": "2026-12-31",
        "evidence": "Register",
        "goal": a_programme.goals[1].pk,
        "target": "",
        "note": SECRET,
    }
    assert bureau.post(f"{IN}/work/commitments/new", sent | {"unit": ""}).status_code == 200
    assert (
        bureau.post(f"{IN}/work/commitments/new", sent | {"due_on": "2036-12-31"}).status_code
        == 409
    )
    assert bureau.post(f"{IN}/work/commitments/new", sent | {"goal": "999"}).status_code == 200
    assert not Commitment.objects.exists()
    assert bureau.post(f"{IN}/work/commitments/new", sent).status_code == 302
    commitment = Commitment.objects.get()
    assert (commitment.quantity, commitment.goal, commitment.target, commitment.note) == (
        1700.5,
        a_programme.goals[1],
        None,
        SECRET,
    )
    page = text_of(bureau.get(f"{IN}/work/commitments/{commitment.pk}"))
    assert SECRET in page
    assert "<script>alert" not in page
    edit = bureau.get(f"{IN}/work/commitments/{commitment.pk}/edit")
    assert "1700,5" in text_of(edit)


def test_bad_addresses_are_answered_and_break_nothing(
    client: Client, some: Any, somebody: Any, enter: Any
) -> None:
    one = some()
    bureau = enter(somebody(BUREAU))
    for query in ("show=nothing", "pillar=x", "page=-1", "pillar=0"):
        assert client.get(f"{IN}/commitments?{query}").status_code == 400, query
        assert bureau.get(f"{IN}/work/commitments?{query}").status_code == 400, query
    assert client.get(f"{IN}/commitments?organisation=%00&page=999").status_code == 200
    for path in ("commitments/999", "organisations/niemand", "organisations/gemeente"):
        assert client.get(f"{IN}/{path}").status_code == 404
    for path in (
        "commitments/999",
        f"commitments/{one.pk}/keep",
        f"commitments/{one.pk}/promise",
        "reports/999/check",
    ):
        assert bureau.get(f"{IN}/work/{path}").status_code == 404


def test_a_get_writes_nothing(reported: Any, somebody: Any, enter: Any) -> None:
    people = {role: enter(somebody(role)) for role in (BUREAU, CHAIR, PARTNER)}
    before = (Entry.objects.count(), Step.objects.count(), Report.objects.count())
    one = reported.commitment
    for path in PAGES:
        people[BUREAU].get(f"{IN}/{path.format(one=one.pk, report=reported.pk)}")
    for path in (
        f"{OWN}/scholen",
        f"{OWN}/scholen/commitments/{one.pk}/report",
        "/nl/work/reminders",
        "/nl/work/reminders/zuid",
    ):
        assert people[PARTNER].get(path).status_code == 200
    assert (Entry.objects.count(), Step.objects.count(), Report.objects.count()) == before


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("", f"{IN}/commitments"), ("", f"{IN}/organisations/scholen"), ("", f"{IN}/calendar.ics"),
        (BUREAU, f"{IN}/work/commitments"), (PARTNER, f"{OWN}/scholen"),
        (BUREAU, f"{IN}/work/reminders"), (PARTNER, "/nl/work/reminders/zuid"),
    ],
)  # fmt: skip
def test_a_page_takes_as_many_queries_for_many_as_for_a_few(
    role: str, path: str, some: Any, a_programme: Any, somebody: Any, enter: Any, clock: Any
) -> None:
    browser = enter(somebody(role)) if role else Client()

    def fill(start: int, number: int) -> None:
        for place in range(start, start + number):
            other = Organisation.objects.create(slug=f"o{place}", name=f"O{place}")
            for state in ("promised", "missed", "kept"):
                one = some(state, date(2026, 2, 1 + place % 25), target=a_programme.targets[0])
                some(state, goal=None, target=a_programme.targets[1])
                Commitment.objects.filter(pk=one.pk).update(organisation=other)
                Report.objects.create(
                    programme=one.programme,
                    commitment=one,
                    state="made",
                    organisation=other,
                    text="x",
                    evidence="y",
                    made_on=date(2026, 2, 1),
                )

    def number() -> list[str]:
        cache.clear()
        with CaptureQueriesContext(connection) as told:
            assert browser.get(path).status_code == 200
        # The menu looks now and then whether there is a new edition.
        return [one["sql"] for one in told if "monitor_editionrecord" not in one["sql"]]

    fill(0, 12)  # more than a mail names: those are counted then
    number()
    few = number()
    fill(12, 18)
    many = number()
    assert len(many) == len(few), [one for one in many if one not in few]
    assert len(few) <= 25


def test_ten_thousand_commitments_are_shown_a_page_at_a_time(
    a_programme: Any, client: Client, clock: Any
) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            programme=a_programme.programme,
            organisation=a_programme.organisations[place % 2],
            title=f"Afspraak {place}",
            state="promised",
            goal=a_programme.goals[place % 2],
            promised_for=date(2026, 1 + place % 12, 1),
            due_on=date(2026, 1 + place % 12, 1),
        )
        for place in range(10_000)
    )
    for path in ("commitments", "commitments?page=150&show=past_due", "organisations/scholen"):
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get(f"{IN}/{path}"))
        # Not a row is fetched that isn't shown: the page's own fifty, and counts.
        assert len(asked) <= 20
        assert page.count(">Afspraak ") <= 50


def test_a_partner_sees_its_own_part_of_a_draft_marked_as_such_and_nothing_else(
    a_programme: Any, somebody: Any, enter: Any, client: Client
) -> None:
    draft = Programme.objects.create(
        slug="later",
        title="Plan voor later",
        state="draft",
        begins_on=date(2027, 1, 1),
        ends_on=date(2030, 1, 1),
        vision=SECRET,
    )
    city, schools = a_programme.organisations
    mine, other = (
        Commitment.objects.create(
            programme=draft,
            organisation=one,
            title=title,
            state="promised",
            note=SECRET,
            promised_for=date(2029, 1, 1),
            due_on=date(2029, 1, 1),
        )
        for one, title in ((schools, "Onze les"), (city, "Hun geld"))
    )
    inside = enter(somebody(PARTNER))
    listed = inside.get("/nl/work/organisations/scholen").content.decode()
    assert "Onze les" in listed and "Plan voor later (concept, nog niet openbaar)" in listed
    page = inside.get(f"/nl/work/organisations/scholen/commitments/{mine.pk}").content.decode()
    assert "concept, nog niet openbaar" in page and SECRET not in page + listed
    assert "Hun geld" not in listed
    for address in ("", "/commitments", f"/commitments/{mine.pk}", "/export/json", "/calendar.ics"):
        assert inside.get(f"/nl/programmes/later{address}").status_code == 404
        assert client.get(f"/nl/programmes/later{address}").status_code == 404
    gone = inside.get(f"/nl/work/organisations/scholen/commitments/{other.pk}")
    assert gone.status_code == 404
    Programme.objects.filter(pk=draft.pk).update(state="running")
    shown = inside.get("/nl/work/organisations/scholen").content.decode()
    assert "Plan voor later" in shown and "nog niet openbaar" not in shown
