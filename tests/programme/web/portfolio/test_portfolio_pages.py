"""Pages of the portfolio: who sees which, nothing internal leaks, every step can be made."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from wijkwerk.programme.agreements import mark_of
from wijkwerk.programme.models import ActionPlan, Assessment, Covenant, Project, Score

pytestmark = pytest.mark.django_db

SECRET, DRAFT = "Zeer-intern-merkteken", "Nog-niet-openbaar"
BUREAU, CHAIR, BOARD = "programme-bureau", "programme-chair", "programme-board"
PARTNER = "partner"
ROLES = (BUREAU, CHAIR, BOARD, "council", "partner", "programme-founder")
Browser = Callable[..., Client]
PUBLIC = ("projects", "portfolio", "covenants", "action-plans", "assessments")
WORK = ("work-projects", "work-portfolio", "work-decisions", "work-covenants",
        "work-action-plans", "work-assessments")  # fmt: skip
BEGIN = ("project-add", "project-import", "covenant-make", "action-plan-make", "assessment-open")


def url(name: str, *more: Any) -> str:
    with override("nl"):  # whatever the last page that was asked for was in
        return reverse(f"programme:{name}", args=["zuid", *more])


def publicly(full: Any) -> list[str]:
    return [
        *(url(name) for name in PUBLIC),
        *(
            url("project", project.pk)
            for state, project in full.projects.items()
            if state != "proposed"
        ),
        url("covenant", full.covenant.pk),
        url("action-plan", full.plan.pk),
        url("assessment", full.concluded.pk),
        url("projects-file", "csv"),
        url("projects-file", "xlsx"),
        url("portfolio-picture", "missing", "small"),
        url("portfolio-picture", "loop", "large"),
    ]


def at_work(full: Any) -> list[str]:
    return [
        *(url(name) for name in WORK),
        *(url("work-project", p.pk) for p in full.projects.values()),
        url("work-covenant", full.draft.pk),
        url("work-covenant", full.covenant.pk),
        url("work-action-plan", full.plan.pk),
        url("work-assessment", full.open.pk),
        url("work-assessment", full.concluded.pk),
        url("work-projects-file", "csv"),
    ]


def text_of(answer: Any) -> str:
    body: bytes = answer.content
    if body[:2] == b"PK":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
    return body.decode()


def test_everybody_sees_the_public_pages_and_nothing_internal(full: Any, client: Client) -> None:
    for address in publicly(full):
        for one in (address, address.replace("/nl/", "/en/")):
            answer = client.get(one)
            assert answer.status_code == 200, one
            shown = text_of(answer)
            for hidden in (SECRET, DRAFT, "account:", "example.org"):
                assert hidden not in shown, (one, hidden)


def test_what_isnt_public_isnt_there(full: Any, client: Client, a_programme: Any) -> None:
    for address in (
        url("project", full.projects["proposed"].pk),
        url("covenant", full.draft.pk),
        url("assessment", full.open.pk),
        url("project", 999_999),
        url("portfolio-picture", "other", "small"),
        url("portfolio-picture", "loop", "huge"),
        url("projects-file", "exe"),
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(url("projects") + "?state=proposed").status_code == 400
    assert client.get(url("projects") + "?page=x").status_code == 400
    type(a_programme.programme).objects.update(state="draft")
    for address in publicly(full):
        assert client.get(address).status_code == 404, address


def test_working_pages_are_for_who_works_here(full: Any, browser: Browser, client: Client) -> None:
    for address in (*at_work(full), *(url(name) for name in BEGIN)):
        answer = client.get(address)
        assert answer.status_code in (302, 401, 403), address
        assert DRAFT not in text_of(answer)
    for role in ROLES:
        inside = browser(role)
        for address in at_work(full):
            answer = inside.get(address)
            wanted = (200,) if role in (BUREAU, CHAIR, BOARD) else (403, 404)
            assert answer.status_code in wanted, (role, address)
    other = browser(BUREAU, "elders")
    for address in (*at_work(full), *(url(name) for name in BEGIN)):
        assert other.get(address).status_code == 404, address


def test_beginnings_are_for_the_bureau(full: Any, browser: Browser) -> None:
    for role in ROLES:
        inside = browser(role)
        for name in BEGIN:
            assert (inside.get(url(name)).status_code == 200) == (role == BUREAU), (role, name)


def test_an_export_has_no_notes_even_for_who_works_here(full: Any, browser: Browser) -> None:
    for kind in ("csv", "xlsx"):
        shown = text_of(browser(BUREAU).get(url("work-projects-file", kind)))
        assert DRAFT in shown, "what is proposed is there"
        assert SECRET not in shown


def test_the_way_to_a_step_is_shown_to_who_may_make_it(full: Any, browser: Browser) -> None:
    address = url("work-project", full.projects["running"].pk)
    for role, shown in (
        (BUREAU, ("edit", "mark", "ask_owner")),
        (CHAIR, ("continue", "embed", "pause", "stop")),
        (BOARD, ()),
    ):
        page = text_of(browser(role).get(address))
        for action in ("begin", "edit", "mark", "ask_owner", "continue", "embed", "pause", "stop"):
            way = url("project-step", full.projects["running"].pk, action)
            assert (f'href="{way}"' in page) == (action in shown), (role, action)


def test_a_project_is_written_down_begun_followed_and_stopped(
    browser: Browser, a_programme: Any, clock: Any
) -> None:
    inside = browser(BUREAU)
    facts = {
        "version": 0,
        "code": "A1",
        "name": "<b>Huiswerk</b>",
        "goal": a_programme.goals[0].pk,
        "target": a_programme.targets[0].pk,
        "organisation": a_programme.organisations[1].pk,
        "areas": "WK2, WK1",
        "money": "€ 12.500,50",
        "money_period": "a_year",
        "decision_due": "2026-06-01",
    }
    assert inside.post(url("project-add"), {**facts, "money": "veel"}).status_code == 200
    assert not Project.objects.exists()
    assert inside.post(url("project-add"), facts).status_code == 302
    project = Project.objects.get()
    assert (str(project.money), project.areas, project.state) == (
        "12500.50",
        ["WK1", "WK2"],
        "proposed",
    )
    assert project.money_period == "a_year"
    begin = url("project-step", project.pk, "begin")
    page = text_of(inside.get(begin))
    assert "Leg eerst de stopcriteria vast." in page
    edit = url("project-step", project.pk, "edit")
    assert "12.500,50" in text_of(inside.get(edit))
    inside.post(edit, {**facts, "version": 1, "stop_criteria": "Minder dan 10."})
    assert inside.post(begin, {"version": 2}).status_code == 302
    late = inside.post(edit, {**facts, "version": 1})
    assert late.status_code == 409
    mark = {"version": 3, "kind": "done", "on": "2026-03-01", "text": "Gedaan."}
    assert inside.post(url("project-step", project.pk, "mark"), mark).status_code == 302
    chair, stop = browser(CHAIR), url("project-step", project.pk, "stop")
    assert inside.post(stop, {"version": 4}).status_code == 403
    decision = {"version": 4, "evidence": "Rapport.", "text": "Te duur."}
    assert chair.post(stop, decision).status_code == 200  # which kind of reason?
    decision |= {"reason_kind": "no_money", "bridging_ended": "De wijkmanager."}
    assert chair.post(stop, decision).status_code == 302
    project.refresh_from_db()
    assert project.state == "stopped"
    shown = text_of(Client().get(url("project", project.pk)))
    assert (
        "Te duur." in shown
        and "Er is geen geld meer" in shown
        and "De wijkmanager." in shown
        and "Rapport." in shown
        and "Gedaan." in shown
    )
    assert "<b>Huiswerk" not in shown and "&lt;b&gt;Huiswerk" in shown


def test_an_overdue_decision_is_shown_with_what_holds_until_then(
    full: Any, client: Client, browser: Browser
) -> None:
    for page in (
        client.get("/en" + url("project", full.projects["running"].pk)[3:]),
        client.get("/en" + url("portfolio")[3:]),
        browser(CHAIR).get("/en" + url("work-decisions")[3:]),
    ):
        shown = text_of(page).lower()
        assert "overdue" in shown and "no new money" in shown


def test_a_list_is_checked_and_then_written_with_the_same_file(
    browser: Browser, a_programme: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def sent(body: str, **more: str) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("lijst.csv", body.encode()), **more}

    def token(answer: Any) -> str:
        return str(answer.context["again"]["agreed"].value())

    inside, where, body = browser(BUREAU), url("project-import"), "code;naam;budget\nA;Een;1.500\n"
    checked = inside.post(where, sent(body))
    assert checked.status_code == 200 and not Project.objects.exists()
    shown = checked.content.decode()
    account = "Gelezen rijen: 2. Projecten: 1. Kopregel en wat daarboven staat: 1."
    assert account in text_of(checked)
    details = shown.index('<details class="ww-details"')  # the menu is one, too
    assert shown.index(account) < details, "the account isn't folded away"
    agree = shown[shown.index('aria-labelledby="h-agree"') :].split("</form>")[0]
    assert "novalidate" not in agree, "the browser asks for the file, so that the page stays"
    assert "required" in agree
    forgotten = inside.post(where, {"agreed": token(checked)})
    assert token(forgotten) == token(checked), "the check still counts"
    assert "nogmaals" in text_of(forgotten) and not Project.objects.exists()
    assert inside.post(where, {"agreed": "x"}).context["again"] is None
    for wrong in ("x", token(checked)[:-1] + "x"):
        assert inside.post(where, sent(body, agreed=wrong)).status_code == 200
    other = inside.post(where, sent(body + "B;Twee;\n", agreed=token(checked)))
    assert other.status_code == 200 and other.context["told"] and not Project.objects.exists()
    assert inside.post(where, sent(body, agreed=token(checked))).status_code == 302
    assert Project.objects.get().name == "Een"
    again = inside.post(where, sent(body))
    assert again.context["again"] is None, "it would change nothing"
    broken = inside.post(where, sent("code;naam\nA;\n"))
    assert broken.context["again"] is None and "lijst.csv" not in Project.objects.get().name
    assert inside.post(where, sent("")).status_code == 200
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n\x00")
    assert inside.post(where, {"file": picture}).status_code == 422
    for role in (CHAIR, BOARD):
        assert browser(role).post(where, sent(body)).status_code == 403


def test_a_request_with_a_file_that_is_too_large_is_refused_before_it_is_kept(
    a_programme: Any, browser: Browser
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    large = SimpleUploadedFile("a.csv", b"x" * 6_100_000)
    assert browser(BUREAU).post(url("project-import"), {"file": large}).status_code == 400


def test_scores_are_blind_until_one_scored_oneself(full: Any, browser: Browser) -> None:
    page = url("work-assessment", full.open.pk)
    board = browser(BOARD)
    assert SECRET not in text_of(board.get(page))
    assert SECRET in text_of(browser(CHAIR).get(page))
    step = url("assessment-step", full.open.pk, "score")
    given = {"version": 1}
    assert board.post(step, given).status_code == 200, "every criterion is asked"
    asked = {"residents": ("-1", "-2"), "partners": ("-1", "-2")}
    for one in ("organisation", "residents", "partners", "anchoring", "backing"):
        given |= {f"score-{one}": 3}
        given |= {f"reason-{one}{at}": f"Deels{at}." for at in asked.get(one, ("",))}
    half = {name: value for name, value in given.items() if name != "reason-residents-2"}
    assert board.post(step, half).status_code == 200, "each sub-question is answered"
    assert board.post(step, given).status_code == 302, "an older version doesn't matter here"
    scores = Score.objects.filter(assessment=full.open, value=3)
    assert scores.count() == 5, "a criterion has one score, whatever it asks"
    assert scores.get(criterion="backing").reason == "Deels."
    first, second = scores.get(criterion="residents").reason.split("\n")
    assert first.endswith("aanpak? Deels-1.") and second.endswith("activiteiten? Deels-2.")
    shown = text_of(board.get(page))
    assert SECRET in shown and ("alpha" in shown or "alfa" in shown)
    assert "Chair of the board" not in shown and "Voorzitter" not in shown, "not who scored when"
    discuss = url("assessment-step", full.open.pk, "discuss")
    version = Assessment.objects.get(pk=full.open.pk).version
    assert board.post(discuss, {"version": version}).status_code == 403
    assert browser(BUREAU).post(discuss, {"version": version}).status_code == 302


def test_criteria_for_the_whole_course_are_used_again_and_lead_to_each_other(
    full: Any, browser: Browser
) -> None:
    inside = browser(BUREAU)
    once = text_of(inside.get(url("work-assessment", full.open.pk)))
    assert "?frame=" not in once and "nog eens" not in once
    first = Assessment.objects.create(
        programme=full.open.programme,
        frame="frontline-steering",
        subject="De wijk",
        state="open",
        begins_on=date(2026, 1, 1),
    )
    page = url("work-assessment", first.pk)
    (again,) = re.findall(r'href="([^"]*\?frame=[^"]*)"', text_of(inside.get(page)))
    form = inside.get(again.replace("&amp;", "&"))
    assert form.context["form"].initial["frame"] == "frontline-steering"
    given = {"version": 0, "frame": "frontline-steering", "subject": "De wijk", "project": ""}
    assert inside.post(url("assessment-open"), given).status_code == 302
    second = Assessment.objects.exclude(pk=first.pk).get(subject="De wijk")
    assert url("work-assessment", second.pk) in text_of(inside.get(page))
    assert page in text_of(inside.get(url("work-assessment", second.pk)))
    # Of something else it says nothing.
    Assessment.objects.filter(pk=second.pk).update(subject="Een school")
    assert url("work-assessment", second.pk) not in text_of(inside.get(page))


def test_a_covenant_is_written_bound_and_put_in_force(
    browser: Browser, a_programme: Any, full: Any
) -> None:
    inside = browser(BUREAU)
    parties = [organisation.pk for organisation in a_programme.organisations]
    told = {
        "version": 0,
        "title": "Nieuw",
        "begins_on": "2026-03-01",
        "text": "T",
        "parties": parties,
    }
    assert inside.post(url("covenant-make"), told).status_code == 302
    covenant = Covenant.objects.get(title="Nieuw")
    step = lambda action: url("covenant-step", covenant.pk, action)  # noqa: E731
    bind = {"version": 1, "organisation": parties[0], "sentence": "Zin.", "until": "2027-01-01"}
    assert inside.post(step("bind"), bind).status_code == 302
    gone = url("covenant-unbind", covenant.pk, covenant.obligations.get().pk)
    assert inside.post(gone, {"version": 2}).status_code == 302
    assert inside.post(step("bind"), {**bind, "version": 3}).status_code == 302
    assert inside.post(step("write"), {**told, "version": 4, "text": "U"}).status_code == 302
    assert inside.post(step("offer"), {"version": 5}).status_code == 302
    for place in ("gemeente", "scholen"):
        partner, sign = browser(PARTNER, place), url("covenant-sign", covenant.pk)
        form = text_of(partner.get(sign))
        assert "Zin." in form and "1 januari 2027" in form
        mark = mark_of(Covenant.objects.get(pk=covenant.pk))
        assert f'value="{mark}"' in form
        given = {"version": 0, "choice": place, "mark": mark}
        assert partner.post(sign, given).status_code == 200  # who doesn't say that it was read
        assert partner.post(sign, {**given, "read": "on", "mark": "x"}).status_code == 409
        assert partner.post(sign, {**given, "read": "on"}).status_code == 302
    assert browser(PARTNER, "elders").get(sign).status_code == 404
    own = text_of(browser(PARTNER, "gemeente").get("/nl/work/organisations/gemeente"))
    assert "Zin." in own and "Waar wij aan gebonden zijn" in own
    shown = text_of(Client().get(url("covenants")))
    assert "Zin." in shown and "Zes uur extra." in shown
    assert inside.post(step("next"), {**told, "text": "V"}).status_code == 302
    assert browser(CHAIR).post(step("end"), {"version": 7, "text": "Klaar."}).status_code == 302
    assert "Zin." not in text_of(Client().get(url("covenants")))


def test_a_plan_under_pressure_is_kept(browser: Browser, a_programme: Any, full: Any) -> None:
    inside, pk = browser(BUREAU), full.plan.pk
    told = {"version": 0, "title": "P", "problem": "W", "begins_on": "2026-03-02"}
    assert inside.post(url("action-plan-make"), told).status_code == 302
    planned = ActionPlan.objects.get(title="P")
    assert Client().get(url("action-plan", planned.pk)).status_code == 404
    page = text_of(inside.get(url("work-action-plan", planned.pk)))
    assert "Wordt gemaakt." in page
    step = {"version": 1, "title": "Bezoek", "week": 4}
    assert inside.post(url("action-plan-step", planned.pk, "add_step"), step).status_code == 302
    for at, organisation in enumerate(a_programme.organisations):
        contact = {"version": 2 + at, "organisation": organisation.pk, "function": "Bestuurder"}
        add = url("action-plan-step", planned.pk, "add_contact")
        assert inside.post(add, contact).status_code == 302
    offer = url("action-plan-step", planned.pk, "offer")
    assert inside.post(offer, {"version": 4}).status_code == 302
    partner, sign = browser(PARTNER, "scholen"), url("action-plan-sign", planned.pk)
    assert str(sign) in text_of(partner.get("/nl/work/organisations/scholen"))
    given = {"version": 0, "choice": "scholen", "mark": mark_of(planned), "read": "on"}
    assert partner.post(sign, given).status_code == 302
    page = text_of(inside.get(url("work-action-plan", planned.pk)))
    assert "Nog niet ondertekend door: Gemeente." in page
    done = {"version": full.plan.version, "on": "2026-02-20"}
    assert inside.post(url("action-plan-done", pk, full.step.pk), done).status_code == 302
    result = {"version": done["version"] + 1, "text": "Weg.", "beyond": "Overal zo."}
    assert inside.post(url("action-plan-step", pk, "report"), result).status_code == 302
    shown = text_of(Client().get(url("action-plan", pk)))
    assert "Weg." in shown and "Overal zo." in shown and "Directeur" in shown


def test_the_number_of_queries_doesnt_grow_with_the_projects(
    full: Any, client: Client, browser: Browser, many: Callable[[int], None]
) -> None:
    inside = browser(BUREAU)
    pages = [
        *((client, url(name)) for name in PUBLIC),
        (client, url("projects") + "?area=WK1&lacks=after_plan&words=p&overdue=1"),
        (client, url("project", full.projects["running"].pk)),
        *((inside, url(name)) for name in WORK),
        (inside, url("work-projects-file", "csv")),
    ]

    def queries(browser: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    def counted() -> list[int]:
        # The fewest of three: what is kept for a while is kept by then, and the site looks once in
        # some seconds whether there are new editions.
        return [min(queries(one, address) for _ in range(3)) for one, address in pages]

    many(3)
    few = counted()
    many(60)
    assert counted() == few
    assert max(few) <= 30, list(zip(few, [page[1] for page in pages], strict=True))


def test_filters_show_what_they_say(full: Any, client: Client, a_programme: Any) -> None:
    Project.objects.create(
        programme=a_programme.programme,
        code="Z9",
        name="Kaal",
        state="running",
        areas=["WK11"],
        decision_due=date(2027, 1, 1),
    )
    for query, kaal, other in (
        ("lacks=goal", True, False),
        ("area=WK1", False, True),
        ("area=WK11", True, False),
        ("overdue=1", False, True),
        ("words=kaa", True, False),
        ("words=z9", True, False),
        ("state=paused", False, False),
        ("organisation=scholen", False, True),
        (f"goal={a_programme.goals[0].pk}", False, True),
        ("area=%25", False, False),
    ):
        shown = text_of(client.get(f"{url('projects')}?{query}"))
        assert (">Kaal<" in shown, ">Project running<" in shown) == (kaal, other), query


def test_long_lists_of_plans_and_assessments_have_pages_and_count_all(
    a_programme: Any, browser: Browser, client: Client
) -> None:
    whole = a_programme.programme
    for number in range(60):
        whole.action_plans.create(
            title=f"Plan {number}", problem="x", begins_on=date(2026, 1, 5), state="going"
        )
        whole.assessments.create(
            frame="plan-criteria",
            subject=f"Stuk {number}",
            state="open",
            begins_on=date(2026, 1, 5),
        )
    first = text_of(client.get("/en/programmes/zuid/action-plans"))
    assert "60 plans under pressure are going on." in first and "Page 1 of 2" in first
    assert "Page 2 of 2" in text_of(client.get("/en/programmes/zuid/action-plans?page=2"))
    inside = text_of(browser(BUREAU).get("/en/programmes/zuid/work/assessments"))
    assert "60 assessments were made." in inside and "Page 1 of 2" in inside
