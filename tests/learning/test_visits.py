"""A round is composed, held, reported and answered; nobody visits or judges the own city."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from docx import Document
from pypdf import PdfReader

from visitors import NOW, Clock, account_of
from wijkwerk.access import accounts
from wijkwerk.access.api import RefusedError
from wijkwerk.learning.core import committees
from wijkwerk.learning.examples import make_barriers, make_visitation
from wijkwerk.learning.models import Advice, Barrier, Expert, Finding, Seat, Visit, VisitRound
from wijkwerk.learning.services import visits as services
from wijkwerk.learning.web import papers
from wijkwerk.publication import typesetting
from wijkwerk.shared.problems import TooSlowError
from wijkwerk.workflow.api import ChangedMeanwhileError, StepCommand, TransitionNotAllowed

pytestmark = pytest.mark.django_db
CITY, OTHER = "GM0518", "GM0599"
ROUND = {"title": "Ronde", "mandate": "De raad", "aims": "Leren.", "themes": "Wonen\nWerk"}
VISIT: dict[str, Any] = {
    "municipality": CITY, "name": "Den Haag", "themes": "Wonen\nWerk", "size": 5, "wants_guest": True,
    "areas": 1, "on": None,
}  # fmt: skip
EXPERT: dict[str, Any] = {"city": "", "conflicts": "", "chairs": False, "guest": False}


def secretary() -> Any:
    return account_of("secretary@round.example", "visit-secretary")


def visitor() -> Any:
    return account_of("visitor@round.example", "visitor")


def city(place: str = CITY) -> Any:
    return account_of(f"owner@{place}.example".lower(), "advice-owner", place=place)


def make(
    user: Any, action: str, subject: Any, text: str = "", row: Any = None, **facts: Any
) -> Any:
    subject.refresh_from_db()
    command = StepCommand(user, NOW, subject.version, text)
    return getattr(services, action)(command, row or subject, **facts)


def a_round() -> VisitRound:
    """With a pool of eight, of whom one is of the city and one has a conflict with it, and a visit."""
    row = services.write(StepCommand(secretary(), NOW), None, **ROUND)
    pool = [
        {"function": "Voorzitter", "themes": "Wonen", "chairs": True},
        {"function": "Eigen wethouder", "themes": "Werk", "city": CITY, "chairs": True},
        {"function": "Adviseur van de stad", "themes": "Werk", "conflicts": CITY},
        {"function": "Bewoner elders", "themes": "", "guest": True},
        *({"function": f"Lid {number}", "themes": "Werk"} for number in range(4)),
    ]
    for facts in pool:
        make(secretary(), "add_expert", row, **{**EXPERT, **facts})
    make(secretary(), "plan", row, **VISIT)
    make(secretary(), "open_round", row)
    return VisitRound.objects.get()


def test_from_a_pool_to_an_answer() -> None:
    row = a_round()
    with pytest.raises(RefusedError):
        make(visitor(), "compose", row)
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    seats = {seat.expert.function: seat.chair for seat in visit.seats.all()}
    assert len(seats) == 5
    assert seats["Voorzitter"] is True
    assert seats["Bewoner elders"] is False
    assert not {"Eigen wethouder", "Adviseur van de stad"} & set(seats)
    html = Client().get(f"/nl/learning/rounds/{row.pk}/visits/{visit.pk}").content.decode()
    assert "Adviseur van de stad" in html
    assert "Wat ontbreekt" not in html
    reflection = {"party": "Corporatie", "light": False, "own": "Het onderhoud.", "partners": "",
                  "goal": "", "unsolved": "Overlast.", "question": "Vertel eens wat."}  # fmt: skip
    make(city(), "reflect", visit, **reflection)
    (told,) = visit.reflections.all()
    assert services.lacks(told) == ["question", "partners", "goal"]
    with pytest.raises(RefusedError):
        make(city(OTHER), "reflect", visit, **reflection)
    make(secretary(), "invite", visit, begins="09:00", what="Gesprek", party="work")
    item = visit.items.get()
    assert "work" not in services.missing_parties([item])
    make(secretary(), "attend", visit, row=item, came=False)
    assert "work" in services.missing_parties(list(visit.items.all()))
    with pytest.raises(TransitionNotAllowed, match="day_over"):
        make(visitor(), "hold", visit, on=date(2027, 1, 1), impressions="Veel.")
    make(visitor(), "hold", visit, on=NOW.date(), impressions="Veel energie.")
    with pytest.raises(TransitionNotAllowed, match="has_findings"):
        make(visitor(), "report", visit, report="Verslag.")
    make(visitor(), "find", visit, finding="Werk ontbreekt.", evidence="Niemand kwam.")
    with pytest.raises(TransitionNotAllowed, match="all_answered"):
        make(secretary(), "close", row)
    make(visitor(), "report", visit, report="Het gaat goed.")
    advice = Advice.objects.get()
    assert (advice.state, advice.municipality, advice.by) == ("draft", CITY, "Ronde")
    assert Visit.objects.get().advice == advice
    make(city(), "answer", visit, reply="Wij nodigen werk uit.")
    make(secretary(), "close", row)
    assert VisitRound.objects.get().state == "closed"


def test_who_speaks_for_the_city_judges_nothing_even_with_both_roles() -> None:
    row = a_round()
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    both = both_roles("visitor")
    with pytest.raises((TransitionNotAllowed, RefusedError)):
        make(both, "hold", visit, on=NOW.date(), impressions="Alles goed.")
    assert Visit.objects.get().state == "planned"


def both_roles(role: str) -> Any:
    """Who speaks for the city, with another role beside."""
    user = account_of("both@city.example", "advice-owner", place=CITY)
    accounts.give_role(user, role, [], date(2020, 1, 1), None, "command", NOW)
    return account_of("both@city.example")


def test_who_speaks_for_the_city_does_not_choose_who_judges_it() -> None:
    row = a_round()
    both = both_roles("visit-secretary")
    with pytest.raises(TransitionNotAllowed, match="not_city"):
        make(both, "compose", row)
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    elsewhere = make(secretary(), "plan", row, **{**VISIT, "municipality": OTHER})
    for subject, action, facts in (
        (row, "plan", VISIT), (visit, "change", VISIT), (elsewhere, "change", VISIT),
        (visit, "cancel", {"text": "Weg."}),
    ):  # fmt: skip
        with pytest.raises(TransitionNotAllowed, match="not_city"):
            make(both, action, subject, **facts)
    seat = visit.seats.filter(chair=False)[0]
    spare = Expert.objects.exclude(pk__in=Seat.objects.values("expert")).exclude(city=CITY)
    free = spare.exclude(conflicts=CITY)[0]
    with pytest.raises(TransitionNotAllowed, match="not_city"):
        make(both, "swap", visit, row=seat, expert=free)


def test_committees_are_worked_out_before_anything_is_locked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = a_round()
    outside, solve = len(connection.savepoint_ids), committees.compose
    depths = []

    def slow(*args: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return solve(*args)

    monkeypatch.setattr(committees, "compose", slow)
    make(secretary(), "compose", row)
    assert depths == [outside]
    seats = set(Seat.objects.values_list("pk", flat=True))

    def meanwhile(*args: Any) -> Any:
        make(secretary(), "change", Visit.objects.get(), **{**VISIT, "size": 6})
        return solve(*args)

    monkeypatch.setattr(committees, "compose", meanwhile)
    with pytest.raises(ChangedMeanwhileError):
        make(secretary(), "compose", row)
    assert set(Seat.objects.values_list("pk", flat=True)) == seats


def reported(row: VisitRound) -> Visit:
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    make(visitor(), "hold", visit, on=NOW.date(), impressions="Indruk.")
    make(visitor(), "find", visit, finding="Iets.", evidence="Gezien.")
    make(visitor(), "report", visit, report="Verslag.")
    return visit


def test_a_round_is_closed_though_a_city_never_answers() -> None:
    row = a_round()
    visit = reported(row)
    with pytest.raises(TransitionNotAllowed, match="all_answered"):
        make(secretary(), "close", row)
    row.refresh_from_db()
    later = NOW + services.ANSWER_WITHIN
    services.close(StepCommand(secretary(), later, row.version), row)
    make(city(), "answer", visit, reply="Toch nog.")
    assert Visit.objects.get().state == "answered"


def test_a_visit_without_a_report_is_cancelled_after_its_day() -> None:
    row = a_round()
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    make(visitor(), "hold", visit, on=NOW.date(), impressions="Piet zag het.")
    make(secretary(), "cancel", visit, "Er komt geen verslag.")
    make(visitor(), "withhold", visit, "Hier stond een naam.")
    assert "Piet" not in Client().get(visit.get_absolute_url()).content.decode()
    make(secretary(), "close", row)


def test_who_judged_does_not_take_the_answer_away_nor_the_city_the_report() -> None:
    row = a_round()
    visit = reported(row)
    make(city(), "answer", visit, reply="Het antwoord.")
    make(visitor(), "withhold", visit, "Hier stond een naam.")
    visit.refresh_from_db()
    assert (visit.report, visit.reply) == ("Hier stond een naam.", "Het antwoord.")
    with pytest.raises(RefusedError):
        make(visitor(), "withhold_reply", visit, "Weg.")
    with pytest.raises(TransitionNotAllowed, match="not_city"):
        make(both_roles("visitor"), "withhold", visit, "Weg.")
    make(secretary(), "withhold_reply", visit, "Ook een naam.")
    assert Visit.objects.get().reply == "Ook een naam."


def test_names_are_taken_away_after_the_visit_too(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    row = a_round()
    make(secretary(), "invite", Visit.objects.get(), begins="09:00", what="Met Piet", party="work")
    make(city(), "reflect", Visit.objects.get(), party="Piet", light=True, question="Wat?", own="",
         partners="", goal="", unsolved="Niets.")  # fmt: skip
    Expert.objects.filter(chairs=True, city="").update(function="Piet")
    visit = reported(row)
    browser = enter(secretary())
    base, own = (
        f"/nl/work/learning/rounds/{row.pk}",
        f"/nl/work/learning/rounds/{row.pk}/visits/{visit.pk}",
    )
    reasons = {"text": "Hier stond een naam."}
    expert = Expert.objects.get(function="Piet")
    for page, path, facts in (
        (base, f"correct/{expert.pk}", {"function": "Voorzitter"}),
        (own, f"drop-item/{visit.items.get().pk}", reasons),
        (own, f"drop-reflection/{visit.reflections.get().pk}", reasons),
    ):
        assert f"{page}/{path}" in browser.get(page).content.decode(), path
        row.refresh_from_db()
        visit.refresh_from_db()
        version = row.version if page == base else visit.version
        done = browser.post(f"{page}/{path}", {"version": version, **facts})
        assert done.status_code == 302, path
    for door in (
        f"/nl/learning/rounds/{row.pk}", visit.get_absolute_url(), f"{visit.get_absolute_url()}/history",
        f"/api/v1/learning/rounds/{row.pk}/visits",
    ):  # fmt: skip
        assert "Piet" not in Client().get(door).content.decode(), door
    assert "Piet" not in browser.get(own).content.decode()


def test_a_seat_is_swapped_by_the_same_rules() -> None:
    row = a_round()
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    chair, other = visit.seats.get(chair=True), visit.seats.filter(chair=False)[0]
    by_function = {expert.function: expert for expert in Expert.objects.all()}
    for seat, function, why in (
        (other, "Eigen wethouder", "own_city"),
        (other, "Adviseur van de stad", "conflict"),
        (other, "Voorzitter", "seated"),
        (chair, "Lid 0", "no_chair"),
    ):
        with pytest.raises(TransitionNotAllowed, match=why):
            make(secretary(), "swap", visit, row=seat, expert=by_function[function])
    with pytest.raises(TransitionNotAllowed, match="seated"):
        make(secretary(), "drop_expert", row, row=chair.expert)
    with pytest.raises(TransitionNotAllowed, match="size"):
        make(secretary(), "change", visit, **{**VISIT, "size": 9})


def test_what_is_not_public_yet_is_behind_every_door(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    row = a_round()
    make(secretary(), "compose", row)
    visit = Visit.objects.get()
    make(city(), "reflect", visit, party="Buurt", light=True, question="Geheime vraag?", own="",
         partners="", goal="", unsolved="Niets.")  # fmt: skip
    make(visitor(), "hold", visit, on=NOW.date(), impressions="Indruk.")
    make(visitor(), "find", visit, finding="Geheime bevinding.", evidence="Gezien.")
    public, work = f"/nl/learning/rounds/{row.pk}", f"/nl/work/learning/rounds/{row.pk}"
    doors = [
        public, f"{public}/visits/{visit.pk}", f"{public}/visits/{visit.pk}/history",
        f"/api/v1/learning/rounds/{row.pk}/visits", f"/api/v1/learning/rounds/{row.pk}/visits/{visit.pk}",
    ]  # fmt: skip
    for door in doors:
        answer = Client().get(door)
        assert answer.status_code == 200, door
        assert "Geheime" not in answer.content.decode(), door
    for kind in ("pdf", "docx"):
        assert Client().get(f"{public}/visits/{visit.pk}/report.{kind}").status_code == 404
    inside = enter(visitor()).get(f"{work}/visits/{visit.pk}").content.decode()
    assert "Geheime vraag?" in inside
    assert "Geheime bevinding." in inside
    assert "Geheime" not in enter(city(OTHER)).get(f"{work}/visits/{visit.pk}").content.decode()
    assert "Geheime vraag?" in enter(city()).get(f"{work}/visits/{visit.pk}").content.decode()
    make(visitor(), "report", visit, report="Verslag.")
    assert "Geheime bevinding." in Client().get(doors[1]).content.decode()
    assert "Geheime bevinding." in Client().get(doors[3]).content.decode()
    pdf = Client().get(f"{public}/visits/{visit.pk}/report.pdf")
    assert "Geheime bevinding." in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    docx = Client().get(f"{public}/visits/{visit.pk}/report.docx")
    assert docx.content[:2] == b"PK"
    document = Document(io.BytesIO(docx.content))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert "NUMPAGES" in section.footer._element.xml
    make(visitor(), "retract", visit, "Hier stond een naam.", row=Finding.objects.get())
    make(visitor(), "withhold", visit, "Hier stond een naam.")
    assert "Geheime" not in Client().get(doors[1]).content.decode()
    assert "Indruk" not in Client().get(doors[1]).content.decode()


def test_every_step_has_a_page_that_a_browser_can_fill(
    clock: Clock, enter: Callable[[Any], Any]
) -> None:
    browser = enter(secretary())
    base = "/nl/work/learning/rounds"
    filled = {**ROUND, "version": 0, "again_on": "2026-01-01"}
    done = browser.post(f"{base}/write", filled)
    assert done.status_code == 302
    row = VisitRound.objects.get()

    def post(path: str, **facts: Any) -> None:
        row.refresh_from_db()
        subject = Visit.objects.first() if path.startswith("visits/") else row
        assert subject is not None
        assert browser.get(f"{base}/{row.pk}/{path}").status_code == 200, path
        answer = browser.post(f"{base}/{row.pk}/{path}", {"version": subject.version, **facts})
        assert answer.status_code == 302, (path, answer.content.decode()[-3000:])

    for number in range(6):
        post(
            "add_expert",
            function=f"Lid {number}",
            themes="Wonen",
            chairs="on" if number < 1 else "",
        )
    facts = {key: value for key, value in VISIT.items() if value is not None}
    post("plan", **{**facts, "wants_guest": ""})
    post("open")
    post("compose")
    visit = Visit.objects.get()
    seat = visit.seats.filter(chair=False)[0]
    spare = Expert.objects.exclude(pk__in=Seat.objects.values("expert")).get()
    post(f"drop/{Expert.objects.create(round=row, function='Wie weggaat').pk}")
    post(f"visits/{visit.pk}/swap/{seat.pk}", expert=spare.pk)
    post(f"visits/{visit.pk}/invite", begins="09:30", what="Wandeling", party="residents")
    post(f"visits/{visit.pk}/attend/{visit.items.get().pk}", came="no")
    html = Client().get(f"/nl/learning/rounds/{row.pk}").content.decode()
    assert "iemand met kennis van Werk" in html
    assert "Er kwam geen tweede ronde" in html
    browser = enter(city())
    post(f"visits/{visit.pk}/reflect", party="Corporatie", question="Hoe?", unsolved="Overlast.")
    browser = enter(visitor())
    post(f"visits/{visit.pk}/hold", on="2026-03-02", impressions="Goed.")
    post(f"visits/{visit.pk}/find", finding="Iets.", evidence="Gezien.")
    post(f"visits/{visit.pk}/report", report="Verslag.")
    browser = enter(city())
    post(f"visits/{visit.pk}/answer", reply="Dank.")
    assert Visit.objects.get().state == "answered"


def test_the_visitation_of_the_source_ships_with_the_sums_that_do_not_close() -> None:
    lines: list[str] = []
    make_visitation(lines.append)
    make_visitation(lines.append)
    assert len(lines) == 1
    row = VisitRound.objects.get()
    rows = list(row.visits.all())
    assert (row.experts.count(), row.experts.filter(chairs=True).count()) == (26, 3)
    assert (len(rows), len({visit.municipality for visit in rows})) == (24, 18)
    assert sum(visit.areas for visit in rows) == 40
    assert sum(visit.wants_guest for visit in rows) == 6
    crowded = {visit.municipality for visit in services.crowded(rows)}
    assert crowded == {"GM0599", "GM0363"}  # Rotterdam, Amsterdam
    composition = services.composition_of(row, list(services.in_order(row.visits.all())))
    assert all(not committee.seats_short for committee in composition.committees)
    assert all(not committee.themes_missing for committee in composition.committees)
    assert all(not committee.chaired_before for committee in composition.committees)
    html = Client().get(f"/nl/learning/rounds/{row.pk}").content.decode()
    assert "Er kwam geen tweede ronde voor 31 december 2014" in html
    assert "Meer wijken dan dagdelen: Amsterdam, dag 1" in html


def test_what_a_body_can_lift_is_one_document() -> None:
    make_barriers(lambda line: None)
    html = Client().get("/nl/learning/barriers").content.decode()
    assert "bundle.pdf?body=Rijk" in html
    pdf = Client().get("/nl/learning/bundle.pdf", {"body": "Rijk"})
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Een leerling moet zelf" in text
    assert Client().get("/nl/learning/bundle.pdf", {"body": "Niemand"}).status_code == 404


def test_a_document_for_everybody_is_made_once_and_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"relation": "municipality_partners", "kind": "rules", "level": "state", "state": "met"}
    rows = [
        Barrier(title=f"Regel {n}", body="Rijk", met_on=NOW.date(), **facts)
        for n in range(papers.MOST + 1)
    ]
    Barrier.objects.bulk_create(rows)
    made: list[Any] = []

    def apart(template: Any, data: Any, files: Any) -> bytes:
        made.append(data)
        return b"%PDF"

    monkeypatch.setattr(typesetting, "typeset_apart", apart)
    typesetting._remembered.cache_clear()
    for _time in range(2):
        answer = Client().get("/nl/learning/bundle.pdf", {"body": "Rijk"})
        assert answer["Cache-Control"] == "public, max-age=60"
    (data,) = made
    assert len(data["parts"]) == papers.MOST
    assert f"De eerste {papers.MOST}" in " ".join(data["lead"])

    def busy(template: Any, data: Any, files: Any) -> bytes:
        raise TooSlowError("the PDF")

    monkeypatch.setattr(typesetting, "typeset_apart", busy)
    typesetting._remembered.cache_clear()
    answer = Client().get("/nl/learning/bundle.pdf", {"body": "Rijk"})
    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert "public" not in answer.get("Cache-Control", "")
