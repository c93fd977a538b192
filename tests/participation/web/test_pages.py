"""Pages: a resident proposes and votes, officials prepare, two count, everybody reads why."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from participants import (
    AFTER,
    COMMITTEE,
    DECIDER,
    DESIGN,
    OFFICIAL,
    TREASURER,
    VOTING,
    Wants,
    numbers,
)
from visitors import NOW, Clock, account_of, login
from wijkwerk.access import throttle
from wijkwerk.participation.examples import make_budget
from wijkwerk.participation.models import Budget, CastBallot, Idea, PaperBallot, Process, Project
from wijkwerk.participation.services import budgets, counts, residents, secrets, voting

WORK = "/nl/work/participation"


def shown(browser: Client, url: str, status: int = 200) -> str:
    """The text of a page, without markup."""
    answer = browser.get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[-800:])
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def post(browser: Client, url: str, status: int = 302, **fields: Any) -> str:
    answer = browser.post(url, {"version": 0, **fields})
    assert answer.status_code == status, (url, answer.status_code, answer.content.decode()[-1500:])
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def official(somebody: Callable[..., Any], clock: Clock) -> Client:
    return login(somebody(OFFICIAL), NOW)  # type: ignore[no-any-return]


def test_an_official_designs_a_process_and_residents_see_it_once_it_is_open(
    official: Client, client: Client, clock: Clock
) -> None:
    design = {**DESIGN, "begins_on": "2026-01-01", "ends_on": "2026-12-31"}
    post(official, f"{WORK}/design", **design)
    made = Process.objects.get()
    assert client.get(f"/nl/participation/{made.pk}").status_code == 404
    page = f"{WORK}/{made.pk}"
    assert "Vul eerst alle zes controles in" not in shown(official, page)
    phase = {
        "title": "Bedenken",
        "activity": "propose",
        "begins_on": "2026-01-01",
        "ends_on": "2026-03-31",
    }
    post(official, f"{page}/plan", version=1, **phase)
    assert "Vul eerst alle zes controles in" in shown(official, f"{page}/open")
    for place, question in enumerate(
        ("entry", "meeting", "interest", "representation", "roles", "circumstances"), 2
    ):
        post(
            official,
            f"{page}/check",
            version=place,
            question=question,
            verdict="yes",
            because="Ja.",
        )
    post(official, f"{page}/open", version=8)
    told = shown(client, f"/nl/participation/{made.pk}")
    assert "Dit kunt u nu doen: plannen indienen." in told
    assert "Wat maakt de wijk beter?" in told and "Oprechte interesse" in told
    assert "Question to residents" in shown(client, f"/en/participation/{made.pk}")
    assert made.title in shown(client, "/nl/participation")


def test_a_draft_of_another_municipality_is_not_there(
    somebody: Callable[..., Any], process: Process, clock: Clock
) -> None:
    elsewhere = login(somebody(OFFICIAL, "other", "GM0599"), NOW)
    assert elsewhere.get(f"{WORK}/{process.pk}").status_code == 404
    assert elsewhere.get(f"{WORK}/{process.pk}/budgets").status_code == 404


def test_a_resident_proposes_without_an_account_and_follows(
    client: Client, process: Process, budget: Budget, official: Client, clock: Clock, command: Wants
) -> None:
    url = f"/nl/participation/{process.pk}/propose"
    assert "Wat gaat er gebeuren" in shown(client, url)
    post(client, url, 400, title="", text="Een heg.")
    told = post(client, url, 200, title="Heg", text="Een heg voor de vogels.", street="Laan")
    receipt = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", told)
    assert receipt is not None
    # Not public before an official read it, and it waits on the work list.
    made = Project.objects.get(title="Heg")
    assert client.get(f"/nl/participation/{process.pk}/projects/{made.pk}").status_code == 404
    assert "Heg" not in shown(client, f"/nl/participation/{process.pk}/projects")
    assert "1 nieuw plan" in shown(official, "/nl/work")
    page = f"{WORK}/{process.pk}/projects/{made.pk}"
    post(
        official,
        f"{page}/cost",
        version=1,
        cost="12.50,5",
        costing="Raming.",
        due_on="2026-09-01",
        status=200,
    )
    post(
        official, f"{page}/cost", version=1, cost="1.250,50", costing="Raming.", due_on="2026-09-01"
    )
    post(official, f"{page}/admit", version=2)
    assert "€ 1.250,50" in shown(client, f"/nl/participation/{process.pk}/projects/{made.pk}")
    follow = "/nl/participation/follow"
    assert "Op het stembiljet gezet" in post(client, follow, 200, code=receipt[0])
    post(client, follow, 400, code=secrets.new_code())
    Project.objects.filter(pk=made.pk).update(state="awarded")
    made.refresh_from_db()
    budgets.deliver(command(OFFICIAL, made, now=AFTER), made, result="Geplant.")
    assert "Is het klaar?" in post(client, follow, 200, code=receipt[0])
    post(client, follow, 400, code=receipt[0], solved="no", text="")
    assert "In uitvoering." in post(
        client, follow, 200, code=receipt[0], solved="no", text="Drie struiken."
    )
    assert "Drie struiken." in shown(client, f"/nl/participation/{process.pk}/projects/{made.pk}")


def test_a_resident_votes_changes_and_is_told_what_is_wrong(
    client: Client, settled: Budget, codes: list[str], clock: Clock
) -> None:
    of = numbers(settled)
    url = f"/nl/participation/{settled.process_id}/budgets/{settled.pk}/vote"
    clock.now = NOW
    assert "U kunt stemmen vanaf 1 april 2026." in shown(client, url)
    assert "U kunt stemmen vanaf" in post(client, url, 409, code=codes[0], projects=[of["Tuin"]])
    clock.now = VOTING
    assert "no-store" in client.get(url)["Cache-Control"]
    assert "U hebt gestemd" in post(
        client, url, 200, code=codes[0], projects=[of["Tuin"], of["Bank"]]
    )
    assert "Uw stem is gewijzigd" in post(
        client, url, 200, code=codes[0].lower(), projects=[of["Hok"]]
    )
    assert "meer dan 2 plannen" in post(client, url, 400, code=codes[1], projects=list(of.values()))
    assert "nog niets gekozen" in post(client, url, 400, code=codes[1])
    wrong = post(client, url, 400, code=secrets.new_code(), projects=[of["Hok"]])
    assert "niet geldig" in wrong
    assert CastBallot.objects.count() == 1
    clock.now = AFTER
    assert "U kunt niet meer stemmen" in post(client, url, 409, code=codes[1], projects=[of["Hok"]])


def test_who_guesses_codes_waits(
    client: Client, settled: Budget, codes: list[str], clock: Clock
) -> None:
    clock.now = VOTING
    of = numbers(settled)
    url = f"/nl/participation/{settled.process_id}/budgets/{settled.pk}/vote"
    for _ in range(30):
        post(client, url, 400, code=secrets.new_code(), projects=[of["Hok"]])
    assert "te veel verkeerde codes" in post(client, url, 400, code=codes[0], projects=[of["Hok"]])
    assert not CastBallot.objects.exists()


def pages_of(budget: Budget) -> list[str]:
    own = f"/nl/participation/{budget.process_id}"
    work = f"{WORK}/{budget.process_id}"
    projects = [
        f"{base}/projects/{pk}"
        for base in (own, work)
        for pk in budget.projects.values_list("pk", flat=True)
    ]
    parts = ("", "/budgets", "/projects", f"/budgets/{budget.pk}", f"/budgets/{budget.pk}/history")
    return [
        *(f"{base}{part}" for base in (own, work) for part in parts), *projects,
        "/nl/participation", WORK, "/nl/work", f"{own}/budgets/{budget.pk}/share",
        f"{own}/budgets/{budget.pk}/ballots.pb", f"{own}/budgets/{budget.pk}/vote",
        "/api/v1/participation", f"/api/v1/participation/{budget.process_id}/budgets",
        f"/api/v1/participation/{budget.process_id}/projects",
    ]  # fmt: skip


def test_until_the_count_nothing_differs_however_people_voted(
    settled: Budget, codes: list[str], somebody: Callable[..., Any], clock: Clock, client: Client
) -> None:
    """Every page, for officials and everybody, is the same before and after ballots were cast: in its
    bytes, its length and its headers."""
    clock.now = VOTING
    official, committee = (login(somebody(role), VOTING) for role in (OFFICIAL, COMMITTEE))

    def all_answers() -> list[tuple[str, int, str, str]]:
        found = []
        for browser in (client, official, committee):
            for url in pages_of(settled):
                answer = browser.get(url)
                text = re.sub(
                    r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode()
                )
                text = re.sub(r"nonce-[\w+/=-]+", "", text)
                found.append((url, answer.status_code, text, answer.headers.get("ETag", "")))
        return found

    before = all_answers()
    of = numbers(settled)
    for code in codes:
        voting.cast(settled, code, {of["Hok"]: 1}, VOTING)
    assert all_answers() == before
    statuses = {url: status for url, status, _text, _tag in before}
    assert not {url: status for url, status in statuses.items() if "/work" in url and status != 200}
    own = f"/nl/participation/{settled.process_id}/budgets/{settled.pk}"
    assert (statuses[f"{own}/share"], statuses[f"{own}/ballots.pb"]) == (404, 404)


@pytest.fixture
def counted(voted: Budget, command: Wants) -> Budget:
    closed = budgets.close(command(COMMITTEE, voted, now=AFTER), voted)
    counts.count_votes(command(COMMITTEE, closed, now=AFTER, name="second"), closed)
    closed.refresh_from_db()
    return closed


def test_everybody_reads_why_and_a_voter_where_their_share_went(
    counted: Budget, codes: list[str], client: Client, clock: Clock
) -> None:
    clock.now = AFTER
    page = f"/nl/participation/{counted.process_id}/budgets/{counted.pk}"
    told = shown(client, page)
    assert "Er zijn 2 plannen gekozen, voor € 50.000 van de € 60.000." in told
    assert "10 mensen stemden op dit plan. Ieder betaalt € 3.000" in told
    assert "De 2 mensen die op dit plan stemden, hadden samen € " in told
    own = post(client, f"{page}/share", 200, code=codes[0])
    assert "Uw deel was" in own and "€ 3.000" in own
    assert "Niets: geen van de plannen" in post(client, f"{page}/share", 200, code=codes[11])
    post(client, f"{page}/share", 400, code=secrets.new_code())
    file = client.get(f"{page}/ballots.pb")
    assert file.status_code == 200 and file.content.decode().startswith("META\n")
    assert "Gekozen" in shown(
        client, f"/nl/participation/{counted.process_id}/projects/{numbers(counted)['Tuin']}"
    )


def test_committee_decider_and_treasurer_do_their_part_on_pages(
    voted: Budget, somebody: Callable[..., Any], clock: Clock, client: Client
) -> None:
    clock.now = AFTER
    first, second, decider, treasurer = (
        login(somebody(role, name), AFTER)
        for role, name in (
            (COMMITTEE, "first"),
            (COMMITTEE, "second"),
            (DECIDER, "first"),
            (TREASURER, "first"),
        )
    )
    page = f"{WORK}/{voted.process_id}/budgets/{voted.pk}"
    assert "stembus te sluiten" in shown(first, "/nl/work")
    post(first, f"{page}/close", version=voted.version)
    assert "Een ander lid van de telcommissie moet tellen" in post(
        first, f"{page}/count", 409, version=voted.version + 1
    )
    post(second, f"{page}/count", version=voted.version + 1)
    bank = numbers(voted)["Bank"]
    post(decider, f"{page}/exclude/{bank}", version=voted.version + 2, text="Kan daar niet.")
    assert "Kan daar niet." in shown(
        client, f"/nl/participation/{voted.process_id}/budgets/{voted.pk}"
    )
    post(decider, f"{page}/award", version=voted.version + 3, text="Zo gekozen.")
    tuin = Project.objects.get(title="Tuin")
    assert tuin.state == "awarded"
    pay = f"{WORK}/{voted.process_id}/projects/{tuin.pk}/spend"
    paid = {"on": "2026-05-01", "purpose": "Hout"}
    post(treasurer, pay, version=tuin.version, amount="20000", **paid)
    assert "Zoveel geld is er niet meer" in post(
        treasurer, pay, 409, version=tuin.version + 1, amount="10000,01", **paid
    )
    assert first.get(pay).status_code == 403


def test_paper_is_keyed_on_a_page(
    settled: Budget, codes: list[str], somebody: Callable[..., Any], clock: Clock
) -> None:
    clock.now = VOTING
    official = login(somebody(OFFICIAL), VOTING)
    page = f"{WORK}/{settled.process_id}/budgets/{settled.pk}"
    fields = {"number": 7, "code": codes[0], "projects": [numbers(settled)["Hok"]]}
    post(official, f"{page}/key", version=settled.version, **fields)
    assert PaperBallot.objects.get().first["votes"] == {numbers(settled)["Hok"]: 1}
    assert "nog een tweede keer moeten worden ingevoerd 7" in shown(official, page)
    assert "Hebt" not in post(
        official, f"{page}/key", 200, version=0, number=8, cause="", code=codes[1]
    )


def test_letters_come_once_as_a_pdf(settled: Budget, official: Client, clock: Clock) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    clock.now = NOW
    url = f"{WORK}/{settled.process_id}/budgets/{settled.pk}/letters"
    answer = official.post(url, {"version": settled.version, "number": 3})
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    pages = PdfReader(BytesIO(answer.content)).pages
    assert len(pages) == 3
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", pages[0].extract_text())
    assert code is not None
    assert not voting.cast(settled, code[0], {numbers(settled)["Tuin"]: 1}, VOTING)
    # Once more with what the page showed: somebody was first.
    assert official.post(url, {"version": settled.version, "number": 3}).status_code == 409


def test_the_example_is_there_once_and_its_pages_open(
    db: None, client: Client, clock: Clock
) -> None:
    made = make_budget(lambda _line: None, NOW)
    assert made is not None and make_budget(lambda _line: None, NOW) is None
    budget = made.budgets.get()
    told = shown(client, f"/nl/participation/{made.pk}/budgets/{budget.pk}")
    # The way to here says each place once, and the pages of the process stand under the title.
    assert "Participatie › Wijkbudget Lindekwartier › Wijkbudgetten ›" in told
    top = shown(client, f"/nl/participation/{made.pk}")
    assert "Participatie › Wijkbudget Lindekwartier Een voorbeeld" in top
    assert top.index("Plannen van bewoners") < top.index("Vraag aan bewoners")
    assert "U bent hier" not in shown(client, "/nl/participation")
    assert "Dit participatietraject is verzonnen." in told
    assert "212 mensen hebben gestemd." in told
    assert (
        client.get(f"/nl/participation/{made.pk}/budgets/{budget.pk}/ballots.pb").status_code == 200
    )


def test_the_page_of_an_area_says_what_residents_can_do(settled: Budget, clock: Clock) -> None:
    from wijkwerk.participation.web.work_items import area_cards

    clock.now = VOTING
    assert len(area_cards("WK900101")) == 1 and not area_cards("WK90010")
    assert (
        "vote now" in area_cards("WK900101")[0].text
        or "nu stemmen" in area_cards("WK900101")[0].text
    )


def test_receipts_are_for_projects_alone(
    process: Process, budget: Budget, codes: list[str]
) -> None:
    assert residents.by_receipt(codes[0]) is None


def test_unanswered_ideas_head_the_list_and_the_work_and_unread_ones_are_not_public(
    client: Client, process: Process, official: Client, clock: Clock
) -> None:
    own, work = f"/nl/participation/{process.pk}", f"{WORK}/{process.pk}"
    fields = {"kind": "signal", "topic": "other", "text": "De leuning is eraf.", "street": "Laan"}
    told = post(client, f"{own}/submit", 200, title="Bank stuk", **fields)
    assert "U krijgt uiterlijk op 9 maart 2026 antwoord." in told
    receipt = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", told)
    assert receipt is not None
    listed = shown(client, f"{own}/ideas")
    assert "1 idee of vraag wacht op antwoord." in listed and "Bank stuk" not in listed
    first = Idea.objects.get()
    assert client.get(f"{own}/ideas/{first.pk}").status_code == 404
    post(official, f"{work}/ideas/{first.pk}/publish", version=1)
    assert "nog 5 werkdagen" in shown(client, f"{own}/ideas/{first.pk}")
    post(
        client,
        f"{own}/submit",
        200,
        title="Vraag over de tuin",
        **{**fields, "kind": "question", "text": "Wie snoeit?"},
    )
    second = Idea.objects.order_by("-pk")[0]
    post(official, f"{work}/ideas/{second.pk}/publish", version=1)
    post(
        official,
        f"{work}/ideas/{second.pk}/answer",
        version=2,
        outcome="not_taken",
        text="Kan niet.",
    )
    clock.now = NOW.replace(day=11)
    listed = shown(client, f"{own}/ideas")
    assert listed.index("Bank stuk") < listed.index("Vraag over de tuin")
    assert "Bij 1 is de termijn voorbij." in listed
    assert "Beantwoord op 2 maart 2026: niet overgenomen." in listed
    assert "Te laat: het antwoord had er uiterlijk op 9 maart 2026 moeten zijn." in post(
        client, "/nl/participation/follow", 200, code=receipt[0]
    )
    late = login(account_of("first.participation-official.gm9001@example.org"), clock.now)
    assert "1 antwoord te laat" in shown(late, "/nl/work")


def test_who_sends_much_without_an_account_must_wait(
    client: Client, process: Process, clock: Clock
) -> None:
    url = f"/nl/participation/{process.pk}/submit"
    fields = {"kind": "question", "title": "Wie snoeit?", "text": "Wie snoeit de tuin?"}
    for _each in range(30):
        throttle.count("contribution", "127.0.0.1", clock.now)
    said = post(client, url, 400, **fields)
    assert "Vanaf dit netwerk is al veel verstuurd." in said and "Wie snoeit de tuin?" in said
    assert not Idea.objects.exists()
    clock.now = NOW.replace(day=11)
    post(client, url, 200, **fields)
    assert Idea.objects.count() == 1


def test_a_list_of_many_ideas_asks_as_often_as_a_short_one(
    client: Client, process: Process, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    day = NOW.date()
    facts = {"state": "received", "public": True, "text": "x", "received_on": day, "answer_by": day}
    Idea.objects.bulk_create(Idea(process=process, title=f"Idee {n}", **facts) for n in range(120))
    with django_assert_max_num_queries(8):
        assert "Idee 0" in shown(client, f"/nl/participation/{process.pk}/ideas")
