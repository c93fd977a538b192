"""The working pages: who comes in, what needs attention, every step through its page."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wijkwerk.programme.models import (
    Commitment,
    Domain,
    Organisation,
    Plan,
    Programme,
    Project,
    Proposal,
    Report,
    Seat,
    Signature,
    Step,
    Target,
)

pytestmark = pytest.mark.django_db
FOUNDER, BUREAU, CHAIR, BOARD, PARTNER, COUNCIL = (
    "programme-founder", "programme-bureau", "programme-chair", "programme-board", "partner",
    "council",
)  # fmt: skip
ROLES = (FOUNDER, BUREAU, CHAIR, BOARD, PARTNER, COUNCIL)
SECRET = "Zeer-intern-merkteken"
WORK = "/nl/programmes/zuid/work"
HOSTILE = '"><script>alert(1)</script> {{ settings.SECRET_KEY }} %s ${7*7}'


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    found: str = answer.content.decode()
    return found


def pages(small: Any) -> dict[str, set[str]]:
    """Every page that is only read, with who may."""
    workers = {BUREAU, CHAIR, BOARD}
    target = small.targets[0].pk
    plan = Plan.objects.create(
        programme=small.programme, title="Plan", first_year=2023, last_year=2026, state="draft"
    )
    return {
        WORK: workers,
        f"{WORK}/people": workers,
        f"{WORK}/plans": workers,
        f"{WORK}/plans/{plan.pk}": workers,
        f"{WORK}/targets": workers,
        f"{WORK}/targets/{target}": workers,
        f"{WORK}/board": workers,
        f"{WORK}/council": {*workers, COUNCIL},
        "/nl/work/programmes": set(ROLES),
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_working_page_is_there_for_its_roles_alone(
    a_programme: Any, enter: Any, somebody: Any, role: str
) -> None:
    browser = enter(somebody(role))
    other = enter(somebody(role, "noord", name="other")) if role != FOUNDER else None
    for page, who in pages(a_programme).items():
        assert (browser.get(page).status_code == 200) == (role in who), page
        if other is not None and "programmes/zuid" in page:
            assert other.get(page).status_code in (403, 404), page


def test_without_an_account_one_is_asked_to_come_in(client: Client, a_programme: Any) -> None:
    for page in pages(a_programme):
        answer = client.get(page)
        assert answer.status_code == 302, page
        assert "account/login" in answer.headers["Location"], answer.headers["Location"]


def steps(small: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every page of a step, who may make it, and what they fill in."""
    target = small.targets[0]
    plan = Plan.objects.create(
        programme=small.programme, title="Plan", first_year=2023, last_year=2026, state="draft"
    )
    proposal = Proposal.objects.create(
        programme=small.programme,
        target=small.targets[1],
        kind="drop",
        reasons="x",
        made_on=date(2026, 1, 5),
        state="made",
    )
    small.programme.meetings.create(on=date(2026, 2, 2), title="Februari").present.set(
        small.domains
    )
    meeting = small.programme.meetings.get().pk
    domains = [domain.pk for domain in small.domains]
    seat = small.domains[2].seats.get().pk
    path = {
        "goal": small.goals[0].pk,
        "source": "count",
        "scale": "count",
        "baseline": "0",
        "baseline_on": "2020-01-01",
        "value": "12,5",
        "due_on": "2030-01-01",
        "milestones": "2027-01-01 6",
    }
    return {
        f"{WORK}/about/edit": (
            BUREAU,
            {
                "title": "Zuid",
                "begins_on": "2020-01-01",
                "ends_on": "2030-12-31",
                "areas": "WK1, WK2",
            },
        ),
        f"{WORK}/about/pillar": (BUREAU, {"name": "Veilig"}),
        f"{WORK}/about/goal": (BUREAU, {"choice": small.pillars[0].pk, "name": "Meer taal"}),
        f"{WORK}/about/end": (CHAIR, {"text": "Klaar."}),
        f"{WORK}/people/organisation": (BUREAU, {"name": "Zorg", "slug": "zorg"}),
        f"{WORK}/people/domain": (BUREAU, {"name": "Zorg"}),
        f"{WORK}/people/merge": (BUREAU, {"old": "scholen", "new": "gemeente"}),
        f"{WORK}/people/seats/{seat}/leave": (BUREAU, {"last_day": "2026-03-02"}),
        f"{WORK}/plans/make": (BUREAU, {"title": "Plan", "first_year": 2027, "last_year": 2030}),
        f"{WORK}/plans/{plan.pk}/write": (
            BUREAU,
            {"words": "Wij beloven.", "signatories": ["scholen"]},
        ),
        f"{WORK}/targets/add": (BUREAU, {"title": "Teams", **path}),
        f"{WORK}/targets/{target.pk}/correct": (BUREAU, {"title": "Teams", **path}),
        f"{WORK}/targets/{target.pk}/measure": (
            BUREAU,
            {"on": "2026-01-01", "value": "26,5", "evidence": "Telling"},
        ),
        f"{WORK}/targets/{target.pk}/propose": (
            BUREAU,
            {"kind": "change", "value": "20", "due_on": "2031-01-01", "text": "Daarom."},
        ),
        f"{WORK}/board/meet": (CHAIR, {"title": "Maart", "on": "2026-03-02", "present": domains}),
        f"{WORK}/pillars/{small.pillars[0].pk}/rename": (
            BUREAU,
            {"name": "Onderwijs", "text": "Zo heet het."},
        ),
        f"{WORK}/goals/{small.goals[0].pk}/rename": (
            BUREAU,
            {"name": "Meer lestijd", "text": "Duidelijker."},
        ),
        f"{WORK}/board/meetings/{meeting}/correct": (
            CHAIR,
            {
                "title": "Februari",
                "on": "2026-02-03",
                "present": domains,
                "text": "Het was dinsdag.",
            },
        ),
        f"{WORK}/board/{proposal.pk}/withdraw": (BUREAU, {}),
        f"{WORK}/board/{proposal.pk}/decide": (
            CHAIR,
            {
                "meeting": meeting,
                "votes_for": domains[:2],
                "votes_against": domains[2:],
                "text": "Zo besloten.",
            },
        ),
    }


def version_on(page: str) -> int:
    """The version that a form shows."""
    return int(page.split('name="version" value="')[1].split('"')[0])


STEPS = range(20)


@pytest.mark.parametrize("which", STEPS)
def test_a_step_is_made_on_its_page_by_its_role_and_by_nobody_else(
    a_programme: Any, enter: Any, somebody: Any, which: int
) -> None:
    page, (role, told) = list(steps(a_programme).items())[which]
    before = Step.objects.count()
    for other in ROLES:
        if other != role:
            browser = enter(somebody(other))
            assert browser.get(page).status_code in (403, 404), other
            assert browser.post(page, {**told, "version": 1}).status_code in (403, 404), other
    assert Step.objects.count() == before
    browser = enter(somebody(role))
    version = version_on(text_of(browser.get(page)))
    stale = browser.post(page, {**told, "version": version + 5})
    if not page.endswith(("add", "make", "propose")):
        assert stale.status_code == 409
        assert Step.objects.count() == before
        answer = browser.post(page, {**told, "version": version})
    else:
        answer = stale
    assert answer.status_code == 302, text_of(answer)
    assert Step.objects.count() > before


def test_every_step_page_is_in_the_table(a_programme: Any) -> None:
    assert len(steps(a_programme)) == len(STEPS)


def test_what_was_filled_in_wrong_comes_back_with_the_reason(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    browser = enter(somebody(BUREAU))
    where, (_role, told) = list(steps(a_programme).items())[10]
    answer = browser.post(where, {**told, "version": 0, "milestones": "morgen 6"})
    assert "morgen 6" in text_of(answer)
    answer = browser.post(where, {**told, "version": 0, "value": ""})
    assert answer.status_code == 409
    assert Target.objects.count() == 2


def test_a_founder_starts_a_programme(enter: Any, somebody: Any) -> None:
    browser = enter(somebody(FOUNDER))
    told = {
        "version": 0,
        "title": "Noord",
        "slug": "noord",
        "begins_on": "2026-01-01",
        "ends_on": "2040-12-31",
    }
    assert browser.post("/nl/work/programmes/start", {**told, "slug": "Noord!"}).status_code == 200
    assert browser.post("/nl/work/programmes/start", told).status_code == 302
    assert browser.post("/nl/work/programmes/start", told).status_code == 409
    assert Programme.objects.get().state == "draft"


def offered(small: Any) -> Plan:
    """A plan that the schools are asked to sign."""
    plan = Plan.objects.create(
        programme=small.programme, title="Plan", first_year=2023, last_year=2026, state="offered"
    )
    plan.texts.create(
        programme=small.programme,
        number=1,
        text="Wij beloven.",
        digest="0" * 64,
        targets=[],
        made_at="2026-01-01T00:00:00Z",
    )
    plan.signatories.create(programme=small.programme, organisation=small.organisations[1])
    return plan


def test_a_partner_reads_and_signs_exactly_one_version(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    plan = offered(a_programme)
    page = f"/nl/programmes/zuid/sign/{plan.pk}"
    browser = enter(somebody(PARTNER))
    assert "Wij beloven." in text_of(browser.get(page))
    told = {"version": 1, "choice": "scholen", "mark": "0" * 64, "read": "on"}
    assert browser.post(page, {**told, "mark": "1" * 64}).status_code == 409
    assert browser.post(page, {**told, "read": ""}).status_code == 200
    assert browser.post(page, {**told, "choice": "gemeente"}).status_code == 200
    assert not Signature.objects.exists()
    assert browser.post(page, told).status_code == 302
    assert Signature.objects.get().organisation.slug == "scholen"
    assert browser.post(page, told).status_code == 409
    for role, place in ((BUREAU, None), (CHAIR, None), (COUNCIL, None), (PARTNER, "gemeente")):
        other = enter(somebody(role, place))
        assert other.get(page).status_code in (403, 404)
        assert other.post(page, told).status_code in (403, 404)


def test_somebody_takes_an_empty_seat(a_programme: Any, enter: Any, somebody: Any) -> None:
    side = Domain.objects.create(programme=a_programme.programme, name="Sport", place=9)
    seat = {
        "choice": side.pk,
        "organisation": "scholen",
        "first_day": "2020-01-01",
        "account": "31",
    }
    sent = {"version": a_programme.programme.version, **seat}
    assert enter(somebody(BUREAU)).post(f"{WORK}/people/seat", sent).status_code == 302
    taken = side.seats.get()
    assert (taken.organisation.slug, taken.actor) == ("scholen", "account:31")


def test_nothing_that_is_overdue_stays_out_of_sight(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    small, day = a_programme, date(2026, 1, 1)
    shared = {"programme": small.programme, "organisation": small.organisations[1]}
    late = Commitment.objects.create(
        **shared, title="Beloofde lessen", promised_for=day, due_on=day, state="promised"
    )
    Report.objects.create(
        **shared, commitment=late, text="x", evidence="y", made_on=day, state="made"
    )
    Project.objects.create(
        **shared, code="p", name="Wijkbus", state="running", decision_due=day, decider="bestuur"
    )
    Proposal.objects.create(
        programme=small.programme,
        target=small.targets[0],
        kind="drop",
        reasons="x",
        made_on=day,
        state="made",
    )
    offered(small)
    Domain.objects.create(programme=small.programme, name="Cultuur", place=9)
    Seat.objects.filter(domain=small.domains[2]).update(last_day=day)
    page = text_of(enter(somebody(BUREAU)).get(WORK.replace("nl", "en", 1)))
    for words in (
        "Beloofde lessen",
        "Wijkbus",
        "Scholen met extra leertijd",
        "0 of 1",
        "Cultuur",
        "Bewoners",
        "Verbeterde woningen",
    ):
        assert words in page, words


def test_a_worker_sees_the_note_and_a_council_sees_proposals_and_no_working_page(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    Proposal.objects.create(
        programme=a_programme.programme,
        target=a_programme.targets[0],
        kind="drop",
        reasons="Nog geheim.",
        made_on=date(2026, 1, 1),
        state="made",
    )
    number = a_programme.targets[0].pk
    assert SECRET in text_of(enter(somebody(BUREAU)).get(f"{WORK}/targets/{number}"))
    council = enter(somebody(COUNCIL))
    assert "Nog geheim." in text_of(council.get(f"{WORK}/council"))
    assert f"{WORK}/council" in text_of(council.get("/nl/work/programmes"))


def test_no_working_page_names_an_account(a_programme: Any, enter: Any, somebody: Any) -> None:
    browser = enter(somebody(BUREAU))
    found = steps(a_programme)
    for page, (role, told) in found.items():
        if role == BUREAU and page.endswith(("pillar", "measure", "write", "propose")):
            version = version_on(text_of(browser.get(page)))
            assert browser.post(page, {**told, "version": version}).status_code == 302
    for page in (
        WORK,
        f"{WORK}/people",
        f"{WORK}/targets/{a_programme.targets[0].pk}",
        f"{WORK}/plans/{Plan.objects.get().pk}",
        f"{WORK}/board",
    ):
        shown = text_of(browser.get(page))
        assert "account:" not in shown
        assert "programme-bureau.zuid" not in shown
    assert "Medewerker programmabureau" in text_of(browser.get(WORK))


def test_what_is_typed_is_text(a_programme: Any, enter: Any, somebody: Any, client: Client) -> None:
    browser = enter(somebody(BUREAU))
    browser.post(f"{WORK}/about/pillar", {"name": HOSTILE, "version": 1})
    number = a_programme.targets[0].pk
    browser.post(
        f"{WORK}/targets/{number}/measure",
        {"on": "2026-01-01", "value": "26", "evidence": HOSTILE, "version": 1},
    )
    for page in (
        text_of(browser.get(WORK)),
        text_of(client.get("/nl/programmes/zuid")),
        text_of(client.get(f"/nl/programmes/zuid/targets/{number}")),
    ):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_draft_programme_has_its_working_pages(
    a_programme: Any, enter: Any, somebody: Any
) -> None:
    Programme.objects.update(state="draft")
    browser = enter(somebody(BUREAU))
    for page in pages(a_programme):
        assert text_of(browser.get(page))


@pytest.mark.parametrize("page", ["", "/people", "/plans", "/targets", "/board", "/council"])
def test_thirty_things_ask_no_more_than_three(
    a_programme: Any, enter: Any, somebody: Any, page: str
) -> None:
    browser = enter(somebody(CHAIR))
    asked = []
    for more in (3, 27):
        for number in range(more):
            grow(a_programme, f"{more}-{number}")
        text_of(browser.get(f"{WORK}{page}"))  # the first visit works the shares out
        with CaptureQueriesContext(connection) as context:
            text_of(browser.get(f"{WORK}{page}"))
        # But for the register of editions, which is looked at every few seconds.
        asked.append(
            sum(
                "editionrecord" not in captured_query["sql"]
                for captured_query in context.captured_queries
            )
        )
    assert asked[0] == asked[1]


def grow(small: Any, name: str) -> None:
    """One of everything more."""
    day = date(2026, 1, 1)
    organisation = Organisation.objects.create(slug=f"o-{name}", name=name)
    shared = {"programme": small.programme, "organisation": organisation}
    target = Target.objects.create(
        programme=small.programme,
        goal=small.goals[0],
        title=name,
        source="count",
        state="active",
        owner=organisation,
    )
    target.paths.create(
        programme=small.programme,
        number=1,
        baseline=0.0,
        value=34.0,
        baseline_on=date(2020, 1, 1),
        due_on=date(2030, 1, 1),
        since=day,
    )
    Commitment.objects.create(**shared, title=name, promised_for=day, due_on=day, state="promised")
    Project.objects.create(**shared, code=name, name=name, state="running", decision_due=day)
    Proposal.objects.create(
        programme=small.programme,
        target=target,
        kind="drop",
        reasons="x",
        made_on=day,
        state="made",
    )
    domain = Domain.objects.create(programme=small.programme, name=name)
    Seat.objects.create(**shared, domain=domain, first_day=day)
    small.programme.meetings.create(on=day, title=name).present.add(domain)
    plan = Plan.objects.create(
        programme=small.programme,
        title=name,
        first_year=3000 + Plan.objects.count(),
        last_year=4000,
        state="offered",
    )
    plan.signatories.create(**shared)


def test_who_may_put_a_name_right_is_led_there_and_everybody_sees_what_it_was(
    a_programme: Any, enter: Any, somebody: Any, client: Client
) -> None:
    pillar = a_programme.pillars[0]
    page = f"{WORK}/pillars/{pillar.pk}/rename"
    assert page in text_of(enter(somebody(BUREAU)).get(WORK))
    assert page not in text_of(enter(somebody(CHAIR)).get(WORK))
    told = {"name": "Onderwijs <b>", "text": "Zo heet het.", "version": 1}
    assert enter(somebody(BUREAU)).post(page, told).status_code == 302
    shown = text_of(client.get("/en/programmes/zuid/decisions"))
    assert "School → Onderwijs &lt;b&gt;" in shown and "Zo heet het." in shown
    assert "Programme bureau" in shown and "account:" not in shown
    assert enter(somebody(BUREAU)).get(f"{WORK}/plans/{pillar.pk}/rename").status_code == 404


def test_a_target_that_is_off_course_is_talked_about_and_everybody_reads_it(
    a_programme: Any, enter: Any, somebody: Any, client: Client
) -> None:
    on_course, at_risk = a_programme.targets
    bureau = enter(somebody(BUREAU))
    page, talk = f"{WORK}/targets/{at_risk.pk}", f"{WORK}/targets/{at_risk.pk}/talk"
    assert talk in text_of(bureau.get(page))
    assert f"{on_course.pk}/talk" not in text_of(bureau.get(f"{WORK}/targets/{on_course.pk}"))
    filled = {"version": 1, "text": "Te weinig aannemers.", "next_step_on": "2026-05-01"}
    assert bureau.post(talk, filled).status_code == 302
    shown = text_of(bureau.get(page))
    assert "1 mei 2026" in shown and f"{page}/board" in shown and talk not in shown
    public = text_of(client.get(f"/nl/programmes/zuid/targets/{at_risk.pk}"))
    assert "Te weinig aannemers." in public and "Gesprek gevoerd." in public
    assert "Het bureau sprak met de organisatie" in public and "1 mei 2026" not in public


def test_a_plan_is_assessed_on_its_page_and_the_next_begins_with_that(
    a_programme: Any, enter: Any, somebody: Any, client: Client
) -> None:
    whole, first = a_programme.programme, a_programme.targets[0]
    own = {"programme": whole}
    plan = Plan.objects.create(
        **own,
        title="Plan 2023",
        first_year=2023,
        last_year=2026,
        state="locked",
        locked_on=date(2023, 1, 1),
    )
    row = {
        "id": first.pk, "pillar": "School", "goal": "Meer leertijd", "title": first.title,
        "unit": "scholen", "baseline": 0.0, "baseline_on": "2020-01-01", "value": 34.0,
        "reference": "", "reference_goal": "", "due_on": "2030-01-01",
        "milestones": [["2025-12-31", 20.0]],
    }  # fmt: skip
    plan.texts.create(
        **own,
        number=1,
        text="Wij beloven.",
        digest="0" * 64,
        made_at="2023-01-01T09:00:00Z",
        targets=[row],
    )
    chair, page = enter(somebody(CHAIR)), f"{WORK}/plans/{plan.pk}"
    form = text_of(chair.get(f"{page}/assess"))
    assert "beloofd: 20 scholen op 31 december 2025" in form and "gemeten: 24 scholen" in form
    filled = {"version": 1, "text": "Minder projecten.", f"target_{first.pk}": "adjust"}
    assert chair.post(f"{page}/assess", {**filled, f"target_{first.pk}": "x"}).status_code == 200
    assert chair.post(f"{page}/assess", filled).status_code == 302
    shown = text_of(client.get(f"/nl/programmes/zuid/plans/{plan.pk}"))
    assert "Minder projecten." in shown and "Aanpassen" in shown and "Op koers" in shown
    following = Plan.objects.create(
        **own, title="Plan 2027", first_year=2027, last_year=2030, state="draft"
    )
    bureau = enter(somebody(BUREAU))
    assert "Minder projecten." in text_of(bureau.get(f"{WORK}/plans/{following.pk}/write"))
    assert "Plan 2023, beoordeeld op" in text_of(bureau.get(f"{WORK}/plans/{following.pk}"))
